"""One line of the log: what happened or was wished, when, by whom and why, chained to the line before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from scenario_sim.errors import LogError
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import Command
from scenario_sim.model.events import Event

Kind = Literal["session", "command", "event", "mark", "episode"]
KINDS = get_args(Kind)
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
    Raises LogError for half a character (a lone surrogate) and for numbers that JSON does not have.
    """
    body: dict[str, Any] = {"n": n, "at": entry.at, "utc": utc, "kind": entry.kind, "type": entry.type}
    body |= {key: value for key, value in (("by", entry.by), ("why", entry.why), ("data", entry.data)) if value}
    try:
        text = _json(body)
        link = hashlib.sha256(before.encode() + text.encode()).hexdigest()
    except (ValueError, TypeError, RecursionError):  # half a character (a lone surrogate), or no number
        raise LogError(translate(N_("this holds characters or numbers that cannot be kept in a log"))) from None
    return f'{text[:-1]},"hash":"{link}"}}\n'.encode(), link


def decode(line: bytes, before: str, number: int) -> Record:
    """The record in *line*; raises LogError naming line *number* when it is not what was written there."""
    try:
        n, utc, entry, link = _fields(json.loads(line))
        written, expected = encode(n, utc, entry, before)
    except (ValueError, KeyError, TypeError, RecursionError, LogError):
        raise _altered(number) from None
    if n != number - 1 or link != expected or written.rstrip(b"\n") != line.rstrip(b"\n"):
        raise _altered(number)
    return Record(n, utc, entry, link)


def is_torn(tail: bytes) -> bool:
    """Whether *tail*, what follows the last line end, is a record that was not written out.

    Half a JSON object is; a whole one with something behind it is not: that was altered.
    """
    try:
        json.JSONDecoder().raw_decode(tail.decode(errors="replace"))
    except (ValueError, RecursionError):
        return True
    return False


def _fields(body: Any) -> tuple[int, str, Entry, str]:
    """What a line holds, each of the kind it must be: what comes after relies on it."""
    n, utc, link = body["n"], body["utc"], body["hash"]
    entry = Entry(body["at"], body["kind"], body["type"], body.get("by", ""), body.get("why", ""), body.get("data", {}))
    texts = (utc, link, entry.type, entry.by, entry.why)
    if not (
        type(n) is int
        and type(entry.at) in (int, float)
        and entry.kind in KINDS
        and all(type(text) is str for text in texts)
        and type(entry.data) is dict
    ):
        raise TypeError
    return n, utc, entry, link


def _altered(number: int) -> LogError:
    return LogError(translate(N_("line {line} was altered or does not belong here")).format(line=number), number)


class EventsDigest:
    """A fingerprint of events, taken one by one: SHA-256 over their type, time, maker and data.

    The same for every run that came out the same, whatever the wall clock said.
    """

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def add(self, entry: Entry) -> None:
        """Take in *entry* if it is an event; commands and marks do not count."""
        if entry.kind == "event":
            self._digest.update(_json([entry.type, entry.at, entry.by, entry.data]).encode() + b"\n")

    def __str__(self) -> str:
        return self._digest.hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
