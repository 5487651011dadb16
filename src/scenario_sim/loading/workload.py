"""How much each role has to do, as far as it is known before anybody plays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scenario_sim.loading.bounds import Interval
from scenario_sim.loading.possible import Obstacle, Possible
from scenario_sim.model.injects import Inject
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.units import DAY, MINUTE

IDLE = 25 * MINUTE
"""From so long with nothing on a role is idle."""

BUSY = 6
"""So many expected actions of one role …"""

BUSY_WITHIN = 4 * MINUTE
"""… that begin within this time are too many."""


@dataclass(frozen=True, slots=True)
class Call:
    """One expected action that begins *at* seconds, counted from what the injects of its *chain* follow."""

    chain: str
    at: float
    role: str
    path: tuple[int, int]


def idle(scenario: Scenario, possible: Possible, role: str) -> Iterator[tuple[str, Interval]]:
    """The longest stretch in each phase that is played by the minute in which nothing can come for *role*, if it is
    too long: the phase, and from when to when.

    Only phases from the main one on, of less than a day: days and weeks are not played minute by minute.
    """
    busy = sorted(window for inject in scenario.injects for window in _windows(scenario, possible, inject, role))
    main = scenario.phases.index(scenario.main_phase)
    for phase in scenario.phases[main:]:
        begins, ends = possible.phases[phase.id]
        if ends - begins < DAY:
            longest = max(_gaps(busy, begins, ends), key=lambda gap: gap[1] - gap[0])
            if longest[1] - longest[0] >= IDLE:
                yield phase.id, longest


def _windows(scenario: Scenario, possible: Possible, inject: Inject, role: str) -> Iterator[Interval]:
    """When *inject* can give *role* something to do: from its first possible moment until its last deadline."""
    came = possible.injects[inject.id]
    if isinstance(came, Obstacle) or inject.by_hand:
        return
    if role in scenario.listeners(inject):
        yield came
    for expected in inject.expected:
        if expected.role == role:
            yield came[0], came[1] + expected.within.seconds
    if inject.dilemma is not None:
        dilemma = scenario.dilemma(inject.dilemma)
        if dilemma.decided_by == role:
            yield came[0], came[1] + (dilemma.within.seconds if dilemma.within else 0.0)


def _gaps(busy: list[Interval], begins: float, ends: float) -> Iterator[Interval]:
    free = begins
    for start, stop in busy:
        if start > ends:
            break
        yield free, max(free, start)
        free = max(free, stop)
    yield free, max(free, ends)


def crowded(scenario: Scenario) -> Iterator[tuple[Call, int]]:
    """The first expected action of each rush on one role, with how many there are in it."""
    waiting: dict[tuple[str, str], list[Call]] = {}
    for call in sorted(_calls(scenario), key=lambda call: (call.at, call.path)):
        recent = waiting.setdefault((call.chain, call.role), [])
        recent[:] = [other for other in recent if call.at - other.at <= BUSY_WITHIN]
        recent.append(call)
        if len(recent) == BUSY:
            yield recent[0], len(recent)


def _calls(scenario: Scenario) -> Iterator[Call]:
    for index, inject in enumerate(scenario.injects):
        chain, at = known_time(scenario, inject)
        for number, expected in enumerate(inject.expected):
            yield Call(chain, at, expected.role, (index, number))


def known_time(scenario: Scenario, inject: Inject) -> tuple[str, float]:
    """What the time of *inject* is counted from, the clock or the first inject of its chain, and the seconds after
    that; a spread counts with its mean."""
    late = 0.0
    ids = scenario.injects_by_id
    while inject.after is not None and inject.after in ids:
        late += inject.delay.expected if inject.delay else 0.0
        inject = ids[inject.after]
    if inject.at is not None:
        return "", scenario.moment(inject.at) + late
    return inject.id, late
