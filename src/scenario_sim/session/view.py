"""What one role may see at a moment: the interface between a session and every screen."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from scenario_sim.session.table import Delivery, MeasureState, MeasureStatus, OpenDilemma, Waiting


@dataclass(frozen=True, slots=True)
class Coming:
    """An inject that may still come (for the facilitator): at a known time, or when its trigger says so."""

    inject: str
    at: float | None
    trigger: str


@dataclass(frozen=True, slots=True)
class View:
    """The table through the eyes of *role*; ``facilitator`` sees everything.

    Times are simulation seconds; *clock* is the scenario's. *indicators* are those the role may see, in their
    units; *joined* the share of each crowd group that joins in, 0–100. *feed* is what reached the role, oldest
    first, with whom it told it to. *dilemmas* are those the role decides. *waiting* (expected actions) and
    *coming* are empty for everyone but the facilitator.

    Level, measures, resources and *joined* are the common picture of the table: who joins in is what everybody
    can see and hear, while thresholds and mood are in no view.
    """

    role: str
    at: float
    clock: str
    phase: str
    level: int
    peak_level: int
    over: bool
    indicators: dict[str, float]
    joined: dict[str, float]
    visibility: int
    resources: dict[str, tuple[int, int]]
    feed: tuple[Delivery, ...]
    measures: dict[str, MeasureState]
    statuses: tuple[MeasureStatus, ...]
    dilemmas: tuple[OpenDilemma, ...]
    hats: dict[str, str]
    seated: tuple[str, ...]
    waiting: tuple[Waiting, ...]
    coming: tuple[Coming, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data, for ``--json`` and for other programs."""
        return asdict(self)
