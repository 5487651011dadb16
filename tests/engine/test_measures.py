"""The life of a measure: decided, waiting, under way, in force, ended; and the resources it competes for."""

from __future__ import annotations

from typing import Any

import pytest

from scenario_sim.engine.world import World
from scenario_sim.model.commands import DecideMeasure, EndMeasure
from scenario_sim.model.events import (
    CommandRefused,
    MeasureDecided,
    MeasureEnded,
    MeasureFailed,
    MeasureStarted,
    MeasureTookEffect,
    MeasureWaiting,
)
from tests.builders import build, indicator, inject, measure, of_type, play, policy, resource, start, times

MINUTE = 60.0
HOSTS = resource("hosts", 4)


def world_with(*measures: dict[str, Any], **parts: Any) -> World:
    return start(build(measures=list(measures), **parts))


def decide(world: World, id: str, at: float | None = None) -> None:
    if at is not None:
        world.run(at)
    world.send(DecideMeasure(by="mayor", measure=id))


def end(world: World, id: str, at: float | None = None) -> None:
    if at is not None:
        world.run(at)
    world.send(EndMeasure(by="mayor", measure=id))


def refusals(world: World) -> list[str]:
    return [event.reason for event in of_type(world, CommandRefused)]


def test_lead_time_and_duration_follow_each_other() -> None:
    world = world_with(measure("talk", lead_time="10 min", duration="20 min"))
    decide(world, "talk", 5 * MINUTE)
    world.run(world.plan.ends)

    assert times(world, MeasureStarted) == [5 * MINUTE]
    assert times(world, MeasureTookEffect) == [15 * MINUTE]
    assert times(world, MeasureEnded, was_in_force=True) == [35 * MINUTE]


def test_a_measure_without_a_duration_stays_in_force() -> None:
    world = world_with(measure("talk"))
    decide(world, "talk")
    world.run(world.plan.ends)

    assert of_type(world, MeasureEnded) == []
    assert world.state.in_force == [1]


def test_two_decisions_for_the_same_four_hosts_queue_and_the_second_starts_when_the_first_ends() -> None:
    world = world_with(
        measure("door", needs={"hosts": 4}, lead_time="5 min", duration="10 min"),
        measure("hall", needs={"hosts": 4}, lead_time="5 min", duration="10 min"),
        resources=[HOSTS],
    )
    decide(world, "door")
    decide(world, "hall", MINUTE)
    world.run(world.plan.ends)

    assert times(world, MeasureWaiting, measure="hall", resource="hosts") == [MINUTE]
    assert times(world, MeasureStarted, measure="door") == [0.0]
    assert times(world, MeasureStarted, measure="hall") == [15 * MINUTE]
    assert world.state.free == [4.0]


def test_a_queue_is_served_in_the_order_of_asking_even_when_a_later_one_would_fit() -> None:
    world = world_with(
        measure("a", needs={"hosts": 3}, duration="10 min"),
        measure("b", needs={"hosts": 4}, duration="10 min"),
        measure("c", needs={"hosts": 1}, duration="10 min"),
        resources=[HOSTS],
    )
    for id in "abc":
        decide(world, id)
    world.run(world.plan.ends)

    assert [(e.measure, e.at) for e in of_type(world, MeasureStarted)] == [("a", 0.0), ("b", 600.0), ("c", 1200.0)]


def test_what_is_free_counts_who_was_waiting() -> None:
    world = world_with(
        measure("a", needs={"hosts": 4}, duration="10 min"),
        measure("b", needs={"hosts": 3}, duration="10 min"),
        resources=[HOSTS],
        injects=[inject("all_free", when="free(hosts) >= 4", repeat={"times": 9})],
    )
    decide(world, "a", MINUTE)
    decide(world, "b")

    assert world.state.free == [0.0]
    world.run(15 * MINUTE)
    assert world.state.free == [1.0]
    world.run(world.plan.ends)
    assert world.state.free == [4.0]
    # At 11 min the hosts pass from one measure to the other, and are never free in between.
    assert world.state.delivered[0] == 2


def test_who_waits_behind_a_withdrawn_request_is_served_at_once() -> None:
    world = world_with(
        measure("a", needs={"hosts": 3}),
        measure("b", needs={"hosts": 4}),
        measure("c", needs={"hosts": 1}),
        resources=[HOSTS],
    )
    for id in "abc":
        decide(world, id)
    end(world, "b", 2 * MINUTE)

    assert times(world, MeasureStarted, measure="c") == [2 * MINUTE]


