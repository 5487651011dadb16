"""The beamer shows the room what everybody may see, and nothing else, whatever was played."""

from __future__ import annotations

import dataclasses

import pytest
import yaml
from hypothesis import given, settings

from scenario_sim.language import use_language
from scenario_sim.loading import ScenarioText
from scenario_sim.model.commands import FACILITATOR, AddInject, GoOn, ShareInject, StopForReal
from scenario_sim.session import Session, Setup
from scenario_sim.session.shared import shared_picture
from scenario_sim_tui.screens.beamer import BeamerScreen, blocks
from scenario_sim_tui.screens.play import PlayScreen
from tests.strategies import Call, as_text, calls, played, setups
from tests.tui.screens import SIZES, Table, at_briefing
from tests.tui.test_play import COUNCIL


def _told_apart(text: ScenarioText) -> ScenarioText:
    """The same scenario with a text of its own for every inject and everything that is expected."""
    data = yaml.safe_load(text.files["scenario.yaml"])
    for inject in data["injects"]:
        inject["title"], inject["text"] = f"TITLE-{inject['id']}", f"TEXT-{inject['id']}"
        for expected in inject.get("expected", ()):
            expected["text"] = f"EXPECTED-{inject['id']}"
    for norm in data["norms"]:
        norm["response"] = f"EXPECTED-{norm['id']}"
    return as_text(data)


def _page(session: Session) -> str:
    shared = shared_picture(session)
    return "\n".join(str(content) for content in blocks(shared, session.scenario, 200, 60).values())


@settings(max_examples=15, deadline=None)
@given(setup=setups, calls=calls)
def test_the_page_never_has_what_some_seat_does_not_know(setup: Setup, calls: list[Call]) -> None:
    setup = dataclasses.replace(setup, text=_told_apart(setup.text))

    def look(session: Session) -> None:
        page, everything = _page(session), session.view()
        seats = everything.seated or ("mayor", "police")
        known = {one.inject for one in everything.feed if all(role in one.known for role in seats)}
        for inject in session.scenario.injects:
            assert inject.id in known or (inject.title not in page and inject.text not in page)
        assert "EXPECTED" not in page
        assert "Vertrouwen" not in page  # which the police may not see
        assert everything.stopped == (page == "")
        messages = shared_picture(session).messages
        assert len(messages) == sum(all(role in one.known for role in seats) for one in everything.feed)

    played(setup, calls, look)


async def _at_play(table: Table) -> PlayScreen:
    await table.to_play()
    play = table.app.screen
    assert isinstance(play, PlayScreen)
    return play


@pytest.mark.parametrize("size", SIZES)
async def test_v_shows_the_page_and_any_key_comes_back(size: tuple[int, int]) -> None:
    async with at_briefing(size) as table:
        await _at_play(table)
        await table.press("n", "n", "v")
        assert table.screen == "BeamerScreen"
        assert "EXERCISE" in table.text
        assert "Level 1" in table.text
        assert "De zaal zit vol" in table.text
        assert all(len(line) <= size[0] for line in table.text.splitlines())
        await table.press("x")
        assert table.screen == "PlayScreen"


async def test_the_clock_goes_on_while_the_page_shows() -> None:
    async with at_briefing() as table:
        play = await _at_play(table)
        await table.press("space", "v")
        now = play.session.now
        await table.pilot.pause(0.6)
        assert play.pace.running
        assert play.session.now > now


async def test_a_stop_for_real_leaves_nothing_on_the_page_until_it_goes_on() -> None:
    async with at_briefing() as table:
        play = await _at_play(table)
        await table.press("v")
        assert isinstance(table.app.screen, BeamerScreen)
        play.session.send(StopForReal(by=FACILITATOR))
        table.app.screen.look_again()
        await table.press()
        assert table.text.strip() == ""
        play.session.send(GoOn(by=FACILITATOR))
        table.app.screen.look_again()
        await table.press()
        assert "EXERCISE" in table.text


async def test_a_message_to_one_role_comes_on_the_page_when_it_was_shared_with_all() -> None:
    async with at_briefing(scenario=COUNCIL, roles=("mayor", "police")) as table:
        play = await _at_play(table)
        session = play.session
        added = {"by": FACILITATOR, "title": "Stil bericht", "text": "Alleen voor u.", "channel": "phone"}
        session.send(AddInject(to=("mayor",), **added))  # type: ignore[arg-type]
        session.send(AddInject(to=("mayor", "police"), **{**added, "title": "Voor ieder"}))  # type: ignore[arg-type]
        use_language("nl")
        page = _page(session)
        assert "Voor ieder" in page
        assert "Stil bericht" not in page
        secret = next(one.inject for one in session.view().feed if one.added is None and "police" not in one.known)
        title = session.scenario.inject(secret).title
        assert title not in page
        session.send(ShareInject(by="mayor", inject=secret, to=("police",)))
        assert title in _page(session)
