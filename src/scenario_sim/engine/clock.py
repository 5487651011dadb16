"""SimPy's environment with our grain: whole milliseconds inside, so that sums of times are exact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from math import inf

import simpy
from simpy.events import NORMAL

from scenario_sim.model.units import to_milliseconds

Action = Callable[[], None]

_NEVER = (inf, NORMAL, 0)


class Appointment:
    """Something that will be done at a time, unless it is cancelled first. It stands in SimPy's queue as it is: an
    event of SimPy's own, with its list of callbacks, costs more than all the rest."""

    __slots__ = ("action", "at")

    def __init__(self, at: float, action: Action) -> None:
        self.at = at
        self.action: Action | None = action

    @property
    def pending(self) -> bool:
        return self.action is not None

    def cancel(self) -> None:
        self.action = None


class Clock(simpy.Environment):
    """Simulation time. Everything outside this class is in seconds.

    Beside SimPy's queue there are two places for what comes back all the time: the *beat* of the ticks, and the
    *turn*, when a watch changes or a hazard fires. Each takes its turn as an appointment made at the same moment would.
    """

    def __init__(self, start: float, on_turn: Action) -> None:
        super().__init__(initial_time=to_milliseconds(start))
        self.time = self.now / 1000
        """Now, in seconds, a whole number of milliseconds."""
        self._limit: float = 0
        self._gliding_limit: float = 0
        self._beat: tuple[float, int, int] = _NEVER
        self._on_beat: Action = self._step_on
        self._turn: tuple[float, int, int] = _NEVER
        self._on_turn = on_turn

    # --- making appointments -------------------------------------------------------------------------------

    def wait(self, seconds: float) -> simpy.Timeout:
        """An event *seconds* from now (rounded to a millisecond, at least 0), for a process to wait for."""
        return self.timeout(max(0, to_milliseconds(seconds)))

    def appoint(self, at: float, action: Action) -> Appointment:
        """Do *action* at *at* seconds, or now if that is past."""
        appointment = Appointment(at, action)
        due = round(at * 1000)
        if due < self._now:
            due = int(self._now)
        heappush(self._queue, (due, NORMAL, next(self._eid), appointment))  # type: ignore[misc]
        return appointment

    def beat(self, at: float, action: Action) -> None:
        due = round(at * 1000)
        self._beat = (due if due > self._now else self._now, NORMAL, next(self._eid))
        self._on_beat = action

    def turn(self, at: float) -> None:
        self._turn = (round(at * 1000), NORMAL, next(self._eid))

    def no_turn(self) -> None:
        self._turn = _NEVER

    # --- keeping them --------------------------------------------------------------------------------------

    def limit(self, until: float, gliding: bool = True) -> None:
        """How far ``actions`` and, if *gliding*, ``glide_to`` may go: a closed interval."""
        self._limit = to_milliseconds(until)
        self._gliding_limit = self._limit if gliding else self._now

    def actions(self) -> Iterator[Action]:
        """What is to be done within the limit, one thing after the other, each with the clock set to its time."""
        queue = self._queue
        while True:
            first: tuple[float, int, int] = queue[0] if queue else _NEVER  # type: ignore[assignment]
            due, beat, turn = first[0], self._beat, self._turn
            if beat[0] <= due and beat < first:
                due, first = beat[0], beat
            if turn[0] <= due and turn < first:
                due, first = turn[0], turn
            if due > self._limit:
                return
            if first is beat:
                self._beat, action = _NEVER, self._on_beat
            elif first is turn:
                self._turn, action = _NEVER, self._on_turn
            else:
                appointment: object = queue[0][3]
                if isinstance(appointment, Appointment):
                    heappop(queue)
                    if appointment.action is None:
                        continue
                    action, appointment.action = appointment.action, None
                else:
                    action = self._step_on
            self._now = due
            self.time = due / 1000
            yield action

    def _step_on(self) -> None:
        """SimPy's own events."""
        super().step()

    def due(self, until: float) -> bool:
        """Whether anything is left to do at or before *until*: a closed interval."""
        return min(self.peek(), self._beat[0], self._turn[0]) <= to_milliseconds(until)

    def free_until(self) -> float:
        """Up to when, in milliseconds, nothing but the beat is due within the limit: an open interval."""
        limit = min(self._gliding_limit + 1, self._turn[0])
        queue = self._queue
        return queue[0][0] if queue and queue[0][0] < limit else limit

    def glide_to(self, due: float) -> None:
        """Set the clock to a time (in milliseconds) at which nothing is due before it."""
        self._now = due
        self.time = due / 1000

    def move_on(self) -> None:
        """Set the clock to the limit when nothing is due before it."""
        if self._now < self._limit:
            self.glide_to(self._limit)
