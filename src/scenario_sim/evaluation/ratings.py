"""A rating for each goal, proposed with its reasons. The evaluator decides.

The letters are those of HSEEP: P performed without challenges, S with some, M with major challenges, U unable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from scenario_sim.evaluation.evidence import Evidence
from scenario_sim.evaluation.reactions import Reaction
from scenario_sim.loading.documents import read_document, read_text
from scenario_sim.loading.shape import shaped
from scenario_sim.model.scenario import Scenario

Rating = Literal["P", "S", "M", "U"]

BANDS: tuple[tuple[Rating, float], ...] = (("P", 80.0), ("S", 60.0), ("M", 40.0), ("U", 0.0))
"""The lowest score (0 to 100) of each rating. EJ: no source gives such borders."""

_ORDER: tuple[Rating, ...] = ("P", "S", "M", "U")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rating is not better: *code* is ``score`` (the band that it falls in), ``slow`` (late or not done: at most
    S), ``mostly_not`` (more than half of what was expected was not done: at most M), ``authority`` or ``noted`` (an
    improvement was noted; both at most S), or ``nothing_expected`` (nothing was measured beside the score)."""

    code: Literal["score", "slow", "mostly_not", "authority", "noted", "nothing_expected"]
    values: Mapping[str, float]


class GivenRating(BaseModel):
    """What the evaluator decided, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rating: Rating
    reason: Annotated[str, Field(max_length=5000)] = ""


_Given = Annotated[GivenRating, BeforeValidator(lambda value: {"rating": value} if isinstance(value, str) else value)]


def proposed(score: float, evidence: Evidence, reactions: Sequence[Reaction]) -> tuple[Rating, tuple[Reason, ...]]:
    """The rating of a goal with this score (0 to 100), and everything that had a say in it."""
    band = next(rating for rating, lowest in BANDS if score >= lowest)
    reasons = [Reason("score", {"score": score, "lowest": dict(BANDS)[band]})]
    caps = [band]
    measured = [one for one in reactions if one.standing != "not_applicable"]
    late, missing = (sum(one.standing == standing for one in measured) for standing in ("late", "not"))
    if late or missing:
        reasons.append(Reason("slow", {"late": late, "missing": missing, "expected": len(measured)}))
        caps.append("S")
    if missing * 2 > len(measured):
        reasons.append(Reason("mostly_not", {"missing": missing, "expected": len(measured)}))
        caps.append("M")
    if evidence.exceeded:
        reasons.append(Reason("authority", {"count": len(evidence.exceeded)}))
        caps.append("S")
    improvements = sum(note.kind == "improvement" for note in evidence.notes)
    if improvements:
        reasons.append(Reason("noted", {"count": improvements}))
        caps.append("S")
    if not measured:
        reasons.append(Reason("nothing_expected", {}))
    return max(caps, key=_ORDER.index), tuple(reasons)


def read_ratings(path: str | Path, scenario: Scenario) -> dict[str, GivenRating]:
    """The ratings in a YAML file, by goal: ``G1: S`` or ``G1: {rating: S, reason: …}``; goals may be left out.

    Raises UnreadableInput, or ScenarioError with every problem and its line.
    """
    fields: dict[str, Any] = {f"goal_{goal.id}": (_Given | None, Field(None, alias=goal.id)) for goal in scenario.goals}
    ratings = create_model("Ratings", __config__=ConfigDict(extra="forbid"), **fields)
    found = shaped(read_document(read_text(Path(path)), str(path)), ratings)
    given = {goal.id: getattr(found, f"goal_{goal.id}") for goal in scenario.goals}
    return {goal: rating for goal, rating in given.items() if rating is not None}
