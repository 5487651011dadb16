"""Episodes of a process: which one stands open, so that the clock waits for it."""

from __future__ import annotations

from scenario_sim.engine.stage import Reactions, Stage
from scenario_sim.model.events import EpisodeOpened, InjectDelivered


class Episodes:
    """Opens each episode once, when the inject that opens it has been delivered."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._opened_by: dict[str, list[str]] = {}
        for episode in stage.scenario.episodes:
            self._opened_by.setdefault(episode.opened_by, []).append(episode.id)

    def reactions(self) -> Reactions:
        return {InjectDelivered: self._delivered}

    def _delivered(self, event: InjectDelivered) -> None:
        for episode in self._opened_by.pop(event.inject, ()):
            self._stage.emit(EpisodeOpened(at=event.at, episode=episode))
