"""Calibration: how often the evening goes wrong when the guide's advice is ignored, half followed, followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from scenario_sim.errors import Problem, ScenarioError
from scenario_sim.exploration.estimates import Estimate, mean, proportion
from scenario_sim.exploration.points import DesignPoint, Played, play
from scenario_sim.exploration.settings import BothLanguages, find_answer_faults, find_measure_faults
from scenario_sim.exploration.workers import Tick, spread
from scenario_sim.language import mark as N_
from scenario_sim.loading import ScenarioText
from scenario_sim.loading.documents import read_document, read_text
from scenario_sim.loading.findings import Findings
from scenario_sim.loading.shape import shaped
from scenario_sim.model.parts import Id, Part, Source
from scenario_sim.model.scenario import Scenario

CALIBRATION_FILE = "calibration.yaml"


class Target(Part):
    """How often a level or a higher one should be reached in the default context, 0 to 1, and who says so."""

    peak_level_at_least: Annotated[int, Field(ge=1, le=5)]
    probability: Annotated[float, Field(ge=0, le=1)]
    source: Source


class Step(Part):
    """One way of following the advice: answers of the diagnosis that differ from the defaults, and what is prepared
    (``default``: what the policies of the roles have ready)."""

    id: Id
    title: BothLanguages
    context: dict[Id, float | str] = Field(default_factory=dict)
    prepares: tuple[Id, ...] | Literal["default"] = "default"


class Calibration(Part):
    """The steps in order, from the advice ignored to the advice followed; *default* is the step of the target."""

    target: Target
    default: Id = "half"
    steps: Annotated[tuple[Step, ...], Field(min_length=2)]


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What one step came to: the probability of each peak level or a higher one (from 1 to 5), the mean of each
    goal's score, and the number of replications behind them."""

    step: Step
    at_least: tuple[Estimate, ...]
    goals: dict[str, Estimate]
    replications: int

    def hits(self, level: int) -> Estimate:
        return self.at_least[level - 1]


def read_calibration(path: Path, scenario: Scenario) -> Calibration:
    """The calibration in a file beside *scenario*; raises ScenarioError with every problem, or UnreadableInput."""
    document = read_document(read_text(path), str(path))
    found = shaped(document, Calibration)
    findings = Findings(document)
    if found.default not in [step.id for step in found.steps]:
        findings.add(("default",), "E401", N_("'{id}' is none of the steps"), id=found.default)
    for number, step in enumerate(found.steps):
        find_answer_faults(findings, ("steps", number, "context"), scenario, step.context)
        if step.prepares != "default":
            find_measure_faults(findings, ("steps", number, "prepares"), scenario, step.prepares)
    if findings.problems:
        raise ScenarioError(findings.problems)
    return found


def calibrate(
    text: ScenarioText,
    calibration: Calibration,
    *,
    replications: int,
    seed: int = 0,
    workers: int | None = None,
    tick: Tick = lambda _: None,
) -> list[Calibrated]:
    """Play every step *replications* times on common random numbers, with policies in all chairs."""
    found = []
    for step in calibration.steps:
        prepared = None if step.prepares == "default" else step.prepares
        point = DesignPoint(text, dict(step.context), prepared, seed=seed)
        played = spread(partial(play, point), range(replications), workers=workers, tick=tick)
        found.append(_calibrated(step, played))
    return found


def _calibrated(step: Step, played: Sequence[Played]) -> Calibrated:
    count = len(played)
    at_least = tuple(proportion(sum(one.peak_level >= level for one in played), count) for level in range(1, 6))
    goals = {goal: mean([one.goals[goal] for one in played]) for goal in played[0].goals}
    return Calibrated(step, at_least, goals, count)


def faults_of(calibration: Calibration, found: Sequence[Calibrated]) -> list[Problem]:
    """What does not hold: W801 the target lies outside the interval of the default step, W802 the probability does
    not fall from one step to the next."""
    level, wanted = calibration.target.peak_level_at_least, calibration.target.probability
    problems = []
    default = next(one for one in found if one.step.id == calibration.default)
    hits = default.hits(level)
    if not hits.low <= wanted <= hits.high:
        problems.append(Problem(
            "W801", N_("in the step '{step}' level {level} is reached in {low} to {high} of the runs, not in {wanted}"),
            {"step": default.step.id, "level": level, "low": _percent(hits.low), "high": _percent(hits.high),
             "wanted": _percent(wanted)}, severity="warning",
        ))  # fmt: skip
    for before, after in pairwise(found):
        if after.hits(level).value >= before.hits(level).value:
            problems.append(Problem(
                "W802", N_("the step '{after}' reaches level {level} no less often than '{before}'"),
                {"after": after.step.id, "before": before.step.id, "level": level}, severity="warning",
            ))  # fmt: skip
    return problems


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
