"""How things are called in the source, and lines for all indicators from one pattern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scenario_sim.engine.formulas import Compiler, Condition, Spelling
from scenario_sim.engine.plan import Gathering, Plan
from scenario_sim.model.expressions import Node

Phases = frozenset[int] | None
"""Places of phases; None: all."""
Lines = Iterator[str]

PLAIN = Spelling("v{}", "since")


@dataclass(frozen=True, slots=True)
class WatchPlan:
    """A condition that is followed, outside *phases* as false."""

    condition: Condition
    phases: Phases


class Names:
    """The names of one plan's source. *drifting* are the places of indicators with drift, *still* all others."""

    def __init__(self, plan: Plan, gathering: Gathering) -> None:
        self.plan = plan
        self.compiler: Compiler = plan.compiler
        self.gathering = gathering
        self.places = range(len(plan.ranges))
        self.drifting = {drift.place for drift in plan.drift}
        self.still = set(self.places) - self.drifting
        self.standing: dict[str, str] = {}
        """Source and name of what is the same until the next event; it is worked out at the beginning of a turn."""
        self.now = Spelling("v{}", "since", self._standing_name)
        self.here = Spelling("w{}", "since", self._standing_name)
        self.first = Spelling("e{}", "at", self._standing_name)
        self.then = Spelling("c{}", "at", self._standing_name)
        self._known = {
            "b": plan.held, "o": plan.held, "l": plan.held, "h": plan.held, "z": plan.held,
            "I": gathering.integrals, "m": gathering.lows, "M": gathering.highs,
        }  # fmt: skip

    def _standing_name(self, node: Node) -> str | None:
        if not self.compiler.stands(node):
            return None
        return self.standing.setdefault(self.compiler.source(node, PLAIN), f"f{len(self.standing)}")

    # --- patterns ------------------------------------------------------------------------------------------

    def fill(self, place: int, pattern: str) -> str:
        """*pattern* for one indicator: its place for ``#``, its range for LOW and HIGH; ``b#``, ``o#`` and the
        bounds are names of their own only where a measure can hold the indicator up or down. ``B#`` is the base as a
        function knows it by ``w#``."""
        low, high = (repr(bound) for bound in self.plan.ranges[place])
        if place not in self.plan.held:
            pattern = pattern.replace(" + o#", "").replace(" - o#", "").replace("b#", "v#").replace("B#", "w#")
            pattern = pattern.replace("l#", "LOW").replace("h#", "HIGH")
        pattern = pattern.replace("B#", "b#")
        return pattern.replace("#", str(place)).replace("LOW", low).replace("HIGH", high)

    def lines(self, place: int, *patterns: str) -> Lines:
        return (self.fill(place, pattern) for pattern in patterns)

    def each(self, *patterns: str, of: Iterable[int] | None = None) -> Lines:
        for place in self.places if of is None else sorted(of):
            yield from self.lines(place, *patterns)

    def all(self, pattern: str, of: Iterable[int] | None = None) -> str:
        return ", ".join(self.each(pattern, of=of))

    def own(self, *names: str, of: Iterable[int] | None = None) -> list[str]:
        """*names* as they are, and v#, a#, … of all indicators that have such a name."""
        found: list[str] = []
        for name in names:
            if name.endswith("#"):
                having = self._known.get(name[0], self.places)
                found += [f"{name[0]}{place}" for place in (self.places if of is None else of) if place in having]
            else:
                found.append(name)
        return found

    def extremes(self, value: str) -> Lines:
        yield from self.each(f"if {value} < m#: m# = {value}", of=self.gathering.lows)
        yield from self.each(f"if {value} > M#: M# = {value}", of=self.gathering.highs)

    def in_phases(self, phases: Phases) -> list[str]:
        """The test for it, none if it is always so."""
        if phases is None or len(phases) == len(self.compiler.index.phases):
            return []
        places = sorted(phases)
        return [f"s.phase == {places[0]}" if len(places) == 1 else f"s.phase in ({', '.join(map(str, places))},)"]


def indented(lines: Iterable[str], levels: int = 1) -> Lines:
    for line in lines:
        yield "    " * levels + line


def declared(names: Iterable[str]) -> Lines:
    """That a function changes *names* of the run."""
    found = list(names)
    if found:
        yield f"nonlocal {', '.join(found)}"
