"""A process in the app: the moment that opens stops the clock, is played or simulated, and comes back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Button, OptionList

from scenario_sim.loading import read_package
from scenario_sim.model.events import EpisodeClosed
from scenario_sim.report.process import process_picture, stops
from scenario_sim.session import JsonlLog, Playback, Session, Setup, play_through, read_log, resume, simulating, verify
from scenario_sim.session.following import Follower
from scenario_sim_tui.app import ScenarioApp, _on_the_table
from scenario_sim_tui.draft import EpisodeDraft
from scenario_sim_tui.pacing import run_until
from tests.session.test_episodes import process
from tests.tui.screens import LOG, SIZES, Table, at_briefing, same_as_golden
from tests.tui.test_plain import play

PROCESS = Path(__file__).parents[2] / "scenarios" / "reception-decision"
__all__ = ["process"]


@asynccontextmanager
async def at_moment(folder: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Table]:
    """The page of the moments, with the first one open."""
    async with at_briefing(size, folder, seed=3) as table:
        await table.to_play()
        await table.press("n", "n")
        assert table.screen == "ProcessScreen"
        yield table


@asynccontextmanager
async def resumed() -> AsyncIterator[Table]:
    app = ScenarioApp(session=resume(LOG))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        yield Table(app, pilot)
        app.close_session()


def closed(table: Table) -> list[EpisodeClosed]:
    assert table.app.session is not None
    return [event for event in table.app.session.events if isinstance(event, EpisodeClosed)]


async def to_outcome(table: Table) -> None:
    """Prepare the moment that is open, play it to its end, and see its outcome."""
    await table.press("p")
    assert table.screen == "BriefingScreen"
    await table.to_play()
    await table.press("e", "y")
    await table.wait_for_screen("EpisodeOutcomeScreen")


@pytest.mark.parametrize("size", SIZES)
async def test_a_moment_that_opens_says_what_it_is_and_what_it_takes_along(
    process: Path, size: tuple[int, int]
) -> None:
    async with at_moment(process, size) as table:
        same_as_golden(f"process-{size[0]}x{size[1]}", table.text)


async def test_a_moment_is_played_by_keys_and_works_on_in_the_process(process: Path) -> None:
    async with at_moment(process) as table:
        await to_outcome(table)
        assert "Back to the process" in table.text or table.app.screen.query("#leave")
        await table.press("q")
        assert table.screen == "ProcessScreen"
        assert "Played at this table" in table.text
        (over,) = closed(table)
        assert over.played
        await table.press("q", "n")
        assert table.app.session.now > over.at
    assert verify(LOG).records > 10


async def test_a_moment_is_played_with_the_mouse(process: Path) -> None:
    async with at_moment(process) as table:
        await table.pilot.click("#play")
        await table.press()
        assert table.screen == "BriefingScreen"
        await table.press("escape")
        await table.pilot.click("#simulate")
        await table.look_until("Played by the computer")


async def test_a_moment_is_simulated_by_the_policies(process: Path) -> None:
    async with at_moment(process) as table:
        await table.press("c")
        await table.look_until("Played by the computer")
        assert [over.played for over in closed(table)] == [False]
        assert not any(button.display for button in table.app.screen.query(Button) if button.id != "look_back")


async def test_a_moment_that_was_left_goes_on_where_it_was(process: Path) -> None:
    async with at_moment(process) as table:
        await table.press("p")
        await table.to_play()
        await table.press("n", "q")
        assert table.screen == "ProcessScreen"
        assert "You are in it" in table.text
        inner = table.app.session.inner
        await table.press("c")  # who began to play it, plays it
        assert table.app.session.inner is inner
        await table.press("p")
        assert table.screen == "PlayScreen"
        assert table.app.screen.session is inner


async def test_the_clock_that_ran_goes_on_after_the_moment(process: Path) -> None:
    async with at_briefing(scenario=process, seed=3) as table:
        await table.to_play()
        play_screen = table.app.screen
        await table.press("plus", *["plus"] * 10, "space")
        await table.wait_for_screen("ProcessScreen")
        assert not play_screen.pace.running
        await table.press("c")
        await table.look_until("Played by the computer")
        await table.press("q")
        assert play_screen.pace.running


async def test_while_a_moment_is_open_the_clock_brings_people_to_it(process: Path) -> None:
    async with at_moment(process) as table:
        for key in ("n", "space", "u"):
            await table.press("q")
            assert table.screen == "PlayScreen"
            await table.press(key)
            assert table.screen == "ProcessScreen"


async def test_a_process_resumed_with_an_open_moment_shows_it(process: Path) -> None:
    async with at_moment(process):
        pass
    async with resumed() as table:
        await table.wait_for_screen("ProcessScreen")
        await table.press("c")
        await table.look_until("Played by the computer")


async def test_a_process_resumed_inside_a_moment_goes_on_in_it(process: Path) -> None:
    async with at_moment(process) as table:
        await table.press("p")
        await table.to_play()
        await table.press("n")
        at = table.app.session.inner.now
        assert at > 0
    async with resumed() as table:
        assert table.screen == "PlayScreen"
        assert table.app.screen.session is table.app.session.inner
        assert table.app.session.inner.now == at
        await table.press("q")
        assert table.screen == "ProcessScreen"


async def test_a_process_resumed_after_the_end_of_a_moment_shows_its_outcome(process: Path) -> None:
    async with at_moment(process) as table:
        await to_outcome(table)
    async with resumed() as table:
        assert table.screen == "EpisodeOutcomeScreen"
        await table.press("q")
        assert [over.played for over in closed(table)] == [True]


async def test_the_replay_of_a_process_passes_its_moments_and_opens_each(process: Path) -> None:
    async with at_moment(process) as table:
        await to_outcome(table)
    session = resume(LOG)
    play_through(session, session.ends)
    session.close()
    playback = Playback(read_log(LOG))
    playback.run(0.0)
    app = ScenarioApp(playback=playback)
    async with app.run_test(size=(120, 40)) as pilot:
        table = Table(app, pilot)
        await table.press(*["n"] * 30)
        assert playback.is_over
        await table.press("l")
        assert table.screen == "ProcessScreen"
        assert not app.screen.query_one("#play").display
        await table.press("home", "enter")
        assert table.screen == "PlayScreen"
        assert app.screen.read_only
        assert app.screen.session.scenario.id == "evening"
        await table.press("n", "n", "p", "q")
        assert table.screen == "ProcessScreen"
        assert app.screen.query_one("#stops", OptionList).option_count == 2


async def test_the_second_screen_follows_into_the_moment_and_back(process: Path) -> None:
    async with at_moment(process) as table:
        follower = Follower(LOG)
        assert _on_the_table(follower).scenario.id == "weeks"
        await table.press("p")
        await table.to_play()
        assert _on_the_table(follower).scenario.id == "evening"
        await table.press("e", "y")
        await table.wait_for_screen("EpisodeOutcomeScreen")
        await table.press("q")
        assert _on_the_table(follower).scenario.id == "weeks"


def test_who_plays_some_seats_of_a_process_plays_those_in_its_moments() -> None:
    for seated, seats in ((("mayor", "project_lead"), {"mayor", "project_lead"}), ((), "all")):
        session = Session(Setup(read_package(PROCESS), seed=3, seated=seated))
        session.run(40 * 24 * 3600)
        assert session.open_episode == "online_week"
        draft = EpisodeDraft.of_process(session)
        assert set(draft.seats) == ({role.id for role in draft.scenario.roles} if seats == "all" else seats)


def test_running_to_a_moment_ends_when_an_episode_opens(process: Path) -> None:
    session = Session(Setup(read_package(process), seed=3))
    run_until(session, session.ends, ())
    assert session.open_episode == "one"
    assert session.now < session.ends


def test_a_simulation_that_is_stopped_leaves_nothing_in_the_log(process: Path) -> None:
    session = Session(Setup(read_package(process), seed=3), JsonlLog(LOG, new=True))
    session.run(session.ends)
    before = session.log.head
    work = simulating(session)
    next(work)
    work.close()
    assert session.log.head == before
    for _ in simulating(session):
        pass
    assert session.open_episode is None
    head = session.log.head
    session.close()
    assert verify(LOG).head == head


def test_the_picture_shows_each_moment_with_its_level(process: Path) -> None:
    session = Session(Setup(read_package(process), seed=3))
    play_through(session, session.ends)
    rows = process_picture(session, session.texts(), 40)
    names, reached = rows[-1][1].split(), rows[-2][1].split()
    assert names == ["M1", "M1"]
    assert [int(level) for level in reached[1::2]] == [stop.level for stop in stops(session, session.texts())]


def test_the_line_mode_plays_one_moment_and_lets_the_computer_play_the_next(process: Path) -> None:
    said = play(
        "next", "next", "1", "", "", "", "", "end", "2", "quit", "next", "next", "2", "moments", "quit",
        scenario=process,
    )  # fmt: skip
    assert "What came back into the process" in said
    again = resume(LOG)
    assert [e.played for e in again.events if isinstance(e, EpisodeClosed)] == [True, False]
    again.close()
