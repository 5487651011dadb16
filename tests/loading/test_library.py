"""A list of scenarios shows what the heads of their files say, and what was read lately is not read again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scenario_sim.loading import ScenarioText, read_package, scenario_from_text, scenarios_in

HEADS = {
    "in front": "id: evening\ntitle: Een avond\nlanguage: nl\nsummary: >-\n  Twee\n  regels.\n\nroles: []\n",
    "at the end": "roles: []\nsummary: |-\n  Twee\n  regels.\nlanguage: nl\ntitle: 'Een avond'\nid: evening\n",
    "in one line": "{id: evening, title: Een avond, language: nl, summary: Twee regels., roles: []}\n",
    "not whole": "title: Een avond\nroles: []\nid: evening\n",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_list_shows_id_and_title_wherever_they_stand_in_the_file(head: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "scenario.yaml").write_text(head, encoding="utf-8")

    (entry,) = scenarios_in(tmp_path)

    assert (entry.id, entry.title) == ("evening", "Een avond")
    assert " ".join(entry.summary.split()) == ("Twee regels." if "summary" in head else "")


def test_a_list_shows_the_title_of_the_side_file_in_its_language(tmp_path: Path) -> None:
    (tmp_path / "folder" / "locale").mkdir(parents=True)
    (tmp_path / "folder" / "scenario.yaml").write_text(HEADS["in front"], encoding="utf-8")
    side = "measures.hosts.title: {text: Hosts}\nsummary: {text: Two lines.}\ntitle: {text: An evening}\n"
    (tmp_path / "folder" / "locale" / "en.yaml").write_text(side, encoding="utf-8")

    (entry,) = scenarios_in(tmp_path)

    assert (entry.in_language("en").title, entry.in_language("en").summary) == ("An evening", "Two lines.")
    assert entry.in_language("nl") == entry


def test_the_same_text_is_the_same_scenario_and_another_text_is_another() -> None:
    text = read_package(Path(__file__).parents[2] / "src" / "scenario_sim" / "loading" / "starter")
    again = ScenarioText(dict(text.files))
    changed = replace(text, files={name: file.replace("Een ", "De ") for name, file in text.files.items()})

    assert scenario_from_text(again) is scenario_from_text(text)
    assert scenario_from_text(changed) != scenario_from_text(text)
