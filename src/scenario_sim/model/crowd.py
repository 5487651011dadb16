"""The crowd: groups of people with thresholds for joining in, in places with a set-up (Granovetter 1978)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenario_sim.language import mark as N_
from scenario_sim.model.expressions import Expression, parse
from scenario_sim.model.faults import Fault
from scenario_sim.model.parts import Id, Part, Source, Text
from scenario_sim.model.world import Number


class Place(Part):
    """Where groups are together. *tables* is how many separate circles the set-up makes: 1 is a frontal hall,
    where everybody sees everybody; at market stalls or tables people see their own circle only."""

    id: Id
    title: Text
    tables: Expression
    source: Source


class JoinThresholds(Part):
    """At which share of joiners around them (0 to 100 %) people of a group join in.

    Normal (*mean*, *sd*), uniform (*low*, *high*) or a *list*. ``spread: random`` draws each person,
    ``spread: even`` takes the quantiles, so that every run has the same population.
    """

    mean: Expression | None = None
    sd: Expression | None = None
    low: Number | None = None
    high: Number | None = None
    list: tuple[Number, ...] | None = None
    spread: Literal["random", "even"] = "random"

    @model_validator(mode="after")
    def _one_shape(self) -> JoinThresholds:
        given = tuple(x is not None for x in (self.mean, self.sd, self.low, self.high, self.list))
        if given not in (
            (True, True, False, False, False),
            (False, False, True, True, False),
            (False, False, False, False, True),
        ):
            raise Fault("E208", N_("give mean and sd, or low and high, or a list of thresholds")).for_pydantic()
        return self


class Group(Part):
    """People who are in one place and react alike. *mood* (percentage points) is added to what they see:
    above 0 they join sooner, below 0 later."""

    id: Id
    title: Text
    place: Id
    size: Expression
    join_threshold: JoinThresholds
    mood: Expression = Field(default_factory=lambda: parse("0"))
    source: Source


class Crowd(Part):
    """All places and groups of the scenario."""

    places: Annotated[tuple[Place, ...], Field(min_length=1)]
    groups: Annotated[tuple[Group, ...], Field(min_length=1)]
