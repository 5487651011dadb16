"""A whole session by keys alone, at the sizes of a small and a large terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenario_sim.model.commands import FACILITATOR
from scenario_sim.session import decisions_in, resume, verify
from scenario_sim_tui.screens.play import PlayScreen
from scenario_sim_tui.widgets.feed import Feed
from tests.tui.screens import LOG, SIZES, STARTER, Table, at_briefing, at_home, same_as_golden

COUNCIL = Path(__file__).parents[2] / "scenarios" / "disrupted-council-meeting"


@pytest.mark.parametrize("size", SIZES)
async def test_a_session_goes_from_home_to_outcome_by_keys_alone(size: tuple[int, int]) -> None:
    async with at_briefing(size) as table:
        await table.press("escape")
        assert table.screen == "HomeScreen"
        table.app.post_message(_chosen(table))
        await table.press()
        assert table.screen == "BriefingScreen"
        await table.press("ctrl+n")
        assert table.screen == "DiagnosisScreen"
        for step in ("GoalsScreen", "MomentsScreen", "CardScreen", "PreparationScreen"):
            await table.press("ctrl+n")
            assert table.screen == step
        await table.press("ctrl+n")
        assert table.screen == "PlayScreen"
        await table.press("n", "n")
        assert "De zaal zit vol" in table.text
        await table.press("a", "enter")
        assert table.screen == "DecisionDialog"
        await table.type("stilte")
        await table.press("enter")
        assert table.screen == "PlayScreen"
        await table.press("e", "y")
        assert table.screen == "OutcomeScreen"
        assert "no forecast" in table.text
        await table.press("q")
        assert table.screen == "HomeScreen"


def _chosen(table: Table):  # type: ignore[no-untyped-def]
    from scenario_sim.loading import Entry
    from scenario_sim_tui.screens.home import HomeScreen

    return HomeScreen.ScenarioChosen(Entry("starter", "", STARTER))


async def test_a_decision_lands_in_the_log_with_its_reason() -> None:
    async with at_briefing() as table:
        await table.to_play()
        await table.press("n", "a", "enter")
        await table.type("eerst rust")
        await table.press("enter")
        assert table.app.session is not None
        made = [one for one in decisions_in(table.app.session.log.entries) if one.at >= 0]
        assert [(one.what, one.by, one.why) for one in made] == [("one_warning", "mayor", "eerst rust")]
    assert verify(LOG).records > 3


async def test_a_decision_beyond_authority_is_marked_made_and_told_in_one_line() -> None:
    async with at_briefing() as table:
        await table.to_play()
        await table.press("2", "a")
        assert "Not your authority" in table.text
        await table.press("enter", "ctrl+s")
        assert "Outside authority: Een keer waarschuwen belongs to Burgemeester" in table.text
        assert table.app.session is not None
        made = [one for one in decisions_in(table.app.session.log.entries) if one.at >= 0]
        assert [one.belongs_to for one in made] == [("mayor",)]


async def test_a_refusal_is_told_with_its_reason() -> None:
    async with at_briefing() as table:
        await table.to_play()
        await table.press("a", "enter", "ctrl+s", "enter", "ctrl+s")
        assert "Refused: Een keer waarschuwen: this is already decided" in table.text


async def test_quitting_keeps_the_session_and_home_goes_on_with_it() -> None:
    async with at_briefing() as table:
        await table.to_play()
        await table.press("n", "a", "enter", "ctrl+s", "n", "q")
        assert table.screen == "HomeScreen"
    before = resume(LOG)
    now, head = before.now, len(before.log.records)
    before.close()
    Path("sessions").mkdir()
    LOG.rename("sessions/starter-20260312-190000.jsonl")
    async with at_home() as table:
        assert "2026-03-12 19:00" in table.text
        await table.press("end", "enter")
        assert table.screen == "PlayScreen"
        session = table.app.session
        assert session is not None
        assert session.now == now
        assert len(session.log.records) == head
        await table.press("n")
        assert session.now > now


async def test_an_own_action_is_judged_and_moves_the_indicator() -> None:
    async with at_briefing() as table:
        await table.to_play()
        session = table.app.session
        assert session is not None
        before = session.view().indicators["tension"]
        await table.press("o")
        await table.type("koffie")
        await table.press("enter")
        await table.press("enter")
        assert "what comes of this action?" in table.text
        await table.type("Spanning in de zaal -5")
        await table.press("tab", "enter")
        assert "is not clear" in table.text
        await table.press("ctrl+u")
        await table.type("tension: -5")
        await table.press("tab", "enter")
        assert table.screen == "PlayScreen"
        assert session.view().indicators["tension"] == before - 5


async def test_the_clock_stands_still_while_a_dialog_is_open_and_runs_on_after_it() -> None:
    async with at_briefing() as table:
        await table.to_play()
        await table.press("space")
        play = table.app.screen
        assert play.pace.running  # type: ignore[attr-defined]
        await table.press("o")
        assert not play.pace.running  # type: ignore[attr-defined]
        await table.press("escape")
        assert play.pace.running  # type: ignore[attr-defined]


async def test_run_until_says_what_is_wrong_with_a_moment_and_runs_to_a_good_one() -> None:
    async with at_briefing() as table:
        await table.to_play()
        await table.press("u")
        await table.type("straks")
        await table.press("enter")
        assert table.screen == "UntilDialog"
        assert "'straks'" in table.text
        await table.press("ctrl+u")
        await table.type("19:20")
        await table.press("enter")
        assert table.screen == "PlayScreen"
        assert "19:20" in table.text.splitlines()[0]


async def test_a_wrong_number_in_the_diagnosis_is_said_at_the_field_and_defaults_mend_it() -> None:
    async with at_briefing() as table:
        await table.press("ctrl+n")
        await table.press("9", "9", "9", "9", "ctrl+n")
        assert table.screen == "DiagnosisScreen"
        assert "from 20 to 600" in table.text
        await table.press("ctrl+r", "ctrl+n")
        assert table.screen == "GoalsScreen"
        assert table.app.draft is not None
        assert table.app.draft.context == {"attendance": 150.0}


async def test_the_seats_that_nobody_takes_are_played_by_the_computer() -> None:
    async with at_briefing(roles=("safety_adviser",)) as table:
        assert table.app.draft is not None
        table.app.draft.measures = ()
        await table.to_play()
        session = table.app.session
        assert session is not None
        assert session.view().seated == ("safety_adviser",)
        await table.press("u")
        await table.type("20:30")
        await table.press("enter")
        assert any(one.bot for one in decisions_in(session.log.entries))


async def test_a_dilemma_stops_the_days_before_and_is_chosen_with_keys() -> None:
    async with at_briefing((80, 24), COUNCIL) as table:
        await table.to_play()
        session = table.app.session
        assert session is not None
        assert session.now < 0
        await table.press("d")
        assert table.screen == "DilemmaDialog"
        await table.press("ctrl+s")
        assert table.screen == "DilemmaDialog"
        assert "Choose an option" in table.text
        await table.press("down", "space", "ctrl+s")
        assert table.screen == "PlayScreen"
        assert [one.option for one in decisions_in(session.log.entries) if one.kind == "option"] == ["all_short"]


async def test_a_role_never_sees_the_text_of_what_did_not_reach_it() -> None:
    async with at_briefing((200, 60), COUNCIL) as table:
        await table.to_play()
        play = table.app.screen
        assert isinstance(play, PlayScreen)
        for until in ("19:00", "20:15", "21:00", "22:00"):
            play.session.run(play.session.scenario.moment(until))
            for role in play.session.view().seated:
                play.role = role
                play.look_again()
                await table.press()
                shown = " ".join(str(option.prompt) for option in play.query_one("#feed", Feed).options)
                _is_his(play, role, " ".join(shown.split()), table.text)


def _is_his(play: PlayScreen, role: str, feed: str, screen: str) -> None:
    reached = {delivery.inject for delivery in play.session.view(role).feed}
    for delivery in play.session.view(FACILITATOR).feed:
        inject = play.texts.inject(delivery.inject)
        text = " ".join(inject.text.split())
        assert (text in feed) == (inject.id in reached), (role, inject.id)
        assert inject.id in reached or inject.title not in screen, (role, inject.id)


async def test_the_language_changes_on_every_screen_without_losing_what_was_filled_in() -> None:
    async with at_briefing() as table:
        await table.press("space")
        assert table.app.draft is not None
        seats = table.app.draft.seats
        assert len(seats) == 1
        await table.press("ctrl+l")
        assert table.app.draft.seats == seats
        assert "[x] Burgemeester" not in table.text
        await table.press("ctrl+l", "ctrl+n")
        assert table.screen == "DiagnosisScreen"


async def test_text_with_square_brackets_is_shown_as_it_is(tmp_path: Path) -> None:
    odd = tmp_path / "odd" / "scenario.yaml"
    odd.parent.mkdir()
    text = (STARTER / "scenario.yaml").read_text(encoding="utf-8")
    odd.write_text(text.replace("De zaal zit vol", "De zaal [/b] [red]zit vol"), encoding="utf-8")
    async with at_briefing((200, 60), odd.parent) as table:
        await table.to_play()
        await table.press("n", "n")
        assert "De zaal [/b] [red]zit vol" in table.text


async def test_resizing_keeps_everything_in_place() -> None:
    async with at_briefing((200, 60)) as table:
        await table.to_play()
        await table.press("n", "n")
        for size in ((80, 24), (120, 40), (200, 60)):
            await table.pilot.resize_terminal(*size)
            await table.press()
            assert "De zaal zit vol" in table.text
            assert all(len(line) <= size[0] for line in table.text.splitlines())


@pytest.mark.parametrize("size", SIZES)
async def test_the_main_screens_look_as_they_did(size: tuple[int, int]) -> None:
    name = f"{size[0]}x{size[1]}"
    async with at_briefing(size) as table:
        await table.press("ctrl+n")
        same_as_golden(f"diagnosis-{name}", table.text)
        for _ in range(5):
            await table.press("ctrl+n")
        await table.press("n", "n", "a", "enter")
        await table.type("rust")
        await table.press("enter", "f")
        await table.press("u")
        await table.type("19:40")
        await table.press("enter")
        same_as_golden(f"play-{name}", table.text)
        await table.press("e", "y")
        same_as_golden(f"outcome-{name}", table.text)


async def test_home_looks_as_it_did(monkeypatch: pytest.MonkeyPatch) -> None:
    from scenario_sim.loading import Entry
    from scenario_sim_tui.screens import home

    monkeypatch.setattr(home, "known_scenarios", lambda: [Entry("starter", "Nieuw scenario", STARTER)])
    Path("sessions").mkdir()
    Path("sessions/starter-20260312-190000.jsonl").touch()
    async with at_home((80, 24)) as table:
        same_as_golden("home-80x24", table.text)
