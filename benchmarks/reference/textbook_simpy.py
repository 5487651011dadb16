"""The reference scenario in SimPy as a textbook has it: one process per thing, each waiting for its own moment and
looking again whenever the indicators have changed course."""

from __future__ import annotations

from collections.abc import Generator
from math import inf
from typing import Any

import simpy

from benchmarks.reference.evening import Evening, fires_in, grain
from benchmarks.reference.parts import (
    FALLS_AFTER,
    INSIDE,
    LASTS,
    TICK,
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
    def __init__(self, parts: Parts, seed: int, replication: int) -> None:
        self.parts = parts
        self.env = simpy.Environment()
        self.changed = self.env.event()
        self.evening = Evening(parts, seed, replication)
        self.evening.plan(TICK)
        self.teams = simpy.Container(self.env, init=parts.teams)
        self.busy = [False] * len(parts.measures)
        self.level = self.peak = self.deliveries = self.decisions = 0
        self.falling: simpy.Process | None = None
        self.env.process(self.minutes())
        for scheduled in parts.scheduled:
            self.env.process(self.come_at(scheduled))
        for conditional in parts.conditional:
            self.env.process(self.come_when(conditional))
        for hazard in parts.hazards:
            self.env.process(self.come_at_a_rate(hazard))
            self.env.process(self.turn_at(hazard.place, hazard.above))
        for threshold in parts.levels:
            self.env.process(self.rung(threshold))
        for rule in parts.rules:
            self.env.process(self.watch(rule))

    # --- time ----------------------------------------------------------------------------------------------

    @property
    def now(self) -> float:
        return self.env.now / 1000

    def wait(self, seconds: float) -> simpy.Timeout:
        return self.env.timeout(round(seconds * 1000))

    def wait_until(self, at: float) -> simpy.Event:
        """For *at*, or until the indicators change course before it."""
        if at == inf:
            return self.changed
        return self.env.timeout(max(1, round(at * 1000) - self.env.now)) | self.changed

    def go_on(self) -> None:
        """The indicators change course here."""
        self.evening.advance(self.now)
        self.evening.plan(min((self.env.now // 60_000 + 1) * TICK, LASTS))
        changed, self.changed = self.changed, self.env.event()
        changed.succeed()

    def minutes(self) -> Process:
        while True:
            yield self.wait(TICK)
            self.go_on()

    def passing(self, place: int, threshold: float, above: bool) -> Process:
        """Until an indicator is above a threshold, or is so no more."""
        while (self.evening.values[place] > threshold) != above:
            at = self.evening.crossing(place, threshold)
            yield self.wait_until(at)
            if self.now == at:
                self.go_on()

    # --- injects -------------------------------------------------------------------------------------------

    def deliver(self, effects: Effects) -> None:
        self.deliveries += 1
        self.evening.advance(self.now)
        self.evening.add(effects)
        self.go_on()

    def come_at(self, scheduled: Scheduled) -> Process:
        yield self.wait(scheduled.at)
        self.deliver(scheduled.effects)

    def come_when(self, conditional: Conditional) -> Process:
        place, threshold = conditional.place, conditional.threshold
        while True:
            yield from self.passing(place, threshold, above=True)
            due = self.now + conditional.hold
            while self.evening.values[place] > threshold and self.now < due:
                at = min(due, self.evening.crossing(place, threshold))
                yield self.wait_until(at)
                if self.now == at < due:
                    self.go_on()
            if self.evening.values[place] > threshold:
                self.deliver(conditional.effects)
                return

    def come_at_a_rate(self, hazard: Hazard) -> Process:
        missing = self.evening.threshold_of(hazard.id)
        evening = self.evening
        while True:
            since, span = self.now, evening.horizon - self.now
            rate = self.rate(hazard, evening.values)
            slope = (self.rate(hazard, evening.ahead) - rate) / span
            at = grain(since + fires_in(missing, rate, slope, span))
            yield self.wait_until(at)
            elapsed = self.now - since
            missing -= (rate + slope * elapsed / 2) * elapsed
            if self.now == at:
                self.deliver(hazard.effects)
                return

    def rate(self, hazard: Hazard, values: list[float]) -> float:
        return max(0.0, values[hazard.place] - hazard.above) / hazard.divisor / 3600.0

    def turn_at(self, place: int, threshold: float) -> Process:
        """Change course where a hazard begins and ends, so that its rate is a straight line in between."""
        while True:
            yield from self.passing(place, threshold, above=True)
            yield from self.passing(place, threshold, above=False)

    # --- levels --------------------------------------------------------------------------------------------

    def rung(self, threshold: float) -> Process:
        while True:
            yield from self.passing(INSIDE, threshold, above=True)
            self.change_level()
            yield from self.passing(INSIDE, threshold, above=False)
            self.change_level()

    def change_level(self) -> None:
        highest = self.highest()
        if highest >= self.level and self.falling is not None:
            self.falling.interrupt()
            self.falling = None
        if highest > self.level:
            self.level = highest
            self.peak = max(self.peak, highest)
        elif highest < self.level and self.falling is None:
            self.falling = self.env.process(self.fall())

    def fall(self) -> Process:
        try:
            yield self.wait(FALLS_AFTER)
        except simpy.Interrupt:
            return
        self.falling = None
        self.level = self.highest()
        self.go_on()

    def highest(self) -> int:
        return sum(self.evening.values[INSIDE] > threshold for threshold in self.parts.levels)

    # --- measures ------------------------------------------------------------------------------------------

    def watch(self, rule: Rule) -> Process:
        number = 0
        while True:
            yield from self.passing(rule.place, rule.threshold, above=True)
            self.env.process(self.react(rule, number))
            number += 1
            yield from self.passing(rule.place, rule.threshold, above=False)

    def react(self, rule: Rule, number: int) -> Process:
        yield self.wait(self.evening.reaction(rule.id, number))
        if not self.busy[rule.measure] and self.teams.level >= 1:
            self.decisions += 1
            self.env.process(self.carry_out(rule.measure, self.parts.measures[rule.measure]))

    def carry_out(self, number: int, measure: Measure) -> Process:
        self.busy[number] = True
        self.go_on()
        yield self.teams.get(1)
        yield self.wait(measure.lead)
        self.evening.advance(self.now)
        for place, rate in measure.rates:
            self.evening.ramps[place].append(rate)
        self.evening.hold(measure.held, 1)
        self.go_on()
        yield self.wait(measure.duration)
        self.busy[number] = False
        yield self.teams.put(1)
        self.evening.advance(self.now)
        self.evening.hold(measure.held, -1)
        for place, rate in measure.rates:
            self.evening.ramps[place].remove(rate)
        self.go_on()


def run(parts: Parts, seed: int, replication: int) -> Result:
    model = Model(parts, seed, replication)
    model.env.run(until=round(LASTS * 1000))
    evening = model.evening
    evening.advance(LASTS)
    return Result(model.peak, evening.calm, evening.lowest, model.deliveries, model.decisions)
