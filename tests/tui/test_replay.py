"""Looking back: forth and back through a log that stays as it is, and a beamer that follows one as it grows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from scenario_sim.cli import main as command_line
from scenario_sim.errors import UnreadableInput
from scenario_sim.interchange.observing import observed_setup
from scenario_sim.loading import read_package
from scenario_sim.model.commands import FACILITATOR, AddNote, DecideMeasure, EndExercise, GoOn, StopForReal
from scenario_sim.session import JsonlLog, Playback, Session, Setup, read_log
from scenario_sim.session.following import Follower
from scenario_sim_tui import app as front_door
from scenario_sim_tui.app import ScenarioApp
from scenario_sim_tui.screens.play import PlayScreen
from tests.tui.screens import LOG, Table, at_home

SEATS = ("mayor", "police")


def _played(log: Path = LOG) -> Session:
    """An evening up to twenty to nine, with a decision at ten past eight and a note."""
    log.parent.mkdir(parents=True, exist_ok=True)
    setup = Setup(read_package("disrupted-council-meeting"), seed=7, seated=SEATS)
    session = Session(setup, JsonlLog(log, new=True))
    session.run(70 * 60)
    session.send(DecideMeasure(by="mayor", measure="gavel", why="eerst rust"))
    session.run(100 * 60)
    session.send(AddNote(by="police", text="rustig"))
    return session


@asynccontextmanager
async def at_replay(until: float | None = None) -> AsyncIterator[Table]:
    playback = Playback(read_log(LOG))
    playback.run(playback.ends if until is None else until)
    app = ScenarioApp(playback=playback)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        yield Table(app, pilot)


def _play(table: Table) -> PlayScreen:
    assert isinstance(table.app.screen, PlayScreen)
    return table.app.screen


async def test_a_replay_goes_forth_and_back_and_to_a_moment_and_changes_nothing() -> None:
    _played().close()
    content = LOG.read_bytes()
    async with at_replay(until=70 * 60 - 1) as table:
        assert "◂ replay" in table.text
        await table.press("n")
        assert _play(table).session.now == 70 * 60
        assert "Decided by Mayor: Use the gavel" in table.text
        await table.press("p")
        now = _play(table).session.now
        assert now < 70 * 60
        await table.press("u", *"20:30", "enter")
        assert " 20:30 " in table.text.splitlines()[0]
        await table.press("u", *"19:40", "enter")
        assert " 19:40 " in table.text.splitlines()[0]
        await table.press("u", *"20:40", "enter", "n")
        await table.press("n")
        assert "the end of the replay" in table.told
        await table.press("k", "a", "enter", "x")
        assert table.screen == "PlayScreen"
    assert content == LOG.read_bytes()


async def test_the_clock_of_a_replay_runs_to_its_end_and_stops_there() -> None:
    _played().close()
    async with at_replay(until=0) as table:
        play = _play(table)
        seconds = iter(range(0, 100_000, 60))
        play.pace.clock = lambda: float(next(seconds))
        play.pace.factor = 3600
        await table.press("space")
        while play.pace.running:
            await table.press()
        assert play.session.now == play.playback.ends  # type: ignore[union-attr]
        assert play.session.view().notes[0].text == "rustig"


async def test_home_opens_a_replay_with_r_and_goes_on_with_enter() -> None:
    _played(Path("sessions/disrupted-council-meeting-20260312-190000.jsonl")).close()
    async with at_home() as table:
        await table.press("r")
        assert "Choose a session below first." in table.told
        await table.press("end", "r")
        assert "◂ replay" in table.text
        await table.press("q", "end", "enter")
        assert "◂ replay" not in table.text
        assert _play(table).session.view().notes[0].text == "rustig"


async def test_a_finished_session_is_looked_back_on_with_its_outcome_and_debrief_as_they_were() -> None:
    session = _played()
    session.send(EndExercise(by=FACILITATOR))
    session.close()
    content = LOG.read_bytes()
    async with at_replay() as table:
        await table.press("e")
        assert table.screen == "OutcomeScreen"
        await table.press("d", "a")
        assert table.screen == "DebriefScreen"
        assert "nothing can be changed" in table.told
    assert content == LOG.read_bytes()


# --- a screen of its own for the room ------------------------------------------------------------------------


async def test_a_second_screen_follows_the_log_while_it_grows_and_shows_what_is_safe() -> None:
    session = _played()
    secret = next(one.inject for one in session.view().feed if "police" not in one.known and "mayor" in one.known)
    app = ScenarioApp(follower=Follower(LOG))
    async with app.run_test(size=(120, 40)) as pilot:
        table = Table(app, pilot)
        await table.press()
        assert table.screen == "BeamerScreen"
        title = session.texts().inject(secret).title
        assert title not in table.text
        assert "Disrupted council meeting" in table.text
        session.send(DecideMeasure(by="mayor", measure="listen"))
        await table.look_until(session.texts().measure("listen").title)
        session.send(StopForReal(by="police"))
        await table.look_until_blank()
        session.send(GoOn(by=FACILITATOR))
        await table.look_until("Disrupted council meeting")
        await table.press("space", "x", "v")
        assert table.screen == "BeamerScreen"
        await table.press("q")
        assert app._exit
    session.close()


def test_the_command_line_follows_a_log_or_the_newest_session(monkeypatch: pytest.MonkeyPatch) -> None:
    followed: list[Path] = []

    class Opened(ScenarioApp):
        def run(self, *_: object, **__: object) -> None:
            assert self.follower is not None
            followed.append(self.follower.path.resolve())

    monkeypatch.setattr(front_door, "ScenarioApp", Opened)
    session = _played(Path("sessions/disrupted-council-meeting-20260312-190000.jsonl"))
    log = Path("sessions/disrupted-council-meeting-20260312-190000.jsonl").resolve()
    for arguments in (["play", str(log), "--beamer"], ["play", "--beamer", str(log)], ["play", "--beamer"]):
        done = CliRunner().invoke(command_line, ["--lang", "en", *arguments], catch_exceptions=False)
        assert done.exit_code == 0, done.output
    session.close()
    assert followed == [log] * 3


def test_a_beamer_without_any_session_says_so() -> None:
    with pytest.raises(UnreadableInput, match="no session yet"):
        front_door.main("en", beamer=True)


def test_play_without_a_scenario_is_wrong_usage() -> None:
    done = CliRunner().invoke(command_line, ["--lang", "en", "play"])
    assert done.exit_code == 2
    assert "SCENARIO|LOG" in done.output


async def test_a_real_evening_never_says_that_it_is_an_exercise() -> None:
    session = Session(observed_setup(read_package("disrupted-council-meeting")), JsonlLog(LOG, new=True))
    session.run(3600)
    session.send(EndExercise(by=FACILITATOR))
    session.close()
    async with at_replay() as table:
        for key in ("t", "escape", "c"):  # the timeline, and the card
            assert "REAL EVENING" in table.text
            assert "EXERCISE" not in table.text
            await table.press(key)


async def test_in_a_replay_a_what_if_is_worked_out_and_can_be_stopped() -> None:
    _played().close()
    content = LOG.read_bytes()
    async with at_replay(until=80 * 60) as table:
        await table.press("y")
        await table.type("-gavell")
        await table.press("ctrl+s")
        assert "did you mean 'gavel'?" in table.text
        await table.press("backspace", "tab", *["backspace"] * 2, "2", "ctrl+s")
        await table.look_until("2 continuations without and with")
        assert "-gavel" in table.text
        assert "95 % interval" in table.text
        await table.press("escape", "y")
        await table.type("-gavel")
        await table.press("tab", *["backspace"] * 2, *"5000", "ctrl+s")
        await table.look_until("Escape stops it.")
        await table.press("escape")
        assert "replay" in table.text
    assert LOG.read_bytes() == content
