"""The small closed language of conditions and amounts, parsed once into a tree of our own.

The text goes through Python's parser only to get a tree; every node is then copied into the classes below
or refused, so nothing an author writes can reach Python's evaluator. See docs/reference/expressions.md.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from scenario_sim.language import mark as N_
from scenario_sim.model.faults import Fault

LONGEST_TEXT = 400
MOST_NODES = 120
DEEPEST = 16

Kind = Literal["number", "truth"]
"""What an expression gives. Arguments of functions may also be the id of a thing, such as "measure"."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the language: the kind of each argument, what it gives, and what it means."""

    arguments: tuple[str, ...]
    gives: Kind
    meaning: str
    over_the_run: bool = False


FUNCTIONS: dict[str, Function] = {
    "in_force": Function(("measure",), "truth", N_("the measure is in force now")),
    "under_way": Function(("measure",), "truth", N_("the measure is decided and on its way, or waiting for people")),
    "decided": Function(("measure",), "truth", N_("the measure has ever been decided")),
    "taken": Function(("measure",), "truth", N_("the measure has ever come into force")),
    "times_decided": Function(("measure",), "number", N_("how often the measure has been decided")),
    "delivered": Function(("inject",), "truth", N_("the inject has been delivered at least once")),
    "count": Function(("inject",), "number", N_("how often the inject has been delivered")),
    "minutes_since": Function(
        ("inject_or_measure",),
        "number",
        N_("minutes since the inject was last delivered or the measure last came into force; 1,000,000 if never"),
    ),
    "chosen": Function(("dilemma", "option"), "truth", N_("the dilemma was decided this way")),
    "answer": Function(("question", "answer"), "truth", N_("the diagnosis gave this answer")),
    "wearing": Function(("role", "hat"), "truth", N_("the role acts under this hat now")),
    "knows": Function(("role", "inject"), "truth", N_("the inject has reached this role")),
    "joined": Function(("group",), "number", N_("share of the group that joins in, 0 to 100")),
    "free": Function(("resource",), "number", N_("how many of the resource are free now")),
    "phase": Function(("phase",), "truth", N_("this phase is going on")),
    "closed": Function(("episode",), "truth", N_("the episode has been played")),
    "outcome": Function(
        ("episode", "kept"), "number", N_("what was kept of the episode; 0 as long as it has not been played")
    ),
    "min": Function(("number", "number"), "number", N_("the smaller one")),
    "max": Function(("number", "number"), "number", N_("the larger one")),
    "abs": Function(("number",), "number", N_("the size without the sign")),
    "clamp": Function(("number", "number", "number"), "number", N_("the first, kept between the second and the third")),
    "if_else": Function(("truth", "number", "number"), "number", N_("the second when the first holds, else the third")),
    "mean": Function(("indicator",), "number", N_("mean over the main phase"), over_the_run=True),
    "lowest": Function(("indicator",), "number", N_("lowest value in the main phase"), over_the_run=True),
    "highest": Function(("indicator",), "number", N_("highest value in the main phase"), over_the_run=True),
    "time_share": Function(
        ("truth",),
        "number",
        N_("share of the main phase in which the condition holds, 0 to 100"),
        over_the_run=True,
    ),
    "goal": Function(("goal",), "number", N_("the score of the goal; only in what an episode keeps"), True),
    "missed": Function(("goal",), "number", N_("expected actions for the goal that came too late or not at all"), True),
    "met": Function(("goal",), "number", N_("expected actions for the goal that came in time"), True),
}
"""Every function authors may use; *over_the_run* ones only in the score of a goal."""

SPECIAL_NAMES: dict[str, str] = {
    "level": N_("the escalation level now, 0 to 5"),
    "minutes": N_("minutes since the start of the main phase; negative before it"),
    "hour_of_day": N_("the time of day in hours, 22.5 is half past ten in the evening; only in 'only_if'"),
    "visibility": N_("how visible the measures in force are together"),
    "peak_level": N_("the highest escalation level so far"),
    "authority_exceeded": N_("how often a decision was taken without the authority or before its requirements"),
    "missed_expectations": N_("expected actions that came too late or not at all"),
}


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Name:
    id: str
    column: int


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Node, ...]
    column: int


@dataclass(frozen=True, slots=True)
class Unary:
    operator: Literal["-", "not"]
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    operator: Literal["+", "-", "*", "/"]
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison:
    """A chain such as ``20 < tension <= 60``."""

    operators: tuple[str, ...]
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Logic:
    operator: Literal["and", "or"]
    operands: tuple[Node, ...]


Node = Number | Name | Call | Unary | Binary | Comparison | Logic

