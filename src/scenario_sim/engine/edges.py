"""Where conditions can change: the edges of all watches, sorted by what moves them.

Most edges compare one indicator, or the time, with a constant. Then the numbers are cut up once and for all into
cells in which no edge changes its sign, and one look tells that none of a hundred conditions can have changed.
What is more than that (the other edges) is worked out each time.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import inf, nextafter

from scenario_sim.engine.formulas import Compiler, Condition, Edge, Spelling
from scenario_sim.engine.plan import Plan
from scenario_sim.model.expressions import Binary, Call, Name, Node, Number, Unary, walk

_MARGIN = 1e-4
"""Share of a range within which of a bound the way to it is worked out exactly."""
Cell = tuple[float, float, bool]
"""From where to where no edge changes its sign, and whether it is near a bound."""
_MONOTONE = ("min", "max", "clamp")


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """From the number *at* on, an edge of *watch* has another sign than below it; or a bend of it, where an edge can
    turn around."""

    at: float
    watch: int
    edge: int
    is_bend: bool


@dataclass(slots=True)
class Cuts:
    """The numbers of one line, in order, at which edges change their sign."""

    all: list[Cut] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)

    def sort(self) -> None:
        self.all.sort()
        self.starts = [cut.at for cut in self.all]

    def cell(self, value: float) -> tuple[float, float]:
        """The span around *value*, both ends included, in which no sign changes."""
        place = bisect_right(self.starts, value)
        low = self.starts[place - 1] if place else -inf
        return low, nextafter(self.starts[place], -inf) if place < len(self.starts) else inf

    def between(self, one: float, other: float) -> list[Cut]:
        """The cuts on the way from *one* to *other*, in the order in which they are met."""
        if one <= other:
            return self.all[bisect_right(self.starts, one) : bisect_right(self.starts, other)]
        return self.all[bisect_right(self.starts, other) : bisect_right(self.starts, one)][::-1]


class Edges:
    """The edges and bends of *conditions*. *timers* are the sources of times in the state, and the minutes after
    which an edge changes; *others* the edges that no cell covers."""

    def __init__(self, plan: Plan, conditions: Sequence[Condition]) -> None:
        self._compiler: Compiler = plan.compiler
        self._ranges = plan.ranges
        self._span = (plan.begins, plan.ends)
        self._held = plan.held
        self.cuts = [Cuts() for _ in plan.ranges]
        self.time_cuts = Cuts()
        self.timers: list[tuple[str, float]] = []
        self.others: list[Edge] = []
        self.is_plain = [True for _ in conditions]
        """By watch: whether all its edges and bends are cuts."""
        self._edges = 0
        self._timed: list[int] = []
        self._places: dict[str, int] = {}
        self._watches_of_others: list[list[int]] = []
        self._always: list[int] = []
        for watch, condition in enumerate(conditions):
            for edge in condition.edges:
                self._sort_out(watch, edge, False)
            for bend in condition.bends:
                self._sort_out(watch, bend, True)
        for cuts in (*self.cuts, self.time_cuts):
            cuts.sort()

    def source(self, edge: Edge, spelling: Spelling) -> str:
        left, right = self._compiler.source(edge.left, spelling), self._compiler.source(edge.right, spelling)
        return left if right == "0.0" else f"({left})-({right})"

    # --- cells ---------------------------------------------------------------------------------------------

    def cell(self, place: int, value: float, low: float, high: float) -> Cell:
        """The span around *value* of an indicator, both ends included, in which it changes no edge and comes no
        nearer to its bounds *low* and *high* than a margin; and whether it is nearer than that already."""
        margin = _MARGIN * (self._ranges[place][1] - self._ranges[place][0])
        first, last = self.cuts[place].cell(value)
        if value <= low + margin or value >= high - margin:
            return max(first, low), min(last, high), True
        return max(first, nextafter(low + margin, inf)), min(last, nextafter(high - margin, -inf)), False

    def looking_up(self, place: int) -> Callable[[float, float, float], Cell]:
        """``cell`` for one indicator; looked up in a list if no measure moves its bounds."""
        if place in self._held:
            return partial(self.cell, place)
        low, high = self._ranges[place]
        margin = _MARGIN * (high - low)
        starts = sorted({*self.cuts[place].starts, nextafter(low + margin, inf), high - margin})
        ends = [nextafter(start, -inf) for start in starts]
        spans = [(first, last, not low + margin < last < high - margin)
                 for first, last in zip([low, *starts], [*ends, high], strict=True)]  # fmt: skip
        return lambda value, _low, _high: spans[bisect_right(starts, value)]

    def time_cell(self, at: float) -> float:
        """Up to when no edge changes by the passing of time alone, timers apart."""
        return self.time_cuts.cell(at)[1]

    def touched(self, ahead: list[float], at: float, state: object, calm_until: float, signs: list[int]) -> set[int]:
        """The watches of which an edge other than a cut may have another sign at *at*, where the indicators are
        *ahead*, than it has now. *signs* are those of the other edges now, *calm_until* is when a timer can end."""
        found = set(self._always)
        if at > calm_until:
            found.update(self._timed)
        for edge, sign, watches in zip(self.others, signs, self._watches_of_others, strict=True):
            if sign_of(edge.difference(ahead, at, state)) != sign:  # type: ignore[arg-type]
                found.update(watches)
        return found

    # --- sorting out ---------------------------------------------------------------------------------------

    def _sort_out(self, watch: int, edge: Edge, is_bend: bool) -> None:
        timer = self._timer(edge.left, edge.right) or self._timer(edge.right, edge.left)
        moving = self._line_of(edge.left, edge.right)
        if moving is not None:
            self._cut(watch, edge, moving, is_bend)
            return
        self.is_plain[watch] = False
        if timer is not None:
            self.timers.append(timer)
            self._timed.append(watch)
            return
        parts = self._signs_of(edge.left) if edge.right == Number(0.0) else None
        if parts is None:
            self._other(watch, edge)
            return
        for part, line in parts:
            self._cut(watch, self._compiler.edge(part, Number(0.0)), line, False)

    def _line_of(self, *nodes: Node) -> Name | None:
        """The one thing that moves in *nodes*, an indicator or the time, if what they come to only rises or only
        falls with it: constants are added to it, or it is multiplied by, divided by or held within them."""
        parts = [part for node in nodes for part in walk(node)]
        moving = [part for part in parts if isinstance(part, Name) and self._compiler.moves(part)]
        is_one = len(moving) == 1 and all(
            part is moving[0]
            or isinstance(part, Unary)
            or (isinstance(part, Call) and part.function in _MONOTONE)
            or (isinstance(part, Binary) and (part.operator != "/" or self._compiler.constant(part.right)))
            or self._compiler.constant(part) is not None
            for part in parts
        )
        return moving[0] if is_one else None

    def _signs_of(self, node: Node) -> list[tuple[Node, Name]] | None:
        """Lines such that the sign of *node* can change only where that of one of them does, or where a comparison
        inside it does; None if there are none."""
        if not self._compiler.moves(node):
            return []
        line = self._line_of(node)
        if line is not None:
            return [(node, line)]
        match node:
            case Unary("-", operand) | Call("abs", (operand,)):
                parts = [operand]
            case Binary("*" | "/", left, right):
                parts = [left, right]
            case Call("min" | "max" | "clamp", arguments):
                parts = list(arguments)
            case Call("if_else", (_, one, other)):
                parts = [one, other]
            case _:
                return None
        found: list[tuple[Node, Name]] = []
        for part in parts:
            own = self._signs_of(part)
            if own is None:
                return None
            found += own
        return found

    def _timer(self, moving: Node, still: Node) -> tuple[str, float] | None:
        if isinstance(moving, Call) and moving.function == "minutes_since" and isinstance(moving.arguments[0], Name):
            minutes = self._compiler.constant(still)
            if minutes is not None:
                return self._compiler.moment(moving.arguments[0].id), minutes
        return None

    def _cut(self, watch: int, edge: Edge, line: Name, is_bend: bool) -> None:
        self._edges += 1
        place = self._compiler.index.indicators.get(line.id)
        values = [0.0] * len(self._ranges)

        def difference(value: float) -> float:
            if place is None:
                return edge.difference(values, value, None)  # type: ignore[arg-type]
            values[place] = value
            return edge.difference(values, 0.0, None)  # type: ignore[arg-type]

        low, high = self._span if place is None else self._ranges[place]
        cuts = self.time_cuts if place is None else self.cuts[place]
        cuts.all += [Cut(at, watch, self._edges, is_bend) for at in cuts_of(difference, low, high)]

    def _other(self, watch: int, edge: Edge) -> None:
        key = self.source(edge, Spelling())
        if key not in self._places:
            self._places[key] = len(self.others)
            self.others.append(edge)
            self._watches_of_others.append([])
        self._watches_of_others[self._places[key]].append(watch)
        if not edge.is_straight:
            self._always.append(watch)


def cuts_of(difference: Callable[[float], float], low: float, high: float) -> list[float]:
    """The numbers from *low* to *high* from which on *difference*, which only rises or only falls, has another sign
    than just before: at most two, for 0 has a sign of its own."""
    first, last = sign_of(difference(low)), sign_of(difference(high))
    if first == last:
        return []
    leaves = _first(lambda x: sign_of(difference(x)) != first, low, high)
    if sign_of(difference(leaves)) == last:
        return [leaves]
    return [leaves, _first(lambda x: sign_of(difference(x)) == last, low, high)]


def sign_of(x: float) -> int:
    return (x > 0) - (x < 0)


def _first(holds: Callable[[float], bool], low: float, high: float) -> float:
    """The smallest number above *low* for which *holds* is true, as it is at *high*: a bisection over all floats."""
    one, other = _rank(low), _rank(high)
    while other - one > 1:
        middle = (one + other) // 2
        if holds(_ranked(middle)):
            other = middle
        else:
            one = middle
    return _ranked(other)


def _rank(x: float) -> int:
    """The place of *x* among all floats."""
    bits: int = struct.unpack("<q", struct.pack("<d", x + 0.0))[0]
    return bits if bits >= 0 else -(bits & 0x7FFF_FFFF_FFFF_FFFF)


def _ranked(place: int) -> float:
    bits = place if place >= 0 else -place | -0x8000_0000_0000_0000
    x: float = struct.unpack("<d", struct.pack("<q", bits))[0]
    return x


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
