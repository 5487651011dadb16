"""The same seeds under two settings, and the interval of the difference: what direction tests are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt
from statistics import mean, stdev

from scipy.stats import t

from scenario_sim.engine.scores import Outcome


def interval(high: Sequence[float], low: Sequence[float]) -> tuple[float, float]:
    """The 95 % interval of the mean of the paired differences *high* minus *low*."""
    pairs = [a - b for a, b in zip(high, low, strict=True)]
    half = t.ppf(0.975, len(pairs) - 1) * stdev(pairs) / sqrt(len(pairs))
    return mean(pairs) - half, mean(pairs) + half


def difference(
    high: Sequence[Outcome], low: Sequence[Outcome], number: Callable[[Outcome], float]
) -> tuple[float, float]:
    """The 95 % interval of the mean paired difference in one *number* of the outcomes."""
    return interval([number(outcome) for outcome in high], [number(outcome) for outcome in low])


def peak(outcome: Outcome) -> float:
    return outcome.peak_level


def highest(indicator: str) -> Callable[[Outcome], float]:
    return lambda outcome: outcome.indicators[indicator].high


def average(indicator: str) -> Callable[[Outcome], float]:
    return lambda outcome: outcome.indicators[indicator].mean


def goal(id: str) -> Callable[[Outcome], float]:
    return lambda outcome: outcome.goals[id]