def test_when_busy_refuse_refuses_while_others_hold_or_await_the_hosts() -> None:
    world = world_with(
        measure("a", needs={"hosts": 4}, duration="10 min"),
        measure("b", needs={"hosts": 4}, duration="10 min"),
        measure("c", needs={"hosts": 2}, when_busy="refuse"),
        resources=[HOSTS],
    )
    decide(world, "a")
    decide(world, "b")
    decide(world, "c", 5 * MINUTE)
    decide(world, "c", 15 * MINUTE)

    assert refusals(world) == ["busy", "busy"]
    decide(world, "c", 25 * MINUTE)
    assert times(world, MeasureTookEffect, measure="c") == [25 * MINUTE]


def test_more_than_there_are_is_refused() -> None:
    """The loader refuses a constant amount that is too small; an answer of the diagnosis can still make it so."""
    question = {"id": "staff", "aspect": "context", "text": "?", "range": [0, 9], "default": 3, "source": "EJ"}
    scenario = build(
        resources=[resource("hosts", "staff")], diagnosis=[question], measures=[measure("a", needs={"hosts": 4})]
    )
    few, enough = start(scenario), start(scenario, context={"staff": 4.0})
    decide(few, "a")
    decide(enough, "a")

    assert refusals(few) == ["too_few"]
    assert refusals(enough) == []


@pytest.mark.parametrize(
    ("called_before", "ready", "arrives"),
    [(None, False, 60 * MINUTE), (None, True, 30 * MINUTE), (-20 * MINUTE, False, 40 * MINUTE)],
    ids=["an hour's notice", "readied by an alert", "called 20 minutes earlier"],
)
def test_a_platoon_that_needs_an_hour_takes_an_hour(called_before: float | None, ready: bool, arrives: float) -> None:
    world = world_with(
        measure("alert"),
        measure("standby", needs={"platoon": 1}, at_once="many"),
        measure("charge", needs={"platoon": 1}, lead_time="5 min"),
        resources=[resource("platoon", 2, notice="60 min", readied_by={"alert": "30 min"})],
        before="2 h",
    )
    world.run(-30 * MINUTE)
    if called_before is not None:
        decide(world, "standby", called_before)
    if ready:
        decide(world, "alert")
    decide(world, "charge", 0.0)
    world.run(world.plan.ends)

    assert [arrives] == times(world, MeasureStarted, measure="charge")
    assert [arrives + 5 * MINUTE] == times(world, MeasureTookEffect, measure="charge")


def test_a_platoon_that_has_arrived_stays() -> None:
    world = world_with(
        measure("charge", needs={"platoon": 1}, duration="10 min"),
        resources=[resource("platoon", 1, notice="60 min")],
    )
    decide(world, "charge")
    decide(world, "charge", 90 * MINUTE)
    world.run(world.plan.ends)

    assert times(world, MeasureStarted) == [60 * MINUTE, 90 * MINUTE]


@pytest.mark.parametrize("at", [0.0, 5.0, 10.0, 12.0, 15.0, 18.0, 20.0, 29.5])
def test_ending_a_measure_whenever_gives_back_exactly_what_it_held(at: float) -> None:
    """Waiting until 10 min, under way until 15, in force until 30; 10 and 15 are the instants of the change itself."""
    world = world_with(
        measure("first", needs={"hosts": 3}, duration="10 min"),
        measure("second", needs={"hosts": 2, "cars": 1}, lead_time="5 min", duration="15 min"),
        resources=[HOSTS, resource("cars", 1)],
    )
    decide(world, "first")
    decide(world, "second")
    end(world, "second", at * MINUTE)

    assert [at * MINUTE] == times(world, MeasureEnded, measure="second", was_in_force=at >= 15, by="mayor")
    assert [1.0 if at < 10 else 4.0, 1.0] == world.state.free
    assert [0 if at >= 10 else 1, 0] == world.state.going
    world.run(world.plan.ends)
    assert world.state.free == [4.0, 1.0]
    assert [e.instance for e in of_type(world, MeasureEnded) if e.measure == "second"] == [1]


def test_ending_at_the_very_instant_that_hosts_are_granted_gives_them_to_the_next() -> None:
    """The first ends, which grants the second; a measure that ends the second comes into force at that same time."""
    world = world_with(
        measure("first", needs={"hosts": 4}, duration="10 min"),
        measure("second", needs={"hosts": 4}),
        measure("third", needs={"hosts": 4}),
        measure("stop", lead_time="10 min", ends=["first", "second"]),
        resources=[HOSTS],
    )
    for id in ("stop", "first", "second", "third"):
        decide(world, id)
    world.run(world.plan.ends)

    assert times(world, MeasureEnded, measure="first") == [600.0]
    assert times(world, MeasureEnded, measure="second") == [600.0]
    assert times(world, MeasureStarted, measure="third") == [600.0]
    assert world.state.free == [0.0]


