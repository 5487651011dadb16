"""One line of the log: what happened or was wished, when, by whom and why, chained to the line before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from scenario_sim.errors import LogError
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import Command
from scenario_sim.model.events import Event

Kind = Literal["session", "command", "event", "mark"]
FIRST_LINK = "0" * 64
"""The hash before the first record."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record before it is written. *at* is simulation time in seconds; *why* is the rationale."""

    at: float
    kind: Kind
    type: str
    by: str = ""
    why: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """A written record: number from 0, wall-clock time in UTC (never read by a run), and its link of the chain."""

    n: int
    utc: str
    entry: Entry
    hash: str


def entry_of_event(event: Event) -> Entry:
    data = event.data()
    return Entry(event.at, "event", event.type, by=str(data.pop("by", "")), data=data)


def entry_of_command(command: Command, at: float) -> Entry:
    data = command.model_dump(mode="json", exclude={"type", "by", "why"}, exclude_defaults=True)
    return Entry(at, "command", command.type, by=command.by, why=command.why, data=data)


def command_data(entry: Entry) -> dict[str, Any]:
    """The command in a record, in the shape that model.commands.command_from takes."""
    return {**entry.data, "type": entry.type, "by": entry.by, "why": entry.why}


def encode(n: int, utc: str, entry: Entry, before: str) -> tuple[bytes, str]:
    """The line of a record (with its line end) and its hash; *before* is the hash of the record before it.

    The hash is SHA-256 over *before* and the line without its hash, so that no byte of it can change unseen.
    """
    body: dict[str, Any] = {"n": n, "at": entry.at, "utc": utc, "kind": entry.kind, "type": entry.type}
    body |= {key: value for key, value in (("by", entry.by), ("why", entry.why), ("data", entry.data)) if value}
    text = _json(body)
    link = hashlib.sha256(before.encode() + text.encode()).hexdigest()
    return f'{text[:-1]},"hash":"{link}"}}\n'.encode(), link


def decode(line: bytes, before: str, number: int) -> Record:
    """The record in *line*; raises LogError naming line *number* when it is not what was written there."""
    altered = translate(N_("line {line} was altered or does not belong here")).format(line=number)
    try:
        body = json.loads(line)
        link = body.pop("hash")
        entry = Entry(
            body["at"],
            body["kind"],
            body["type"],
            body.get("by", ""),
            body.get("why", ""),
            body.get("data", {}),
        )
        n, utc = body["n"], body["utc"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise LogError(altered, number) from None
    written, expected = encode(n, utc, entry, before)
    if n != number - 1 or link != expected or written.rstrip(b"\n") != line.rstrip(b"\n"):
        raise LogError(altered, number)
    return Record(n, utc, entry, link)


def events_digest(entries: list[Entry]) -> str:
    """SHA-256 over all events: the same for every run that came out the same, whatever the wall clock said."""
    digest = hashlib.sha256()
    for entry in entries:
        if entry.kind == "event":
            digest.update(_json([entry.type, entry.at, entry.by, entry.data]).encode() + b"\n")
    return digest.hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
