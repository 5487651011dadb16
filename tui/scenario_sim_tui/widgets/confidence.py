"""How sure somebody is, from 1 to 5, on one line: a digit or the arrow keys choose."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from scenario_sim.language import mark as N_
from scenario_sim.language import translate

LEAST, MOST = 1, 5


class Confidence(Static, can_focus=True):
    """*value* is None until somebody chose; the chosen digit stands in brackets."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,minus", "move(-1)", show=False),
        Binding("right,plus,space", "move(1)", show=False),
        *(Binding(str(value), f"choose({value})", show=False) for value in range(LEAST, MOST + 1)),
    ]

    class Changed(Message):
        """Somebody chose."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, classes="confidence")
        self.value: int | None = None

    def on_mount(self) -> None:
        self._show()

    def action_move(self, by: int) -> None:
        start = LEAST - 1 if self.value is None else self.value
        self.action_choose(min(max(start + by, LEAST), MOST))

    def action_choose(self, value: int) -> None:
        self.value = value
        self._show()
        self.post_message(self.Changed())

    def _show(self) -> None:
        parts: list[Content] = [Content(translate(N_("guess")) + " ")]
        for value in range(LEAST, MOST + 1):
            chosen = value == self.value
            digit = Content.styled(f"[{value}]", "bold reverse") if chosen else Content(f" {value} ")
            parts.append(digit.stylize(f"@click=choose({value})"))
        self.update(Content("").join([*parts, Content(" " + translate(N_("certain")))]))
