"""The reference scenario in salabim: one component per thing, each waiting for its own moment and looking again whenever
the indicators have changed course. Needs ``pip install salabim``; see benchmarks/README.md."""

from __future__ import annotations

from collections.abc import Generator
from math import inf
from typing import Any

import salabim as sim

from benchmarks.reference.evening import Evening, fires_in, grain
from benchmarks.reference.parts import FALLS_AFTER, INSIDE, LASTS, TICK, Effects, Parts
from benchmarks.reference.result import Result

Process = Generator[Any, Any, None]
sim.yieldless(False)


class Thing(sim.Component):  # type: ignore[misc]
    def setup(self, model: Model, part: Any) -> None:
        self.model, self.part = model, part

    def wait_until(self, at: float) -> Process:
        """For *at*, or until the indicators change course before it."""
        if at == inf:
            yield self.wait(self.model.changed)
        else:
            delay = max(1, round(at * 1000) - self.model.env.now())
            yield self.wait(self.model.changed, fail_delay=delay)

    def passing(self, place: int, threshold: float, above: bool) -> Process:
        """Until an indicator is above a threshold, or is so no more."""
        model = self.model
        while (model.evening.values[place] > threshold) != above:
            at = model.evening.crossing(place, threshold)
            yield from self.wait_until(at)
            if model.now == at:
                model.go_on()


class Minutes(Thing):
    def process(self) -> Process:
        while True:
            yield self.hold(round(TICK * 1000))
            self.model.go_on()


class ScheduledInject(Thing):
    def process(self) -> Process:
        yield self.hold(round(self.part.at * 1000))
        self.model.deliver(self.part.effects)


class ConditionalInject(Thing):
    def process(self) -> Process:
        model, conditional = self.model, self.part
        place, threshold = conditional.place, conditional.threshold
        while True:
            yield from self.passing(place, threshold, above=True)
            due = model.now + conditional.hold
            while model.evening.values[place] > threshold and model.now < due:
                at = min(due, model.evening.crossing(place, threshold))
                yield from self.wait_until(at)
                if model.now == at < due:
                    model.go_on()
            if model.evening.values[place] > threshold:
                model.deliver(conditional.effects)
                return


class HazardInject(Thing):
    def process(self) -> Process:
        model, hazard = self.model, self.part
        evening = model.evening
        missing = evening.threshold_of(hazard.id)
        while True:
            since, span = model.now, evening.horizon - model.now
            rate = self.rate(evening.values)
            slope = (self.rate(evening.ahead) - rate) / span
            at = grain(since + fires_in(missing, rate, slope, span))
            yield from self.wait_until(at)
            elapsed = model.now - since
            missing -= (rate + slope * elapsed / 2) * elapsed
            if model.now == at:
                model.deliver(hazard.effects)
                return

    def rate(self, values: list[float]) -> float:
        return max(0.0, values[self.part.place] - self.part.above) / self.part.divisor / 3600.0


class HazardThreshold(Thing):
    """Changes course where a hazard begins and ends, so that its rate is a straight line in between."""

    def process(self) -> Process:
        while True:
            yield from self.passing(self.part.place, self.part.above, above=True)
            yield from self.passing(self.part.place, self.part.above, above=False)


class Rung(Thing):
    def process(self) -> Process:
        while True:
            yield from self.passing(INSIDE, self.part, above=True)
            self.model.change_level()
            yield from self.passing(INSIDE, self.part, above=False)
            self.model.change_level()


class Fall(Thing):
    def process(self) -> Process:
        yield self.hold(round(FALLS_AFTER * 1000))
        self.model.falling = None
        self.model.level = self.model.highest()
        self.model.go_on()


class RuleOfPolicy(Thing):
    def process(self) -> Process:
        number = 0
        while True:
            yield from self.passing(self.part.place, self.part.threshold, above=True)
            Reaction(model=self.model, part=(self.part, number))
            number += 1
            yield from self.passing(self.part.place, self.part.threshold, above=False)


class Reaction(Thing):
    def process(self) -> Process:
        (rule, number), model = self.part, self.model
        yield self.hold(round(model.evening.reaction(rule.id, number) * 1000))
        if not model.busy[rule.measure] and model.teams.available_quantity() >= 1:
            model.decisions += 1
            model.busy[rule.measure] = True
            model.go_on()
            MeasureAtWork(model=model, part=rule.measure)


class MeasureAtWork(Thing):
    def process(self) -> Process:
        model, measure = self.model, self.model.parts.measures[self.part]
        evening = model.evening
        yield self.request(model.teams)
        yield self.hold(round(measure.lead * 1000))
        evening.advance(model.now)
        for place, rate in measure.rates:
            evening.ramps[place].append(rate)
        evening.hold(measure.held, 1)
        model.go_on()
        yield self.hold(round(measure.duration * 1000))
        model.busy[self.part] = False
        self.release()
        evening.advance(model.now)
        evening.hold(measure.held, -1)
        for place, rate in measure.rates:
            evening.ramps[place].remove(rate)
        model.go_on()


class Model:
    def __init__(self, parts: Parts, seed: int, replication: int) -> None:
        self.parts = parts
        self.env = sim.Environment(trace=False, random_seed="*")
        self.changed = sim.State("changed", monitor=False)
        self.evening = Evening(parts, seed, replication)
        self.evening.plan(TICK)
        self.teams = sim.Resource("teams", capacity=parts.teams, monitor=False)
        self.busy = [False] * len(parts.measures)
        self.level = self.peak = self.deliveries = self.decisions = 0
        self.falling: Fall | None = None
        things: list[tuple[type[Thing], Any]] = [(Minutes, None)]
        things += [(ScheduledInject, scheduled) for scheduled in parts.scheduled]
        things += [(ConditionalInject, conditional) for conditional in parts.conditional]
        for hazard in parts.hazards:
            things += [(HazardInject, hazard), (HazardThreshold, hazard)]
        things += [(Rung, threshold) for threshold in parts.levels]
        things += [(RuleOfPolicy, rule) for rule in parts.rules]
        for kind, part in things:
            kind(model=self, part=part)

    @property
    def now(self) -> float:
        return float(self.env.now()) / 1000

    def go_on(self) -> None:
        """The indicators change course here."""
        self.evening.advance(self.now)
        self.evening.plan(min((self.now // TICK + 1) * TICK, LASTS))
        self.changed.trigger()

    def deliver(self, effects: Effects) -> None:
        self.deliveries += 1
        self.evening.advance(self.now)
        self.evening.add(effects)
        self.go_on()

    def change_level(self) -> None:
        highest = self.highest()
        if highest >= self.level and self.falling is not None:
            self.falling.cancel()
            self.falling = None
        if highest > self.level:
            self.level = highest
            self.peak = max(self.peak, highest)
        elif highest < self.level and self.falling is None:
            self.falling = Fall(model=self, part=None)

    def highest(self) -> int:
        return sum(self.evening.values[INSIDE] > threshold for threshold in self.parts.levels)


def run(parts: Parts, seed: int, replication: int) -> Result:
    model = Model(parts, seed, replication)
    model.env.run(till=round(LASTS * 1000) - 1)
    evening = model.evening
    evening.advance(LASTS)
    return Result(model.peak, evening.calm, evening.lowest, model.deliveries, model.decisions)
