"""Episodes: moments of a decision process that are played as scenarios of their own (guide 7.3).

A process is a scenario over weeks. When a moment comes, its clock stands still, another scenario is played for
that moment, and what came of it is carried back into the process.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from scenario_sim.language import mark as N_
from scenario_sim.model.amounts import Change
from scenario_sim.model.expressions import Expression
from scenario_sim.model.faults import Fault
from scenario_sim.model.parts import Id, Part, Source


class AnswerWhen(Part):
    """An answer to a question of the episode's diagnosis; the first whose *when* holds is given."""

    answer: Id
    when: Expression | None = Field(None, description="Left out: always.")


class Carried(Part):
    """One question of the episode's diagnosis, answered by the state of the process: by a *number*, or by the
    first of *answers* that holds. Without an answer the question keeps its default."""

    question: Id
    number: Expression | None = None
    answers: tuple[AnswerWhen, ...] = ()

    @model_validator(mode="after")
    def _one_of(self) -> Carried:
        if (self.number is None) == (not self.answers):
            raise Fault("E208", N_("give exactly one of: {keys}"), keys="number, answers").for_pydantic()
        return self


class Prepared(Part):
    """A preventive measure of the episode that the process has prepared, if *when* holds at its opening."""

    measure: Id
    when: Expression


class Kept(Part):
    """A number that the process keeps of the episode: an expression of the episode's scenario, over its whole run."""

    id: Id
    value: Expression


class Episode(Part):
    """A moment that is played as the scenario *plays*, as soon as the inject *opened_by* has been delivered.

    *context* and *prepared* say what the process carries into it, *keeps* what is kept of it beside its
    ``peak_level``, and *returns* what that does to the indicators of the process, once, when it is over.
    """

    id: Id
    moment: Id
    plays: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
    opened_by: Id
    context: tuple[Carried, ...] = ()
    prepared: tuple[Prepared, ...] = ()
    keeps: tuple[Kept, ...] = ()
    returns: dict[Id, Change] = Field(default_factory=dict)
    source: Source

    @property
    def kept(self) -> tuple[str, ...]:
        """The names of all that is kept of it: the highest level that it reached, and what *keeps* says."""
        return ("peak_level", *(kept.id for kept in self.keeps))