def test_ending_what_is_not_going_on_is_refused() -> None:
    world = world_with(measure("talk", duration="10 min"))
    end(world, "talk")
    decide(world, "talk")
    end(world, "talk", 10 * MINUTE)

    assert refusals(world) == ["not_going_on", "not_going_on"]


def test_a_measure_that_runs_once_at_a_time_cannot_be_decided_again_while_it_goes_on() -> None:
    world = world_with(measure("talk", duration="10 min"), measure("patrol", at_once="many", duration="10 min"))
    for id in ("talk", "talk", "patrol", "patrol"):
        decide(world, id)
    decide(world, "talk", 10 * MINUTE)

    assert refusals(world) == ["already"]
    assert len(times(world, MeasureTookEffect, measure="patrol")) == 2
    assert times(world, MeasureTookEffect, measure="talk") == [0.0, 600.0]


def test_coming_into_force_ends_the_measures_it_names_wherever_they_are() -> None:
    world = world_with(
        measure("running"), measure("coming", lead_time="1 h"), measure("other"),
        measure("evacuate", lead_time="10 min", ends=["running", "coming"]),
    )  # fmt: skip
    for id in ("running", "coming", "other", "evacuate"):
        decide(world, id)
    world.run(world.plan.ends)

    ended = {(e.measure, e.at, e.was_in_force, e.by) for e in of_type(world, MeasureEnded)}
    assert {("running", 600.0, True, "evacuate"), ("coming", 600.0, False, "evacuate")} == ended
    assert world.state.in_force == [0, 0, 1, 1]


def test_a_preventive_measure_that_cannot_be_ready_in_time_is_refused() -> None:
    world = world_with(measure("hosts", kind="preventive", lead_time="10 min"), before="1 h")
    decide(world, "hosts", -9 * MINUTE)
    assert refusals(world) == ["too_late"]

    in_time = world_with(measure("hosts", kind="preventive", lead_time="10 min"), before="1 h")
    decide(in_time, "hosts", -10 * MINUTE)
    in_time.run(0.0)
    assert times(in_time, MeasureTookEffect) == [0.0]


def test_a_preventive_measure_still_waiting_for_people_when_the_main_phase_begins_is_given_up() -> None:
    world = world_with(
        measure("busy", needs={"hosts": 4}),
        measure("prepare", kind="preventive", needs={"hosts": 1}, lead_time="10 min"),
        measure("respond", needs={"hosts": 1}),
        resources=[HOSTS],
        before="1 h",
    )
    for id in ("busy", "prepare", "respond"):
        decide(world, id)
    world.run(0.0)
    end(world, "busy", 5 * MINUTE)

    assert times(world, MeasureEnded, measure="prepare", was_in_force=False, by="time") == [0.0]
    assert times(world, MeasureStarted, measure="respond") == [5 * MINUTE]


def test_a_measure_fails_as_often_as_it_says_and_gives_back_what_it_held() -> None:
    failing = {"chance": 30, "text": "no", "source": "EJ"}
    scenario = build(
        resources=[resource("hosts", 1)],
        measures=[measure("call", at_once="many", needs={"hosts": 1}, fails=failing, duration="0 s")],
        injects=[inject("cry", rate="60 per hour", repeat={"times": 10_000})],
        policies=[policy("mayor", {"id": "r", "after": "cry", "reaction": "0 s", "do": "call", "repeat": True})],
        lasts="50 h",
    )
    world = play(scenario)
    decided, failed = len(of_type(world, MeasureDecided)), len(of_type(world, MeasureFailed))

    assert decided > 2500
    assert abs(failed / decided - 0.3) < 4 * (0.3 * 0.7 / decided) ** 0.5
    assert world.state.free == [1.0]
    assert world.state.going == [0]


def test_measures_with_equal_decisions_give_equal_indicators_whatever_else_is_scarce() -> None:
    """Resources nobody asks for change nothing."""
    quiet = indicator("tension", "1 points per min")
    with_cars = play(build(indicators=[quiet], resources=[HOSTS, resource("cars", 3)]))
    without = play(build(indicators=[quiet], resources=[HOSTS]))

    assert without.events == with_cars.events
