"""The source of the flow: everything a scenario says about its indicators, written out as one Python function.

A loop over lists of drifts, hazards and conditions spends its time on looking things up. So the lists are written
out once per plan, indicator by indicator: ``source_of`` gives the text, ``Program`` what came of it. The text holds
nothing but operators, numbers and names that are made here; docs/topics/speed.md says how to look at it.

Names in the text, with the place of an indicator behind them:
  v value now · a value at ``then``, the next tick · b base, which drifts and takes effects · o offset held by measures
  r rate per second · l, h bounds · i, j between these values no edge changes its sign · n near a bound
  m, M extremes · I integral · S, E first and last value of the main phase
and with the place of a hazard in brackets: T threshold · L level of its integral · P rate now · Q rate then · D slope.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import inf, nextafter
from typing import Any

from scenario_sim.engine.formulas import Compiler, Condition, Edge, Spelling
from scenario_sim.engine.plan import Plan
from scenario_sim.model.expressions import Call, Expression, Name, Node, walk

NOW = Spelling("v{}", "since")
THEN = Spelling("a{}", "then")
_MARGIN = 1e-4
"""Share of a range within which of a bound the way to it is worked out exactly."""

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
    """The compiled source. ``begin`` starts one run: it takes the discrete state and the start values, and returns
    the functions of that run by name. *movers* are the places of the indicators on whose edges a watch
    depends, or None if it must always be looked at."""

    source: str
    begin: Callable[..., dict[str, Any]]
    watches: tuple[WatchPlan, ...]
    hazards: tuple[HazardPlan, ...]
    movers: tuple[frozenset[int] | None, ...]
    follows_crowd: bool
    """Whether a watch or a hazard depends on how many join in."""


def write_program(plan: Plan, watches: Sequence[WatchPlan], hazards: Sequence[HazardPlan]) -> Program:
    """Write and compile the flow of *plan* with these watches and hazards."""
    writer = _Writer(plan, watches, hazards)
    source = "\n".join(writer.lines()) + "\n"
    names: dict[str, Any] = {
        "__builtins__": {"min": min, "max": max, "abs": abs}, "inf": inf, "average_within": average_within,
        "cells": [partial(_cell, thresholds, _MARGIN * (high - low))
                  for thresholds, (low, high) in zip(writer.thresholds, plan.ranges, strict=True)],
    }  # fmt: skip
    exec(compile(source, "<flow>", "exec"), names)
    return Program(source, names["begin"], tuple(watches), tuple(hazards), tuple(writer.movers), writer.follows_crowd())


def _cell(thresholds: list[float], margin: float, value: float, low: float, high: float) -> tuple[float, float, bool]:
    """The closed span around *value* in which it passes none of *thresholds* and comes no nearer to a bound than
    *margin*; and whether it is nearer than that already."""
    near = value <= low + margin or value >= high - margin
    marks = thresholds if near else sorted([*thresholds, low + margin, high - margin])
    place = bisect_left(marks, value)
    if place < len(marks) and marks[place] == value:
        return value, value, near
    below = nextafter(marks[place - 1], inf) if place else -inf
    above = nextafter(marks[place], -inf) if place < len(marks) else inf
    return below, above, near


def average_within(start: float, end: float, low: float, high: float) -> float:
    """The mean of a line from *start* to *end* that is kept within *low* and *high*, above *low*."""
    return _above(start, end, low) - _above(start, end, high)


def _above(start: float, end: float, bound: float) -> float:
    """The mean of max(0, x - bound) for x on the line from *start* to *end*."""
    first, last = start - bound, end - bound
    if first <= 0 and last <= 0:
        return 0.0
    if first >= 0 and last >= 0:
        return (first + last) / 2
    peak = max(first, last)
    return peak / 2 * (peak / abs(last - first))


class _Writer:
    """Writes the source. *thresholds* are the constants that each indicator is compared with; *edges* the
    differences that are more than an indicator and a constant."""

    def __init__(self, plan: Plan, watches: Sequence[WatchPlan], hazards: Sequence[HazardPlan]) -> None:
        self.plan = plan
        self.compiler: Compiler = plan.compiler
        self.watches = watches
        self.hazards = hazards
        self.places = range(len(plan.ranges))
        self.thresholds: list[list[float]] = [[] for _ in self.places]
        self.edges: dict[str, Edge] = {}
        self.movers: list[frozenset[int] | None] = []
        for watch in watches:
            self.movers.append(self._sort_out(watch.condition))
        self.thresholds = [sorted(set(found)) for found in self.thresholds]
        self.tracked = [
            next(n for n, watch in enumerate(watches) if watch.condition is condition)
            for condition in plan.tracked.values()
        ]

    def _sort_out(self, condition: Condition) -> frozenset[int] | None:
        movers: set[int] = set()
        simple = True
        for edge in (*condition.edges, *condition.bends):
            found = self._threshold(edge.left, edge.right) or self._threshold(edge.right, edge.left)
            if found is None:
                self.edges.setdefault(self._difference(edge, NOW), edge)
                simple = False
            else:
                movers.add(found[0])
                self.thresholds[found[0]].append(found[1])
        return frozenset(movers) if simple else None

    def _threshold(self, moving: Node, still: Node) -> tuple[int, float] | None:
        """The place and the threshold, if an edge is an indicator against a constant."""
        if not isinstance(moving, Name) or moving.id not in self.compiler.index.indicators:
            return None
        constant = self.compiler.constant(still)
        return None if constant is None else (self.compiler.index.indicators[moving.id], constant)

    def follows_crowd(self) -> bool:
        roots = [*(watch.condition.root for watch in self.watches), *(hazard.amount.root for hazard in self.hazards)]
        return any(isinstance(part, Call) and part.function == "joined" for root in roots for part in walk(root))

    # --- the text ------------------------------------------------------------------------------------------

    def lines(self) -> Iterator[str]:
        yield "def begin(s, values, since, true, active, T, L):"
        body = (
            self._start(), self._reading(), self._head(), self._quiet(), self._look(), self._advance(),
            self._gathered(), self._changes(), self._truths(), self._recording(), self._hazards(), self._moods(),
            self._end(),
        )  # fmt: skip
        for part in body:
            for line in part:
                yield "    " + line

    def _all(self, pattern: str) -> str:
        """*pattern* once for every indicator, its place for ``#``."""
        return ", ".join(pattern.replace("#", str(place)) for place in self.places)

    def _each(self, *patterns: str) -> Iterator[str]:
        for place in self.places:
            low, high = self.plan.ranges[place]
            for pattern in patterns:
                yield pattern.replace("#", str(place)).replace("LOW", repr(low)).replace("HIGH", repr(high))

    def _start(self) -> Iterator[str]:
        hazards = len(self.hazards)
        yield f"[{self._all('v#')}] = [{self._all('b#')}] = values"
        yield from self._each("o# = r# = I# = S# = E# = 0.0", "a# = v#", "l#, h# = LOW, HIGH", "R# = ()")
        yield from self._each("m#, M# = inf, -inf", "i#, j#, n# = inf, -inf, True")
        yield "then = since"
        yield "main_seconds = 0.0"
        yield "recording = False"
        yield f"P, Q, D = {[0.0] * hazards}, {[0.0] * hazards}, {[0.0] * hazards}"
        yield f"held = {[0.0] * len(self.tracked)}"
        yield f"signs = [0]*{len(self.edges)}"

    def _reading(self) -> Iterator[str]:
        yield "def now():"
        yield f"    return [{self._all('v#')}]"
        yield "def values_at(at):"
        yield "    span = at - since"
        yield "    if span <= 0:"
        yield f"        return [{self._all('v#')}]"
        yield from _indented(self._moved("x"))
        yield f"    return [{self._all('x#')}]"
        yield "def lines():"
        yield f"    return [{self._all('(b#, r#, o#, l#, h#)')}]"

    def _moved(self, to: str) -> Iterator[str]:
        """The values *span* seconds on."""
        return self._each(
            f"{to}# = b# + r#*span + o#",
            f"if l# > {to}#: {to}# = l#",
            f"if h# < {to}#: {to}# = h#",
        )

    def _head(self) -> Iterator[str]:
        """Work out the rates that hold from now on, and where they lead by ``then``."""
        yield "def head(at):"
        yield f"    nonlocal then, {self._all('r#, a#')}"
        yield "    then = at"
        yield "    span = at - since"
        yield from _indented(self._each("r# = 0.0"))
        moving = []
        for number, drift in enumerate(self.plan.drift):
            tests = self._in_phases(drift.phases) + ([self.compiler.source(drift.when.root, NOW)] if drift.when else [])
            indent = "    "
            if drift.moves:
                yield f"    k{number} = None"
            if tests:
                yield f"    if {' and '.join(tests)}:"
                indent = "        "
            source = f"({self.compiler.source(drift.amount, NOW)})/{drift.seconds!r}"
            if drift.moves:
                moving.append(number)
                yield f"{indent}k{number} = {source}"
                source = f"k{number}"
            yield f"{indent}r{drift.place} += {source}"
        yield from _indented(self._each("if R#:", "    for x in R#: r# += x"))
        if moving:
            tests = " or ".join(f"k{number} is not None" for number in moving)
            yield f"    if {tests}:"
            yield from _indented(self._ahead(), 2)
            for number in moving:
                drift = self.plan.drift[number]
                source = f"({self.compiler.source(drift.amount, THEN)})/{drift.seconds!r}"
                yield f"        if k{number} is not None: r{drift.place} += ({source} - k{number})/2"
        yield from _indented(self._ahead())

    def _ahead(self) -> Iterator[str]:
        """Where the rates lead by ``then``."""
        yield "if span > 0:"
        yield from _indented(
            self._each(
                "if r#:",
                "    a# = b# + r#*span + o#",
                "    if l# > a#: a# = l#",
                "    if h# < a#: a# = h#",
                "else: a# = v# + 0.0",
            )
        )
        yield "else:"
        yield from _indented(self._each("a# = v#"))

    def _in_phases(self, phases: Phases) -> list[str]:
        if phases is None or len(phases) == len(self.compiler.index.phases):
            return []
        places = sorted(phases)
        return [f"s.phase == {places[0]}" if len(places) == 1 else f"s.phase in ({', '.join(map(str, places))},)"]

    def _quiet(self) -> Iterator[str]:
        """Whether nothing at all happens up to ``then``: no edge changes its sign, no bound is reached, no hazard
        fires. False may also mean that it could not be told cheaply."""
        yield "def quiet():"
        yield "    span = then - since"
        yield "    if span <= 0: return False"
        yield from _indented(
            self._each(
                "if not i# <= a# <= j#: return False",
                "if n# and r#:",
                "    way = (h# if r# > 0 else l#) - b# - o#",
                "    if way*r# > 0 and since + max(way/r#, 0.001) < then: return False",
            )
        )
        for number, edge in enumerate(self.edges.values()):
            yield f"    x = {self._difference(edge, THEN)}"
            yield f"    if (x > 0) - (x < 0) != signs[{number}]: return False"
        for number, hazard in enumerate(self.hazards):
            yield f"    if T[{number}] < inf:"
            yield f"        Q[{number}] = x = {self._rate(hazard, THEN)}"
            yield f"        D[{number}] = y = (x - P[{number}])/span"
            yield f"        if not (P[{number}] + y*span/2)*span < T[{number}] - L[{number}]: return False"
        yield "    return True"

    def _difference(self, edge: Edge, spelling: Spelling) -> str:
        return f"({self.compiler.source(edge.left, spelling)})-({self.compiler.source(edge.right, spelling)})"

    def _rate(self, hazard: HazardPlan, spelling: Spelling) -> str:
        """The rate per second, never below 0."""
        source = f"{self.compiler.source(hazard.amount.root, spelling)}/{hazard.seconds!r}"
        tests = [*self._in_phases(hazard.phases), f"(x := {source}) > 0.0"]
        return f"x if {' and '.join(tests)} else 0.0"

    def _look(self) -> Iterator[str]:
        """See where everything stands after a change: cells, signs of edges, rates of hazards."""
        yield "def look():"
        yield f"    nonlocal {self._all('i#, j#, n#')}"
        yield from _indented(self._each("if not i# <= v# <= j#: i#, j#, n# = cells[#](v#, l#, h#)"))
        for number, edge in enumerate(self.edges.values()):
            yield f"    x = {self._difference(edge, NOW)}"
            yield f"    signs[{number}] = (x > 0) - (x < 0)"
        for number, hazard in enumerate(self.hazards):
            yield f"    if T[{number}] < inf: P[{number}] = {self._rate(hazard, NOW)}"
        yield "def onward():"
        yield "    nonlocal P, Q"
        yield "    P, Q = Q, P"

    def _advance(self) -> Iterator[str]:
        """Bring everything that flows up to a moment, no later than ``then``."""
        yield "def advance(at):"
        yield f"    nonlocal since, main_seconds, {self._all('v#, a#, b#, I#, m#, M#')}"
        yield "    span = at - since"
        yield "    if span <= 0: return"
        yield "    if at != then:"
        yield from _indented(self._moved("a"), 2)
        yield "    if recording:"
        yield "        main_seconds += span"
        yield from _indented(
            self._each(
                "x = b# + o#",
                "y = x + r#*span",
                "if l# <= x <= h# and l# <= y <= h#: I# += ((x - l#) + (y - l#))/2*span + l#*span",
                "else: I# += average_within(x, y, l#, h#)*span + l#*span",
                "if a# < m#: m# = a#",
                "if a# > M#: M# = a#",
            ),
            2,
        )
        for number, watch in enumerate(self.tracked):
            yield f"        if true[{watch}]: held[{number}] += span"
        for number in range(len(self.hazards)):
            yield f"    if T[{number}] < inf:"
            yield f"        L[{number}] += (P[{number}] + D[{number}]*span/2)*span"
            yield f"        P[{number}] += D[{number}]*span"
        yield from _indented(
            self._each(
                "v# = a#",
                "if r#:",
                "    b# += r#*span",
                "    if LOW > b#: b# = LOW",
                "    if HIGH < b#: b# = HIGH",
                "else: b# += 0.0",
            )
        )
        yield "    since = at"

    def _gathered(self) -> Iterator[str]:
        """What was recorded, as if ``advance`` had come to a moment; nothing changes."""
        kept = f"since, then, main_seconds, {self._all('v#, a#, b#, I#, m#, M#')}"
        yield "def gathered(at):"
        yield f"    nonlocal held, L, P, {kept}"
        yield f"    kept = held, L, P, {kept}"
        yield "    held, L, P = held[:], L[:], P[:]"
        yield "    if at > since: then = at - 1.0"
        yield "    advance(at)"
        yield f"    records = [{self._all('(I#, S#, E#, m#, M#)')}]"
        yield "    found = since, now(), main_seconds, recording, held, records"
        yield f"    held, L, P, {kept} = kept"
        yield "    return found"

    def _changes(self) -> Iterator[str]:
        """Jumps of one indicator: of its base (once), or of the offset that measures hold."""
        for place in self.places:
            refresh = [
                "if LOW > b#: b# = LOW",
                "if HIGH < b#: b# = HIGH",
                "v# = b# + o#",
                "if LOW > v#: v# = LOW",
                "if HIGH < v#: v# = HIGH",
                "if recording:",
                "    if v# < m#: m# = v#",
                "    if v# > M#: M# = v#",
            ]
            once = ["def once#(amount):", "    nonlocal b#, v#, m#, M#", "    b# += amount"]
            hold = [
                "def hold#(amount):",
                "    nonlocal o#, l#, h#, i#, j#, b#, v#, m#, M#",
                "    o# += amount",
                "    l# = min(max(LOW, LOW + o#), HIGH)",
                "    h# = max(min(HIGH, HIGH + o#), LOW)",
                "    i#, j# = inf, -inf",
            ]
            ramp = ["def ramp#(rates):", "    nonlocal R#", "    R# = rates"]
            low, high = self.plan.ranges[place]
            for line in [*once, *_indented(refresh), *hold, *_indented(refresh), *ramp]:
                yield line.replace("#", str(place)).replace("LOW", repr(low)).replace("HIGH", repr(high))

    def _truths(self) -> Iterator[str]:
        """The watches whose condition is no longer what it was."""
        yield "def differing():"
        yield "    found = []"
        for number, watch in enumerate(self.watches):
            tests = [*self._in_phases(watch.phases), self.compiler.source(watch.condition.root, NOW)]
            yield f"    if active[{number}] and ({' and '.join(tests)}) != true[{number}]: found.append({number})"
        yield "    return found"

    def _recording(self) -> Iterator[str]:
        yield "def start_recording():"
        yield f"    nonlocal recording, {self._all('S#, m#, M#')}"
        yield "    recording = True"
        yield from _indented(self._each("S# = v#", "if v# < m#: m# = v#", "if v# > M#: M# = v#"))
        yield "def stop_recording():"
        yield f"    nonlocal recording, {self._all('E#')}"
        yield "    recording = False"
        yield from _indented(self._each("E# = v#"))

    def _hazards(self) -> Iterator[str]:
        yield "def hazards():"
        yield "    return P, D"

    def _moods(self) -> Iterator[str]:
        """What shifts the thresholds of each group of the crowd."""
        crowd = self.plan.scenario.crowd
        moods = [self.compiler.source(group.mood.root, NOW) for group in crowd.groups] if crowd else []
        yield "def moods():"
        yield f"    return [{', '.join(moods)}]"

    def _end(self) -> Iterator[str]:
        names = (
            "now", "values_at", "lines", "head", "quiet", "look", "onward", "advance", "gathered", "differing",
            "start_recording", "stop_recording", "hazards", "moods",
        )  # fmt: skip
        yield "return {"
        for name in names:
            yield f"    {name!r}: {name},"
        for name in ("once", "hold", "ramp"):
            yield f"    {name!r}: [{self._all(name + '#')}],"
        yield f"    'cells': lambda: [{self._all('(i#, j#)')}],"
        yield "}"


def _indented(lines: Iterable[str], levels: int = 1) -> Iterator[str]:
    for line in lines:
        yield "    " * levels + line
