"""The facilitator's keys, the stop word, passing on, hats and notes: by keys alone, read back from the log."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from scenario_sim.loading import read_package
from scenario_sim.model.commands import FACILITATOR, AddInject, FireInject
from scenario_sim.session import JsonlLog, Session, Setup, resume, verify
from scenario_sim_tui.app import ScenarioApp
from scenario_sim_tui.screens.play import PlayScreen
from tests.tui.screens import LOG, SIZES, Table

SEATS = ("mayor", "police", "communication")


@asynccontextmanager
async def at_table(size: tuple[int, int] = (120, 40), session: Session | None = None) -> AsyncIterator[Table]:
    """At the disrupted council meeting, ten past eight, through the mayor's eyes."""
    if session is None:
        session = Session(Setup(read_package("disrupted-council-meeting"), seed=7, seated=SEATS), JsonlLog(LOG))
        session.run(70 * 60)
    app = ScenarioApp(session=session)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        if type(app.screen).__name__ == "DilemmaDialog":
            await pilot.press("escape")
        yield Table(app, pilot)
        app.close_session()


def session_of(table: Table) -> Session:
    assert table.app.session is not None
    return table.app.session


def commands(table: Table, type: str) -> list[tuple[str, str, dict[str, Any]]]:
    entries = session_of(table).log.entries
    return [(one.by, one.why, dict(one.data)) for one in entries if one.kind == "command" and one.type == type]


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_coming_is_brought_postponed_and_skipped_with_a_reason(size: tuple[int, int]) -> None:
    async with at_table(size) as table:
        await table.press("2", "g")
        assert table.screen == "FacilitatorScreen"
        assert "A group is walking from the station" in table.text
        assert "Expected" in table.text
        assert "within 12" in table.text
        await table.press("p", "backspace", "backspace")
        await table.type("x")
        await table.press("ctrl+s")
        assert "Give a number of minutes" in table.text
        await table.press("backspace")
        await table.type("15")
        await table.press("enter")
        await table.type("eerst praten")
        await table.press("enter", "s", "ctrl+s")
        assert "Say why" in table.text
        await table.type("past niet")
        await table.press("enter", "f")
        await table.type("nu")
        await table.press("enter", "q")
        assert table.screen == "PlayScreen"
        made = [commands(table, type) for type in ("PostponeInject", "SkipInject", "FireInject")]
        assert [(by, why) for [(by, why, _)] in made] == [
            (FACILITATOR, "eerst praten"),
            (FACILITATOR, "past niet"),
            (FACILITATOR, "nu"),
        ]
        assert made[0][0][2] == {"inject": "group_under_way", "delay": 900.0}
        play = table.app.screen
        assert isinstance(play, PlayScreen)
        assert play.role == FACILITATOR


async def test_a_text_that_is_reworded_is_read_by_everybody() -> None:
    async with at_table() as table:
        await table.press("g", "t")
        await table.press("f7")
        await table.type("Er loopt een stoet.")
        await table.press("ctrl+s", "f", "enter", "q")
        assert commands(table, "RewordInject")[0][2]["text"] == "Er loopt een stoet."
        await table.press("escape", "2")
        assert "Er loopt een stoet." in table.text


async def test_a_message_of_the_moment_shows_in_the_feed_and_whole_with_its_effect() -> None:
    async with at_table() as table:
        await table.press("g", "a")
        await table.type("Een hond")
        await table.press("enter")
        await table.type("Er loopt een hond naar voren.")
        await table.press("tab", "down", "space", "tab", "space", "tab")
        await table.type("tension_inside -3")
        await table.press("ctrl+s")
        assert "is not clear" in table.text
        await table.press("ctrl+u")
        await table.type("tension_inside: -3 points")
        await table.press("tab")
        await table.type("lucht")
        await table.press("enter")
        assert commands(table, "AddInject") == [
            (
                FACILITATOR,
                "lucht",
                {
                    "title": "Een hond",
                    "text": "Er loopt een hond naar voren.",
                    "channel": "phone",
                    "to": ["mayor"],
                    "effects": {"tension_inside": "-3 points"},
                },
            )
        ]
        await table.press("q", "1")
        assert "T Een hond" in table.text
        await table.press("end", "enter")
        assert table.screen == "WholeMessage"
        assert "Een hond" in table.text
        await table.press("escape", "2")
        assert "Een hond" not in table.text
        await table.press("1", "f", "end", "enter", "h")
        assert "Pass on: Een hond" in table.text
        await table.press("space", "tab", "enter")
        await table.press("2")
        assert "heard from Mayor" in table.text
        assert "Een hond" in table.text
        await table.press("4", "f", "end", "t", "f7")
        assert "Other words: Een hond" in table.text
        await table.type("Er blaft een hond.")
        await table.press("ctrl+s")
        assert commands(table, "RewordInject") == [(FACILITATOR, "", {"inject": "+1", "text": "Er blaft een hond."})]
        await table.press("2")
        assert "Er blaft een hond." in table.text


