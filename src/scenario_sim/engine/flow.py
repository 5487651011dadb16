"""How indicators move between events: piecewise linear, with crossings and firings located inside the piece.

Rates of change are worked out at each turning point (a tick, or an event) and hold until the next one; those
that depend on what they move as the mean of now and the next tick (Heun), so that the error is of second order.
A condition can change inside a piece only where one of its comparisons passes through zero; that moment is
found by bisection to a millisecond. A hazard fires when its integral reaches an exponential threshold; its rate
is taken as linear over the piece, so the integral is exact for linear rates. A coin toss per tick would be biased.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, inf

from scenario_sim.engine.edges import sign_of
from scenario_sim.engine.firing import fires_after
from scenario_sim.engine.formulas import Condition, Edge
from scenario_sim.engine.plan import Keep, Plan
from scenario_sim.engine.program import HazardPlan, Program, WatchPlan, write_program
from scenario_sim.engine.state import State
from scenario_sim.model.expressions import Expression

Line = tuple[int, float, float, float, float, float, float, float]
"""An indicator on its way: its place, its value now and at the next tick, base, rate, offset and bounds."""


class Hazard:
    """Fires once its cumulative rate reaches a threshold; then waits for a new one. Outside *phases* its rate is 0."""

    __slots__ = ("_flow", "amount", "on_fire", "phases", "place", "seconds")

    def __init__(
        self,
        flow: Flow,
        place: int,
        amount: Expression,
        seconds: float,
        on_fire: Callable[[], None],
        phases: frozenset[int] | None,
    ) -> None:
        self._flow = flow
        self.place = place
        self.amount = amount
        self.seconds = seconds
        self.on_fire = on_fire
        self.phases = phases

    def arm(self, threshold: float) -> None:
        self._flow.arm(self.place, threshold)

    def disarm(self) -> None:
        self._flow.arm(self.place, inf)


@dataclass(slots=True)
class Ramp:
    """A change that works evenly: *rate* per second on indicator *place*."""

    place: int
    rate: float


@dataclass(frozen=True, slots=True)
class Record:
    """What the main phase gathers about one indicator: time integral, first and last value, and extremes."""

    integral: float
    start: float
    end: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Gathered:
    """The indicators and their records at one moment, while the main phase goes on (*recording*), once it began
    (*recorded*); *held* is how long each tracked condition held."""

    at: float
    values: list[float]
    main_seconds: float
    recording: bool
    recorded: bool
    held: list[float]
    records: list[Record]


class Flow:
    """The indicators over time. What happens at every tick is compiled from the plan (see program.py); here is
    what happens at turning points.

    ``watch`` and ``add_hazard`` first, then ``begin``; after that the set of watches and hazards stays.
    """

    def __init__(self, plan: Plan, state: State) -> None:
        self.plan = plan
        self.state = state
        self.watches: list[tuple[Condition, frozenset[int] | None]] = []
        self.on_change: list[Callable[[bool], None]] = []
        self.hazards: list[Hazard] = []
        self.ramps: list[Ramp] = []
        self.true: list[bool] = []
        self.active: list[bool] = []
        self.thresholds: list[float] = []
        self._armed: set[int] = set()
        self.is_quiet = False
        self.follows_crowd = False
        self.readers: dict[str, tuple[int, ...]] = {}
        self.then = plan.begins
        nothing = [0.0] * len(plan.ranges)
        starts = [start(nothing, plan.begins, state) for start in plan.starts]
        self._start = [min(max(x, low), high) for x, (low, high) in zip(starts, plan.ranges, strict=True)]
        self._now: Callable[[], list[float]] = self._start.copy

    def watch(
        self, condition: Condition, on_change: Callable[[bool], None], phases: frozenset[int] | None = None
    ) -> int:
        """Call *on_change* whenever *condition* becomes true or false, at the moment it does; outside *phases*
        it counts as false. Returns the place of the watch."""
        self.watches.append((condition, phases))
        self.on_change.append(on_change)
        self.true.append(False)
        self.active.append(True)
        return len(self.watches) - 1

    def unwatch(self, place: int) -> None:
        self.active[place] = False

    def holds(self, place: int, values: list[float], at: float) -> bool:
        """Whether the condition of a watch holds, with these *values* at *at*."""
        condition, phases = self.watches[place]
        return (phases is None or self.state.phase in phases) and condition.holds(values, at, self.state)

    def add_hazard(
        self, amount: Expression, seconds: float, on_fire: Callable[[], None], phases: frozenset[int] | None = None
    ) -> Hazard:
        """*amount* per *seconds* is the rate."""
        hazard = Hazard(self, len(self.hazards), amount, seconds, on_fire, phases)
        self.hazards.append(hazard)
        self.thresholds.append(inf)
        return hazard

    def begin(self, keep: Keep) -> None:
        """Start; the plan's first run that keeps this compiles the flow."""
        self.program = self._program(keep)
        self.follows_crowd = self.program.follows_crowd
        functions = self.program.begin(
            self.state, self._start, self.plan.begins, self.true, self.active, self.thresholds, self._armed
        )
        self.advance: Callable[[float], None] = functions["advance"]
        self.arrive: Callable[[], None] = functions["arrive"]
        self.go_on: Callable[[float], bool] = functions["go_on"]
        self.tick: Callable[[float], bool] = functions["tick"]
        self.readers = self.program.readers
        self.always_stirred = frozenset(self.readers.get("free", ()))  # which changes without an event
        self.all_differing: Callable[[], list[int]] = functions["differing"]
        self.strays: Callable[[], list[tuple[int, float, float, float]] | None] = functions["strays"]
        self.values_at: Callable[[float], list[float]] = functions["values_at"]
        self.start_recording: Callable[[], None] = functions["start_recording"]
        self.stop_recording: Callable[[], None] = functions["stop_recording"]
        self.moods: Callable[[], list[float]] = functions["moods"]
        self.firing: Callable[[], list[int]] = functions["firing"]
        self.once: list[Callable[[float], None]] = functions["once"]
        self.hold: dict[int, Callable[[float], None]] = functions["hold"]
        self._ramp: list[Callable[[tuple[float, ...]], None]] = functions["ramp"]
        self._now = functions["now"]
        self.turn: Callable[[float], bool] = functions["turn"]
        self._expected = functions["expected"]
        self._functions = functions

    def _program(self, keep: Keep) -> Program:
        programs = self.plan.programs
        if keep not in programs:
            watches = [WatchPlan(*watch) for watch in self.watches]
            hazards = [HazardPlan(hazard.amount, hazard.seconds, hazard.phases) for hazard in self.hazards]
            programs[keep] = write_program(self.plan, watches, hazards, self.plan.gathering(keep))
        return programs[keep]

    # --- reading -------------------------------------------------------------------------------------------

    @property
    def values(self) -> list[float]:
        """The indicators at the latest turning point."""
        return self._now()

    def gathered(self, at: float) -> Gathered:
        """What was recorded up to *at*, no later than the next turning point. Reading changes nothing."""
        now, values, seconds, recording, recorded, held, records = self._functions["gathered"](at)
        return Gathered(now, values, seconds, recording, recorded, held, [Record(*record) for record in records])

    def differing(self, stirred: set[int], strays: Sequence[tuple[int, float, float, float]]) -> Sequence[int]:
        """The watches whose condition is no longer what it was, in order, if only those *stirred*, which read a part of
        the state that has changed, and those of *strays*, indicators that left their cell, can be."""
        candidates = stirred | self.always_stirred
        for place, value, low, high in strays:
            cuts = self.program.edges.cuts[place]
            passed = cuts.between(high, value) if value > high else cuts.between(value, low)
            candidates.update([cut.watch for cut in passed])
        values, now = self._now(), self._functions["since"]()
        return [n for n in sorted(candidates) if self.differs(n, values, now)]

    def readers_of(self, parts: Iterable[str] | None) -> tuple[int, ...] | None:
        """The watches that read any of these parts of the state; None if it may be any part."""
        if parts is None:
            return None
        return tuple(sorted({watch for part in parts for watch in self.readers.get(part, ())}))

    def differs(self, place: int, values: list[float], at: float) -> bool:
        """Whether a watch is not what it was, with these *values* at *at*."""
        return self.active[place] and self.holds(place, values, at) != self.true[place]

    # --- changing ------------------------------------------------------------------------------------------

    def arm(self, hazard: int, threshold: float) -> None:
        self.thresholds[hazard] = threshold
        self._armed.add(hazard)

    def add_ramp(self, ramp: Ramp) -> None:
        self.ramps.append(ramp)
        self._set_ramps(ramp.place)

    def end_ramp(self, ramp: Ramp) -> None:
        self.ramps = [other for other in self.ramps if other is not ramp]
        self._set_ramps(ramp.place)

    def _set_ramps(self, place: int) -> None:
        self._ramp[place](tuple(ramp.rate for ramp in self.ramps if ramp.place == place))

    # --- turning points ------------------------------------------------------------------------------------

    def first(self, horizon: float) -> float:
        """The first moment up to *horizon* at which a watch changes or a hazard fires, or after which the way of an
        indicator must be worked out anew; inf if there is none. After ``turn``, ``go_on`` or ``tick`` up to *horizon*
        found that it is not quiet."""
        since, bound, fires, ahead, left, calm, signs = self._expected()
        bound = bound if bound < horizon else inf
        if bound < horizon:  # up to there all are straight lines
            horizon = bound
            ahead = self.values_at(horizon)
            fires = self._next_firing(since, horizon, ahead)
        elif horizon <= since:
            left = []
        change = self._next_change(since, horizon, ahead, left, calm, signs)
        return float(min(bound, since + fires, change))

    def _next_firing(self, since: float, horizon: float, ahead: list[float]) -> float:
        """When the first hazard fires, in seconds from now, with slopes that lead to its rate at *horizon*."""
        span = horizon - since
        first = inf
        rates, slopes, levels = self._functions["hazards"]()
        for place, threshold in enumerate(self.thresholds):
            if threshold < inf and span > 0:
                rate = rates[place]
                slopes[place] = slope = (self._rate(self.hazards[place], ahead, horizon) - rate) / span
                first = min(first, fires_after(span, threshold - levels[place], rate, slope))
        self._functions["set_slopes"](slopes)
        return first

    def _rate(self, hazard: Hazard, values: list[float], at: float) -> float:
        """Per second."""
        if hazard.phases is not None and self.state.phase not in hazard.phases:
            return 0.0
        amount = self.plan.compiler.number(hazard.amount)(values, at, self.state)
        return max(0.0, amount / hazard.seconds)

    def still_fires(self, place: int) -> bool:
        """Whether a hazard that was to fire is still armed for that, after others have fired."""
        return self.thresholds[place] < inf and place not in self._armed

    # --- crossings -----------------------------------------------------------------------------------------

    def _next_change(
        self, since: float, horizon: float, ahead: list[float], left: list[Line], calm: float, signs: list[int]
    ) -> float:
        """The first moment up to *horizon*, where the indicators are *ahead*, at which a watch changes."""
        edges, first = self.program.edges, inf
        others = edges.touched(ahead, horizon, self.state, calm, signs)
        if horizon > calm:
            left = [*left, (-1, since, horizon, since, 1.0, 0.0, -inf, inf)]
        for line in left:
            place, now = line[0], line[1]
            cuts = edges.time_cuts if place < 0 else edges.cuts[place]
            met = set()
            for cut in cuts.between(now, horizon if place < 0 else ahead[place]):
                if not edges.is_plain[cut.watch]:
                    others.add(cut.watch)
                elif cut.edge not in met and self.active[cut.watch]:
                    met.add(cut.edge)
                    moment = _meeting(since, line, cut.at, horizon)
                    if cut.is_bend:
                        first = min(first, moment)
                    elif moment < first:
                        end = first if first < horizon else horizon
                        first = min(first, self._change_near(since, cut.watch, moment, end))
        for number in sorted(others):
            if self.active[number] and self.watches[number][0].edges:
                end = min(first, horizon)
                at = self._crossing(since, number, end, ahead if end == horizon else self.values_at(end))
                first = min(first, inf if at is None else at)
        return first

    def _change_near(self, since: float, watch: int, moment: float, horizon: float) -> float:
        """When, at *moment* or a millisecond later, *watch* is not what it was; inf if it is, or after *horizon*."""
        for at in (moment, moment + 0.001):
            if since < at <= horizon and self.holds(watch, self.values_at(at), at) != self.true[watch]:
                return at
        return inf

    def _crossing(self, since: float, watch: int, horizon: float, ahead: list[float]) -> float | None:
        """The first millisecond in (since, horizon] at which the truth of *watch* changes, or at which one of its
        functions turns, after which it must be looked at anew; None if there is none."""
        condition = self.watches[watch][0]
        turns = self._roots(since, condition.bends, horizon, ahead) if condition.bends else []
        if turns:
            horizon = min(turns)
            ahead = self.values_at(horizon)
        for moment in sorted(self._roots(since, condition.edges, horizon, ahead)):
            at = self._change_near(since, watch, moment, horizon)
            if at < inf:
                return at
        return horizon if turns else None

    def _roots(self, since: float, edges: Sequence[Edge], horizon: float, ahead: list[float]) -> list[float]:
        """For each of *edges* that has another sign at *horizon*: the first millisecond at which it has."""
        moments = []
        values = self._now()
        for edge in edges:
            before = edge.difference(values, since, self.state)
            after = edge.difference(ahead, horizon, self.state)
            if sign_of(before) != sign_of(after):
                moments.append(self._root(since, edge, before, after, horizon))
        return moments

    def _root(self, since: float, edge: Edge, before: float, after: float, horizon: float) -> float:
        """The first whole millisecond at which *edge* has another sign than *before*: where a straight line has, and
        by bisection if it is not there."""
        low, high = round(since * 1000), round(horizon * 1000)
        if edge.is_straight:
            guess = ceil((since + (horizon - since) * before / (before - after)) * 1000)
            for middle in (guess - 1, guess, guess + 1):
                if low < middle < high:
                    if self._differs_at(edge, before, middle):
                        high = middle
                        break
                    low = middle
        while high - low > 1:
            middle = (low + high) // 2
            if self._differs_at(edge, before, middle):
                high = middle
            else:
                low = middle
        return high / 1000

    def _differs_at(self, edge: Edge, before: float, millisecond: int) -> bool:
        at = millisecond / 1000
        return sign_of(edge.difference(self.values_at(at), at, self.state)) != sign_of(before)


def _meeting(since: float, line: Line, cut: float, horizon: float) -> float:
    """The first millisecond up to *horizon* at which *line* has passed *cut*, as it has by then."""
    _, _, _, base, rate, offset, low, high = line
    is_time, rises = low == -inf, rate > 0

    def beyond(tick: int) -> bool:
        at = tick / 1000
        value = at if is_time else base + rate * (at - since) + offset
        value = low if low > value else value
        value = high if high < value else value
        return (value >= cut) == rises

    first, last = round(since * 1000) + 1, round(horizon * 1000)
    tick = ceil((since + (cut - base - offset) / rate) * 1000)
    tick = first if tick < first else last if tick > last else tick
    while tick > first and beyond(tick - 1):
        tick -= 1
    while tick < last and not beyond(tick):
        tick += 1
    return tick / 1000
