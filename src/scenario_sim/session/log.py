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
from scenario_sim.session.records import FIRST_LINK, Entry, Record, decode, encode, is_torn

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
        self.is_closed = False

    @property
    def head(self) -> str:
        """The hash of the last record: the seal on all of them."""
        return self.records[-1].hash if self.records else FIRST_LINK

    @property
    def entries(self) -> list[Entry]:
        return [record.entry for record in self.records]

    def append(self, entries: Iterable[Entry]) -> None:
        """Keep *entries*, all or none of them. Raises LogError when that is impossible; a log that could not be
        written takes nothing more, and neither does a closed one."""
        if self.is_closed:
            raise LogError(translate(N_("this log is closed; nothing more can be written in it")))
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
        """Let go of whatever the log holds; records stay readable. Closing twice does no harm."""
        self.is_closed = True

    def _keep(self, lines: bytes) -> None:
        """In memory there is nothing more to do."""


class JsonlLog(Log):
    """A log in a file of JSON lines: written and synced before *append* returns, with one writer at a time.

    Opening an existing file reads and checks it; a torn last record is cut off and told in *torn* (bytes).
    With *new* the file must not hold anything yet. Raises LogError when another program writes the file, when it
    was altered, when it is no log, or when it cannot be written.
    """

    def __init__(self, path: str | Path, *, new: bool = False, stamp: Stamp = utc_now) -> None:
        super().__init__(stamp)
        self.path = Path(path)
        self.torn = 0
        self._file = -1
        # Another thread than the one that opened the log may close it, as a host does.
        self._lock = FileLock(f"{self.path}.lock", thread_local=False)
        try:
            self._take_lock()
            self._open(new)
        except OSError as error:
            self.close()
            raise self._unwritable(error) from None
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        super().close()
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        self._lock.release()

    def _take_lock(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise LogError(
                translate(N_("{path} is in use by another session of scenario-sim")).format(path=self.path)
            ) from None

    def _open(self, new: bool) -> None:
        is_there = self.path.exists()
        if new and is_there and self.path.stat().st_size:
            raise never_overwritten(self.path)
        if is_there:
            self.records, self.torn = read_records(self.path)
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self._file = os.open(self.path, flags, 0o600)
        if self.records:
            self._mend_tail()
        elif self.torn:  # nothing of it was ever acknowledged, but it may be somebody's other file
            raise LogError(translate(N_("this file does not begin as a session log does")), 1)
        if not is_there:
            _sync_folder(self.path.parent)

    def _mend_tail(self) -> None:
        """Let the file end in a whole line: cut a torn record off, or set a line end that was lost."""
        size = os.fstat(self._file).st_size
        if self.torn:
            os.ftruncate(self._file, size - self.torn)
            _sync(self._file)
            return
        os.lseek(self._file, size - 1, os.SEEK_SET)
        if os.read(self._file, 1) != b"\n":
            os.write(self._file, b"\n")
            _sync(self._file)

    def _keep(self, lines: bytes) -> None:
        try:
            size = os.fstat(self._file).st_size
            try:
                left = memoryview(lines)
                while left:
                    left = left[os.write(self._file, left) :]
                _sync(self._file)
            except OSError:
                os.ftruncate(self._file, size)
                raise
        except OSError as error:
            self.close()  # what the disk holds is no longer sure, so this log takes nothing more
            raise self._unwritable(error) from None

    def _unwritable(self, error: OSError) -> LogError:
        reason = translate(error.strerror or type(error).__name__)
        return LogError(translate(N_("{path} cannot be written: {reason}")).format(path=self.path, reason=reason))


def never_overwritten(path: object) -> LogError:
    return LogError(translate(N_("{path} exists already; a log is never overwritten")).format(path=path))


def read_records(path: str | Path) -> tuple[list[Record], int]:
    """The records of a log file and the number of bytes of a torn last one (0 if it is whole).

    Raises UnreadableInput if there is no such file or it is no file, LogError (with the line) if it was altered.
    """
    if Path(path).exists() and not Path(path).is_file():  # a device may never come to an end
        raise UnreadableInput(translate(N_("{path} is not a file")).format(path=path))
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise UnreadableInput(f"{path}: {translate(error.strerror or type(error).__name__)}") from None
    lines = content.split(b"\n")
    last = lines.pop()
    records: list[Record] = []
    head = FIRST_LINK
    for number, line in enumerate(lines, 1):
        record = decode(line, head, number)
        records.append(record)
        head = record.hash
    if last and is_torn(last):
        return records, len(last)
    if last:  # only its line end was lost
        records.append(decode(last, head, len(lines) + 1))
    return records, 0


def read_log(path: str | Path) -> list[Record]:
    """As *read_records*, for those who do not mind a torn last one."""
    return read_records(path)[0]


def _sync_folder(folder: Path) -> None:
    """Have the disk remember that a file was made in *folder*; Windows does that by itself."""
    if sys.platform != "win32":
        place = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(place)
        finally:
            os.close(place)


def _sync(file: int) -> None:
    """Have the disk itself confirm what was written."""
    if sys.platform == "darwin":  # fsync there only reaches the drive's cache
        import fcntl

        fcntl.fcntl(file, fcntl.F_FULLFSYNC)
    else:
        os.fsync(file)
