"""Where the records of a session are kept: in memory, or in a file that survives a pulled plug."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from scenario_sim.errors import LogError, UnreadableInput
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.session.records import FIRST_LINK, Entry, Record, decode, encode

Stamp = Callable[[int], str]
"""The wall-clock time to write on record *n*."""


def utc_now(_: int) -> str:
    """Now in UTC, to the millisecond: ``2026-03-12T19:00:00.000Z``."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Log:
    """Append-only records in memory. *append* returns when they are kept as safely as this log can."""

    def __init__(self, stamp: Stamp = utc_now) -> None:
        self.records: list[Record] = []
        self.stamp = stamp

    @property
    def head(self) -> str:
        """The hash of the last record: the seal on all of them."""
        return self.records[-1].hash if self.records else FIRST_LINK

    @property
    def entries(self) -> list[Entry]:
        return [record.entry for record in self.records]

    def append(self, entries: Iterable[Entry]) -> None:
        """Keep *entries*, all or none of them. Raises LogError when that is impossible."""
        new, lines, head = [], [], self.head
        for n, entry in enumerate(entries, len(self.records)):
            stamp = self.stamp(n)
            line, link = encode(n, stamp, entry, head)
            new.append(Record(n, stamp, entry, link))
            lines.append(line)
            head = link
        if new:
            self._keep(b"".join(lines))
            self.records += new

    def close(self) -> None:
        """Let go of whatever the log holds; records stay readable."""

    def _keep(self, lines: bytes) -> None:
        """In memory there is nothing more to do."""


class JsonlLog(Log):
    """A log in a file of JSON lines: written and synced before *append* returns, with one writer at a time.

    Opening an existing file reads and checks it; a torn last record is cut off and told in *torn*.
    Raises LogError when another program writes the file, or when it was altered.
    """

    def __init__(self, path: str | Path, *, new: bool = False, stamp: Stamp = utc_now) -> None:
        super().__init__(stamp)
        self.path = Path(path)
        self.torn = 0
        self._lock = FileLock(f"{self.path}.lock")
        self._take_lock()
        try:
            if new and self.path.exists() and self.path.stat().st_size:
                raise LogError(
                    translate(N_("{path} exists already; a log is never overwritten")).format(path=self.path)
                )
            if self.path.exists():
                self.records, self.torn = read_records(self.path)
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
            self._cut_torn_tail()
        except BaseException:
            self._lock.release()
            raise

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
            self._lock.release()

    def _take_lock(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except Timeout:
            raise LogError(
                translate(N_("{path} is in use by another session of scenario-sim")).format(path=self.path)
            ) from None
        except OSError as error:
            raise LogError(f"{self.path}: {error.strerror}") from None

    def _cut_torn_tail(self) -> None:
        if self.torn:
            os.ftruncate(self._file, os.fstat(self._file).st_size - self.torn)
        elif self.records and os.pread(self._file, 1, os.fstat(self._file).st_size - 1) != b"\n":
            os.write(self._file, b"\n")
        _sync(self._file)

    def _keep(self, lines: bytes) -> None:
        size = os.fstat(self._file).st_size
        try:
            left = memoryview(lines)
            while left:
                left = left[os.write(self._file, left) :]
            _sync(self._file)
        except OSError as error:
            os.ftruncate(self._file, size)
            raise LogError(
                translate(N_("{path} cannot be written: {reason}")).format(path=self.path, reason=error.strerror)
            ) from None


def read_records(path: str | Path) -> tuple[list[Record], int]:
    """The records of a log file and the number of bytes of a torn last one (0 if it is whole).

    Raises UnreadableInput if there is no such file, LogError (with the line) if it was altered.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror}") from None
    lines = content.split(b"\n")
    last = lines.pop()
    records: list[Record] = []
    head = FIRST_LINK
    for number, line in enumerate(lines, 1):
        record = decode(line, head, number)
        records.append(record)
        head = record.hash
    if last:
        try:
            records.append(decode(last, head, len(lines) + 1))
        except LogError:
            return records, len(last)
    return records, 0


def _sync(file: int) -> None:
    """Have the disk itself confirm what was written."""
    if sys.platform == "darwin":  # fsync there only reaches the drive's cache
        import fcntl

        fcntl.fcntl(file, fcntl.F_FULLFSYNC)
    else:
        os.fsync(file)
