"""The scenario: storyline and model in one frozen value, read from one folder."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from scenario_sim.model.amounts import Duration
from scenario_sim.model.crowd import Crowd
from scenario_sim.model.diagnosis import Question
from scenario_sim.model.episodes import Episode
from scenario_sim.model.expectations import Expectation
from scenario_sim.model.expressions import Expression
from scenario_sim.model.faults import Fault
from scenario_sim.model.goals import Goal, Ground, Norm
from scenario_sim.model.injects import Dilemma, Inject
from scenario_sim.model.measures import Measure
from scenario_sim.model.parts import Id, Part, Reference, Source, Text
from scenario_sim.model.people import Channel, Policy, Role
from scenario_sim.model.units import clock_text, parse_moment, parse_start
from scenario_sim.model.world import (
    Constant,
    Indicator,
    Level,
    Phase,
    Resource,
    Visibility,
    WithoutAuthority,
)


def _start(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    try:
        return parse_start(str(value))
    except Fault as fault:
        raise fault.for_pydantic() from None


LocalTime = Annotated[
    datetime,
    BeforeValidator(_start),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}$"}),
]


class Moment(Part):
    """A decisive moment on the strategic timeline (guide 7.3)."""

    id: Id
    when: Text
    title: Text
    note: Text | None = None


class Card(Part):
    """What the six headings of guide 7.4 need beside measures and roles, which have lists of their own."""

    description: Text
    triggers: tuple[Text, ...] = ()
    attention: Annotated[tuple[Text, ...], Field(min_length=1)]
    social_media: Annotated[tuple[Text, ...], Field(min_length=1)]
    mistakes: tuple[Text, ...] = ()


class Debrief(Part):
    """Questions for the talk afterwards; each may belong to a goal."""

    id: Id
    text: Text
    goal: Id | None = None


class Scenario(Part):
    """Everything a run needs to know. Valid when the loader has checked it: all names known, all times possible."""

    format: Literal[1]
    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
    title: Text
    summary: Text
    language: Literal["nl", "en"]
    place: Text
    version: Annotated[str, StringConstraints(max_length=20)] = "1"
    sources: tuple[Reference, ...] = ()

    starts: LocalTime
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]
    ends_when: Expression | None = None

    card: Card
    moments: tuple[Moment, ...] = ()
    plays: Id | None = Field(None, description="The moment of the timeline that this scenario plays.")
    constants: tuple[Constant, ...] = ()
    diagnosis: tuple[Question, ...] = ()
    goals: Annotated[tuple[Goal, ...], Field(min_length=1)]
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)]
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    resources: tuple[Resource, ...] = ()
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]
    crowd: Crowd | None = None
    visibility: Visibility | None = None
    without_authority: WithoutAuthority | None = None
    levels: Annotated[tuple[Level, ...], Field(min_length=6, max_length=6)]
    level_falls_after: Duration = Field(
        default_factory=lambda: Duration("2 min"),
        description="How long a lower level must last before it counts.",
    )
    measures: Annotated[tuple[Measure, ...], Field(min_length=1)]
    injects: Annotated[tuple[Inject, ...], Field(min_length=1)]
    dilemmas: tuple[Dilemma, ...] = ()
    norms: tuple[Norm, ...] = ()
    grounds: tuple[Ground, ...] = ()
    policies: tuple[Policy, ...] = ()
    debrief: tuple[Debrief, ...] = ()
    episodes: tuple[Episode, ...] = ()
    expectations: tuple[Expectation, ...] = ()

    @cached_property
    def main_phase(self) -> Phase:
        return next(phase for phase in self.phases if phase.main)

    def moment(self, text: str) -> float:
        """Seconds from the start of the main phase; raises Fault E201–E204."""
        return parse_moment(text, self.starts)

    def clock(self, at: float, *, seconds: bool = False) -> str:
        return clock_text(at, self.starts, seconds=seconds)

    @cached_property
    def measures_by_id(self) -> dict[str, Measure]:
        return {measure.id: measure for measure in reversed(self.measures)}

    @cached_property
    def injects_by_id(self) -> dict[str, Inject]:
        return {inject.id: inject for inject in reversed(self.injects)}

    def measure(self, id: str) -> Measure:
        return self.measures_by_id[id]

    def inject(self, id: str) -> Inject:
        return self.injects_by_id[id]

    def role(self, id: str) -> Role:
        return by_id(self.roles, id)

    def dilemma(self, id: str) -> Dilemma:
        return by_id(self.dilemmas, id)

    def episode(self, id: str) -> Episode:
        return by_id(self.episodes, id)

    def listeners(self, inject: Inject) -> tuple[str, ...]:
        """The roles an inject reaches: those it names, else all that listen on its channel."""
        if inject.to is not None:
            return inject.to
        return tuple(role.id for role in self.roles if inject.channel in role.channels)

    def is_public(self, inject: Inject) -> bool:
        """Whether everybody in the room may see it at once, on the beamer; else it shows when all seats know it."""
        if inject.public is not None:
            return inject.public
        return inject.to is None and by_id(self.channels, inject.channel).public


PartT = TypeVar("PartT", Measure, Inject, Role, Dilemma, Goal, Norm, Indicator, Resource, Channel, Question, Phase,
                Episode)  # fmt: skip


def by_id(parts: tuple[PartT, ...], id: str) -> PartT:
    """The part with this id; raises KeyError if there is none."""
    for part in parts:
        if part.id == id:
            return part
    raise KeyError(id)


__all__ = ["Card", "Debrief", "Moment", "Reference", "Scenario", "Source", "by_id"]
