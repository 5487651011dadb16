"""A form as a dialog: fields under each other, and what is wrong with one right under it."""

from __future__ import annotations

from typing import ClassVar, Generic

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Input, Static, TextArea

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim_tui.forms.form import Answers, Field, Form, Line, Lines, Pick, Unfit
from scenario_sim_tui.pages import Dialog, ResultT
from scenario_sim_tui.widgets.choices import Choices
from scenario_sim_tui.widgets.error_line import ErrorLine
from scenario_sim_tui.words import plain


class FormDialog(Dialog[ResultT], Generic[ResultT]):
    """Gives what *form* makes of the answers, or None when people go back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "send", N_("Confirm"))]

    def __init__(self, form: Form[ResultT]) -> None:
        super().__init__()
        self.form = form

    def compose(self) -> ComposeResult:
        form = self.form
        with VerticalScroll(classes="dialog", can_focus=False):
            yield self.heading(form.title)
            if form.said:
                yield Static(plain(form.said))
            for field in form.fields:
                yield Static(plain(field.label, "bold"))
                yield _widget(field)
                yield ErrorLine(id=f"{field.id}-error")
            with Horizontal(classes="line buttons"):
                yield Button(form.button or translate(N_("Confirm")), id="send", variant="primary", compact=True)
                yield Button(form.back or translate(N_("Back")), id="back", compact=True)

    def on_mount(self) -> None:
        self.query_one(f"#{self.form.fields[0].id}").focus(scroll_visible=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field; in the last one it confirms."""
        ids = [field.id for field in self.form.fields]
        place = ids.index(event.input.id or "")
        if place + 1 < len(ids):
            self.query_one(f"#{ids[place + 1]}").focus()
        else:
            self.action_send()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "send":
            self.action_send()
        else:
            self.dismiss(None)

    def action_send(self) -> None:
        for line in self.query(ErrorLine):
            line.say("")
        try:
            made = self.form.made(self._answers())
        except Unfit as unfit:
            self.query_one(f"#{unfit.field}-error", ErrorLine).say(str(unfit))
            self.query_one(f"#{unfit.field}").focus()
            return
        self.dismiss(made)

    def _answers(self) -> Answers:
        texts = {str(field.id): field.value for field in self.query(Input)}
        texts |= {str(field.id): field.text for field in self.query(TextArea)}
        return Answers(texts, {str(field.id): field.chosen for field in self.query(Choices)})


def _widget(field: Field) -> Widget:
    match field:
        case Line():
            return Input(field.value, id=field.id, max_length=field.max_length, compact=True)
        case Lines():
            return TextArea(field.value, id=field.id, compact=True, tab_behavior="focus", soft_wrap=True)
        case Pick():
            items = [(id, plain(words)) for id, words in field.items]
            return Choices(items, field.chosen, several=field.several, id=field.id)
