"""SimPy's environment with our grain: whole milliseconds inside, so that sums of times are exact."""

from __future__ import annotations

from collections.abc import Callable

import simpy
from simpy.core import SimTime
from simpy.events import NORMAL

from scenario_sim.model.units import to_milliseconds


def _nothing() -> None:
    pass


class Appointment:
    """Something that will be done at a time, unless it is cancelled first."""

    __slots__ = ("_action", "at")

    def __init__(self, at: float, action: Callable[[], None]) -> None:
        self.at = at
        self._action: Callable[[], None] | None = action

    @property
    def pending(self) -> bool:
        return self._action is not None

    def cancel(self) -> None:
        self._action = None

    def keep(self, _: simpy.Event) -> None:
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
        timeout = self.timeout(max(0, to_milliseconds(at) - int(self.now)))
        assert timeout.callbacks is not None
        timeout.callbacks.append(appointment.keep)
        return appointment

    def beat(self, at: float, action: Callable[[], None]) -> None:
        """As ``appoint``, for what comes back all the time: there is one beat, it takes its turn as an appointment
        made now would, and it costs no place in the queue."""
        self._beat = (max(self._now, to_milliseconds(at)), NORMAL, next(self._eid))
        self._on_beat = action

    def beat_until(self, until: float) -> None:
        """How far ``beats_next`` may take the clock."""
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
        else:
            super().step()

    def due(self, until: float) -> bool:
        """Whether anything is left to do at or before *until*: a closed interval."""
        return self.peek() <= to_milliseconds(until)

    def move_on(self, until: float) -> None:
        """Set the clock to *until* when nothing is due before it."""
        if to_milliseconds(until) > self.now:
            self.run(until=to_milliseconds(until))
