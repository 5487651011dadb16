"""What every log must do, wherever it keeps its records. A new kind of log inherits this class."""

from __future__ import annotations

from itertools import count

import pytest

from scenario_sim.errors import LogError
from scenario_sim.session import Log
from scenario_sim.session.records import FIRST_LINK, Entry, encode

FIRST = Entry(0.0, "session", "SessionStarted", data={"format": 1})
ODD = Entry(1.25, "command", "AddNote", by="mayor", why='"\n\r\x00\u2028 👩‍🚒', data={"text": "é", "n": 3, "half": 0.5})
LAST = Entry(2.0, "event", "NoteAdded", by="mayor", data={"list": ["a", "b"]})
HALF_A_CHARACTER = Entry(3.0, "event", "NoteAdded", data={"text": "a\ud83d"})
NO_NUMBER = Entry(3.0, "event", "NoteAdded", data={"value": float("nan")})


class LogContract:
    """Subclasses give ``fresh``: an empty log that stamps record n with ``utc n``."""

    def fresh(self) -> Log:
        raise NotImplementedError

    @pytest.fixture
    def log(self) -> Log:
        return self.fresh()

    def test_a_new_log_is_empty(self, log: Log) -> None:
        assert log.records == []
        assert log.head == FIRST_LINK

    def test_records_are_numbered_stamped_and_kept_in_order(self, log: Log) -> None:
        log.append([FIRST])
        log.append([ODD, LAST])

        assert log.entries == [FIRST, ODD, LAST]
        assert [(record.n, record.utc) for record in log.records] == [(0, "utc 0"), (1, "utc 1"), (2, "utc 2")]

    def test_every_record_is_chained_to_the_one_before(self, log: Log) -> None:
        log.append([FIRST, ODD, LAST])

        before = FIRST_LINK
        for record in log.records:
            assert encode(record.n, record.utc, record.entry, before)[1] == record.hash
            before = record.hash
        assert before == log.head

    def test_it_makes_no_difference_how_many_entries_come_at_once(self, log: Log) -> None:
        log.append([FIRST, ODD, LAST])

        other = Log(stamp="utc {}".format)
        for entry in (FIRST, ODD, LAST):
            other.append([entry])
        assert other.records == log.records

    def test_appending_nothing_changes_nothing(self, log: Log) -> None:
        log.append([FIRST])
        head = log.head
        log.append([])

        assert head == log.head

    @pytest.mark.parametrize("impossible", [HALF_A_CHARACTER, NO_NUMBER])
    def test_of_entries_that_cannot_be_written_none_is_kept_and_the_log_goes_on(
        self, log: Log, impossible: Entry
    ) -> None:
        log.append([FIRST])
        with pytest.raises(LogError, match="cannot be kept in a log"):
            log.append([ODD, impossible, LAST])
        assert log.entries == [FIRST]

        log.append([LAST])
        assert log.entries == [FIRST, LAST]

    def test_a_failing_maker_of_entries_leaves_nothing_behind(self, log: Log) -> None:
        def entries():
            yield FIRST
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            log.append(entries())
        assert log.records == []

    def test_a_closed_log_takes_nothing_more_but_can_be_read(self, log: Log) -> None:
        log.append([FIRST])
        log.close()
        log.close()

        assert log.is_closed
        with pytest.raises(LogError, match="closed"):
            log.append([LAST])
        assert log.entries == [FIRST]

    def test_time_on_the_wall_changes_the_seal_but_not_the_entries(self, log: Log) -> None:
        numbers = count()
        other = Log(stamp=lambda n: f"another time {next(numbers)}")
        for each in (log, other):
            each.append([FIRST, LAST])

        assert other.entries == log.entries
        assert other.head != log.head
