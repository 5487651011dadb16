"""Hazard rates: exponential waiting times, Poisson counts, and the means of exact thinning (Ogata 1981)."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from math import exp, sqrt
from statistics import fmean, stdev, variance

import pytest
from scipy.stats import expon, kstest

from scenario_sim.model.events import InjectDelivered
from scenario_sim.model.scenario import Scenario
from tests.builders import build, indicator, inject, play, times

MANY = {"times": 1_000_000}


def exponential_enough(waits: list[float], mean: float) -> bool:
    return bool(kstest(waits, expon(scale=mean).cdf).pvalue > 0.01)


@pytest.mark.parametrize("tick", ["1 min", "6 h"])
def test_a_constant_hazard_gives_exponential_times(tick: str) -> None:
    """2,400 injects that come once each, at 3 per hour; the last chance to come is 30 mean times away."""
    scenario = build(injects=[inject(f"i{n}", rate="3 per hour") for n in range(200)], lasts="10 h", tick=tick)
    found = [at for seed in range(12) for at in times(play(scenario, seed=seed), InjectDelivered)]

    assert len(found) == 2400
    assert exponential_enough(found, 1200.0)


def test_a_constant_hazard_that_repeats_is_a_poisson_process() -> None:
    hours = 500
    scenario = build(injects=[inject("shout", rate="10 per hour", repeat=MANY)], lasts=f"{hours // 24} d 20 h")
    found = times(play(scenario, seed=4), InjectDelivered)
    counts = [sum(h * 3600 <= at < (h + 1) * 3600 for at in found) for h in range(hours)]

    assert abs(fmean(counts) - 10) < 4 * sqrt(10 / hours)
    assert variance(counts) / fmean(counts) == pytest.approx(1, abs=4 * sqrt(2 / hours))
    assert exponential_enough([after - before for before, after in pairwise([0.0, *found])], 360.0)


def test_the_pause_of_a_repeated_hazard_comes_on_top_of_its_waiting_time() -> None:
    scenario = build(
        injects=[inject("shout", rate="10 per hour", repeat={**MANY, "pause": "5 min"})], lasts="300 h"
    )  # fmt: skip
    found = times(play(scenario, seed=2), InjectDelivered)

    assert len(found) > 1500
    assert exponential_enough([after - before - 300 for before, after in pairwise(found)], 360.0)


# --- thinning ------------------------------------------------------------------------------------------------


def thinned(
    draw: random.Random,
    seconds: float,
    rate: Callable[[float], float],
    moved: Callable[[float, float], float],
    most: Callable[[float, float], float],
    jump: Callable[[float], float],
    start: float,
    ahead: float = 300.0,
) -> int:
    """The number of events in *seconds* of a process with *rate* (per second) at state x, where x moves as *moved*
    (x, span) between events and as *jump* at them; *most* bounds the rate over the next span."""
    now, x, events = 0.0, start, 0
    while now < seconds:
        bound = most(x, ahead)
        wait = draw.expovariate(bound)
        if wait > ahead:
            now, x = now + ahead, moved(x, ahead)
            continue
        now, x = now + wait, moved(x, wait)
        if now < seconds and draw.random() * bound < rate(x):
            events, x = events + 1, jump(x)
    return events


def difference(
    scenario: Scenario, runs: int, exact: Callable[[random.Random], int], exact_runs: int
) -> tuple[float, float]:
    """Relative difference of the mean number of events with thinning, and its standard error."""
    ours = [len(times(play(scenario, replication=n), InjectDelivered, inject="shout")) for n in range(runs)]
    draw = random.Random(20)
    theirs = [exact(draw) for _ in range(exact_runs)]
    error = sqrt(variance(ours) / runs + variance(theirs) / exact_runs) / fmean(theirs)
    return fmean(ours) / fmean(theirs) - 1, error


def assert_within_one_percent(found: tuple[float, float]) -> None:
    off, error = found
    assert error < 0.004, found
    assert abs(off) < 0.01, found


def shouting(rate: str, effect: str, *drift: str, **keys: str) -> Scenario:
    return build(
        indicators=[indicator("tension", *drift)],
        injects=[inject("shout", rate=rate, repeat=MANY, effects={"tension": effect})],
        **keys,
    )


@pytest.mark.parametrize("tick", ["1 min", "1 h"])
def test_a_rate_along_a_ramp_gives_the_mean_of_its_integral(tick: str) -> None:
    """Tension rises from 0 to 100 in 10 h; the rate is 0 up to 40 and then rises: 5/4 × 36 events on average,
    which needs no thinning: ∫ (x - 40)·1.25 over the 6 h in which it is positive is 1.25 · 60 · 6 / 2."""
    scenario = shouting("(tension - 40) * 1.25 per hour", "0 points", "10 points per h", tick=tick)
    counts = [len(times(play(scenario, replication=n), InjectDelivered)) for n in range(80)]

    assert abs(fmean(counts) - 225) < 4 * sqrt(225 / 80)
    assert stdev(counts) == pytest.approx(15, rel=4 / sqrt(160))


def test_a_rate_that_its_own_events_lower_gives_the_mean_of_exact_thinning() -> None:
    """Tension rises 1 per minute and drops 10 with every shout, at 2 per hour for every point above 20."""
    scenario = shouting("(tension - 20) * 2 per hour", "-10 points", "1 points per min", lasts="100 h", tick="5 min")
    found = difference(
        scenario, 24,
        lambda draw: thinned(
            draw, 360_000.0, lambda x: max(0.0, x - 20) / 1800, lambda x, s: min(100.0, x + s / 60),
            lambda x, s: max(1.0, x + s / 60 - 20) / 1800, lambda x: max(0.0, x - 10), 0.0,
        ),
        60,
    )  # fmt: skip

    assert_within_one_percent(found)


@pytest.mark.long
def test_a_rate_that_its_own_events_raise_gives_the_mean_of_exact_thinning() -> None:
    """Self-exciting: every shout adds 4 points of tension, which wear off by 5 a minute, down to 0."""
    scenario = shouting(
        "30 + min(tension, 30) / 2 per hour", "+4 points", "-5 points per min", lasts="360 h", tick="5 min"
    )  # fmt: skip
    found = difference(
        scenario, 11,
        lambda draw: thinned(
            draw, 360 * 3600.0, lambda x: (30 + min(x, 30) / 2) / 3600,
            lambda x, s: max(0.0, x - s / 12), lambda x, s: (30 + min(x, 30) / 2) / 3600,
            lambda x: min(100.0, x + 4), 0.0,
        ),
        50,
    )  # fmt: skip

    assert_within_one_percent(found)


@pytest.mark.long
def test_excitement_that_wears_off_by_a_share_of_itself_gives_the_mean_of_exact_thinning() -> None:
    """Every shout adds 4 points of tension, of which 5 % a minute wears off: exponential decay, ticks of a minute."""
    scenario = shouting("40 + tension / 4 per hour", "+4 points", "-0.05 * tension points per min", lasts="90 h")
    found = difference(
        scenario, 36,
        lambda draw: thinned(
            draw, 90 * 3600.0, lambda x: (40 + x / 4) / 3600, lambda x, s: x * exp(-s / 1200),
            lambda x, s: (40 + x / 4) / 3600, lambda x: min(100.0, x + 4), 0.0,
        ),
        250,
    )  # fmt: skip

    assert_within_one_percent(found)
