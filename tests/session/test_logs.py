"""Logs in memory and in files keep what they were given; a file has one writer and is never overwritten."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from scenario_sim.errors import LogError, UnreadableInput
from scenario_sim.session import JsonlLog, Log, Session, resume, verify
from scenario_sim.session.log import read_records, utc_now
from tests.session.conftest import EVENING, evening
from tests.session.log_contract import FIRST, LAST, ODD, LogContract

OPEN_AND_APPEND = """
import sys
from scenario_sim.session import JsonlLog
try:
    JsonlLog(sys.argv[1])
except Exception as error:
    print(type(error).__name__)
else:
    print("opened")
"""


class TestLogInMemory(LogContract):
    def fresh(self) -> Log:
        return Log(stamp="utc {}".format)


class TestJsonlLog(LogContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.path = tmp_path / "a folder that is not there yet" / "log.jsonl"

    def fresh(self) -> JsonlLog:
        return JsonlLog(self.path, stamp="utc {}".format)

    def test_a_log_that_is_opened_again_holds_the_same(self, log: JsonlLog) -> None:
        log.append([FIRST, ODD])
        log.append([LAST])
        log.close()
        again = self.fresh()

        assert log.records == again.records
        assert again.torn == 0
        again.append([ODD])
        again.close()
        assert again.records == read_records(self.path)[0]

    def test_every_record_is_in_the_file_when_append_returns(self, log: JsonlLog) -> None:
        for entry in (FIRST, ODD, LAST):
            log.append([entry])

            assert log.records == read_records(self.path)[0]

    def test_appending_only_adds_to_the_file(self, log: JsonlLog) -> None:
        before = b""
        for entry in (FIRST, ODD, LAST):
            log.append([entry])
            after = self.path.read_bytes()

            assert after.startswith(before)
            assert after.endswith(b"\n")
            before = after

    def test_every_record_is_one_line_whatever_people_type(self, log: JsonlLog) -> None:
        log.append([FIRST, ODD, LAST])

        assert self.path.read_bytes().count(b"\n") == 3
        assert b"\r" not in self.path.read_bytes()

    def test_a_second_writer_is_refused(self, log: JsonlLog) -> None:
        with pytest.raises(LogError, match="in use by another session"):
            self.fresh()

    def test_a_second_writer_in_another_program_is_refused(self, log: JsonlLog) -> None:
        command = [sys.executable, "-c", OPEN_AND_APPEND, str(self.path)]

        assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "LogError"
        log.close()
        assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "opened"

    def test_a_log_that_was_closed_in_another_thread_can_be_opened(self, log: JsonlLog) -> None:
        thread = threading.Thread(target=log.close)
        thread.start()
        thread.join()

        self.fresh().close()

    def test_a_log_that_was_refused_is_not_locked(self, log: JsonlLog) -> None:
        log.append([FIRST])
        log.close()
        for _ in range(2):
            with pytest.raises(LogError, match="never overwritten"):
                JsonlLog(self.path, new=True)

    def test_an_empty_file_can_become_a_new_log(self) -> None:
        self.path.parent.mkdir()
        self.path.touch()

        JsonlLog(self.path, new=True).append([FIRST])
        assert [record.entry for record in read_records(self.path)[0]] == [FIRST]


def test_a_session_never_goes_into_a_log_that_holds_one(logged: Path) -> None:
    before = logged.read_bytes()
    log = JsonlLog(logged)
    with pytest.raises(LogError, match="never overwritten"):
        Session(EVENING, log)
    log.close()

    assert before == logged.read_bytes()


@pytest.mark.parametrize(
    "content", [b"{}", b'{"n":0}\n', b"\x89PNG\x00", b"a note of mine", b"one line\nand half", b"\n", b"[" * 100_000]
)
def test_a_file_that_is_no_log_is_refused_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    for use in (JsonlLog, resume, verify):
        with pytest.raises(LogError):
            use(path)

    assert content == path.read_bytes()


def test_an_empty_file_is_no_session(path: Path) -> None:
    path.touch()
    for use in (resume, verify):
        with pytest.raises(LogError, match="does not begin as a session log"):
            use(path)


def test_what_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput):
        verify(tmp_path / "none.jsonl")


def test_a_folder_is_no_log(tmp_path: Path) -> None:
    with pytest.raises((LogError, UnreadableInput)):
        JsonlLog(tmp_path)


def test_closing_a_session_twice_does_no_harm_and_lets_go_of_the_log(path: Path) -> None:
    session = evening(JsonlLog(path))
    session.run(session.now + 10)
    session.close()
    session.close()

    with pytest.raises(LogError, match="closed"):
        session.run(session.now + 1000)
    assert session.view().at > 0
    resume(path).close()


def test_the_time_on_the_wall_is_utc_to_the_millisecond() -> None:
    assert len(utc_now(0)) == 24
    assert utc_now(0).endswith("Z")
