"""The catalogue: what a scenario takes over is as if it stood there, and what it says itself stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scenario_sim.errors import ScenarioError
from scenario_sim.loading import (
    ScenarioText,
    check_catalogue,
    check_scenario,
    load_scenario,
    read_package,
    scenario_from_text,
)
from tests.builders import written

CATALOGUE = """
format: 1
sources:
  - {id: L1, text: Gemeentewet}
  - {id: L2, text: Wet openbare manifestaties}
grounds:
  - {id: gemw_26_1, law: Gemeentewet artikel 26, allows: Orde houden, who: [mayor, police], source: src L1}
  - {id: wom_5, law: Wom artikel 5, allows: Voorschriften stellen, source: src L2}
roles:
  - {id: mayor, title: Burgemeester, tasks: [Zit voor, Zorgt voor orde], source: src L1}
  - {id: police, title: Politie, tasks: [Treedt op], source: mem}
measures:
  - id: greet_at_door
    ref: P12
    kind: preventive
    title: Begroeten bij de deur
    decided_by: [mayor, police]
    carried_out_by: [police]
    ground: [gemw_26_1]
    lead_time: 10 min
    direction: De spanning daalt.
    source: guide 6.1
norms:
  - {id: shouting, ref: BH10, behaviour: Schreeuwen, colour: red, response: Schorsen, who: [mayor], source: EJ}
"""
ENGLISH = """
roles.mayor.title: Mayor
roles.mayor.tasks.1: Chairs
roles.mayor.tasks.2: Keeps order
roles.police.title: Police
roles.police.tasks.1: Acts
sources.L2.text: Public Assemblies Act
grounds.wom_5.law: Public Assemblies Act, section 5
grounds.wom_5.allows: Set conditions
grounds.gemw_26_1.law: Municipalities Act, section 26
grounds.gemw_26_1.allows: Keep order
measures.greet_at_door.title: Greet at the door
measures.greet_at_door.direction: Tension falls.
norms.shouting.behaviour: Shouting
norms.shouting.response: Suspend
sources.L1.text: Municipalities Act
"""
MEASURE = {"from": "greet_at_door", "effects": {"tension": "-4 points"}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of scenarios with a catalogue of its own beside them."""
    (tmp_path / "catalogue" / "locale").mkdir(parents=True)
    (tmp_path / "catalogue" / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "catalogue" / "locale" / "en.yaml").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "evening").mkdir()
    return tmp_path / "evening"


def put(folder: Path, **parts: object) -> Path:
    roles = [{"from": "mayor", "channels": ["hall"]}]
    text = written(**{"language": "nl", "roles": roles, "measures": [MEASURE], **parts}).files["scenario.yaml"]
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    return folder


def test_what_is_taken_over_is_as_if_it_stood_there_and_own_keys_replace_it(folder: Path) -> None:
    own = {**MEASURE, "id": "welcome", "lead_time": "1 h", "source": "EJ"}
    measure = load_scenario(put(folder, measures=[own])).measures[0]

    assert (measure.id, measure.ref, measure.title) == ("welcome", "P12", "Begroeten bij de deur")
    assert (measure.lead_time.low.seconds, measure.source) == (3600, "EJ")


def test_only_the_roles_that_the_scenario_has_come_along(folder: Path) -> None:
    scenario = load_scenario(put(folder))

    assert scenario.measures[0].decided_by == ("mayor",)
    assert scenario.measures[0].carried_out_by == ("mayor",)
    assert scenario.grounds[0].who == ("mayor",)


def test_grounds_and_sources_that_are_leaned_on_come_along_and_no_others(folder: Path) -> None:
    scenario = load_scenario(put(folder))

    assert [ground.id for ground in scenario.grounds] == ["gemw_26_1"]
    assert scenario.measures[0].legal_basis == "Gemeentewet artikel 26"
    assert [source.id for source in scenario.sources] == ["L1"]


def test_the_translation_comes_along_until_the_text_is_overridden(folder: Path) -> None:
    english = load_scenario(put(folder, measures=[{**MEASURE, "title": "Iets anders"}]), "en")

    assert english.roles[0].tasks == ("Chairs", "Keeps order")
    assert english.measures[0].title == "Iets anders"
    assert english.measures[0].legal_basis == "Municipalities Act, section 26"
    assert english.language == "en"


