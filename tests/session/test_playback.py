"""A log that is played back stands at any record as the session stood there, whichever way one came."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenario_sim.errors import LogError, ReplayMismatch, UnreadableInput
from scenario_sim.model.commands import FACILITATOR, AddNote, GoOn, StopForReal
from scenario_sim.session import JsonlLog, Playback, Session, Setup, replay, resuming
from scenario_sim.session.following import Follower
from tests.session.conftest import evening
from tests.strategies import Call, calls, played, setups

few = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))


@few
@given(setups, calls, st.lists(st.floats(0, 1), max_size=6))
def test_going_to_a_moment_gives_the_same_as_replaying_up_to_it(
    setup: Setup, calls: list[Call], shares: list[float]
) -> None:
    records = played(setup, calls).log.records
    playback = Playback(records)
    for share in shares:  # forth and back
        begins, ends = playback.session.begins, playback.ends
        at = min(begins + round(share * (ends - begins)), ends)
        playback.to(at)

        assert playback.session.view() == replay(records, at).view()
        assert playback.session.digest == replay(records, at).digest
    playback.run()
    assert playback.session.log.records == replay(records).log.records


@few
@given(setups, calls)
def test_stepping_forth_passes_every_record_and_stepping_back_comes_home(setup: Setup, calls: list[Call]) -> None:
    session = played(setup, calls)
    playback = Playback(session.log.records)
    moments = []
    while not playback.is_over:
        playback.step()
        moments.append((playback.now, playback.session.view()))
    assert playback.session.digest == session.digest
    for at, view in reversed(moments[:-1]):
        while playback.now > at:
            playback.step_back()
        assert playback.session.view() == view
        if playback.now <= session.begins:
            break


@few
@given(setups, calls)
def test_pieces_make_the_whole_and_say_how_far_they_are(setup: Setup, calls: list[Call]) -> None:
    session = played(setup, calls)
    playback, events = Playback(session.log.records), []  # type: ignore[var-annotated]
    shares = list(playback.playing(playback.ends, events))

    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
    assert playback.session.log.records == session.log.records


def test_a_record_that_was_changed_is_found_when_it_is_passed_and_not_before() -> None:
    session = evening()
    session.run(3600)
    records = list(session.log.records)
    at = next(n for n, record in enumerate(records) if record.entry.type == "LevelChanged")
    entry = records[at].entry
    records[at] = type(records[at])(at, "", type(entry)(entry.at, "event", "LevelChanged", data={"level": 5}), "")
    playback = Playback(records)
    playback.run(entry.at - 1)
    with pytest.raises(ReplayMismatch, match=f"line {at + 1}"):
        playback.run()


def test_opening_that_is_stopped_halfway_lets_go_of_the_log(path: Path) -> None:
    session = evening(JsonlLog(path, new=True))
    for number in range(100):
        session.send(AddNote(by=FACILITATOR, text=f"{number}"))
    session.close()
    content = path.read_bytes()
    work = resuming(path)
    assert 0 < next(work) < 1
    with pytest.raises(LogError, match="in use"):
        JsonlLog(path)
    work.close()

    JsonlLog(path).close()
    assert content == path.read_bytes()


# --- following a log that another program writes -----------------------------------------------------------


@settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))
@given(setup=setups, calls=calls)
def test_a_follower_sees_what_the_table_sees_after_every_call(
    tmp_path_factory: pytest.TempPathFactory, setup: Setup, calls: list[Call]
) -> None:
    path = tmp_path_factory.mktemp("log") / "evening.jsonl"
    session = Session(setup, JsonlLog(path, new=True))
    follower = Follower(path)
    for call in calls:
        call.on(session)
        session.mark()

        assert follower.refresh().view() == session.view()
    session.close()
    assert follower.refresh().log.records == session.log.records


def test_a_follower_takes_no_lock_and_writes_nothing(path: Path) -> None:
    session = evening(JsonlLog(path, new=True))
    before = path.read_bytes()
    follower = Follower(path)
    session.send(AddNote(by=FACILITATOR, text="Verder."))
    follower.refresh()
    session.close()

    assert path.read_bytes().startswith(before)
    assert follower.refresh().view().notes[-1].text == "Verder."


def test_a_record_that_is_half_written_waits_for_its_other_half(path: Path) -> None:
    session = evening(JsonlLog(path, new=True))
    session.run(1999.0)
    session.close()  # which notes the clock
    content = path.read_bytes()
    for cut in (len(content) - 1, len(content) - 40, content.rindex(b"\n", 0, len(content) - 1) + 1):
        path.write_bytes(content[:cut])
        follower = Follower(path)
        assert follower.refresh().now < 1999.0
        with path.open("ab") as file:
            file.write(content[cut:])
        assert follower.refresh().now == 1999.0


def test_a_follower_says_what_is_wrong_with_a_file(path: Path, logged: Path) -> None:
    with pytest.raises(UnreadableInput):
        Follower(path.with_name("nothing.jsonl"))
    path.write_bytes(b"")
    with pytest.raises(LogError, match="does not begin"):
        Follower(path)
    path.write_bytes(b"{}\n")
    with pytest.raises(LogError, match="line 1"):
        Follower(path)


def test_a_follower_stands_still_with_the_table(path: Path) -> None:
    session = evening(JsonlLog(path, new=True))
    follower = Follower(path)
    session.send(StopForReal(by=FACILITATOR))
    assert follower.refresh().is_stopped
    session.send(GoOn(by=FACILITATOR))
    assert not follower.refresh().is_stopped
    session.close()
