"""Expressions compiled to fast functions of (indicator values, time, state).

Only our own tree is turned into source, so the source holds nothing but operators, numbers and array places.
How this compares with closures and with libraries: benchmarks/conditions.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scenario_sim.engine.state import Index, State
from scenario_sim.model.expressions import (
    Binary,
    Call,
    Comparison,
    Expression,
    Logic,
    Name,
    Node,
    Number,
    Unary,
    walk,
)

Formula = Callable[[list[float], float, State], float]
"""A number from (values of the indicators, time in seconds, discrete state)."""

Test = Callable[[list[float], float, State], bool]


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a source names the value of an indicator (by its place) and the time in seconds. *known* gives the name of
    a part whose value is at hand, or None."""

    value: str = "v[{}]"
    time: str = "t"
    known: Callable[[Node], str | None] | None = None


IN_A_FUNCTION = Spelling()


@dataclass(frozen=True, slots=True)
class Edge:
    """The difference of two numbers, *left* minus *right*, of which at least one moves between events. It *is
    straight* if it is a straight line between bends: no product of two things that move."""

    left: Node
    right: Node
    difference: Formula
    is_straight: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled truth. *edges* are the differences of its comparisons that move between events:
    the truth can change inside a step only where one of them passes through zero. *bends* pass through zero
    where an edge can turn around: inside ``abs``, ``min``, ``max``, ``clamp`` and ``if_else``."""

    root: Node
    holds: Test
    edges: tuple[Edge, ...]
    text: str
    bends: tuple[Edge, ...] = ()


_STATE_NAMES = {
    "level": "s.level",
    "peak_level": "s.peak_level",
    "visibility": "s.visibility",
    "authority_exceeded": "s.authority_exceeded",
    "missed_expectations": "s.missed_expectations",
    "minutes": "({time}/60.0)",
}
_MOVING_NAMES = {"minutes"}
_MOVING_CALLS = {"minutes_since"}
_MOVED_WITHOUT_EVENTS = {"joined", "free"}


@dataclass(slots=True)
class Compiler:
    """Turns expressions into functions. *numbers* are the constants and numeric answers of the diagnosis,
    *answers* the chosen ones; both become literals."""

    index: Index
    numbers: Mapping[str, float]
    answers: Mapping[str, str]
    tracked: dict[str, Condition] = field(default_factory=dict)
    _known: dict[tuple[str, int], tuple[Expression, Any]] = field(default_factory=dict)

    def number(self, expression: Expression) -> Formula:
        return self._once("number", expression, self._number)  # type: ignore[no-any-return]

    def condition(self, expression: Expression) -> Condition:
        return self._once("condition", expression, self._condition)  # type: ignore[no-any-return]

    def positive(self, expression: Expression) -> Condition:
        """Whether the number *expression* is above 0."""
        return self._once("positive", expression, self._positive)  # type: ignore[no-any-return]

    def _once(self, what: str, expression: Expression, compile: Callable[[Expression], Any]) -> Any:
        """What *compile* makes of *expression*, which every run of the plan shares. It is known by identity, and
        kept, so that no other expression can come in its place."""
        known = self._known.get((what, id(expression)))
        if known is None:
            known = self._known[what, id(expression)] = (expression, compile(expression))
        return known[1]

    def score(self, expression: Expression) -> Callable[[list[float], float, State, Any], float]:
        return self._once("score", expression, self.looking_back)  # type: ignore[no-any-return]

    def looking_back(self, expression: Expression) -> Callable[[list[float], float, State, Any], float]:
        """A value that may look back over the run, at the lists of *g*."""
        return self._function(self.source(expression.root), "v, t, s, g")

    def _number(self, expression: Expression) -> Formula:
        return self._function(self.source(expression.root))

    def _condition(self, expression: Expression) -> Condition:
        edges, bends = [], []
        for node in walk(expression.root):
            if isinstance(node, Comparison):
                edges += self._differences(zip(node.operands, node.operands[1:], strict=False))
            elif isinstance(node, Call):
                bends += self._differences(_bends(node))
        truth = self._function(self.source(expression.root))
        return Condition(expression.root, truth, tuple(edges), expression.text, tuple(bends))

    def _positive(self, expression: Expression) -> Condition:
        truth = Comparison((">",), (expression.root, Number(0.0)))
        return self._condition(Expression(f"({expression.text}) > 0", truth, "truth"))

    def constant(self, node: Node) -> float | None:
        """The value of *node* if it is the same in every state of every run of the plan."""
        if not all(
            isinstance(part, Number | Unary | Binary) or (isinstance(part, Name) and part.id in self.numbers)
            for part in walk(node)
        ):
            return None
        try:
            return float(self._function(self.source(node))(None, None, None))
        except ZeroDivisionError:
            return None

    def stands(self, node: Node) -> bool:
        """Whether *node* is the same until the next event, and reads more than constants; so that it can be worked
        out beforehand, whether it will be needed or not."""
        parts = list(walk(node))
        return (
            not self.moves(node)
            and any(isinstance(part, Call) and part.function in _LOOK_UPS for part in parts)
            and not any(isinstance(part, Call) and part.function in _MOVED_WITHOUT_EVENTS for part in parts)
            and all(self.constant(part.right) for part in parts if isinstance(part, Binary) and part.operator == "/")
        )

    def moment(self, id: str) -> str:
        """The source of the time since which an inject is delivered or a measure in force."""
        injects, measures = self.index.injects, self.index.measures
        return f"s.delivered_at[{injects[id]}]" if id in injects else f"s.force_since[{measures[id]}]"

    def _differences(self, pairs: Iterable[tuple[Node, Node]]) -> list[Edge]:
        """Left minus right of each pair that moves between events."""
        return [self.edge(left, right) for left, right in pairs if self.moves(left) or self.moves(right)]

    def edge(self, left: Node, right: Node) -> Edge:
        difference = self._function(f"({self.source(left)})-({self.source(right)})")
        return Edge(left, right, difference, self._is_straight(left) and self._is_straight(right))

    def _is_straight(self, node: Node) -> bool:
        return not any(
            isinstance(part, Binary)
            and part.operator in "*/"
            and self.moves(part.right)
            and (part.operator == "/" or self.moves(part.left))
            for part in walk(node)
        )

    def moves(self, node: Node) -> bool:
        """Whether the value of *node* can change between events."""
        return any(
            (isinstance(part, Name) and (part.id in self.index.indicators or part.id in _MOVING_NAMES))
            or (isinstance(part, Call) and part.function in _MOVING_CALLS)
            for part in walk(node)
        )

    def _function(self, source: str, arguments: str = "v, t, s") -> Callable[..., Any]:
        return eval(  # type: ignore[no-any-return]
            f"lambda {arguments}: {source}", {"__builtins__": {}, "min": min, "max": max, "abs": abs}
        )

    def source(self, node: Node, spelling: Spelling = IN_A_FUNCTION, depth: int = 0) -> str:
        """*node* as Python source, in which ``s`` is the discrete state; *depth* keeps the names of parts apart."""

        def inner(part: Node) -> str:
            return self.source(part, spelling, depth)

        if spelling.known is not None and (name := spelling.known(node)) is not None:
            return name
        match node:
            case Number(value):
                return repr(value)
            case Name(id):
                return self._name(id, spelling)
            case Unary(operator, operand):
                return f"({operator} {inner(operand)})"
            case Binary(operator, left, right):
                return f"({inner(left)} {operator} {inner(right)})"
            case Comparison(operators, operands):
                parts = [inner(operands[0])]
                for sign, operand in zip(operators, operands[1:], strict=True):
                    parts += [sign, inner(operand)]
                return f"({' '.join(parts)})"
            case Logic(word, operands):
                return "(" + f" {word} ".join(map(inner, operands)) + ")"
            case Call(function, arguments):
                return self._call(function, arguments, spelling, depth)

    def _name(self, id: str, spelling: Spelling) -> str:
        if id in self.index.indicators:
            return spelling.value.format(self.index.indicators[id])
        if id in self.numbers:
            return f"({float(self.numbers[id])!r})"
        if id == "hour_of_day":  # it leaps at midnight, so it stands only where a moment is looked at, not in edges
            return f"((({spelling.time})+{self.index.midnight!r})%86400.0/3600.0)"
        return _STATE_NAMES[id].format(time=spelling.time)

    def _call(self, function: str, arguments: tuple[Node, ...], spelling: Spelling, depth: int) -> str:
        if function in ("min", "max"):
            return self._extreme(function, arguments[0], arguments[1], spelling, depth)
        if function == "clamp":
            value, low, high = arguments
            return self._extreme("min", Call("max", (value, low), 0), high, spelling, depth)
        if function in ("abs", "if_else"):
            inner = [self.source(argument, spelling, depth) for argument in arguments]
            if function == "if_else":
                return f"(({inner[1]}) if ({inner[0]}) else ({inner[2]}))"
            return f"abs({inner[0]})"
        if function == "time_share":
            return f"g.shares[{list(self.tracked).index(self.source(arguments[0]))}]"
        names = [argument.id if isinstance(argument, Name) else "" for argument in arguments]
        return _LOOK_UPS[function](self, *names).replace("{time}", spelling.time)

    def _extreme(self, function: str, first: Node, second: Node, spelling: Spelling, depth: int) -> str:
        """What ``min`` and ``max`` give, without the price of a call: the first unless the second is beyond it."""
        names, sources = [], []
        for letter, node in (("_p", first), ("_q", second)):
            source = self.source(node, spelling, depth + 1)
            name = source if isinstance(node, Number) else f"{letter}{depth}"
            names.append(name)
            sources.append(source if name == source else f"({name} := {source})")
        return f"({names[1]} if {sources[1]} {'>' if function == 'max' else '<'} {sources[0]} else {names[0]})"


def _bends(call: Call) -> list[tuple[Node, Node]]:
    """The pairs of arguments at whose equality a function turns from one branch to the other; the condition of
    ``if_else`` is a comparison of its own."""
    match call.function, call.arguments:
        case "abs", (x,):
            return [(x, Number(0.0))]
        case "min" | "max", (x, y):
            return [(x, y)]
        case "clamp", (x, low, high):
            return [(x, low), (x, high)]
        case _:
            return []


def _since(compiler: Compiler, id: str) -> str:
    where = compiler.moment(id)
    return f"(({{time}}-{where})/60.0 if {where} > -5e7 else 1e6)"


_LOOK_UPS: dict[str, Callable[..., str]] = {
    "in_force": lambda c, m: f"(s.in_force[{c.index.measures[m]}] > 0)",
    "under_way": lambda c, m: f"(s.going[{c.index.measures[m]}] > s.in_force[{c.index.measures[m]}])",
    "decided": lambda c, m: f"(s.decided[{c.index.measures[m]}] > 0)",
    "taken": lambda c, m: f"(s.taken[{c.index.measures[m]}] > 0)",
    "times_decided": lambda c, m: f"s.decided[{c.index.measures[m]}]",
    "delivered": lambda c, i: f"(s.delivered[{c.index.injects[i]}] > 0)",
    "count": lambda c, i: f"s.delivered[{c.index.injects[i]}]",
    "minutes_since": _since,
    "chosen": lambda c, d, o: f"(s.chosen[{c.index.dilemmas[d]}] == {c.index.options[d, o]})",
    "answer": lambda c, q, a: repr(c.answers[q] == a),
    "wearing": lambda c, r, h: f"(s.hat[{c.index.roles[r]}] == {c.index.hats[r, h]})",
    "knows": lambda c, r, i: f"s.knows[{c.index.roles[r]}][{c.index.injects[i]}]",
    "joined": lambda c, g: f"s.joined[{c.index.groups[g]}]",
    "free": lambda c, r: f"s.free[{c.index.resources[r]}]",
    "phase": lambda c, p: f"(s.phase == {c.index.phases[p]})",
    "met": lambda c, g: f"s.met[{c.index.goals[g]}]",
    "mean": lambda c, i: f"g.means[{c.index.indicators[i]}]",
    "lowest": lambda c, i: f"g.lows[{c.index.indicators[i]}]",
    "highest": lambda c, i: f"g.highs[{c.index.indicators[i]}]",
    "goal": lambda _, g: f"g.goals[{g!r}]",
    "closed": lambda c, e: f"s.closed[{c.index.episodes[e]}]",
    "outcome": lambda c, e, k: f"s.kept[{c.index.kept[e, k]}]",
    "missed": lambda c, g: f"s.missed[{c.index.goals[g]}]",
}
