"""A dilemma on the table: the question, the options with what advisers say, and choosing one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import FACILITATOR, ChooseOption
from scenario_sim.model.injects import Dilemma, Option
from scenario_sim.model.scenario import Scenario
from scenario_sim.session.table import OpenDilemma
from scenario_sim_tui.pages import Dialog
from scenario_sim_tui.widgets.choices import Choices
from scenario_sim_tui.widgets.error_line import ErrorLine
from scenario_sim_tui.words import EXERCISE, plain, role_title


class DilemmaDialog(Dialog[ChooseOption]):
    """Gives the choice, or None to decide later; nothing is chosen beforehand."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "choose", N_("Choose"))]

    def __init__(self, open: OpenDilemma, texts: Scenario, role: str) -> None:
        super().__init__()
        self.open, self.texts, self.role = open, texts, role

    def compose(self) -> ComposeResult:
        dilemma = self.texts.dilemma(self.open.dilemma)
        with VerticalScroll(classes="dialog", can_focus=False):
            yield self.heading(f"{translate(EXERCISE)}  {translate(N_('Dilemma'))}: {dilemma.question}")
            yield Static(plain(self._who_and_when(dilemma), "dim"))
            yield Choices([(option.id, _option(option, self.texts)) for option in dilemma.options], id="options")
            yield ErrorLine(id="choice-error")
            yield Static(plain(translate(N_("Why? (goes into the log)")), "bold"))
            yield Input(id="why", max_length=500, compact=True)
            with Horizontal(classes="line buttons"):
                yield Button(translate(N_("Choose")), id="choose", variant="primary", compact=True)
                yield Button(translate(N_("Later")), id="later", compact=True)

    def on_mount(self) -> None:
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
        else:
            self.dismiss(None)

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


def _option(option: Option, texts: Scenario) -> Content:
    parts: list[str | tuple[str, str]] = [(option.text, "bold")]
    for role, advice in option.advice.items():
        parts.append((f"\n{role_title(texts, role)}: {advice}", ""))
    return Content.assemble(*parts)


def first_open(dilemmas: Sequence[OpenDilemma], seen: set[str]) -> OpenDilemma | None:
    """The first dilemma that was not shown before."""
    return next((one for one in dilemmas if one.dilemma not in seen), None)
