"""Between which bounds an expression stays in every run, and whether a condition can ever hold.

Interval arithmetic over what is known of each name, and of conditions that stand together with ``and``. It may say
that something is possible which is not; what it calls impossible is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import inf

from scenario_sim.model.expressions import Binary, Call, Comparison, Logic, Name, Node, Number, Unary

Interval = tuple[float, float]
"""The lowest and the highest value."""

Fact = tuple[str, ...]
"""A function with the ids it asks about: ``("in_force", "hosts_at_door")``."""

ANYTHING: Interval = (-inf, inf)
_TURNED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_ONE_AT_A_TIME = ("answer", "phase")


@dataclass(frozen=True)
class Known:
    """What holds where an expression stands: *numbers* by name, *facts* that are true or false there, and what else a
    call can give (*truth_of*, *number_of*)."""

    numbers: Mapping[str, Interval]
    number_of: Callable[[Fact], Interval]
    truth_of: Callable[[Fact], tuple[bool, bool]]
    facts: Mapping[Fact, bool] = field(default_factory=dict)

    def within(self, name: str, interval: Interval) -> Known | None:
        """This, with *name* also in *interval*; None if it cannot be."""
        low, high = self.numbers.get(name, ANYTHING)
        both = max(low, interval[0]), min(high, interval[1])
        return None if both[0] > both[1] else replace(self, numbers={**self.numbers, name: both})

    def with_fact(self, fact: Fact, holds: bool) -> Known | None:
        """This, with *fact* being true or false; None if it cannot be."""
        if self.facts.get(fact, holds) != holds:
            return None
        facts = {**self.facts, fact: holds}
        if holds and fact[0] in _ONE_AT_A_TIME:
            others = [one for one, true in facts.items() if true and _excludes(one, fact)]
            if others:
                return None
        return replace(self, facts=facts)


def _excludes(one: Fact, other: Fact) -> bool:
    """Whether two facts cannot be true together: two answers to a question, two phases at a time."""
    return one != other and one[0] == other[0] and one[0] in _ONE_AT_A_TIME and one[1:-1] == other[1:-1]


def can_hold(node: Node, known: Known) -> bool:
    """Whether the condition can be true."""
    return assume(node, known, True) is not None


def can_fail(node: Node, known: Known) -> bool:
    """Whether the condition can be false."""
    return assume(node, known, False) is not None


def assume(node: Node, known: Known, holds: bool) -> Known | None:
    """*known* narrowed by the condition being true, or being false; None if that cannot be."""
    match node:
        case Unary("not", operand):
            return assume(operand, known, not holds)
        case Logic(operator, operands) if (operator == "and") == holds:
            return _all(operands, known, holds)
        case Logic(_, operands):
            return known if any(assume(operand, known, holds) for operand in operands) else None
        case Comparison((operator,), (left, right)):
            return _compared(operator if holds else _TURNED[operator], left, right, known)
        case Comparison(operators, operands):
            pairs = [Comparison((o,), operands[n : n + 2]) for n, o in enumerate(operators)]
            return assume(Logic("and", tuple(pairs)), known, holds)
        case Call():
            fact = _fact(node)
            return known.with_fact(fact, holds) if _possible(fact, known)[0 if holds else 1] else None
        case _:
            return known


def _all(operands: tuple[Node, ...], known: Known, holds: bool) -> Known | None:
    """Each operand being so, together; twice, so that what the last one says narrows the first one too."""
    for operand in (*operands, *operands):
        narrowed = assume(operand, known, holds)
        if narrowed is None:
            return None
        known = narrowed
    return known


def _possible(fact: Fact, known: Known) -> tuple[bool, bool]:
    """Whether it can be true, and whether it can be false."""
    if fact in known.facts:
        return known.facts[fact], not known.facts[fact]
    if any(true and _excludes(one, fact) for one, true in known.facts.items()):
        return False, True
    return known.truth_of(fact)


def _compared(operator: str, left: Node, right: Node, known: Known) -> Known | None:
    first, second = interval(left, known), interval(right, known)
    if not _can_be(operator, first, second):
        return None
    narrowed: Known | None = known
    for name, sign, other in ((left, operator, second), (right, _MIRRORED[operator], first)):
        if isinstance(name, Name) and narrowed is not None:
            narrowed = narrowed.within(name.id, _side(sign, other))
    return narrowed


def _can_be(operator: str, first: Interval, second: Interval) -> bool:
    match operator:
        case "<":
            return first[0] < second[1]
        case "<=":
            return first[0] <= second[1]
        case ">":
            return first[1] > second[0]
        case ">=":
            return first[1] >= second[0]
        case "==":
            return first[0] <= second[1] and second[0] <= first[1]
        case _:
            return not first[0] == first[1] == second[0] == second[1]


def _side(operator: str, other: Interval) -> Interval:
    """Where something is that compares so with *other*."""
    match operator:
        case "<" | "<=":
            return -inf, other[1]
        case ">" | ">=":
            return other[0], inf
        case "==":
            return other
        case _:
            return ANYTHING


def interval(node: Node, known: Known) -> Interval:
    """The bounds of a number."""
    match node:
        case Number(value):
            return value, value
        case Name(id):
            return known.numbers.get(id, ANYTHING)
        case Unary(_, operand):
            low, high = interval(operand, known)
            return -high, -low
        case Binary(operator, left, right):
            return _calculated(operator, interval(left, known), interval(right, known))
        case Call("if_else", (condition, first, second)):
            cases = ((assume(condition, known, True), first), (assume(condition, known, False), second))
            return _hull(interval(result, case) for case, result in cases if case is not None)
        case Call("min" | "max" as function, (first, second)):
            choose: Callable[[float, float], float] = min if function == "min" else max
            (a, b), (c, d) = interval(first, known), interval(second, known)
            return choose(a, c), choose(b, d)
        case Call("clamp", (value, bottom, top)):
            low, high = (interval(bottom, known)[0], interval(top, known)[1])
            inner = interval(value, known)
            return min(max(inner[0], low), high), max(min(inner[1], high), low)
        case Call("abs", (value,)):
            low, high = interval(value, known)
            return max(0.0, low, -high), max(-low, high)
        case Call("time_share", (condition,)):
            return (0.0 if can_fail(condition, known) else 100.0), (100.0 if can_hold(condition, known) else 0.0)
        case Call():
            return known.number_of(_fact(node))
        case _:
            return ANYTHING


def _fact(call: Call) -> Fact:
    return (call.function, *(argument.id for argument in call.arguments if isinstance(argument, Name)))


def _hull(intervals: Iterator[Interval]) -> Interval:
    lows, highs = zip(*intervals, strict=True)
    return min(lows), max(highs)


def _calculated(operator: str, first: Interval, second: Interval) -> Interval:
    match operator:
        case "+":
            return first[0] + second[0], first[1] + second[1]
        case "-":
            return first[0] - second[1], first[1] - second[0]
        case "*":
            corners = [_times(a, b) for a in first for b in second]
        case _:
            corners = [a / b for a in first for b in second if b]
    return min(corners, default=-inf), max(corners, default=inf)


def _times(a: float, b: float) -> float:
    """Nought times anything is nought, also of what has no bound."""
    return a * b if a and b else 0.0
