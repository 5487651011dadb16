"""The whole text: one function that begins a run, with the functions of that run inside it."""

from __future__ import annotations

from collections.abc import Sequence

from scenario_sim.engine.edges import Edges
from scenario_sim.engine.plan import Gathering, Plan
from scenario_sim.engine.source.hazards import HazardPlan, Hazards
from scenario_sim.engine.source.names import PLAIN, Lines, Names, WatchPlan, declared, indented
from scenario_sim.engine.source.rates import Rates

_STANDING = "# what stands"
_IN_CELL = (
    "if c# < i# or c# > j#:",
    "    if l# > c#: c# = l#",
    "    if h# < c#: c# = h#",
    "    if c# < i# or c# > j#: quiet = False",
    "r# = q#",
    "a# = c#",
)


class FlowSource:
    """The source of *plan* with these watches and hazards; ``str`` gives the text."""

    def __init__(
        self,
        plan: Plan,
        watches: Sequence[WatchPlan],
        hazards: Sequence[HazardPlan],
        edges: Edges,
        gathering: Gathering,
    ) -> None:
        self._plan = plan
        self._watches = watches
        self._edges = edges
        self._names = Names(plan, gathering)
        self._rates = Rates(self._names)
        self._hazards = Hazards(self._names, hazards)
        self._tracked = [
            next(n for n, watch in enumerate(watches) if watch.condition is condition)
            for condition in plan.tracked.values()
        ]

    def __str__(self) -> str:
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Lines:
        body = (
            self._reading(), self._hazards.reading(), self._pieces(), self._expected(), self._advance(),
            self._gathered(), self._changes(), self._truths(), self._recording(), self._moods(), self._end(),
        )  # fmt: skip
        functions = [line for part in body for line in part]
        yield "def begin(s, values, since, true, active, T, armed):"
        yield from indented(self._begin())
        for line in functions:
            yield from indented(self._what_stands() if line == _STANDING else [line])

    def _what_stands(self) -> Lines:
        standing = self._names.standing
        yield from indented(declared(standing.values()))
        yield from (f"    {name} = {source}" for source, name in standing.items())

    # --- the beginning, and reading ------------------------------------------------------------------------

    def _begin(self) -> Lines:
        names, gathering, held = self._names, self._names.gathering, self._plan.held
        yield f"[{names.all('v#')}] = values"
        yield from names.each("r# = S# = E# = 0.0", "a# = v#", "R# = ()", "i#, j#, n# = inf, -inf, True")
        yield from names.each("z# = True", "b# = v#", "o# = 0.0", "l#, h# = LOW, HIGH", of=held)
        yield from names.each("I# = 0.0", of=gathering.integrals)
        yield from names.each("m# = inf", of=gathering.lows)
        yield from names.each("M# = -inf", of=gathering.highs)
        yield from self._hazards.begin()
        yield from (f"{name} = None" for name in names.standing.values())
        yield "then = since"
        yield "calm, fires = -inf, inf"
        yield "main_seconds = 0.0"
        yield "recording = recorded = ramped = near = False"
        yield f"held = {[0.0] * len(self._tracked)}"
        yield f"signs = {[0] * len(self._edges.others)}"

    def _reading(self) -> Lines:
        names = self._names
        yield "def since_when():"
        yield "    return since"
        yield "def now():"
        yield f"    return [{names.all('v#')}]"
        yield "def values_at(at):"
        yield "    span = at - since"
        yield "    if span <= 0:"
        yield f"        return [{names.all('v#')}]"
        yield from indented(self._moved("x"))
        yield f"    return [{names.all('x#')}]"
        yield "def lines():"
        yield f"    return [{', '.join(f'({self._line(place)})' for place in names.places)}]"

    def _line(self, place: int) -> str:
        offset = "o#" if place in self._plan.held else "0.0"
        return self._names.fill(place, f"b#, r#, {offset}, l#, h#")

    def _moved(self, to: str) -> Lines:
        """The values *span* seconds on."""
        return self._names.each(
            f"{to}# = b# + r#*span + o#",
            f"if l# > {to}#: {to}# = l#",
            f"if h# < {to}#: {to}# = h#",
        )

    # --- pieces --------------------------------------------------------------------------------------------

    def _pieces(self) -> Lines:
        """``go_on`` works out the rates that hold from now on, where they lead by *at*, and whether nothing at all
        happens up to there; no may also mean that it cannot be told cheaply. ``turn`` first looks around, after a
        change. ``arrive`` goes to ``then`` if nothing happens up to there; ``tick`` is both."""
        names, hazards = self._names, self._hazards
        planned = [*names.own("then", "fires", "r#", "a#"), *hazards.own("QDG")]
        looked = [*names.own("calm", "near", "v#", "r#", "a#", "z#", "i#", "j#", "n#"), *hazards.own("PQDLt")]
        arrived = [*names.own("since", "main_seconds", "v#", "b#", "I#", "m#", "M#"), *hazards.own("PL")]
        yield "def go_on(at):"
        yield from indented(declared(planned))
        yield from indented(names.each("w# = v#"))
        yield from indented(self._go_on())
        yield "def turn(at):"
        yield from indented(declared(looked))
        yield _STANDING
        yield from indented(names.each("w# = v#"))
        yield from indented(self._look())
        yield "    return go_on(at)"
        for name in ("arrive()", "tick(at)"):
            yield f"def {name}:"
            yield from indented(declared(arrived))
            yield from indented(self._arrive())
        yield "    return go_on(at)"

    def _go_on(self) -> Lines:
        """Needs the values now in ``w#``."""
        names = self._names
        yield "then = at"
        yield "fires = inf"
        yield "span = at - since"
        yield "if span <= 0:"
        yield from indented(self._rates.standing())
        yield from indented(names.each("a# = w#"))
        yield "    return False"
        yield from self._rates.going()
        yield "quiet = at <= calm"
        yield from names.each(*_IN_CELL, of=names.drifting)
        if names.still:
            yield "if ramped:"
            yield from indented(names.each(*_IN_CELL, of=names.still))
        for number, edge in enumerate(self._edges.others):
            yield f"x = {self._edges.source(edge, names.then)}"
            yield f"if (x > 0) - (x < 0) != signs[{number}]: quiet = False"
        yield "if near:"
        way_to_a_bound = (
            "if n# and r#:",
            "    x = (h# if r# > 0 else l#) - B# - o#",
            "    if x*r# > 0 and since + max(x/r#, 0.001) < at: quiet = False",
        )
        yield from indented(names.each(*way_to_a_bound))
        yield from self._hazards.go()
        yield "return quiet"

    def _look(self) -> Lines:
        """See where everything stands: cells, timers, signs of edges, hazards. Needs the values now in ``w#``."""
        names = self._names
        yield from names.each("v# = a# = w# + 0.0", "r# = 0.0", of=names.still)
        for place in names.places:
            renewed, test = ("; z# = False", "z# or ") if place in self._plan.held else ("", "")
            yield from names.lines(place, f"if {test}w# < i# or w# > j#: i#, j#, n# = cells[#](w#, l#, h#){renewed}")
        yield f"near = {' or '.join(names.each('n#'))}"
        yield "calm = time_cell(since)" if self._edges.time_cuts.all else "calm = inf"
        for where, minutes in self._edges.timers:
            yield f"x = {where}"
            yield f"if x > -5e7 and since < (x := x + {60 * minutes!r}) + 0.01 and x - 0.01 < calm: calm = x - 0.01"
        for number, edge in enumerate(self._edges.others):
            yield f"x = {self._edges.source(edge, names.here)}"
            yield f"signs[{number}] = (x > 0) - (x < 0)"
        yield from self._hazards.look()

    def _expected(self) -> Lines:
        """What is known when something happens before ``then``: when an indicator reaches a bound and moves no
        further, when a hazard fires, the values then, and which indicators leave their cell."""
        names = self._names
        yield "def expected():"
        yield from indented(declared(["fires", *self._hazards.own("QDG")]))
        yield "    at, quiet, left, bound = then, False, [], inf"
        yield "    span = at - since"
        yield from indented(names.each("c# = a#"))
        yield "    if span > 0:"
        yield from indented(self._hazards.wake(), 2)
        for place in names.places:
            ways = names.lines(
                place,
                "if n# or c# < i# or c# > j#:",
                f"    if c# < i# or c# > j#: left.append((#, v#, c#, {self._line(place)}))",
                "    x = (h# if r# > 0 else l#) - b# - o#",
                "    if x*r# > 0: bound = min(bound, since + max(x/r#, 0.001))",
            )
            yield from indented(ways)
        yield f"    return since, bound, fires, [{names.all('c#')}], left, calm, signs"

    # --- going there ---------------------------------------------------------------------------------------

    def _arrive(self) -> Lines:
        names = self._names
        yield "span = then - since"
        yield from names.each("w# = a#", of=names.drifting)
        yield from names.each("w# = v#", of=names.still)
        if names.still:
            yield "if ramped:"
            yield from indented(names.each("w# = a#", of=names.still))
        yield from self._gather()
        yield from self._hazards.arrive()
        yield "since = then"

    def _advance(self) -> Lines:
        """Bring everything that flows up to a moment, no later than ``then``."""
        names = self._names
        yield "def advance(at):"
        changed = names.own("since", "main_seconds", "v#", "b#", "I#", "m#", "M#")
        yield from indented(declared([*changed, *self._hazards.own("PL")]))
        yield "    span = at - since"
        yield "    if span <= 0: return"
        yield "    if at == then:"
        yield from indented(names.each("w# = a#"), 2)
        yield "    else:"
        yield from indented(self._moved("w"), 2)
        yield from indented(self._gather())
        yield from indented(self._hazards.advance())
        yield "    since = at"

    def _gather(self) -> Lines:
        """Gather over *span* seconds, then let the values be those in ``w#``."""
        names, held = self._names, self._plan.held
        yield "if recording:"
        yield "    main_seconds += span"
        for place in sorted(names.gathering.integrals):
            yield from indented(self._integral(place))
        yield from indented(names.extremes("w#"))
        for number, watch in enumerate(self._tracked):
            yield f"    if true[{watch}]: held[{number}] += span"
        base = ("b# += r#*span", "if LOW > b#: b# = LOW", "if HIGH < b#: b# = HIGH")
        yield from names.each(*base, of=held & names.drifting)
        if held & names.still:
            yield "if ramped:"
            yield from indented(names.each(*base, of=held & names.still))
        yield from names.each("v# = w#")

    def _integral(self, place: int) -> Lines:
        """The exact integral of a line kept within bounds."""
        held = place in self._plan.held
        inside = "((x - l#) + (y - l#))/2*span + l#*span"
        if not held and self._plan.ranges[place][0] == 0.0:
            inside = "(x + y)/2*span"
        return self._names.lines(
            place,
            f"x = {'b# + o#' if held else 'v#'}",
            "y = x + r#*span",
            f"if {'x < l# or x > h# or ' if held else ''}y < l# or y > h#:",
            "    I# += average_within(x, y, l#, h#)*span + l#*span",
            f"else: I# += {inside}",
        )

    def _gathered(self) -> Lines:
        """What was recorded, as if ``advance`` had come to a moment; nothing changes."""
        names = self._names
        changed = names.own("held", "since", "then", "main_seconds", "v#", "b#", "I#", "m#", "M#")
        kept = ", ".join([*changed, *self._hazards.own("PL")])
        yield "def gathered(at):"
        yield f"    nonlocal {kept}"
        yield f"    kept = {kept}"
        yield "    held = held[:]"
        yield "    then = -inf"
        yield "    advance(at)"
        yield f"    records = [{', '.join(self._record(place) for place in names.places)}]"
        yield "    found = since, now(), main_seconds, recording, recorded, held, records"
        yield f"    {kept} = kept"
        yield "    return found"

    def _record(self, place: int) -> str:
        gathering = self._names.gathering
        integral = "I#" if place in gathering.integrals else "0.0"
        low = "m#" if place in gathering.lows else "inf"
        high = "M#" if place in gathering.highs else "-inf"
        return self._names.fill(place, f"({integral}, S#, E#, {low}, {high})")

    # --- changes -------------------------------------------------------------------------------------------

    def _changes(self) -> Lines:
        """Jumps of one indicator: of its base (once), or of the offset that measures hold; and its ramps."""
        names = self._names
        for place in names.places:
            yield f"def once{place}(amount):"
            yield from indented(declared(names.own("v#", "b#", "m#", "M#", of=[place])))
            yield from indented(names.lines(place, "b# += amount"))
            yield from indented(self._refresh(place))
            yield f"def ramp{place}(rates):"
            yield from indented(names.lines(place, "nonlocal ramped, R#", "R# = rates"))
            yield f"    ramped = {' or '.join(names.each('R#'))}"
        offset = (
            "o# += amount",
            "l# = min(max(LOW, LOW + o#), HIGH)",
            "h# = max(min(HIGH, HIGH + o#), LOW)",
            "z# = True",
        )
        for place in sorted(self._plan.held):
            yield f"def hold{place}(amount):"
            changed = names.own("o#", "l#", "h#", "z#", "v#", "b#", "m#", "M#", of=[place])
            yield from indented(declared(changed))
            yield from indented(names.lines(place, *offset))
            yield from indented(self._refresh(place))

    def _refresh(self, place: int) -> Lines:
        names = self._names
        yield from names.lines(place, "if LOW > b#: b# = LOW", "if HIGH < b#: b# = HIGH")
        if place in self._plan.held:
            yield from names.lines(place, "v# = b# + o#", "if LOW > v#: v# = LOW", "if HIGH < v#: v# = HIGH")
        if place in names.gathering.lows:
            yield from names.lines(place, "if recording and v# < m#: m# = v#")
        if place in names.gathering.highs:
            yield from names.lines(place, "if recording and v# > M#: M# = v#")

    # --- the rest ------------------------------------------------------------------------------------------

    def _truths(self) -> Lines:
        """The watches whose condition is no longer what it was; and the indicators that are not in their cell any
        more, or None if anything else may have changed a condition."""
        names = self._names
        yield "def differing():"
        yield "    found = []"
        for number, watch in enumerate(self._watches):
            tests = [*names.in_phases(watch.phases), names.compiler.source(watch.condition.root, PLAIN)]
            yield f"    if active[{number}] and ({' and '.join(tests)}) != true[{number}]: found.append({number})"
        yield "    return found"
        yield "def strays():"
        yield "    if since > calm: return None"
        for number, edge in enumerate(self._edges.others):
            yield f"    x = {self._edges.source(edge, PLAIN)}"
            yield f"    if (x > 0) - (x < 0) != signs[{number}]: return None"
        yield "    found = []"
        yield from indented(names.each("if v# < i# or v# > j#: found.append((#, v#, i#, j#))"))
        yield "    return found"

    def _recording(self) -> Lines:
        names = self._names
        yield "def start_recording():"
        yield from indented(declared(names.own("recording", "recorded", "S#", "m#", "M#")))
        yield "    recording = recorded = True"
        yield from indented(names.each("S# = v#"))
        yield from indented(names.extremes("v#"))
        yield "def stop_recording():"
        yield from indented(declared(names.own("recording", "E#")))
        yield "    recording = False"
        yield from indented(names.each("E# = v#"))

    def _moods(self) -> Lines:
        """What shifts the thresholds of each group of the crowd."""
        crowd, names = self._plan.scenario.crowd, self._names
        moods = [names.compiler.source(group.mood.root, names.now) for group in crowd.groups] if crowd else []
        yield "def moods():"
        yield f"    return [{', '.join(moods)}]"

    def _end(self) -> Lines:
        functions = (
            "now", "values_at", "lines", "hazards", "set_slopes", "turn", "arrive", "go_on", "tick", "expected",
            "firing", "advance", "gathered", "differing", "strays", "start_recording", "stop_recording", "moods",
        )  # fmt: skip
        yield "return {"
        yield from (f"    {name!r}: {name}," for name in functions)
        yield "    'since': since_when,"
        yield f"    'once': [{self._names.all('once#')}],"
        yield f"    'ramp': [{self._names.all('ramp#')}],"
        yield f"    'hold': {{{', '.join(f'{place}: hold{place}' for place in sorted(self._plan.held))}}},"
        yield "}"
