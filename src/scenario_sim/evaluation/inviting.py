"""Visible security against invitingness over time: the price of being safe in a way that shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scenario_sim.model.events import MeasureEnded, MeasureTookEffect
from scenario_sim.session import Session


@dataclass(frozen=True, slots=True)
class Inviting:
    """*steps* of visible security over the whole session and its *mean* over the main phase; *values* of every
    indicator that it costs, at the moments at which they were recorded in the main phase. Times are simulation seconds.
    *seen* are the measures that showed, each with the steps it added."""

    steps: tuple[tuple[float, int], ...]
    mean: float
    values: Mapping[str, tuple[tuple[float, float], ...]]
    seen: tuple[tuple[float, str, int], ...]


def inviting(session: Session, main_until: float) -> Inviting | None:
    """None when the scenario counts no visible security. The main phase ended, or has come, at *main_until*."""
    scenario = session.scenario
    if scenario.visibility is None:
        return None
    steps, seen, now = [(session.begins, 0)], [], 0
    for event in session.events:
        if not isinstance(event, MeasureTookEffect | MeasureEnded):
            continue
        size = scenario.measure(event.measure).visibility
        if not size or (isinstance(event, MeasureEnded) and not event.was_in_force):
            continue
        began = isinstance(event, MeasureTookEffect)
        now += size if began else -size
        steps.append((event.at, now))
        seen += [(event.at, event.measure, size)] if began else []
    recorded = [record for record in session.table.recorded if 0 <= record.at <= main_until]
    values = {id: tuple((one.at, one.indicators[id]) for one in recorded) for id in scenario.visibility.cost}
    return Inviting(tuple(steps), _mean(steps, main_until), values, tuple(seen))


def _mean(steps: list[tuple[float, int]], until: float) -> float:
    """Of the main phase up to *until*; 0 while it has not begun."""
    if until <= 0:
        return 0.0
    ends = [at for at, _ in steps[1:]] + [until]
    total = sum(size * max(0.0, min(end, until) - max(at, 0.0)) for (at, size), end in zip(steps, ends, strict=True))
    return round(total / until, 6)
