"""What one role may see at a moment: the interface between a session and every screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Generic, TypeVar

from scenario_sim.model.talk_events import (
    ActionAgreed,
    ActionReviewed,
    BehaviourJudged,
    NormAgreed,
    NormSkipped,
    NoteAdded,
    OptionAdvised,
)
from scenario_sim.session.table import Delivery, MeasureState, MeasureStatus, OpenDilemma, Waiting


@dataclass(frozen=True, slots=True)
class Coming:
    """An inject that may still come (for the facilitator): at a known time, or when its trigger says so."""

    inject: str
    at: float | None
    trigger: str


SaidT = TypeVar("SaidT", BehaviourJudged, OptionAdvised)


@dataclass(frozen=True, slots=True)
class Blind(Generic[SaidT]):
    """A round in which nobody sees what others say before it is revealed. *mine* is what this role said itself,
    *given_by* who has spoken, *shown* what all said (empty until then)."""

    mine: SaidT | None
    given_by: tuple[str, ...]
    shown: tuple[SaidT, ...]

    @classmethod
    def of(cls, said: Mapping[str, SaidT], revealed: bool, role: str) -> Blind[SaidT]:
        return cls(said.get(role), tuple(said), tuple(said.values()) if revealed else ())


@dataclass(frozen=True, slots=True)
class View:
    """The table through the eyes of *role*; ``facilitator`` sees everything.

    Times are simulation seconds; *clock* is the scenario's. *indicators* are those the role may see, in their
    units; *joined* the share of each crowd group that joins in, 0–100. *feed* is what reached the role, oldest
    first, with whom it told it to. *obstacles* say why a measure cannot be decided now (keys of
    model.refusals.REASONS); who may decide it is no obstacle. *dilemmas* are those the role decides. *waiting*
    (expected actions) and *coming* are empty for everyone but the facilitator.

    Level, measures, resources and *joined* are the common picture of the table: who joins in is what everybody
    can see and hear, while thresholds and mood are in no view. *judgements* (by norm) and *advice* (by dilemma)
    are blind until revealed; *notes* are this role's own, all of them for the facilitator. While *stopped* for a
    real incident nothing can be played. While *open_episode* is not None the clock waits for that moment to be played.
    *observed*: this is a real evening that was written down, no exercise.
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
    obstacles: dict[str, str]
    statuses: tuple[MeasureStatus, ...]
    dilemmas: tuple[OpenDilemma, ...]
    hats: dict[str, str]
    seated: tuple[str, ...]
    waiting: tuple[Waiting, ...]
    coming: tuple[Coming, ...]
    judgements: dict[str, Blind[BehaviourJudged]]
    advice: dict[str, Blind[OptionAdvised]]
    agreed: dict[str, NormAgreed]
    skipped: dict[str, NormSkipped]
    notes: tuple[NoteAdded, ...]
    reworded: dict[str, str]
    weights: dict[str, int]
    actions: tuple[ActionAgreed, ...]
    reviewed: tuple[ActionReviewed, ...]
    stopped: bool
    open_episode: str | None = None
    observed: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain data, for ``--json`` and for other programs."""
        return asdict(self)
