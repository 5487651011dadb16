"""The same seeds under two settings, and the interval of the difference: what direction tests are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt
from statistics import mean, stdev

from scipy.stats import t

from scenario_sim.engine.plan import Plan, compile_plan
from scenario_sim.engine.scores import Outcome
from scenario_sim.engine.world import World
from scenario_sim.loading import context_from_pairs, load_scenario
from scenario_sim.model.commands import Command, DecideMeasure
from scenario_sim.model.scenario import Scenario


@dataclass(frozen=True)
class Runs:
    """Runs of one scenario, for each of *seeds*, with policies in all chairs."""

    id: str
    seeds: range

    @property
    def scenario(self) -> Scenario:
        return _scenario(self.id)

    def plan(self, *settings: str) -> Plan:
        return _plan(self.id, settings)

    def prepared(self, seed: int, settings: tuple[str, ...], measures: tuple[str, ...] | None) -> World:
        """A run before it moves; *measures* replace what the policies prepare."""
        world = World(self.plan(*settings), seed=seed, prepare=measures is None)
        for measure in measures or ():
            world.send(self.decide(measure))
        return world

    def decide(self, measure: str) -> DecideMeasure:
        """By the first of those who may."""
        return DecideMeasure(by=self.scenario.measure(measure).decided_by[0], measure=measure)

    def outcomes(self, settings: tuple[str, ...], measures: tuple[str, ...] | None = None) -> list[Outcome]:
        return _outcomes(self, settings, measures)

    def after(
        self, commands: tuple[Command, ...], at: float, indicator: str, *settings: str, later: float
    ) -> list[float]:
        """The value of *indicator* some time after *commands* at a moment, for each seed."""
        found = []
        for seed in self.seeds:
            world = self.prepared(seed, settings, None)
            world.run(at)
            for command in commands:
                world.send(command)
            world.run(at + later)
            found.append(world.values()[indicator])
        return found


@cache
def _scenario(id: str) -> Scenario:
    return load_scenario(id)


@cache
def _plan(id: str, settings: tuple[str, ...]) -> Plan:
    return compile_plan(_scenario(id), context_from_pairs(_scenario(id), settings))


@cache
def _outcomes(runs: Runs, settings: tuple[str, ...], measures: tuple[str, ...] | None) -> list[Outcome]:
    found = []
    for seed in runs.seeds:
        world = runs.prepared(seed, settings, measures)
        world.run(world.plan.ends)
        found.append(world.outcome())
    return found


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
