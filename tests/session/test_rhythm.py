"""The municipality's messages: the first within half an hour after the first post, then every hour."""

from __future__ import annotations

from scenario_sim.loading import read_package
from scenario_sim.model.events import InjectDelivered, MeasureDecided, MeasureTookEffect
from scenario_sim.session import Session, Setup
from scenario_sim.session.rhythm import FIRST, NEXT, QUIET, Rhythm, communication_measures, rhythm_of
from scenario_sim.session.table import Table

SCENARIO = Session(Setup(read_package("disrupted-council-meeting"), seed=7)).scenario


def test_without_a_post_there_is_nothing_to_answer() -> None:
    table = Table(SCENARIO)
    table.on(InjectDelivered(at=0.0, inject="shout", number=1, to=("mayor",)))
    assert rhythm_of(table) == Rhythm(None, None)


def test_the_first_post_starts_the_time_and_a_message_in_force_starts_it_anew() -> None:
    table = Table(SCENARIO)
    table.on(InjectDelivered(at=600.0, inject="wrong_quote", number=1, to=("communication",)))
    assert rhythm_of(table) == Rhythm(None, 600.0 + FIRST)
    table.on(MeasureDecided(at=700.0, measure="first_message", instance=1, by="communication"))
    assert rhythm_of(table).last is None
    table.on(MeasureTookEffect(at=1200.0, measure="first_message", instance=1))
    assert rhythm_of(table) == Rhythm(1200.0, 1200.0 + NEXT)


def test_after_a_quiet_day_the_next_post_begins_a_rhythm_of_its_own() -> None:
    table = Table(SCENARIO)
    table.on(InjectDelivered(at=0.0, inject="wrong_quote", number=1, to=("communication",)))
    table.on(MeasureDecided(at=700.0, measure="first_message", instance=1, by="communication"))
    table.on(MeasureTookEffect(at=1200.0, measure="first_message", instance=1))
    later = 1200.0 + QUIET + 1
    table.on(InjectDelivered(at=later, inject="wrong_quote", number=2, to=("communication",)))
    assert rhythm_of(table) == Rhythm(None, later + FIRST)


def test_reporting_a_threat_is_no_message_to_the_public() -> None:
    known = communication_measures(SCENARIO)
    assert {"first_message", "factual_correction"} <= known
    assert all(SCENARIO.measure(id).kind == "response" for id in known)
    assert not known & {"report_offence", "threat_assessment"}
