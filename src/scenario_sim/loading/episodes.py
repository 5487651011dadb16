"""What a process says of the scenarios that it plays, held against those scenarios."""

from __future__ import annotations

from collections.abc import Iterator

from scenario_sim.errors import ScenarioError, UnreadableInput
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.loading.conditions import faults_in
from scenario_sim.loading.documents import YamlPath
from scenario_sim.loading.findings import Findings
from scenario_sim.loading.names import KIND_WORDS, names_of
from scenario_sim.loading.shape import suggestion
from scenario_sim.model.episodes import Carried, Episode
from scenario_sim.model.faults import Fault
from scenario_sim.model.scenario import Scenario


def check_episodes(process: Scenario, played: dict[str, Scenario | ScenarioError | UnreadableInput],
                   findings: Findings) -> None:  # fmt: skip
    """Every question, answer, measure and expression that an episode takes from the scenario it plays."""
    for index, episode in enumerate(process.episodes):
        at: YamlPath = ("episodes", index)
        scenario = played[episode.plays]
        if isinstance(scenario, UnreadableInput):
            findings.add((*at, "plays"), "E401", N_("this scenario cannot be played: {reason}"), reason=str(scenario))
        elif isinstance(scenario, ScenarioError):
            findings.add((*at, "plays"), "E512", N_("the scenario '{id}' has errors of its own"),
                         N_("check it first: scenario-sim check {id}"), id=episode.plays)  # fmt: skip
        else:
            _check(episode, at, scenario, findings)


def _check(episode: Episode, at: YamlPath, scenario: Scenario, findings: Findings) -> None:
    names = names_of(scenario)
    for number, carried in enumerate(episode.context):
        path = (*at, "context", number)
        if carried.question not in names.of["question"]:
            _unknown("question", carried.question, names.of["question"], (*path, "question"), findings)
        else:
            for inner, fault in _faults(carried, scenario):
                findings.add_fault((*path, *inner), fault)
    for number, prepared in enumerate(episode.prepared):
        if prepared.measure not in names.of["preventive measure"]:
            path = (*at, "prepared", number, "measure")
            _unknown("preventive measure", prepared.measure, names.of["preventive measure"], path, findings)
    for number, kept in enumerate(episode.keeps):
        for fault in faults_in(kept.value, names, "kept", "number"):
            findings.add_fault((*at, "keeps", number, "value"), fault)


def _faults(carried: Carried, scenario: Scenario) -> Iterator[tuple[YamlPath, Fault]]:
    question = next(question for question in scenario.diagnosis if question.id == carried.question)
    if (question.range is None) != (carried.number is None):
        kind = "answers" if question.range is None else "number"
        yield ("question",), Fault("E501", N_("'{question}' is answered by '{kind}'"), question=question.id, kind=kind)
        return
    for number, one in enumerate(carried.answers):
        fault = question.problem_with(one.answer)
        if fault is not None:
            yield ("answers", number, "answer"), fault


def _unknown(kind: str, id: str, known: list[str], path: YamlPath, findings: Findings) -> None:
    hint, values = suggestion(id, known)
    findings.add(path, "E401", N_("unknown {kind} '{id}'"), hint, kind=translate(KIND_WORDS[kind]), id=id, **values)
