"""Estimates from replications, each with its 95 % interval: of a probability, a mean, and a paired difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, fmean, stdev

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with the bounds of its interval (*low* ≤ *value* ≤ *high*) from *count* replications."""

    value: float
    low: float
    high: float
    count: int

    @property
    def half_width(self) -> float:
        return (self.high - self.low) / 2


def proportion(hits: int, count: int, confidence: float = CONFIDENCE) -> Estimate:
    """The probability behind *hits* of *count*, with Wilson's score interval (Wilson 1927). *count* is at least 1."""
    z = _z(confidence)
    share = hits / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    spread = z / (1 + z * z / count) * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return Estimate(share, max(0.0, middle - spread), min(1.0, middle + spread), count)


def mean(values: Sequence[float], confidence: float = CONFIDENCE) -> Estimate:
    """The mean of *values* with its interval, by the normal approximation with Student's correction to order 1/n
    (Cornish–Fisher). One value has no interval: its bounds are infinite."""
    count = len(values)
    middle = fmean(values)
    if count < 2:
        return Estimate(middle, float("-inf"), float("inf"), count)
    spread = _t(confidence, count - 1) * stdev(values, middle) / sqrt(count)
    return Estimate(middle, middle - spread, middle + spread, count)


def paired(with_it: Sequence[float], without: Sequence[float], confidence: float = CONFIDENCE) -> Estimate:
    """The mean difference of pairs that share their chances, ``with_it - without``. Raises ValueError if they are
    not as many."""
    return mean([a - b for a, b in zip(with_it, without, strict=True)], confidence)


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def _t(confidence: float, degrees: int) -> float:
    """Student's quantile from the normal one (Abramowitz and Stegun 26.7.5); within 0.1 % from 10 degrees on."""
    z = _z(confidence)
    return (
        z
        + (z**3 + z) / (4 * degrees)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * degrees**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * degrees**3)
    )
