"""The rhythm of the rapid response team: a first message soon after the first post, then one every hour."""

from __future__ import annotations

from dataclasses import dataclass

from scenario_sim.model.scenario import Scenario
from scenario_sim.model.seats import FACILITATOR
from scenario_sim.model.units import DAY, HOUR, MINUTE
from scenario_sim.session.table import Table

FIRST = 30 * MINUTE
"""Simulation seconds from the first post to the first message (guide 7.4 on the rapid response team; size: EJ)."""

NEXT = 1 * HOUR
"""Simulation seconds between messages after that (EJ)."""

QUIET = 1 * DAY
"""Simulation seconds without a post after which the next one begins a new wave, with a rhythm of its own (EJ)."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When the municipality last spoke, and by when it should speak again (simulation seconds; None: not at all)."""

    last: float | None
    due: float | None


def communication_measures(scenario: Scenario) -> frozenset[str]:
    """The responses to what is said online: expected after a post that is no threat."""
    responses = {measure.id for measure in scenario.measures if measure.kind == "response"}
    return frozenset(
        measure
        for inject in scenario.injects
        if inject.post is not None and inject.post.claim != "threat"
        for expected in inject.expected
        for measure in expected.met_by
        if measure in responses
    )


def rhythm_of(table: Table, role: str = FACILITATOR) -> Rhythm:
    """A message counts from the moment its measure is in force; before any, the first post of this wave starts the
    time that *role* knows of. What was said before the wave is no answer to it."""
    posts = [
        delivery.at
        for delivery in (table.deliveries if role == FACILITATOR else table.reached(role))
        if delivery.added is None and table.scenario.inject(delivery.inject).post is not None
    ]
    began = _wave(posts)
    spoken = [
        status.in_force_at
        for measure in communication_measures(table.scenario)
        for status in table.measures.get(measure, ())
        if status.in_force_at is not None and (began is None or status.in_force_at >= began)
    ]
    if spoken:
        return Rhythm(max(spoken), max(spoken) + NEXT)
    return Rhythm(None, None if began is None else began + FIRST)


def _wave(posts: list[float]) -> float | None:
    """When the posts began that still follow each other without a quiet time between them; None without any."""
    began = None
    for at in sorted(posts, reverse=True):
        if began is not None and began - at > QUIET:
            break
        began = at
    return began
