"""The reference scenario in Mesa: one agent per thing, each with its next moment in Mesa's event list, and all agents
looking again whenever the indicators have changed course. Needs ``pip install mesa``; see benchmarks/README.md."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

import mesa
from mesa.experimental.devs import DEVSimulator

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


class Thing(mesa.Agent):  # type: ignore[misc]
    """Has at most one moment to look forward to."""

    model: Model

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self.coming: Any = None

    def look(self) -> None:
        """The indicators have changed course."""

    def at(self, moment: float, action: Callable[[], None]) -> None:
        """Do *action* at *moment* and nothing else."""
        simulator = self.model.simulator
        if self.coming is not None:
            simulator.cancel_event(self.coming)
            self.coming = None
        if moment < inf:
            self.coming = simulator.schedule_event_absolute(action, max(round(moment * 1000), simulator.time))


class Follower(Thing):
    """Follows whether an indicator is above a threshold."""

    def __init__(self, model: Model, place: int, threshold: float) -> None:
        super().__init__(model)
        self.place, self.threshold = place, threshold
        self.above = False

    def look(self) -> None:
        if (self.model.evening.values[self.place] > self.threshold) != self.above:
            self.above = not self.above
            self.passed()
        self.at(self.model.evening.crossing(self.place, self.threshold), self.model.go_on)

    def passed(self) -> None:
        """The indicator has passed the threshold."""


class ScheduledInject(Thing):
    def __init__(self, model: Model, scheduled: Scheduled) -> None:
        super().__init__(model)
        self.effects = scheduled.effects
        self.at(scheduled.at, self.come)

    def come(self) -> None:
        self.model.deliver(self.effects)
        self.remove()


class ConditionalInject(Follower):
    def __init__(self, model: Model, conditional: Conditional) -> None:
        super().__init__(model, conditional.place, conditional.threshold)
        self.conditional = conditional
        self.holding: Any = None

    def passed(self) -> None:
        simulator = self.model.simulator
        if self.above:
            due = round((self.model.evening.now + self.conditional.hold) * 1000)
            self.holding = simulator.schedule_event_absolute(self.come, due)
        elif self.holding is not None:
            simulator.cancel_event(self.holding)

    def come(self) -> None:
        self.at(inf, self.come)
        effects, model = self.conditional.effects, self.model
        self.remove()
        model.deliver(effects)


class HazardInject(Thing):
    def __init__(self, model: Model, hazard: Hazard) -> None:
        super().__init__(model)
        self.hazard = hazard
        self.missing = model.evening.threshold_of(hazard.id)
        self.since = self.rate = self.slope = 0.0

    def look(self) -> None:
        evening = self.model.evening
        self.gather()
        span = evening.horizon - evening.now
        if span > 0:
            self.rate = self.rate_at(evening.values)
            self.slope = (self.rate_at(evening.ahead) - self.rate) / span
            self.at(grain(self.since + fires_in(self.missing, self.rate, self.slope, span)), self.come)

    def gather(self) -> None:
        elapsed = self.model.now - self.since
        self.missing -= (self.rate + self.slope * elapsed / 2) * elapsed
        self.since = self.model.now

    def rate_at(self, values: list[float]) -> float:
        return max(0.0, values[self.hazard.place] - self.hazard.above) / self.hazard.divisor / 3600.0

    def come(self) -> None:
        effects, model = self.hazard.effects, self.model
        self.remove()
        model.deliver(effects)


class Rung(Follower):
    def passed(self) -> None:
        self.model.change_level()


class RuleOfPolicy(Follower):
    def __init__(self, model: Model, rule: Rule) -> None:
        super().__init__(model, rule.place, rule.threshold)
        self.rule = rule
        self.noticed = 0

    def passed(self) -> None:
        if self.above:
            due = self.model.evening.now + self.model.evening.reaction(self.rule.id, self.noticed)
            self.model.simulator.schedule_event_absolute(self.decide, round(due * 1000))
            self.noticed += 1

    def decide(self) -> None:
        self.model.measures[self.rule.measure].decide()


class MeasureAtWork(Thing):
    def __init__(self, model: Model, measure: Measure) -> None:
        super().__init__(model)
        self.measure = measure
        self.busy = False

    def decide(self) -> None:
        if self.busy or self.model.teams < 1:
            return
        self.busy = True
        self.model.teams -= 1
        self.model.decisions += 1
        self.model.go_on()
        self.at(self.model.now + self.measure.lead, self.begin)

    def begin(self) -> None:
        evening = self.model.evening
        evening.advance(self.model.now)
        for place, rate in self.measure.rates:
            evening.ramps[place].append(rate)
        evening.hold(self.measure.held, 1)
        self.model.go_on()
        self.at(self.model.now + self.measure.duration, self.end)

    def end(self) -> None:
        evening = self.model.evening
        self.busy = False
        self.model.teams += 1
        evening.advance(self.model.now)
        evening.hold(self.measure.held, -1)
        for place, rate in self.measure.rates:
            evening.ramps[place].remove(rate)
        self.model.go_on()


class Model(mesa.Model):  # type: ignore[misc]
    def __init__(self, parts: Parts, seed: int, replication: int) -> None:
        super().__init__()
        self.simulator = DEVSimulator()
        self.simulator.setup(self)
        self.parts = parts
        self.evening = Evening(parts, seed, replication)
        self.teams = parts.teams
        self.level = self.peak = self.deliveries = self.decisions = 0
        self.falling: Any = None
        self.looking = self.again = False
        self.measures = [MeasureAtWork(self, measure) for measure in parts.measures]
        for scheduled in parts.scheduled:
            ScheduledInject(self, scheduled)
        for conditional in parts.conditional:
            ConditionalInject(self, conditional)
        for hazard in parts.hazards:
            HazardInject(self, hazard)
            Follower(self, hazard.place, hazard.above)
        for threshold in parts.levels:
            Rung(self, INSIDE, threshold)
        for rule in parts.rules:
            RuleOfPolicy(self, rule)
        self.simulator.schedule_event_absolute(self.minute, round(TICK * 1000))
        self.go_on()

    @property
    def now(self) -> float:
        return float(self.simulator.time) / 1000

    def go_on(self) -> None:
        """The indicators change course here; everybody looks, until nobody changes it again."""
        self.again = True
        if self.looking:
            return
        self.looking = True
        while self.again:
            self.again = False
            self.evening.advance(self.now)
            self.evening.plan(min((self.now // TICK + 1) * TICK, LASTS))
            self.agents.do("look")
        self.looking = False

    def minute(self) -> None:
        self.simulator.schedule_event_relative(self.minute, round(TICK * 1000))
        self.go_on()

    def deliver(self, effects: Effects) -> None:
        self.deliveries += 1
        self.evening.advance(self.now)
        self.evening.add(effects)
        self.go_on()

    def change_level(self) -> None:
        highest = self.highest()
        if highest >= self.level and self.falling is not None:
            self.simulator.cancel_event(self.falling)
            self.falling = None
        if highest > self.level:
            self.level = highest
            self.peak = max(self.peak, highest)
        elif highest < self.level and self.falling is None:
            self.falling = self.simulator.schedule_event_relative(self.fall, round(FALLS_AFTER * 1000))

    def fall(self) -> None:
        self.falling = None
        self.level = self.highest()
        self.go_on()

    def highest(self) -> int:
        return sum(self.evening.values[INSIDE] > threshold for threshold in self.parts.levels)


def run(parts: Parts, seed: int, replication: int) -> Result:
    model = Model(parts, seed, replication)
    model.simulator.run_until(round(LASTS * 1000) - 1)
    evening = model.evening
    evening.advance(LASTS)
    return Result(model.peak, evening.calm, evening.lowest, model.deliveries, model.decisions)
