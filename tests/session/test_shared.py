"""What everybody in the room may see: what all seats know, and what the scenario calls public."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from scenario_sim.errors import ScenarioError
from scenario_sim.model.commands import FACILITATOR, AddInject, FireInject, RewordInject, ShareInject
from scenario_sim.session import Session, Setup
from scenario_sim.session.shared import Shared, shared_picture
from tests.builders import inject, role, written
from tests.strategies import ROLES, Call, calls, played, setups


def _table(*, channel: bool | None = None, **of_inject: object) -> Session:
    """Two seats of which the second does not listen to the hall, and one message that comes there by hand."""
    hall = {"id": "hall", "title": "hall"} | ({} if channel is None else {"public": channel})
    text = written(
        channels=[hall, {"id": "phone", "title": "phone"}],
        roles=[role("mayor"), role("prosecutor", channels=["phone"])],
        injects=[inject("shout", by_hand=True, **of_inject)],
    )
    session = Session(Setup(text, seated=("mayor", "prosecutor")))
    session.send(FireInject(by=FACILITATOR, inject="shout"))
    return session


def _shown(session: Session) -> list[str]:
    return [told.delivery.inject for told in shared_picture(session).messages]


@pytest.mark.parametrize(
    ("channel", "of_inject", "is_shown"),
    [
        (None, {}, False),
        (False, {}, False),
        (True, {}, True),
        (True, {"to": ["mayor"]}, False),
        (True, {"public": False}, False),
        (None, {"public": True}, True),
        (None, {"to": ["mayor"], "public": True}, True),
        (None, {"to": ["mayor", "prosecutor"]}, True),
        (None, {"to": ["mayor", "prosecutor"], "public": False}, True),
    ],
)
def test_a_message_shows_when_it_is_public_or_when_all_seats_know_it(
    channel: bool | None, of_inject: dict[str, object], is_shown: bool
) -> None:
    session = _table(channel=channel, **of_inject)
    assert (_shown(session) == ["shout"]) is is_shown
    session.send(ShareInject(by="mayor", inject="shout", to=("prosecutor",)))
    assert _shown(session) == ["shout"]


def test_whether_something_is_public_changes_nothing_in_the_world() -> None:
    assert _table(channel=True).digest == _table(channel=False).digest == _table(public=True).digest


def test_a_message_of_the_moment_shows_only_when_all_seats_know_it_and_in_its_latest_words() -> None:
    session = _table(channel=True)
    session.send(AddInject(by=FACILITATOR, title="chair", text="A chair falls.", channel="hall", to=("mayor",)))
    session.send(RewordInject(by=FACILITATOR, inject="+1", text="A table falls."))
    assert _shown(session) == ["shout"]
    assert shared_picture(session).reworded == {}
    session.send(ShareInject(by="mayor", inject="+1", to=("prosecutor",)))
    assert _shown(session) == ["shout", "+1"]
    assert shared_picture(session).reworded == {"+1": "A table falls."}


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(setups, calls)
def test_the_common_picture_holds_nothing_that_some_seat_does_not_know(setup: Setup, calls: list[Call]) -> None:
    def look(session: Session) -> None:
        picture = shared_picture(session)
        seats = session.view().seated or ROLES
        assert isinstance(picture, Shared)
        assert set(picture.indicators) == {"tension"}
        for told in picture.messages:
            assert all(role in told.delivery.known for role in seats)
        assert set(picture.reworded) <= {told.delivery.inject for told in picture.messages}

    played(setup, calls, look)


def test_a_scenario_says_true_or_false_and_nothing_else() -> None:
    with pytest.raises(ScenarioError, match="true or false"):
        Session(Setup(written(channels=[{"id": "hall", "title": "hall", "public": "maybe"}])))
