"""Triggers of injects: after, until, only_if, repeat, by hand, postponed, skipped, cancelled."""

from __future__ import annotations

from typing import Any

import pytest

from scenario_sim.engine.world import World
from scenario_sim.errors import ScenarioError
from scenario_sim.model.commands import Command, DecideMeasure, FireInject, PostponeInject, ShareInject, SkipInject
from scenario_sim.model.events import (
    CommandRefused,
    InjectCancelled,
    InjectDelivered,
    InjectPostponed,
    InjectSkipped,
    InjectWithheld,
    MeasureStarted,
)
from tests.builders import build, indicator, inject, measure, of_type, play, role, start, times

MINUTE = 60.0
RISING = indicator("tension", "1 points per min")


def played(*injects: dict[str, Any], **parts: Any) -> World:
    return play(build(injects=list(injects), **parts))


def sent(world: World, *commands: tuple[float, Command]) -> World:
    for at, command in commands:
        world.run(at * MINUTE)
        world.send(command)
    world.run(world.plan.ends)
    return world


def minutes(world: World, inject: str) -> list[float]:
    return [round(at / MINUTE, 3) for at in times(world, InjectDelivered, inject=inject)]


def fire(id: str) -> FireInject:
    return FireInject(by="facilitator", inject=id)


def test_an_inject_comes_at_its_time_in_any_phase() -> None:
    world = played(
        inject("a", at="19:05"), inject("b", at="-30 min"), inject("c", at="+11 h"), before="1 h", after="2 h"
    )

    assert (minutes(world, "a"), minutes(world, "b"), minutes(world, "c")) == ([5.0], [-30.0], [660.0])


def test_an_inject_follows_another_one_within_its_spread() -> None:
    scenario = build(injects=[inject("a", at="+10 min"), inject("b", after="a", delay="2 min to 8 min")])
    found = [minutes(play(scenario, replication=n), "b")[0] for n in range(100)]

    assert all(12 <= at <= 18 for at in found)
    assert abs(sum(found) / 100 - 15) < 4 * (6 / 12**0.5) / 10


@pytest.mark.parametrize("before", [True, False])
def test_an_inject_whose_until_holds_no_longer_comes(before: bool) -> None:
    """Also when both become true at the same moment: then it does not come."""
    until = "tension > 20" if before else "tension > 40"
    world = played(inject("a", when="tension > 20 or tension > 35", until=until), indicators=[RISING])

    assert ([] if before else [20.0]) == minutes(world, "a")
    assert before == bool(of_type(world, InjectCancelled))


def test_until_stops_a_repetition_and_what_was_on_its_way() -> None:
    world = played(
        inject("a", rate="60 per hour", repeat={"times": 1000}, until="tension >= 30"),
        inject("b", at="+25 min"), inject("c", after="b", delay="10 min", until="tension >= 30"),
        indicators=[RISING],
    )  # fmt: skip

    assert max(minutes(world, "a")) <= 30.001
    assert minutes(world, "c") == []


def test_only_if_is_looked_at_when_the_inject_is_due() -> None:
    world = played(
        inject("a", at="+10 min", only_if="tension > 20"),
        inject("b", at="+30 min", only_if="tension > 20"),
        inject("c", when="tension > 15", only_if="tension > 20"),
        indicators=[RISING],
    )

    assert (minutes(world, "a"), minutes(world, "b"), minutes(world, "c")) == ([], [30.0], [])
    assert {"a", "c"} == {event.inject for event in of_type(world, InjectWithheld)}


def test_a_condition_repeats_when_it_becomes_true_again_or_still_holds_after_the_pause() -> None:
    pushes = [inject(f"down{n}", at=f"+{n} min", effects={"tension": "-10 points"}) for n in (25, 45)]
    # 20 at 20 min; 25 - 10 is 15 at 25 min, so 20 again at 30; 35 - 10 is 25 at 45, and stays above
    again = inject("again", when="tension > 20", repeat={"times": 9})
    paused = inject("paused", when="tension > 20", repeat={"times": 3, "pause": "4 min"})
    world = played(again, paused, *pushes, indicators=[RISING], lasts="1 h")

    assert minutes(world, "again") == [20.0, 30.0]
    assert minutes(world, "paused") == [20.0, 24.0, 30.0]


def test_an_inject_at_a_time_repeats_after_each_pause() -> None:
    world = played(inject("a", at="+10 min", repeat={"times": 3, "pause": "5 min"}))

    assert minutes(world, "a") == [10.0, 15.0, 20.0]


def test_firing_by_hand_moves_nothing_else_on_the_schedule() -> None:
    scenario = build(
        injects=[
            inject("a", at="+10 min"), inject("b", rate="6 per hour", repeat={"times": 99}),
            inject("c", when="tension > 20"), inject("d", at="+50 min"), inject("e", after="d", delay="1 min to 9 min"),
            inject("hand", by_hand=True, repeat={"times": 9}),
        ],
        indicators=[RISING],
    )  # fmt: skip
    alone = sent(start(scenario))
    fired = sent(start(scenario), (5, fire("hand")), (33.3, fire("hand")))

    assert minutes(fired, "hand") == [5.0, 33.3]
    for id in "abcde":
        assert times(alone, InjectDelivered, inject=id) == times(fired, InjectDelivered, inject=id)


def test_an_inject_fired_by_hand_has_come_and_does_not_come_again_by_itself() -> None:
    world = sent(start(build(injects=[inject("a", at="+10 min")])), (5, fire("a")))

    assert minutes(world, "a") == [5.0]


