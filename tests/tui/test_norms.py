"""The norm round and the blind round on a dilemma, by keys alone; all that is said stands in the log."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from click.testing import CliRunner

from scenario_sim.cli import main
from scenario_sim.loading import read_package
from scenario_sim.model.commands import FACILITATOR, FireInject
from scenario_sim.session import JsonlLog, Session, Setup, replay_file
from scenario_sim_tui.app import ScenarioApp
from scenario_sim_tui.screens.play import PlayScreen
from tests.tui.screens import LOG, SIZES, STARTER, Table

PACKAGE_ID = "disrupted-council-meeting"
PACKAGE = read_package(PACKAGE_ID)
SEATS = ("mayor", "police")


@asynccontextmanager
async def at_table(size: tuple[int, int] = (120, 40), seats: tuple[str, ...] = SEATS) -> AsyncIterator[Table]:
    """A table that has just begun, twelve days before the evening."""
    app = ScenarioApp(session=Session(Setup(PACKAGE, seed=7, seated=seats), JsonlLog(LOG, new=True)))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Table(app, pilot)
        app.close_session()


def session_of(table: Table) -> Session:
    assert table.app.session is not None
    return table.app.session


def said_in_log(*kinds: str) -> list[tuple[object, ...]]:
    """Who said what, from the log file, played again: type, who, and what it holds."""
    entries = replay_file(LOG).log.entries
    return [
        (entry.type, entry.by, *entry.data.values())
        for entry in entries
        if entry.kind == "event" and entry.type in kinds
    ]


async def judge(table: Table, colour: int, confidence: str, sentence: str = "") -> None:
    """The next seat takes the keyboard and says the colour with this place in the list."""
    await table.press("enter")
    assert table.screen == "TurnDialog"
    await table.press(*["down"] * colour, "space", confidence, "tab")
    await table.type(sentence)
    await table.press("enter")


@pytest.mark.parametrize("size", SIZES)
async def test_a_norm_is_judged_blind_revealed_and_agreed_and_all_of_it_is_in_the_log(size: tuple[int, int]) -> None:
    async with at_table(size) as table:
        await table.press("b", "down", "enter")
        assert table.screen == "RoundDialog"
        await judge(table, 0, "4", "Dat mag")
        assert "said" in table.text
        assert "Dat mag" not in table.text
        await judge(table, 2, "5", "Dat niet")
        await table.press("escape")
        assert "Dat mag" not in table.text
        assert "stay hidden" in table.text
        assert "Rules of procedure" not in table.text
        await table.press("v")
        assert "divided" in table.text
        assert "Dat mag" in table.text
        assert "Rules of procedure" in table.text
        assert "expert judgement" in table.text
        await table.press("g", "down", "space", "tab", "end")
        await table.type(" Samen")
        await table.press("tab", "down", "space", "ctrl+s")
        assert table.screen == "NormsScreen"
        assert "✓ agreed" in table.text
        norm = session_of(table).texts().norms[1]
    assert said_in_log("BehaviourJudged", "JudgementsRevealed") == [
        ("BehaviourJudged", "mayor", norm.id, "green", 4, "Dat mag"),
        ("BehaviourJudged", "police", norm.id, "red", 5, "Dat niet"),
        ("JudgementsRevealed", FACILITATOR, norm.id),
    ]
    ((_, by, id, colour, response, who),) = said_in_log("NormAgreed")
    assert (by, id, colour) == (FACILITATOR, norm.id, "red")
    assert response == f"{norm.response} Samen"
    assert set(who) == {*norm.who, "police"}  # type: ignore[call-overload]


async def test_after_the_reveal_the_behaviour_that_divides_the_table_comes_first() -> None:
    async with at_table() as table:
        await table.press("b")
        first, second = (norm.behaviour for norm in session_of(table).texts().norms[:2])
        assert table.text.index(first) < table.text.index(second)
        await table.press("down", "enter")
        await judge(table, 0, "3")
        await judge(table, 1, "3")
        await table.press("v")
        lines = table.text.splitlines()
        assert next(line for line in lines if first in line or second in line).lstrip().startswith(second)
        await table.press("n")
        assert "without an agreement" in table.text
        await table.type("later")
        await table.press("enter")
        assert said_in_log("NormSkipped") == [
            ("NormSkipped", FACILITATOR, session_of(table).texts().norms[1].id, "later")
        ]
        assert "→ skipped" in table.text
        assert next(line for line in table.text.splitlines()[1:]).rstrip().endswith(first)
        await table.press("ctrl+l")
        assert "Spandoek" in table.text or "spandoek" in table.text


async def test_a_judgement_needs_an_answer_and_a_confidence() -> None:
    async with at_table((80, 24)) as table:
        await table.press("b", "enter", "enter", "ctrl+s")
        assert "Choose an answer" in table.text
        await table.press("space", "ctrl+s")
        assert "Choose a number" in table.text
        await table.press("right", "right", "ctrl+s")
        assert table.screen == "RoundDialog"
        assert [one.confidence for one in session_of(table).table.talk.judgements["filming_seat"].values()] == [2]


async def test_nothing_is_revealed_as_long_as_nobody_spoke() -> None:
    async with at_table() as table:
        await table.press("b", "enter", "v")
        assert table.screen == "RoundDialog"
        assert session_of(table).table.talk.judgements_shown == set()


async def test_an_agreed_norm_shows_when_it_happens_and_the_scenarios_own_only_to_the_facilitator() -> None:
    async with at_table() as table:
        play = table.app.screen
        assert isinstance(play, PlayScreen)
        response = next(norm.response for norm in play.texts.norms if norm.id == "slow_clap")
        fire = FireInject(by=FACILITATOR, inject="slow_clapping")
        session = session_of(table)
        play.action_look("mayor")
        play.tell(session.send(fire))
        await table.press("f", "end", "enter")
        assert table.screen == "WholeMessage"
        assert response not in " ".join(table.text.split())
        await table.press("escape", "3")
        await table.press("f", "end", "enter")
        assert "Not agreed; scenario" in table.text
        await table.press("escape", "b", "down", "down", "down", "g", "tab", "end")
        await table.type(" Nu")
        await table.press("ctrl+s", "escape", "1")
        play.tell(session.send(fire))
        await table.press()
        assert "Agreed (red)" in table.text.splitlines()[-2]
        await table.press("f", "end", "enter")
        assert "leave. Nu" in table.text


async def test_advice_on_a_dilemma_is_blind_and_who_differs_stands_with_the_decision() -> None:
    async with at_table((80, 24), ("clerk", "police")) as table:
        session = session_of(table)
        inject = next(inject.id for inject in session.scenario.injects if inject.dilemma == "speakers_dilemma")
        play = table.app.screen
        assert isinstance(play, PlayScreen)
        play.tell(session.send(FireInject(by=FACILITATOR, inject=inject)))
        await table.press()
        if table.screen == "PlayScreen":
            await table.press("d")
        await table.press("b")
        assert table.screen == "RoundDialog"
        await judge(table, 0, "4", "Rust eerst")
        await judge(table, 1, "2", "Ruimte eerst")
        assert "eerst" not in table.text
        await table.press("v")
        assert table.screen == "DilemmaDialog"
        assert "divided" in table.text
        assert "Ruimte eerst" in table.text
        await table.press("down", "space", "ctrl+s", "e", "y")
        assert table.screen == "OutcomeScreen"
        await table.press("end")
        assert "would have chosen: The first ten may speak" in table.text
        assert "Rust eerst" in table.text
        assert "Ruimte eerst" not in table.text
    first, second = session.view().seated
    assert said_in_log("OptionAdvised", "AdviceRevealed", "OptionChosen")[:3] == [
        ("OptionAdvised", first, "speakers_dilemma", "first_ten", 4, "Rust eerst"),
        ("OptionAdvised", second, "speakers_dilemma", "all_short", 2, "Ruimte eerst"),
        ("AdviceRevealed", FACILITATOR, "speakers_dilemma"),
    ]


async def test_the_card_lists_what_a_session_agreed() -> None:
    async with at_table() as table:
        await table.press("b", "g", "tab", "end")
        await table.type(" Altijd")
        await table.press("ctrl+s")
    shown = CliRunner().invoke(main, ["--lang", "en", "show", PACKAGE_ID, "--log", str(LOG)])
    assert shown.exit_code == 0, shown.output
    under = shown.stdout.partition("Agreed norms")[2]
    assert "Altijd" in under
    plain = CliRunner().invoke(main, ["--lang", "en", "show", PACKAGE_ID])
    assert "Agreed norms" not in plain.stdout
    other = CliRunner().invoke(main, ["--lang", "en", "show", str(STARTER), "--log", str(LOG)])
    assert other.exit_code == 2
    assert "another scenario" in other.output
