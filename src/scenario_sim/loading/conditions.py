"""Whether the names and functions in an expression exist and stand where they can."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.loading.names import KIND_WORDS, Names
from scenario_sim.loading.shape import suggestion
from scenario_sim.model.expressions import (
    FUNCTIONS,
    SPECIAL_NAMES,
    Binary,
    Call,
    Comparison,
    Expression,
    Logic,
    Name,
    Node,
    Number,
    Unary,
    first_column,
    walk,
)
from scenario_sim.model.faults import Fault

Moment = Literal["start", "run", "score", "kept"]
"""When an expression is worked out: before the run, during it, over the whole of it, or for a process that keeps it."""

_AT_START = ("min", "max", "abs", "clamp", "if_else", "answer")
_USUAL_FUNCTION = {
    "measure": "in_force({name})", "inject": "delivered({name})", "question": "answer({name}, …)",
    "dilemma": "chosen({name}, …)", "phase": "phase({name})", "resource": "free({name})",
    "group": "joined({name})",
}  # fmt: skip


def faults_in(expression: Expression, names: Names, moment: Moment, wanted: Literal["truth", "number"]) -> list[Fault]:
    """Every fault in *expression*: E301 unknown name, E302 unknown function or wrong arguments, E303 a number
    where a condition must be or the other way round, E306 not known at that moment."""
    faults = list(_faults(expression.root, names, moment))
    if expression.gives != wanted and not faults:
        faults.append(_wrong_kind(expression, wanted))
    return faults


def _wrong_kind(expression: Expression, wanted: str) -> Fault:
    column = first_column(expression.root)
    if wanted == "truth":
        return Fault(
            "E303",
            N_("a number stands where something true or false is needed"),
            N_("compare it: tension_inside > 60"),
            column,
        )
    return Fault(
        "E303",
        N_("something true or false stands where a number is needed"),
        N_("use if_else(condition, 1, 0)"),
        column,
    )


def _faults(node: Node, names: Names, moment: Moment) -> Iterator[Fault]:
    match node:
        case Name():
            yield from _name(node, names, moment)
        case Call():
            yield from _call(node, names, moment)
        case Unary(_, operand):
            yield from _faults(operand, names, moment)
        case Binary(_, left, right):
            yield from _faults(left, names, moment)
            yield from _faults(right, names, moment)
        case Comparison(_, operands) | Logic(_, operands):
            for operand in operands:
                yield from _faults(operand, names, moment)


def _name(node: Name, names: Names, moment: Moment) -> Iterator[Fault]:
    known = names.at_start if moment == "start" else [*names.numbers, *SPECIAL_NAMES]
    if node.id in known:
        return
    if node.id in names.numbers or node.id in SPECIAL_NAMES:
        yield _not_yet(node.id, node.column)
        return
    for kind in names.kinds_of(node.id):
        if kind in _USUAL_FUNCTION:
            yield Fault(
                "E301",
                N_("'{name}' ({kind}) is not a number"),
                N_("write {example}"),
                node.column,
                name=node.id,
                kind=translate(KIND_WORDS[kind]),
                example=_USUAL_FUNCTION[kind].format(name=node.id),
            )
            return
    hint, values = suggestion(node.id, known)
    yield Fault("E301", N_("unknown name '{name}'"), hint, node.column, name=node.id, **values)


def _not_yet(name: str, column: int) -> Fault:
    return Fault(
        "E306",
        N_("'{name}' is not known before the run begins"),
        N_("use numbers, constants and answers of the diagnosis here"),
        column,
        name=name,
    )


def _call(call: Call, names: Names, moment: Moment) -> Iterator[Fault]:
    function = FUNCTIONS.get(call.function)
    if function is None:
        hint, values = suggestion(call.function, list(FUNCTIONS))
        yield Fault("E302", N_("unknown function '{name}'"), hint, call.column, name=call.function, **values)
        return
    if len(call.arguments) != len(function.arguments):
        yield Fault(
            "E302",
            N_("'{name}' takes {wanted} arguments, not {given}"),
            N_("write {example}"),
            call.column,
            name=call.function,
            wanted=len(function.arguments),
            given=len(call.arguments),
            example=f"{call.function}({', '.join(function.arguments)})",
        )
        return
    if moment == "start" and call.function not in _AT_START:
        yield _not_yet(call.function, call.column)
    if call.function == "goal" and moment != "kept":
        yield Fault("E306", N_("the score of a goal is known only to a process, in what an episode keeps"), "",
                    call.column)  # fmt: skip
    elif call.function == "time_share" and moment == "kept":
        yield Fault("E306", N_("a share of time is known only where a goal of the scenario itself asks for it"),
                    N_("write goal(…)"), call.column)  # fmt: skip
    elif moment not in ("score", "kept") and function.over_the_run:
        yield Fault(
            "E306",
            N_("'{name}' looks back over the whole run"),
            N_("use it only in the score of a goal"),
            call.column,
            name=call.function,
        )
    previous = ""
    for wanted, argument in zip(function.arguments, call.arguments, strict=True):
        if wanted in ("number", "truth"):
            yield from _faults(argument, names, moment)
        else:
            yield from _reference(argument, wanted, previous, names, call)
            previous = argument.id if isinstance(argument, Name) else ""


def _reference(argument: Node, wanted: str, previous: str, names: Names, call: Call) -> Iterator[Fault]:
    kind = translate(KIND_WORDS[wanted])
    if not isinstance(argument, Name):
        column = first_column(argument) or call.column
        yield Fault("E302", N_("'{function}' wants the id of a {kind} here"), "", column,
                    function=call.function, kind=kind)  # fmt: skip
        return
    per_owner = {"option": names.options, "answer": names.answers, "hat": names.hats, "kept": names.kept}.get(wanted)
    if per_owner is not None:
        if previous not in per_owner:
            return  # the owner itself is unknown and has been named
        known = per_owner[previous]
    else:
        known = names.of[wanted]
    if argument.id not in known:
        hint, values = suggestion(argument.id, known)
        yield Fault(
            "E301",
            N_("unknown {kind} '{name}'"),
            hint,
            argument.column,
            kind=kind,
            name=argument.id,
            **values,
        )


def constant_value(expression: Expression) -> float | None:
    """The value of an expression that is the same in every run, or None."""
    return _constant(expression.root)


def _constant(node: Node) -> float | None:
    match node:
        case Number(value):
            return value
        case Unary("-", operand):
            value_or_none = _constant(operand)
            return None if value_or_none is None else -value_or_none
        case Binary(operator, left, right):
            a, b = _constant(left), _constant(right)
            if a is None or b is None:
                return None
            return {"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else 0.0}[operator]
        case _:
            return None


def names_used(expression: Expression) -> Iterator[str]:
    """The names in *expression*, also those that are arguments of functions."""
    yield from (node.id for node in walk(expression.root) if isinstance(node, Name))