def test_a_postponed_inject_comes_then_and_not_before() -> None:
    scenario = build(injects=[inject("a", at="+10 min"), inject("b", when="tension > 5")], indicators=[RISING])
    world = sent(
        start(scenario),
        (1, PostponeInject(by="facilitator", inject="a", delay=1800)),
        (2, PostponeInject(by="facilitator", inject="b", delay=1200)),
    )

    assert (minutes(world, "a"), minutes(world, "b")) == ([31.0], [22.0])
    assert [event.until for event in of_type(world, InjectPostponed)] == [31 * MINUTE, 22 * MINUTE]


def test_the_facilitator_sees_when_a_postponed_inject_comes() -> None:
    world = start(build(injects=[inject("a", at="+10 min")]))
    world.send(PostponeInject(by="facilitator", inject="a", delay=1800))

    assert world.triggers.by_inject["a"].next_at == 1800.0


def test_a_repeated_condition_goes_on_after_it_was_postponed_once() -> None:
    down = [inject(f"down{n}", at=f"+{n} min", effects={"tension": "-10 points"}) for n in (25, 45)]
    scenario = build(
        injects=[inject("a", when="tension > 20", repeat={"times": 9}), *down], indicators=[RISING], lasts="1 h"
    )
    world = sent(start(scenario), (1, PostponeInject(by="facilitator", inject="a", delay=60)))

    assert minutes(world, "a") == [2.0, 20.0, 30.0]


def test_a_skipped_inject_does_not_come_and_cannot_be_postponed() -> None:
    skip = SkipInject(by="facilitator", inject="a", why="no time")
    late = PostponeInject(by="facilitator", inject="a", delay=60)
    world = sent(start(build(injects=[inject("a", at="+10 min")])), (1, skip), (2, late))

    assert minutes(world, "a") == []
    assert len(of_type(world, InjectSkipped)) == 1
    assert [event.reason for event in of_type(world, CommandRefused)] == ["no_longer"]


def test_a_measure_in_force_cancels_the_injects_it_names() -> None:
    scenario = build(
        injects=[inject("a", at="+10 min"), inject("b", at="+20 min")],
        measures=[measure("fence", lead_time="5 min", cancels=["a", "b"])],
    )
    world = sent(start(scenario), (8, DecideMeasure(by="mayor", measure="fence")))

    assert (minutes(world, "a"), minutes(world, "b")) == ([10.0], [])
    assert [(e.inject, e.measure, e.at) for e in of_type(world, InjectCancelled)] == [("b", "fence", 780.0)]


def test_information_reaches_who_listens_and_can_be_shared() -> None:
    scenario = build(
        roles=[role("mayor"), role("clerk", channels=["phone"])],
        channels=[{"id": "hall", "title": "h"}, {"id": "phone", "title": "p"}],
        injects=[
            inject("a", at="+1 min"), inject("b", at="+1 min", to=["clerk"]),
            inject("c", when="knows(clerk, a)"), inject("d", when="knows(mayor, b)"),
        ],
    )  # fmt: skip
    world = sent(
        start(scenario),
        (2, ShareInject(by="clerk", inject="a", to=("clerk",))),
        (3, ShareInject(by="mayor", inject="a", to=("clerk",))),
    )

    assert [event.to for event in of_type(world, InjectDelivered)][:2] == [("mayor",), ("clerk",)]
    assert [event.reason for event in of_type(world, CommandRefused)] == ["not_known"]
    assert (minutes(world, "c"), minutes(world, "d")) == ([3.0], [])


BASE = [
    inject("shout", rate="5 per hour", repeat={"times": 500}, effects={"tension": "+1 points"}),
    inject("film", after="shout", delay={"mean": "4 min"}, repeat={"times": 500}),
    inject("call", rate="(tension - 5) / 4 per hour", repeat={"times": 500}),
]


@pytest.mark.parametrize("place", [0, 1, 3])
def test_an_unrelated_inject_or_measure_leaves_all_other_times_untouched(place: int) -> None:
    """Wherever it stands in the file; it has a rate, an indicator and draws of its own."""
    more = [*BASE[:place], inject("other", rate="20 per hour", repeat={"times": 900}), *BASE[place:]]
    alone = build(injects=BASE, measures=[measure("talk", lead_time="1 min to 9 min")])
    both = build(
        injects=more,
        measures=[measure("else_", lead_time="1 min to 9 min"), measure("talk", lead_time="1 min to 9 min")],
        indicators=[indicator("calm", "1 points per h"), indicator("tension")],
    )

    def found(scenario: Any) -> dict[str, list[float]]:
        world = sent(start(scenario, seed=6), (50, DecideMeasure(by="mayor", measure="talk")))
        ready = [event.ready for event in of_type(world, MeasureStarted)]
        return {"talk": ready, **{id: times(world, InjectDelivered, inject=id) for id in ("shout", "film", "call")}}

    assert len(found(alone)["call"]) > 10
    assert found(alone) == found(both)


def test_the_hour_of_the_day_is_that_of_the_scenarios_clock_over_midnight_and_from_before_the_start() -> None:
    # The main phase begins at 19:00; a message every hour, from ten hours before it.
    every_hour = {"times": 60, "pause": "1 h"}
    scenario = build(
        before="10 h", lasts="40 h", tick="10 min",
        injects=[inject("hourly", at="-10 h", repeat=every_hour, only_if="22 <= hour_of_day or hour_of_day < 2")],
    )  # fmt: skip
    hours = [(19 + at / 3600) % 24 for at in times(play(scenario), InjectDelivered)]

    assert hours == [22, 23, 0, 1, 22, 23, 0, 1]


def test_the_hour_of_the_day_stands_only_where_a_moment_is_looked_at() -> None:
    with pytest.raises(ScenarioError, match="E306"):
        build(injects=[inject("night", when="hour_of_day > 22")])
