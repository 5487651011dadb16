"""A session is its log: playing it again, in slices, or while somebody looks, gives the same."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenario_sim.session import Session, Setup, replay
from tests.session.conftest import evening
from tests.strategies import ROLES, Call, calls, played, setups

few = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
many = settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))


def replays(setup: Setup, calls: list[Call]) -> None:
    session = played(setup, calls)
    again = replay(session.log.records)

    assert session.log.records == again.log.records
    assert session.digest == again.digest
    assert session.table == again.table


def slices_equal_the_whole(setup: Setup, cuts: list[float]) -> None:
    whole, sliced = Session(setup), Session(setup)
    whole.run(whole.ends)
    span = whole.ends - whole.begins
    returned = [event for cut in sorted(cuts) for event in sliced.run(sliced.begins + cut * span)]
    returned += sliced.run(sliced.ends)

    assert whole.events == sliced.events
    assert whole.events[-len(returned) :] == returned
    assert whole.digest == sliced.digest
    assert whole.outcome() == sliced.outcome()
    assert whole.log.entries == sliced.log.entries


def looking_changes_nothing(setup: Setup, calls: list[Call]) -> None:
    def look(session: Session) -> None:
        for role in ("facilitator", *ROLES):
            session.view(role).to_json()
        session.outcome()
        session.texts("en")
        assert session.digest

    seen, unseen = played(setup, calls, look), played(setup, calls)

    assert unseen.log.entries == seen.log.entries
    assert unseen.outcome() == seen.outcome()
    assert unseen.view() == seen.view()


@few
@given(setups, calls)
def test_any_session_replays_to_the_same_log(setup: Setup, calls: list[Call]) -> None:
    replays(setup, calls)


@few
@given(setups, st.lists(st.floats(0, 1), max_size=8))
def test_running_in_slices_equals_running_at_once(setup: Setup, cuts: list[float]) -> None:
    slices_equal_the_whole(setup, cuts)


@few
@given(setups, calls)
def test_looking_changes_nothing(setup: Setup, calls: list[Call]) -> None:
    looking_changes_nothing(setup, calls)


@pytest.mark.long
@many
@given(setups, calls, st.lists(st.floats(0, 1), max_size=20))
def test_the_laws_of_a_session_hold_for_many(setup: Setup, calls: list[Call], cuts: list[float]) -> None:
    replays(setup, calls)
    slices_equal_the_whole(setup, cuts)
    looking_changes_nothing(setup, calls)


@few
@given(setups)
def test_stepping_equals_running(setup: Setup) -> None:
    run, stepped = Session(setup), Session(setup)
    run.run(run.ends)
    returned = []
    while not stepped.is_over:
        events = stepped.step()
        assert events
        assert {stepped.now} == {event.at for event in events}
        returned += events

    assert run.events == stepped.events
    assert run.events[-len(returned) :] == returned


@few
@given(setups, calls, st.floats(0, 1))
def test_replay_up_to_a_moment_stands_at_that_moment(setup: Setup, calls: list[Call], share: float) -> None:
    session = played(setup, calls)
    at = session.begins + round(share * (session.now - session.begins))
    then = replay(session.log.records, until=at)

    assert at == pytest.approx(then.now) or then.is_over or then.is_stopped
    assert [record for record in session.log.records if record.entry.at <= at] == then.log.records


def test_the_digest_counts_events_only() -> None:
    session, other = evening(), evening()
    session.run(2000)
    session.mark()
    other.run(2000)

    assert other.digest == session.digest
    assert other.log.head != session.log.head
    other.run(3600)
    assert other.digest != session.digest


def test_a_replayed_session_of_an_older_version_is_the_same() -> None:
    setup = Setup(evening().setup.text, version="0.0.1")
    session = Session(setup)
    session.run(600)

    assert session.log.records == replay(session.log.records).log.records
