"""What everybody in the room may see at once: the part of the table that no role has to itself.

Safe to put on a beamer: a message is in it only when every seated role knows it or the scenario calls it public,
an indicator only when every role may see it. Expected actions, coming injects, notes and advice are in no part of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scenario_sim.model.scenario import Scenario
from scenario_sim.session.session import Session
from scenario_sim.session.table import GOING_ON, Delivery, MeasureStatus


@dataclass(frozen=True, slots=True)
class Told:
    """A message as the room knows it; *at* is when the last of the seated roles learned it (simulation seconds)."""

    at: float
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class Shared:
    """The common picture: *indicators* in their units, *messages* oldest first, *measures* that are going on.

    *phase* is the id of a phase, empty before the first; *reworded* has the texts that the facilitator changed, by
    inject id.
    """

    clock: str
    phase: str
    level: int
    indicators: dict[str, float]
    messages: tuple[Told, ...]
    measures: tuple[MeasureStatus, ...]
    reworded: dict[str, str]
    stopped: bool
    over: bool
    observed: bool = False


def shared_picture(session: Session) -> Shared:
    """What all seated roles may see of *session* now; with nobody seated, what all roles may see."""
    everything, scenario = session.view(), session.scenario
    everybody = tuple(role.id for role in scenario.roles)
    messages = sorted(_open_to_all(scenario, everything.feed, everything.seated or everybody), key=lambda told: told.at)
    known = {told.delivery.inject for told in messages}
    return Shared(
        clock=everything.clock,
        phase=everything.phase,
        level=everything.level,
        indicators={
            indicator.id: everything.indicators[indicator.id]
            for indicator in scenario.indicators
            if all(indicator.is_seen_by(role) for role in everybody)
        },
        messages=tuple(messages),
        measures=tuple(status for status in everything.statuses if status.state in GOING_ON),
        reworded={inject: text for inject, text in everything.reworded.items() if inject in known},
        stopped=everything.stopped,
        over=everything.over,
        observed=everything.observed,
    )


def _open_to_all(scenario: Scenario, feed: tuple[Delivery, ...], seats: tuple[str, ...]) -> Iterator[Told]:
    for delivery in feed:
        if all(role in delivery.known for role in seats):
            yield Told(max(delivery.known[role] for role in seats), delivery)
        elif delivery.added is None and scenario.is_public(scenario.inject(delivery.inject)):
            yield Told(delivery.at, delivery)
