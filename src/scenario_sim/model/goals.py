"""What the municipality wants, measurable on a run, and which behaviour gets which agreed response."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenario_sim.model.amounts import Change, Duration
from scenario_sim.model.expressions import Expression
from scenario_sim.model.parts import Id, Part, Source, Text


class Goal(Part):
    """A goal with a score from 0 to 100: *score* is an expression over the run, kept within that range."""

    id: Id
    title: Text
    text: Text
    score: Expression
    measured_by: Text = Field(description="The score in words, for the reader.")
    source: Source


class Ground(Part):
    """A legal ground: how it is cited, what it allows, who may use it and under which formal conditions.

    No legal advice: texts of law change, and a lawyer checks them before use.
    """

    id: Id
    law: Text
    allows: Text
    who: tuple[Id, ...] = ()
    conditions: Text | None = None
    note: Text | None = Field(None, description="What to look out for.")
    source: Source


class Norm(Part):
    """A behaviour and the response agreed on it. A red one without that response in time is recorded."""

    id: Id
    ref: Annotated[str, Field(pattern=r"^BH\d{2}$")] | None = None
    behaviour: Text
    colour: Literal["green", "amber", "red"]
    response: Text
    met_by: tuple[Id, ...] = ()
    within: Duration | None = None
    who: tuple[Id, ...] = ()
    ground: tuple[Id, ...] = Field((), description="Legal grounds, from the list of grounds.")
    law: Text | None = None
    debate: bool = Field(False, description="Whether roles usually judge it differently: talk about it first.")
    goal: Id | None = None
    if_missed: dict[Id, Change] = Field(default_factory=dict)
    source: Source
