"""What lies on the table: a projection of the events, from which every role gets its own view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from scenario_sim.model.events import (
    ActionAdjudicated,
    ActionImprovised,
    AuthorityExceeded,
    CommandRefused,
    DilemmaRaised,
    EpisodeClosed,
    EpisodeOpened,
    Event,
    ExpectationMet,
    ExpectationMissed,
    HatChanged,
    IndicatorsRecorded,
    InjectAdded,
    InjectDelivered,
    InjectShared,
    LevelChanged,
    MeasureDecided,
    MeasureEnded,
    MeasureFailed,
    MeasureProposed,
    MeasureStarted,
    MeasureTookEffect,
    MeasureWaiting,
    OptionChosen,
    PhaseBegan,
    RequirementUnmet,
    SeatLeft,
    SeatTaken,
)
from scenario_sim.model.scenario import Scenario
from scenario_sim.session.conversation import Conversation

MeasureState = Literal["open", "proposed", "waiting", "under_way", "in_force", "ended", "failed"]

GOING_ON: tuple[MeasureState, ...] = ("waiting", "under_way", "in_force")
"""The states in which a measure asks for people, now or soon."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """An inject as it reached the table. *known* says which role learned it when (simulation seconds),
    *told_by* which role heard it from whom; to whom it was addressed heard it from nobody. One that the
    facilitator added has its own text in *added*, and ``+1``, ``+2`` … as its id."""

    inject: str
    number: int
    at: float
    known: Mapping[str, float]
    told_by: Mapping[str, str] = field(default_factory=dict)
    added: InjectAdded | None = None

    def for_role(self, role: str) -> Delivery:
        """As *role* knows it: when it learned this itself, and whom it told."""
        known = {r: at for r, at in self.known.items() if role in (r, self.told_by.get(r))}
        return replace(self, known=known, told_by={r: by for r, by in self.told_by.items() if r in known})

    def shared(self, by: str, to: Iterable[str], at: float) -> Delivery:
        """After *by* told it to the roles in *to*; who knew it already learns nothing new."""
        new = [role for role in to if role not in self.known]
        return replace(
            self,
            known={**self.known, **dict.fromkeys(new, at)},
            told_by={**self.told_by, **dict.fromkeys(new, by)},
        )


@dataclass(frozen=True, slots=True)
class MeasureStatus:
    """Where one decision for a measure stands. Times are simulation seconds; *by* decided it."""

    measure: str
    instance: int
    state: MeasureState
    by: str = ""
    bot: bool = False
    decided_at: float | None = None
    ready_at: float | None = None
    in_force_at: float | None = None
    ended_at: float | None = None
    waiting_for: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An expected action (or a norm's response) that is still open, until *deadline*."""

    inject: str
    number: int
    expected: str
    is_norm: bool
    deadline: float


@dataclass(frozen=True, slots=True)
class OpenDilemma:
    dilemma: str
    at: float
    until: float | None


