"""The steps before play and the talk after it, by keys, read back from the log."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from scenario_sim.evaluation.weights import weighted_mean
from scenario_sim.model.commands import FACILITATOR, AgreeAction
from scenario_sim.report.timeline import timeline
from scenario_sim.session import Session, replay_file, verify
from tests.tui.screens import LOG, SIZES, Table, at_briefing, at_home

COUNCIL = Path(__file__).parents[2] / "scenarios" / "disrupted-council-meeting"


def session_of(table: Table) -> Session:
    assert table.app.session is not None
    return table.app.session


@asynccontextmanager
async def at_outcome(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Table]:
    async with at_briefing(size, roles=("mayor",)) as table:
        await table.to_play()
        await table.press("e", "y")
        assert table.screen == "OutcomeScreen"
        yield table


@pytest.mark.parametrize("size", SIZES)
async def test_the_steps_are_walked_forth_and_back_without_losing_a_weight(size: tuple[int, int]) -> None:
    async with at_briefing(size, COUNCIL) as table:
        for number, screen in enumerate(("DiagnosisScreen", "GoalsScreen", "MomentsScreen", "CardScreen"), 1):
            await table.press("ctrl+n")
            assert table.screen == screen
            assert f"Step {number} of 4" in table.text
        await table.press("escape", "escape", "5", "down", "left")
        assert "weight 5 ■■■■■" in table.text
        await table.press("ctrl+n", "escape")
        assert table.screen == "GoalsScreen"
        assert table.app.draft is not None
        assert table.app.draft.weights == {"G1": 5, "G2": 2, "G3": 3, "G4": 3, "G5": 3}
        assert "weight 5 ■■■■■" in table.text


async def test_goals_that_pull_apart_are_named_and_a_goal_of_no_weight_pulls_at_nothing() -> None:
    async with at_briefing((120, 40), COUNCIL) as table:
        await table.press("ctrl+n", "ctrl+n")
        assert table.app.draft is not None
        inviting = f"costs “{table.app.draft.scenario.goals[1].title}”"
        assert inviting in table.text
        await table.press("down", "0")
        assert inviting not in table.text


async def test_the_moment_that_is_played_is_marked_and_the_card_goes_to_a_heading() -> None:
    async with at_briefing((80, 24), COUNCIL) as table:
        await table.press("ctrl+n", "ctrl+n", "ctrl+n")
        marked = [line for line in table.text.splitlines() if "this is what you play" in line]
        assert table.app.draft is not None
        played = next(moment for moment in table.app.draft.scenario.moments if moment.id == "TM7")
        assert [played.title in line for line in marked] == [True]
        await table.press("ctrl+n", "6")
        assert "6 (Active) use of social media" in table.text


async def test_weights_are_in_the_log_and_the_outcome_tells_their_mean() -> None:
    async with at_briefing((80, 24)) as table:
        await table.press("ctrl+n", "ctrl+n", "1")
        for _ in range(4):
            await table.press("ctrl+n")
        await table.press("e", "y")
        session = session_of(table)
        weighed = [entry.data for entry in session.log.entries if entry.type == "GoalsWeighed"]
        assert [next(iter(data["weights"].values())) for data in weighed] == [1]
        assert "weight 1 ■□□□□" in table.text
        mean = weighted_mean(session.outcome().goals, session.view().weights)
        assert f"{mean:3.0f}, the mean as this table weighed the goals" in table.text


async def test_a_role_looks_back_and_the_log_knows_what_it_said() -> None:
    async with at_outcome() as table:
        await table.press("d", "enter")
        assert "Looking back: Burgemeester" in table.text
        await table.type("stil")
        await table.press("enter", "enter")
        await table.type("eerder")
        await table.press("enter")
        assert table.screen == "DebriefScreen"
        assert "[x] Burgemeester" in table.text
        assert "not at the table" in table.text
        said = session_of(table).table.talk.looked_back["mayor"]
        assert (said.surprised, said.went_well, said.change) == ("stil", "", "eerder")
        await table.press("enter")
        assert "stil" in table.text
    assert verify(LOG).records > 3


async def test_an_action_has_an_owner_a_date_and_a_check_in_the_log() -> None:
    async with at_outcome() as table:
        await table.press("d", "a")
        assert "What will you do?" in table.text
        await table.press("ctrl+s")
        assert "Say what you will do." in table.text
        await table.type("bodes")
        await table.press("enter")
        await table.type("1 mei")
        await table.press("enter")
        await table.type("verslag")
        await table.press("ctrl+s")
        assert "Choose who owns it." in table.text
        await table.press("space", "ctrl+s")
        assert table.screen == "DebriefScreen"
        assert "1. bodes" in table.text
    agreed = replay_file(LOG).table.talk.actions
    assert [(one.text, one.owner, one.due, one.check) for one in agreed] == [("bodes", "mayor", "1 mei", "verslag")]


async def test_a_note_of_the_debrief_is_listed_and_a_finished_session_comes_back_to_its_debrief() -> None:
    async with at_outcome() as table:
        await table.press("d", "n")
        await table.type("prima")
        await table.press("ctrl+s")
        assert "prima" in table.text
    Path("sessions").mkdir()
    LOG.rename("sessions/starter-20260312-190000.jsonl")
    async with at_home() as table:
        await table.press("end", "enter")
        assert table.screen == "OutcomeScreen"
        await table.press("d")
        assert "prima" in table.text
        assert [note.text for note in session_of(table).table.talk.notes] == ["prima"]


@pytest.mark.parametrize("size", SIZES)
async def test_the_timeline_draws_injects_and_decisions_in_the_column_of_their_time(size: tuple[int, int]) -> None:
    async with at_briefing(size) as table:
        await table.to_play()
        await table.press("n", "n", "a", "enter", "ctrl+s", "f", "u", *"20:00", "enter", "e", "y", "t")
        assert table.screen == "TimelineScreen"
        assert all(len(line) <= size[0] for line in table.text.splitlines())
        drawn = timeline(session_of(table), 50)
        assert drawn is not None
        assert {len(drawn.axis), len(drawn.levels), *(len(trace.row) for trace in drawn.traces)} == {50}
        end = session_of(table).now
        for lanes, marks in ((drawn.inject_lanes, drawn.injects), (drawn.decision_lanes, drawn.decisions)):
            assert marks
            for label, one in marks:
                column = min(int(one.at / end * 50), 50 - len(label))
                assert any(lane[column : column + len(label)] == label for lane in lanes)
        await table.press("q")
        assert table.screen == "OutcomeScreen"


async def test_what_was_agreed_last_time_comes_back_and_is_marked_in_the_new_log() -> None:
    async with at_outcome() as table:
        for text in ("bodes", "stopwoord"):
            session_of(table).send(AgreeAction(by=FACILITATOR, text=text, owner="mayor", check="verslag"))
    Path("sessions").mkdir()
    LOG.rename("sessions/starter-20260312-190000.jsonl")
    async with at_briefing() as table:
        assert "Agreed last time: 2 – done 0, open 2" in table.text
        assert "Check: verslag" in table.text
        await table.press("v", "space", "escape")
        assert "Agreed last time: 2 – done 1, open 1" in table.text
        await table.to_play()
        await table.press("e", "y", "d")
        assert "Agreed last time: 2 – done 1, open 1" in table.text
        reviewed = session_of(table).table.talk.reviewed
        assert {text: (one.done, one.owner, one.check) for text, one in reviewed.items()} == {
            "bodes": (True, "mayor", "verslag"),
            "stopwoord": (False, "mayor", "verslag"),
        }
        await table.move_to("debrief", "earlier:1")
        await table.press("enter", "up", "space", "tab")
        await table.type("staat op de kaart")
        await table.press("enter")
        assert "Agreed last time: 2 – done 2, open 0" in table.text
        await table.press("a")
        await table.press("ctrl+s")
        assert [action.text for action in session_of(table).table.talk.actions] == ["stopwoord"]
