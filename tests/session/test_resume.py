"""Going on after a crash, and going on differently."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from scenario_sim.errors import LogError, ReplayMismatch, SessionOver
from scenario_sim.model.commands import FACILITATOR, AddNote, DecideMeasure, EndExercise, Improvise
from scenario_sim.session import JsonlLog, Session, branch, replay, replay_file, resume, verify
from scenario_sim.session.log import read_records
from tests.session.conftest import EVENING, evening
from tests.session.test_damage import an_event, chained_again

NOTE = AddNote(by=FACILITATOR, text="we gaan door")


def events_of(session: Session) -> list[object]:
    return [(event.at, event.type, event.data()) for event in session.events]


# --- resume ------------------------------------------------------------------------------------------------


def test_a_resumed_session_goes_on_as_if_nothing_had_happened(path: Path, logged: Path) -> None:
    straight = evening()
    straight.send(NOTE)
    straight.run(straight.ends)
    session = resume(logged)
    session.send(NOTE)
    session.run(session.ends)
    session.close()

    assert straight.log.entries == [entry for entry in session.log.entries if entry.kind != "mark"]
    assert straight.view() == session.view()
    assert session.digest == verify(path).digest == straight.digest


def test_events_of_the_last_call_that_did_not_reach_the_disk_happen_again(path: Path, logged: Path) -> None:
    content = logged.read_bytes()
    lines = content.splitlines(keepends=True)
    last_command = max(n for n, line in enumerate(lines) if b'"kind":"command"' in line)
    whole, _ = read_records(path)
    assert last_command < len(lines) - 1
    for kept in range(last_command + 1, len(lines)):
        path.write_bytes(b"".join(lines[:kept]))
        session = resume(path)
        session.close()

        assert [record.entry for record in whole] == session.log.entries
        assert whole[:kept] == read_records(path)[0][:kept]


def test_the_clock_goes_on_where_the_session_was_closed(path: Path) -> None:
    session = evening(JsonlLog(path))
    session.run(1999.5)
    session.close()

    assert resume(path).now == 1999.5


def test_the_clock_is_noted_once(path: Path) -> None:
    session = evening(JsonlLog(path))
    session.run(2001)
    for _ in range(3):
        session.mark()
    session.close()
    for _ in range(3):
        resume(path).close()

    assert sum(record.entry.kind == "mark" for record in read_records(path)[0]) == 1


def test_resuming_twice_changes_nothing(logged: Path) -> None:
    content = logged.read_bytes()
    for _ in range(2):
        resume(logged).close()

        assert content == logged.read_bytes()


def test_a_session_that_has_ended_can_be_resumed_to_look_at(path: Path) -> None:
    session = evening(JsonlLog(path))
    session.send(EndExercise(by=FACILITATOR))
    session.close()
    again = resume(path)

    assert again.is_over
    assert session.view() == again.view()
    assert again.run(again.ends) == []
    with pytest.raises(SessionOver):
        again.send(Improvise(by="mayor", text="Nog iets."))
    assert [event.type for event in again.send(NOTE)] == ["NoteAdded"]  # people talk on after the end
    with pytest.raises(SessionOver):
        again.step()
    again.close()
    verify(path)


def test_a_log_in_use_is_not_resumed_and_not_disturbed(path: Path) -> None:
    session = evening(JsonlLog(path))
    with pytest.raises(LogError, match="in use"):
        resume(path)
    session.send(NOTE)
    session.close()

    assert session.log.records == read_records(path)[0]
    verify(path)


def test_a_log_that_was_refused_is_not_kept_locked(logged: Path) -> None:
    content = logged.read_bytes()
    chained_again(logged, lambda bodies: an_event(bodies, 5))
    with pytest.raises(ReplayMismatch):
        resume(logged)
    logged.write_bytes(content)

    resume(logged).close()


# --- branch ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [-5, 0, 199.9, 200, 333, 600, 1800, 2500, 7200, 90_000])
def test_a_branch_shares_the_log_up_to_its_moment(logged: Path, tmp_path: Path, at: float) -> None:
    session = branch(logged, at, tmp_path / "branch.jsonl")
    there = [record.entry for record in read_records(logged)[0]]
    shared = [entry for entry in there[1:] if entry.at <= max(at, 0)]

    assert shared == session.log.entries[1 : 1 + len(shared)]
    assert min(max(at, 0), session.ends) == session.now
    assert at >= 0 or 1 + len(shared) == len(session.log.records)
    session.close()
    assert verify(tmp_path / "branch.jsonl").torn == 0


def test_a_branch_goes_its_own_way(logged: Path, tmp_path: Path) -> None:
    content = logged.read_bytes()
    session = branch(logged, 300, tmp_path / "branch.jsonl")
    session.send(DecideMeasure(by="mayor", measure="suspend"))
    session.run(session.ends)
    session.close()
    untouched = branch(logged, 300, tmp_path / "untouched.jsonl")
    untouched.run(untouched.ends)
    untouched.close()

    assert [event for event in session.events if event.at < 300] == [
        event for event in untouched.events if event.at < 300
    ]
    assert untouched.digest != session.digest
    assert content == logged.read_bytes()
    verify(tmp_path / "branch.jsonl")


def test_a_branch_says_where_it_comes_from_also_a_branch_of_a_branch(logged: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    one = branch(logged, 900, first)
    one.send(NOTE)
    one.close()
    two = branch(first, 950, second)
    two.run(two.ends)
    two.close()

    assert {"head": read_records(logged)[0][-1].hash, "at": 900, "seed": 7} == one.setup.branched_from
    assert {"head": one.log.head, "at": 950, "seed": 7} == replay_file(second).setup.branched_from
    assert events_of(one) == events_of(two)[: len(events_of(one))]
    verify(second)


def test_a_branch_of_an_ended_session_can_go_on_from_before_its_end(path: Path, tmp_path: Path) -> None:
    session = evening(JsonlLog(path))
    session.send(EndExercise(by=FACILITATOR))
    session.close()
    again = branch(path, 1700, tmp_path / "branch.jsonl")

    assert not again.is_over
    again.run(again.ends)
    assert again.is_over
    ended = branch(path, 5000, tmp_path / "ended.jsonl")
    assert ended.is_over
    assert session.now == ended.now


def test_a_branch_never_overwrites_and_leaves_nothing_behind_when_it_fails(logged: Path, tmp_path: Path) -> None:
    content = logged.read_bytes()
    with pytest.raises(LogError, match="never overwritten"):
        branch(logged, 300, logged)
    assert content == logged.read_bytes()

    chained_again(logged, lambda bodies: an_event(bodies, 5))
    with pytest.raises(ReplayMismatch):
        branch(logged, 7000, tmp_path / "branch.jsonl")
    assert not (tmp_path / "branch.jsonl").exists()


def test_a_branch_can_be_made_while_the_session_goes_on(path: Path, tmp_path: Path) -> None:
    session = evening(JsonlLog(path))
    branch(path, 300, tmp_path / "branch.jsonl").close()
    session.send(NOTE)
    session.close()

    verify(path)


def test_a_resumed_session_and_a_replay_agree_at_random_moments(logged: Path) -> None:
    records, _ = read_records(logged)
    for at in random.Random(7).sample(range(1800), 10):
        assert replay(records, at).view() == replay_file(logged, at).view()


def test_the_setup_that_is_read_back_is_the_one_that_was_written(logged: Path) -> None:
    session = resume(logged)

    assert session.setup == EVENING
    session.close()
