"""What was decided in a session, by whom and why: read back from its log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from scenario_sim.session.records import Entry

Kind = Literal["measure", "ended", "option", "improvised"]

_KINDS: dict[str, tuple[Kind, str]] = {
    "MeasureDecided": ("measure", "measure"),
    "MeasureStopped": ("ended", "measure"),
    "OptionChosen": ("option", "dilemma"),
    "ActionImprovised": ("improvised", "text"),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision at *at* (simulation seconds). *what* is the id of a measure or dilemma, or the words of an own
    action; *option* the option chosen; *by* a role, empty when time ran out. *bot*: a policy decided. *belongs_to*
    names whose power it was when *by* had none; *unmet* counts from 1 the requirements that were not met."""

    at: float
    kind: Kind
    what: str
    by: str
    why: str = ""
    option: str = ""
    bot: bool = False
    belongs_to: tuple[str, ...] = ()
    unmet: tuple[int, ...] = ()


def decisions_in(entries: Iterable[Entry]) -> list[Decision]:
    """The decisions in a log, in order, each with the rationale of the command it came from; those in an episode are
    in the records of that episode."""
    found: list[Decision] = []
    why, by, remarks = "", "", Decision(0.0, "measure", "", "")
    for entry in entries:
        if entry.kind == "episode":
            continue
        if entry.kind == "command":
            why, by = entry.why, entry.by
        elif entry.type == "AuthorityExceeded":
            remarks = replace(remarks, belongs_to=tuple(entry.data["belongs_to"]))
        elif entry.type == "RequirementUnmet":
            remarks = replace(remarks, unmet=(*remarks.unmet, entry.data["requirement"]))
        elif entry.type in _KINDS:
            kind, name = _KINDS[entry.type]
            bot = bool(entry.data.get("bot", False))
            found.append(
                replace(
                    remarks,
                    at=entry.at,
                    kind=kind,
                    what=str(entry.data[name]),
                    by=entry.by,
                    why=why if entry.by == by and not bot else "",
                    option=str(entry.data.get("option", "")),
                    bot=bot,
                )
            )
            remarks = Decision(0.0, "measure", "", "")
    return found
