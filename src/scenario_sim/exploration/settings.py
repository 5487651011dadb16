"""What a file of a study says about a setting, held against the scenario: its answers and its preventive measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scenario_sim.language import current_language
from scenario_sim.language import mark as N_
from scenario_sim.loading.context import answer_fault
from scenario_sim.loading.documents import YamlPath
from scenario_sim.loading.findings import Findings
from scenario_sim.loading.shape import suggestion
from scenario_sim.model.parts import Part, Text
from scenario_sim.model.scenario import Scenario


class BothLanguages(Part):
    """A text in Dutch and in English."""

    nl: Text
    en: Text

    def __str__(self) -> str:
        return self.en if current_language() == "en" else self.nl


def find_answer_faults(
    findings: Findings, path: YamlPath, scenario: Scenario, context: Mapping[str, float | str]
) -> None:
    """Note every answer below *path* that the scenario's diagnosis cannot take."""
    for name, value in context.items():
        fault = answer_fault(scenario, name, value)
        if fault is not None:
            findings.add_fault((*path, name), fault)


def find_measure_faults(findings: Findings, path: YamlPath, scenario: Scenario, measures: Iterable[str]) -> None:
    """Note everything in the list at *path* that is no preventive measure of the scenario."""
    known = [measure.id for measure in scenario.measures if measure.kind == "preventive"]
    for place, measure in enumerate(measures):
        if measure not in known:
            hint, values = suggestion(measure, known)
            findings.add((*path, place), "E401", N_("unknown preventive measure '{id}'"), hint, id=measure, **values)
