"""Measures: what is done for order and safety, before (preventive) and during (response)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenario_sim.model.amounts import Change, Delay
from scenario_sim.model.expressions import Expression
from scenario_sim.model.parts import Id, Part, Source, Text


class Requirement(Part):
    """A condition that the law or the rules attach to a decision. Not met: recorded, never blocked."""

    text: Text
    when: Expression


class Failure(Part):
    """The chance, 0 to 100 %, that the measure fails when its lead time is over."""

    chance: Expression
    text: Text
    source: Source


class Measure(Part):
    """One measure with all that decides about it.

    Life cycle: proposed, decided, (waiting for resources,) under way, in force, ended or failed.
    """

    id: Id
    ref: Annotated[str, Field(pattern=r"^[PR]\d{2}$")] | None = Field(
        None, description="Number in the measure catalogue of the fact base."
    )
    kind: Literal["preventive", "response"]
    title: Text
    description: Text | None = None
    decided_by: Annotated[tuple[Id, ...], Field(min_length=1)]
    hat: Id | None = Field(None, description="The hat under which the first of decided_by decides.")
    carried_out_by: Annotated[tuple[Id, ...], Field(min_length=1)]
    ground: tuple[Id, ...] = Field((), description="Legal grounds, from the list of grounds.")
    legal_basis: Text | None = None
    requires: tuple[Requirement, ...] = ()
    available: Expression | None = Field(None, description="Can be decided only while this holds.")
    lead_time: Delay
    duration: Delay | None = Field(None, description="Left out: in force until it is ended or the run ends.")
    needs: dict[Id, Annotated[int, Field(ge=1, le=100_000)]] = Field(default_factory=dict)
    resources: Text | None = Field(None, description="People and means in words, as far as they are not counted.")
    when_busy: Literal["wait", "refuse"] = "wait"
    at_once: Literal["one", "many"] = Field("one", description="Whether it can run several times side by side.")
    visibility: Annotated[int, Field(ge=0, le=5)] = 0
    effects: dict[Id, Change] = Field(default_factory=dict)
    on_decision: dict[Id, Change] = Field(
        default_factory=dict, description="What the decision does at once, before it is carried out."
    )
    ends: tuple[Id, ...] = Field((), description="Measures that end when this one comes into force.")
    cancels: tuple[Id, ...] = Field((), description="Injects that no longer come when this one comes into force.")
    fails: Failure | None = None
    direction: Text | None = Field(None, description="What it does, in words.")
    side_effects: Text | None = None
    mistake: Text | None = Field(None, description="The mistake people typically make with it.")
    levels: tuple[Annotated[int, Field(ge=0, le=5)], ...] = ()
    goals: tuple[Id, ...] = ()
    source: Source
