"""Actions that no author thought of: saying them, and the facilitator's judgement of what they do."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input, Static, TextArea

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import FACILITATOR, Adjudicate, Improvise
from scenario_sim.model.events import ActionImprovised
from scenario_sim.model.scenario import Scenario
from scenario_sim_tui.effects import UnclearEffect, effects_from, example
from scenario_sim_tui.pages import Dialog
from scenario_sim_tui.widgets.error_line import ErrorLine
from scenario_sim_tui.words import QUIET, plain, role_title


class OwnActionDialog(Dialog[Improvise]):
    """What somebody does, in their own words, and why."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "send", N_("Do it"))]

    def __init__(self, role: str) -> None:
        super().__init__()
        self.role = role

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield self.heading(translate(N_("Own action")))
            yield Static(translate(N_("What do you do? The facilitator judges what comes of it.")))
            yield Input(id="what", max_length=2000, compact=True)
            yield ErrorLine(id="what-error")
            yield Static(plain(translate(N_("Why? (goes into the log)")), "bold"))
            yield Input(id="why", max_length=500, compact=True)
            with Horizontal(classes="line buttons"):
                yield Button(translate(N_("Do it")), id="send", variant="primary", compact=True)
                yield Button(translate(N_("Back")), id="back", compact=True)

    def on_mount(self) -> None:
        self.query_one("#what").focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "what" and event.value.strip():
            self.query_one("#why").focus()
        else:
            self.action_send()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "send":
            self.action_send()
        else:
            self.dismiss(None)

    def action_send(self) -> None:
        text = self.query_one("#what", Input).value.strip()
        if not text:
            self.query_one("#what-error", ErrorLine).say(translate(N_("Say what you do.")))
            self.query_one("#what").focus()
            return
        self.dismiss(Improvise(by=self.role, text=text, why=self.query_one("#why", Input).value.strip()))


class AdjudicateDialog(Dialog[Adjudicate]):
    """The facilitator says what an improvised action does: changes of indicators, and in words."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "send", N_("Confirm"))]

    def __init__(self, action: ActionImprovised, texts: Scenario) -> None:
        super().__init__()
        self.action, self.texts = action, texts

    def compose(self) -> ComposeResult:
        by = role_title(self.texts, self.action.by)
        with VerticalScroll(classes="dialog", can_focus=False):
            yield self.heading(translate(N_("Facilitator: what comes of this action?")))
            yield Static(plain(f"{by}: {self.action.text}"))
            said = translate(N_("One line for each change, such as {example}. Leave it empty if nothing changes."))
            yield Static(plain(said.format(example=example(self.texts)), QUIET))
            yield TextArea(id="effects", compact=True, tab_behavior="focus")
            yield ErrorLine(id="effects-error")
            yield Static(plain(translate(N_("What do people see or hear of it?")), "bold"))
            yield Input(id="words", max_length=2000, compact=True)
            with Horizontal(classes="line buttons"):
                yield Button(translate(N_("Confirm")), id="send", variant="primary", compact=True)
                yield Button(translate(N_("Later")), id="later", compact=True)

    def on_mount(self) -> None:
        self.query_one("#effects").focus()

    def on_input_submitted(self) -> None:
        self.action_send()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "send":
            self.action_send()
        else:
            self.dismiss(None)

    def action_send(self) -> None:
        try:
            effects = effects_from(self.query_one("#effects", TextArea).text, self.texts)
        except UnclearEffect as unclear:
            self.query_one("#effects-error", ErrorLine).say(str(unclear))
            self.query_one("#effects").focus()
            return
        words = self.query_one("#words", Input).value.strip()
        self.dismiss(Adjudicate(by=FACILITATOR, action=self.action.action, effects=effects, text=words))
