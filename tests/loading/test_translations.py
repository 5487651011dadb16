"""Side files: what is missing, out of date or unknown is reported; the rest is read in that language."""

import pytest

from scenario_sim.errors import ScenarioError
from scenario_sim.loading import (
    ScenarioText,
    context_from_pairs,
    load_scenario,
    read_package,
    scenario_from_text,
)
from scenario_sim.loading.documents import read_document
from scenario_sim.loading.translations import check_translations, source_hash, stamp
from scenario_sim.model.parts import texts


@pytest.fixture
def scenario(starter):
    return scenario_from_text(ScenarioText({"scenario.yaml": starter}))


def codes(scenario, side):
    return [problem.code for problem in check_translations(scenario, read_document(side, "en.yaml"), "en")]


def test_a_complete_translation_has_no_problems_and_says_everything(scenario, starter):
    side = "\n".join(f'{key}: "EN {number}"' for number, (key, _) in enumerate(texts(scenario)))

    english = scenario_from_text(ScenarioText({"scenario.yaml": starter, "locale/en.yaml": side}), "en")

    assert codes(scenario, side) == []
    assert [text for _, text in texts(english)] == [f"EN {n}" for n in range(len(list(texts(scenario))))]
    assert english.language == "en"


def test_what_is_looked_up_by_its_id_is_in_the_language_asked_for():
    package = read_package("disrupted-council-meeting")
    dutch = scenario_from_text(package)
    asked = dutch.injects[0].id, dutch.measures[0].id
    assert (dutch.inject(asked[0]), dutch.measure(asked[1])) == (dutch.injects[0], dutch.measures[0])

    english = scenario_from_text(package, "en")

    assert (english.inject(asked[0]), english.measure(asked[1])) == (english.injects[0], english.measures[0])
    assert english.inject(asked[0]).title != dutch.inject(asked[0]).title


def test_missing_stale_and_unknown_are_reported(scenario):
    complete = {key: "x" for key, _ in texts(scenario)}
    del complete["summary"]
    side = "\n".join(f"{key}: {text}" for key, text in complete.items())
    side = side.replace("title: x", 'title: {src: "000000", text: x}', 1) + "\nmeasures.no.title: x\n"

    assert sorted(codes(scenario, side)) == ["W601", "W602", "W603"]


def test_the_mark_of_the_original_makes_a_translation_up_to_date(scenario):
    side = f'title: {{src: "{source_hash(scenario.title)}", text: New}}'

    assert "W602" not in codes(scenario, side)


def test_stamp_keeps_texts_and_is_stable(scenario):
    once = stamp(scenario, 'title: "New: \\"one\\""\nold.key: kept\n', "en.yaml")

    assert read_document(once, "f").data["title"]["text"] == 'New: "one"'
    assert '#   old.key: "kept"' in once
    assert set(read_document(once, "f").data) == {key for key, _ in texts(scenario)}


def test_the_digest_is_that_of_the_text_and_survives_the_round_trip(tmp_path, starter):
    (tmp_path / "scenario.yaml").write_bytes(starter.replace("\n", "\r\n").encode())
    read = read_package(tmp_path)

    assert read.digest == ScenarioText({"scenario.yaml": starter}).digest
    assert scenario_from_text(ScenarioText(dict(read.files))) == load_scenario(tmp_path)


def test_a_context_is_complete_and_its_faults_are_named(scenario):
    assert context_from_pairs(scenario, []) == {"attendance": 150.0}
    assert context_from_pairs(scenario, ["attendance=400"]) == {"attendance": 400.0}
    for pair, code in (("atendance=4", "E401"), ("attendance=9999", "E502"), ("attendance", "E510")):
        with pytest.raises(ScenarioError) as refused:
            context_from_pairs(scenario, [pair])
        assert refused.value.problems[0].code == code
