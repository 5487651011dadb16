"""Step 1 of the guide: questions whose answers set the scenario's parameters."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from scenario_sim.language import mark as N_
from scenario_sim.model.faults import Fault
from scenario_sim.model.parts import Id, Part, Source, Text
from scenario_sim.model.world import Number


class Answer(Part):
    """A possible answer and the constants it sets."""

    id: Id
    text: Text
    sets: dict[Id, Number] = Field(default_factory=dict)


class Question(Part):
    """A question of the diagnosis: a choice of *answers*, or a number within *range* whose id is a name
    in expressions."""

    id: Id
    aspect: Literal["issue", "parties", "context"]
    text: Text
    ask: Text | None = Field(None, description="Who knows: police, COA, environment analysis.")
    answers: tuple[Answer, ...] = ()
    range: tuple[Number, Number] | None = None
    unit: str = Field("", max_length=30)
    default: Number | Id
    source: Source

    @model_validator(mode="after")
    def _choice_or_number(self) -> Question:
        if bool(self.answers) == (self.range is not None):
            raise Fault("E208", N_("give exactly one of: {keys}"), keys="answers, range").for_pydantic()
        if (problem := self.problem_with(self.default)) is not None:
            raise problem.for_pydantic()
        return self

    def problem_with(self, value: float | str) -> Fault | None:
        """Why *value* cannot be an answer to this question, or None."""
        if self.range is None:
            if value not in [answer.id for answer in self.answers]:
                return Fault(
                    "E501",
                    N_("'{value}' is no answer to '{question}'"),
                    N_("choose from: {choices}"),
                    value=value,
                    question=self.id,
                    choices=", ".join(answer.id for answer in self.answers),
                )
            return None
        low, high = self.range
        if isinstance(value, str) or not low <= value <= high:
            return Fault(
                "E502",
                N_("'{question}' must be a number from {low} to {high}, not '{value}'"),
                question=self.id,
                low=f"{low:g}",
                high=f"{high:g}",
                value=value if isinstance(value, str) else f"{value:g}",
            )
        return None


Context = dict[str, float | str]
"""The answers of a diagnosis: question id to answer id or number."""
