"""Suggestions are offered when the table stalls, misses or is fast; otherwise never, and never fired."""

from __future__ import annotations

import pytest

from scenario_sim.loading import read_package
from scenario_sim.model.commands import FACILITATOR, DecideMeasure, FireInject, SetBookmark, SkipInject
from scenario_sim.model.events import ExpectationMet, ExpectationMissed, InjectDelivered
from scenario_sim.session import Session, Setup
from scenario_sim.session.suggestions import LATELY, STALL, Suggestion, last_act, mood_of, suggestions
from scenario_sim.session.table import Table

SCENARIO = read_package("disrupted-council-meeting")
SLOW = "after_vote_post"
"""An inject that expects something of communication within 40 minutes."""


@pytest.fixture
def table() -> Table:
    session = Session(Setup(SCENARIO, seed=7, seated=("communication", "mayor")))
    return Table(session.scenario, seated={"communication", "mayor"})


def deliver(table: Table, inject: str, at: float) -> None:
    table.on(InjectDelivered(at=at, inject=inject, number=1, to=("communication",)))


def settle(table: Table, count: int, share: float) -> None:
    """The mayor meets the same expectation of three minutes *count* times, after *share* of that time."""
    for number in range(1, count + 1):
        met = ExpectationMet(
            at=number * 60.0,
            inject="emotional_speaker",
            number=number,
            expected="give_time",
            through="listen",
            seconds=180 * share,
        )
        table.on(met)


def test_a_table_of_which_nothing_is_expected_does_not_stall(table: Table) -> None:
    assert mood_of(table, 10_000.0, None) is None


def test_a_table_stalls_after_half_of_a_long_time_without_a_command(table: Table) -> None:
    deliver(table, SLOW, 0.0)
    assert mood_of(table, 20 * 60 - 1, None) is None
    assert mood_of(table, 20 * 60, None) == "stalled"
    assert mood_of(table, 20 * 60, 60.0) is None
    assert mood_of(table, 20 * 60 + 60, 60.0) == "stalled"
    assert STALL < 20 * 60


def test_what_is_expected_of_an_empty_chair_says_nothing_about_the_people(table: Table) -> None:
    table.seated = {"mayor"}
    deliver(table, SLOW, 0.0)
    assert mood_of(table, 30 * 60, None) is None


def test_two_missed_expectations_ask_for_help_until_they_are_long_ago(table: Table) -> None:
    for number in (1, 2):
        missed = ExpectationMissed(at=600.0, inject="emotional_speaker", number=number, expected="give_time")
        assert mood_of(table, 600.0, 590.0) is None
        table.on(missed)
    assert mood_of(table, 600.0, 590.0) == "missed"
    assert mood_of(table, 600.0 + LATELY + 1, 590.0) is None


@pytest.mark.parametrize(("count", "share", "mood"), [(3, 0.5, "fast"), (3, 0.51, None), (2, 0.1, None)])
def test_three_expectations_met_within_half_of_their_time_ask_for_pressure(
    table: Table, count: int, share: float, mood: str | None
) -> None:
    settle(table, count, share)
    assert mood_of(table, 300.0, 290.0) == mood


def test_only_injects_that_can_still_come_and_fit_are_offered() -> None:
    session = Session(Setup(SCENARIO, seed=7, seated=("mayor",)))
    table = Table(session.scenario, seated={"mayor"})
    assert suggestions(table, session.view().coming, 300.0, 290.0) == ()
    settle(table, 3, 0.1)
    offered = suggestions(table, session.view().coming, 300.0, 290.0)
    assert offered == (
        Suggestion("supporter_insults", "pressure", "fast"),
        Suggestion("no_confidence", "pressure", "fast"),
    )
    session.send(SkipInject(by=FACILITATOR, inject="no_confidence", why="Te veel."))
    assert [one.inject for one in suggestions(table, session.view().coming, 300.0, 290.0)] == ["supporter_insults"]


def test_every_kind_of_suggestion_is_in_the_shipped_scenario() -> None:
    uses = {inject.use for inject in Session(Setup(SCENARIO, seed=7)).scenario.injects if inject.use}
    assert uses == {"help", "pressure", "redirect"}


def test_what_the_facilitator_does_to_the_schedule_is_no_act_of_the_table() -> None:
    session = Session(Setup(SCENARIO, seed=7, seated=("mayor",)))
    session.run(3600)
    session.send(FireInject(by=FACILITATOR, inject="no_confidence"))
    session.send(SetBookmark(by=FACILITATOR))
    assert last_act(session.log.entries) is None
    session.send(DecideMeasure(by="mayor", measure="gavel"))
    assert last_act(session.log.entries) == 3600
