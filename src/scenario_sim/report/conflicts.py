"""Where the goals of a scenario pull apart: a measure that serves one and costs an indicator that another needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

from scenario_sim.model.amounts import Change
from scenario_sim.model.expressions import Name, walk
from scenario_sim.model.goals import Goal
from scenario_sim.model.measures import Measure
from scenario_sim.model.scenario import Scenario
from scenario_sim.report.prices import constants_of, fixed


@dataclass(frozen=True, slots=True)
class Conflict:
    """More of goal *more* costs goal *less*: each of *measures* serves the one and costs an indicator of the other.

    Ids of goals and measures. *indicators* are the ids of what is lost, the most often lost first.
    """

    more: str
    less: str
    measures: tuple[str, ...]
    indicators: tuple[str, ...]


def conflicts(scenario: Scenario, weights: Mapping[str, int] | None = None) -> list[Conflict]:
    """Every pair of goals that pulls apart, in the direction with the most measures.

    First the pairs of which the lighter goal weighs most for the table (*weights*, 0 to 5), then those with the
    most measures. A goal that weighs 0 pulls at nothing.
    """
    weights = weights or {}
    needed = {goal.id: _named_in(goal) for goal in scenario.goals}
    costs = {measure.id: frozenset(_costs(scenario, measure)) for measure in scenario.measures}
    found: dict[frozenset[str], Conflict] = {}
    for more, less in permutations(needed, 2):
        lighter = min(weights.get(more, 1), weights.get(less, 1))
        conflict = _between(scenario, more, less, needed[less], costs)
        known = found.get(frozenset((more, less)))
        if lighter and conflict and (known is None or len(conflict.measures) > len(known.measures)):
            found[frozenset((more, less))] = conflict
    return sorted(
        found.values(), key=lambda one: (-min(weights.get(one.more, 1), weights.get(one.less, 1)), -len(one.measures))
    )


def _between(
    scenario: Scenario, more: str, less: str, needed: frozenset[str], costs: Mapping[str, frozenset[str]]
) -> Conflict | None:
    measures = [m.id for m in scenario.measures if more in m.goals and less not in m.goals and costs[m.id] & needed]
    lost = [id for measure in measures for id in sorted(costs[measure] & needed)]
    if not measures:
        return None
    return Conflict(more, less, tuple(measures), tuple(sorted(set(lost), key=lambda id: (-lost.count(id), id))))


def _named_in(goal: Goal) -> frozenset[str]:
    """The names in the score of a goal; the indicators are among them."""
    return frozenset(node.id for node in walk(goal.score.root) if isinstance(node, Name))


def _costs(scenario: Scenario, measure: Measure) -> Iterator[str]:
    """The indicators that *measure* moves the wrong way, by its effects or by being seen."""
    constants = constants_of(scenario)
    changes = [*measure.effects.items(), *measure.on_decision.items()]
    if scenario.visibility is not None and measure.visibility:
        changes += scenario.visibility.cost.items()
    wrong = {indicator.id: {"good": -1, "bad": 1}.get(indicator.high_is, 0) for indicator in scenario.indicators}
    for id, change in changes:
        if wrong.get(id) and _direction(change, constants) == wrong[id]:
            yield id


def _direction(change: Change, constants: Mapping[str, float]) -> int:
    """1 up, -1 down, 0 when that depends on how things stand."""
    value = fixed(change.amount.root, constants)
    return 0 if value is None else (value > 0) - (value < 0)
