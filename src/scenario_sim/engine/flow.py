"""How indicators move between events: piecewise linear, with crossings and firings located inside the piece.

Rates of change are worked out at each turning point (a tick, or an event) and hold until the next one; those
that depend on what they move as the mean of now and the next tick (Heun), so that the error is of second order.
A condition can change inside a piece only where one of its comparisons passes through zero; that moment is
found by bisection to a millisecond. A hazard fires when its integral reaches an exponential threshold; its rate
is taken as linear over the piece, so the integral is exact for linear rates. A coin toss per tick would be biased.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, inf

from scenario_sim.engine.edges import sign_of
from scenario_sim.engine.firing import fires_after
from scenario_sim.engine.formulas import Condition, Edge
from scenario_sim.engine.plan import Gathering, Plan, PlannedChange
from scenario_sim.engine.program import HazardPlan, Program, WatchPlan, write_program
from scenario_sim.engine.state import State
from scenario_sim.model.expressions import Expression


class Watch:
    """Follows one condition and says when it becomes true or false. Outside *phases* it counts as false."""

    __slots__ = ("_flow", "condition", "on_change", "phases", "place")

    def __init__(
        self,
        flow: Flow,
        place: int,
        condition: Condition,
        on_change: Callable[[bool], None],
        phases: frozenset[int] | None,
    ) -> None:
        self._flow = flow
        self.place = place
        self.condition = condition
        self.on_change = on_change
        self.phases = phases

    @property
    def true(self) -> bool:
        return self._flow.true[self.place]

    def stop(self) -> None:
        """Look no more."""
        self._flow.active[self.place] = False

    def holds(self, values: list[float], at: float, state: State) -> bool:
        return (self.phases is None or state.phase in self.phases) and self.condition.holds(values, at, state)


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
    """The indicators and their records at one moment; *held* is how long each tracked condition held."""

    at: float
    values: list[float]
    main_seconds: float
    recording: bool
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
        self.watches: list[Watch] = []
        self.hazards: list[Hazard] = []
        self.ramps: list[Ramp] = []
        self.true: list[bool] = []
        self.active: list[bool] = []
        self.thresholds: list[float] = []
        self.levels: list[float] = []
        self.is_quiet = False
        self.follows_crowd = False
        self.since = self.then = plan.begins
        nothing = [0.0] * len(plan.ranges)
        starts = [start(nothing, plan.begins, state) for start in plan.starts]
        self._start = [min(max(x, low), high) for x, (low, high) in zip(starts, plan.ranges, strict=True)]
        self._now: Callable[[], list[float]] = self._start.copy

    def watch(
        self, condition: Condition, on_change: Callable[[bool], None], phases: frozenset[int] | None = None
    ) -> Watch:
        watch = Watch(self, len(self.watches), condition, on_change, phases)
        self.watches.append(watch)
        self.true.append(False)
        self.active.append(True)
        return watch

    def add_hazard(
        self, amount: Expression, seconds: float, on_fire: Callable[[], None], phases: frozenset[int] | None = None
    ) -> Hazard:
        """*amount* per *seconds* is the rate."""
        hazard = Hazard(self, len(self.hazards), amount, seconds, on_fire, phases)
        self.hazards.append(hazard)
        self.thresholds.append(inf)
        self.levels.append(0.0)
        return hazard

    def begin(self, gathering: Gathering) -> None:
        """Start; the plan's first run with this *gathering* compiles the flow."""
        self.program = self._program(gathering)
        self.follows_crowd = self.program.follows_crowd
        functions = self.program.begin(
            self.state, self._start, self.since, self.true, self.active, self.thresholds, self.levels
        )
        self.differing: Callable[[], list[int]] = functions["differing"]
        self.values_at: Callable[[float], list[float]] = functions["values_at"]
        self.start_recording: Callable[[], None] = functions["start_recording"]
        self.stop_recording: Callable[[], None] = functions["stop_recording"]
        self.moods: Callable[[], list[float]] = functions["moods"]
        self._once: list[Callable[[float], None]] = functions["once"]
        self._hold: dict[int, Callable[[float], None]] = functions["hold"]
        self._ramp: list[Callable[[tuple[float, ...]], None]] = functions["ramp"]
        self._now = functions["now"]
        self._plan: Callable[[float], bool] = functions["plan"]
        self._arrive: Callable[[], None] = functions["arrive"]
        self._tick: Callable[[float], bool] = functions["tick"]
        self._look: Callable[[], None] = functions["look"]
        self._advance: Callable[[float], None] = functions["advance"]
        self._functions = functions

    def _program(self, gathering: Gathering) -> Program:
        programs = self.plan.programs
        if gathering not in programs:
            watches = [WatchPlan(watch.condition, watch.phases) for watch in self.watches]
            hazards = [HazardPlan(hazard.amount, hazard.seconds, hazard.phases) for hazard in self.hazards]
            programs[gathering] = write_program(self.plan, watches, hazards, gathering)
        return programs[gathering]

    # --- reading -------------------------------------------------------------------------------------------

    @property
    def values(self) -> list[float]:
        """The indicators at the latest turning point."""
        return self._now()

    def gathered(self, at: float) -> Gathered:
        """What was recorded up to *at*, no later than the next turning point. Reading changes nothing."""
        since, values, main_seconds, recording, held, records = self._functions["gathered"](at)
        return Gathered(since, values, main_seconds, recording, held, [Record(*record) for record in records])

    # --- changing ------------------------------------------------------------------------------------------

    def advance(self, at: float) -> None:
        """Bring everything that flows up to *at*."""
        if at > self.since:
            self._advance(at)
            self.since = at

    def arm(self, hazard: int, threshold: float) -> None:
        self.thresholds[hazard], self.levels[hazard] = threshold, 0.0

    def change(self, change: PlannedChange, amount: float) -> None:
        """Move an indicator at once by *amount* (kind ``once``), or hold it up or down (kind ``held``)."""
        (self._hold if change.kind == "held" else self._once)[change.place](amount)

    def undo_held(self, place: int, amount: float) -> None:
        self._hold[place](-amount)

    def add_ramp(self, ramp: Ramp) -> None:
        self.ramps.append(ramp)
        self._set_ramps(ramp.place)

    def end_ramp(self, ramp: Ramp) -> None:
        self.ramps = [other for other in self.ramps if other is not ramp]
        self._set_ramps(ramp.place)

    def _set_ramps(self, place: int) -> None:
        self._ramp[place](tuple(ramp.rate for ramp in self.ramps if ramp.place == place))

    # --- turning points ------------------------------------------------------------------------------------

    def turn(self, horizon: float) -> float:
        """Work out the rates that hold from now on, and return the first moment up to *horizon* at which a watch
        changes or a hazard fires; inf if none does."""
        self._look()
        self.is_quiet = self._plan(horizon)
        self.then = horizon
        return inf if self.is_quiet else self._first(horizon)

    def arrive(self) -> None:
        """Go to a tick up to which nothing happens at all (``is_quiet``)."""
        self.since = self.then
        self._arrive()

    def go_on(self, horizon: float) -> float:
        """As ``turn``, after ``arrive`` and without any change of conditions."""
        self.is_quiet = self._plan(horizon)
        self.then = horizon
        return inf if self.is_quiet else self._first(horizon)

    def tick(self, horizon: float) -> float:
        """``arrive`` and ``go_on`` at once."""
        self.since = self.then
        self.is_quiet = self._tick(horizon)
        self.then = horizon
        return inf if self.is_quiet else self._first(horizon)

    def _first(self, horizon: float) -> float:
        """When something happens, exactly."""
        self._functions["wake"]()
        calm, signs, fires = self._functions["expected"]()
        bound = self._next_bound(horizon) if self._functions["near"]() else inf
        if bound < horizon:
            horizon = bound
            ahead = self.values_at(horizon)
            fires = self._next_firing(horizon, ahead)
        else:
            ahead = self._functions["ahead"]()
        return min(bound, self.since + fires, self._next_change(horizon, ahead, calm, signs))

    def _next_bound(self, horizon: float) -> float:
        """When the first indicator reaches a bound before *horizon* and moves no further: up to there all are
        straight lines; inf if none does."""
        first = inf
        for base, rate, offset, low, high in self._functions["lines"]():
            if rate:
                away = (high if rate > 0 else low) - base - offset
                if away * rate > 0:
                    first = min(first, self.since + max(away / rate, 0.001))
        return first if first < horizon else inf

    def _next_firing(self, horizon: float, ahead: list[float]) -> float:
        """When the first hazard fires, in seconds from now, with slopes that lead to its rate at *horizon*."""
        span = horizon - self.since
        first = inf
        rates, slopes = self._functions["rates"](), self._functions["slopes"]()
        for place, threshold in enumerate(self.thresholds):
            if threshold < inf and span > 0:
                rate = rates[place]
                slopes[place] = slope = (self._rate(self.hazards[place], ahead, horizon) - rate) / span
                first = min(first, fires_after(span, threshold - self.levels[place], rate, slope))
        self._functions["set_slopes"](slopes)
        return first

    def _rate(self, hazard: Hazard, values: list[float], at: float) -> float:
        """Per second."""
        if hazard.phases is not None and self.state.phase not in hazard.phases:
            return 0.0
        return max(0.0, self.plan.compiler.number(hazard.amount)(values, at, self.state) / hazard.seconds)

    def firing(self) -> Iterator[Hazard]:
        """The hazards that fire now, to the grain of time; each is looked at when its turn comes."""
        rates, slopes = self._functions["rates"](), self._functions["slopes"]()
        for place, hazard in enumerate(self.hazards):
            threshold = self.thresholds[place]
            if threshold < inf:
                missing = threshold - self.levels[place]
                if fires_after(0.0005, missing, rates[place], slopes[place]) < inf:
                    yield hazard

    # --- crossings -----------------------------------------------------------------------------------------

    def _next_change(self, horizon: float, ahead: list[float], calm: float, signs: list[int]) -> float:
        """The first moment up to *horizon*, where the indicators are *ahead*, at which a watch changes."""
        edges, first = self.program.edges, inf
        others = edges.touched(ahead, horizon, self.state, calm, signs)
        for place, cuts in edges.met(self.since, horizon, self._now(), ahead):
            met = set()
            for cut in cuts:
                if not edges.is_plain[cut.watch]:
                    others.add(cut.watch)
                elif cut.edge not in met and self.active[cut.watch]:
                    met.add(cut.edge)
                    moment = self._meeting(place, cut.at, horizon)
                    first = min(first, self._change_near(self.watches[cut.watch], moment, min(first, horizon)))
        for place in sorted(others):
            watch = self.watches[place]
            if self.active[place] and watch.condition.edges:
                end = min(first, horizon)
                at = self._crossing(watch, end, ahead if end == horizon else self.values_at(end))
                first = min(first, inf if at is None else at)
        return first

    def _meeting(self, place: int, cut: float, horizon: float) -> float:
        """The first millisecond up to *horizon* at which indicator *place* (-1: the time) has passed *cut*."""
        since = self.since
        if place < 0:
            base, rate, offset, low, high = since, 1.0, 0.0, -inf, inf
        else:
            base, rate, offset, low, high = self._functions["lines"]()[place]

        def beyond(tick: int) -> bool:
            at = tick / 1000
            value = at if place < 0 else min(max(base + rate * (at - since) + offset, low), high)
            return (value >= cut) == (rate > 0)

        first, last = round(since * 1000) + 1, round(horizon * 1000)
        tick = min(max(first, ceil((since + (cut - base - offset) / rate) * 1000)), last)
        while tick > first and beyond(tick - 1):
            tick -= 1
        while tick < last and not beyond(tick):
            tick += 1
        return tick / 1000

    def _change_near(self, watch: Watch, moment: float, horizon: float) -> float:
        """When, at *moment* or a millisecond later, *watch* is not what it was; inf if it is, or after *horizon*."""
        for at in (moment, moment + 0.001):
            if self.since < at <= horizon and watch.holds(self.values_at(at), at, self.state) != watch.true:
                return at
        return inf

    def _crossing(self, watch: Watch, horizon: float, ahead: list[float]) -> float | None:
        """The first millisecond in (since, horizon] at which the truth of *watch* changes, or at which one of its
        functions turns, after which it must be looked at anew; None if there is none."""
        turns = self._roots(watch.condition.bends, horizon, ahead) if watch.condition.bends else []
        if turns:
            horizon = min(turns)
            ahead = self.values_at(horizon)
        for moment in sorted(self._roots(watch.condition.edges, horizon, ahead)):
            at = self._change_near(watch, moment, horizon)
            if at < inf:
                return at
        return horizon if turns else None

    def _roots(self, edges: Sequence[Edge], horizon: float, ahead: list[float]) -> list[float]:
        """For each of *edges* that has another sign at *horizon*: the first millisecond at which it has."""
        moments = []
        values = self._now()
        for edge in edges:
            before = edge.difference(values, self.since, self.state)
            after = edge.difference(ahead, horizon, self.state)
            if sign_of(before) != sign_of(after):
                moments.append(self._root(edge, sign_of(before), horizon))
        return moments

    def _root(self, edge: Edge, before: int, horizon: float) -> float:
        """The first whole millisecond at which *edge* has another sign than *before*, by bisection."""
        low, high = round(self.since * 1000), round(horizon * 1000)
        while high - low > 1:
            middle = (low + high) // 2
            at = middle / 1000
            if sign_of(edge.difference(self.values_at(at), at, self.state)) == before:
                low = middle
            else:
                high = middle
        return high / 1000
