"""Who learned what when, and which decisions were taken before the decider knew what others knew already.

The log knows what reached a seat and what was passed on in the tool. It does not hear what people say to each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scenario_sim.model.injects import number_of_added
from scenario_sim.model.scenario import Scenario, by_id
from scenario_sim.session import Decision
from scenario_sim.session.table import Delivery


@dataclass(frozen=True, slots=True)
class Shared:
    """How one delivery of an inject spread. *known* says which role learned it when (simulation seconds), *told_by*
    who heard it from whom, *later* how many seconds after the first each role learned it, *never* who did not."""

    inject: str
    number: int
    at: float
    known: Mapping[str, float]
    told_by: Mapping[str, str]
    later: Mapping[str, float]
    never: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unaware:
    """Something that *knew* knew when a decision was taken and the decider did not, who *learned* it later, or never
    (None). *asked*: the inject itself asked for this decision."""

    inject: str
    number: int
    at: float
    knew: tuple[str, ...]
    learned: float | None
    asked: bool


def spread_of(deliveries: Iterable[Delivery], scenario: Scenario) -> tuple[Shared, ...]:
    """How every delivery spread over the roles of *scenario*, in order of time."""
    roles = [role.id for role in scenario.roles]
    found = []
    for one in deliveries:
        first = min(one.known.values(), default=one.at)
        later = {role: round(at - first, 3) for role, at in one.known.items()}
        never = tuple(role for role in roles if role not in one.known)
        found.append(Shared(one.inject, one.number, one.at, dict(one.known), dict(one.told_by), later, never))
    return tuple(found)


def unaware(decision: Decision, spread: Iterable[Shared], scenario: Scenario) -> tuple[Unaware, ...]:
    """What others knew and the decider did not, when *decision* was taken; what asked for the decision comes first.

    Empty for the facilitator, who sees everything, and for what nobody decided.
    """
    if decision.by not in {role.id for role in scenario.roles}:
        return ()
    found = []
    for one in spread:
        learned = one.known.get(decision.by)
        if one.at > decision.at or (learned is not None and learned <= decision.at):
            continue
        knew = tuple(role for role, at in one.known.items() if at < decision.at)
        if knew:
            asked = _asks(scenario, one.inject, decision.what)
            found.append(Unaware(one.inject, one.number, one.at, knew, learned, asked))
    return tuple(sorted(found, key=lambda one: not one.asked))


def _asks(scenario: Scenario, inject: str, what: str) -> bool:
    if number_of_added(inject):
        return False
    asking = scenario.inject(inject)
    norm = by_id(scenario.norms, asking.norm).met_by if asking.norm else ()
    return asking.dilemma == what or what in norm or any(what in one.met_by for one in asking.expected)