_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
_ARITHMETIC: dict[type[ast.operator], Literal["+", "-", "*", "/"]] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed text of the closed language; *gives* says whether it is a number or a truth."""

    text: str
    root: Node
    gives: Kind

    def __str__(self) -> str:
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _validate, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": ["string", "number"], "maxLength": LONGEST_TEXT}


def _validate(value: Any) -> Expression:
    if isinstance(value, Expression):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Fault("E302", N_("this must be an expression"), N_("for example: tension_inside > 60")).for_pydantic()
    try:
        return parse(str(value))
    except Fault as fault:
        raise fault.for_pydantic() from None


def parse(text: str) -> Expression:
    """The expression in *text*. Raises Fault E302 (not in the language), E303 (a truth where a number must be,
    or the other way round) or E304 (too long, too deep); its column counts from 0 in *text*.

    Bounded: text of at most 400 characters, 120 nodes and 16 levels, so hostile text costs milliseconds.
    """
    if len(text) > LONGEST_TEXT:
        raise Fault(
            "E304",
            N_("the expression is {length} characters long; {most} is the most"),
            N_("split it, or give a part of it a name as a constant"),
            length=len(text),
            most=LONGEST_TEXT,
        )
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        column = (getattr(error, "offset", 1) or 1) - 1
        raise Fault(
            "E302",
            N_("'{text}' is not an expression"),
            N_("write comparisons with and, or, not; for example: tension_inside > 60 and not in_force(hosts)"),
            column=max(0, min(column, len(text))),
            text=text[:60],
        ) from None
    reader = _Reader(len(text) - len(text.lstrip()))
    root = reader.node(tree.body, 1)
    return Expression(text.strip(), root, reader.kind(root))


class _Reader:
    """Copies Python's tree into ours, refusing everything that the language does not have."""

    def __init__(self, indent: int) -> None:
        self.count = 0
        self.indent = indent

    def node(self, tree: ast.expr, depth: int) -> Node:
        self.count += 1
        if depth > DEEPEST or self.count > MOST_NODES:
            raise Fault("E304", N_("the expression is too deep or has too many parts"), N_("split it"))
        match tree:
            case ast.Constant(value=bool()):
                pass
            case ast.Constant(value=int() | float() as value) if abs(value) <= 1e12:
                return Number(float(value))
            case ast.Name(id=name):
                return Name(name, tree.col_offset + self.indent)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return Call(
                    name,
                    tuple(self.node(item, depth + 1) for item in arguments),
                    tree.col_offset + self.indent,
                )
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Unary("-", self.node(operand, depth + 1))
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.node(operand, depth + 1)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Unary("not", self.node(operand, depth + 1))
            case ast.BoolOp(op=operator, values=values):
                word: Literal["and", "or"] = "and" if isinstance(operator, ast.And) else "or"
                return Logic(word, tuple(self.node(item, depth + 1) for item in values))
            case ast.Compare(left=left, ops=operators, comparators=rest) if all(
                type(op) in _COMPARISONS for op in operators
            ):
                return Comparison(
                    tuple(_COMPARISONS[type(op)] for op in operators),
                    tuple(self.node(item, depth + 1) for item in (left, *rest)),
                )
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
                binary = Binary(_ARITHMETIC[type(op)], self.node(left, depth + 1), self.node(right, depth + 1))
                self.refuse_unsafe_division(binary, right)
                return binary
        raise Fault(
            "E302",
            N_("this is not part of the language of conditions"),
            N_("use comparisons, + - * /, and, or, not, the scenario's own names and its functions"),
            column=tree.col_offset + self.indent,
        )

    def refuse_unsafe_division(self, binary: Binary, divisor: ast.expr) -> None:
        if binary.operator != "/":
            return
        if not isinstance(binary.right, Number) or binary.right.value == 0:
            raise Fault(
                "E305",
                N_("divide by a number that is not zero"),
                N_("multiply by a constant instead"),
                column=divisor.col_offset + self.indent,
            )

    def kind(self, node: Node) -> Kind:
        """What *node* gives; raises Fault E303 where a truth stands for a number or the other way round."""
        match node:
            case Number() | Name():
                return "number"
            case Unary(operator, operand):
                return self.need(operand, "truth" if operator == "not" else "number")
            case Binary(_, left, right):
                self.need(left, "number")
                return self.need(right, "number")
            case Comparison(_, operands):
                for operand in operands:
                    self.need(operand, "number")
                return "truth"
            case Logic(_, operands):
                for operand in operands:
                    self.need(operand, "truth")
                return "truth"
            case Call(name, arguments):
                function = FUNCTIONS.get(name)
                for wanted, argument in zip(function.arguments if function else (), arguments, strict=False):
                    if wanted in ("number", "truth"):
                        self.need(argument, "truth" if wanted == "truth" else "number")
                return function.gives if function else "number"

    def need(self, node: Node, wanted: Kind) -> Kind:
        if self.kind(node) != wanted and not (isinstance(node, Call) and node.function not in FUNCTIONS):
            message = (
                N_("a number stands where something true or false is needed")
                if wanted == "truth"
                else N_("something true or false stands where a number is needed")
            )
            raise Fault("E303", message, N_("compare it: tension_inside > 60"), column=first_column(node))
        return wanted


def walk(node: Node) -> Iterator[Node]:
    """*node* and everything below it, outermost first."""
    yield node
    match node:
        case Unary(_, operand):
            yield from walk(operand)
        case Binary(_, left, right):
            yield from walk(left)
            yield from walk(right)
        case Comparison(_, operands) | Logic(_, operands):
            for operand in operands:
                yield from walk(operand)
        case Call(_, arguments):
            for argument in arguments:
                yield from walk(argument)
        case _:
            pass


def first_column(node: Node) -> int:
    """The leftmost known column of *node*, from 0."""
    return min((part.column for part in walk(node) if isinstance(part, Name | Call)), default=0)
