"""The rates of the indicators from now on, and where they lead by the next tick."""

from __future__ import annotations

from collections.abc import Callable

from scenario_sim.engine.formulas import Spelling
from scenario_sim.engine.plan import PlannedDrift
from scenario_sim.engine.source.names import Lines, Names, indented
from scenario_sim.model.expressions import Name, walk

_AHEAD = ("e# = B# + q#*span + o#", "if l# > e#: e# = l#", "if h# < e#: e# = h#")


class Rates:
    """Lines that need the values now in ``w#``, and give rates in ``q#`` and values at *at* in ``c#``."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._compiler = names.compiler
        self._drift = list(enumerate(names.plan.drift))

    def going(self) -> Lines:
        """For a piece of ``span`` seconds. The values at its end are not yet kept within bounds."""
        yield from self._by_phase(self._going)

    def standing(self) -> Lines:
        """When no time is left up to the next tick: only the rates, in ``r#``."""
        yield from self._by_phase(self._standing)

    def _by_phase(self, write: Callable[[int], Lines]) -> Lines:
        phases = sorted(self._compiler.index.phases.values())
        if len(phases) == 1:
            yield from write(phases[0])
            return
        for phase in phases:
            yield f"{'if' if phase == phases[0] else 'elif'} s.phase == {phase}:"
            yield from indented(write(phase))

    def _going(self, phase: int) -> Lines:
        """A rate that changes with what it moves works at the mean of its values now and at *at* (Heun's method):
        what wears off by a share of itself does so too slowly or too fast otherwise."""
        names, read = self._names, self._read_by_moving(phase)
        still = names.still
        yield from self._now(phase)
        yield from names.each(*_AHEAD, of=read & names.drifting)
        if still:
            yield "if ramped:"
            yield from indented(names.each("q# = 0.0", "for x in R#: q# += x", of=still))
            yield from indented(names.each(*_AHEAD, of=read & still))
            yield from indented(names.each("c# = B# + q#*span + o#", of=still))
            yield "else:"
            yield from indented(names.each("e# = w#", of=read & still))
            yield from indented(names.each("c# = w#", of=still))
        yield from self._means(phase)
        moved = {drift.place for _, drift in self._of(phase)}
        yield from names.each("c# = B# + q#*span + o#", of=moved)
        yield from names.each("c# = B# + q#*span + o# if R# else w# + 0.0", of=names.drifting - moved)

    def _standing(self, phase: int) -> Lines:
        names = self._names
        yield from self._now(phase)
        yield from names.each("q# = 0.0", "for x in R#: q# += x", of=names.still)
        yield from names.each("e# = w#", of=self._read_by_moving(phase))
        yield from self._means(phase)
        yield from names.each("r# = q#")

    def _of(self, phase: int) -> list[tuple[int, PlannedDrift]]:
        return [(number, drift) for number, drift in self._drift if phase in drift.phases]

    def _read_by_moving(self, phase: int) -> set[int]:
        """The indicators that rates depend on which change with them."""
        index = self._compiler.index.indicators
        parts = [part for _, drift in self._of(phase) if drift.moves for part in walk(drift.amount)]
        return {index[part.id] for part in parts if isinstance(part, Name) and part.id in index}

    def _now(self, phase: int) -> Lines:
        for place in sorted(self._names.drifting):
            own = [(number, drift) for number, drift in self._of(phase) if drift.place == place]
            if not own or own[0][1].when:
                yield f"q{place} = 0.0"
            for number, drift in own:
                yield from self._one_now(number, drift, first=number == own[0][0])
        if self._names.drifting:
            yield "if ramped:"
            yield from indented(self._names.each("for x in R#: q# += x", of=self._names.drifting))

    def _one_now(self, number: int, drift: PlannedDrift, first: bool) -> Lines:
        indent = ""
        if drift.when:
            if drift.moves:
                yield f"k{number} = None"
            yield f"if {self._compiler.source(drift.when.root, self._names.here)}:"
            indent = "    "
        amount = self._amount(drift, self._names.here)
        if drift.moves:
            yield f"{indent}k{number} = {amount}"
            amount = f"k{number}"
        yield f"{indent}q{drift.place} {'=' if first and not drift.when else '+='} {amount}"

    def _means(self, phase: int) -> Lines:
        for number, drift in self._of(phase):
            if drift.moves:
                test = f"if k{number} is not None: " if drift.when else ""
                yield f"{test}q{drift.place} += ({self._amount(drift, self._names.first)} - k{number})/2"

    def _amount(self, drift: PlannedDrift, spelling: Spelling) -> str:
        return f"({self._compiler.source(drift.amount, spelling)})/{drift.seconds!r}"
