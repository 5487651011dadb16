"""An evaluation as plain data, for programs: every field that it has, with the scenario's clock beside each time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import BaseModel

from scenario_sim.evaluation import Evaluation
from scenario_sim.evaluation.ratings import BANDS
from scenario_sim.evaluation.reactions import Reaction
from scenario_sim.evaluation.summary import CAVEAT
from scenario_sim.language import translate
from scenario_sim.model.events import Event
from scenario_sim.model.scenario import Scenario

FORMAT = 1
"""Of this data; fields may be added to it, but none changes its meaning."""


def evaluation_json(evaluation: Evaluation, texts: Scenario) -> str:
    """JSON text, with a line end. The fields are documented in the reference."""
    return json.dumps(evaluation_data(evaluation, texts), ensure_ascii=False, indent=1) + "\n"


def evaluation_data(evaluation: Evaluation, texts: Scenario) -> dict[str, Any]:
    """The same as dictionaries and lists."""
    head = {"format": FORMAT, "note": translate(CAVEAT), "rating_bands": dict(BANDS), "titles": _titles(texts)}
    found: dict[str, Any] = _plain(evaluation, texts)
    return head | found


def _plain(value: Any, texts: Scenario) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if is_dataclass(value) and not isinstance(value, type):
        found: dict[str, Any] = {"type": value.type} if isinstance(value, Event) else {}
        for field in fields(value):
            found[field.name] = _plain(getattr(value, field.name), texts)
            if field.name == "at":
                found["clock"] = texts.clock(found["at"])
        return found | ({"late_by": value.late_by} if isinstance(value, Reaction) else {})
    if isinstance(value, Mapping):
        return {str(key): _plain(one, texts) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one, texts) for one in value]
    return value


def _titles(texts: Scenario) -> dict[str, str]:
    """What every id is called."""
    parts = (texts.goals, texts.roles, texts.indicators, texts.measures, texts.injects)
    found = {one.id: one.title for group in parts for one in group}
    found |= {one.id: one.question for one in texts.dilemmas} | {one.id: one.behaviour for one in texts.norms}
    return {texts.id: texts.title} | found
