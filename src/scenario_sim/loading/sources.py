"""Whether every number says where it comes from: warnings W712."""

from __future__ import annotations

import re

from scenario_sim.language import mark as N_
from scenario_sim.loading.findings import Findings
from scenario_sim.loading.shape import suggestion
from scenario_sim.loading.walk import Field, fields
from scenario_sim.model.scenario import Scenario

_SIZES = ("effects", "on_decision", "cost", "returns", "if_missed", "rate")
"""Keys of a part that hold the size of what it does."""

_JUDGED = re.compile(r"\b(EJ|mem)\b")
_NAMED = re.compile(r"\d|[A-ZÀ-Ý]|\bmem\b|\bguide\b")
_FILLER = re.compile(r"^\W*(todo|tbd|xxx|fixme|\?*)\W*$", re.IGNORECASE)
_LISTED = re.compile(r"\bsrc ([A-Za-z]+\d+[a-z]?)\b")


def check_sources(scenario: Scenario, findings: Findings) -> None:
    """A source that names nothing, that cites what is not in the list, or that speaks of the direction only."""
    listed = [reference.id for reference in scenario.sources]
    for field in fields(scenario):
        if field.name == "source" and isinstance(field.value, str):
            _check(field, listed, findings)


def _check(field: Field, listed: list[str], findings: Findings) -> None:
    written = field.value
    if _FILLER.match(written) or not _NAMED.search(written):
        findings.add(
            field.path, "W712", N_("'{source}' does not say where the numbers here come from"),
            N_("name a document, or write EJ (expert judgement) or mem (from memory)"), source=written[:60],
        )  # fmt: skip
    for cited in dict.fromkeys(_LISTED.findall(written)):
        if cited not in listed:
            hint, values = suggestion(cited, listed)
            findings.add(
                field.path, "W712", N_("'{source}' is not in the list of sources"), hint, source=cited, **values
            )
    if _direction_only(written) and any(getattr(field.owner, key, None) for key in _SIZES):
        findings.add(
            field.path, "W712", N_("this gives the source of the direction only, not of the size"),
            N_("add it, for example: size: EJ"),
        )  # fmt: skip


def _direction_only(written: str) -> bool:
    pieces = [piece.strip() for piece in written.split(";")]
    return all(piece.startswith("direction") for piece in pieces) and not ("size" in written or _JUDGED.search(written))
