"""What a measure costs in how inviting things are: by being seen, and by what it does besides."""

from __future__ import annotations

from collections.abc import Mapping

from scenario_sim.model.expressions import Binary, Name, Node, Number, Unary
from scenario_sim.model.measures import Measure
from scenario_sim.model.scenario import Scenario


def price(scenario: Scenario, measure: Measure) -> dict[str, float]:
    """What *measure* adds, while in force, to every indicator that visible security costs (in its unit).

    Only amounts that are the same in every run count, and no amounts per unit of time; 0 where nothing is left.
    """
    if scenario.visibility is None:
        return {}
    constants = constants_of(scenario)
    found = {}
    for id, cost in scenario.visibility.cost.items():
        each = fixed(cost.amount.root, constants) or 0.0
        own = measure.effects.get(id)
        added = fixed(own.amount.root, constants) if own is not None and own.kind != "per" else None
        found[id] = each * measure.visibility + (added or 0.0)
    return found


def constants_of(scenario: Scenario) -> dict[str, float]:
    return {constant.id: constant.value for constant in scenario.constants}


def fixed(node: Node, constants: Mapping[str, float]) -> float | None:
    """The value of an amount that is the same in every run, as far as its shape tells; None for all others."""
    match node:
        case Number(value):
            return value
        case Name(id):
            return constants.get(id)
        case Unary("-", operand):
            inner = fixed(operand, constants)
            return None if inner is None else -inner
        case Binary("*", left, right):
            one, other = fixed(left, constants), fixed(right, constants)
            return None if one is None or other is None else one * other
        case _:
            return None
