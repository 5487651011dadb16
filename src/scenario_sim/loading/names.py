"""The ids of a scenario by kind: what other parts and conditions can refer to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scenario_sim.language import mark as N_
from scenario_sim.loading.documents import YamlPath
from scenario_sim.loading.findings import Findings
from scenario_sim.loading.walk import fields
from scenario_sim.model.scenario import Scenario

KIND_WORDS: dict[str, str] = {
    "measure": N_("measure"),
    "preventive measure": N_("preventive measure"),
    "inject": N_("inject"),
    "dilemma": N_("dilemma"),
    "option": N_("option"),
    "measure or dilemma": N_("measure or dilemma"),
    "inject_or_measure": N_("inject or measure"),
    "starting point": N_("inject, measure, dilemma or episode"),
    "question": N_("question"),
    "answer": N_("answer"),
    "role": N_("role"),
    "hat": N_("hat"),
    "group": N_("group"),
    "place": N_("place"),
    "resource": N_("resource"),
    "phase": N_("phase"),
    "indicator": N_("indicator"),
    "constant": N_("constant"),
    "goal": N_("goal"),
    "norm": N_("norm"),
    "channel": N_("channel"),
    "moment": N_("moment"),
    "ground": N_("legal ground"),
    "episode": N_("episode"),
    "kept": N_("number that is kept"),
}
"""What users call each kind of thing an id may stand for."""


@dataclass(frozen=True)
class Names:
    """*of* gives the ids of each kind; options, answers, hats and what is kept are known per owner."""

    of: dict[str, list[str]]
    options: dict[str, list[str]]
    answers: dict[str, list[str]]
    hats: dict[str, list[str]]
    kept: dict[str, list[str]]
    numbers: list[str]
    at_start: list[str]

    def kinds_of(self, name: str) -> list[str]:
        """What *name* is, if it is anything."""
        return [kind for kind in ("measure", "inject", "dilemma", "question", "role", "group", "resource",
                                  "phase", "goal", "constant", "indicator") if name in self.of[kind]]  # fmt: skip


def names_of(scenario: Scenario) -> Names:
    """All ids in *scenario*; with duplicates the first one counts."""
    measures = [measure.id for measure in scenario.measures]
    injects = [inject.id for inject in scenario.injects]
    dilemmas = [dilemma.id for dilemma in scenario.dilemmas]
    crowd = scenario.crowd
    of = {
        "measure": measures,
        "preventive measure": [measure.id for measure in scenario.measures if measure.kind == "preventive"],
        "inject": injects,
        "dilemma": dilemmas,
        "measure or dilemma": measures + dilemmas,
        "inject_or_measure": injects + measures,
        "starting point": injects + measures + dilemmas + [episode.id for episode in scenario.episodes],
        "question": [question.id for question in scenario.diagnosis],
        "role": [role.id for role in scenario.roles],
        "group": [group.id for group in crowd.groups] if crowd else [],
        "place": [place.id for place in crowd.places] if crowd else [],
        "resource": [resource.id for resource in scenario.resources],
        "phase": [phase.id for phase in scenario.phases],
        "indicator": [indicator.id for indicator in scenario.indicators],
        "constant": [constant.id for constant in scenario.constants],
        "goal": [goal.id for goal in scenario.goals],
        "norm": [norm.id for norm in scenario.norms],
        "channel": [channel.id for channel in scenario.channels],
        "moment": [moment.id for moment in scenario.moments],
        "ground": [ground.id for ground in scenario.grounds],
        "episode": [episode.id for episode in scenario.episodes],
    }
    at_start = of["constant"] + [question.id for question in scenario.diagnosis if question.range is not None]
    return Names(
        of,
        options={dilemma.id: [option.id for option in dilemma.options] for dilemma in scenario.dilemmas},
        answers={question.id: [answer.id for answer in question.answers] for question in scenario.diagnosis},
        kept={episode.id: list(episode.kept) for episode in scenario.episodes},
        hats={role.id: [hat.id for hat in role.hats] for role in scenario.roles},
        numbers=of["indicator"] + at_start,
        at_start=at_start,
    )


_SHARED: tuple[tuple[str, ...], ...] = (
    ("indicators", "constants", "diagnosis"),
    ("measures", "injects", "dilemmas", "episodes"),
)
"""Lists whose ids share one name space: the names in conditions, and what ``after`` can refer to."""


def check_duplicates(scenario: Scenario, findings: Findings) -> None:
    """Two things of one name space with the same id: E402, at the second."""
    seen: dict[tuple[object, str], YamlPath] = {}
    for space, path, id in _ids(scenario):
        first = seen.setdefault((space, id), path)
        if first != path:
            findings.add(
                path,
                "E402",
                N_("the id '{id}' is taken; the first is on line {line}"),
                N_("give one of them another id"),
                id=id,
                line=findings.document.value_place(first).line,
            )


def _ids(scenario: Scenario) -> Iterator[tuple[object, YamlPath, str]]:
    for field in fields(scenario):
        if field.name != "id" or len(field.owners) < 2:
            continue
        around = field.path[:-2]
        shared = next((space for space in _SHARED if len(around) == 1 and around[0] in space), None)
        yield shared or around, field.path, field.value
