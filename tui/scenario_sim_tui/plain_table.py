"""The table in lines: one command at a time, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from scenario_sim.errors import ScenarioSimError
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import (
    FACILITATOR,
    Adjudicate,
    ChooseOption,
    Command,
    DecideMeasure,
    EndExercise,
    EndMeasure,
    GoOn,
    Improvise,
    ProposeMeasure,
    StopForReal,
)
from scenario_sim.model.events import Event
from scenario_sim.model.measures import Measure
from scenario_sim.model.scenario import Scenario, by_id
from scenario_sim.model.units import MINUTE
from scenario_sim.session import Decision, Session, decisions_in
from scenario_sim.session.table import GOING_ON, Delivery, OpenDilemma
from scenario_sim.session.view import View
from scenario_sim_tui.effects import UnclearEffect, effects_from, example
from scenario_sim_tui.lines import Leave, ask, choose, heading, tell
from scenario_sim_tui.pacing import run_until, to_next_news
from scenario_sim_tui.reports import reports
from scenario_sim_tui.words import (
    EXERCISE,
    may_decide,
    needs_text,
    role_title,
    role_titles,
    state_word,
    title_of,
    unit_word,
)

LONGEST_WAIT = 7 * 24 * 60
"""Minutes."""


class PlainTable:
    """Reads commands for *session* and tells what a role may know; people decide, the session keeps it."""

    COMMANDS: ClassVar[dict[str, tuple[str, str]]] = {
        "next": (N_("next"), N_("on to the next event")),
        "wait": (N_("wait"), N_("let minutes pass, such as: wait 5")),
        "actions": (
            N_("actions"),
            N_("choose a measure and decide it; a word after it searches, such as: actions gavel"),
        ),
        "dilemma": (N_("dilemma"), N_("decide a dilemma that is on the table")),
        "own": (N_("own"), N_("do something that is not in the list")),
        "status": (N_("status"), N_("the state of things")),
        "feed": (N_("feed"), N_("everything that reached you")),
        "role": (N_("role"), N_("play another seat at this table")),
        "incident": (N_("incident"), N_("stop for a real incident, or go on after it")),
        "end": (N_("end"), N_("end the exercise and hear the outcome")),
        "quit": (N_("quit"), N_("stop for now; the session is saved")),
        "help": (N_("help"), N_("these commands")),
    }
    """What the person can type: the word in both languages, or its first letter, and what it does."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.texts: Scenario = session.texts()
        self.role = self._seats[0]
        self._told = 0

    @property
    def _seats(self) -> list[str]:
        return [*self.session.view().seated, FACILITATOR]

    def open(self, begun: bool) -> None:
        """Play the days before, up to the start or the first dilemma, unless the session had *begun* already."""
        heading(f"{translate(EXERCISE)}: {self.texts.title}")
        if self.session.is_over:
            return
        self._tell_reports(list(self.session.table.refusals))
        if not begun:
            self._attempt(lambda: run_until(self.session, 0.0, self.session.table.seated))
        else:
            self._tell_clock()
        self.do_help("")

    def listen(self) -> None:
        """Read one command and do it. Raises Leave when the person quits."""
        who, clock = role_title(self.texts, self.role), self.texts.clock(self.session.now)
        word, _, rest = ask(translate(N_("{clock}, {role}. Command")).format(clock=clock, role=who)).partition(" ")
        if not word:
            return
        name = self._command(word.casefold())
        if name is None:
            tell(translate(N_("There is no command '{word}'. Type help for the commands.")).format(word=word))
        elif self.session.is_stopped and name not in ("incident", "quit", "help", "status", "feed"):
            tell(translate(N_("The exercise is stopped for a real incident. Type incident to go on after it.")))
        else:
            do: Callable[[str], None] = getattr(self, f"do_{name}")
            do(rest.strip())

    def _command(self, word: str) -> str | None:
        for name, (said, _) in self.COMMANDS.items():
            if word in (name, translate(said).casefold()):
                return name
        begun = [name for name, (said, _) in self.COMMANDS.items() if translate(said).casefold().startswith(word)]
        begun += [name for name in self.COMMANDS if name.startswith(word)]
        return begun[0] if begun else None

    # --- time ----------------------------------------------------------------------------------------------

    def do_next(self, _: str) -> None:
        self._attempt(lambda: to_next_news(self.session, self.role))

    def do_wait(self, rest: str) -> None:
        typed = rest.split(" ")[0] or ask(translate(N_("How many minutes?")))
        if not typed.isdecimal() or not 0 < int(typed) <= LONGEST_WAIT:
            tell(translate(N_("Type a number from {low} to {high}.")).format(low=1, high=LONGEST_WAIT))
            return
        until = self.session.now + int(typed) * MINUTE
        self._attempt(lambda: run_until(self.session, until, self.session.table.seated))

    # --- looking -------------------------------------------------------------------------------------------

    def do_status(self, _: str) -> None:
        view = self.session.view(self.role)
        self._tell_clock()
        for id, value in view.indicators.items():
            indicator = by_id(self.texts.indicators, id)
            low, high = indicator.range
            said = translate(N_("{what}: {value} {unit}, from {low} to {high}"))
            unit = unit_word(indicator.unit)
            tell(said.format(what=indicator.title, value=f"{value:.0f}", unit=unit, low=f"{low:g}", high=f"{high:g}"))
        for status in view.statuses:
            if status.state in GOING_ON:
                tell(f"{self.texts.measure(status.measure).title}: {state_word(status.state)}")
        for id, (free, total) in view.resources.items():
            said = translate(N_("{what}: {free} of {total} free"))
            tell(said.format(what=title_of(self.texts, id), free=free, total=total))

    def do_feed(self, _: str) -> None:
        view = self.session.view(self.role)
        for delivery in view.feed:
            tell(_message(delivery, view, self.texts))
        if not view.feed:
            tell(translate(N_("Nothing yet.")))

    def do_role(self, _: str) -> None:
        seats = self._seats
        options = [role_title(self.texts, role) for role in seats]
        place = choose(translate(N_("Which seat?")), options, seats.index(self.role) if self.role in seats else 0)
        self.role = seats[place or 0]
        self._told = 0
        self.do_feed("")
        self._told = len(self.session.view(self.role).feed)

    def do_help(self, _: str) -> None:
        for said, meaning in self.COMMANDS.values():
            tell(f"{translate(said)}: {translate(meaning)}")

    # --- doing ---------------------------------------------------------------------------------------------

    def do_actions(self, rest: str) -> None:
        """All measures that can be decided now, or those with *rest* in their title."""
        view = self.session.view(self.role)
        possible = [measure for measure in self.texts.measures if measure.kind == "response" or view.at < 0]
        possible = [measure for measure in possible if rest.casefold() in measure.title.casefold()]
        if not possible:
            tell(translate(N_("No action has '{word}' in its name.")).format(word=rest))
            return
        possible.sort(key=lambda measure: not may_decide(measure, self.role))
        rows = [self._row(measure, view) for measure in possible]
        place = choose(translate(N_("Which action?")), rows, enter=translate(N_("enter for none")))
        if place is not None:
            self._decide(possible[place], view)

    def _row(self, measure: Measure, view: View) -> str:
        facts = [state_word(view.measures[measure.id]), measure.lead_time.in_words()]
        needs = needs_text(self.texts, measure.needs, view.resources)
        facts += [needs] if needs else []
        if not may_decide(measure, self.role):
            said = translate(N_("not your authority, it belongs to {roles}"))
            facts.append(said.format(roles=role_titles(self.texts, measure.decided_by)))
        return f"{measure.title}: {', '.join(facts)}"

    def _decide(self, measure: Measure, view: View) -> None:
        tell(measure.description or measure.title)
        for label, value in (
            (N_("Legal ground"), measure.legal_basis or ""),
            (N_("Requires"), ", ".join(requirement.text for requirement in measure.requires)),
            (N_("Side effect"), measure.side_effects or ""),
            (N_("Typical mistake"), measure.mistake or ""),
        ):
            if value:
                tell(f"{translate(label)}: {value}")
        ways: list[tuple[str, type[DecideMeasure | ProposeMeasure | EndMeasure]]] = [
            (N_("Decide"), DecideMeasure),
            (N_("Propose"), ProposeMeasure),
        ]
        if view.measures[measure.id] in GOING_ON:
            ways.append((N_("End it"), EndMeasure))
        words = [*(translate(word) for word, _ in ways), translate(N_("Back"))]
        place = choose(translate(N_("What do you do with it?")), words, 0) or 0
        if place < len(ways):
            by = measure.decided_by[0] if self.role == FACILITATOR else self.role
            self._send(ways[place][1](by=by, measure=measure.id, why=_why()))

    def do_dilemma(self, _: str) -> None:
        for one in self.session.view().dilemmas:
            if self.texts.dilemma(one.dilemma).decided_by in self._seats or self.role == FACILITATOR:
                self._decide_dilemma(one)
                return
        tell(translate(N_("There is no dilemma on the table now.")))

    def _decide_dilemma(self, one: OpenDilemma) -> None:
        dilemma = self.texts.dilemma(one.dilemma)
        self._tell_dilemma(one)
        options = []
        for option in dilemma.options:
            advice = [f"{role_title(self.texts, role)}: {said}" for role, said in option.advice.items()]
            options.append(" ".join([option.text, *advice]))
        place = choose(translate(N_("Which option?")), options, enter=translate(N_("enter for later")))
        if place is not None:
            chosen = dilemma.options[place].id
            self._send(ChooseOption(by=dilemma.decided_by, dilemma=dilemma.id, option=chosen, why=_why()))

    def do_own(self, rest: str) -> None:
        text = rest or ask(translate(N_("What do you do? The facilitator judges what comes of it.")))
        if text:
            self._send(Improvise(by=self.role, text=text[:2000], why=_why()))
            self._judge()

    def _judge(self) -> None:
        """Ask the facilitator what the latest own action does."""
        tell(translate(N_("Facilitator: what comes of this action?")))
        said = translate(N_("One change, such as {example}; enter when there are no more"))
        lines: list[str] = []
        while line := ask(said.format(example=example(self.texts))):
            try:
                effects_from(line, self.texts)
            except UnclearEffect as unclear:
                tell(str(unclear))
            else:
                lines.append(line)
        words = ask(translate(N_("What do people see or hear of it?")))
        action = self.session.table.improvised[-1].action
        effects = effects_from("\n".join(lines), self.texts)
        self._send(Adjudicate(by=FACILITATOR, action=action, effects=effects, text=words[:2000]))

    def do_incident(self, _: str) -> None:
        if self.session.is_stopped:
            self._send(GoOn(by=FACILITATOR))
            tell(translate(N_("The exercise goes on.")))
        else:
            self._send(StopForReal(by=self.role))
            tell(translate(N_("The exercise is stopped for a real incident. Type incident to go on after it.")))

    def do_end(self, _: str) -> None:
        sure = choose(translate(N_("End the exercise?")), [translate(N_("No")), translate(N_("Yes"))], 0)
        if sure == 1:
            self._send(EndExercise(by=FACILITATOR))

    def do_quit(self, _: str) -> None:
        raise Leave

    # --- telling -------------------------------------------------------------------------------------------

    def tell_outcome(self) -> None:
        """How it ended: goals, the highest level, every decision with its reason."""
        heading(translate(N_("Outcome")))
        tell(translate(N_("Under the assumptions of this scenario; this is no forecast.")))
        scores = self.session.outcome().goals
        for goal in self.texts.goals:
            tell(translate(N_("{goal}: {score} of 100")).format(goal=goal.title, score=f"{scores[goal.id]:.0f}"))
        tell(translate(N_("Highest level: {level}")).format(level=self._level(self.session.table.peak_level)))
        for decision in decisions_in(self.session.log.entries):
            tell(self._decision(decision))

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

    def _tell_clock(self) -> None:
        view = self.session.view(self.role)
        phase = by_id(self.texts.phases, view.phase).title if view.phase else ""
        said = translate(N_("It is {clock}, {phase}. Level {level}"))
        tell(said.format(clock=view.clock, phase=phase, level=self._level(view.level)))

    def _level(self, level: int) -> str:
        return translate(N_("{level} of 5, {title}")).format(level=level, title=self.texts.levels[level].title)

    def _tell_dilemma(self, one: OpenDilemma) -> None:
        dilemma = self.texts.dilemma(one.dilemma)
        said = translate(N_("Dilemma for {role}: {question}"))
        tell(said.format(role=role_title(self.texts, dilemma.decided_by), question=dilemma.question))
        if one.until is not None:
            tell(translate(N_("Decide before {clock}.")).format(clock=self.texts.clock(one.until)))

    def _tell_reports(self, events: list[Event]) -> None:
        for report in reports(self.texts, events):
            tell(report.text)

    def _tell_news(self, events: list[Event], dilemmas: tuple[OpenDilemma, ...]) -> None:
        view = self.session.view(self.role)
        for delivery in view.feed[self._told :]:
            tell(_message(delivery, view, self.texts))
        self._told = len(view.feed)
        self._tell_reports(events)
        for one in self.session.view().dilemmas:
            if one not in dilemmas and self.texts.dilemma(one.dilemma).decided_by in self._seats:
                self._tell_dilemma(one)
        self._tell_clock()

    def _send(self, command: Command) -> None:
        self._attempt(lambda: self.session.send(command))

    def _attempt(self, call: Callable[[], list[Event]]) -> None:
        """Do something with the session and tell what came of it, or why it could not be."""
        before = self.session.view().dilemmas
        try:
            events = call()
            self.session.mark()
        except ScenarioSimError as error:
            tell(str(error))
        else:
            self._tell_news(events, before)


def _why() -> str:
    return ask(translate(N_("Why? (goes into the log)")))[:500]


def _message(delivery: Delivery, view: View, texts: Scenario) -> str:
    at = texts.clock(delivery.known.get(view.role, delivery.at))
    if delivery.added is not None:
        channel, title, text = delivery.added.channel, delivery.added.title, delivery.added.text
    else:
        inject = texts.inject(delivery.inject)
        channel, title, text = inject.channel, inject.title, view.reworded.get(inject.id, inject.text)
    return f"{at}, {by_id(texts.channels, channel).title}: {title}. {text}"
