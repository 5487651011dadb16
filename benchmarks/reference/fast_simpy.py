"""The reference scenario in SimPy by somebody who knows that processes are dear: callbacks, and one look at everything
after every event."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

import simpy

from benchmarks.reference.evening import Evening, fires_in, grain
from benchmarks.reference.parts import FALLS_AFTER, INSIDE, LASTS, TICK, Conditional, Effects, Parts, Rule
from benchmarks.reference.result import Result


class Threshold:
    """Follows whether an indicator is above a number."""

    __slots__ = ("above", "on_change", "place", "value")

    def __init__(self, place: int, value: float, on_change: Callable[[bool], None]) -> None:
        self.place, self.value, self.on_change = place, value, on_change
        self.above = False


class Hazard:
    __slots__ = ("above", "divisor", "effects", "level", "place", "rate", "slope", "threshold")

    def __init__(self, place: int, above: float, divisor: float, effects: Effects, threshold: float) -> None:
        self.place, self.above, self.divisor, self.effects = place, above, divisor, effects
        self.threshold = threshold
        self.level = self.rate = self.slope = 0.0


class Model:
    def __init__(self, parts: Parts, seed: int, replication: int) -> None:
        self.parts = parts
        self.env = simpy.Environment()
        self.evening = evening = Evening(parts, seed, replication)
        self.level = self.peak = self.deliveries = self.decisions = 0
        self.falling: object | None = None
        self.teams = parts.teams
        self.busy = [False] * len(parts.measures)
        self.version = 0
        self.minutes = 0
        self.hazards = [
            Hazard(h.place, h.above, h.divisor, h.effects, evening.threshold_of(h.id)) for h in parts.hazards
        ]
        self.thresholds: list[Threshold] = []
        for conditional in parts.conditional:
            self.wait_for(conditional)
        for hazard in self.hazards:
            self.thresholds.append(Threshold(hazard.place, hazard.above, lambda _: None))
        for threshold in parts.levels:
            self.thresholds.append(Threshold(INSIDE, threshold, lambda _: self.change_level()))
        for rule in parts.rules:
            self.follow(rule)
        for scheduled in parts.scheduled:
            self.at(scheduled.at, lambda effects=scheduled.effects: self.deliver(effects))  # type: ignore[misc]
        self.at(TICK, self.tick)
        self.settle()

    def at(self, moment: float, action: Callable[[], None], if_: Callable[[], bool] | None = None) -> None:
        """Do *action* at *moment* if it still makes sense then, and look at everything."""

        def happen(_: simpy.Event) -> None:
            if if_ is None or if_():
                self.advance()
                action()
                self.settle()

        timeout = self.env.timeout(round(moment * 1000) - self.env.now)
        assert timeout.callbacks is not None
        timeout.callbacks.append(happen)

    def advance(self) -> None:
        at = self.env.now / 1000
        span = at - self.evening.now
        if span > 0:
            for hazard in self.hazards:
                if hazard.rate or hazard.slope:
                    hazard.level += (hazard.rate + hazard.slope * span / 2) * span
                    hazard.rate += hazard.slope * span
            self.evening.advance(at)

    def settle(self) -> None:
        values = self.evening.values
        changed = [t for t in self.thresholds if (values[t.place] > t.value) != t.above]
        while changed:
            for threshold in changed:
                threshold.above = not threshold.above
                threshold.on_change(threshold.above)
            changed = [t for t in self.thresholds if (values[t.place] > t.value) != t.above]
        self.turn()

    def turn(self) -> None:
        """Plan the way to the next minute, and when something happens before it."""
        evening = self.evening
        evening.plan(min((self.minutes + 1) * TICK, LASTS))
        span = evening.horizon - evening.now
        if span <= 0:
            return
        first, values, ahead = inf, evening.values, evening.ahead
        for hazard in self.hazards:
            over, then = values[hazard.place] - hazard.above, ahead[hazard.place] - hazard.above
            if over > 0 or then > 0:
                hazard.rate = rate = (over if over > 0 else 0.0) / hazard.divisor / 3600.0
                hazard.slope = slope = ((then if then > 0 else 0.0) / hazard.divisor / 3600.0 - rate) / span
                if not (rate + slope * span / 2) * span < hazard.threshold - hazard.level:
                    first = min(first, fires_in(hazard.threshold - hazard.level, rate, slope, span))
            else:
                hazard.rate = hazard.slope = 0.0
        first += evening.now
        for threshold in self.thresholds:
            if (ahead[threshold.place] > threshold.value) != threshold.above:
                first = min(first, evening.crossing(threshold.place, threshold.value))
        self.version += 1
        if first < inf:
            version = self.version
            self.at(max(evening.now + 0.001, grain(first)), self.fire, lambda: self.version == version)

    def fire(self) -> None:
        for hazard in list(self.hazards):
            if fires_in(hazard.threshold - hazard.level, hazard.rate, hazard.slope, 0.0005) < inf:
                self.hazards.remove(hazard)
                self.deliver(hazard.effects)

    def tick(self) -> None:
        self.minutes += 1
        if (self.minutes + 1) * TICK < LASTS:
            self.at((self.minutes + 1) * TICK, self.tick)

    def deliver(self, effects: Effects) -> None:
        self.deliveries += 1
        self.evening.add(effects)

    def wait_for(self, conditional: Conditional) -> None:
        waiting = 0

        def change(above: bool) -> None:
            nonlocal waiting
            waiting += 1
            if above:
                number = waiting
                self.at(self.evening.now + conditional.hold, come, lambda: waiting == number)

        def come() -> None:
            self.thresholds.remove(threshold)
            self.deliver(conditional.effects)

        threshold = Threshold(conditional.place, conditional.threshold, change)
        self.thresholds.append(threshold)

    def change_level(self) -> None:
        highest = sum(self.evening.values[INSIDE] > threshold for threshold in self.parts.levels)
        if highest >= self.level:
            self.falling = None
        if highest > self.level:
            self.level = highest
            self.peak = max(self.peak, highest)
        elif highest < self.level and self.falling is None:
            self.falling = falling = object()
            self.at(self.evening.now + FALLS_AFTER, self.fall, lambda: self.falling is falling)

    def fall(self) -> None:
        self.falling = None
        self.level = sum(self.evening.values[INSIDE] > threshold for threshold in self.parts.levels)

    def follow(self, rule: Rule) -> None:
        noticed = 0

        def change(above: bool) -> None:
            nonlocal noticed
            if above:
                moment = self.evening.now + self.evening.reaction(rule.id, noticed)
                self.at(moment, lambda: self.decide(rule.measure), lambda: self.is_free(rule.measure))
                noticed += 1

        self.thresholds.append(Threshold(rule.place, rule.threshold, change))

    def is_free(self, number: int) -> bool:
        return not self.busy[number] and self.teams >= 1

    def decide(self, number: int) -> None:
        self.decisions += 1
        self.busy[number] = True
        self.teams -= 1
        self.at(self.evening.now + self.parts.measures[number].lead, lambda: self.begin(number))

    def begin(self, number: int) -> None:
        measure = self.parts.measures[number]
        for place, rate in measure.rates:
            self.evening.ramps[place].append(rate)
        self.evening.hold(measure.held, 1)
        self.at(self.evening.now + measure.duration, lambda: self.end(number))

    def end(self, number: int) -> None:
        measure = self.parts.measures[number]
        self.teams += 1
        self.busy[number] = False
        self.evening.hold(measure.held, -1)
        for place, rate in measure.rates:
            self.evening.ramps[place].remove(rate)


def run(parts: Parts, seed: int, replication: int) -> Result:
    model = Model(parts, seed, replication)
    model.env.run(until=round(LASTS * 1000) + 1)
    evening = model.evening
    evening.advance(LASTS)
    return Result(model.peak, evening.calm, evening.lowest, model.deliveries, model.decisions)
