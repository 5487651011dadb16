"""Small dialogs: yes or no, a moment to run to, and help."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input, Static

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.faults import Fault
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.units import parse_duration
from scenario_sim_tui.pages import Dialog
from scenario_sim_tui.widgets.error_line import ErrorLine
from scenario_sim_tui.words import QUIET, plain


class Confirm(Dialog[bool]):
    """A question with yes and no; gives True, False or None."""

    HELP = N_("Say yes or no.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,j", "yes", N_("Yes"), key_display=N_("y")),
        Binding("n", "leave", N_("No")),
    ]

    def __init__(self, question: str, explanation: str) -> None:
        super().__init__()
        self.question, self.explanation = question, explanation

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog small", can_focus=False):
            yield self.heading(self.question)
            yield Static(plain(self.explanation))
            with Horizontal(classes="line buttons"):
                yield Button(translate(N_("Yes")), id="yes", variant="primary", compact=True)
                yield Button(translate(N_("No")), id="no", compact=True)

    def on_mount(self) -> None:
        self.query_one("#yes").focus()

    def action_yes(self) -> None:
        self.dismiss(True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")


class UntilDialog(Dialog[float]):
    """A moment to run to: a time of day, or a span from now. Gives simulation seconds; with *back* also past ones."""

    def __init__(self, scenario: Scenario, now: float, *, back: bool = False) -> None:
        super().__init__()
        self.scenario, self.now, self.back = scenario, now, back

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog small", can_focus=False):
            yield self.heading(translate(N_("Run until")))
            yield Static(translate(N_("A time on the scenario's clock, such as 20:10, or a span from now: +15 min.")))
            start = self.scenario.clock(0) if self.now < 0 else ""
            yield Input(start, placeholder="20:10", id="until", compact=True)
            yield ErrorLine(id="until-error")
            yield Static(plain(translate(N_("Enter runs. A dilemma stops it.")), QUIET))

    def on_mount(self) -> None:
        self.query_one("#until").focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        typed = event.value.strip()
        try:
            at = self.now + parse_duration(typed[1:]) if typed.startswith("+") else self.scenario.moment(typed)
        except Fault as fault:
            said = translate(fault.message).format(**fault.values)
            if fault.hint:
                said += f" ({translate(fault.hint).format(**fault.values)})"
            self.query_one("#until-error", ErrorLine).say(said)
            return
        if at <= self.now and not self.back:
            said = translate(N_("That moment has passed; it is {clock} now."))
            self.query_one("#until-error", ErrorLine).say(said.format(clock=self.scenario.clock(self.now)))
            return
        self.dismiss(at)
