"""SimPy's environment with our grain: whole milliseconds inside, so that sums of times are exact."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush

import simpy
from simpy.core import SimTime
from simpy.events import NORMAL

from scenario_sim.model.units import to_milliseconds


def _nothing() -> None:
    pass


class Appointment:
    """Something that will be done at a time, unless it is cancelled first. It stands in SimPy's queue as it is: an
    event of SimPy's own, with its list of callbacks, costs more than all the rest."""

    __slots__ = ("_action", "at")

    def __init__(self, at: float, action: Callable[[], None]) -> None:
        self.at = at
        self._action: Callable[[], None] | None = action

    @property
    def pending(self) -> bool:
        return self._action is not None

    def cancel(self) -> None:
        self._action = None

    def keep(self) -> None:
        action, self._action = self._action, None
        if action is not None:
            action()


class Clock(simpy.Environment):
    """Simulation time. Everything outside this class is in seconds."""

    def __init__(self, start: float) -> None:
        super().__init__(initial_time=to_milliseconds(start))
        self._beat: tuple[SimTime, int, int] | None = None
        self._on_beat: Callable[[], None] = _nothing
        self._limit = 0

    @property
    def time(self) -> float:
        """Now, in seconds, a whole number of milliseconds."""
        return self.now / 1000

    def wait(self, seconds: float) -> simpy.Timeout:
        """An event *seconds* from now (rounded to a millisecond, at least 0), for a process to wait for."""
        return self.timeout(max(0, to_milliseconds(seconds)))

    def appoint(self, at: float, action: Callable[[], None]) -> Appointment:
        """Do *action* at *at* seconds, or now if that is past."""
        appointment = Appointment(at, action)
        due = max(self._now, to_milliseconds(at))
        heappush(self._queue, (due, NORMAL, next(self._eid), appointment))  # type: ignore[misc]
        return appointment

    def beat(self, at: float, action: Callable[[], None]) -> None:
        """As ``appoint``, for what comes back all the time: there is one beat, it takes its turn as an appointment
        made now would, and it costs no place in the queue."""
        self._beat = (max(self._now, to_milliseconds(at)), NORMAL, next(self._eid))
        self._on_beat = action

    def limit(self, until: float) -> None:
        """How far ``is_due`` looks, and how far ``beats_next`` may take the clock: a closed interval."""
        self._limit = to_milliseconds(until)

    def beats_next(self) -> bool:
        """Set the clock to the beat and take it, if it comes before everything else and within the limit."""
        return self._beat is not None and self._beat[0] <= self._limit and self._takes_beat()

    def _takes_beat(self) -> bool:
        beat, queue = self._beat, self._queue
        if beat is None or (queue and queue[0] < beat):
            return False
        self._now, self._beat = beat[0], None
        return True

    def peek(self) -> SimTime:
        """When the next thing is due, in milliseconds; inf if nothing is."""
        first = super().peek()
        return first if self._beat is None else min(first, self._beat[0])

    def step(self) -> None:
        """Do the next thing that is due."""
        if self._takes_beat():
            self._on_beat()
            return
        due: object = self._queue[0][3] if self._queue else None
        if isinstance(due, Appointment):
            self._now = heappop(self._queue)[0]
            due.keep()
        else:
            super().step()

    def is_due(self) -> bool:
        """Whether anything is left to do within the limit."""
        beat, queue = self._beat, self._queue
        return (bool(queue) and queue[0][0] <= self._limit) or (beat is not None and beat[0] <= self._limit)

    def move_on(self) -> None:
        """Set the clock to the limit when nothing is due before it."""
        self._now = max(self._now, self._limit)
