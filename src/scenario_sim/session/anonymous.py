"""A log without what people typed: every text becomes a number, and the chain is built anew and says so.

Nothing in a run reads what people typed, so the log replays to the same events as before but for the texts in them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from scenario_sim.errors import UnreadableInput
from scenario_sim.language import translate
from scenario_sim.loading import scenario_from_text
from scenario_sim.model.seats import FACILITATOR
from scenario_sim.session.log import JsonlLog, read_log
from scenario_sim.session.records import Entry, Record
from scenario_sim.session.replay import replay
from scenario_sim.session.session import Session
from scenario_sim.session.setup import setup_of

TYPED: Mapping[str, tuple[str, ...]] = {
    "AddNote": ("text",), "NoteAdded": ("text",),
    "BehaviourJudged": ("sentence",), "OptionAdvised": ("sentence",),
    "AgreeNorm": ("response",), "NormAgreed": ("response",), "NormSkipped": ("reason",),
    "RewordInject": ("text",), "InjectReworded": ("text",),
    "SetBookmark": ("text",), "BookmarkSet": ("text",),
    "LookBack": ("surprised", "went_well", "change"), "LookedBack": ("surprised", "went_well", "change"),
    "AgreeAction": ("text", "due", "check"), "ActionAgreed": ("text", "due", "check"),
    "ReviewAction": ("text", "owner", "due", "check"), "ActionReviewed": ("text", "owner", "due", "check"),
    "Improvise": ("text",), "ActionImprovised": ("text",),
    "Adjudicate": ("text",), "ActionAdjudicated": ("text",),
    "AddInject": ("title", "text"), "InjectAdded": ("title", "text"),
}  # fmt: skip
"""What people type, by kind of record; the rationale of every record comes on top of it."""


class _Curtain:
    """Gives every text a number of its own, the same for the same text, in the order in which they come."""

    def __init__(self, roles: Sequence[str]) -> None:
        self.known = {"", FACILITATOR, *roles}
        self.numbers: dict[str, int] = {}

    def text(self, typed: str) -> str:
        return f"[{self.numbers.setdefault(typed, len(self.numbers) + 1)}]" if typed else ""

    def role(self, by: str) -> str:
        """A role as it is; whatever else somebody gave as the role is a text."""
        return by if by in self.known else self.text(by)

    def entry(self, entry: Entry) -> Entry:
        data = dict(entry.data)
        if entry.kind == "session":
            return entry
        if entry.kind == "episode":
            inner = Entry(data["at"], data["kind"], entry.type, data=data.get("data", {}))
            hidden = self.entry(inner).data
            data |= {"data": dict(hidden)} if hidden else {}
        else:
            data |= {name: self.text(data[name]) for name in TYPED.get(entry.type, ()) if name in data}
        if data.get("reason") == "unknown_role":  # which says who that was
            data |= {"what": self.role(data["what"])} if "what" in data else {}
            data["values"] = {name: self.role(value) for name, value in data["values"].items()}
        given = entry.type == "CommandRefused" or entry.kind == "command" or data.get("kind") == "command"
        by = self.role(entry.by) if given else entry.by  # whoever has no role here is refused, and makes no other event
        return replace(entry, by=by, why=self.text(entry.why), data=data)


def anonymous(records: Sequence[Record]) -> tuple[list[Entry], int]:
    """The entries of a log without what people typed, and how many texts that were. Raises as *replay*, of the log as
    it is and as it becomes."""
    session = replay(list(records))
    curtain = _Curtain(_roles(session))
    entries = [_first(records), *(curtain.entry(record.entry) for record in records[1:])]
    replay([Record(record.n, record.utc, entry, "") for record, entry in zip(records, entries, strict=True)])
    return entries, len(curtain.numbers)


def anonymise(path: str | Path, target: str | Path) -> int:
    """Write the log at *path* without what people typed to *target*, and return how many texts that were.

    Raises as *verify*, and LogError if *target* exists or cannot be written.
    """
    records = read_log(path)
    entries, count = anonymous(records)
    log = JsonlLog(target, new=True, stamp=lambda n: records[n].utc)
    try:
        log.append(entries)
    finally:
        log.close()
    return count


def _roles(session: Session) -> list[str]:
    """The roles of the session's scenario, and of those that its episodes play."""
    plays = dict.fromkeys(episode.plays for episode in session.scenario.episodes)
    scenarios = [session.scenario, *(scenario_from_text(session.setup.text.of_episode(id)) for id in plays)]
    return [role.id for scenario in scenarios for role in scenario.roles]


def _first(records: Sequence[Record]) -> Entry:
    """The setup, which says from now on of which log this is the anonymous one; the name of a file is left out."""
    setup = setup_of(list(records))
    origin: dict[str, Any] = {key: value for key, value in (setup.origin or {}).items() if key != "import"}
    return replace(setup, origin={**origin, "anonymised": records[-1].hash}).entry(records[0].entry.at)


# --- how long logs are kept ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kept:
    """A log in a folder, and when its last record was written (UTC)."""

    path: Path
    last: datetime


def older_logs(folder: str | Path, days: int, now: datetime | None = None) -> list[Kept]:
    """The session logs right in *folder* whose last record is older than *days*, oldest first; other files are none of
    our business. Raises UnreadableInput if there is no such folder."""
    if not Path(folder).is_dir():
        raise UnreadableInput(translate("there is no folder {folder}").format(folder=folder))
    limit = (now or datetime.now(UTC)) - timedelta(days=days)
    found = [kept for path in sorted(Path(folder).glob("*.jsonl")) if (kept := _kept(path)) is not None]
    return sorted((kept for kept in found if kept.last < limit), key=lambda kept: (kept.last, kept.path))


def delete_log(path: Path) -> bool:
    """Delete a log and its lock file; False if a session is writing it."""
    lock = FileLock(f"{path}.lock")
    try:
        with lock.acquire(timeout=0):
            path.unlink()
    except Timeout:
        return False
    Path(f"{path}.lock").unlink(missing_ok=True)
    return True


def _kept(path: Path) -> Kept | None:
    """When a log was written last, by its last whole record; None if the file does not begin as a log does."""
    try:
        lines = path.read_bytes().split(b"\n")
        if json.loads(lines[0])["type"] != "SessionStarted":
            return None
        stamps = [json.loads(line)["utc"] for line in lines[:-1][-1:]]
        last = datetime.fromisoformat(stamps[0])
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None
    return Kept(path, last if last.tzinfo else last.replace(tzinfo=UTC))


__all__ = ["TYPED", "Kept", "anonymise", "anonymous", "delete_log", "older_logs"]
