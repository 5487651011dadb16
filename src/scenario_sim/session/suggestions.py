"""What the facilitator may bring in when the table stalls or is done too fast: offered, never fired by itself.

The rule, under expert judgement (EJ), looks only at expected actions of seats that people play:

- *stalled*: something has been expected for a while, and nobody at the table did anything since. How long is
  ``STALL`` or half of the time that was given for it, whichever is longer, so that an expectation of six hours does
  not count as stalled after five minutes.
- *missed*: at least ``MISSED`` expectations were missed in the last ``LATELY``.
- *fast*: the last ``MET`` expectations were all met within ``EARLY`` of their time, and nothing is expected now.

A table that stalls or misses gets injects with ``use: help`` and ``redirect``, one that is fast ``use: pressure``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from scenario_sim.model.events import ExpectationMet, ExpectationMissed
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.units import MINUTE
from scenario_sim.session.records import Entry
from scenario_sim.session.session import Session
from scenario_sim.session.table import Table, Waiting
from scenario_sim.session.view import Coming

STALL = 5 * MINUTE
"""Simulation seconds without a command while something is expected (EJ)."""

LATELY, MISSED = 15 * MINUTE, 2
"""So many expectations missed within so many simulation seconds ask for help (EJ)."""

EARLY, MET = 0.5, 3
"""So many expectations in a row, each met within this share of its time, ask for pressure (EJ)."""

Mood = Literal["stalled", "missed", "fast"]
Use = Literal["help", "pressure", "redirect"]
USES: dict[Mood, tuple[Use, ...]] = {
    "stalled": ("help", "redirect"),
    "missed": ("help", "redirect"),
    "fast": ("pressure",),
}

ACTS = frozenset(
    (
        "ProposeMeasure",
        "DecideMeasure",
        "EndMeasure",
        "ChooseOption",
        "ShareInject",
        "Improvise",
        "WearHat",
        "AdviseOption",
    )
)
"""Commands by which the table does something; what the facilitator does to the schedule is none of them."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An inject that can still come, what it is for, and why it is offered now."""

    inject: str
    use: Use
    mood: Mood


def last_act(entries: Iterable[Entry]) -> float | None:
    """When somebody at the table last did something (simulation seconds); None if nobody did yet."""
    return max((entry.at for entry in entries if entry.kind == "command" and entry.type in ACTS), default=None)


def mood_of(table: Table, now: float, acted: float | None) -> Mood | None:
    """How the table does at *now*; *acted* is when it last did something. None when all is as it should be."""
    waiting = [one for one in table.waiting if _is_of_people(table, one.inject, one.expected, one.is_norm)]
    if any(_stalls(table.scenario, one, now, acted) for one in waiting):
        return "stalled"
    missed = [one for one in table.missed if _is_of_people(table, one.inject, one.expected, one.is_norm)]
    if sum(now - one.at <= LATELY for one in missed) >= MISSED:
        return "missed"
    return "fast" if not waiting and _is_fast(table, missed) else None


def suggestions(table: Table, coming: Iterable[Coming], now: float, acted: float | None) -> tuple[Suggestion, ...]:
    """What can be offered now of *coming*, in the scenario's order; nothing as long as all goes well."""
    mood = mood_of(table, now, acted)
    if mood is None:
        return ()
    can_come = {one.inject for one in coming}
    return tuple(
        Suggestion(inject.id, inject.use, mood)
        for use in USES[mood]
        for inject in table.scenario.injects
        if inject.use == use and inject.id in can_come
    )


def offered(session: Session) -> tuple[Suggestion, ...]:
    """What can be offered to the facilitator of *session* now."""
    if session.is_over:
        return ()
    return suggestions(session.table, session.view().coming, session.now, last_act(session.log.entries))


def time_given(scenario: Scenario, inject: str, expected: str, is_norm: bool) -> float:
    """How many seconds people have for an expected action, or for a norm's response."""
    if is_norm:
        norm = next(norm for norm in scenario.norms if norm.id == expected)
        return norm.within.seconds if norm.within else 0.0
    return next(one.within.seconds for one in scenario.inject(inject).expected if one.id == expected)


def _stalls(scenario: Scenario, one: Waiting, now: float, acted: float | None) -> bool:
    given = time_given(scenario, one.inject, one.expected, one.is_norm)
    since = one.deadline - given
    if acted is not None:
        since = max(since, acted)
    return now - since >= max(STALL, given / 2)


def _is_fast(table: Table, missed: list[ExpectationMissed]) -> bool:
    met = [one for one in table.met if _is_of_people(table, one.inject, one.expected, one.is_norm)]
    both: list[ExpectationMet | ExpectationMissed] = [*met, *missed]
    settled = sorted(both, key=lambda one: one.at)[-MET:]
    return len(settled) == MET and all(
        isinstance(one, ExpectationMet)
        and one.seconds <= EARLY * time_given(table.scenario, one.inject, one.expected, one.is_norm)
        for one in settled
    )


def _is_of_people(table: Table, inject: str, expected: str, is_norm: bool) -> bool:
    """Whether a person plays the role that is expected to act; a norm is everybody's."""
    if is_norm:
        return bool(table.seated)
    return any(one.id == expected and one.role in table.seated for one in table.scenario.inject(inject).expected)
