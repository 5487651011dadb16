"""Roles, what they may see, and the policies by which empty chairs are played."""

from __future__ import annotations

from pydantic import Field, model_validator

from scenario_sim.language import mark as N_
from scenario_sim.model.amounts import Delay
from scenario_sim.model.expressions import Expression
from scenario_sim.model.faults import Fault
from scenario_sim.model.parts import Id, Part, Source, Text


class Hat(Part):
    """One of several capacities in which the same role acts, such as chair and commander."""

    id: Id
    title: Text


class Role(Part):
    """Who sits at the table: tasks, authority, and the channels on which information reaches them."""

    id: Id
    title: Text
    short: Text | None = Field(None, description="At most a word or two, for narrow columns.")
    tasks: tuple[Text, ...]
    authority: tuple[Text, ...] = ()
    channels: tuple[Id, ...]
    hats: tuple[Hat, ...] = ()
    source: Source


class Channel(Part):
    """A way by which information comes in: the hall, a phone, the radio, social media, the press."""

    id: Id
    title: Text
    icon: str = Field("•", max_length=2)
    public: bool = Field(
        False, description="Whether everybody in the room may see on the beamer what comes in here, and names no roles."
    )


class Rule(Part):
    """One rule of a policy: on this, after some time, do that. *when* or *after* starts it; *only_if* is
    looked at again at the moment of acting. Exactly one of *do* and *choose* says what."""

    id: Id
    when: Expression | None = None
    after: Id | None = Field(
        None, description="An inject that reached this role, a measure in force, a dilemma, or an episode over."
    )
    only_if: Expression | None = None
    reaction: Delay
    do: Id | None = None
    choose: dict[Id, Id] | None = None
    repeat: bool = False
    why: Text | None = None

    @model_validator(mode="after")
    def _one_of(self) -> Rule:
        if (self.when is None) == (self.after is None):
            raise Fault("E208", N_("give exactly one of: {keys}"), keys="when, after").for_pydantic()
        if (self.do is None) == (self.choose is None) or (self.choose is not None and len(self.choose) != 1):
            raise Fault("E208", N_("give exactly one of: {keys}"), keys="do, choose").for_pydantic()
        return self


class Policy(Part):
    """How an empty chair is played: the preventive measures it prepares, and its rules during the run."""

    role: Id
    prepares: tuple[Id, ...] = ()
    rules: tuple[Rule, ...] = ()
    source: Source
