"""Following a log that another program writes: for a second screen. It takes no lock and writes nothing."""

from __future__ import annotations

from pathlib import Path

from scenario_sim.errors import LogError, UnreadableInput
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.session.playback import Playback
from scenario_sim.session.records import FIRST_LINK, Record, decode
from scenario_sim.session.session import Session


class Follower:
    """The session in the log at *path* as far as it was written; *refresh* catches up.

    A record that is not written out yet is left for the next time. Raises UnreadableInput if the file cannot be read,
    LogError if it is no log or was altered, ReplayMismatch if playing it again gives something else.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._read_up_to, self._lines, self._head = 0, 0, FIRST_LINK
        records = self._new_records()
        if not records:
            raise LogError(translate(N_("this file does not begin as a session log does")), 1)
        self._playback = Playback(records)
        self._playback.run()

    def refresh(self) -> Session:
        """Read on in the log, and give the session as it stands there now."""
        new = self._new_records()
        if new:
            self._playback.add(new)
            self._playback.run()
        return self._playback.session

    def _new_records(self) -> list[Record]:
        *lines, _ = self._unread().split(b"\n")
        records = []
        for line in lines:
            record = decode(line, self._head, self._lines + 1)
            records.append(record)
            self._head, self._lines = record.hash, self._lines + 1
            self._read_up_to += len(line) + 1
        return records

    def _unread(self) -> bytes:
        try:
            with self.path.open("rb") as file:
                file.seek(self._read_up_to)
                return file.read()
        except OSError as error:
            raise UnreadableInput(f"{self.path}: {translate(error.strerror or type(error).__name__)}") from None
