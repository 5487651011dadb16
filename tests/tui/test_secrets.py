"""Whatever was played, a screen shows a role nothing that it should not see."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenario_sim.model.commands import FACILITATOR
from scenario_sim.session import Session, Setup
from scenario_sim_tui.app import ScenarioApp
from scenario_sim_tui.screens.play import PlayScreen
from tests.strategies import ROLES, Call, calls, secrets_of, setups, told_apart
from tests.tui.screens import Table

SIZE = (180, 120)
"""Room for everything that a screen could show."""


async def _watch(session: Session, calls: list[Call]) -> None:
    """Make *calls* while the table is looked at through all eyes."""
    app = ScenarioApp(session=session)
    async with app.run_test(size=SIZE) as pilot:
        table = Table(app, pilot)
        await pilot.pause()
        play = next(screen for screen in app.screen_stack if isinstance(screen, PlayScreen))
        for number, call in enumerate(calls):
            call.on(session)
            if number % 4 == 3 or number == len(calls) - 1:
                await _look(table, play, session)


async def _look(table: Table, play: PlayScreen, session: Session) -> None:
    """Through the eyes of every role at the table, its messages one by one, social media, and the beamer."""
    while table.app.screen is not play:  # a dilemma, or what came after the end
        table.app.pop_screen()
        await table.press()
    if session.is_stopped or session.is_over:
        return
    for role in ROLES:
        play.action_look(role)
        await table.press()
        if table.screen == "DilemmaDialog":
            await table.press("escape")
        texts = [table.text]
        await table.press("f", "end", "enter")
        texts.append(table.text)
        await table.press("escape", "i")
        texts.append(table.text)
        await table.press("q", "v")
        texts.append(table.text)
        await table.press("z")
        assert table.app.screen is play
        for text in texts:
            assert not [secret for secret in secrets_of(session, role) if secret in text], role
    play.action_look(FACILITATOR)
    await table.press()


def _holds(setup: Setup, calls: list[Call]) -> None:
    setup, calls = told_apart(setup, calls)
    asyncio.run(_watch(Session(setup), calls))


@settings(deadline=None, max_examples=4, suppress_health_check=list(HealthCheck))
@given(setups, calls)
def test_a_screen_shows_a_role_nothing_that_it_should_not_see(setup: Setup, calls: list[Call]) -> None:
    _holds(setup, calls)


@pytest.mark.long
@settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
@given(setups, st.lists(calls, min_size=2, max_size=2).map(lambda parts: [*parts[0], *parts[1]]))
def test_the_screens_of_many_sessions_keep_the_secrets(setup: Setup, calls: list[Call]) -> None:
    _holds(setup, calls)
