"""A blind round on one laptop: the keyboard goes from seat to seat, and nobody sees what others say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from scenario_sim.errors import ScenarioSimError
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import Command
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.talk_events import BehaviourJudged, OptionAdvised
from scenario_sim.session import Session
from scenario_sim_tui.pages import Dialog
from scenario_sim_tui.reports import reports
from scenario_sim_tui.widgets.choices import Choices
from scenario_sim_tui.widgets.confidence import Confidence
from scenario_sim_tui.widgets.error_line import ErrorLine
from scenario_sim_tui.words import QUIET, plain, role_title


@dataclass(frozen=True, slots=True)
class Said:
    """What one seat says: which answer, how sure (1–5), and one sentence that may be empty."""

    answer: str
    confidence: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Round:
    """What a blind round is about. *answers* are ids with their texts, *seats* the roles at this table, *given_by*
    tells who has spoken so far, and *say* and *reveal* pass on to the session what happens."""

    title: str
    question: str
    answers: Sequence[tuple[str, Content]]
    seats: Sequence[str]
    given_by: Callable[[], Sequence[str]]
    say: Callable[[str, Said], bool]
    reveal: Callable[[], bool]


def passed_on(screen: Widget, session: Session, texts: Scenario, command: Command) -> bool:
    """Send *command*; what went wrong is told on *screen*. Gives whether all went well."""
    try:
        events = session.send(command)
    except ScenarioSimError as error:
        screen.notify(str(error), severity="error", markup=False)
        return False
    wrong = [report for report in reports(texts, events) if report.weight == "error"]
    for report in wrong:
        screen.notify(report.text, severity="error", markup=False)
    return not wrong


class RoundDialog(Dialog[bool]):
    """Whose turn it is. Gives True once the answers are revealed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "reveal", N_("Reveal"), tooltip=N_("show what everybody said"))
    ]

    def __init__(self, round: Round, texts: Scenario) -> None:
        super().__init__()
        self.round, self.texts = round, texts

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog small", can_focus=False):
            yield self.heading(self.round.title)
            yield Static(plain(self.round.question))
            yield Static(plain(translate(N_("Who has the keyboard? Nobody else looks.")), QUIET), classes="foot")
            yield OptionList(id="seats-round", classes="choices", markup=False, compact=True)
            with Horizontal(classes="line buttons"):
                yield Button(translate(N_("Reveal")), id="reveal", variant="primary", compact=True)
                yield Button(translate(N_("Back")), id="back", compact=True)

    def on_mount(self) -> None:
        self._show()
        self.query_one("#seats-round").focus()

    def _show(self) -> None:
        """Who has spoken, and the cursor on the first who has not."""
        given = self.round.given_by()
        seats = self.query_one("#seats-round", OptionList)
        seats.set_options([Option(self._seat(role, role in given), id=role) for role in self.round.seats])
        waiting = [place for place, role in enumerate(self.round.seats) if role not in given]
        seats.highlighted = waiting[0] if waiting else 0
        if not waiting:
            self.query_one("#reveal").focus()

    def _seat(self, role: str, spoken: bool) -> Content:
        title = role_title(self.texts, role)
        if spoken:
            return Content.assemble("● ", title, (f"  {translate(N_('said'))}", "bold"))
        return Content.assemble("○ ", title, ("  …", QUIET))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        role = event.option_id or ""

        def said(answer: Said | None) -> None:
            if answer is not None:
                self.round.say(role, answer)
            self._show()

        self.app.push_screen(TurnDialog(self.round, role_title(self.texts, role)), said)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "reveal":
            self.action_reveal()
        else:
            self.action_leave()

    def action_reveal(self) -> None:
        if self.round.reveal():
            self.dismiss(True)


class TurnDialog(Dialog[Said]):
    """One seat says what it thinks; nothing is chosen beforehand, not even what this seat said before."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "say", N_("Say it"), tooltip=N_("pass on the answer"))]

    def __init__(self, round: Round, who: str) -> None:
        super().__init__()
        self.round, self.who = round, who

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield self.heading(translate(N_("Give the keyboard to: {role}")).format(role=self.who))
            yield Static(plain(self.round.question, "bold"))
            yield Choices(self.round.answers, id="answers")
            yield ErrorLine(id="answer-error")
            yield Static(plain(translate(N_("How sure are you? 1 to 5")), "bold"), classes="foot")
            yield Confidence(id="confidence")
            yield ErrorLine(id="confidence-error")
            yield Static(plain(translate(N_("Why, in one sentence")), "bold"), classes="foot")
            yield Input(id="sentence", max_length=500, compact=True)
            with Horizontal(classes="line buttons"):
                yield Button(translate(N_("Say it")), id="say", variant="primary", compact=True)
                yield Button(translate(N_("Back")), id="back", compact=True)

    def on_mount(self) -> None:
        self.query_one("#answers").focus()

    def on_choices_changed(self) -> None:
        self.query_one("#confidence").focus()

    def on_input_submitted(self) -> None:
        self.action_say()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "say":
            self.action_say()
        else:
            self.action_leave()

    def action_say(self) -> None:
        answers, confidence = self.query_one("#answers", Choices), self.query_one("#confidence", Confidence)
        missing = [] if answers.chosen else [answers.id]
        missing += [] if confidence.value is not None else [confidence.id]
        self.query_one("#answer-error", ErrorLine).say(
            "" if answers.chosen else translate(N_("Choose an answer with space first."))
        )
        self.query_one("#confidence-error", ErrorLine).say(
            "" if confidence.value is not None else translate(N_("Choose a number from 1 to 5."))
        )
        if missing:
            self.query_one(f"#{missing[0]}").focus()
        elif confidence.value is not None:
            sentence = self.query_one("#sentence", Input).value.strip()
            self.dismiss(Said(answers.chosen[0], confidence.value, sentence))


def seats_at(session: Session) -> list[str]:
    """Those who play at this table; everybody, if nobody has taken a seat."""
    return list(session.view().seated) or [role.id for role in session.scenario.roles]


def alignment(answers: Sequence[str]) -> tuple[str, str, str]:
    """Whether all who spoke gave the same answer: mark, word and style."""
    if len(set(answers)) > 1:
        return "≠", translate(N_("divided")), "bold $warning"
    if len(answers) == 1:
        return "1", translate(N_("one voice only")), "bold"
    return "=", translate(N_("of one mind")), "bold $success"


def agreement(answers: Sequence[str], seats: int) -> Content:
    """How far the table is of one mind, and how many of it spoke."""
    mark, word, style = alignment(answers)
    count = translate(N_("{count} of {seats} spoke")).format(count=len(answers), seats=max(seats, len(answers)))
    return Content.assemble((f"{mark} {word}", style), (f"  ({count})", QUIET))


def voice(said: BehaviourJudged | OptionAdvised, texts: Scenario) -> Content:
    """Who said it, how sure, and the sentence: ``Burgemeester (zeker 4/5): Dat mag.``"""
    sure = translate(N_("sure {points}")).format(points=f"{said.confidence}/5")
    sentence = f": {said.sentence}" if said.sentence else ""
    return Content.assemble((role_title(texts, said.by), "bold"), (f" ({sure})", QUIET), sentence)
