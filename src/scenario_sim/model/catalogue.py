"""The catalogue: grounds, roles, measures and norms written once, for scenarios to pick from with ``from:``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenario_sim.model.amounts import Delay
from scenario_sim.model.goals import Ground
from scenario_sim.model.parts import Id, Part, Reference, Source, Text


class RoleEntry(Part):
    """A role as municipalities know it; the scenario says on which channels it hears what."""

    id: Id
    title: Text
    short: Text | None = None
    tasks: Annotated[tuple[Text, ...], Field(min_length=1)]
    authority: tuple[Text, ...] = ()
    source: Source


class MeasureEntry(Part):
    """A measure with everything but the sizes of its effects, which belong to a scenario.

    Its roles are ids of the catalogue: a scenario takes over those that it has itself.
    """

    id: Id
    ref: Annotated[str, Field(pattern=r"^[PR]\d{2}$")] | None = None
    kind: Literal["preventive", "response"]
    title: Text
    description: Text | None = None
    decided_by: Annotated[tuple[Id, ...], Field(min_length=1)]
    carried_out_by: Annotated[tuple[Id, ...], Field(min_length=1)]
    ground: tuple[Id, ...] = ()
    legal_basis: Text | None = None
    lead_time: Delay
    duration: Delay | None = None
    resources: Text | None = None
    visibility: Annotated[int, Field(ge=0, le=5)] = 0
    direction: Text
    side_effects: Text | None = None
    mistake: Text | None = None
    levels: tuple[Annotated[int, Field(ge=0, le=5)], ...] = ()
    source: Source


class NormEntry(Part):
    """A behaviour with the response that is proposed for it."""

    id: Id
    ref: Annotated[str, Field(pattern=r"^BH\d{2}$")] | None = None
    behaviour: Text
    colour: Literal["green", "amber", "red"]
    response: Text
    who: tuple[Id, ...] = ()
    ground: tuple[Id, ...] = ()
    law: Text | None = None
    debate: bool = False
    source: Source


class Catalogue(Part):
    """All entries, each list in the order in which an author reads it."""

    format: Literal[1]
    sources: tuple[Reference, ...] = ()
    grounds: tuple[Ground, ...] = ()
    roles: tuple[RoleEntry, ...] = ()
    measures: tuple[MeasureEntry, ...] = ()
    norms: tuple[NormEntry, ...] = ()