async def test_passing_on_reaches_the_other_who_sees_from_whom() -> None:
    async with at_table() as table:
        session_of(table).send(FireInject(by=FACILITATOR, inject="clerk_whispers"))
        await table.press("1", "end", "enter", "h")
        assert "Pass on: The clerk whispers" in table.text
        await table.press("space", "tab")
        await table.type("voor jou")
        await table.press("enter")
        assert commands(table, "ShareInject") == [("mayor", "voor jou", {"inject": "clerk_whispers", "to": ["police"]})]
        assert "Mayor told Police" in table.text
        assert "Told: Police." in table.text
        await table.press("3")
        assert "whispers" not in table.text
        await table.press("2")
        assert "heard from Mayor" in table.text


async def test_the_stop_word_blanks_the_screen_until_the_facilitator_goes_on() -> None:
    async with at_table() as table:
        await table.press("space", "x")
        await table.type("brandalarm")
        await table.press("enter")
        assert table.screen == "StandstillScreen"
        assert "R E A L   I N C I D E N T" in table.text
        session = session_of(table)
        titles = [inject.title for inject in session.texts().injects]
        assert not [title for title in titles if title in table.text]
        now = session.now
        await table.press("space", "n", "escape", "q", "a")
        assert table.screen == "StandstillScreen"
        assert session.now == now
        await table.press("g")
        await table.type("loos alarm")
        await table.press("enter")
        assert table.screen == "PlayScreen"
        assert not session.is_stopped
        assert commands(table, "StopForReal") == [("mayor", "brandalarm", {})]
        assert commands(table, "GoOn") == [(FACILITATOR, "loos alarm", {})]
    assert verify(LOG).records > 3


async def test_a_session_that_stood_still_opens_with_the_blank_page() -> None:
    async with at_table() as table:
        await table.press("g", "x", "enter")
        assert table.screen == "StandstillScreen"
    async with at_table(session=resume(LOG)) as table:
        assert table.screen == "StandstillScreen"
        await table.press("g", "enter")
        assert table.screen == "PlayScreen"


async def test_hats_notes_bookmarks_and_seats_are_in_the_log() -> None:
    async with at_table((80, 24)) as table:
        assert "Chair of the council" in table.text
        await table.press("w", "down", "space", "ctrl+s")
        assert "Authority for public order" in table.text
        assert commands(table, "WearHat") == [("mayor", "", {"hat": "commander"})]
        await table.press("k")
        await table.type("Rustig gebleven")
        await table.press("tab", "up", "up", "space", "tab", "down", "space", "ctrl+s")
        note = {"text": "Rustig gebleven", "kind": "strength", "goal": "G1"}
        assert commands(table, "AddNote") == [("mayor", "", note)]
        await table.press("m")
        await table.type("kantelpunt")
        await table.press("enter", "g", "z", "space", "ctrl+s")
        assert commands(table, "SetBookmark") == [("mayor", "", {"text": "kantelpunt"})]
        assert commands(table, "LeaveSeat") == [(FACILITATOR, "", {"role": "mayor"})]
        await table.press("z", "space", "ctrl+s")
        assert commands(table, "TakeSeat") == [(FACILITATOR, "", {"role": "mayor"})]


async def test_who_knew_what_and_the_stream_at_80_columns() -> None:
    async with at_table((80, 24)) as table:
        added = AddInject(by=FACILITATOR, title="Een hond", text="Waf.", channel="hall", to=("mayor",))
        session_of(table).send(added)
        await table.press("g", "w")
        row = next(line for line in table.text.splitlines() if "Een hond" in line)
        assert row.split()[2:] == ["20:10", "·", "·", "·", "·", "·"]
        assert "Comm." in table.text
        await table.press("q", "v")
        assert "[FACT] @veldermonde_live · 2300 views" in table.text
        assert "the first is due before 20:38" in table.text
        await table.press("q", "q")
        assert table.screen == "PlayScreen"
