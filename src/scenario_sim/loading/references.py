"""Which field refers to what, and whether it is there."""

from __future__ import annotations

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.loading.documents import YamlPath
from scenario_sim.loading.findings import Findings
from scenario_sim.loading.names import KIND_WORDS, Names
from scenario_sim.loading.shape import suggestion
from scenario_sim.loading.walk import Field
from scenario_sim.model.injects import Dilemma
from scenario_sim.model.measures import Measure

IDS: dict[tuple[str, str], str] = {
    ("Indicator", "visible_to"): "role",
    ("Group", "place"): "place",
    ("Role", "channels"): "channel",
    ("Rule", "after"): "starting point",
    ("Rule", "do"): "measure",
    ("Policy", "role"): "role",
    ("Policy", "prepares"): "preventive measure",
    ("Measure", "decided_by"): "role",
    ("Measure", "carried_out_by"): "role",
    ("Measure", "ends"): "measure",
    ("Measure", "cancels"): "inject",
    ("Measure", "goals"): "goal",
    ("Measure", "ground"): "ground",
    ("Norm", "ground"): "ground",
    ("Ground", "who"): "role",
    ("Expected", "role"): "role",
    ("Expected", "met_by"): "measure or dilemma",
    ("Expected", "goal"): "goal",
    ("Inject", "channel"): "channel",
    ("Inject", "to"): "role",
    ("Inject", "after"): "starting point",
    ("Inject", "dilemma"): "dilemma",
    ("Inject", "norm"): "norm",
    ("Inject", "goals"): "goal",
    ("Option", "starts"): "measure",
    ("Dilemma", "decided_by"): "role",
    ("Norm", "met_by"): "measure or dilemma",
    ("Norm", "who"): "role",
    ("Debrief", "goal"): "goal",
    ("Scenario", "plays"): "moment",
    ("Expectation", "prepares"): "preventive measure",
    ("Episode", "moment"): "moment",
    ("Episode", "opened_by"): "inject",
}
"""Fields that hold one id or a list of ids, by part and name."""

KEYS: dict[tuple[str, str], str] = {
    ("Resource", "readied_by"): "measure",
    ("Visibility", "cost"): "indicator",
    ("WithoutAuthority", "effects"): "indicator",
    ("Measure", "needs"): "resource",
    ("Measure", "effects"): "indicator",
    ("Measure", "on_decision"): "indicator",
    ("Expected", "if_missed"): "indicator",
    ("Inject", "effects"): "indicator",
    ("Option", "effects"): "indicator",
    ("Option", "advice"): "role",
    ("Norm", "if_missed"): "indicator",
    ("Answer", "sets"): "constant",
    ("Rule", "choose"): "dilemma",
    ("Episode", "returns"): "indicator",
}
"""Mappings whose keys are ids."""


def check_references(field: Field, names: Names, findings: Findings) -> None:
    """Every id in *field* must be there: E401, with the nearest one that is."""
    place = (type(field.owner).__name__, field.name)
    if place in IDS:
        for path, value in field.values():
            _need(value, IDS[place], names.of[IDS[place]], path, findings)
    if place in KEYS and field.value:
        for key in field.value:
            _need(key, KEYS[place], names.of[KEYS[place]], (*field.path, key), findings, at_key=True)
    _need_within(field, names, findings)


def _need_within(field: Field, names: Names, findings: Findings) -> None:
    """Ids that are known only inside another part: options of a dilemma, hats of a role."""
    match field.owner, field.name:
        case Measure() as measure, "hat" if measure.hat is not None:
            _need(measure.hat, "hat", names.hats.get(measure.decided_by[0], []), field.path, findings)
        case Dilemma() as dilemma, "if_undecided" if dilemma.if_undecided is not None:
            _need(dilemma.if_undecided, "option", names.options[dilemma.id], field.path, findings)
        case _, "choose" if field.value:
            for dilemma_id, option in field.value.items():
                if dilemma_id in names.options:
                    _need(option, "option", names.options[dilemma_id], (*field.path, dilemma_id), findings)
        case _:
            pass


def _need(id: str, kind: str, known: list[str], path: YamlPath, findings: Findings, *, at_key: bool = False) -> None:
    if id in known:
        return
    hint, values = suggestion(id, known)
    findings.add(
        path, "E401", N_("unknown {kind} '{id}'"), hint, at_key=at_key,
        kind=translate(KIND_WORDS[kind]), id=id, **values,
    )  # fmt: skip
