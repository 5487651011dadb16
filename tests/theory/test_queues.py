"""Resources against Erlang's formula: Poisson arrivals, exponential service, c people."""

from __future__ import annotations

from math import factorial, sqrt
from statistics import fmean, stdev

import pytest

from scenario_sim.engine.world import World
from scenario_sim.model.events import MeasureDecided, MeasureStarted
from tests.builders import build, inject, measure, of_type, play, policy, resource

HOUR = 3600.0
BATCHES = 30


def erlang_c(people: int, load: float) -> float:
    """The chance that somebody who comes must wait; *load* is arrivals times mean service time."""
    last = load**people / factorial(people) * people / (people - load)
    return last / (sum(load**k / factorial(k) for k in range(people)) + last)


def waits(people: int, per_hour: int, service: str, hours: int) -> list[float]:
    """Seconds between decision and start, in the order of deciding."""
    scenario = build(
        resources=[resource("agents", people)],
        injects=[inject("call", rate=f"{per_hour} per hour", repeat={"times": 1_000_000})],
        measures=[measure("answer_it", at_once="many", needs={"agents": 1}, duration={"mean": service})],
        policies=[policy("mayor", {"id": "r", "after": "call", "reaction": "0 s", "do": "answer_it", "repeat": True})],
        lasts=f"{hours} h", tick="1 h",
    )  # fmt: skip
    world: World = play(scenario, seed=9)
    decided = {event.instance: event.at for event in of_type(world, MeasureDecided)}
    started = {event.instance: event.at for event in of_type(world, MeasureStarted)}
    return [started[instance] - at for instance, at in decided.items() if instance in started]


def within_three_standard_errors(found: list[float], expected: float) -> bool:
    size = len(found) // BATCHES
    means = [fmean(found[n * size : (n + 1) * size]) for n in range(BATCHES)]
    return abs(fmean(means) - expected) < 3 * stdev(means) / sqrt(BATCHES)


@pytest.mark.long
@pytest.mark.parametrize(("people", "per_hour", "hours"), [(1, 15, 1300), (4, 90, 250)])
def test_waiting_for_people_is_as_long_and_as_likely_as_erlang_says(people: int, per_hour: int, hours: int) -> None:
    """Service takes 2 min on average: a load of 0.5 for one, of 3 for four."""
    load = per_hour / 30
    must_wait = erlang_c(people, load)
    found = waits(people, per_hour, "2 min", hours)
    settled = found[len(found) // 20 :]

    assert len(settled) > 15_000
    assert within_three_standard_errors([float(wait > 0) for wait in settled], must_wait)
    assert within_three_standard_errors(settled, must_wait * 120 / (people - load))
