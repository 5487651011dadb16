"""Expectations: what an author expects of many runs, so that a change of the scenario that breaks it is noticed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from scenario_sim.language import mark as N_
from scenario_sim.model.expressions import Expression
from scenario_sim.model.faults import Fault
from scenario_sim.model.parts import Id, Part, Source, Text
from scenario_sim.model.world import Number

Percent = Annotated[float, Field(ge=0, le=100)]


class Act(Part):
    """What a role does at a time: the id of a measure, or ``dilemma=option``; see the actions of ``run``."""

    time: Annotated[str, Field(max_length=40)]
    role: Id
    action: Annotated[str, Field(max_length=200)]


class Expectation(Part):
    """A condition over the whole run that *holds* at its end in at least, or at most, a share of the runs.

    The runs have the answers in *context* (the defaults for what it leaves out), policies in all chairs that do not
    act, and *prepares* instead of what the policies prepare. Only runs in which *given* holds count.
    """

    id: Id
    text: Text
    context: dict[Id, Number | Id] = Field(default_factory=dict)
    prepares: tuple[Id, ...] | None = None
    actions: tuple[Act, ...] = ()
    given: Expression | None = None
    holds: Expression
    at_least: Percent | None = None
    at_most: Percent | None = None
    runs: Annotated[int, Field(ge=20, le=100_000)] = 200
    source: Source

    @model_validator(mode="after")
    def _one_bound(self) -> Expectation:
        if (self.at_least is None) == (self.at_most is None):
            raise Fault("E208", N_("give exactly one of: {keys}"), keys="at_least, at_most").for_pydantic()
        return self
