"""Hazards: their rates now and at the next tick, what their integrals gain, and when they fire.

Hazards that have the same rate share it: P, Q, D and G carry the number of the rate, L and t that of the hazard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scenario_sim.engine.formulas import Spelling
from scenario_sim.engine.source.names import Lines, Names, Phases, indented
from scenario_sim.model.expressions import Expression


@dataclass(frozen=True, slots=True)
class HazardPlan:
    """*amount* per *seconds* is the rate; outside *phases* it is 0."""

    amount: Expression
    seconds: float
    phases: Phases


class Hazards:
    def __init__(self, names: Names, hazards: Sequence[HazardPlan]) -> None:
        self._names = names
        self._all = range(len(hazards))
        rates: dict[tuple[str, Phases], int] = {}
        self._members: list[list[int]] = []
        self._plans: list[HazardPlan] = []
        self._rate_of: list[int] = []
        for number, hazard in enumerate(hazards):
            rate = rates.setdefault((self._source(hazard, names.here), hazard.phases), len(rates))
            if rate == len(self._members):
                self._members.append([])
                self._plans.append(hazard)
            self._members[rate].append(number)
            self._rate_of.append(rate)

    def own(self, letters: str) -> list[str]:
        """The names of these letters, of all hazards or rates."""
        return [
            f"{letter}{number}"
            for letter in letters
            for number in (self._all if letter in "Lt" else range(len(self._members)))
        ]

    def begin(self) -> Lines:
        yield from (f"P{rate} = Q{rate} = D{rate} = G{rate} = 0.0" for rate in range(len(self._members)))
        yield from (f"L{number} = 0.0; t{number} = inf" for number in self._all)

    def reading(self) -> Lines:
        """By hazard: rates, slopes and levels; and slopes that another end of the piece has given."""
        lists = [
            ", ".join(f"P{rate}" for rate in self._rate_of),
            ", ".join(f"D{rate}" for rate in self._rate_of),
            ", ".join(f"L{number}" for number in self._all),
        ]
        yield "def hazards():"
        yield f"    return {', '.join(f'[{names}]' for names in lists)}"
        yield "def set_slopes(found):"
        yield from indented(self._declared("D"))
        yield from (f"    D{rate} = found[{members[0]}]" for rate, members in enumerate(self._members))
        yield "    return"
        yield "def firing():"
        yield "    found = []"
        for rate, members in enumerate(self._members):
            yield f"    x = (P{rate} + D{rate}*0.0005/2)*0.0005"
            yield from (f"    if t{n} < inf and not x < t{n} - L{n}: found.append({n})" for n in members)
        yield f"    return {'sorted(found)' if len(self._members) < len(self._rate_of) else 'found'}"

    def _declared(self, letters: str) -> Lines:
        if self._members:
            yield f"nonlocal {', '.join(self.own(letters))}"

    # --- a turn --------------------------------------------------------------------------------------------

    def look(self) -> Lines:
        """Take over thresholds that were set since, and find the rates now; needs the values in ``w#``."""
        if not self._members:
            return
        yield "if armed:"
        yield from (f"    t{number} = T[{number}]" for number in self._all)
        yield from (f"    if {number} in armed: L{number} = 0.0" for number in self._all)
        yield "    armed.clear()"
        for rate in range(len(self._members)):
            tests = self._tests(rate)
            yield f"P{rate} = ({self._rate(rate, self._names.here)}) if {' and '.join(tests)} else 0.0"
            yield f"if not P{rate}: Q{rate} = D{rate} = 0.0"

    def _tests(self, rate: int) -> list[str]:
        armed = " or ".join(f"t{number} < inf" for number in self._members[rate])
        return [f"({armed})", *self._names.in_phases(self._plans[rate].phases)]

    def _source(self, hazard: HazardPlan, spelling: Spelling) -> str:
        return f"{self._names.compiler.source(hazard.amount.root, spelling)}/{hazard.seconds!r}"

    def _rate(self, rate: int, spelling: Spelling) -> str:
        """The rate per second, never below 0."""
        return f"x if (x := {self._source(self._plans[rate], spelling)}) > 0.0 else 0.0"

    # --- a piece -------------------------------------------------------------------------------------------

    def go(self) -> Lines:
        """What those whose rate is above 0 now gain in a piece; the others stand still while it is quiet."""
        for rate in range(len(self._members)):
            yield f"p = P{rate}"
            yield "if p:"
            yield from indented(self._gain(rate))

    def wake(self) -> Lines:
        """When it is not quiet: those whose rate is 0 now and may not be then."""
        yield "p = 0.0"
        for rate in range(len(self._members)):
            yield f"if not P{rate} and {' and '.join(self._tests(rate))}:"
            yield from indented(self._gain(rate))

    def _gain(self, rate: int) -> Lines:
        yield f"Q{rate} = y = {self._rate(rate, self._names.then)}"
        yield f"D{rate} = x = (y - p)/span"
        yield f"G{rate} = x = (p + x*span/2)*span"
        for number in self._members[rate]:
            yield f"if not x < t{number} - L{number}:"
            yield "    quiet = False"
            yield f"    fires = min(fires, fires_after(span, t{number} - L{number}, p, D{rate}))"

    def arrive(self) -> Lines:
        """At the end of a quiet piece."""
        for rate, members in enumerate(self._members):
            gained = "; ".join(f"L{number} += G{rate}" for number in members)
            yield f"if P{rate}: {gained}; P{rate} = Q{rate}"

    def advance(self) -> Lines:
        """``span`` seconds on, before its end."""
        for rate, members in enumerate(self._members):
            yield f"if P{rate} or D{rate}:"
            yield f"    x = (P{rate} + D{rate}*span/2)*span"
            yield from (f"    L{number} += x" for number in members)
            yield f"    P{rate} += D{rate}*span"
