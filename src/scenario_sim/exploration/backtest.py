"""Backtest: what the scenarios say of incidents that happened, beside what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import sqrt
from statistics import fmean

from scenario_sim.exploration.estimates import Estimate, proportion
from scenario_sim.exploration.incidents import Case, Incident
from scenario_sim.exploration.points import DesignPoint, play
from scenario_sim.exploration.workers import Tick, spread

SERIOUS = 3
"""The level from which the Brier score calls an incident serious."""


@dataclass(frozen=True, slots=True)
class Tested:
    """One incident with the peak levels of its runs: their *mean*, and how often each level (from 1 to 5) or a
    higher one was the highest."""

    incident: Incident
    mean: float
    at_least: tuple[Estimate, ...]

    @property
    def serious(self) -> Estimate:
        return self.at_least[SERIOUS - 1]

    @property
    def was_serious(self) -> bool:
        return self.incident.happened.peak_level >= SERIOUS


@dataclass(frozen=True, slots=True)
class Scores:
    """How the runs and what happened go together. *rank* is Spearman's correlation of the mean peak level with the
    level that was reached; None when one of them does not differ. *brier* is that of a serious incident, *base_brier*
    that of always saying *base_rate*, the share of serious ones in the set itself (none left out)."""

    incidents: int
    rank: float | None
    brier: float
    base_rate: float
    base_brier: float

    @property
    def skill(self) -> float | None:
        """1 is perfect, 0 no better than the base rate, below 0 worse; None when all incidents came out alike."""
        return 1 - self.brier / self.base_brier if self.base_brier else None


def backtest(
    cases: Sequence[Case], *, replications: int, seed: int = 0, workers: int | None = None, tick: Tick = lambda _: None
) -> list[Tested]:
    """Play every incident *replications* times on common random numbers, with policies in all chairs."""
    tested = []
    for case in cases:
        incident = case.incident
        point = DesignPoint(case.text, dict(incident.context), also=incident.measures, seed=seed)
        peaks = [
            one.peak_level for one in spread(partial(play, point), range(replications), workers=workers, tick=tick)
        ]
        at_least = tuple(proportion(sum(peak >= level for peak in peaks), replications) for level in range(1, 6))
        tested.append(Tested(incident, fmean(peaks), at_least))
    return tested


def scores_of(tested: Sequence[Tested]) -> Scores:
    said, was = [one.serious.value for one in tested], [one.was_serious for one in tested]
    base = fmean(was)
    return Scores(
        incidents=len(tested),
        rank=rank_correlation([one.mean for one in tested], [one.incident.happened.peak_level for one in tested]),
        brier=brier(said, was),
        base_rate=base,
        base_brier=brier([base] * len(was), was),
    )


def brier(probabilities: Sequence[float], outcomes: Sequence[bool]) -> float:
    """The mean squared difference between what was said (0 to 1) and what came (0 or 1); Brier (1950), two classes."""
    return fmean((said - came) ** 2 for said, came in zip(probabilities, outcomes, strict=True))


def rank_correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Spearman's rank correlation (1904): Pearson's, of the ranks, in which equal values share their mean rank.
    None when the values of one of the two are all equal."""
    a, b = ranks(first), ranks(second)
    middle = (len(a) + 1) / 2
    together = sum((x - middle) * (y - middle) for x, y in zip(a, b, strict=True))
    apart = sqrt(sum((x - middle) ** 2 for x in a) * sum((y - middle) ** 2 for y in b))
    return together / apart if apart else None


def ranks(values: Sequence[float]) -> list[float]:
    """The rank of each value, from 1 for the smallest; equal values share the mean of their ranks."""
    return [
        sum(other < value for other in values) + (sum(other == value for other in values) + 1) / 2 for value in values
    ]
