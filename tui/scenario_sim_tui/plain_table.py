"""The table in lines: one command at a time, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from scenario_sim.errors import ScenarioSimError
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import FACILITATOR, Command
from scenario_sim.model.events import EpisodeOpened, Event
from scenario_sim.model.scenario import Scenario, by_id
from scenario_sim.session import Decision, Session, decisions_in
from scenario_sim.session.table import OpenDilemma
from scenario_sim.session.view import View
from scenario_sim_tui import plain_debrief, plain_lead, plain_moments, plain_play, plain_talk
from scenario_sim_tui.forms.form import Form
from scenario_sim_tui.lines import Leave, ask, choose, heading, tell
from scenario_sim_tui.messages import message_line
from scenario_sim_tui.pacing import run_until
from scenario_sim_tui.plain_forms import fill
from scenario_sim_tui.reports import reports
from scenario_sim_tui.spoken import ALWAYS, DURING, Spoken
from scenario_sim_tui.words import EXERCISE, role_title, title_of


class PlainTable:
    """Reads commands for *session* and tells what *role* may know; people decide, the session keeps it."""

    COMMANDS: ClassVar[dict[str, Spoken]] = {
        **plain_play.COMMANDS,
        **plain_talk.COMMANDS,
        **plain_lead.COMMANDS,
        **plain_debrief.COMMANDS,
        **plain_moments.COMMANDS,
        "help": Spoken(N_("help"), N_("these commands"), lambda table, _: table.help(), ALWAYS),
    }

    def __init__(self, session: Session) -> None:
        self.session = session
        self.texts: Scenario = session.texts()
        self.role = self.seats[0]
        self._told = 0

    @property
    def seats(self) -> list[str]:
        """Everybody who plays at this table, and the facilitator."""
        return [*self.session.view().seated, FACILITATOR]

    @property
    def view(self) -> View:
        return self.session.view(self.role)

    def play(self, begun: bool) -> None:
        """Open the table and listen until the person leaves it."""
        try:
            self.open(begun)
            while True:
                self.listen()
        except Leave:
            pass

    def open(self, begun: bool) -> None:
        """Play the days before, up to the start or the first dilemma, unless the session had *begun* already."""
        heading(f"{translate(EXERCISE)}: {self.texts.title}")
        if self.session.is_over:
            self.tell_outcome()
        else:
            self._tell_reports(list(self.session.table.refusals))
            if begun:
                self.tell_clock()
                plain_moments.open_moment(self)
            else:
                self.attempt(lambda: run_until(self.session, 0.0, self.session.table.seated))
        self.help()

    def listen(self) -> None:
        """Read one command and do it. Raises Leave when the person quits."""
        who, clock = role_title(self.texts, self.role), self.texts.clock(self.session.now)
        word, _, rest = ask(translate(N_("{clock}, {role}. Command")).format(clock=clock, role=who)).partition(" ")
        if not word:
            return
        command = self._command(word.casefold())
        if command is None:
            tell(translate(N_("There is no command '{word}'. Type help for the commands.")).format(word=word))
        elif self.session.is_stopped and command.when != ALWAYS:
            tell(translate(N_("The exercise is stopped for a real incident. Type incident to go on after it.")))
        elif self.session.is_over and command.when == DURING:
            tell(translate(N_("The exercise is over; you can look back and agree on actions.")))
        elif command.is_leading and self.role != FACILITATOR:
            tell(translate(N_("Only the facilitator may see that. Type role to become the facilitator.")))
        else:
            command.do(self, rest.strip())

    def help(self) -> None:
        """The commands that can be said now."""
        for name, command in self.COMMANDS.items():
            if name == "moments" and not self.session.scenario.episodes:
                continue
            if command.when != DURING or not self.session.is_over:
                tell(f"{translate(command.word)}: {translate(command.meaning)}")

    def take(self, role: str) -> None:
        """Play *role* from now on; everything that reached it counts as told."""
        self.role = role
        self._told = len(self.view.feed)

    def ask_role(self, *, facilitator: bool = False) -> str:
        """Which seat of this table it is about."""
        seats = [seat for seat in self.seats if facilitator or seat != FACILITATOR]
        seats = seats or [role.id for role in self.texts.roles]
        options = [role_title(self.texts, role) for role in seats]
        place = choose(translate(N_("Which seat?")), options, seats.index(self.role) if self.role in seats else 0)
        return seats[place or 0]

    def is_for_us(self, one: OpenDilemma) -> bool:
        """Whether somebody at this table decides it; the facilitator may enter a decision for anyone."""
        return self.texts.dilemma(one.dilemma).decided_by in self.seats or self.role == FACILITATOR

    # --- doing ---------------------------------------------------------------------------------------------

    def fill(self, form: Form[Command | None], **known: str) -> bool:
        """Ask what *form* asks beside the texts that are *known*, and send what it makes; whether it made something."""
        made = fill(form, known)
        if made is not None:
            self.send(made)
        return made is not None

    def send(self, command: Command) -> None:
        self.attempt(lambda: self.session.send(command))

    def attempt(self, call: Callable[[], list[Event]]) -> None:
        """Do something with the session and tell what came of it, or why it could not be."""
        before, was_over = self.session.view().dilemmas, self.session.is_over
        events: list[Event] = []
        try:
            events = call()
            self.session.mark()
        except ScenarioSimError as error:
            tell(str(error))
        else:
            self._tell_news(events, before)
            if self.session.is_over and not was_over:
                self.tell_outcome()
                self.help()
        if any(isinstance(event, EpisodeOpened) for event in events):
            plain_moments.open_moment(self)

    # --- telling -------------------------------------------------------------------------------------------

    def tell_outcome(self) -> None:
        """How it went: goals, the highest level, every decision with its reason."""
        heading(translate(N_("Outcome")))
        tell(translate(N_("Under the assumptions of this scenario; this is no forecast.")))
        scores = self.session.outcome().goals
        for goal in self.texts.goals:
            tell(translate(N_("{goal}: {score} of 100")).format(goal=goal.title, score=f"{scores[goal.id]:.0f}"))
        tell(translate(N_("Highest level: {level}")).format(level=self._level(self.session.table.peak_level)))
        for decision in decisions_in(self.session.log.entries):
            tell(self._decision(decision))

    def tell_clock(self) -> None:
        view = self.view
        phase = by_id(self.texts.phases, view.phase).title if view.phase else ""
        said = translate(N_("It is {clock}, {phase}. Level {level}"))
        tell(said.format(clock=view.clock, phase=phase, level=self._level(view.level)))

    def tell_dilemma(self, one: OpenDilemma) -> None:
        dilemma = self.texts.dilemma(one.dilemma)
        said = translate(N_("Dilemma for {role}: {question}"))
        tell(said.format(role=role_title(self.texts, dilemma.decided_by), question=dilemma.question))
        if one.until is not None:
            tell(translate(N_("Decide before {clock}.")).format(clock=self.texts.clock(one.until)))

    # --- inside --------------------------------------------------------------------------------------------

    def _command(self, word: str) -> Spoken | None:
        words = {translate(command.word).casefold(): command for command in self.COMMANDS.values()}
        for known in (self.COMMANDS, words):
            if word in known:
                return known[word]
        begun = [command for said, command in [*words.items(), *self.COMMANDS.items()] if said.startswith(word)]
        return begun[0] if begun else None

    def _decision(self, decision: Decision) -> str:
        what = decision.what if decision.kind == "improvised" else title_of(self.texts, decision.what)
        if decision.kind == "ended":
            what = translate(N_("ended: {what}")).format(what=what)
        if decision.option:
            options = self.texts.dilemma(decision.what).options
            what += ": " + next(option.text for option in options if option.id == decision.option)
        who = role_title(self.texts, decision.by) if decision.by else translate(N_("nobody; time ran out"))
        why = f". {translate(N_('Why'))}: {decision.why}" if decision.why else ""
        return f"{self.texts.clock(decision.at)}, {who}: {what}{why}"

    def _level(self, level: int) -> str:
        return translate(N_("{level} of 5, {title}")).format(level=level, title=self.texts.levels[level].title)

    def _tell_reports(self, events: list[Event]) -> None:
        for report in reports(self.texts, events):
            tell(report.text)

    def _tell_news(self, events: list[Event], dilemmas: tuple[OpenDilemma, ...]) -> None:
        view = self.view
        for delivery in view.feed[self._told :]:
            tell(message_line(delivery, view, self.texts))
        self._told = len(view.feed)
        self._tell_reports(events)
        for one in self.session.view().dilemmas:
            if one not in dilemmas and self.texts.dilemma(one.dilemma).decided_by in self.seats:
                self.tell_dilemma(one)
        if not self.session.is_over:
            self.tell_clock()
