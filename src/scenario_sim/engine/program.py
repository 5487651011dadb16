"""The source of the flow: everything a scenario says about its indicators, written out as one Python function.

A loop over lists of drifts, hazards and conditions spends its time on looking things up. So the lists are written
out once per plan, indicator by indicator: ``Program.source`` is the text. It holds nothing but operators, numbers
and names that are made here.

Names in the text, with the place of an indicator behind them:
  v value now · a value at ``then``, the next tick · b base, which drifts and takes effects · o offset held by measures
  r rate per second · l, h bounds · R ramps · i, j no edge changes its sign from i to j · n near a bound
  I integral · S, E first and last value of the main phase · m, M extremes
and with the place of a hazard in brackets: T threshold · L level of its integral · P rate now · Q rate then · D slope.
``j`` alone is the time up to which no edge changes its sign by the passing of time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import Any

from scenario_sim.engine.edges import Edges, average_within
from scenario_sim.engine.formulas import Compiler, Condition, Spelling
from scenario_sim.engine.plan import Plan, PlannedDrift
from scenario_sim.model.expressions import Call, Expression, Name, Node, walk

NOW = Spelling("v{}", "since")
THEN = Spelling("a{}", "at")
FIRST = Spelling("e{}", "at")

Phases = frozenset[int] | None
"""Places of phases; None: all."""


@dataclass(frozen=True, slots=True)
class WatchPlan:
    condition: Condition
    phases: Phases


@dataclass(frozen=True, slots=True)
class HazardPlan:
    """*amount* per *seconds*; *positive* is the place of the watch that follows whether it is above 0."""

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


def write_program(plan: Plan, watches: Sequence[WatchPlan], hazards: Sequence[HazardPlan]) -> Program:
    """Write and compile the flow of *plan* with these watches and hazards."""
    edges = Edges(plan, [watch.condition for watch in watches])
    source = "\n".join(_Writer(plan, watches, hazards, edges).lines()) + "\n"
    names: dict[str, Any] = {
        "__builtins__": {"min": min, "max": max, "abs": abs}, "inf": inf, "average_within": average_within,
        "cells": [partial(edges.cell, place) for place in range(len(plan.ranges))], "time_cell": edges.time_cell,
    }  # fmt: skip
    exec(compile(source, "<flow>", "exec"), names)
    roots = [*(watch.condition.root for watch in watches), *(hazard.amount.root for hazard in hazards)]
    return Program(source, names["begin"], edges, any(map(_reads_crowd, roots)))


def _reads_crowd(root: Node) -> bool:
    return any(isinstance(part, Call) and part.function == "joined" for part in walk(root))


class _Writer:
    def __init__(self, plan: Plan, watches: Sequence[WatchPlan], hazards: Sequence[HazardPlan], edges: Edges) -> None:
        self.plan = plan
        self.compiler: Compiler = plan.compiler
        self.watches = watches
        self.hazards = hazards
        self.edges = edges
        self.places = range(len(plan.ranges))
        self.tracked = [
            next(n for n, watch in enumerate(watches) if watch.condition is condition)
            for condition in plan.tracked.values()
        ]

    def lines(self) -> Iterator[str]:
        yield "def begin(s, values, since, true, active, T, L):"
        body = (
            self._start(), self._reading(), self._plan(), self._look(), self._advance(), self._gathered(),
            self._changes(), self._truths(), self._recording(), self._moods(), self._end(),
        )  # fmt: skip
        for part in body:
            yield from _indented(part)

    def _all(self, pattern: str) -> str:
        """*pattern* once for every indicator, its place for ``#``."""
        return ", ".join(pattern.replace("#", str(place)) for place in self.places)

    def _each(self, *patterns: str) -> Iterator[str]:
        for place in self.places:
            yield from self._for(place, *patterns)

    def _for(self, place: int, *patterns: str) -> Iterator[str]:
        low, high = self.plan.ranges[place]
        for pattern in patterns:
            yield pattern.replace("#", str(place)).replace("LOW", repr(low)).replace("HIGH", repr(high))

    def _start(self) -> Iterator[str]:
        nothing = [0.0] * len(self.hazards)
        yield f"[{self._all('v#')}] = [{self._all('b#')}] = values"
        yield from self._each(
            "o# = r# = I# = S# = E# = 0.0", "a# = v#", "l#, h# = LOW, HIGH", "R# = ()",
            "m#, M# = inf, -inf", "i#, j#, n# = inf, -inf, True",
        )  # fmt: skip
        yield "then = since"
        yield "j = -inf"
        yield "main_seconds = 0.0"
        yield "recording = False"
        yield f"P, Q, D = {nothing}, {nothing}, {nothing}"
        yield f"held = {[0.0] * len(self.tracked)}"
        yield f"signs = {[0] * len(self.edges.others)}"

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
        yield "def calm():"
        yield "    return j, signs"
        yield "def hazards():"
        yield "    return P, D"

    def _moved(self, to: str) -> Iterator[str]:
        """The values *span* seconds on."""
        return self._each(
            f"{to}# = b# + r#*span + o#",
            f"if l# > {to}#: {to}# = l#",
            f"if h# < {to}#: {to}# = h#",
        )

    # --- the next piece ------------------------------------------------------------------------------------

    def _plan(self) -> Iterator[str]:
        """Work out the rates that hold from now on, where they lead by *at*, and whether nothing at all happens up
        to there. No may also mean that it cannot be told cheaply."""
        yield "def plan(at):"
        yield f"    nonlocal then, {self._all('r#, a#')}"
        yield "    then = at"
        yield "    span = at - since"
        phases = sorted(self.compiler.index.phases.values())
        for phase in phases:
            yield f"    {'if' if phase == phases[0] else 'elif'} s.phase == {phase}:"
            yield from _indented(self._rates(phase), 2)
        yield "    if span <= 0:"
        yield from _indented(self._each("a# = v#"), 2)
        yield "        return False"
        yield from _indented(self._each(*self._ahead("a", "r")))
        yield "    if at > j: return False"
        yield from _indented(
            self._each(
                "if not i# <= a# <= j#: return False",
                "if n# and r#:",
                "    way = (h# if r# > 0 else l#) - b# - o#",
                "    if way*r# > 0 and since + max(way/r#, 0.001) < at: return False",
            )
        )
        yield from _indented(self._quiet())
        yield "    return True"
        yield "def go_on(at):"
        yield "    nonlocal P, Q"
        yield "    P, Q = Q, P"
        yield "    return plan(at)"

    def _ahead(self, to: str, rate: str) -> tuple[str, ...]:
        return (
            f"if {rate}#:",
            f"    {to}# = b# + {rate}#*span + o#",
            f"    if l# > {to}#: {to}# = l#",
            f"    if h# < {to}#: {to}# = h#",
            f"else: {to}# = v# + 0.0",
        )

    def _rates(self, phase: int) -> Iterator[str]:
        """The rates in one phase. A rate that changes with what it moves works at the mean of its values now and at
        *at* (Heun's method): what wears off by a share of itself does so too slowly or too fast otherwise."""
        drifts = [(n, drift) for n, drift in enumerate(self.plan.drift) if phase in drift.phases]
        for place in self.places:
            yield f"q{place} = 0.0"
            for number, drift in drifts:
                if drift.place == place:
                    yield from self._rate_now(number, drift)
            yield from self._for(place, "if R#:", "    for x in R#: q# += x")
        moving = [(n, drift) for n, drift in drifts if drift.moves]
        read = {
            self.compiler.index.indicators[part.id]
            for _, drift in moving
            for part in walk(drift.amount)
            if isinstance(part, Name) and part.id in self.compiler.index.indicators
        }
        if read:
            yield "if span > 0:"
            for place in sorted(read):
                yield from _indented(self._for(place, *self._ahead("e", "q")))
            yield "else:"
            yield f"    {'; '.join(f'e{place} = v{place}' for place in sorted(read))}"
        for number, drift in moving:
            test = f"if k{number} is not None: " if drift.when else ""
            yield f"{test}q{drift.place} += ({self._amount(drift, FIRST)} - k{number})/2"
        yield from self._each("r# = q#")

    def _rate_now(self, number: int, drift: PlannedDrift) -> Iterator[str]:
        indent = ""
        if drift.when:
            if drift.moves:
                yield f"k{number} = None"
            yield f"if {self.compiler.source(drift.when.root, NOW)}:"
            indent = "    "
        if drift.moves:
            yield f"{indent}k{number} = {self._amount(drift, NOW)}"
            yield f"{indent}q{drift.place} += k{number}"
        else:
            yield f"{indent}q{drift.place} += {self._amount(drift, NOW)}"

    def _amount(self, drift: PlannedDrift, spelling: Spelling) -> str:
        return f"({self.compiler.source(drift.amount, spelling)})/{drift.seconds!r}"

    def _quiet(self) -> Iterator[str]:
        """Leave if an edge has another sign at *at*, or a hazard fires on the way there."""
        of_hazards = {self.compiler.source(hazard.amount.root, THEN): n for n, hazard in enumerate(self.hazards)}
        seen = set()
        for number, edge in enumerate(self.edges.others):
            source = self.edges.source(edge, THEN)
            yield f"x = {source}"
            yield f"if (x > 0) - (x < 0) != signs[{number}]: return False"
            hazard = of_hazards.get(source)
            if hazard is not None and hazard not in seen:
                seen.add(hazard)
                yield from self._hazard(hazard)
        for hazard in range(len(self.hazards)):
            if hazard not in seen:
                yield f"x = {self.compiler.source(self.hazards[hazard].amount.root, THEN)}"
                yield from self._hazard(hazard)

    def _hazard(self, number: int) -> Iterator[str]:
        """Hazard *number*, whose amount at *at* is ``x``; in other phases than its own all its rates are 0."""
        hazard, n = self.hazards[number], number
        tests = [f"T[{n}] < inf", *self._in_phases(hazard.phases)]
        yield f"if {' and '.join(tests)}:"
        yield f"    Q[{n}] = y = x if (x := x/{hazard.seconds!r}) > 0.0 else 0.0"
        yield f"    if y or P[{n}]:"
        yield f"        D[{n}] = x = (y - P[{n}])/span"
        yield f"        if not (P[{n}] + x*span/2)*span < T[{n}] - L[{n}]: return False"
        yield "    else:"
        yield f"        D[{n}] = 0.0"
        yield f"        if T[{n}] <= L[{n}]: return False"

    def _in_phases(self, phases: Phases) -> list[str]:
        if phases is None or len(phases) == len(self.compiler.index.phases):
            return []
        places = sorted(phases)
        return [f"s.phase == {places[0]}" if len(places) == 1 else f"s.phase in ({', '.join(map(str, places))},)"]

    def _look(self) -> Iterator[str]:
        """See where everything stands after a change: cells, signs of edges, rates of hazards."""
        yield "def look():"
        yield f"    nonlocal j, {self._all('i#, j#, n#')}"
        yield from _indented(self._each("if not i# <= v# <= j#: i#, j#, n# = cells[#](v#, l#, h#)"))
        yield "    j = time_cell(since)"
        for where, minutes in self.edges.timers:
            yield f"    x = {where}"
            yield f"    if x > -5e7 and since < (x := x + {60 * minutes!r}) + 0.01 and x - 0.01 < j: j = x - 0.01"
        for number, edge in enumerate(self.edges.others):
            yield f"    x = {self.edges.source(edge, NOW)}"
            yield f"    signs[{number}] = (x > 0) - (x < 0)"
        for number, hazard in enumerate(self.hazards):
            tests = [f"T[{number}] < inf", *self._in_phases(hazard.phases)]
            source = f"{self.compiler.source(hazard.amount.root, NOW)}/{hazard.seconds!r}"
            yield f"    if {' and '.join(tests)}: P[{number}] = x if (x := {source}) > 0.0 else 0.0"
            yield f"    else: P[{number}] = Q[{number}] = D[{number}] = 0.0"

    # --- going there ---------------------------------------------------------------------------------------

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
            yield f"    if P[{number}] or D[{number}]:"
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
        yield "    then = -inf"
        yield "    advance(at)"
        yield f"    records = [{self._all('(I#, S#, E#, m#, M#)')}]"
        yield "    found = since, now(), main_seconds, recording, held, records"
        yield f"    held, L, P, {kept} = kept"
        yield "    return found"

    def _changes(self) -> Iterator[str]:
        """Jumps of one indicator: of its base (once), or of the offset that measures hold."""
        refresh = list(
            _indented(
                [
                    "if LOW > b#: b# = LOW",
                    "if HIGH < b#: b# = HIGH",
                    "v# = b# + o#",
                    "if LOW > v#: v# = LOW",
                    "if HIGH < v#: v# = HIGH",
                    "if recording:",
                    "    if v# < m#: m# = v#",
                    "    if v# > M#: M# = v#",
                ]
            )
        )
        yield from self._each(
            "def once#(amount):", "    nonlocal b#, v#, m#, M#", "    b# += amount", *refresh,
            "def hold#(amount):", "    nonlocal o#, l#, h#, i#, j#, b#, v#, m#, M#", "    o# += amount",
            "    l# = min(max(LOW, LOW + o#), HIGH)", "    h# = max(min(HIGH, HIGH + o#), LOW)",
            "    i#, j# = inf, -inf", *refresh,
            "def ramp#(rates):", "    nonlocal R#", "    R# = rates",
        )  # fmt: skip

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

    def _moods(self) -> Iterator[str]:
        """What shifts the thresholds of each group of the crowd."""
        crowd = self.plan.scenario.crowd
        moods = [self.compiler.source(group.mood.root, NOW) for group in crowd.groups] if crowd else []
        yield "def moods():"
        yield f"    return [{', '.join(moods)}]"

    def _end(self) -> Iterator[str]:
        names = (
            "now", "values_at", "lines", "calm", "hazards", "plan", "go_on", "look", "advance", "gathered",
            "differing", "start_recording", "stop_recording", "moods",
        )  # fmt: skip
        yield "return {"
        for name in names:
            yield f"    {name!r}: {name},"
        for name in ("once", "hold", "ramp"):
            yield f"    {name!r}: [{self._all(name + '#')}],"
        yield "}"


def _indented(lines: Iterable[str], levels: int = 1) -> Iterator[str]:
    for line in lines:
        yield "    " * levels + line
