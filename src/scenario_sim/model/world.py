"""The world of a scenario: its phases, the indicators that move in it, what is scarce, and the levels."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scenario_sim.model.amounts import Change, Duration, Span
from scenario_sim.model.expressions import Expression
from scenario_sim.model.parts import Id, Part, Source, Text

Number = Annotated[float, Field(ge=-1e9, le=1e9, allow_inf_nan=False)]


class Phase(Part):
    """A stretch of time with a pace of its own. Exactly one is the main phase; it begins at the scenario's start."""

    id: Id
    title: Text
    lasts: Span
    tick: Duration = Field(description="How often drift and the crowd are worked out anew in this phase.")
    record: Duration | None = Field(None, description="How often all indicators go into the log; left out: 10 ticks.")
    main: bool = False


class Drift(Part):
    """One reason why an indicator moves by itself, as a change per unit of time."""

    rate: Change
    when: Expression | None = Field(None, description="Only while this holds.")
    phases: tuple[Id, ...] | None = Field(None, description="Phases in which it acts; left out: the main phase.")
    why: Text | None = None
    source: Source


class Indicator(Part):
    """A state variable with a unit and a range; effects and drift move it, never out of its range."""

    id: Id
    title: Text
    unit: Annotated[str, Field(pattern=r"^([^\W\d]+|%)$", max_length=20)]
    range: tuple[Number, Number]
    start: Expression
    drift: tuple[Drift, ...] = ()
    high_is: Annotated[str, Field(pattern="^(good|bad|neutral)$")] = "bad"
    visible_to: tuple[Id, ...] | None = Field(None, description="Roles that see it; all of them if left out.")
    source: Source

    def is_seen_by(self, role: str) -> bool:
        return self.visible_to is None or role in self.visible_to


class Constant(Part):
    """A named number for use in expressions. A diagnosis answer can set it."""

    id: Id
    value: Number
    unit: str = Field("", max_length=30)
    meaning: Text
    source: Source


class Resource(Part):
    """Something of which there is only so much: officers, hosts, a platoon."""

    id: Id
    title: Text
    amount: Expression
    notice: Duration | None = Field(None, description="Time from the first call until it is there.")
    readied_by: dict[Id, Duration] = Field(
        default_factory=dict, description="Measures that, in force, shorten the notice to this."
    )
    source: Source


class Level(Part):
    """One rung of the escalation ladder, 0 to 5, with the condition that says it is reached."""

    level: Annotated[int, Field(ge=0, le=5)]
    title: Text
    picture: Text | None = Field(None, description="What one sees and hears at this level.")
    when: Expression | None = None


class Visibility(Part):
    """What visible security costs: the change while in force, for each point of visibility."""

    cost: dict[Id, Change] = Field(default_factory=dict)
    source: Source


class WithoutAuthority(Part):
    """What it does when somebody decides without the authority, or before the requirements are met."""

    effects: dict[Id, Change] = Field(default_factory=dict)
    source: Source
