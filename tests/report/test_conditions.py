"""Conditions as the facilitator reads them."""

from __future__ import annotations

import pytest

from scenario_sim.language import current_language, use_language
from scenario_sim.loading import known_scenarios, load_scenario
from scenario_sim.model.expressions import FUNCTIONS, parse
from scenario_sim.report.conditions import CALLS, condition_text

COUNCIL = "disrupted-council-meeting"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("tension_inside > 60", "Spanning in de zaal > 60"),
        ("minutes > 63 and minutes < 90", "het is na 20:03 en het is voor 20:30"),
        ("25 < minutes", "het is na 19:25"),
        ("not in_force(gavel)", "niet: “Hameren, stilte vragen en de huisregels noemen” is van kracht"),
        ("level >= 2 or phase(evening)", "niveau ≥ 2 of de fase is De avond"),
        ("wearing(mayor, commander)", "Burgemeester handelt als Gezag openbare orde"),
        ("(tension_inside + tension_outside) / 2 > 50", "((Spanning in de zaal + Spanning op het plein) / 2) > 50"),
    ],
)
def test_a_condition_is_read_in_titles_and_words(written: str, read: str) -> None:
    before = current_language()
    use_language("nl")
    try:
        assert condition_text(parse(written), load_scenario(COUNCIL)) == read
    finally:
        use_language(before)


def test_every_function_of_conditions_has_words() -> None:
    over_the_run = {name for name, function in FUNCTIONS.items() if function.over_the_run}
    assert set(CALLS) >= set(FUNCTIONS) - over_the_run


def test_no_condition_of_a_shipped_scenario_shows_an_id() -> None:
    for entry in known_scenarios():
        scenario = load_scenario(entry.folder)
        for inject in scenario.injects:
            said = condition_text(inject.when, scenario) if inject.when is not None else ""
            assert "_" not in said, (entry.id, inject.id)