@dataclass(slots=True)
class Table:
    """Everything discrete that has happened, arranged for people to look at."""

    scenario: Scenario
    phase: str = ""
    level: int = 0
    peak_level: int = 0
    levels: list[tuple[float, int]] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    measures: dict[str, list[MeasureStatus]] = field(default_factory=dict)
    proposals: list[MeasureProposed] = field(default_factory=list)
    dilemmas: dict[str, OpenDilemma] = field(default_factory=dict)
    choices: list[OptionChosen] = field(default_factory=list)
    hats: dict[str, str] = field(default_factory=dict)
    seated: set[str] = field(default_factory=set)
    episodes: list[EpisodeOpened | EpisodeClosed] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    met: list[ExpectationMet] = field(default_factory=list)
    missed: list[ExpectationMissed] = field(default_factory=list)
    exceeded: list[AuthorityExceeded | RequirementUnmet] = field(default_factory=list)
    refusals: list[CommandRefused] = field(default_factory=list)
    improvised: list[ActionImprovised] = field(default_factory=list)
    adjudicated: dict[int, ActionAdjudicated] = field(default_factory=dict)
    recorded: list[IndicatorsRecorded] = field(default_factory=list)
    talk: Conversation = field(default_factory=Conversation)

    def on(self, event: Event) -> None:
        """Take in one event."""
        match event:
            case PhaseBegan(phase=phase):
                self.phase = phase
            case LevelChanged(level=level):
                self.level, self.peak_level = level, max(self.peak_level, level)
                self.levels.append((event.at, level))
            case EpisodeOpened() | EpisodeClosed():
                self.episodes.append(event)
            case InjectDelivered():
                self._deliver(event)
            case InjectAdded(number=number, to=to):
                known = dict.fromkeys(to, event.at)
                self.deliveries.append(Delivery(event.inject, number, event.at, known, added=event))
            case InjectShared(inject=inject):
                self.deliveries = [
                    delivery.shared(event.by, event.to, event.at) if delivery.inject == inject else delivery
                    for delivery in self.deliveries
                ]
            case DilemmaRaised(dilemma=dilemma, until=until):
                self.dilemmas[dilemma] = OpenDilemma(dilemma, event.at, until)
            case OptionChosen(dilemma=dilemma):
                self.dilemmas.pop(dilemma, None)
                self.choices.append(event)
            case ExpectationMet() | ExpectationMissed():
                self._no_longer_waiting(event)
            case SeatTaken(role=role):
                self.seated.add(role)
            case SeatLeft(role=role):
                self.seated.discard(role)
            case HatChanged(role=role, hat=hat):
                self.hats[role] = hat
            case _:
                self._on_measure(event)
                self._keep(event)
                self.talk.on(event)

    @property
    def added(self) -> list[str]:
        """The ids of what the facilitator added, oldest first."""
        return [delivery.inject for delivery in self.deliveries if delivery.added is not None]

    @property
    def unjudged(self) -> ActionImprovised | None:
        """The first own action that the facilitator has not judged yet."""
        return next((action for action in self.improvised if action.action not in self.adjudicated), None)

    def states(self) -> dict[str, MeasureState]:
        """Where the latest decision for every measure stands."""
        proposed = {proposal.measure for proposal in self.proposals}
        return {measure.id: self._state(measure.id, measure.id in proposed) for measure in self.scenario.measures}

    def state_of(self, measure: str) -> MeasureState:
        """Where the latest decision for *measure* stands."""
        return self._state(measure, any(proposal.measure == measure for proposal in self.proposals))

    def reached(self, role: str) -> list[Delivery]:
        """What reached *role*, as it knows it, oldest first."""
        return [delivery.for_role(role) for delivery in self.deliveries if role in delivery.known]

    def recorded_by(self, at: float) -> Mapping[str, float]:
        """The indicators as they were last recorded at or before *at* (simulation seconds); the first ones if
        nothing was recorded by then, empty if nothing is recorded yet."""
        before = [record for record in self.recorded if record.at <= at] or self.recorded[:1]
        return before[-1].indicators if before else {}

    # --- inside --------------------------------------------------------------------------------------------

    def _state(self, measure: str, proposed: bool) -> MeasureState:
        known = self.measures.get(measure)
        if known and known[-1].state not in ("ended", "failed"):
            return known[-1].state
        if proposed:
            return "proposed"
        return known[-1].state if known else "open"

    def _deliver(self, event: InjectDelivered) -> None:
        self.deliveries.append(Delivery(event.inject, event.number, event.at, dict.fromkeys(event.to, event.at)))
        inject = self.scenario.inject(event.inject)
        for expected in inject.expected:
            self._wait(event, expected.id, False, expected.within.seconds)
        if inject.norm is not None:
            norm = next(norm for norm in self.scenario.norms if norm.id == inject.norm)
            if norm.met_by and norm.within:
                self._wait(event, norm.id, True, norm.within.seconds)

    def _wait(self, event: InjectDelivered, expected: str, is_norm: bool, within: float) -> None:
        self.waiting.append(Waiting(event.inject, event.number, expected, is_norm, event.at + within))

    def _no_longer_waiting(self, event: ExpectationMet | ExpectationMissed) -> None:
        key = (event.inject, event.number, event.expected, event.is_norm)
        self.waiting = [w for w in self.waiting if (w.inject, w.number, w.expected, w.is_norm) != key]
        if isinstance(event, ExpectationMet):
            self.met.append(event)
        else:
            self.missed.append(event)

    def _on_measure(self, event: Event) -> None:
        match event:
            case MeasureDecided(measure=measure, instance=instance, by=by, bot=bot):
                status = MeasureStatus(measure, instance, "under_way", by, bot, decided_at=event.at)
                self.measures.setdefault(measure, []).append(status)
                self.proposals = [proposal for proposal in self.proposals if proposal.measure != measure]
            case MeasureWaiting(resource=resource, until=until):
                self._update(event, state="waiting", waiting_for=resource, ready_at=until)
            case MeasureStarted(ready=ready):
                self._update(event, state="under_way", waiting_for="", ready_at=ready)
            case MeasureTookEffect():
                self._update(event, state="in_force", in_force_at=event.at)
            case MeasureEnded():
                self._update(event, state="ended", ended_at=event.at)
            case MeasureFailed():
                self._update(event, state="failed", ended_at=event.at)
            case _:
                pass

    def _update(
        self,
        event: MeasureWaiting | MeasureStarted | MeasureTookEffect | MeasureEnded | MeasureFailed,
        **changes: Any,
    ) -> None:
        all_of_it = self.measures[event.measure]
        all_of_it[event.instance - 1] = replace(all_of_it[event.instance - 1], **changes)

    def _keep(self, event: Event) -> None:
        match event:
            case MeasureProposed():
                self.proposals.append(event)
            case AuthorityExceeded() | RequirementUnmet():
                self.exceeded.append(event)
            case CommandRefused():
                self.refusals.append(event)
            case ActionImprovised():
                self.improvised.append(event)
            case ActionAdjudicated(action=action):
                self.adjudicated[action] = event
            case IndicatorsRecorded():
                self.recorded.append(event)
            case _:
                pass
