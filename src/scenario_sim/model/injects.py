"""Injects (MSEL rows): what is delivered to players, when, and what is expected of them."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenario_sim.language import mark as N_
from scenario_sim.model.amounts import Change, Delay, Duration, Rate
from scenario_sim.model.expressions import Expression
from scenario_sim.model.faults import Fault
from scenario_sim.model.parts import Id, Part, Source, Text


class Expected(Part):
    """What the role should do within a time after the inject. Met by any of these measures decided or
    dilemmas chosen in time, by anyone; not met in time: recorded, with its effects."""

    id: Id
    text: Text
    role: Id
    within: Duration
    met_by: Annotated[tuple[Id, ...], Field(min_length=1)]
    goal: Id | None = None
    if_missed: dict[Id, Change] = Field(default_factory=dict)


class Post(Part):
    """A message on social media. Accounts are fictional."""

    account: Text
    claim: Literal["fact", "rumour", "opinion", "threat"]
    views: Annotated[int, Field(ge=0)] = 0


class Repeat(Part):
    """How often at most, and how long at least between two deliveries."""

    times: Annotated[int, Field(ge=1, le=1_000_000)] = 2
    pause: Duration | None = None


class Inject(Part):
    """One inject with exactly one trigger: *at* a time, *after* something (with a delay), *when* a condition
    holds (*for* some time), at a *rate* that depends on the state, or *by_hand*."""

    id: Id
    ref: str | None = Field(None, max_length=20)
    title: Text
    text: Text
    channel: Id
    sender: Text | None = None
    to: tuple[Id, ...] | None = Field(None, description="Roles; left out: all that listen on the channel.")
    public: bool | None = Field(
        None, description="Whether the beamer may show it; left out: as its channel, if it names no roles in to."
    )

    at: str | None = Field(None, max_length=40)
    after: Id | None = Field(
        None, description="An inject delivered, a measure in force, a dilemma decided, or an episode over."
    )
    delay: Delay | None = Field(None, description="With after: how long after it.")
    when: Expression | None = None
    hold: Duration | None = Field(None, alias="for", description="With when: how long it must hold.")
    rate: Rate | None = None
    by_hand: bool = False

    only_if: Expression | None = Field(None, description="Looked at when it is due; if false it does not come.")
    until: Expression | None = Field(None, description="From the moment this holds it no longer comes.")
    repeat: Repeat | None = None
    phases: tuple[Id, ...] | None = Field(
        None, description="With when and rate: phases in which it can come; left out: the main phase."
    )

    level: Annotated[int, Field(ge=0, le=5)] | None = None
    effects: dict[Id, Change] = Field(default_factory=dict)
    expected: tuple[Expected, ...] = ()
    dilemma: Id | None = None
    norm: Id | None = Field(None, description="The behaviour that shows here.")
    post: Post | None = None
    use: Literal["help", "pressure", "redirect"] | None = Field(
        None,
        description="With by_hand: when the facilitator is offered it: help a table that stalls, press one that is "
        "done too fast, or bring it back.",
    )
    goals: tuple[Id, ...] = ()
    source: Source

    @model_validator(mode="after")
    def _one_trigger(self) -> Inject:
        given = [name for name in ("at", "after", "when", "rate") if getattr(self, name) is not None]
        given += ["by_hand"] if self.by_hand else []
        if len(given) != 1:
            raise Fault(
                "E209",
                N_("an inject has exactly one trigger; this one has {count}"),
                N_("give one of at, after, when, rate or by_hand: true"),
                count=len(given),
            ).for_pydantic()
        for key, value, owner in (("delay", self.delay, "after"), ("for", self.hold, "when")):
            if value is not None and owner != given[0]:
                raise Fault("E209", N_("'{key}' belongs to the trigger '{owner}'"), key=key, owner=owner).for_pydantic()
        if self.repeat is not None and given[0] == "at" and self.repeat.pause is None:
            raise Fault("E209", N_("an inject that comes again 'at' a time needs a 'pause' between")).for_pydantic()
        if self.repeat is not None and given[0] == "after" and self.repeat.pause is not None:
            raise Fault(
                "E209", N_("'{key}' does not go with the trigger '{trigger}'"), key="pause", trigger="after"
            ).for_pydantic()
        if self.use is not None and not self.by_hand:
            raise Fault(
                "E209", N_("'{key}' belongs to the trigger '{owner}'"), key="use", owner="by_hand"
            ).for_pydantic()
        return self

    @property
    def trigger(self) -> Literal["at", "after", "when", "rate", "by_hand"]:
        for name in ("at", "after", "when", "rate"):
            if getattr(self, name) is not None:
                return name
        return "by_hand"


class Option(Part):
    """One way to decide a dilemma: what it does, and what each adviser says for or against it."""

    id: Id
    text: Text
    effects: dict[Id, Change] = Field(default_factory=dict)
    starts: tuple[Id, ...] = Field((), description="Measures decided with it.")
    advice: dict[Id, Text] = Field(default_factory=dict)


class Dilemma(Part):
    """A question that a role has to decide, brought by an inject."""

    id: Id
    question: Text
    decided_by: Id
    within: Duration | None = None
    options: Annotated[tuple[Option, ...], Field(min_length=2)]
    if_undecided: Id | None = Field(None, description="The option that happens when time is up.")
    source: Source


def id_of_added(number: int) -> str:
    """The id of the inject that the facilitator added as the *number*-th: ``+1``, which no inject of an author has."""
    return f"+{number}"


def number_of_added(id: str) -> int:
    """Which added inject *id* stands for, counted from 1; 0 if it is the id of none."""
    written = re.fullmatch(r"\+([1-9][0-9]*)", id)
    return int(written[1]) if written else 0
