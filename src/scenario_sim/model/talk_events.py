"""What was said at the table: events without any effect in the world of the scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scenario_sim.model.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded(Event):
    text: str
    kind: str
    by: str
    goal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BehaviourJudged(Event):
    norm: str
    colour: str
    confidence: int
    by: str
    sentence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementsRevealed(Event):
    norm: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NormAgreed(Event):
    norm: str
    colour: str
    response: str
    who: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NormSkipped(Event):
    """The table went on without an agreement on *norm*."""

    norm: str
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionAdvised(Event):
    dilemma: str
    option: str
    confidence: int
    by: str
    sentence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceRevealed(Event):
    dilemma: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectReworded(Event):
    inject: str
    text: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalsWeighed(Event):
    weights: Mapping[str, int]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookmarkSet(Event):
    by: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWithdrawn(Event):
    """*record* is the number of the record of a command that was a mistake."""

    record: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppedForReal(Event):
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WentOn(Event):
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedBack(Event):
    by: str
    surprised: str = ""
    went_well: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionAgreed(Event):
    """*action* counts the agreed actions from 1; *owner* is a role."""

    action: int
    text: str
    owner: str
    by: str
    due: str = ""
    check: str = ""
    goal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionReviewed(Event):
    """How an action of an earlier session stands; *owner* is the role as it was called then."""

    text: str
    done: bool
    by: str
    owner: str = ""
    due: str = ""
    check: str = ""
