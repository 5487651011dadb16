"""The reference scenario in SimPy as a textbook has it: one process per thing, which looks at the world every minute."""

from __future__ import annotations

import random
from collections.abc import Generator
from typing import Any

import simpy

from benchmarks.reference.parts import (
    INSIDE,
    LASTS,
    ONLINE,
    ORDER,
    OUTSIDE,
    TRUST,
    WELCOME,
    Conditional,
    Effects,
    Hazard,
    Measure,
    Parts,
    Rule,
    Scheduled,
)
from benchmarks.reference.result import Result

Process = Generator[simpy.Event, Any, None]


class Model:
    def __init__(self, parts: Parts, seed: int) -> None:
        self.parts = parts
        self.random = random.Random(seed)
        self.env = simpy.Environment()
        self.values = list(parts.start)
        self.held = [0.0] * 6
        self.extra = [0.0] * 6
        self.teams = simpy.Container(self.env, init=parts.teams)
        self.level = self.peak = self.deliveries = self.decisions = 0
        self.busy = [False] * len(parts.measures)
        self.sum_inside = 0.0
        self.lowest_trust = parts.start[TRUST]
        self.env.process(self.drift())
        for scheduled in parts.scheduled:
            self.env.process(self.come_at(scheduled))
        for conditional in parts.conditional:
            self.env.process(self.come_when(conditional))
        for hazard in parts.hazards:
            self.env.process(self.come_at_a_rate(hazard))
        for rule in parts.rules:
            self.env.process(self.watch(rule))

    def value(self, place: int) -> float:
        return min(100.0, max(0.0, self.values[place] + self.held[place]))

    def add(self, effects: Effects) -> None:
        for place, amount in effects:
            self.values[place] = min(100.0, max(0.0, self.values[place] + amount))

    def deliver(self, effects: Effects) -> None:
        self.deliveries += 1
        self.add(effects)

    def drift(self) -> Process:
        while True:
            yield self.env.timeout(1)
            inside, outside, online, trust, order, welcome = (self.value(place) for place in range(6))
            rates = [0.0] * 6
            rates[INSIDE] = 0.03 * (outside - inside) + 0.02 * (online - inside) + 0.18
            rates[OUTSIDE] = 0.02 * (online - outside) + 0.12
            rates[ONLINE] = 0.02 * (inside - online) + 0.15
            rates[TRUST] = 0.01 * (60 - trust) - 0.004 * inside
            rates[ORDER] = 0.05 * (100 - inside - order)
            rates[WELCOME] = 0.02 * (80 - welcome)
            for place in range(6):
                moved = self.values[place] + rates[place] + self.extra[place]
                self.values[place] = min(100.0, max(0.0, moved))
            self.look()

    def look(self) -> None:
        inside = self.value(INSIDE)
        self.level = sum(inside > threshold for threshold in self.parts.levels)
        self.peak = max(self.peak, self.level)
        self.sum_inside += inside
        self.lowest_trust = min(self.lowest_trust, self.value(TRUST))

    def come_at(self, scheduled: Scheduled) -> Process:
        yield self.env.timeout(scheduled.at)
        self.deliver(scheduled.effects)

    def come_when(self, conditional: Conditional) -> Process:
        since: float | None = None
        while True:
            if self.value(conditional.place) > conditional.threshold:
                since = self.env.now if since is None else since
                if self.env.now - since >= conditional.hold:
                    break
            else:
                since = None
            yield self.env.timeout(1)
        self.deliver(conditional.effects)

    def come_at_a_rate(self, hazard: Hazard) -> Process:
        for _ in range(hazard.times):
            threshold, level = self.random.expovariate(1.0), 0.0
            while True:
                rate = max(0.0, self.value(hazard.place) - hazard.above) / hazard.divisor
                if rate and level + rate >= threshold:
                    yield self.env.timeout((threshold - level) / rate)
                    break
                level += rate
                yield self.env.timeout(1)
            self.deliver(hazard.effects)

    def watch(self, rule: Rule) -> Process:
        above = False
        while True:
            was, above = above, self.value(rule.place) > rule.threshold
            if above and not was:
                self.env.process(self.decide(rule.measure))
            yield self.env.timeout(1)

    def decide(self, number: int) -> Process:
        yield self.env.timeout(self.random.uniform(1, 3))
        if not self.busy[number] and self.teams.level >= 1:
            self.decisions += 1
            self.env.process(self.carry_out(number, self.parts.measures[number]))

    def carry_out(self, number: int, measure: Measure) -> Process:
        self.busy[number] = True
        yield self.teams.get(1)
        yield self.env.timeout(measure.lead)
        self.hold(measure, 1)
        yield self.env.timeout(measure.duration)
        self.hold(measure, -1)
        self.busy[number] = False
        yield self.teams.put(1)

    def hold(self, measure: Measure, sign: int) -> None:
        for place, rate in measure.rates:
            self.extra[place] += sign * rate
        for place, amount in measure.held:
            self.held[place] += sign * amount


def run(parts: Parts, seed: int) -> Result:
    model = Model(parts, seed)
    model.env.run(until=LASTS + 1e-9)
    return Result(model.peak, 100 - model.sum_inside / LASTS, model.lowest_trust, model.deliveries, model.decisions)
