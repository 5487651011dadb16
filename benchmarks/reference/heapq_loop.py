"""The reference scenario as a bare loop over a heap, with all numbers written out in generated code: about the least
that Python can do. No engine, no log, no names; conditions are looked at once a minute."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from itertools import count
from math import inf

from benchmarks.reference.parts import INSIDE, LASTS, TRUST, Effects, Parts
from benchmarks.reference.result import Result

RATES = (
    "0.03*(v1 - v0) + 0.02*(v2 - v0) + 0.18", "0.02*(v2 - v1) + 0.12", "0.02*(v0 - v2) + 0.15",
    "0.01*(60 - v3) - 0.004*v0", "0.05*(100 - v0 - v4)", "0.02*(80 - v5)",
)  # fmt: skip


def generate(parts: Parts) -> Callable[[int], Result]:
    """A function that plays one replication."""
    names = {"Random": random.Random, "push": heappush, "pop": heappop, "count": count, "inf": inf, "Result": Result}
    exec(compile("\n".join(_lines(parts)), "<reference>", "exec"), names)
    return names["run"]  # type: ignore[return-value]


def _lines(parts: Parts) -> Iterator[str]:
    yield "def run(seed):"
    body = [*_start(parts), "while queue:", *_in(_event(parts))]
    yield from _in(body)


def _start(parts: Parts) -> Iterator[str]:
    hazards, conditionals, rules = range(len(parts.hazards)), range(len(parts.conditional)), range(len(parts.rules))
    yield "random = Random(seed)"
    yield "exponential, uniform, order = random.expovariate, random.uniform, count(1000)"
    for place, value in enumerate(parts.start):
        yield f"b{place} = v{place} = {value}; x{place} = o{place} = 0.0"
    for number in hazards:
        yield f"T{number} = exponential(1.0); L{number} = 0.0; n{number} = {parts.hazards[number].times}"
    for number in conditionals:
        yield f"s{number} = inf"
    for number in rules:
        yield f"w{number} = False"
    yield f"busy = {[False] * len(parts.measures)}"
    yield f"teams, peak, deliveries, decisions, total, lowest = {parts.teams}, 0, 0, 0, 0.0, v{TRUST}"
    due = sorted((scheduled.at, n, 0, n) for n, scheduled in enumerate(parts.scheduled))
    yield f"queue = {due!r} + [(1.0, 999, 1, 0)]"
    yield "queue.sort()"


def _event(parts: Parts) -> Iterator[str]:
    yield "now, _, kind, n = pop(queue)"
    yield "if kind == 1:"
    yield from _in(_tick(parts))
    yield "elif kind == 0:"
    yield from _in(_deliver("n", [scheduled.effects for scheduled in parts.scheduled]))
    yield "elif kind == 2:"
    yield from _in(_deliver("n", [hazard.effects for hazard in parts.hazards]))
    for number in range(len(parts.hazards)):
        yield f"    if n == {number}: n{number} -= 1; L{number} = 0.0; T{number} = exponential(1.0) if n{number} else inf"
    yield "elif kind == 3:"
    yield "    if teams and not busy[n]:"
    yield "        busy[n] = True; teams -= 1; decisions += 1"
    yield f"        push(queue, (now + {tuple(m.lead for m in parts.measures)}[n], next(order), 4, n))"
    yield "elif kind == 4:"
    yield from _in(_force(parts, "+"))
    yield f"    push(queue, (now + {tuple(m.duration for m in parts.measures)}[n], next(order), 5, n))"
    yield "else:"
    yield from _in(_force(parts, "-"))
    yield "    busy[n] = False; teams += 1"


def _tick(parts: Parts) -> Iterator[str]:
    for place, rate in enumerate(RATES):
        yield f"r{place} = {rate} + x{place}"
    for place in range(len(RATES)):
        yield f"b{place} += r{place}"
        yield from _kept(f"b{place}")
        yield f"v{place} = b{place} + o{place}"
        yield from _kept(f"v{place}")
    yield f"total += v{INSIDE}"
    yield f"if v{TRUST} < lowest: lowest = v{TRUST}"
    for number, threshold in reversed([*enumerate(parts.levels, 1)]):
        yield f"{'if' if number == len(parts.levels) else 'elif'} v{INSIDE} > {threshold}:"
        yield f"    if peak < {number}: peak = {number}"
    for number, c in enumerate(parts.conditional):
        yield f"if s{number} >= 0:"
        yield f"    if v{c.place} > {c.threshold}:"
        yield f"        if s{number} == inf: s{number} = now"
        yield f"        if now - s{number} >= {c.hold}:"
        yield f"            s{number} = -1; deliveries += 1"
        yield from _in(_add(c.effects), 3)
        yield f"    else: s{number} = inf"
    for number, h in enumerate(parts.hazards):
        yield f"if n{number} and v{h.place} > {h.above}:"
        yield f"    x = (v{h.place} - {h.above})/{h.divisor}"
        yield f"    if L{number} + x >= T{number}: push(queue, (now + (T{number} - L{number})/x, next(order), 2, {number}))"
        yield f"    L{number} += x"
    for number, rule in enumerate(parts.rules):
        yield f"if v{rule.place} > {rule.threshold}:"
        yield f"    if not w{number}:"
        yield f"        w{number} = True; push(queue, (now + uniform(1, 3), next(order), 3, {rule.measure}))"
        yield f"else: w{number} = False"
    yield f"if now >= {LASTS}:"
    yield f"    return Result(peak, 100 - total/{LASTS}, lowest, deliveries, decisions)"
    yield "push(queue, (now + 1, next(order), 1, 0))"


def _kept(name: str) -> Iterator[str]:
    yield f"if {name} < 0.0: {name} = 0.0"
    yield f"elif {name} > 100.0: {name} = 100.0"


def _add(effects: Effects) -> Iterator[str]:
    for place, amount in effects:
        yield f"b{place} += {amount}"
        yield from _kept(f"b{place}")
        yield f"v{place} = b{place} + o{place}"
        yield from _kept(f"v{place}")


def _deliver(which: str, effects: list[Effects]) -> Iterator[str]:
    yield "deliveries += 1"
    for number, own in enumerate(effects):
        yield f"{'if' if number == 0 else 'elif'} {which} == {number}:"
        yield from _in(_add(own))


def _force(parts: Parts, sign: str) -> Iterator[str]:
    for number, measure in enumerate(parts.measures):
        yield f"{'if' if number == 0 else 'elif'} n == {number}:"
        for place, rate in measure.rates:
            yield f"    x{place} {sign}= {rate}"
        for place, amount in measure.held:
            yield f"    o{place} {sign}= {amount}"
            yield f"    v{place} = b{place} + o{place}"
            yield from _in(_kept(f"v{place}"))


def _in(lines: Iterator[str] | list[str], levels: int = 1) -> Iterator[str]:
    for line in lines:
        yield "    " * levels + line
