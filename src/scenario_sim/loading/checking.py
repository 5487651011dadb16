"""A scenario file looked through in two passes: its shape, and then what refers to what."""

from __future__ import annotations

from scenario_sim.errors import ScenarioError
from scenario_sim.loading.amounts import check_formulas
from scenario_sim.loading.documents import Document
from scenario_sim.loading.findings import Findings
from scenario_sim.loading.names import check_duplicates, names_of
from scenario_sim.loading.references import check_references
from scenario_sim.loading.sense import check_sense
from scenario_sim.loading.shape import shaped
from scenario_sim.loading.walk import fields
from scenario_sim.model.scenario import Scenario


def checked(document: Document) -> Scenario:
    """The scenario in *document*; raises ScenarioError with every error of the first pass that has any."""
    scenario = shaped(document, Scenario)
    findings = Findings(document)
    names = names_of(scenario)
    check_duplicates(scenario, findings)
    for field in fields(scenario):
        check_references(field, names, findings)
        check_formulas(field, scenario, names, findings)
    check_sense(scenario, findings)
    if findings.problems:
        raise ScenarioError(findings.problems)
    return scenario
