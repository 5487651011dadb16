"""Actions files: what people do in a run without a screen, as CSV or YAML rows of time, role, action, rationale."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenario_sim.errors import Problem, ScenarioError
from scenario_sim.language import mark as N_
from scenario_sim.loading.documents import read_document, read_text
from scenario_sim.loading.shape import suggestion
from scenario_sim.model.commands import (
    FACILITATOR,
    ChooseOption,
    Command,
    DecideMeasure,
    EndExercise,
    EndMeasure,
    Improvise,
    ProposeMeasure,
    ShareInject,
)
from scenario_sim.model.faults import Fault
from scenario_sim.model.scenario import Scenario

COLUMNS = ("time", "role", "action", "rationale")


@dataclass(frozen=True, slots=True)
class Action:
    """A command at a moment (simulation seconds)."""

    at: float
    command: Command


def read_actions(path: str | Path, scenario: Scenario) -> list[Action]:
    """The actions in a file, in order of time (rows of the same time stay in order).

    An *action* is the id of a measure, ``propose`` or ``end`` and such an id, ``dilemma=option``,
    ``share INJECT to ROLE …``, ``end exercise``, or ``free: `` and a text.
    Raises UnreadableInput, or ScenarioError with every problem and its line.
    """
    text = read_text(Path(path))
    rows = _yaml_rows(text, str(path)) if Path(path).suffix in (".yaml", ".yml") else _csv_rows(text, str(path))
    actions: list[Action] = []
    problems: list[Problem] = []
    for line, row in rows:
        try:
            actions.append(action_from(row, scenario))
        except Fault as fault:
            problems.append(Problem(fault.code, fault.message, fault.values, fault.hint, str(path), line, 1))
    if problems:
        raise ScenarioError(problems)
    return sorted(actions, key=lambda action: action.at)


def _csv_rows(text: str, file: str) -> list[tuple[int, dict[str, Any]]]:
    separator = ";" if text.partition("\n")[0].count(";") >= len(COLUMNS) - 2 else ","
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=separator)
    if not {"time", "role", "action"} <= set(reader.fieldnames or ()):
        raise ScenarioError(
            [
                Problem(
                    "E106",
                    N_("an actions file needs the columns {columns}"),
                    {"columns": ", ".join(COLUMNS)},
                    file=file,
                    line=1,
                    column=1,
                )
            ]
        )
    return [(reader.line_num, row) for row in reader]


def _yaml_rows(text: str, file: str) -> list[tuple[int, dict[str, Any]]]:
    document = read_document(text, file)
    data = document.data
    if not isinstance(data, tuple) or not all(isinstance(row, dict) for row in data):
        problem = N_("an actions file is a list of rows with {columns}")
        raise ScenarioError([Problem("E106", problem, {"columns": ", ".join(COLUMNS)}, file=file, line=1, column=1)])
    return [(document.value_place((number,)).line, row) for number, row in enumerate(data)]


def action_from(row: Mapping[str, Any], scenario: Scenario) -> Action:
    """The action in one row; raises Fault E104, E105, E106, E203, E204 or E401."""
    unknown = [key for key in row if key not in COLUMNS]
    if unknown:
        raise Fault("E104", N_("unknown key '{key}'"), N_("use {columns}"), key=unknown[0], columns=", ".join(COLUMNS))
    for key in ("time", "role", "action"):
        if not str(row.get(key) or "").strip():
            raise Fault("E105", N_("'{key}' is missing"), key=key)
    by = _known(str(row["role"]).strip(), [*(role.id for role in scenario.roles), FACILITATOR])
    command = _command(str(row["action"]).strip(), by, str(row.get("rationale") or "").strip(), scenario)
    return Action(scenario.moment(str(row["time"])), command)


def _command(text: str, by: str, why: str, scenario: Scenario) -> Command:
    measures = [measure.id for measure in scenario.measures]
    verb, _, rest = text.partition(" ")
    if text.lower() == "end exercise":
        return EndExercise(by=by, why=why)
    if text.startswith("free:"):
        return Improvise(by=by, why=why, text=text.removeprefix("free:").strip() or "-")
    if verb == "propose":
        return ProposeMeasure(by=by, why=why, measure=_known(rest.strip(), measures))
    if verb == "end":
        return EndMeasure(by=by, why=why, measure=_known(rest.strip(), measures))
    if verb == "share":
        inject, _, roles = rest.partition(" to ")
        known = [role.id for role in scenario.roles]
        to = tuple(_known(role, known) for role in roles.replace(",", " ").split())
        if not to:
            raise Fault("E106", N_("say with whom: share {inject} to ROLE"), inject=inject.strip() or "INJECT")
        return ShareInject(by=by, why=why, inject=_known(inject.strip(), [i.id for i in scenario.injects]), to=to)
    if "=" in text:
        dilemma, _, option = (part.strip() for part in text.partition("="))
        chosen = scenario.dilemma(_known(dilemma, [d.id for d in scenario.dilemmas]))
        return ChooseOption(
            by=by, why=why, dilemma=dilemma, option=_known(option, [option.id for option in chosen.options])
        )
    return DecideMeasure(by=by, why=why, measure=_known(text, measures))


def _known(id: str, known: list[str]) -> str:
    if id in known:
        return id
    hint, values = suggestion(id, known)
    raise Fault("E401", N_("'{id}' does not exist in this scenario"), hint, 0, id=id, **values)
