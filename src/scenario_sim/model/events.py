"""Events: facts, past tense, never changed. Every change of a session's discrete state is one of these.

*at* is simulation time in seconds from the start of the main phase. *bot* marks what a policy decided.
Ids refer to the scenario, so a log can be read in any language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from scenario_sim.model.injects import id_of_added

Amounts = Mapping[str, float]
"""Indicator id to the amount, in the indicator's unit, by which this event changes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    at: float

    @property
    def type(self) -> str:
        return type(self).__name__

    def data(self) -> dict[str, Any]:
        """The fields without *at*; tuples as lists, empty ones left out."""
        named = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "at"}
        return {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in named.items()
            if value not in (None, "", (), {}, False)
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseBegan(Event):
    phase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectDelivered(Event):
    """*number* counts the deliveries of this inject from 1; *by* is who fired it by hand."""

    inject: str
    number: int
    to: tuple[str, ...]
    effects: Amounts = field(default_factory=dict)
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectWithheld(Event):
    """The inject was due, but its ``only_if`` did not hold."""

    inject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectCancelled(Event):
    """The inject can no longer come: its ``until`` holds, or *measure* took its ground away."""

    inject: str
    measure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectSkipped(Event):
    inject: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectPostponed(Event):
    """*until* is the simulation time at which it comes."""

    inject: str
    until: float
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectShared(Event):
    inject: str
    to: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureProposed(Event):
    measure: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDecided(Event):
    """*instance* counts the decisions for this measure from 1."""

    measure: str
    instance: int
    by: str
    effects: Amounts = field(default_factory=dict)
    bot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureWaiting(Event):
    """There is not enough of *resource* free, or it is still on its way (*until*)."""

    measure: str
    instance: int
    resource: str
    until: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureStarted(Event):
    """Under way: everything it needs is there; it will be in force at *ready*."""

    measure: str
    instance: int
    ready: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureTookEffect(Event):
    measure: str
    instance: int
    effects: Amounts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureStopped(Event):
    """Somebody decided to end the measure; MeasureEnded follows."""

    measure: str
    by: str
    bot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureEnded(Event):
    """*by* is who or what ended it; empty when its duration was over."""

    measure: str
    instance: int
    was_in_force: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureFailed(Event):
    """Its lead time is over and it did not work."""

    measure: str
    instance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityExceeded(Event):
    """*by* decided what belongs to others. Recorded, not blocked."""

    what: str
    by: str
    belongs_to: tuple[str, ...]
    effects: Amounts = field(default_factory=dict)
    bot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementUnmet(Event):
    """Requirement *requirement* (counted from 1) of the measure was not met when it was decided."""

    measure: str
    requirement: int
    by: str
    effects: Amounts = field(default_factory=dict)
    bot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRefused(Event):
    """*reason* is a key of model.refusals.REASONS; *values* fill its text."""

    command: str
    what: str
    by: str
    reason: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DilemmaRaised(Event):
    dilemma: str
    to: str
    until: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionChosen(Event):
    """*by* is empty when time ran out and the scenario's own outcome happened."""

    dilemma: str
    option: str
    by: str = ""
    effects: Amounts = field(default_factory=dict)
    bot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HatChanged(Event):
    role: str
    hat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectationMet(Event):
    """*expected* is the id of the expected action, or the norm's when *is_norm*."""

    inject: str
    number: int
    expected: str
    through: str
    seconds: float
    is_norm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectationMissed(Event):
    inject: str
    number: int
    expected: str
    effects: Amounts = field(default_factory=dict)
    is_norm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChanged(Event):
    before: int
    level: int

    def data(self) -> dict[str, Any]:
        return {"before": self.before, "level": self.level}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionImprovised(Event):
    """*action* counts improvised actions from 1."""

    action: int
    text: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionAdjudicated(Event):
    """*changes* are the effects as the facilitator wrote them: indicator id to ``-8 points over 5 min``."""

    action: int
    changes: Mapping[str, str]
    text: str
    by: str
    effects: Amounts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectAdded(Event):
    """An inject of the moment. *number* counts them from 1; *changes* are the effects as they were written."""

    number: int
    title: str
    text: str
    channel: str
    to: tuple[str, ...]
    by: str
    changes: Mapping[str, str] = field(default_factory=dict)
    effects: Amounts = field(default_factory=dict)

    @property
    def inject(self) -> str:
        """The id by which it is shared and reworded."""
        return id_of_added(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeOpened(Event):
    """A moment of the process begins; the clock waits until it has been played."""

    episode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeClosed(Event):
    """The episode is over. *kept* is what the process keeps of it; *played*: by people, not only by policies."""

    episode: str
    kept: Mapping[str, float] = field(default_factory=dict)
    played: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeCarriedOver(Event):
    """What came of the episode works on in the process."""

    episode: str
    effects: Amounts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatTaken(Event):
    role: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLeft(Event):
    role: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorsRecorded(Event):
    """All indicators, and the share of each group that joins in (0–100), at this moment."""

    indicators: Amounts
    joined: Amounts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded(Event):
    """*reason* is ``time``, ``condition`` or ``exercise`` (EndEx by *by*)."""

    reason: str
    by: str = ""
