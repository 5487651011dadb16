"""What everybody in the room may see at once: the part of the table that no role has to itself.

Safe to put on a beamer: a message is in it only when every seated role knows it or all in the hall saw or heard it,
an indicator only when every role may see it. Expected actions, coming injects, notes and advice are in no part of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from scenario_sim.model.scenario import Scenario, by_id
from scenario_sim.session import Session
from scenario_sim.session.table import Delivery, MeasureStatus
from scenario_sim.session.view import View

HALL = "hall"
"""The channel of what happens in public before everybody's eyes; what is addressed to some roles only is not."""

GOING = ("waiting", "under_way", "in_force")


@dataclass(frozen=True, slots=True)
class Told:
    """A message as the room knows it; *at* is when the last of the seated roles learned it (simulation seconds)."""

    at: float
    icon: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Shared:
    """The common picture: *indicators* in their units, *messages* oldest first, *measures* that are going on."""

    clock: str
    phase: str
    level: int
    indicators: dict[str, float]
    messages: tuple[Told, ...]
    measures: tuple[MeasureStatus, ...]
    stopped: bool
    over: bool


def shared_picture(session: Session, texts: Scenario) -> Shared:
    """What all seated roles may see of *session* now; with nobody seated, what all roles may see."""
    seats = session.view().seated or tuple(role.id for role in session.scenario.roles)
    first = session.view(seats[0])
    return Shared(
        clock=first.clock,
        phase=by_id(texts.phases, first.phase).title if first.phase else "",
        level=first.level,
        indicators=_seen_by_all(session),
        messages=tuple(sorted(_open_to_all(session, texts, seats), key=lambda told: told.at)),
        measures=tuple(status for status in first.statuses if status.state in GOING),
        stopped=first.stopped,
        over=first.over,
    )


def _seen_by_all(session: Session) -> dict[str, float]:
    views = [session.view(role.id) for role in session.scenario.roles]
    return {id: value for id, value in views[0].indicators.items() if all(id in view.indicators for view in views)}


def _open_to_all(session: Session, texts: Scenario, seats: tuple[str, ...]) -> list[Told]:
    everything = session.view()
    told = []
    for delivery in everything.feed:
        if all(role in delivery.known for role in seats):
            told.append(_told(delivery, max(delivery.known[role] for role in seats), everything, texts))
        elif _in_public(delivery, texts):
            told.append(_told(delivery, delivery.at, everything, texts))
    return told


def _in_public(delivery: Delivery, texts: Scenario) -> bool:
    if delivery.added is not None:
        return False
    inject = texts.inject(delivery.inject)
    return inject.channel == HALL and inject.to is None


def _told(delivery: Delivery, at: float, view: View, texts: Scenario) -> Told:
    if delivery.added is not None:
        icon = by_id(texts.channels, delivery.added.channel).icon
        return Told(at, icon, delivery.added.title, delivery.added.text)
    inject = texts.inject(delivery.inject)
    text = view.reworded.get(inject.id, inject.text)
    return Told(at, by_id(texts.channels, inject.channel).icon, inject.title, text)
