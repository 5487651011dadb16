"""A dilemma on the table: the question, the options with what advisers say, and choosing one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import FACILITATOR, AdviseOption, ChooseOption, RevealAdvice
from scenario_sim.model.injects import Dilemma, Option
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.talk_events import OptionAdvised
from scenario_sim.session import Session
from scenario_sim.session.table import OpenDilemma
from scenario_sim.session.view import Blind
from scenario_sim_tui.pages import Dialog
from scenario_sim_tui.screens.blind import Round, RoundDialog, Said, agreement, passed_on, seats_at, voice
from scenario_sim_tui.widgets.choices import Choices
from scenario_sim_tui.widgets.error_line import ErrorLine
from scenario_sim_tui.words import EXERCISE, QUIET, plain, role_title, role_titles


class DilemmaDialog(Dialog[ChooseOption]):
    """Gives the choice, or None to decide later; nothing is chosen beforehand. A blind round may go before it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "choose", N_("Choose"), tooltip=N_("make the choice, with the reason")),
        Binding(
            "b",
            "round",
            N_("Blind round"),
            tooltip=N_("every seat says what it would do, before anybody hears the others"),
        ),
    ]

    def __init__(self, open: OpenDilemma, texts: Scenario, role: str, session: Session) -> None:
        super().__init__()
        self.open, self.texts, self.role, self.session = open, texts, role, session

    def compose(self) -> ComposeResult:
        dilemma = self.texts.dilemma(self.open.dilemma)
        with VerticalScroll(classes="dialog", can_focus=False):
            yield self.heading(f"{translate(EXERCISE)}  {translate(N_('Dilemma'))}: {dilemma.question}")
            yield Static(plain(self._who_and_when(dilemma), QUIET))
            yield Static(id="advice")
            yield Choices([(option.id, _option(option, self.texts)) for option in dilemma.options], id="options")
            yield ErrorLine(id="choice-error")
            yield Static(plain(translate(N_("Why? (goes into the log)")), "bold"))
            yield Input(id="why", max_length=500, compact=True)
            with Horizontal(classes="line buttons"):
                yield Button(translate(N_("Choose")), id="choose", variant="primary", compact=True)
                yield Button(translate(N_("Blind round first")), id="round", compact=True)
                yield Button(translate(N_("Later")), id="later", compact=True)

    def on_mount(self) -> None:
        self._show_advice()
        self.query_one("#options").focus()

    def _who_and_when(self, dilemma: Dilemma) -> str:
        said = translate(N_("{role} decides")).format(role=role_title(self.texts, dilemma.decided_by))
        if self.open.until is not None:
            said += " · " + translate(N_("before {clock}")).format(clock=self.texts.clock(self.open.until))
        return said

    def on_input_submitted(self) -> None:
        self.action_choose()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "choose":
            self.action_choose()
        elif event.button.id == "round":
            self.action_round()
        else:
            self.dismiss(None)

    # --- the blind round -----------------------------------------------------------------------------------

    def action_round(self) -> None:
        """Every seat says what it would do, before anybody hears the others."""
        dilemma = self.texts.dilemma(self.open.dilemma)
        if self._blind().shown:
            self.notify(translate(N_("This was revealed already; now the choice is to be made.")))
            return
        round = Round(
            title=translate(N_("Blind round: what would you do?")),
            question=dilemma.question,
            answers=[(option.id, plain(option.text)) for option in dilemma.options],
            seats=seats_at(self.session),
            given_by=lambda: self._blind().given_by,
            say=partial(self._advise, dilemma.id),
            reveal=lambda: self._passed_on(RevealAdvice(by=FACILITATOR, dilemma=dilemma.id)),
        )
        self.app.push_screen(RoundDialog(round, self.texts), lambda _: self._show_advice())

    def _blind(self) -> Blind[OptionAdvised]:
        return self.session.view().advice[self.open.dilemma]

    def _advise(self, dilemma: str, role: str, said: Said) -> bool:
        by, why = role, said.sentence
        return self._passed_on(
            AdviseOption(by=by, dilemma=dilemma, option=said.answer, confidence=said.confidence, why=why)
        )

    def _passed_on(self, command: AdviseOption | RevealAdvice) -> bool:
        return passed_on(self, self.session, self.texts, command)

    def _show_advice(self) -> None:
        blind, line = self._blind(), self.query_one("#advice", Static)
        line.display = bool(blind.given_by)
        self.query_one("#round").display = not blind.shown
        if blind.shown:
            line.update(
                _voices(blind.shown, self.texts.dilemma(self.open.dilemma), self.texts, len(seats_at(self.session)))
            )
        else:
            who = role_titles(self.texts, blind.given_by)
            line.update(plain(translate(N_("Said, not revealed: {roles}")).format(roles=who)))
        self.query_one("#options").focus()

    # --- choosing ------------------------------------------------------------------------------------------

    def action_choose(self) -> None:
        options = self.query_one("#options", Choices)
        if not options.chosen:
            self.query_one("#choice-error", ErrorLine).say(translate(N_("Choose an option with space first.")))
            options.focus()
            return
        dilemma = self.texts.dilemma(self.open.dilemma)
        by = dilemma.decided_by if self.role == FACILITATOR else self.role
        why = self.query_one("#why", Input).value.strip()
        self.dismiss(ChooseOption(by=by, dilemma=dilemma.id, option=options.chosen[0], why=why))


def _voices(shown: Sequence[OptionAdvised], dilemma: Dilemma, texts: Scenario, seats: int) -> Content:
    """Who is for what, and whether all are."""
    parts: list[Content | str | tuple[str, str]] = [agreement([said.option for said in shown], seats), "\n"]
    for option in dilemma.options:
        voices = [said for said in shown if said.option == option.id]
        if voices:
            parts.append((f"{len(voices)} × {option.text}\n", "bold"))
        for said in voices:
            parts += ["    ", voice(said, texts), "\n"]
    return Content.assemble(*parts)


def _option(option: Option, texts: Scenario) -> Content:
    parts: list[str | tuple[str, str]] = [(option.text, "bold")]
    for role, advice in option.advice.items():
        parts.append((f"\n{role_title(texts, role)}: {advice}", ""))
    return Content.assemble(*parts)


def first_open(dilemmas: Sequence[OpenDilemma], seen: set[str]) -> OpenDilemma | None:
    """The first dilemma that was not shown before."""
    return next((one for one in dilemmas if one.dilemma not in seen), None)
