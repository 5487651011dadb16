"""Whether what an author expects of many runs comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from scenario_sim.errors import Problem
from scenario_sim.exploration.estimates import Estimate, proportion
from scenario_sim.exploration.points import DesignPoint, world_of
from scenario_sim.exploration.workers import Tick, spread
from scenario_sim.language import mark as N_
from scenario_sim.loading import ScenarioText, action_from, scenario_from_text
from scenario_sim.model.expectations import Expectation
from scenario_sim.model.scenario import Scenario

FEWEST = 10
"""Runs in which *given* must hold before anything can be said."""


@dataclass(frozen=True, slots=True)
class Met:
    """How often an expectation held, of the *counted* runs in which what was given held; *share* is None when those
    are too few to say."""

    expectation: Expectation
    counted: int
    share: Estimate | None

    @property
    def is_met(self) -> bool:
        """Whether the runs do not speak against it: its bound lies within or beyond the 95 % interval."""
        if self.share is None:
            return False
        if self.expectation.at_least is not None:
            return 100 * self.share.high >= self.expectation.at_least
        return self.expectation.at_most is not None and 100 * self.share.low <= self.expectation.at_most


def check_expectations(
    text: ScenarioText, *, seed: int = 0, workers: int | None = None, tick: Tick = lambda _: None
) -> list[Met]:
    """Play the runs that the scenario's expectations ask for, and say how often each held."""
    scenario = scenario_from_text(text)
    found = []
    for place, expectation in enumerate(scenario.expectations):
        point = _point(text, scenario, expectation, seed)
        judged = spread(partial(_judge, point, place), range(expectation.runs), workers=workers, tick=tick)
        counted = [held for given, held in judged if given]
        share = proportion(sum(counted), len(counted)) if len(counted) >= FEWEST else None
        found.append(Met(expectation, len(counted), share))
    return found


def runs_needed(scenario: Scenario) -> int:
    return sum(expectation.runs for expectation in scenario.expectations)


def unmet(found: Sequence[Met]) -> list[Problem]:
    """W803 for every expectation that the runs speak against, W804 for one that could not be judged."""
    problems = []
    for met in found:
        expectation = met.expectation
        values: dict[str, object] = {"id": expectation.id, "counted": met.counted}
        if met.share is None:
            problems.append(Problem(
                "W804", N_("the expectation '{id}' could be judged in {counted} runs only"), values,
                N_("its 'given' hardly ever holds; give actions or a context"), severity="warning",
            ))  # fmt: skip
        elif not met.is_met:
            at_least = expectation.at_least is not None
            bound = expectation.at_least if at_least else expectation.at_most
            values |= {"share": f"{100 * met.share.value:.1f}", "bound": f"{bound:g}", "text": expectation.text}
            said = (
                N_("the expectation '{id}' held in {share} % of {counted} runs, not in at least {bound} %: {text}")
                if at_least
                else N_("the expectation '{id}' held in {share} % of {counted} runs, not in at most {bound} %: {text}")
            )
            problems.append(Problem("W803", said, values, severity="warning"))
    return problems


def _point(text: ScenarioText, scenario: Scenario, expectation: Expectation, seed: int) -> DesignPoint:
    rows = [{"time": act.time, "role": act.role, "action": act.action} for act in expectation.actions]
    actions = tuple(sorted((action_from(row, scenario) for row in rows), key=lambda action: action.at))
    return DesignPoint(text, dict(expectation.context), expectation.prepares, actions=actions, seed=seed)


def _judge(point: DesignPoint, place: int, replication: int) -> tuple[bool, bool]:
    """Whether what is given held in this run, and whether what is expected did."""
    expectation = point.scenario.expectations[place]
    world = world_of(point, replication)
    given = expectation.given is None or bool(world.value(expectation.given))
    return given, given and bool(world.value(expectation.holds))
