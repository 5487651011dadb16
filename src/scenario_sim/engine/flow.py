"""How indicators move between events: piecewise linear, with crossings and firings located inside the piece.

Rates of change are worked out at each turning point (a tick, or an event) and hold until the next one; those
that depend on what they move as the mean of now and the next tick (Heun), so that the error is of second order.
A condition can change inside a piece only where one of its comparisons passes through zero; that moment is
found by bisection to a millisecond. A hazard fires when its integral reaches an exponential threshold; its rate
is taken as linear over the piece, so the integral is exact for linear rates. A coin toss per tick would be biased.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from math import inf, sqrt

from scenario_sim.engine.formulas import Condition, Formula
from scenario_sim.engine.plan import Plan, PlannedChange, PlannedDrift
from scenario_sim.engine.state import State


class Watch:
    """Follows one condition and says when it becomes true or false. Outside *phases* it counts as false."""

    __slots__ = ("active", "condition", "on_change", "phases", "true")

    def __init__(
        self, condition: Condition, on_change: Callable[[bool], None], phases: frozenset[int] | None = None
    ) -> None:
        self.condition = condition
        self.on_change = on_change
        self.phases = phases
        self.true = False
        self.active = True

    def holds(self, values: list[float], at: float, state: State) -> bool:
        return (self.phases is None or state.phase in self.phases) and self.condition.holds(values, at, state)


class Hazard:
    """Fires once its cumulative rate reaches *threshold*; then waits for a new threshold. Outside *phases* its
    rate is 0."""

    __slots__ = ("level", "on_fire", "phases", "rate", "rate_now", "seconds", "slope", "threshold")

    def __init__(
        self, rate: Formula, seconds: float, on_fire: Callable[[], None], phases: frozenset[int] | None = None
    ) -> None:
        self.rate = rate
        self.seconds = seconds
        self.on_fire = on_fire
        self.phases = phases
        self.threshold = inf
        self.level = 0.0
        self.rate_now = 0.0
        self.slope = 0.0

    def arm(self, threshold: float) -> None:
        self.threshold, self.level = threshold, 0.0

    def disarm(self) -> None:
        self.threshold = inf

    @property
    def armed(self) -> bool:
        return self.threshold < inf

    def per_second(self, values: list[float], at: float, state: State) -> float:
        if self.phases is not None and state.phase not in self.phases:
            return 0.0
        return max(0.0, self.rate(values, at, state) / self.seconds)

    def advance(self, seconds: float) -> None:
        self.level += (self.rate_now + self.slope * seconds / 2) * seconds
        self.rate_now += self.slope * seconds

    def fires_after(self, within: float) -> float:
        """Seconds until the integral reaches the threshold, inf if not *within* seconds."""
        missing = self.threshold - self.level
        if missing <= 0:
            return 0.0
        if (self.rate_now + self.slope * within / 2) * within < missing:
            return inf
        # missing = rate·x + slope·x²/2, in the form that stays exact when the slope is small
        root = sqrt(max(0.0, self.rate_now * self.rate_now + 2 * self.slope * missing))
        return min(within, 2 * missing / (self.rate_now + root))


@dataclass(slots=True)
class Ramp:
    """A change that works evenly: *rate* per second on indicator *place*."""

    place: int
    rate: float


@dataclass(slots=True)
class Record:
    """What the main phase gathers about one indicator: first and last value, time integral and extremes."""

    integral: float = 0.0
    start: float = 0.0
    end: float = 0.0
    low: float = inf
    high: float = -inf


class Flow:
    """The indicators over time. *base* drifts and takes effects; *offset* is what measures in force hold up or down."""

    def __init__(self, plan: Plan, state: State) -> None:
        self.plan = plan
        self.state = state
        self.since = plan.begins
        self.watches: list[Watch] = []
        self.hazards: list[Hazard] = []
        self.ramps: list[Ramp] = []
        nothing = [0.0] * len(plan.ranges)
        self.base = [start(nothing, self.since, state) for start in plan.starts]
        self.offset = [0.0] * len(plan.ranges)
        self.rates = [0.0] * len(plan.ranges)
        self.base = [min(max(x, low), high) for x, (low, high) in zip(self.base, plan.ranges, strict=True)]
        self.values = list(self.base)
        self._bounds: list[tuple[float, float]] = list(plan.ranges)
        self.records = [Record() for _ in plan.ranges]
        self.tracked = {text: [False, 0.0] for text in plan.tracked}
        self.main_seconds = 0.0
        self.recording = False

    # --- reading -------------------------------------------------------------------------------------------

    def values_at(self, at: float) -> list[float]:
        """The indicators at *at*, no later than the next turning point. Reading changes nothing."""
        span = at - self.since
        if span <= 0:
            return self.values
        return [
            min(max(base + rate * span + offset, low), high)
            for base, rate, offset, (low, high) in zip(self.base, self.rates, self.offset, self._bounds, strict=True)
        ]

    # --- changing ------------------------------------------------------------------------------------------

    def advance(self, at: float) -> None:
        """Bring everything that flows up to *at*."""
        span = at - self.since
        if span <= 0:
            return
        values = self.values_at(at)
        if self.recording:
            self._gather(span, values)
        for hazard in self.hazards:
            if hazard.armed:
                hazard.advance(span)
        self.base = [
            min(max(base + rate * span, low), high)
            for base, rate, (low, high) in zip(self.base, self.rates, self.plan.ranges, strict=True)
        ]
        self.values = values
        self.since = at

    def start_recording(self) -> None:
        self.recording = True
        for record, value in zip(self.records, self.values, strict=True):
            record.start = value
        self._note_extremes()

    def stop_recording(self) -> None:
        self.recording = False
        for record, value in zip(self.records, self.values, strict=True):
            record.end = value

    def change(self, change: PlannedChange, amount: float) -> None:
        """Move an indicator at once by *amount* (kind ``once``), or hold it up or down (kind ``held``)."""
        where = self.offset if change.kind == "held" else self.base
        where[change.place] += amount
        self._refresh(change.place)

    def undo_held(self, place: int, amount: float) -> None:
        self.offset[place] -= amount
        self._refresh(place)

    def _refresh(self, place: int) -> None:
        low, high = self.plan.ranges[place]
        self.base[place] = min(max(self.base[place], low), high)
        self.values[place] = min(max(self.base[place] + self.offset[place], low), high)
        if self.recording:
            self._note_extremes()

    # --- turning points ------------------------------------------------------------------------------------

    def turn(self, horizon: float) -> float:
        """Work out the rates that hold from now on, and return the first moment up to *horizon* at which a watch
        changes or a hazard fires; inf if none does."""
        values, at, state = self.values, self.since, self.state
        rates = [0.0] * len(self.rates)
        moving = []
        for drift in self.plan.drift:
            if state.phase in drift.phases and (drift.when is None or drift.when.holds(values, at, state)):
                rate = drift.rate(values, at, state)
                rates[drift.place] += rate
                if drift.moves:
                    moving.append((drift, rate))
        for ramp in self.ramps:
            rates[ramp.place] += ramp.rate
        self.rates = rates
        self._bounds = [
            (min(max(low, low + offset), high), max(min(high, high + offset), low))
            for (low, high), offset in zip(self.plan.ranges, self.offset, strict=True)
        ]
        if moving:
            self._average(moving, horizon)
        for text, condition in self.plan.tracked.items():
            self.tracked[text][0] = condition.holds(values, at, state)
        bound = self._next_bound(horizon)
        horizon = min(horizon, bound)
        return min(bound, self._next_firing(horizon), self._next_change(horizon))

    def _average(self, moving: list[tuple[PlannedDrift, float]], horizon: float) -> None:
        """Let a drift whose rate changes with what it moves work at the mean of its rates now and at *horizon*
        (Heun's method): what wears off by a share of itself does so too slowly or too fast otherwise."""
        ahead = self.values_at(horizon)
        for drift, rate in moving:
            self.rates[drift.place] += (drift.rate(ahead, horizon, self.state) - rate) / 2

    def _next_bound(self, horizon: float) -> float:
        """When the first indicator reaches a bound before *horizon* and moves no further: up to there all are
        straight lines; inf if none does."""
        first = inf
        for base, rate, offset, (low, high) in zip(self.base, self.rates, self.offset, self._bounds, strict=True):
            if rate:
                away = (high if rate > 0 else low) - base - offset
                if away * rate > 0:
                    first = min(first, self.since + max(away / rate, 0.001))
        return first if first < horizon else inf

    def _next_firing(self, horizon: float) -> float:
        span = horizon - self.since
        first = inf
        ahead = self.values_at(horizon)
        for hazard in self.hazards:
            if hazard.armed and span > 0:
                hazard.rate_now = hazard.per_second(self.values, self.since, self.state)
                hazard.slope = (hazard.per_second(ahead, horizon, self.state) - hazard.rate_now) / span
                first = min(first, hazard.fires_after(span))
        return self.since + first

    def _next_change(self, horizon: float) -> float:
        first, ahead = horizon, self.values_at(horizon)
        found = False
        for watch in self.watches:
            if watch.active and watch.condition.edges:
                at = self._crossing(watch, first, ahead if first == horizon else None)
                if at is not None:
                    first, found = at, True
        return first if found else inf

    def _crossing(self, watch: Watch, horizon: float, ahead: list[float] | None) -> float | None:
        """The first millisecond in (since, horizon] at which the truth of *watch* changes, or at which one of its
        functions turns, after which it must be looked at anew; None if there is none."""
        ahead = ahead if ahead is not None else self.values_at(horizon)
        turns = self._roots(watch.condition.bends, horizon, ahead) if watch.condition.bends else []
        if turns:
            horizon = min(turns)
            ahead = self.values_at(horizon)
        for moment in sorted(self._roots(watch.condition.edges, horizon, ahead)):
            for at in (moment, moment + 0.001):
                if self.since < at <= horizon and watch.holds(self.values_at(at), at, self.state) != watch.true:
                    return at
        return horizon if turns else None

    def _roots(self, edges: tuple[Formula, ...], horizon: float, ahead: list[float]) -> list[float]:
        """For each of *edges* that has another sign at *horizon*: the first millisecond at which it has."""
        moments = []
        for edge in edges:
            before, after = edge(self.values, self.since, self.state), edge(ahead, horizon, self.state)
            if (before < 0) != (after < 0) or (before > 0) != (after > 0):
                moments.append(self._root(edge, before, horizon))
        return moments

    def _root(self, edge: Formula, before: float, horizon: float) -> float:
        """The first whole millisecond at which *edge* has another sign than *before*, by bisection."""
        low, high = round(self.since * 1000), round(horizon * 1000)
        while high - low > 1:
            middle = (low + high) // 2
            at = middle / 1000
            there = edge(self.values_at(at), at, self.state)
            if (there < 0) == (before < 0) and (there > 0) == (before > 0):
                low = middle
            else:
                high = middle
        return high / 1000

    # --- gathering -----------------------------------------------------------------------------------------

    def gathered(self, at: float) -> Flow:
        """A flow that stands at *at* with all records complete, for reading; this one stays as it is."""
        view = copy(self)
        view.records = [copy(record) for record in self.records]
        view.tracked = {text: list(truth) for text, truth in self.tracked.items()}
        view.hazards = []
        view.advance(at)
        return view

    def _gather(self, span: float, values: list[float]) -> None:
        self.main_seconds += span
        for place, record in enumerate(self.records):
            record.integral += self._integral(place, span)
        self._note_extremes(values)
        for truth in self.tracked.values():
            if truth[0]:
                truth[1] += span

    def _integral(self, place: int, span: float) -> float:
        """The exact integral over *span* seconds of a line kept within bounds."""
        low, high = self._bounds[place]
        start = self.base[place] + self.offset[place]
        end = start + self.rates[place] * span
        return (_above(start, end, low) - _above(start, end, high)) * span + low * span

    def _note_extremes(self, values: list[float] | None = None) -> None:
        for record, value in zip(self.records, values or self.values, strict=True):
            record.low = min(record.low, value)
            record.high = max(record.high, value)


def _above(start: float, end: float, bound: float) -> float:
    """The mean of max(0, x - bound) for x on the line from *start* to *end*."""
    first, last = start - bound, end - bound
    if first <= 0 and last <= 0:
        return 0.0
    if first >= 0 and last >= 0:
        return (first + last) / 2
    peak = max(first, last)
    return peak / 2 * (peak / abs(last - first))
