"""Writing down a real evening: a key is a record with its time, nothing is lost, and a mistake is taken back openly."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from scenario_sim.cli import main as command_line
from scenario_sim.errors import LogError
from scenario_sim.interchange.observing import observed_setup
from scenario_sim.language import use_language
from scenario_sim.loading import read_package
from scenario_sim.session import JsonlLog, Session, read_log, replay_file, resume, verify
from scenario_sim.session.fair_copy import fair_copy
from scenario_sim_tui.app import ScenarioApp
from scenario_sim_tui.screens.meeting import MeetingScreen
from tests.session.conftest import logged, path  # noqa: F401 — a log of a session that was played
from tests.tui.screens import LOG, Table, same_as_golden

COUNCIL = "disrupted-council-meeting"


class Clock:
    """The clock of the room, which stands still until somebody turns it."""

    def __init__(self, *at: int) -> None:
        self.now = datetime(2026, 11, 25, *at)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)


@asynccontextmanager
async def at_meeting(clock: Clock, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Table]:
    setup = observed_setup(read_package(COUNCIL))
    session = resume(LOG) if LOG.exists() else Session(setup, JsonlLog(LOG, new=True))
    app = ScenarioApp()
    async with app.run_test(size=size) as pilot:
        app.session = session
        await app.push_screen(MeetingScreen(session, clock))
        await pilot.pause()
        yield Table(app, pilot)
        app.close_session()


def key(table: Table, id: str) -> str:
    """The key beside an inject or a measure: which letter it is depends on what else the scenario has."""
    page = table.app.screen
    assert isinstance(page, MeetingScreen)
    return next(letter for letter, known in {**page.happens, **page.decided}.items() if known == id)


def commands() -> list[tuple[float, str, str]]:
    return [
        (record.entry.at / 60, record.entry.type, str(next(iter(record.entry.data.values()))))
        for record in read_log(LOG)
        if record.entry.kind == "command"
    ]


@pytest.mark.parametrize("language", ["en", "nl"])
async def test_the_page_looks_as_it_did(language: str) -> None:
    use_language("nl" if language == "nl" else "en")
    clock = Clock(20, 5)
    async with at_meeting(clock) as table:
        await table.press(key(table, "shout"), key(table, "listen"), "ctrl+z")
        same_as_golden(f"meeting-{language}-80x24", table.text)


async def test_a_key_is_a_record_with_the_time_of_the_room() -> None:
    clock = Clock(20, 5)
    async with at_meeting(clock) as table:
        await table.press(key(table, "shout"))
        clock.turn(21)
        await table.press(key(table, "suspend_meeting"))
        clock.turn(240)
        await table.press(key(table, "shout"))
    assert commands() == [
        (65, "FireInject", "shout"), (86, "DecideMeasure", "suspend_meeting"), (326, "FireInject", "shout"),
    ]  # fmt: skip
    verify(LOG)


async def test_words_that_fit_something_become_it_and_others_stay_a_note() -> None:
    async with at_meeting(Clock(20, 5)) as table:
        for words in ("voorzitter schorst", "iemand valt van het podium"):
            await table.press("enter")
            await table.type(words)
            await table.press("ctrl+s")
    assert commands() == [
        (65, "DecideMeasure", "suspend_meeting"), (65, "AddNote", "iemand valt van het podium"),
    ]  # fmt: skip


async def test_a_time_can_be_given_and_one_that_is_past_is_said_with_the_record() -> None:
    async with at_meeting(Clock(20, 5)) as table:
        for at in ("20.04", "1958", "25:00"):
            await table.press("enter")
            await table.type("iets")
            await table.press("tab")
            await table.type(at)
            await table.press("ctrl+s")
        assert "Write a time such as 20:05." in table.text
    records = [record.entry for record in read_log(LOG) if record.entry.kind == "command"]
    assert [entry.at / 60 for entry in records] == [64, 64]
    assert records[1].why == "19:58, written down later."


async def test_withdrawing_is_a_record_of_its_own_and_goes_further_back_each_time() -> None:
    async with at_meeting(Clock(20, 5)) as table:
        await table.press(key(table, "shout"), key(table, "visitor_streams"), "ctrl+z", "ctrl+z", "ctrl+z")
        assert "There is nothing to withdraw." in table.told
        assert "withdrawn: 20:05 A visitor" in table.text
    assert [kind for _, kind, _ in commands()] == ["FireInject", "FireInject", "Withdraw", "Withdraw"]
    withdrawn = replay_file(LOG).table.talk.withdrawn
    assert {read_log(LOG)[n].entry.data["inject"] for n in withdrawn} == {"shout", "visitor_streams"}


async def test_the_evening_goes_on_where_it_stopped() -> None:
    clock = Clock(20, 5)
    async with at_meeting(clock) as table:
        await table.press(key(table, "shout"))
    clock.turn(5)
    async with at_meeting(clock) as table:
        assert "1 line written down" in table.text
        await table.press(key(table, "slow_clapping"))
    assert [at for at, _, _ in commands()] == [65, 70]


async def test_a_fair_copy_is_the_same_evening_without_what_was_withdrawn(tmp_path: Path) -> None:
    async with at_meeting(Clock(20, 5)) as table:
        keys = [key(table, id) for id in ("shout", "suspend_meeting", "slow_clapping")]
        await table.press(*keys, "ctrl+z")
    copy = tmp_path / "fair.jsonl"
    assert fair_copy(LOG, copy) == 1
    verify(copy)
    kinds = [
        (record.entry.type, dict(record.entry.data)) for record in read_log(copy) if record.entry.kind == "command"
    ]
    assert kinds == [("FireInject", {"inject": "shout"}), ("DecideMeasure", {"measure": "suspend_meeting"})]
    assert read_log(copy)[0].entry.data["origin"] == {"fair_copy": read_log(LOG)[-1].hash}


def test_what_was_played_has_no_fair_copy_and_is_not_written_further(logged: Path, tmp_path: Path) -> None:  # noqa: F811
    with pytest.raises(LogError):
        fair_copy(logged, tmp_path / "fair.jsonl")
    result = CliRunner().invoke(command_line, ["--lang", "en", "log-meeting", str(logged)])
    assert result.exit_code == 1
    assert "not a real evening" in result.output
