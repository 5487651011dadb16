"""Incidents that happened, as far as a source tells them: a file each, with the answers to a scenario's diagnosis."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from scenario_sim.errors import Problem, ScenarioError, UnreadableInput
from scenario_sim.exploration.settings import BothLanguages, find_answer_faults, find_measure_faults
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.loading import SCENARIO_FILE, ScenarioText, built_in_folder, read_package, scenario_from_text
from scenario_sim.loading.documents import read_document, read_text
from scenario_sim.loading.findings import Findings
from scenario_sim.loading.shape import shaped
from scenario_sim.model.parts import Id, Part, Source

BACKTEST_FOLDER = "backtest"


class Happened(Part):
    """The highest level that was reached, on the scenario's ladder, and what in the source says so."""

    peak_level: Annotated[int, Field(ge=0, le=5)]
    why: BothLanguages


class Incident(Part):
    """What the source says of one incident. *context* answers the scenario's diagnosis as far as the source does;
    *measures* are preventive measures that the source names, beside those that empty chairs prepare by themselves.
    No names of people."""

    id: Id
    scenario: Annotated[str, Field(min_length=1, max_length=200)]
    pattern: BothLanguages
    context: dict[Id, float | str] = Field(default_factory=dict)
    measures: tuple[Id, ...] = ()
    happened: Happened
    source: Source


@dataclass(frozen=True, slots=True)
class Case:
    """An incident with the text of the scenario that plays it."""

    incident: Incident
    text: ScenarioText


def shipped_incidents() -> Path:
    """The folder of the incidents that come with the program. Raises UnreadableInput if it is not there."""
    scenarios = built_in_folder()
    if scenarios is None or not (scenarios / BACKTEST_FOLDER).is_dir():
        raise UnreadableInput(translate("there is no folder {folder}").format(folder=BACKTEST_FOLDER))
    return scenarios / BACKTEST_FOLDER


def read_incidents(folder: Path) -> list[Case]:
    """The incidents in the YAML files of *folder*, by file name; raises ScenarioError with the problems of all of
    them, or UnreadableInput."""
    if not folder.is_dir():
        raise UnreadableInput(translate("there is no folder {folder}").format(folder=folder))
    cases: list[Case] = []
    problems: list[Problem] = []
    taken: set[str] = set()
    for path in sorted(folder.glob("*.yaml")):
        try:
            cases.append(_read(path, taken))
            taken.add(cases[-1].incident.id)
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    if not cases:
        raise UnreadableInput(translate("there are no incidents (*.yaml) in {folder}").format(folder=folder))
    return cases


def _read(path: Path, taken: set[str]) -> Case:
    document = read_document(read_text(path), str(path))
    incident = shaped(document, Incident)
    findings = Findings(document)
    if incident.id in taken:
        findings.add(("id",), "E402", N_("the id '{id}' is used twice"), id=incident.id)
    try:
        beside = path.parent / incident.scenario
        text = read_package(beside if (beside / SCENARIO_FILE).is_file() else incident.scenario)
    except UnreadableInput:
        findings.add(("scenario",), "E401", N_("there is no scenario '{name}'"), name=incident.scenario)
        raise ScenarioError(findings.problems) from None
    scenario = scenario_from_text(text)
    find_answer_faults(findings, ("context",), scenario, incident.context)
    find_measure_faults(findings, ("measures",), scenario, incident.measures)
    if findings.problems:
        raise ScenarioError(findings.problems)
    return Case(incident, text)
