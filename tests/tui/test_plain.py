"""The line mode plays the whole exercise with lines in and lines out, through the real command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scenario_sim.model.commands import command_from
from scenario_sim.session import Session, decisions_in, replay_file, resume, verify
from scenario_sim_tui import lines, plain
from tests.tui.screens import LOG, STARTER
from tests.tui.test_play import COUNCIL


def play(*typed: str, scenario: Path = STARTER, language: str = "en", log: Path = LOG) -> str:
    """What ``play --plain`` writes while a person types these lines, and then nothing more."""
    target = [str(log)] if log.exists() else [str(scenario), "--seed", "12", "--log", str(log)]
    done = subprocess.run(
        [sys.executable, "-m", "scenario_sim", "--lang", language, "play", *target, "--plain"],
        input="\n".join(typed) + "\n",
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_an_evening_is_played_to_its_outcome_and_its_reasons_are_in_the_log() -> None:
    said = play(
        "", "",  # the diagnosis and the preparation as they are
        "next", "actions", "1", "", "eerst rust", "own koffie", "gezellig", "tension: -5", "", "De zaal wordt rustig.",
        "wait 10", "status", "feed", "end", "2",
    )  # fmt: skip
    assert "EXERCISE" in said
    assert "De zaal zit vol" in said
    assert "no forecast" in said
    assert "Why: eerst rust" in said
    session = replay_file(LOG)
    made = [(one.what, one.by, one.why) for one in decisions_in(session.log.entries) if one.at >= 0]
    assert made == [("one_warning", "mayor", "eerst rust"), ("koffie", "mayor", "gezellig")]
    assert session.table.adjudicated[1].text == "De zaal wordt rustig."
    assert session.is_over
    assert verify(LOG).records > 5
    assert "no forecast" in play()


def test_lines_have_no_colour_no_cursor_and_no_more_than_one_fact() -> None:
    said = play("", "", "next", "actions", "", "help", "quit")
    assert "\x1b" not in said
    assert "\r" not in said
    assert not any(line != line.strip() and not line.endswith((": ", "? ")) for line in said.splitlines())


def test_what_was_played_is_saved_when_the_input_ends_and_is_gone_on_with() -> None:
    play("", "", "wait 12")
    before = replay_file(LOG).now
    assert before >= 12 * 60
    said = play("next", "quit")
    assert "saved" in said
    assert replay_file(LOG).now > before


def test_nothing_is_saved_before_the_exercise_begins() -> None:
    assert "nothing is saved" in play("")
    assert not LOG.exists()


def test_what_is_not_clear_is_said_and_asked_again() -> None:
    said = play(
        "9999",
        "150",
        "99",
        "1",
        "dance",
        "wait long",
        "dilemma",
        "actions zzz",
        "own iets",
        "",
        "meer",
        "",
        "woorden",
        "",
    )
    assert "from 20 to 600" in said
    assert "no command 'dance'" in said
    assert "There is no dilemma" in said
    assert "'zzz'" in said
    assert "'meer' is not clear" in said


def test_a_dilemma_stops_the_days_before_and_is_chosen_by_number() -> None:
    said = play(*[""] * 15, "dilemma", "2", "iedereen telt", scenario=COUNCIL)
    assert "Dilemma for" in said
    session = replay_file(LOG)
    options = [(one.option, one.why) for one in decisions_in(session.log.entries) if one.kind == "option"]
    assert options == [("all_short", "iedereen telt")]


def test_a_stop_for_real_holds_until_it_goes_on() -> None:
    said = play("", "", "incident", "next", "incident", "next")
    assert said.count("stopped for a real incident") == 2
    assert "The exercise goes on" in said
    types = [entry.type for entry in resume(LOG).log.entries]
    assert types.index("StoppedForReal") < types.index("WentOn")


def test_everything_a_table_does_can_be_done_in_lines_and_is_in_the_log() -> None:
    said = play(
        *[""] * 15,  # the diagnosis and the preparation as they are
        "norms", "1", "1", "2", "3", "4", "Dat gaat te ver.",
        "norms", "1", "2",
        "norms", "1", "3", "", "", "1",
        "norms", "2", "4", "geen tijd",
        "blind", "1", "3", "2", "5", "iedereen telt", "blind", "2",
        "dilemma", "1", "volgens de regels",
        "hat", "2", "", "note", "Rustig gebleven", "1", "2", "bookmark", "kantelpunt",
        "lead", "role", "7",
        "lead", "1", "3", "past niet",
        "add", "Een stoel valt", "Hard.", "", "1", "1", "", "gebeurt",
        "reword", "1", "Anders gezegd", "", "",
        "seats", "6", "", "knew",
        "role", "1", "share", "3", "2", "voor jou", "own koffie", "gezellig", "", "Lekker.",
        "end", "2",
        "lookback", "1", "de snelheid", "", "eerder schorsen",
        "agree", "bodes oefenen", "1 mei", "verslag", "1", "",
        "note", "prima gedaan", "", "",
        scenario=COUNCIL,
    )  # fmt: skip
    assert "Give the keyboard to: Police" in said
    assert "Only the facilitator may see that" in said
    session = replay_file(LOG)
    table, talk = session.table, session.table.talk
    (judged,) = (one for by in talk.judgements.values() for one in by.values())
    assert (judged.by, judged.colour, judged.confidence, judged.sentence) == ("police", "red", 4, "Dat gaat te ver.")
    assert talk.judgements_shown == set(talk.agreed) == {session.scenario.norms[0].id}
    assert [skipped.reason for skipped in talk.skipped.values()] == ["geen tijd"]
    ((advice,),) = (by.values() for by in talk.advice.values())
    assert (advice.by, advice.sentence) == ("prosecutor", "iedereen telt")
    assert talk.dissent(advice.dilemma, table.choices[0].option) == (advice,)
    assert [(one.text, one.kind, one.goal) for one in talk.notes] == [
        ("Rustig gebleven", "strength", session.scenario.goals[0].id),
        ("prima gedaan", "remark", ""),
    ]
    assert [one.text for one in talk.bookmarks] == ["kantelpunt"]
    assert [one.told_by for one in table.deliveries if one.added is not None] == [{"prosecutor": "mayor"}]
    assert list(talk.reworded.values()) == ["Anders gezegd"]
    assert {"volgens de regels", "past niet", "gebeurt", "voor jou", "gezellig"} < {e.why for e in session.log.entries}
    assert "communication" not in table.seated
    assert table.adjudicated[1].text == "Lekker."
    assert talk.looked_back["mayor"].change == "eerder schorsen"
    assert [(one.text, one.owner, one.due, one.check) for one in talk.actions] == [
        ("bodes oefenen", "mayor", "1 mei", "verslag")
    ]


def test_commands_are_words_of_the_users_language_or_of_english() -> None:
    said = play("", "", "next", "feed", "quit", language="nl")
    assert "De zaal zit vol" in said


def test_a_message_of_the_moment_and_a_reworded_one_are_told_as_they_are_now(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    play("", "", "next", "next")
    session = resume(LOG)
    _added(session)
    typed = iter(["feed", "quit"])
    monkeypatch.setattr("builtins.input", lambda _: next(typed))
    session.close()
    plain.main("en", log=LOG)
    said = capsys.readouterr().out
    assert "Een stoel valt. Hard." in said
    assert "Anders gezegd" in said


def _added(session: Session) -> None:
    channel = session.scenario.channels[0].id
    new = {"title": "Een stoel valt", "text": "Hard.", "channel": channel, "to": ("mayor",)}
    session.send(command_from({"type": "AddInject", "by": "facilitator", **new}))
    known = session.view("mayor").feed[0].inject
    reworded = {"type": "RewordInject", "by": "facilitator", "inject": known, "text": "Anders gezegd"}
    session.send(command_from(reworded))


def test_the_line_mode_loads_no_screen() -> None:
    code = "import scenario_sim_tui.plain, sys; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_choice_by_number_takes_only_what_is_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter(["3", "x", "2"])
    monkeypatch.setattr("builtins.input", lambda _: next(typed))
    assert lines.choose("Which?", ["a", "b"]) == 1
    assert capsys.readouterr().out.count("from 1 to 2") == 2
