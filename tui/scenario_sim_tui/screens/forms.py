"""A dialog with a few fields that together make one command: lines, longer texts and choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Input, Static, TextArea

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim_tui.pages import Dialog
from scenario_sim_tui.widgets.choices import Choices
from scenario_sim_tui.widgets.error_line import ErrorLine
from scenario_sim_tui.words import plain

MadeT = TypeVar("MadeT")
WHY = N_("Why? (goes into the log)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text."""

    id: str
    label: str
    value: str = ""
    max_length: int = 500


@dataclass(frozen=True, slots=True)
class Lines:
    """Several lines of text."""

    id: str
    label: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """One or *several* of *items*, each an id with the words for it."""

    id: str
    label: str
    items: Sequence[tuple[str, str]]
    chosen: tuple[str, ...] = ()
    several: bool = False


Field = Line | Lines | Pick


class Unfit(ValueError):
    """What was filled in in *field* cannot be; its text says what is needed."""

    def __init__(self, field: str, needed: str) -> None:
        super().__init__(needed)
        self.field = field


class Answers:
    """What was filled in, by field."""

    def __init__(self, dialog: Form[MadeT]) -> None:
        self._dialog = dialog

    def text(self, field: str, needed: str = "") -> str:
        """The text of a field. Raises Unfit with *needed* when that is given and the field is empty."""
        widget = self._dialog.query_one(f"#{field}")
        text = (widget.text if isinstance(widget, TextArea) else str(getattr(widget, "value", ""))).strip()
        if needed and not text:
            raise Unfit(field, needed)
        return text

    def chosen(self, field: str, needed: str = "") -> tuple[str, ...]:
        """The ids chosen in a field. Raises Unfit with *needed* when that is given and none is chosen."""
        chosen = self._dialog.query_one(f"#{field}", Choices).chosen
        if needed and not chosen:
            raise Unfit(field, needed)
        return chosen


class Form(Dialog[MadeT], Generic[MadeT]):
    """Gives what *make* makes of the answers, or None; an Unfit from it is said under its field."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "send", N_("Confirm"))]

    def __init__(
        self,
        title: str,
        said: str,
        fields: Sequence[Field],
        make: Callable[[Answers], MadeT],
        *,
        button: str = "",
    ) -> None:
        super().__init__()
        self.title_text, self.said, self.fields, self.make = title, said, fields, make
        self.button = button or translate(N_("Confirm"))

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield self.heading(self.title_text)
            if self.said:
                yield Static(plain(self.said))
            for field in self.fields:
                yield Static(plain(field.label, "bold"))
                yield _widget(field)
                yield ErrorLine(id=f"{field.id}-error")
            with Horizontal(classes="line buttons"):
                yield Button(self.button, id="send", variant="primary", compact=True)
                yield Button(translate(N_("Back")), id="back", compact=True)

    def on_mount(self) -> None:
        self.query_one(f"#{self.fields[0].id}").focus(scroll_visible=False)
        self.call_after_refresh(self.query_one(".dialog").scroll_home, animate=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field; in the last one it confirms."""
        ids = [field.id for field in self.fields]
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
            made = self.make(Answers(self))
        except Unfit as unfit:
            self.query_one(f"#{unfit.field}-error", ErrorLine).say(str(unfit))
            self.query_one(f"#{unfit.field}").focus()
            return
        self.dismiss(made)


def _widget(field: Field) -> Widget:
    match field:
        case Line():
            return Input(field.value, id=field.id, max_length=field.max_length, compact=True)
        case Lines():
            return TextArea(field.value, id=field.id, compact=True, tab_behavior="focus", soft_wrap=True)
        case Pick():
            items = [(id, plain(words)) for id, words in field.items]
            return Choices(items, field.chosen, several=field.several, id=field.id)
