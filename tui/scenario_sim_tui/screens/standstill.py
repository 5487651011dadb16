"""The stop word was said: a real incident. Nothing of the exercise is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, Middle
from textual.widgets import Static

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import GoOn
from scenario_sim_tui.forms.table import going_on
from scenario_sim_tui.pages import Page
from scenario_sim_tui.screens.form_dialog import FormDialog


class StandstillScreen(Page):
    """Only the facilitator's key leads on; *go_on* gets the command when the facilitator is sure."""

    HELP = N_(
        "A real incident: follow the instructions of the emergency services. The exercise stands still until "
        "the facilitator goes on."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "go_on", N_("Facilitator: go on"), tooltip=N_("the facilitator lets the exercise go on"))
    ]

    def __init__(self, go_on: Callable[[GoOn], None]) -> None:
        super().__init__()
        self.go_on = go_on

    def compose(self) -> ComposeResult:
        with Middle():
            with Center():
                yield Static(" ".join(translate(N_("REAL INCIDENT"))), id="standstill", markup=False)
            yield Static(translate(N_("The exercise stands still.")), classes="standing")
            yield Static(translate(N_("Facilitator: g goes on")), classes="standing")

    def action_go_on(self) -> None:
        def confirmed(command: GoOn | None) -> None:
            if command is not None:
                self.dismiss(None)
                self.go_on(command)

        self.app.push_screen(FormDialog(going_on()), confirmed)
