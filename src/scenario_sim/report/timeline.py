"""A session's main phase on one time axis, as rows of text: levels, indicators, injects and decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from scenario_sim.model.events import EpisodeOpened, IndicatorsRecorded
from scenario_sim.model.units import MINUTE
from scenario_sim.model.world import Indicator
from scenario_sim.session import Decision, Session, decisions_in
from scenario_sim.session.table import Delivery

BLOCKS = "▁▂▃▄▅▆▇█"
MOST_LANES = 6
MOST_INDICATORS = 3
DAY = 1440
STEPS = (5, 10, 15, 30, 60, 120, 240, 480, 720, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 56 * DAY)
"""Minutes between two times on the axis; from a day on they are dates."""
ROOM_FOR_A_TIME = 9


@dataclass(frozen=True, slots=True)
class Trace:
    """An indicator over the main phase: *row* is one block character for each column; values are in its unit."""

    indicator: str
    row: str
    first: float
    last: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows of equal width from the start of the main phase to now.

    *axis* holds times of day or dates (month and day), *levels* the highest level in each column as a digit.
    *inject_lanes* hold the numbers of *injects* (counted from 1), *decision_lanes* the letters of *decisions*, each
    beginning in the column of its moment; what finds no room in the lanes is in the lists only. *moment_lanes* name the
    moments of a process when their scenarios opened.
    """

    axis: str
    levels: str
    moment_lanes: tuple[str, ...]
    traces: tuple[Trace, ...]
    inject_lanes: tuple[str, ...]
    decision_lanes: tuple[str, ...]
    injects: tuple[tuple[str, Delivery], ...]
    decisions: tuple[tuple[str, Decision], ...]


def timeline(session: Session, width: int) -> Timeline | None:
    """The main phase of *session* so far in *width* columns (at least 20); None while it has not begun."""
    if session.now <= 0:
        return None
    width = max(width, 20)
    happened = [delivery for delivery in session.table.deliveries if delivery.at >= 0]
    made = [decision for decision in decisions_in(session.log.entries) if decision.at >= 0]
    injects = tuple((str(number), delivery) for number, delivery in enumerate(happened, 1))
    decisions = tuple((_letter(number), decision) for number, decision in enumerate(made))
    return Timeline(
        axis=_axis(session, width),
        levels=_levels(session, width),
        moment_lanes=_lanes(_opened(session), session.now, width),
        traces=tuple(_traces(session, width)),
        inject_lanes=_lanes([(label, one.at) for label, one in injects], session.now, width),
        decision_lanes=_lanes([(label, one.at) for label, one in decisions], session.now, width),
        injects=injects,
        decisions=decisions,
    )


def _opened(session: Session) -> list[tuple[str, float]]:
    opened = [event for event in session.table.episodes if isinstance(event, EpisodeOpened)]
    return [(session.scenario.episode(event.episode).moment, event.at) for event in opened]


def _letter(number: int) -> str:
    """0 is a, 25 is z, 26 is aa."""
    high, low = divmod(number, len(ascii_lowercase))
    return (_letter(high - 1) if high else "") + ascii_lowercase[low]


def _column(at: float, end: float, width: int) -> int:
    return min(int(at / end * width), width - 1)


def _axis(session: Session, width: int) -> str:
    minutes = session.now / MINUTE
    step = next((step for step in STEPS if step / minutes * width >= ROOM_FOR_A_TIME), STEPS[-1])
    starts = session.scenario.starts
    first = -(starts.hour * 60 + starts.minute) % min(step, DAY)
    row = [" "] * width
    for minute in range(first, int(minutes) + 1, step):
        clock = session.scenario.clock(minute * MINUTE)
        time = "|" + (clock[5:10] if step >= DAY and len(clock) > len("19:00") else clock[-5:])
        column = _column(minute * MINUTE, session.now, width)
        if column + len(time) <= width:
            row[column : column + len(time)] = time
    return "".join(row)


def _levels(session: Session, width: int) -> str:
    changes = [(session.begins, 0), *session.table.levels]
    row = []
    for column in range(width):
        since, until = (session.now * edge / width for edge in (column, column + 1))
        before = [level for at, level in changes if at <= since][-1]
        row.append(str(max([before, *(level for at, level in changes if since < at < until)])))
    return "".join(row)


def _traces(session: Session, width: int) -> Iterable[Trace]:
    """The indicators that moved most for their range; of equal ones the first in the scenario."""
    recorded = [record for record in session.table.recorded if record.at >= 0]
    if not recorded:
        return []
    indicators = [one for one in session.scenario.indicators if one.range[1] > one.range[0]]
    moved = sorted(indicators, key=lambda one: -_moved(one, recorded))[:MOST_INDICATORS]
    return [_trace(one, recorded, session.now, width) for one in indicators if one in moved]


def _moved(indicator: Indicator, recorded: Sequence[IndicatorsRecorded]) -> float:
    values = [record.indicators[indicator.id] for record in recorded]
    return (max(values) - min(values)) / (indicator.range[1] - indicator.range[0])


def _trace(indicator: Indicator, recorded: Sequence[IndicatorsRecorded], end: float, width: int) -> Trace:
    low, high = indicator.range
    values = [(record.at, record.indicators[indicator.id]) for record in recorded]
    row, place = [], 0
    for column in range(width):
        while place + 1 < len(values) and values[place + 1][0] <= end * (column + 1) / width:
            place += 1
        share = (values[place][1] - low) / (high - low)
        row.append(BLOCKS[min(int(share * len(BLOCKS)), len(BLOCKS) - 1)])
    all_values = [value for _, value in values]
    return Trace(indicator.id, "".join(row), all_values[0], all_values[-1], min(all_values), max(all_values))


def _lanes(marks: Sequence[tuple[str, float]], end: float, width: int) -> tuple[str, ...]:
    """The labels of *marks* (label and time), each in the first row where it touches no other."""
    lanes: list[list[str]] = []
    for label, at in marks:
        column = min(_column(at, end, width), width - len(label))
        free = slice(max(column - 1, 0), column + len(label) + 1)
        lane = next((lane for lane in lanes if not "".join(lane[free]).strip()), None)
        if lane is None and len(lanes) < MOST_LANES:
            lane = [" "] * width
            lanes.append(lane)
        if lane is not None:
            lane[column : column + len(label)] = label
    return tuple("".join(lane) for lane in lanes)
