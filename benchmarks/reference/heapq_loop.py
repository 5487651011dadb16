"""The reference scenario as a bare loop over a heap in generated code, with all numbers written out: about the least
that Python can do. No engine, no names, no log; it plays this scenario and no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from math import ceil, inf

from benchmarks.reference.evening import fires_in, grain
from benchmarks.reference.parts import FALLS_AFTER, INSIDE, LASTS, TICK, TRUST, Effects, Parts
from benchmarks.reference.result import Result
from scenario_sim.engine.distributions import exponential
from scenario_sim.engine.streams import Streams

RATES = (
    "(0.03*({v}1 - {v}0) + 0.02*({v}2 - {v}0) + 0.15)/60.0", "(0.02*({v}2 - {v}1) + 0.1)/60.0",
    "(0.02*({v}0 - {v}2) + 0.12)/60.0", "(0.01*(60.0 - {v}3) - 0.004*{v}0)/60.0",
    "(0.05*(100.0 - {v}0 - {v}4))/60.0", "(0.02*(80.0 - {v}5))/60.0",
)  # fmt: skip
PLACES = range(len(RATES))
TICKS, COMES, HELD, REACTS, BEGINS, ENDS, FALLS, TURNS = range(8)


def generate(parts: Parts) -> Callable[[int, int], Result]:
    """A function of seed and replication that plays one replication."""
    names = {
        "Streams": Streams, "exponential": exponential, "push": heappush, "pop": heappop, "inf": inf, "Result": Result,
        "fires_in": fires_in, "grain": grain, "crossing": crossing,
    }  # fmt: skip
    exec(compile("\n".join(_Writer(parts).lines()), "<reference>", "exec"), names)
    return names["run"]  # type: ignore[return-value]


def crossing(now: float, base: float, rate: float, held: float, threshold: float, above: bool) -> float:
    """The first millisecond at which a line is on the other side of *threshold*."""
    tick = ceil((now + (threshold - base - held) / rate) * 1000)
    while (base + rate * ((tick - 1) / 1000 - now) + held > threshold) != above:
        tick -= 1
    while (base + rate * (tick / 1000 - now) + held > threshold) == above:
        tick += 1
    return tick / 1000


class _Writer:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.hazards = range(len(parts.hazards))

    def lines(self) -> Iterator[str]:
        yield "def run(seed, replication):"
        yield from _in(self._start())
        yield "    while True:"
        yield from _in(self._take(), 2)
        yield from _in(self._advance(), 2)
        yield from _in(self._happen(), 2)
        yield from _in(self._settle(), 2)
        yield from _in(self._plan(), 2)

    def _start(self) -> Iterator[str]:
        parts = self.parts
        yield "streams = Streams(seed, replication)"
        for place, value in enumerate(parts.start):
            yield f"b{place} = v{place} = {value}; o{place} = r{place} = 0.0; x{place} = []"
        for n, hazard in enumerate(parts.hazards):
            yield f"T{n} = exponential(streams.uniform('inject:{hazard.id}:rate', 0)); L{n} = P{n} = D{n} = 0.0"
            yield f"z{n} = False"
        for n in range(len(parts.conditional)):
            yield f"c{n} = False; w{n} = 0"
        for n in range(len(parts.levels)):
            yield f"l{n} = False"
        for n in range(len(parts.rules)):
            yield f"u{n} = False; n{n} = 0"
        yield f"busy = {[False] * len(parts.measures)}"
        yield f"teams, level, peak, deliveries, decisions, version, falling = {parts.teams}, 0, 0, 0, 0, 0, 0"
        yield f"integral, lowest, since, minute, order = 0.0, v{TRUST}, 0.0, 0, {len(parts.scheduled) + 2}"
        due = [(round(s.at * 1000), n, COMES, n) for n, s in enumerate(parts.scheduled)]
        yield f"queue = {sorted([*due, (0, -1, TURNS, 0), (round(TICK * 1000), len(due), TICKS, 0)])!r}"

    def _take(self) -> Iterator[str]:
        yield "ms, _, kind, n = pop(queue)"
        yield f"if kind == {TURNS} and n != version: continue"
        for n in range(len(self.parts.conditional)):
            yield f"if kind == {HELD} and n[0] == {n} and n[1] != w{n}: continue"
        yield f"if kind == {REACTS} and (busy[n] or not teams): continue"
        yield f"if kind == {FALLS} and n != falling: continue"
        yield "at = ms/1000"

    def _advance(self) -> Iterator[str]:
        yield "span = at - since"
        yield "if span > 0:"
        yield f"    integral += (v{INSIDE} + (v{INSIDE} + r{INSIDE}*span))/2*span"
        for p in PLACES:
            yield f"    v{p} = b{p} + r{p}*span + o{p}"
            yield from _in(_kept(f"v{p}"))
            yield f"    b{p} += r{p}*span"
            yield from _in(_kept(f"b{p}"))
        yield f"    if v{TRUST} < lowest: lowest = v{TRUST}"
        for n in self.hazards:
            yield f"    if P{n} or D{n}: L{n} += (P{n} + D{n}*span/2)*span; P{n} += D{n}*span"
        yield "    since = at"

    def _happen(self) -> Iterator[str]:
        parts = self.parts
        yield f"if kind == {TICKS}:"
        yield f"    if at >= {LASTS}: return Result(peak, 100 - integral/{LASTS}, lowest, deliveries, decisions)"
        yield "    minute += 1; order += 1"
        yield f"    push(queue, (ms + {round(TICK * 1000)}, order, {TICKS}, 0))"
        yield f"elif kind == {COMES}:"
        yield "    deliveries += 1"
        yield from _in(_choose("n", [_add(s.effects) for s in parts.scheduled]))
        yield f"elif kind == {HELD}:"
        yield "    deliveries += 1"
        yield from _in(_choose("n[0]", [(f"c{n} = None", *_add(c.effects)) for n, c in enumerate(parts.conditional)]))
        yield f"elif kind == {REACTS}:"
        yield "    busy[n] = True; teams -= 1; decisions += 1; order += 1"
        yield f"    push(queue, (ms + {tuple(round(m.lead * 1000) for m in parts.measures)}[n], order, {BEGINS}, n))"
        yield f"elif kind == {BEGINS}:"
        yield "    order += 1"
        yield f"    push(queue, (ms + {tuple(round(m.duration * 1000) for m in parts.measures)}[n], order, {ENDS}, n))"
        yield from _in(_choose("n", [_force(m.rates, m.held, "append", "+") for m in parts.measures]))
        yield f"elif kind == {ENDS}:"
        yield "    busy[n] = False; teams += 1"
        yield from _in(_choose("n", [_force(m.rates, m.held, "remove", "-") for m in parts.measures]))
        yield f"elif kind == {FALLS}:"
        yield f"    falling = 0; level = {self._highest()}"
        yield "else:"
        yield "    pass"
        for n, hazard in enumerate(parts.hazards):
            yield f"    if fires_in(T{n} - L{n}, P{n}, D{n}, 0.0005) < inf:"
            yield f"        T{n} = inf; deliveries += 1"
            yield from _in(_add(hazard.effects), 2)

    def _highest(self) -> str:
        return " + ".join(f"(v{INSIDE} > {threshold})" for threshold in self.parts.levels)

    def _settle(self) -> Iterator[str]:
        parts = self.parts
        for n, c in enumerate(parts.conditional):
            yield f"if c{n} is not None and (v{c.place} > {c.threshold}) != c{n}:"
            yield f"    c{n} = not c{n}; w{n} += 1; order += 1"
            yield f"    if c{n}: push(queue, (ms + {round(c.hold * 1000)}, order, {HELD}, ({n}, w{n})))"
        for n, h in enumerate(parts.hazards):
            yield f"z{n} = v{h.place} > {h.above}"
        yield "changed = False"
        for n, threshold in enumerate(parts.levels):
            yield f"if (v{INSIDE} > {threshold}) != l{n}: l{n} = not l{n}; changed = True"
        yield "if changed:"
        yield f"    highest = {self._highest()}"
        yield "    if highest >= level: falling = 0"
        yield "    if highest > level:"
        yield "        level = highest"
        yield "        if level > peak: peak = level"
        yield "    elif highest < level and not falling:"
        yield "        order += 1; falling = order"
        yield f"        push(queue, (ms + {round(FALLS_AFTER * 1000)}, order, {FALLS}, falling))"
        for n, rule in enumerate(parts.rules):
            yield f"if (v{rule.place} > {rule.threshold}) != u{n}:"
            yield f"    u{n} = not u{n}"
            yield f"    if u{n}:"
            yield f"        delay = 60.0 + 120.0*streams.uniform('policy:mayor:{rule.id}', n{n}); n{n} += 1; order += 1"
            yield f"        push(queue, (round((at + delay)*1000), order, {REACTS}, {rule.measure}))"

    def _plan(self) -> Iterator[str]:
        parts = self.parts
        yield f"horizon = min((minute + 1)*{TICK}, {LASTS})"
        yield "span = horizon - since"
        for p, rate in enumerate(RATES):
            yield f"r{p} = k{p} = {rate.format(v='v')}"
            yield f"for x in x{p}: r{p} += x"
        for p in PLACES:
            yield f"e{p} = b{p} + r{p}*span + o{p}"
            yield from _kept(f"e{p}")
        for p, rate in enumerate(RATES):
            yield f"r{p} += ({rate.format(v='e')} - k{p})/2"
        for p in PLACES:
            yield f"a{p} = b{p} + r{p}*span + o{p}"
            yield from _kept(f"a{p}")
        yield "first = inf"
        for n, h in enumerate(parts.hazards):
            yield f"if span > 0 and T{n} < inf and (v{h.place} > {h.above} or a{h.place} > {h.above}):"
            yield f"    P{n} = max(0.0, v{h.place} - {h.above})/{h.divisor}/3600.0"
            yield f"    D{n} = (max(0.0, a{h.place} - {h.above})/{h.divisor}/3600.0 - P{n})/span"
            yield f"    if not (P{n} + D{n}*span/2)*span < T{n} - L{n}:"
            yield f"        first = min(first, fires_in(T{n} - L{n}, P{n}, D{n}, span))"
            yield f"else: P{n} = D{n} = 0.0"
        yield "first += since"
        followed = [(c.place, c.threshold, f"c{n}") for n, c in enumerate(parts.conditional)]
        followed += [(h.place, h.above, f"z{n}") for n, h in enumerate(parts.hazards)]
        followed += [(INSIDE, threshold, f"l{n}") for n, threshold in enumerate(parts.levels)]
        followed += [(rule.place, rule.threshold, f"u{n}") for n, rule in enumerate(parts.rules)]
        for p, threshold, flag in followed:
            test = f"{flag} is not None and " if flag.startswith("c") else ""
            yield f"if {test}(a{p} > {threshold}) != {flag}:"
            yield f"    first = min(first, crossing(since, b{p}, r{p}, o{p}, {threshold}, {flag}))"
        yield "version += 1"
        yield "if first < inf:"
        yield "    order += 1"
        yield f"    push(queue, (round(max(since + 0.001, grain(first))*1000), order, {TURNS}, version))"


def _kept(name: str) -> Iterator[str]:
    yield f"if {name} < 0.0: {name} = 0.0"
    yield f"elif {name} > 100.0: {name} = 100.0"


def _refresh(place: int) -> Iterator[str]:
    yield f"v{place} = b{place} + o{place}"
    yield from _kept(f"v{place}")
    if place == TRUST:
        yield f"if v{TRUST} < lowest: lowest = v{TRUST}"


def _add(effects: Effects) -> Iterator[str]:
    for place, amount in effects:
        yield f"b{place} += {amount}"
        yield from _kept(f"b{place}")
        yield from _refresh(place)


def _force(rates: Effects, held: Effects, change: str, sign: str) -> Iterator[str]:
    for place, rate in rates:
        yield f"x{place}.{change}({rate!r})"
    for place, amount in held:
        yield f"o{place} {sign}= {amount}"
        yield from _refresh(place)


def _choose(which: str, branches: list[Iterable[str]]) -> Iterator[str]:
    for number, branch in enumerate(branches):
        yield f"{'elif' if number else 'if'} {which} == {number}:"
        yield from _in(branch)


def _in(lines: Iterable[str], levels: int = 1) -> Iterator[str]:
    for line in lines:
        yield "    " * levels + line
