"""The escalation ladder: up at once, down only when the lower level lasts."""

from __future__ import annotations

from scenario_sim.engine.clock import Appointment
from scenario_sim.engine.stage import Stage
from scenario_sim.model.events import LevelChanged


class Ladder:
    """The level is the highest rung whose condition holds."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.reached: dict[int, float] = {}
        """When each level above 0 was first reached or passed, in simulation seconds."""
        self._falling: Appointment | None = None
        self._rungs = [stage.watch(condition, lambda _: self._changed()) for condition in stage.plan.levels]

    def _highest(self) -> int:
        """By the state as it is: a rung that is reached together with a higher one is not a level of its own."""
        flow, now = self.stage.flow, self.stage.now
        values = flow.values
        for rung in reversed(range(len(self._rungs))):
            if flow.holds(self._rungs[rung], values, now):
                return rung + 1
        return 0

    def _changed(self) -> None:
        level, highest = self.stage.state.level, self._highest()
        if highest >= level and self._falling is not None:
            self._falling.cancel()
            self._falling = None
        if highest > level:
            self._go(highest)
        elif highest < level and (self._falling is None or not self._falling.pending):
            lasting = self.stage.scenario.level_falls_after.seconds
            self._falling = self.stage.clock.appoint(self.stage.now + lasting, self._fall)

    def _fall(self) -> None:
        highest = self._highest()
        if highest < self.stage.state.level:
            self._go(highest)

    def _go(self, level: int) -> None:
        for passed in range(1, level + 1):
            self.reached.setdefault(passed, self.stage.now)
        self.stage.emit(LevelChanged(at=self.stage.now, before=self.stage.state.level, level=level))
