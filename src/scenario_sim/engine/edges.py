"""Where conditions can change: the edges of all watches, sorted by what moves them.

Most edges compare one indicator, or the time, with a constant. Then the numbers are cut up once and for all into
cells in which no edge changes its sign, and one look tells that none of a hundred conditions can have changed.
What is more than that (the other edges) is worked out each time.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf, nextafter

from scenario_sim.engine.formulas import Compiler, Condition, Edge, Spelling
from scenario_sim.engine.plan import Plan
from scenario_sim.model.expressions import Binary, Call, Name, Node, Unary, walk

_MARGIN = 1e-4
"""Share of a range within which of a bound the way to it is worked out exactly."""
_TIME_MARGIN = 0.01
"""Seconds around the end of a timer in which its edge is worked out exactly."""


@dataclass(slots=True)
class _Cuts:
    """The numbers at which a sign changes, in order: from each on it is another one. *watches* whose edges do."""

    at: list[float] = field(default_factory=list)
    watches: list[int] = field(default_factory=list)

    def add(self, cuts: Sequence[float], watch: int) -> None:
        for cut in cuts:
            self.at.append(cut)
            self.watches.append(watch)

    def sort(self) -> None:
        pairs = sorted(zip(self.at, self.watches, strict=True))
        self.at, self.watches = [cut for cut, _ in pairs], [watch for _, watch in pairs]

    def cell(self, value: float) -> tuple[float, float]:
        """The span around *value*, both ends included, in which no sign changes."""
        place = bisect_right(self.at, value)
        low = self.at[place - 1] if place else -inf
        return low, nextafter(self.at[place], -inf) if place < len(self.at) else inf

    def between(self, one: float, other: float) -> list[int]:
        """The watches whose edges have another sign at *other* than at *one*."""
        low, high = min(one, other), max(one, other)
        return self.watches[bisect_right(self.at, low) : bisect_right(self.at, high)]


class Edges:
    """The edges and bends of *conditions*. *timers* are the places of times in the state, and the minutes after
    which an edge changes; *others* what no cell covers."""

    def __init__(self, plan: Plan, conditions: Sequence[Condition]) -> None:
        self._compiler: Compiler = plan.compiler
        self._ranges = plan.ranges
        self._span = (plan.begins, plan.ends)
        self._cuts = [_Cuts() for _ in plan.ranges]
        self._time_cuts = _Cuts()
        self.timers: list[tuple[str, float]] = []
        self._timed: list[int] = []
        self.others: list[Edge] = []
        self._places: dict[str, int] = {}
        self._watches_of_others: list[list[int]] = []
        self._always: list[int] = []
        for watch, condition in enumerate(conditions):
            for edge in (*condition.edges, *condition.bends):
                self._sort_out(watch, edge)
        for cuts in (*self._cuts, self._time_cuts):
            cuts.sort()

    def source(self, edge: Edge, spelling: Spelling) -> str:
        left, right = self._compiler.source(edge.left, spelling), self._compiler.source(edge.right, spelling)
        return left if right == "0.0" else f"({left})-({right})"

    # --- cells ---------------------------------------------------------------------------------------------

    def cell(self, place: int, value: float, low: float, high: float) -> tuple[float, float, bool]:
        """The span around *value* of an indicator, both ends included, in which it changes no edge and comes no
        nearer to its bounds *low* and *high* than a margin; and whether it is nearer than that already."""
        margin = _MARGIN * (self._ranges[place][1] - self._ranges[place][0])
        first, last = self._cuts[place].cell(value)
        if value <= low + margin or value >= high - margin:
            return first, last, True
        return max(first, nextafter(low + margin, inf)), min(last, nextafter(high - margin, -inf)), False

    def time_cell(self, at: float) -> float:
        """Up to when no edge changes by the passing of time alone, timers apart."""
        return self._time_cuts.cell(at)[1]

    def touched(
        self,
        since: float,
        at: float,
        values: Sequence[float],
        ahead: Sequence[float],
        calm_until: float,
        signs: Sequence[int],
        state: object,
    ) -> list[int]:
        """The watches, in order, of which an edge or a bend has another sign at *at*, where the indicators are
        *ahead*, than it has now. *signs* are those of the other edges now."""
        found: set[int] = set(self._always)
        for cuts, one, other in zip(self._cuts, values, ahead, strict=True):
            if one != other:
                found.update(cuts.between(one, other))
        found.update(self._time_cuts.between(since, at))
        if at > calm_until:
            found.update(self._timed)
        for edge, sign, watches in zip(self.others, signs, self._watches_of_others, strict=True):
            difference = edge.difference(ahead, at, state)  # type: ignore[arg-type]
            if (difference > 0) - (difference < 0) != sign:
                found.update(watches)
        return sorted(found)

    # --- sorting out ---------------------------------------------------------------------------------------

    def _sort_out(self, watch: int, edge: Edge) -> None:
        moving = list(self._moving(edge.left)) + list(self._moving(edge.right))
        timer = self._timer(edge.left, edge.right) or self._timer(edge.right, edge.left)
        if timer is not None:
            self.timers.append(timer)
            self._timed.append(watch)
        elif len(moving) == 1 and isinstance(moving[0], Name) and self._is_monotone(edge, moving[0]):
            self._cut(watch, edge, moving[0].id)
        else:
            self._other(watch, edge)

    def _moving(self, node: Node) -> Iterator[Node]:
        return (part for part in walk(node) if not isinstance(part, Unary | Binary) and self._compiler.moves(part))

    def _timer(self, moving: Node, still: Node) -> tuple[str, float] | None:
        if isinstance(moving, Call) and moving.function == "minutes_since" and isinstance(moving.arguments[0], Name):
            minutes = self._compiler.constant(still)
            if minutes is not None:
                return self._compiler.moment(moving.arguments[0].id), minutes
        return None

    def _is_monotone(self, edge: Edge, moving: Name) -> bool:
        """Whether an edge goes up or down with the one thing that moves in it: constants are added to that, or it is
        multiplied by or divided by them."""
        return all(
            part is moving
            or isinstance(part, Unary)
            or self._compiler.constant(part) is not None
            or (isinstance(part, Binary) and (part.operator != "/" or self._compiler.constant(part.right)))
            for root in (edge.left, edge.right)
            for part in walk(root)
        )

    def _cut(self, watch: int, edge: Edge, id: str) -> None:
        place = self._compiler.index.indicators.get(id)
        if place is None:
            self._time_cuts.add(cuts_of(lambda t: edge.difference([], t, None), *self._span), watch)  # type: ignore[arg-type]
            return
        values = [0.0] * len(self._ranges)

        def difference(value: float) -> float:
            values[place] = value
            return edge.difference(values, 0.0, None)  # type: ignore[arg-type]

        self._cuts[place].add(cuts_of(difference, *self._ranges[place]), watch)

    def _other(self, watch: int, edge: Edge) -> None:
        key = self.source(edge, Spelling())
        if key not in self._places:
            self._places[key] = len(self.others)
            self.others.append(edge)
            self._watches_of_others.append([])
        self._watches_of_others[self._places[key]].append(watch)
        if not (self._is_straight(edge.left) and self._is_straight(edge.right)):
            self._always.append(watch)

    def _is_straight(self, node: Node) -> bool:
        """Whether *node* is a straight line between bends: no product of two things that move."""
        return not any(
            isinstance(part, Binary)
            and part.operator in "*/"
            and self._compiler.moves(part.right)
            and (part.operator == "/" or self._compiler.moves(part.left))
            for part in walk(node)
        )


def cuts_of(difference: Callable[[float], float], low: float, high: float) -> list[float]:
    """The numbers from *low* to *high* from which on *difference*, which only rises or only falls, has another sign
    than just before: at most two, for 0 has a sign of its own."""
    found = []
    first, last = _sign(difference(low)), _sign(difference(high))
    if first != last:
        for wanted in {0, last} if first and last else {last}:
            cut = _first(lambda x, wanted=wanted: _sign(difference(x)) in (wanted, last), low, high)  # type: ignore[misc]
            found.append(cut)
    return sorted(set(found))


def _sign(x: float) -> int:
    return (x > 0) - (x < 0)


def _first(holds: Callable[[float], bool], low: float, high: float) -> float:
    """The smallest number above *low* for which *holds* is true, which it is at *high*: a bisection over all floats."""
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