def test_only_texts_of_its_own_need_a_translation_of_their_own(folder: Path) -> None:
    (put(folder) / "locale").mkdir()
    (folder / "locale" / "en.yaml").write_text("title: A title\n", encoding="utf-8")

    missing = " ".join(str(problem) for problem in check_scenario(folder))

    assert "W601" in missing
    assert "measures.greet_at_door" not in missing
    assert "grounds." not in missing


def test_a_package_holds_what_it_takes_over_so_that_it_needs_no_catalogue(folder: Path) -> None:
    package = read_package(put(folder))
    (folder.parent / "catalogue" / "catalogue.yaml").unlink()

    alone = scenario_from_text(ScenarioText(dict(package.files)), "en")

    assert alone.measures[0].title == "Greet at the door"
    assert "Schreeuwen" not in package.files["catalogue.yaml"]


def test_a_change_elsewhere_in_the_catalogue_leaves_the_digest_alone(folder: Path) -> None:
    before = read_package(put(folder)).digest
    file = folder.parent / "catalogue" / "catalogue.yaml"
    file.write_text(CATALOGUE.replace("Schreeuwen", "Roepen"), encoding="utf-8")
    assert read_package(folder).digest == before

    file.write_text(CATALOGUE.replace("Begroeten", "Groeten"), encoding="utf-8")
    assert read_package(folder).digest != before


def test_an_unknown_entry_is_named_with_its_place_and_the_nearest_one(folder: Path) -> None:
    put(folder, measures=[{**MEASURE, "from": "greet_at_dor"}])
    with pytest.raises(ScenarioError) as refused:
        load_scenario(folder)

    problem = refused.value.problems[0]
    lines = (folder / "scenario.yaml").read_text(encoding="utf-8").splitlines()
    assert problem.code == "E401"
    assert "greet_at_door" in problem.text
    assert '"greet_at_dor"' in lines[problem.line - 1]


def test_a_fault_in_what_is_taken_over_shows_at_the_item(folder: Path) -> None:
    file = folder.parent / "catalogue" / "catalogue.yaml"
    file.write_text(CATALOGUE.replace("lead_time: 10 min", "lead_time: soon"), encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        load_scenario(put(folder))

    lines = (folder / "scenario.yaml").read_text(encoding="utf-8").splitlines()
    assert [p.code for p in refused.value.problems] == ["E201"]
    assert "from" in "".join(lines[refused.value.problems[0].line - 1 :][:3])


def test_what_travels_is_plain_data_in_a_fixed_order(folder: Path) -> None:
    text = read_package(put(folder)).files["catalogue.yaml"]

    assert list(json.loads(text)) == ["format", "sources", "grounds", "roles", "measures", "norms"]


def test_a_catalogue_itself_is_checked_for_shape_references_and_translations(folder: Path) -> None:
    place = folder.parent / "catalogue"
    assert [p.code for p in check_catalogue(place)] == []

    (place / "locale" / "en.yaml").write_text(ENGLISH.replace("norms.shouting.response: Suspend\n", ""))
    assert [p.code for p in check_catalogue(place)] == ["W601"]

    (place / "catalogue.yaml").write_text(CATALOGUE.replace("ground: [gemw_26_1]", "ground: [gemw_62_1]"))
    assert "E401" in {p.code for p in check_catalogue(place)}

    (place / "catalogue.yaml").write_text(CATALOGUE.replace("direction:", "directon:"))
    assert {p.code for p in check_catalogue(place)} == {"E104", "E105"}


def test_a_scenario_in_the_other_language_takes_the_entry_over_in_its_own(folder: Path) -> None:
    path = put(folder, language="en")

    assert load_scenario(path).measure("greet_at_door").title == "Greet at the door"
    assert load_scenario(path).measure("greet_at_door").legal_basis == "Municipalities Act, section 26"
    assert load_scenario(path).role("mayor").tasks == ("Chairs", "Keeps order")
    assert load_scenario(path, "nl").measure("greet_at_door").title == "Begroeten bij de deur"
    assert load_scenario(path, "nl").measure("greet_at_door").legal_basis == "Gemeentewet artikel 26"
    assert load_scenario(path, "nl").role("mayor").tasks == ("Zit voor", "Zorgt voor orde")
