"""The norm round and the blind round on a dilemma, by keys alone; all that is said stands in the log."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from scenario_sim.cli import main
from scenario_sim.model.commands import FACILITATOR, FireInject
from scenario_sim.model.events import (
    AdviceRevealed,
    BehaviourJudged,
    Event,
    JudgementsRevealed,
    NormAgreed,
    OptionAdvised,
)
from scenario_sim.session import Session, replay_file
from scenario_sim_tui.screens.play import PlayScreen
from tests.tui.screens import LOG, SIZES, Table, at_briefing

COUNCIL = Path(__file__).parents[2] / "scenarios" / "disrupted-council-meeting"
SEATS = ("mayor", "police")
TALK = (BehaviourJudged, JudgementsRevealed, NormAgreed, OptionAdvised, AdviceRevealed)


def session_of(table: Table) -> Session:
    assert table.app.session is not None
    return table.app.session


def said_in(path: Path) -> list[Event]:
    """What people said, played again from the log file."""
    events: list[Event] = []
    read = replay_file(path)
    names = {kind.__name__: kind for kind in TALK}
    for entry in read.log.entries:
        if entry.kind == "event" and entry.data["type"] in names:
            given = {key: value for key, value in entry.data.items() if key not in ("type", "at")}
            given = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
            events.append(names[entry.data["type"]](at=entry.at, **given))
    return events


async def judge(table: Table, colour: int, confidence: str, sentence: str = "") -> None:
    """The next seat takes the keyboard and says the colour with this place in the list."""
    await table.press("enter")
    assert table.screen == "TurnDialog"
    await table.press(*["down"] * colour, "space", confidence, "tab")
    await table.type(sentence)
    await table.press("enter")


@pytest.mark.parametrize("size", SIZES)
async def test_a_norm_is_judged_blind_revealed_and_agreed_and_all_of_it_is_in_the_log(size: tuple[int, int]) -> None:
    async with at_briefing(size, COUNCIL, roles=SEATS) as table:
        await table.to_play()
        await table.press("b", "down", "enter")
        assert table.screen == "RoundDialog"
        await judge(table, 0, "4", "Dat mag")
        assert "said" in table.text
        assert "Dat mag" not in table.text
        await judge(table, 2, "5", "Dat niet")
        await table.press("escape")
        assert "Dat mag" not in table.text
        assert "stay hidden" in table.text
        assert "Reglement" not in table.text
        await table.press("v")
        assert "divided" in table.text
        assert "Dat mag" in table.text
        assert "Reglement van orde" in table.text
        assert "expert judgement" in table.text
        await table.press("g", "down", "down", "space", "tab", "end")
        await table.type(" Samen")
        await table.press("tab", "down", "space", "ctrl+s")
        assert table.screen == "NormsScreen"
        assert "✓ agreed" in table.text
        norm = session_of(table).scenario.norms[1]
    said = said_in(LOG)
    assert [(one.by, one.colour, one.confidence, one.sentence) for one in said if isinstance(one, BehaviourJudged)] == [
        ("mayor", "green", 4, "Dat mag"),
        ("police", "red", 5, "Dat niet"),
    ]
    assert [type(one) for one in said[2:]] == [JudgementsRevealed, NormAgreed]
    agreed = said[-1]
    assert isinstance(agreed, NormAgreed)
    assert (agreed.norm, agreed.colour, agreed.by) == (norm.id, "red", FACILITATOR)
    assert agreed.response == f"{norm.response} Samen"
    assert set(agreed.who) == {*norm.who, "police"}


async def test_after_the_reveal_the_behaviour_that_divides_the_table_comes_first() -> None:
    async with at_briefing(scenario=COUNCIL, roles=SEATS) as table:
        await table.to_play()
        await table.press("b")
        first, second = (norm.behaviour for norm in session_of(table).texts().norms[:2])
        assert table.text.index(first) < table.text.index(second)
        await table.press("down", "enter")
        await judge(table, 0, "3")
        await judge(table, 1, "3")
        await table.press("v")
        lines = table.text.splitlines()
        assert next(line for line in lines if first in line or second in line).lstrip().startswith(second)
        await table.press("n", "n")
        await table.press("ctrl+l")
        assert "Norm round" not in table.text or table.screen == "NormsScreen"


async def test_a_judgement_needs_an_answer_and_a_confidence() -> None:
    async with at_briefing((80, 24), COUNCIL, roles=SEATS) as table:
        await table.to_play()
        await table.press("b", "enter", "enter", "ctrl+s")
        assert "Choose an answer" in table.text
        await table.press("space", "ctrl+s")
        assert "Choose a number" in table.text
        await table.press("right", "right", "ctrl+s")
        assert table.screen == "RoundDialog"
        assert [one.confidence for one in session_of(table).table.talk.judgements["filming_seat"].values()] == [2]


async def test_nothing_is_revealed_as_long_as_nobody_spoke() -> None:
    async with at_briefing(scenario=COUNCIL, roles=SEATS) as table:
        await table.to_play()
        await table.press("b", "enter", "v")
        assert table.screen == "RoundDialog"
        assert session_of(table).table.talk.judgements_shown == set()


async def test_an_agreed_norm_shows_when_it_happens_and_the_scenarios_own_only_to_the_facilitator() -> None:
    async with at_briefing(scenario=COUNCIL, roles=SEATS) as table:
        await table.to_play()
        play = table.app.screen
        assert isinstance(play, PlayScreen)
        response = next(norm.response for norm in play.texts.norms if norm.id == "slow_clap")
        fire = FireInject(by=FACILITATOR, inject="slow_clapping")
        session = session_of(table)
        play.action_look("mayor")
        play.tell(session.send(fire))
        await table.press("f", "end", "enter")
        assert table.screen == "Message"
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
    async with at_briefing((80, 24), COUNCIL, roles=("clerk", "police")) as table:
        await table.to_play()
        if table.screen != "DilemmaDialog":
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
        await table.press("down", "space", "ctrl+s")
        await table.press("e", "y")
        assert table.screen == "OutcomeScreen"
        dissent = str(table.app.screen.query("Static").results().__class__)
        await table.press(*["pagedown"] * 3)
        assert dissent
    said = said_in(LOG)
    assert [(one.by, one.option, one.confidence, one.sentence) for one in said if isinstance(one, OptionAdvised)] == [
        ("police", "first_ten", 4, "Rust eerst"),
        ("clerk", "all_short", 2, "Ruimte eerst"),
    ]
    assert isinstance(said[-1], AdviceRevealed)


async def test_the_card_lists_what_a_session_agreed() -> None:
    async with at_briefing(scenario=COUNCIL, roles=SEATS) as table:
        await table.to_play()
        await table.press("b", "g", "tab", "end")
        await table.type(" Altijd")
        await table.press("ctrl+s")
    shown = CliRunner().invoke(main, ["--lang", "en", "show", str(COUNCIL), "--log", str(LOG)])
    assert shown.exit_code == 0, shown.output
    under = shown.stdout.partition("Agreed norms")[2]
    assert "Altijd" in under
    plain = CliRunner().invoke(main, ["--lang", "en", "show", str(COUNCIL)])
    assert "Agreed norms" not in plain.stdout
