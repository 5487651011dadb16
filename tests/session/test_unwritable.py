"""A log that cannot be written stops the session in words, and what is on the disk stays as it was."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

import scenario_sim
from scenario_sim.errors import LogError, UnreadableInput
from scenario_sim.model.commands import AddNote
from scenario_sim.session import JsonlLog, Session, resume, verify
from scenario_sim.session.log import read_records
from tests.session.conftest import EVENING, evening

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(scenario_sim.__file__).resolve().parents[1]
NOTE = AddNote(by="mayor", text="x" * 3000)

PLAY_ON_A_FULL_DISK = """
import resource, signal, sys
from scenario_sim.errors import LogError
from scenario_sim.session import resume
from tests.session.test_unwritable import NOTE

session = resume(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
size = session.log.path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + int(sys.argv[2]),) * 2)
done = 0
try:
    while True:
        session.send(NOTE)
        done += 1
except LogError as error:
    print(done, len(session.view().feed), error)
for call in (lambda: session.send(NOTE), lambda: session.run(9000), session.step):
    try:
        call()
    except LogError as error:
        print("again:", error)
session.mark()
session.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
@pytest.mark.parametrize("room", [0, 1, 2000, 10_000])
def test_a_full_disk_makes_the_session_read_only_and_loses_nothing(logged: Path, room: int) -> None:
    before = logged.read_bytes()
    said = subprocess.run(
        [sys.executable, "-c", PLAY_ON_A_FULL_DISK, str(logged), str(room)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={"PYTHONPATH": f"{SOURCE}:{ROOT}", "LANG": "C.UTF-8", "LANGUAGE": "en"},
    ).stdout.splitlines()
    written, _, words = said[0].split(maxsplit=2)

    assert str(logged) in words
    assert sum(line.startswith("again:") for line in said) == 3
    assert logged.read_bytes().startswith(before)
    assert verify(logged).torn == 0
    session = resume(logged)
    assert int(written) == sum(entry.data.get("text") == NOTE.text for entry in session.log.entries) // 2
    session.send(NOTE)
    session.close()


class HalfWritten(JsonlLog):
    """A log on a disk that fills up after *room* bytes, or that breaks while syncing."""

    room = 1 << 30

    def _keep(self, lines: bytes) -> None:
        write = os.write

        def some(file: int, data: bytes) -> int:
            if self.room <= 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            done = write(file, bytes(data)[: min(self.room, 7)])
            self.room -= done
            return done

        os.write = some
        try:
            super()._keep(lines)
        finally:
            os.write = write


def test_a_disk_that_takes_a_few_bytes_at_a_time_holds_whole_records(path: Path) -> None:
    session = evening(HalfWritten(path))
    session.close()

    assert session.log.records == read_records(path)[0]


@pytest.mark.parametrize("room", [0, 1, 100, 1000])
def test_of_a_record_that_does_not_fit_nothing_is_left(path: Path, room: int) -> None:
    log = HalfWritten(path)
    session = Session(EVENING, log)
    before = path.read_bytes()
    log.room = room
    with pytest.raises(LogError, match="cannot be written"):
        session.send(NOTE)

    assert before == path.read_bytes()
    assert log.records == read_records(path)[0]
    for call in (lambda: session.send(NOTE), lambda: session.run(60), session.step):
        with pytest.raises(LogError, match="read-only"):
            call()
    assert len(session.table.talk.notes) == 0
    assert [event for event in session.events if event.type == "NoteAdded"] == []
    session.close()
    again = resume(path)
    again.send(NOTE)
    again.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_device_is_no_log(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").symlink_to("/dev/full")
    with pytest.raises(UnreadableInput, match="is not a file"):
        Session(EVENING, JsonlLog(tmp_path / "log.jsonl"))


def test_a_folder_that_cannot_be_made_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LogError, match="cannot be written"):
        JsonlLog(tmp_path / "file" / "log.jsonl")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="this user may write everywhere")
def test_a_file_that_may_not_be_written_is_an_error_in_words(logged: Path) -> None:
    logged.chmod(0o400)
    with pytest.raises(LogError, match="cannot be written"):
        resume(logged)
    verify(logged)
