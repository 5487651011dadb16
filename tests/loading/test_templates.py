"""A new scenario of any kind, in either language, is complete: it checks clean, takes from the catalogue and plays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from scenario_sim.cli import main
from scenario_sim.language import LANGUAGES, Language
from scenario_sim.loading import check_scenario, load_scenario, read_package
from scenario_sim.loading.templates import KINDS, scenario_files
from scenario_sim.session import Session, Setup, play_through

EACH = pytest.mark.parametrize(("kind", "language"), [(kind, language) for kind in KINDS for language in LANGUAGES])


@pytest.fixture
def made(tmp_path: Path, kind: str, language: Language) -> Path:
    done = CliRunner().invoke(main, ["--lang", language, "new", str(tmp_path / "My evening"), "--kind", kind])
    assert done.exit_code == 0, done.output
    return tmp_path / "My evening"


@EACH
def test_a_new_scenario_checks_clean_and_is_in_one_language(made: Path, kind: str, language: Language) -> None:
    text = (made / "scenario.yaml").read_text(encoding="utf-8")
    scenario = load_scenario(made)

    assert [str(problem) for problem in check_scenario(made)] == []
    assert (scenario.id, scenario.language) == ("my-evening", language)
    assert "[[" not in text and "@@" not in (made / "README.md").read_text(encoding="utf-8")
    assert ("Burgemeester" in {role.title for role in scenario.roles}) == (language == "nl" and "mayor" in text)


@EACH
def test_it_picks_from_the_catalogue_and_every_part_of_play_is_there(made: Path, kind: str, language: Language) -> None:
    text = (made / "scenario.yaml").read_text(encoding="utf-8")
    scenario = load_scenario(made)

    assert len(re.findall(r"\bfrom: ", text)) >= 12
    assert {inject.trigger for inject in scenario.injects} == {"at", "after", "when", "rate", "by_hand"}
    assert scenario.dilemmas and scenario.norms and scenario.policies
    assert {measure.kind for measure in scenario.measures} == {"preventive", "response"}


@EACH
def test_it_plays_to_its_end_and_tells_a_story(made: Path, kind: str, language: Language) -> None:
    session = Session(Setup(read_package(made), seed=3))
    play_through(session, session.ends)

    assert session.is_over
    assert len(session.table.deliveries) >= 6
    assert max(level for _, level in session.table.levels) >= 1


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_have_the_same_scenario(kind: str) -> None:
    def without_texts(language: Language) -> list[str]:
        text = scenario_files(kind, "same", language)["scenario.yaml"]
        return re.findall(r"\b(?:id|at|after|when|rate|do|met_by|within|lasts|start|score): [^\n\[]*?[,}\n\]]", text)

    assert without_texts("nl") == without_texts("en")
