"""Whether expressions and changes fit the place where they stand."""

from __future__ import annotations

from typing import Literal

from scenario_sim.language import mark as N_
from scenario_sim.loading.conditions import Moment, faults_in, names_used
from scenario_sim.loading.documents import YamlPath
from scenario_sim.loading.findings import Findings
from scenario_sim.loading.names import Names
from scenario_sim.loading.walk import Field
from scenario_sim.model.amounts import Change
from scenario_sim.model.expressions import Expression
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.world import Indicator

_TRUTHS = ("when", "only_if", "until", "available", "ends_when", "given", "holds")
_AT_START = (("Phase", "lasts"), ("Indicator", "start"), ("Resource", "amount"))
_OF_THE_EPISODE = ("Kept", "value")
_LASTING = (("Measure", "effects"), ("Visibility", "cost"))


def check_formulas(field: Field, scenario: Scenario, names: Names, findings: Findings) -> None:
    """Names, functions, kind and unit of every formula in *field*."""
    place = (type(field.owner).__name__, field.name)
    if place == _OF_THE_EPISODE:
        return  # it speaks of the names of another scenario; see episodes.py
    moment = _moment(place)
    wanted: Literal["truth", "number"] = "truth" if field.name in _TRUTHS else "number"
    for path, formula in field.formulas():
        expression = formula if isinstance(formula, Expression) else formula.amount
        for fault in faults_in(expression, names, moment, wanted):
            findings.add_fault(path, fault)
        if field.name != "only_if" and "hour_of_day" in names_used(expression):
            findings.add(path, "E306", N_("the hour of the day can stand only in 'only_if'"),
                         N_("give the inject or rule an only_if"))  # fmt: skip
        if isinstance(formula, Change):
            _check_change(formula, field, path, scenario, findings)


def _moment(place: tuple[str, str]) -> Moment:
    if place in _AT_START:
        return "start"
    return "kept" if place[0] == "Expectation" else "score" if place == ("Goal", "score") else "run"


def _check_change(change: Change, field: Field, path: YamlPath, scenario: Scenario, findings: Findings) -> None:
    indicator = _indicator(field, path, scenario)
    if indicator is not None and change.unit != indicator.unit:
        findings.add(
            path,
            "E210",
            N_("'{indicator}' is counted in {unit}, not in {given}"),
            N_("write {unit}"),
            column=change.unit_column,
            indicator=indicator.id,
            unit=indicator.unit,
            given=change.unit,
        )
    place = (type(field.owner).__name__, field.name)
    if field.name == "rate" and change.kind != "per":
        findings.add(path, "E211", N_("drift is a change per unit of time"), N_("for example: +1 points per min"))
    elif field.name != "rate" and change.kind in ("per", "held") and place not in _LASTING:
        findings.add(
            path,
            "E211",
            N_("'per' and 'while in force' belong to the effects of a measure; this happens once"),
            N_("for example: -8 points, or -8 points over 5 min"),
        )


def _indicator(field: Field, path: YamlPath, scenario: Scenario) -> Indicator | None:
    """The indicator that a change moves: the key it stands under, or the one it is drift of."""
    around = next((owner for owner in field.owners if isinstance(owner, Indicator)), None)
    wanted = around.id if around else str(path[-1])
    return next((indicator for indicator in scenario.indicators if indicator.id == wanted), None)
