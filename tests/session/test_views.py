"""A view shows a role what it may see, and stays what it was."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from pydantic import ValidationError

from scenario_sim.model.commands import FACILITATOR, AddNote, ProposeMeasure, ShareInject, command_from
from scenario_sim.session import Session, Setup
from tests.session.conftest import EVENING, evening
from tests.strategies import ROLES, Call, calls, played, secrets_of, setups, told_apart


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(setups, calls)
def test_a_role_sees_no_more_than_it_may(setup: Setup, calls: list[Call]) -> None:
    session = played(setup, calls)
    everything = session.view()
    for role in ROLES:
        view = session.view(role)

        assert {"tension"} | ({"trust"} if role == "mayor" else set()) == set(view.indicators)
        assert () == view.waiting == view.coming
        assert all(session.scenario.dilemma(raised.dilemma).decided_by == role for raised in view.dilemmas)
        assert all(role in delivery.known for delivery in view.feed)
        assert all(
            other == role or delivery.told_by[other] == role for delivery in view.feed for other in delivery.known
        )
        heard = [(delivery.inject, delivery.number) for delivery in view.feed]
        assert heard == [(d.inject, d.number) for d in everything.feed if role in d.known]


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(setups, calls)
def test_no_word_of_what_a_role_must_not_see_is_in_its_view(setup: Setup, calls: list[Call]) -> None:
    def look(session: Session) -> None:
        for role in ROLES:
            text = json.dumps(session.view(role).to_json())
            assert not [secret for secret in secrets_of(session, role) if secret in text]

    played(*told_apart(setup, calls), look)


@settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
@given(setups, calls)
def test_a_view_that_was_given_does_not_change_afterwards(setup: Setup, calls: list[Call]) -> None:
    given_earlier: list[tuple[object, str]] = []

    def look(session: Session) -> None:
        for role in ("facilitator", *ROLES):
            view = session.view(role)
            given_earlier.append((view, json.dumps(view.to_json())))

    played(setup, calls, look)

    for view, then in given_earlier:
        assert then == json.dumps(view.to_json())  # type: ignore[attr-defined]


def test_a_role_sees_whom_it_told_and_not_who_else_knows() -> None:
    session = Session(Setup(EVENING.text, seed=7))
    while not any(delivery.inject == "journalist_calls" for delivery in session.view().feed):
        session.step()
    (told,) = (d for d in session.view("safety_adviser").feed if d.inject == "journalist_calls")
    assert {"safety_adviser": told.at} == told.known
    assert "journalist_calls" not in [d.inject for d in session.view("mayor").feed]
    session.run(session.now + 30)
    session.send(ShareInject(by="safety_adviser", inject="journalist_calls", to=("mayor",)))

    (told,) = (d for d in session.view("safety_adviser").feed if d.inject == "journalist_calls")
    assert {"safety_adviser": told.at, "mayor": session.now} == told.known
    (heard,) = (d for d in session.view("mayor").feed if d.inject == "journalist_calls")
    assert {"mayor": session.now} == heard.known
    assert heard.told_by == {"mayor": "safety_adviser"}


def test_an_unknown_role_has_no_view() -> None:
    with pytest.raises(KeyError):
        evening().view("nobody")


def test_many_proposals_of_one_measure_stay_one_line_in_a_view() -> None:
    session = evening()
    for _ in range(50):
        session.send(ProposeMeasure(by="mayor", measure="hosts_at_door"))

    assert session.view().measures["hosts_at_door"] == "proposed"


@pytest.mark.parametrize("text", ["half \ud83d", "\ud83d\ude00", "\udcff"])
@pytest.mark.parametrize("field", ["text", "why", "by"])
def test_half_a_character_is_refused_before_it_reaches_a_session(text: str, field: str) -> None:
    with pytest.raises(ValidationError):
        AddNote(**{"by": FACILITATOR, "text": "x", field: text})
    with pytest.raises(ValidationError):
        command_from({"type": "AddNote", "by": FACILITATOR, "text": "x", field: text})
