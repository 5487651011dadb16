"""Ways to evaluate a condition, compared in one interleaved run: read the ratios, not the times.

    python benchmarks/conditions.py

Evaluates ``tension > 60 and not in_force(hosts)`` as (a) the engine does, (b) closures over our own tree, (c) a
lambda written by hand and (d) simpleeval with a parsed text, if it is installed; then what parsing and compiling
cost, and how long hostile texts take to be refused.
"""

from __future__ import annotations

import operator
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter_ns
from types import SimpleNamespace
from typing import Any

from scenario_sim.engine.formulas import Compiler
from scenario_sim.engine.plan import compile_plan
from scenario_sim.model.expressions import Binary, Call, Comparison, Logic, Name, Node, Number, Unary, parse
from scenario_sim.model.faults import Fault

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.builders import build, measure

TEXT = "tension > 60 and not in_force(hosts)"
ROUNDS, LOOPS = 31, 4_000
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip
HOSTILE = {
    "().__class__": "().__class__.__bases__[0].__subclasses__()",
    "a power": "9**9**9",
    "1 MB of text": "tension + " * 100_000 + "1",
    "10,000 nested parentheses": "(" * 10_000 + "1" + ")" * 10_000,
    "190 nested parentheses": "(" * 190 + "1" + ")" * 190,
    "390 minus signs": "-" * 390 + "1",
    "a call of open": "open('/etc/passwd').read()",
    "a comprehension": "[x for x in (1, 2)]",
    "a lambda": "(lambda: 1)()",
    "an f-string": "f'{tension}'",
    "a walrus": "(x := 5) > 3",
    "a null byte": "tension\x00 > 1",
    "a large number": "1e400 > 3",
}


def closure(node: Node, compiler: Compiler) -> Callable[[list[float], float, Any], Any]:
    """*node* as nested closures; only what a plain condition needs."""
    match node:
        case Number(value):
            return lambda _v, _t, _s: value
        case Name(id):
            place = compiler.index.indicators[id]
            return lambda v, _t, _s: v[place]
        case Call("in_force", (Name(id),)):
            place = compiler.index.measures[id]
            return lambda _v, _t, s: s.in_force[place] > 0
        case Unary(sign, operand):
            inner = closure(operand, compiler)
            return (lambda v, t, s: not inner(v, t, s)) if sign == "not" else (lambda v, t, s: -inner(v, t, s))
        case Binary(sign, left, right):
            do, a, b = _OPERATORS[sign], closure(left, compiler), closure(right, compiler)
            return lambda v, t, s: do(a(v, t, s), b(v, t, s))
        case Comparison((sign,), (left, right)):
            do, a, b = _OPERATORS[sign], closure(left, compiler), closure(right, compiler)
            return lambda v, t, s: do(a(v, t, s), b(v, t, s))
        case Logic(word, (left, right)):
            a, b = closure(left, compiler), closure(right, compiler)
            return (
                (lambda v, t, s: a(v, t, s) and b(v, t, s))
                if word == "and"
                else (lambda v, t, s: a(v, t, s) or b(v, t, s))
            )
        case _:
            raise NotImplementedError(node)


def with_simpleeval() -> Callable[[list[float], float, Any], Any] | None:
    try:
        from simpleeval import SimpleEval  # type: ignore[import-not-found]
    except ImportError:
        return None
    evaluator = SimpleEval(names={"tension": 0.0, "hosts": 0})
    parsed = evaluator.parse(TEXT)

    def evaluate(v: list[float], _t: float, s: Any) -> Any:
        evaluator.names["tension"] = v[0]
        evaluator.functions["in_force"] = lambda place: s.in_force[place] > 0
        return evaluator.eval(TEXT, previously_parsed=parsed)

    return evaluate


def timed(function: Callable[[list[float], float, Any], Any], loops: int) -> float:
    """Nanoseconds per evaluation, setting the variable included."""
    values, state = [0.0], SimpleNamespace(in_force=[0])
    began = perf_counter_ns()
    for n in range(loops):
        values[0] = n % 100
        function(values, 0.0, state)
    return (perf_counter_ns() - began) / loops


def once(action: Callable[[], object]) -> float:
    """Microseconds of one go."""
    began = perf_counter_ns()
    action()
    return (perf_counter_ns() - began) / 1000


def refused(text: str) -> str:
    try:
        parse(text)
    except Fault as fault:
        return fault.code
    return "taken in"


def main() -> None:
    compiler = compile_plan(build(measures=[measure("hosts")]), {}).compiler
    expression = parse(TEXT)
    ways: dict[str, Callable[[list[float], float, Any], Any] | None] = {
        "written by hand": lambda v, _t, s: v[0] > 60 and not s.in_force[0],
        "compiled, as the engine does": compiler.condition(expression).holds,
        "closures": closure(expression.root, compiler),
        "simpleeval, parsed before": with_simpleeval(),
    }
    known = {name: way for name, way in ways.items() if way is not None}
    times: dict[str, list[float]] = {name: [] for name in known}
    for _ in range(ROUNDS):
        for name, way in known.items():
            times[name].append(timed(way, LOOPS // 10 if "simpleeval" in name else LOOPS))
    floor = times["written by hand"]
    print(f"{TEXT}   (median of {ROUNDS} interleaved rounds)")
    for name, found in times.items():
        ratio = median(one / base for one, base in zip(found, floor, strict=True))
        print(f"  {name:30} {median(found):8.0f} ns  {ratio:6.2f} × by hand")
    if len(known) < len(ways):
        print("  simpleeval is not installed")
    print("once, when loading")
    loading: dict[str, Callable[[], object]] = {
        "parse": lambda: parse(TEXT),
        "compile, with its edges": lambda: compiler.condition(replace(expression)),
    }
    for name, action in loading.items():
        print(f"  {name:30} {median(once(action) for _ in range(200)):8.0f} µs")
    print("refusing hostile text")
    for name, text in HOSTILE.items():
        print(f"  {name:30} {once(partial(refused, text)):8.0f} µs  {refused(text)}")


if __name__ == "__main__":
    main()
