"""The pace of the room: how the scenario's clock follows the clock on the wall, or leaps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Protocol

from scenario_sim.model.commands import FACILITATOR
from scenario_sim.model.events import Event, IndicatorsRecorded, InjectCancelled, InjectDelivered, InjectWithheld
from scenario_sim.session import Session

FACTORS = (1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 21600, 86400)
"""How many seconds pass in the scenario for one in the room."""

BEAT = 0.25
"""Seconds in the room between two moves of the scenario's clock."""

MARK = 2.0
"""Seconds in the room after which the log learns how far the clock has come: what a crash can cost at most, and what
a second screen can be behind."""

_LONGEST_BEAT = 2.0
"""A laptop that slept must not make the evening leap: no beat counts for more seconds than this."""

_SLICE = 600.0
"""Simulation seconds played at once when running to a moment, so that a dilemma can stop it."""


def room_clock() -> str:
    """The time of day in the room: ``14:32``."""
    return datetime.now().strftime("%H:%M")


class Mover(Protocol):
    """What time runs in: a session, or one that is played back from its log."""

    @property
    def now(self) -> float: ...

    @property
    def is_over(self) -> bool: ...

    def run(self, until: float) -> list[Event]: ...

    def step(self) -> list[Event]: ...

    def mark(self) -> None: ...


@dataclass
class Pace:
    """Whether time runs, and how fast. *clock* tells the seconds of the room."""

    factor: int = 60
    running: bool = False
    clock: Callable[[], float] = monotonic
    _last: float = 0.0
    _marked: float = 0.0

    def start(self) -> None:
        self.running, self._last, self._marked = True, self.clock(), self.clock()

    def pause(self) -> None:
        self.running = False

    def faster(self) -> None:
        self.factor = min((f for f in FACTORS if f > self.factor), default=FACTORS[-1])

    def slower(self) -> None:
        self.factor = max((f for f in FACTORS if f < self.factor), default=FACTORS[0])

    def beat(self, mover: Mover) -> list[Event]:
        """Let *mover* come as far as the room's clock says; nothing while paused."""
        if not self.running or mover.is_over:
            return []
        now = self.clock()
        passed, self._last = min(now - self._last, _LONGEST_BEAT), now
        events = mover.run(mover.now + passed * self.factor)
        if now - self._marked >= MARK:
            self._marked = now
            mover.mark()
        return events


def to_next_news(mover: Mover, role: str) -> list[Event]:
    """Step until something happens that *role* notices, or to the end."""
    events: list[Event] = []
    while not mover.is_over:
        new = mover.step()
        events += new
        if not new or any(_is_news(event, role) for event in new):
            break
    return events


def run_until(session: Session, until: float, seats: Collection[str]) -> list[Event]:
    """Run to *until* (simulation seconds), but stop when one of *seats* has a dilemma that it had not before, or when a
    moment of a process stands open."""
    events: list[Event] = []
    for _ in running_until(session, until, seats, events):
        pass
    return events


def running_until(
    session: Session, until: float, seats: Collection[str], events: list[Event]
) -> Generator[float, None, None]:
    """As *run_until*, in small pieces: adds to *events* what happened and yields the share of it that is done."""
    before, start = _dilemmas_of(session, seats), session.now
    while session.now < until and not session.is_over:
        new = session.run(min(until, session.now + _SLICE))
        events += new
        if session.is_stopped or session.open_episode is not None or set(_dilemmas_of(session, seats)) - set(before):
            return
        yield (session.now - start) / (until - start)


def _dilemmas_of(session: Session, seats: Collection[str]) -> Sequence[str]:
    raised = session.table.dilemmas
    return [one for one in raised if session.scenario.dilemma(one).decided_by in seats]


def _is_news(event: Event, role: str) -> bool:
    if isinstance(event, InjectDelivered):
        return role == FACILITATOR or role in event.to
    return not isinstance(event, IndicatorsRecorded | InjectWithheld | InjectCancelled)
