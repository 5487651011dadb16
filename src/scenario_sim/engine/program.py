"""The source of the flow: everything a scenario says about its indicators, written out as one Python function.

A loop over lists of drifts, hazards and conditions spends its time on looking things up. So the lists are written
out once per plan, indicator by indicator: ``Program.source`` is the text. It holds nothing but operators, numbers
and names that are made here.

Names in the text, with the place of an indicator behind them:
  v value now · a value at ``then``, the next tick · b base, which drifts and takes effects · o offset held by measures
  (without measures that hold it up or down, an indicator is its base) · r rate per second · l, h bounds · R ramps
  i, j no edge changes its sign from i to j · z the bounds have moved since i and j were found · n near a bound
  I integral · S, E first and last value of the main phase · m, M extremes
and with the place of a hazard behind or in brackets: T, t threshold · L level of its integral · P rate now · Q rate
at ``then`` · D slope · G what the integral gains by ``then``.
``calm`` is the time up to which no edge changes its sign by the passing of time, ``fires`` when a hazard fires.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from scenario_sim.engine.edges import Edges, average_within
from scenario_sim.engine.firing import fires_after
from scenario_sim.engine.formulas import Compiler, Condition, Spelling
from scenario_sim.engine.plan import Gathering, Plan, PlannedDrift
from scenario_sim.engine.state import parts_read
from scenario_sim.model.expressions import Call, Expression, Name, Node, walk

_STANDING = "# what stands"
NOW = Spelling("v{}", "since")

Phases = frozenset[int] | None
"""Places of phases; None: all."""


@dataclass(frozen=True, slots=True)
class WatchPlan:
    condition: Condition
    phases: Phases


@dataclass(frozen=True, slots=True)
class HazardPlan:
    """*amount* per *seconds*."""

    amount: Expression
    seconds: float
    phases: Phases


@dataclass(frozen=True, slots=True)
class Program:
    """The compiled source. ``begin`` starts one run: it takes the discrete state, the start values and the lists of
    the flow, and returns the functions of that run by name."""

    source: str
    begin: Callable[..., dict[str, Any]]
    edges: Edges
    follows_crowd: bool
    """Whether a watch or a hazard depends on how many join in."""
    readers: dict[str, tuple[int, ...]]
    """The watches that read a part of the state (see state.parts_read)."""


def write_program(
    plan: Plan, watches: Sequence[WatchPlan], hazards: Sequence[HazardPlan], gathering: Gathering
) -> Program:
    """Write and compile the flow of *plan* with these watches and hazards."""
    edges = Edges(plan, [watch.condition for watch in watches])
    source = "\n".join(_Writer(plan, watches, hazards, edges, gathering).lines()) + "\n"
    names: dict[str, Any] = {
        "__builtins__": {"min": min, "max": max, "abs": abs}, "inf": inf, "average_within": average_within,
        "fires_after": fires_after, "time_cell": edges.time_cell,
        "cells": [edges.looking_up(place) for place in range(len(plan.ranges))],
    }  # fmt: skip
    exec(compile(source, "<flow>", "exec"), names)
    roots = [*(watch.condition.root for watch in watches), *(hazard.amount.root for hazard in hazards)]
    return Program(source, names["begin"], edges, any(map(_reads_crowd, roots)), _readers(plan, watches))


def _readers(plan: Plan, watches: Sequence[WatchPlan]) -> dict[str, tuple[int, ...]]:
    readers: dict[str, tuple[int, ...]] = {}
    for number, watch in enumerate(watches):
        for part in sorted(parts_read(plan.compiler.source(watch.condition.root))):
            readers[part] = (*readers.get(part, ()), number)
    return readers


def _reads_crowd(root: Node) -> bool:
    return any(isinstance(part, Call) and part.function == "joined" for part in walk(root))


class _Writer:
    def __init__(
        self,
        plan: Plan,
        watches: Sequence[WatchPlan],
        hazards: Sequence[HazardPlan],
        edges: Edges,
        gathering: Gathering,
    ) -> None:
        self.plan = plan
        self.compiler: Compiler = plan.compiler
        self.watches = watches
        self.hazards = hazards
        self.edges = edges
        self.gathering = gathering
        self.places = range(len(plan.ranges))
        self.drifting = {drift.place for drift in plan.drift}
        self.still = set(self.places) - self.drifting
        self.standing: dict[str, str] = {}
        """Source and name of what is the same until the next event, and is worked out at the beginning of a turn."""
        self.now = Spelling("v{}", "since", self._standing_name)
        self.here = Spelling("w{}", "since", self._standing_name)
        self.first = Spelling("e{}", "at", self._standing_name)
        self.then = Spelling("c{}", "at", self._standing_name)
        self.tracked = [
            next(n for n, watch in enumerate(watches) if watch.condition is condition)
            for condition in plan.tracked.values()
        ]

    def lines(self) -> Iterator[str]:
        body = (
            self._reading(), self._tick(), self._expected(), self._advance(), self._gathered(), self._changes(),
            self._truths(), self._recording(), self._moods(), self._end(),
        )  # fmt: skip
        functions = [line for part in body for line in part]
        yield "def begin(s, values, since, true, active, T, armed):"
        yield from _in(self._start())
        for line in functions:
            yield from _in(self._work_out_what_stands() if line == _STANDING else [line])

    def _work_out_what_stands(self) -> Iterator[str]:
        if self.standing:
            yield f"    nonlocal {', '.join(self.standing.values())}"
            yield from (f"    {name} = {source}" for source, name in self.standing.items())

    def _standing_name(self, node: Node) -> str | None:
        if not self.compiler.stands(node):
            return None
        source = self.compiler.source(node, NOW)
        return self.standing.setdefault(source, f"f{len(self.standing)}")

    # --- patterns ------------------------------------------------------------------------------------------

    def _fill(self, place: int, pattern: str) -> str:
        """*pattern* for one indicator: its place for ``#``, its range for LOW and HIGH; ``b#``, ``o#`` and the
        bounds are names of their own only where a measure can hold the indicator up or down."""
        low, high = (repr(bound) for bound in self.plan.ranges[place])
        if place not in self.plan.held:
            pattern = pattern.replace(" + o#", "").replace(" - o#", "").replace("b#", "v#").replace("B#", "w#")
            pattern = pattern.replace("l#", "LOW").replace("h#", "HIGH")
        pattern = pattern.replace("B#", "b#")
        return pattern.replace("#", str(place)).replace("LOW", low).replace("HIGH", high)

    def _for(self, place: int, *patterns: str) -> Iterator[str]:
        return (self._fill(place, pattern) for pattern in patterns)

    def _each(self, *patterns: str, of: Iterable[int] | None = None) -> Iterator[str]:
        for place in self.places if of is None else sorted(of):
            yield from self._for(place, *patterns)

    def _all(self, pattern: str, of: Iterable[int] | None = None) -> str:
        return ", ".join(self._each(pattern, of=of))

    def _nonlocal(self, *names: str) -> Iterator[str]:
        """A declaration of *names*: v#, a#, … of all indicators that have such a name, P#, Q#, … of all hazards."""
        found: list[str] = []
        gathering = self.gathering
        own = {"b": self.plan.held, "o": self.plan.held, "l": self.plan.held, "h": self.plan.held, "z": self.plan.held,
               "I": gathering.integrals, "m": gathering.lows, "M": gathering.highs}  # fmt: skip
        for name in names:
            if not name.endswith("#"):
                found.append(name)
            elif name[0] in "PQDGLt":
                found += [f"{name[0]}{place}" for place in range(len(self.hazards))]
            else:
                found += [f"{name[0]}{place}" for place in sorted(own.get(name[0], self.places))]
        if found:
            yield f"nonlocal {', '.join(found)}"

    def _of_hazards(self, name: str) -> str:
        return ", ".join(f"{name}{place}" for place in range(len(self.hazards)))

    def _extremes(self, value: str) -> Iterator[str]:
        yield from self._each(f"if {value} < m#: m# = {value}", of=self.gathering.lows)
        yield from self._each(f"if {value} > M#: M# = {value}", of=self.gathering.highs)

    def _in_phases(self, phases: Phases) -> list[str]:
        if phases is None or len(phases) == len(self.compiler.index.phases):
            return []
        places = sorted(phases)
        return [f"s.phase == {places[0]}" if len(places) == 1 else f"s.phase in ({', '.join(map(str, places))},)"]

    # --- the beginning, and reading ------------------------------------------------------------------------

    def _start(self) -> Iterator[str]:
        held, gathering = self.plan.held, self.gathering
        yield f"[{self._all('v#')}] = values"
        yield from self._each("r# = S# = E# = 0.0", "a# = v#", "R# = ()", "i#, j#, n# = inf, -inf, True")
        yield from self._each("z# = True", "b# = v#", "o# = 0.0", "l#, h# = LOW, HIGH", of=held)
        yield from self._each("I# = 0.0", of=gathering.integrals)
        yield from self._each("m# = inf", of=gathering.lows)
        yield from self._each("M# = -inf", of=gathering.highs)
        yield from (f"P{n} = Q{n} = D{n} = G{n} = L{n} = 0.0; t{n} = inf" for n in range(len(self.hazards)))
        yield from (f"{name} = None" for name in self.standing.values())
        yield "then = since"
        yield "calm, fires = -inf, inf"
        yield "main_seconds = 0.0"
        yield "recording = recorded = ramped = near = False"
        yield f"held = {[0.0] * len(self.tracked)}"
        yield f"signs = {[0] * len(self.edges.others)}"

    def _reading(self) -> Iterator[str]:
        yield "def since_when():"
        yield "    return since"
        yield "def now():"
        yield f"    return [{self._all('v#')}]"
        yield "def values_at(at):"
        yield "    span = at - since"
        yield "    if span <= 0:"
        yield f"        return [{self._all('v#')}]"
        yield from _in(self._moved("x"))
        yield f"    return [{self._all('x#')}]"
        yield "def lines():"
        yield f"    return [{', '.join(self._line(place) for place in self.places)}]"
        yield "def hazards():"
        yield f"    return {', '.join(f'[{self._of_hazards(name)}]' for name in 'PDL')}"
        yield "def set_slopes(found):"
        yield from _in(self._nonlocal("D#"))
        yield f"    [{self._of_hazards('D')}] = found"

    def _line(self, place: int) -> str:
        offset = "o#" if place in self.plan.held else "0.0"
        return self._fill(place, f"(b#, r#, {offset}, l#, h#)")

    def _moved(self, to: str) -> Iterator[str]:
        """The values *span* seconds on."""
        return self._each(
            f"{to}# = b# + r#*span + o#",
            f"if l# > {to}#: {to}# = l#",
            f"if h# < {to}#: {to}# = h#",
        )

    # --- the next piece ------------------------------------------------------------------------------------

    def _tick(self) -> Iterator[str]:
        """``turn`` looks around after a change. It works out the rates that hold from now on, where they lead by
        *at*, and whether nothing at all happens up to there; no may also mean that it cannot be told cheaply.
        ``arrive`` goes to ``then`` if nothing does, ``go_on`` is ``turn`` after it, and ``tick`` is both."""
        planned = ("then", "fires", "r#", "a#", "Q#", "D#", "G#")
        arrived = ("since", "main_seconds", "v#", "b#", "I#", "m#", "M#", "P#", "L#")
        looked = ("calm", "near", "v#", "r#", "a#", "z#", "i#", "j#", "n#", "P#", "Q#", "D#", "L#", "t#")
        functions = {
            "go_on": (planned, self._each("w# = v#"), self._plan()),
            "turn": (looked, self._each("w# = v#"), self._look(), ["return go_on(at)"]),
            "arrive": (arrived, self._arrive_there()),
            "tick": (arrived, self._arrive_there(), ["return go_on(at)"]),
        }
        for name, (changed, *parts) in functions.items():
            yield f"def {name}({'' if name == 'arrive' else 'at'}):"
            yield from _in(self._nonlocal(*changed))
            if name == "turn":
                yield _STANDING
            for part in parts:
                yield from _in(part)

    def _plan(self) -> Iterator[str]:
        """Needs the values now in ``w#``."""
        yield "then = at"
        yield "fires = inf"
        yield "span = at - since"
        yield "if span <= 0:"
        yield from _in(self._by_phase(self._no_time))
        yield from _in(self._each("a# = w#"))
        yield "    return False"
        yield from self._by_phase(self._going)
        yield "quiet = at <= calm"
        check = (
            "if c# < i# or c# > j#:",
            "    if l# > c#: c# = l#",
            "    if h# < c#: c# = h#",
            "    if c# < i# or c# > j#: quiet = False",
        )
        yield from self._each(*check, "r# = q#", "a# = c#", of=self.drifting)
        if self.still:
            yield "if ramped:"
            yield from _in(self._each(*check, "r# = q#", "a# = c#", of=self.still))
        for number, edge in enumerate(self.edges.others):
            yield f"x = {self.edges.source(edge, self.then)}"
            yield f"if (x > 0) - (x < 0) != signs[{number}]: quiet = False"
        yield "if near:"
        yield from _in(
            self._each(
                "if n# and r#:",
                "    x = (h# if r# > 0 else l#) - B# - o#",
                "    if x*r# > 0 and since + max(x/r#, 0.001) < at: quiet = False",
            )
        )
        for number in range(len(self.hazards)):
            yield f"p = P{number}"
            yield "if p:"
            yield from _in(self._hazard(number))
        yield "return quiet"

    def _by_phase(self, write: Callable[[int], Iterator[str]]) -> Iterator[str]:
        phases = sorted(self.compiler.index.phases.values())
        if len(phases) == 1:
            yield from write(phases[0])
            return
        for phase in phases:
            yield f"{'if' if phase == phases[0] else 'elif'} s.phase == {phase}:"
            yield from _in(write(phase))

    def _going(self, phase: int) -> Iterator[str]:
        """Rates and values at *at* in one phase. A rate that changes with what it moves works at the mean of its
        values now and at *at* (Heun's method): what wears off by a share of itself does so too slowly or too fast
        otherwise."""
        drifts = self._drifts(phase)
        read = self._read_by_moving(phase)
        ahead = ("e# = B# + q#*span + o#", "if l# > e#: e# = l#", "if h# < e#: e# = h#")
        moved = {drift.place for _, drift in drifts}
        yield from self._rates_now(phase)
        yield from self._each(*ahead, of=read & self.drifting)
        if self.still:
            yield "if ramped:"
            yield from _in(self._each("q# = 0.0", "for x in R#: q# += x", of=self.still))
            yield from _in(self._each(*ahead, of=read & self.still))
            yield from _in(self._each("c# = B# + q#*span + o#", of=self.still))
            yield "else:"
            yield from _in(self._each("e# = w#", of=read & self.still))
            yield from _in(self._each("c# = w#", of=self.still))
        yield from self._means(drifts)
        for place in sorted(self.drifting):
            rest = "" if place in moved else " if R# else w# + 0.0"
            yield from self._for(place, f"c# = B# + q#*span + o#{rest}")

    def _no_time(self, phase: int) -> Iterator[str]:
        """The rates when no time is left up to the next tick."""
        yield from self._rates_now(phase)
        yield from self._each("q# = 0.0", "for x in R#: q# += x", of=self.still)
        yield from self._each("e# = w#", of=self._read_by_moving(phase))
        yield from self._means(self._drifts(phase))
        yield from self._each("r# = q#")

    def _drifts(self, phase: int) -> list[tuple[int, PlannedDrift]]:
        return [(n, drift) for n, drift in enumerate(self.plan.drift) if phase in drift.phases]

    def _read_by_moving(self, phase: int) -> set[int]:
        """The indicators that rates depend on which change with them."""
        index = self.compiler.index.indicators
        parts = [part for _, drift in self._drifts(phase) if drift.moves for part in walk(drift.amount)]
        return {index[part.id] for part in parts if isinstance(part, Name) and part.id in index}

    def _rates_now(self, phase: int) -> Iterator[str]:
        drifts = self._drifts(phase)
        for place in sorted(self.drifting):
            own = [(number, drift) for number, drift in drifts if drift.place == place]
            if not own or own[0][1].when:
                yield f"q{place} = 0.0"
            for number, drift in own:
                yield from self._rate_now(number, drift, first=number == own[0][0])
        if self.drifting:
            yield "if ramped:"
            yield from _in(self._each("for x in R#: q# += x", of=self.drifting))

    def _rate_now(self, number: int, drift: PlannedDrift, first: bool) -> Iterator[str]:
        indent = ""
        if drift.when:
            if drift.moves:
                yield f"k{number} = None"
            yield f"if {self.compiler.source(drift.when.root, self.here)}:"
            indent = "    "
        amount = self._amount(drift, self.here)
        if drift.moves:
            yield f"{indent}k{number} = {amount}"
            amount = f"k{number}"
        yield f"{indent}q{drift.place} {'=' if first and not drift.when else '+='} {amount}"

    def _means(self, drifts: list[tuple[int, PlannedDrift]]) -> Iterator[str]:
        for number, drift in drifts:
            if drift.moves:
                test = f"if k{number} is not None: " if drift.when else ""
                yield f"{test}q{drift.place} += ({self._amount(drift, self.first)} - k{number})/2"

    def _amount(self, drift: PlannedDrift, spelling: Spelling) -> str:
        return f"({self.compiler.source(drift.amount, spelling)})/{drift.seconds!r}"

    # --- hazards -------------------------------------------------------------------------------------------

    def _rate(self, number: int, spelling: Spelling) -> str:
        """The rate per second, never below 0."""
        hazard = self.hazards[number]
        return f"x if (x := {self.compiler.source(hazard.amount.root, spelling)}/{hazard.seconds!r}) > 0.0 else 0.0"

    def _hazard(self, number: int) -> Iterator[str]:
        """What a hazard of rate ``p`` now gains by *at*, and when it fires if it does."""
        n = number
        yield f"Q{n} = y = {self._rate(number, self.then)}"
        yield f"D{n} = x = (y - p)/span"
        yield f"G{n} = x = (p + x*span/2)*span"
        yield f"if not x < t{n} - L{n}:"
        yield "    quiet = False"
        yield f"    fires = min(fires, fires_after(span, t{n} - L{n}, p, D{n}))"

    def _expected(self) -> Iterator[str]:
        """What is known when something happens before ``then``: when an indicator reaches a bound and moves no
        further, when a hazard fires, the values then, and which indicators leave their cell."""
        yield "def expected():"
        yield from _in(self._nonlocal("fires", "Q#", "D#", "G#"))
        yield "    at, quiet, left = then, False, []"
        yield "    span = at - since"
        yield from _in(self._each("c# = a#"))
        yield "    if span > 0:"
        yield "        p = 0.0"
        for number, hazard in enumerate(self.hazards):
            tests = [f"t{number} < inf", f"not P{number}", *self._in_phases(hazard.phases)]
            yield f"        if {' and '.join(tests)}:"
            yield from _in(self._hazard(number), 3)
        yield "    bound = inf"
        for place in self.places:
            line = self._line(place).strip("()")
            yield from _in(
                self._for(
                    place,
                    "if n# or c# < i# or c# > j#:",
                    f"    if c# < i# or c# > j#: left.append((#, v#, c#, {line}))",
                    "    x = (h# if r# > 0 else l#) - b# - o#",
                    "    if x*r# > 0: bound = min(bound, since + max(x/r#, 0.001))",
                )
            )
        yield f"    return since, bound, fires, [{self._all('c#')}], left, calm, signs"
        yield "def firing():"
        yield "    found = []"
        for n in range(len(self.hazards)):
            yield f"    if t{n} < inf and not (P{n} + D{n}*0.0005/2)*0.0005 < t{n} - L{n}: found.append({n})"
        yield "    return found"

    def _look(self) -> Iterator[str]:
        """See where everything stands after a change: cells, timers, signs of edges, thresholds, rates of hazards.
        Needs the values now in ``w#``."""
        yield from self._each("v# = a# = w# + 0.0", "r# = 0.0", of=self.still)
        for place in self.places:
            renewed, test = ("; z# = False", "z# or ") if place in self.plan.held else ("", "")
            yield from self._for(place, f"if {test}w# < i# or w# > j#: i#, j#, n# = cells[#](w#, l#, h#){renewed}")
        yield f"near = {' or '.join(self._each('n#'))}"
        yield "calm = time_cell(since)" if self.edges.time_cuts.all else "calm = inf"
        for where, minutes in self.edges.timers:
            yield f"x = {where}"
            yield f"if x > -5e7 and since < (x := x + {60 * minutes!r}) + 0.01 and x - 0.01 < calm: calm = x - 0.01"
        for number, edge in enumerate(self.edges.others):
            yield f"x = {self.edges.source(edge, self.here)}"
            yield f"signs[{number}] = (x > 0) - (x < 0)"
        if self.hazards:
            yield "if armed:"
            yield from _in(f"t{n} = T[{n}]" for n in range(len(self.hazards)))
            for n in range(len(self.hazards)):
                yield f"    if {n} in armed: L{n} = 0.0"
            yield "    armed.clear()"
        for number, hazard in enumerate(self.hazards):
            tests = [f"t{number} < inf", *self._in_phases(hazard.phases)]
            yield f"P{number} = ({self._rate(number, self.here)}) if {' and '.join(tests)} else 0.0"
            yield f"if not P{number}: Q{number} = D{number} = 0.0"

    # --- going there ---------------------------------------------------------------------------------------

    def _arrive_there(self) -> Iterator[str]:
        """Go to ``then``; the values of then are in ``w#`` after it."""
        yield "span = then - since"
        yield from self._each("w# = a#", of=self.drifting)
        yield from self._each("w# = v#", of=self.still)
        if self.still:
            yield "if ramped:"
            yield from _in(self._each("w# = a#", of=self.still))
        yield from self._gather("w#")
        yield from (f"if P{n}: L{n} += G{n}; P{n} = Q{n}" for n in range(len(self.hazards)))
        yield "since = then"

    def _gather(self, to: str) -> Iterator[str]:
        """Gather over *span* seconds, then let the values be those in *to*."""
        yield "if recording:"
        yield "    main_seconds += span"
        for place in sorted(self.gathering.integrals):
            yield from _in(self._integral(place))
        yield from _in(self._extremes(to))
        for number, watch in enumerate(self.tracked):
            yield f"    if true[{watch}]: held[{number}] += span"
        base = ("b# += r#*span", "if LOW > b#: b# = LOW", "if HIGH < b#: b# = HIGH")
        yield from self._each(*base, of=self.plan.held & self.drifting)
        if self.plan.held & self.still:
            yield "if ramped:"
            yield from _in(self._each(*base, of=self.plan.held & self.still))
        yield from self._each(f"v# = {to}")

    def _integral(self, place: int) -> Iterator[str]:
        held = place in self.plan.held
        inside = "((x - l#) + (y - l#))/2*span + l#*span"
        if not held and self.plan.ranges[place][0] == 0.0:
            inside = "(x + y)/2*span"
        return self._for(
            place,
            f"x = {'b# + o#' if held else 'v#'}",
            "y = x + r#*span",
            f"if {'x < l# or x > h# or ' if held else ''}y < l# or y > h#:",
            "    I# += average_within(x, y, l#, h#)*span + l#*span",
            f"else: I# += {inside}",
        )

    def _advance(self) -> Iterator[str]:
        """Bring everything that flows up to a moment, no later than ``then``."""
        yield "def advance(at):"
        yield from _in(self._nonlocal("since", "main_seconds", "v#", "b#", "I#", "m#", "M#", "P#", "L#"))
        yield "    span = at - since"
        yield "    if span <= 0: return"
        yield "    if at == then:"
        yield from _in(self._each("w# = a#"), 2)
        yield "    else:"
        yield from _in(self._moved("w"), 2)
        yield from _in(self._gather("w#"))
        for n in range(len(self.hazards)):
            yield f"    if P{n} or D{n}:"
            yield f"        L{n} += (P{n} + D{n}*span/2)*span"
            yield f"        P{n} += D{n}*span"
        yield "    since = at"

    def _gathered(self) -> Iterator[str]:
        """What was recorded, as if ``advance`` had come to a moment; nothing changes."""
        names = ("held", "since", "then", "main_seconds", "v#", "b#", "I#", "m#", "M#", "P#", "L#")
        (declared,) = self._nonlocal(*names)
        kept = declared.removeprefix("nonlocal ")
        yield "def gathered(at):"
        yield f"    {declared}"
        yield f"    kept = {kept}"
        yield "    held = held[:]"
        yield "    then = -inf"
        yield "    advance(at)"
        yield f"    records = [{', '.join(self._record(place) for place in self.places)}]"
        yield "    found = since, now(), main_seconds, recording, recorded, held, records"
        yield f"    {kept} = kept"
        yield "    return found"

    def _record(self, place: int) -> str:
        integral = "I#" if place in self.gathering.integrals else "0.0"
        low = "m#" if place in self.gathering.lows else "inf"
        high = "M#" if place in self.gathering.highs else "-inf"
        return self._fill(place, f"({integral}, S#, E#, {low}, {high})")

    # --- changes -------------------------------------------------------------------------------------------

    def _changes(self) -> Iterator[str]:
        """Jumps of one indicator: of its base (once), or of the offset that measures hold."""
        for place in self.places:
            yield f"def once{place}(amount):"
            yield from _in(self._own(place, "v", "b", "m", "M"))
            yield from _in(self._for(place, "b# += amount"))
            yield from _in(self._refresh(place))
            yield f"def ramp{place}(rates):"
            yield from _in(self._for(place, "nonlocal ramped, R#", "R# = rates"))
            yield f"    ramped = {' or '.join(self._each('R#'))}"
            if place in self.plan.held:
                yield f"def hold{place}(amount):"
                yield from _in(self._own(place, "o", "l", "h", "z", "v", "b", "m", "M"))
                yield from _in(
                    self._for(
                        place,
                        "o# += amount",
                        "l# = min(max(LOW, LOW + o#), HIGH)",
                        "h# = max(min(HIGH, HIGH + o#), LOW)",
                        "z# = True",
                    )
                )
                yield from _in(self._refresh(place))

    def _own(self, place: int, *names: str) -> Iterator[str]:
        known = {"b": self.plan.held, "m": self.gathering.lows, "M": self.gathering.highs}
        yield "nonlocal " + ", ".join(f"{name}{place}" for name in names if place in known.get(name, self.places))

    def _refresh(self, place: int) -> Iterator[str]:
        yield from self._for(place, "if LOW > b#: b# = LOW", "if HIGH < b#: b# = HIGH")
        if place in self.plan.held:
            yield from self._for(place, "v# = b# + o#", "if LOW > v#: v# = LOW", "if HIGH < v#: v# = HIGH")
        if place in self.gathering.lows:
            yield from self._for(place, "if recording and v# < m#: m# = v#")
        if place in self.gathering.highs:
            yield from self._for(place, "if recording and v# > M#: M# = v#")

    # --- the rest ------------------------------------------------------------------------------------------

    def _truths(self) -> Iterator[str]:
        """The watches whose condition is no longer what it was; and the indicators that are not in their cell any
        more, or None if anything else may have changed a condition."""
        yield "def differing():"
        yield "    found = []"
        for number, watch in enumerate(self.watches):
            tests = [*self._in_phases(watch.phases), self.compiler.source(watch.condition.root, NOW)]
            yield f"    if active[{number}] and ({' and '.join(tests)}) != true[{number}]: found.append({number})"
        yield "    return found"
        yield "def strays():"
        yield "    if since > calm: return None"
        for number, edge in enumerate(self.edges.others):
            yield f"    x = {self.edges.source(edge, NOW)}"
            yield f"    if (x > 0) - (x < 0) != signs[{number}]: return None"
        yield "    found = []"
        yield from _in(self._each("if v# < i# or v# > j#: found.append((#, v#, i#, j#))"))
        yield "    return found"

    def _recording(self) -> Iterator[str]:
        yield "def start_recording():"
        yield from _in(self._nonlocal("recording", "recorded", "S#", "m#", "M#"))
        yield "    recording = recorded = True"
        yield from _in(self._each("S# = v#"))
        yield from _in(self._extremes("v#"))
        yield "def stop_recording():"
        yield from _in(self._nonlocal("recording", "E#"))
        yield "    recording = False"
        yield from _in(self._each("E# = v#"))

    def _moods(self) -> Iterator[str]:
        """What shifts the thresholds of each group of the crowd."""
        crowd = self.plan.scenario.crowd
        moods = [self.compiler.source(group.mood.root, self.now) for group in crowd.groups] if crowd else []
        yield "def moods():"
        yield f"    return [{', '.join(moods)}]"

    def _end(self) -> Iterator[str]:
        names = (
            "now", "values_at", "lines", "hazards", "set_slopes", "turn", "arrive", "go_on", "tick", "expected",
            "firing", "advance", "gathered", "differing", "strays", "start_recording", "stop_recording", "moods",
        )  # fmt: skip
        yield "return {"
        for name in names:
            yield f"    {name!r}: {name},"
        yield "    'since': since_when,"
        yield f"    'once': [{self._all('once#')}],"
        yield f"    'ramp': [{self._all('ramp#')}],"
        yield f"    'hold': {{{', '.join(f'{place}: hold{place}' for place in sorted(self.plan.held))}}},"
        yield "}"


def _in(lines: Iterable[str], levels: int = 1) -> Iterator[str]:
    """*lines* so many levels further in."""
    for line in lines:
        yield "    " * levels + line
