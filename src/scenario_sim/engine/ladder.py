"""The escalation ladder: up at once, down only when the lower level lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenario_sim.engine.clock import Appointment
from scenario_sim.model.events import LevelChanged

if TYPE_CHECKING:
    from scenario_sim.engine.world import World


class Ladder:
    """The level is the highest rung whose condition holds."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._falling: Appointment | None = None
        self._rungs = [world.watch(condition, lambda _: self._changed()) for condition in world.plan.levels]

    def _highest(self) -> int:
        """By the state as it is: a rung that is reached together with a higher one is not a level of its own."""
        values, now, state = self.world.flow.values, self.world.now, self.world.state
        return max((n for n, rung in enumerate(self._rungs, 1) if rung.holds(values, now, state)), default=0)

    def _changed(self) -> None:
        level, highest = self.world.state.level, self._highest()
        if highest >= level and self._falling is not None:
            self._falling.cancel()
            self._falling = None
        if highest > level:
            self._go(highest)
        elif highest < level and (self._falling is None or not self._falling.pending):
            lasting = self.world.scenario.level_falls_after.seconds
            self._falling = self.world.clock.appoint(self.world.now + lasting, self._fall)

    def _fall(self) -> None:
        highest = self._highest()
        if highest < self.world.state.level:
            self._go(highest)

    def _go(self, level: int) -> None:
        self.world.emit(LevelChanged(at=self.world.now, before=self.world.state.level, level=level))
