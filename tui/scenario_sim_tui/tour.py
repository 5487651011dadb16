"""A walk through every screen and dialog of the app, by keys, as people would: for pictures and for tests.

The walk is the same every time: a fixed scenario, a fixed seed, and a home with one finished session in it.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from scenario_sim.language import current_language
from scenario_sim.loading import read_package
from scenario_sim.model.commands import FACILITATOR, AgreeAction, EndExercise
from scenario_sim.session import JsonlLog, Playback, Session, Setup, read_log
from scenario_sim_tui.app import ScenarioApp
from scenario_sim_tui.draft import Draft
from scenario_sim_tui.screens.briefing import BriefingScreen
from scenario_sim_tui.sessions import HOME, sessions_folder

SCENARIO = "disrupted-council-meeting"
SEED = 7
SEATS = ("mayor", "police", "clerk", "communication")
LOG = Path("evening.jsonl")


class LostWay(Exception):
    """The walk came to another screen than it was to."""


Stop = Callable[[str], Awaitable[None]]
"""Called at every stop of the walk with its name; what is on the screen then is what people see there."""


@contextmanager
def furnished(folder: Path) -> Iterator[None]:
    """Work in *folder*, with it as the home: one session there is finished, and one file is no log at all."""
    before, home = Path.cwd(), os.environ.get(HOME)
    os.chdir(folder)
    os.environ[HOME] = str(folder)
    try:
        _fill(sessions_folder())
        yield
    finally:
        os.chdir(before)
        os.environ.pop(HOME)
        if home is not None:
            os.environ[HOME] = home


def _fill(sessions: Path) -> None:
    earlier = sessions / f"{SCENARIO}-20260226-193000.jsonl"
    session = Session(Setup(read_package(SCENARIO), seed=SEED, seated=SEATS), JsonlLog(earlier, new=True))
    session.run(30 * 60)
    session.send(EndExercise(by=FACILITATOR))
    for text, owner, check in _agreements():
        session.send(AgreeAction(by=FACILITATOR, text=text, owner=owner, due="2026-04-01", check=check))
    session.close()
    broken = sessions / f"{SCENARIO}-20260219-193000.jsonl"
    broken.write_text("{}\n", encoding="utf-8")
    os.utime(broken, (0, 0))


def _agreements() -> tuple[tuple[str, str, str], ...]:
    if current_language() == "nl":
        return (
            ("Huisregels op één kaart bij de ingang", "clerk", "De kaart ligt er op de volgende avond."),
            ("Belrooster voor de nacht na de vergadering", "staff", "Proefbellen op 1 april."),
        )
    return (
        ("House rules on one card at the entrance", "clerk", "The card is there at the next meeting."),
        ("Call list for the night after the meeting", "staff", "Test call on 1 April."),
    )


class Tour:
    """Walks with *pilot* and calls *stop* at every screen, dialog and message of error.

    *typed* has every text that people put in, also those of the session before.
    """

    def __init__(self, pilot: Pilot[None], stop: Stop) -> None:
        self.pilot, self._stop = pilot, stop
        self.typed: list[str] = [words for agreed in _agreements() for words in agreed]

    # --- steps of a walk -----------------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
        await self.pilot.pause()

    async def type(self, dutch: str, english: str) -> None:
        """Put in what a person would, in the language of the moment, at one go."""
        said = dutch if current_language() == "nl" else english
        self.typed.append(said)
        self.pilot.app.post_message(Paste(said))
        await self.pilot.pause()
        await self.pilot.pause()  # the app passes it on to the field

    async def at(self, name: str, screen: str) -> None:
        """Stop here; the walk has lost its way if another *screen* is shown. Ends with what it told wiped off."""
        await self.pilot.pause()
        found = type(self.pilot.app.screen).__name__
        if found != screen:
            raise LostWay(f"{name}: {found} is shown, not {screen}")
        await self._stop(name)
        self.pilot.app.clear_notifications()
        await self.pilot.pause()

    async def move_to(self, list_id: str, option: str) -> None:
        """Put the cursor of a list on an option, as a click would."""
        options = self.pilot.app.screen.query_one(f"#{list_id}", OptionList)
        options.highlighted = options.get_option_index(option)
        await self.pilot.pause()

    # --- the chapters --------------------------------------------------------------------------------------

    async def all(self) -> None:
        await self.at_home()
        await self.through_the_steps()
        await self.in_the_days_before()
        await self.round_of_norms()
        await self.at_the_table()
        await self.as_facilitator()
        await self.looking_back()

    async def at_home(self) -> None:
        await self.at("home", "HomeScreen")
        await self.press("question_mark")
        await self.at("home-help", "Message")
        await self.press("escape", "ctrl+p")
        await self.at("commands", "Commands")
        await self.type("qzx", "qzx")
        await self.at("commands-none", "Commands")
        await self.press("escape")
        await self.press("ctrl+c")
        await self.at("home-ctrl-c", "HomeScreen")
        await self.press("end", "enter")
        await self.at("home-unreadable", "Message")
        await self.press("escape", "home")

    async def through_the_steps(self) -> None:
        app = self.pilot.app
        assert isinstance(app, ScenarioApp)
        app.draft = Draft.of(SCENARIO, seed=SEED, roles=SEATS, log=LOG)
        await app.push_screen(BriefingScreen(app.draft))
        await self.at("briefing", "BriefingScreen")
        await self.press("v", "space")
        await self.at("earlier", "EarlierDialog")
        await self.press("escape")
        app.screen.query_one("#seed", Input).value = ""
        await self.press("ctrl+n")
        await self.at("briefing-error", "BriefingScreen")
        app.screen.query_one("#seed", Input).value = str(SEED)
        await self.press("ctrl+n")
        await self.at("diagnosis", "DiagnosisScreen")
        await self.press(*["tab"] * 3)
        await self.at("diagnosis-further", "DiagnosisScreen")
        await self._wrong_number()
        await self.press("ctrl+r", "ctrl+n")
        await self.at("goals", "GoalsScreen")
        await self.press("5", "down", "2", "ctrl+n")
        await self.at("moments", "MomentsScreen")
        await self.press("ctrl+n")
        await self.at("card", "CardScreen")
        await self.press("6")
        await self.at("card-further", "CardScreen")
        await self.press("ctrl+n", "down", "down")
        await self.at("preparation", "PreparationScreen")
        await self.press("question_mark")
        await self.at("preparation-help", "Message")
        await self.press("escape")

    async def _wrong_number(self) -> None:
        field = self.pilot.app.screen.query(".question Input").first(Input)
        field.focus()
        field.value = "9999999"
        await self.at("diagnosis-error", "DiagnosisScreen")

    async def in_the_days_before(self) -> None:
        await self.press("ctrl+n", "d")
        await self.at("dilemma", "DilemmaDialog")
        await self.press("ctrl+s")
        await self.at("dilemma-error", "DilemmaDialog")
        await self.press("b")
        await self.at("blind-round", "RoundDialog")
        await self.press("enter", "tab", "ctrl+s")
        await self.at("blind-turn-error", "TurnDialog")
        await self.press("space", "4", "tab")
        await self.type("Zo weet iedereen waar hij aan toe is.", "Then everybody knows where they stand.")
        await self.at("blind-turn", "TurnDialog")
        await self.press("enter", "enter", "down", "space", "2", "tab", "enter", "v")
        await self.at("dilemma-revealed", "DilemmaDialog")
        await self.press("down", "space", "tab")
        await self.type("Iedereen aan het woord", "Everybody gets a turn")
        await self.press("enter")
        await self.at("play-before", "PlayScreen")

    async def round_of_norms(self) -> None:
        await self.press("b")
        await self.at("norms", "NormsScreen")
        await self.press("enter")
        for downs in (1, 2, 0):
            await self.press("enter", *["down"] * downs, "space", "3", "tab", "enter")
        await self.at("norm-round", "RoundDialog")
        await self.press("v")
        await self.at("norm-revealed", "NormsScreen")
        await self.press("g")
        await self.at("norm-agree", "FormDialog")
        await self.press("tab", "f7", "backspace", "ctrl+s")
        await self.at("norm-agree-error", "FormDialog")
        await self.type("De voorzitter vraagt om stilte.", "The chair asks for silence.")
        await self.press("ctrl+s")
        await self.at("norm-agreed", "NormsScreen")
        await self.press("down", "n")
        await self.at("norm-skip", "FormDialog")
        await self.type("Dat bespreken we later", "We talk about that later")
        await self.press("enter")
        await self.at("norm-skipped", "NormsScreen")
        await self.press("escape", "c")
        await self.at("card-agreed", "AgreedCardScreen")
        await self.press("escape")

    async def at_the_table(self) -> None:
        await self.press("u")
        await self.type("straks", "later")
        await self.press("enter")
        await self.at("until-error", "UntilDialog")
        await self._run_until("20:10")
        await self.press("5")
        await self.at("play-facilitator", "PlayScreen")
        await self.press("1")
        await self.at("play", "PlayScreen")
        await self.press("question_mark")
        await self.at("play-help", "Message")
        await self.press("escape", "enter")
        await self.at("whole-message", "WholeMessage")
        await self.press("escape", "4", "up", "h")
        await self.at("share", "FormDialog")
        await self.press("escape", "1", "w")
        await self.at("hat", "FormDialog")
        await self.press("escape", "k")
        await self.type("De burgemeester legt rustig uit waarom.", "The mayor calmly explains why.")
        await self.at("note", "FormDialog")
        await self.press("ctrl+s", "m")
        await self.type("Hier werd het stil", "Here it went quiet")
        await self.at("bookmark", "FormDialog")
        await self.press("enter", "i")
        await self.at("social-role", "StreamScreen")
        await self.press("q", "a", "slash", *("zaal" if current_language() == "nl" else "hall"))
        await self.at("actions-search", "PlayScreen")
        await self.press("escape")
        await self.at("actions", "PlayScreen")
        await self.press("enter")
        await self.at("decision", "DecisionDialog")
        await self.type("Eerst luisteren", "Listen first")
        await self.press("enter", "2", "a", "end", "enter")
        await self.at("decision-outside", "DecisionDialog")
        await self.press("ctrl+s")
        await self.at("play-warning", "PlayScreen")
        await self._own_action()
        await self.press("v")
        await self.at("beamer", "BeamerScreen")
        await self.press("v")
        await self._standstill()

    async def _run_until(self, clock: str) -> None:
        """Run to a time of day, and past every dilemma that stops it; they are for later."""
        if type(self.pilot.app.screen).__name__ == "UntilDialog":
            await self.press("escape")
        assert isinstance(self.pilot.app, ScenarioApp)
        session = self.pilot.app.session
        assert session is not None
        while session.now < session.scenario.moment(clock):
            await self.press("u", "ctrl+u")
            await self.type(clock, clock)
            await self.press("enter", "escape")

    async def _own_action(self) -> None:
        await self.press("1", "o", "ctrl+s")
        await self.at("own-action-error", "FormDialog")
        await self.type("Ik loop de zaal in", "I walk into the hall")
        await self.at("own-action", "FormDialog")
        await self.press("enter", "enter")
        await self.type("het wordt rustig", "it calms down")
        await self.press("ctrl+s")
        await self.at("adjudication-error", "FormDialog")
        await self.press("ctrl+u")
        await self.type("tension_inside: -5", "tension_inside: -5")
        await self.press("tab")
        await self.type("De zaal kijkt op.", "The hall looks up.")
        await self.at("adjudication", "FormDialog")
        await self.press("ctrl+s")

    async def _standstill(self) -> None:
        await self.press("x")
        await self.at("stop-word", "FormDialog")
        await self.type("Iemand is onwel", "Somebody is unwell")
        await self.press("enter")
        await self.at("standstill", "StandstillScreen")
        await self.press("g")
        await self.at("going-on", "FormDialog")
        await self.press("ctrl+s")

    async def as_facilitator(self) -> None:
        await self._run_until("20:40")
        await self.press("g")
        await self.at("facilitator", "FacilitatorScreen")
        await self.press("question_mark")
        await self.at("facilitator-help", "Message")
        await self.press("escape", "f")
        await self.at("fire", "FormDialog")
        await self.press("escape", "p", "ctrl+u", "ctrl+s")
        await self.at("postpone-error", "FormDialog")
        await self.press("escape", "s", "ctrl+s")
        await self.at("skip-error", "FormDialog")
        await self.press("escape", "t")
        await self.at("reword", "FormDialog")
        await self.press("escape", "a", "ctrl+s")
        await self.at("add-error", "FormDialog")
        await self.press("escape", "z")
        await self.at("seats", "FormDialog")
        await self.press("escape", "w")
        await self.at("who-knew-what", "KnowledgeScreen")
        await self.press("q", "v")
        await self.at("social-stream", "StreamScreen")
        await self.press("q", "f", "enter")
        await self.at("facilitator-done", "FacilitatorScreen")
        await self.press("q")

    async def looking_back(self) -> None:
        await self.press("e")
        await self.at("end", "Confirm")
        await self.press("enter")
        await self.at("outcome", "OutcomeScreen")
        await self.press("end")
        await self.at("outcome-end", "OutcomeScreen")
        await self.press("t")
        await self.at("timeline", "TimelineScreen")
        await self.press("q", "d")
        await self.at("debrief", "DebriefScreen")
        await self.press("enter")
        await self.type("De stilte na het hamertje", "The silence after the gavel")
        await self.at("look-back", "FormDialog")
        await self.press("ctrl+s", "a", "ctrl+s")
        await self.at("new-action-error", "FormDialog")
        await self.type("Een kaart met huisregels", "A card with the house rules")
        await self.press("enter")
        await self.type("2026-04-01", "2026-04-01")
        await self.press("tab", "tab", "down", "space")
        await self.at("new-action", "FormDialog")
        await self.press("ctrl+s", "n", "ctrl+s")
        await self.at("debrief-note-error", "FormDialog")
        await self.press("escape", "home")
        await self.at("debrief-filled", "DebriefScreen")
        await self.press("q", "q")
        await self.at("home-again", "HomeScreen")


async def replay(pilot: Pilot[None], stop: Stop) -> None:
    """What a log looks like when it is only read; for an app that was opened on ``replayed()``."""
    tour = Tour(pilot, stop)
    await tour.at("replay", "PlayScreen")
    await tour.press("k")
    await tour.at("replay-refused", "PlayScreen")
    await tour.press("p")
    await tour.at("replay-back", "PlayScreen")


def replayed() -> Playback:
    """The session of the walk as it stood at half past eight."""
    playback = Playback(read_log(LOG))
    playback.run(90 * 60.0)
    return playback
