"""What the models that are written by hand have in common: the six indicators between two events, and chance.

From one event or minute to the next, indicators are straight lines, by Heun's method; what happens at a threshold
happens in the first millisecond beyond it. That is what the scenario means, so every model gives the same results.
"""

from __future__ import annotations

from math import ceil, inf, sqrt

from benchmarks.reference.parts import LASTS, TRUST, Effects, Parts
from scenario_sim.engine.distributions import exponential
from scenario_sim.engine.streams import Streams


def rates_of(v0: float, v1: float, v2: float, v3: float, v4: float, v5: float) -> tuple[float, ...]:
    """Per second."""
    return (
        (0.03 * (v1 - v0) + 0.02 * (v2 - v0) + 0.15) / 60.0,
        (0.02 * (v2 - v1) + 0.1) / 60.0,
        (0.02 * (v0 - v2) + 0.12) / 60.0,
        (0.01 * (60.0 - v3) - 0.004 * v0) / 60.0,
        (0.05 * (100.0 - v0 - v4)) / 60.0,
        (0.02 * (80.0 - v5)) / 60.0,
    )


class Evening:
    """The indicators from *now* to *horizon*. Call ``advance`` before anything changes, and ``plan`` after it."""

    def __init__(self, parts: Parts, seed: int, replication: int) -> None:
        self.parts = parts
        self.now = self.horizon = 0.0
        self.base = list(parts.start)
        self.held = [0.0] * 6
        self.ramps: list[list[float]] = [[] for _ in range(6)]
        self.values = list(parts.start)
        self.ahead = list(parts.start)
        self.rates = [0.0] * 6
        self.integral = 0.0
        self.lowest = parts.start[TRUST]
        self.streams = Streams(seed, replication)

    def values_at(self, at: float) -> list[float]:
        span = at - self.now
        values = []
        for base, rate, held in zip(self.base, self.rates, self.held):  # noqa: B905
            value = base + rate * span + held
            values.append(0.0 if value < 0.0 else 100.0 if value > 100.0 else value)
        return values

    def advance(self, at: float) -> None:
        span = at - self.now
        if span <= 0:
            return
        inside = self.values[0]
        self.integral += (inside + (inside + self.rates[0] * span)) / 2 * span
        self.values = self.ahead if at == self.horizon else self.values_at(at)
        base = self.base
        for place, rate in enumerate(self.rates):
            value = base[place] + rate * span
            base[place] = 0.0 if value < 0.0 else 100.0 if value > 100.0 else value
        if self.values[TRUST] < self.lowest:
            self.lowest = self.values[TRUST]
        self.now = at

    def plan(self, horizon: float) -> None:
        self.horizon = horizon
        first = rates_of(*self.values)
        self.rates = rates = list(first)
        for place, ramps in enumerate(self.ramps):
            for rate in ramps:
                rates[place] += rate
        second = rates_of(*self.values_at(horizon))
        for place in range(6):
            rates[place] += (second[place] - first[place]) / 2
        self.ahead = self.values_at(horizon)

    def add(self, effects: Effects) -> None:
        for place, amount in effects:
            self.base[place] = min(max(self.base[place] + amount, 0.0), 100.0)
            self._refresh(place)

    def hold(self, effects: Effects, sign: int) -> None:
        for place, amount in effects:
            self.held[place] += sign * amount
            self._refresh(place)

    def _refresh(self, place: int) -> None:
        self.values[place] = min(max(self.base[place] + self.held[place], 0.0), 100.0)
        if place == TRUST:
            self.lowest = min(self.lowest, self.values[TRUST])

    def crossing(self, place: int, threshold: float) -> float:
        """The first millisecond up to the horizon at which an indicator is on the other side of *threshold*."""
        is_above = self.values[place] > threshold
        if (self.ahead[place] > threshold) == is_above:
            return inf
        base, rate, held, now = self.base[place], self.rates[place], self.held[place], self.now
        tick = ceil((now + (threshold - base - held) / rate) * 1000)
        while (base + rate * ((tick - 1) / 1000 - now) + held > threshold) != is_above:
            tick -= 1
        while (base + rate * (tick / 1000 - now) + held > threshold) == is_above:
            tick += 1
        return tick / 1000

    def threshold_of(self, hazard: str) -> float:
        return exponential(self.streams.uniform(f"inject:{hazard}:rate", 0))

    def reaction(self, rule: str, number: int) -> float:
        return 60.0 + 120.0 * self.streams.uniform(f"policy:mayor:{rule}", number)

    @property
    def calm(self) -> float:
        return 100 - self.integral / LASTS


def fires_in(missing: float, rate: float, slope: float, within: float) -> float:
    """Seconds until the integral of a rate is *missing*, or inf."""
    if missing <= 0:
        return 0.0
    if (rate + slope * within / 2) * within < missing:
        return inf
    return min(within, 2 * missing / (rate + sqrt(max(0.0, rate * rate + 2 * slope * missing))))


def grain(at: float) -> float:
    """The first millisecond at or after *at*."""
    return at if at == inf else ceil(at * 1000 - 1e-6) / 1000
