"""What all screens share: key names and words in the user's language, and room for help."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from scenario_sim.language import current_language, translate
from scenario_sim.language import mark as N_
from scenario_sim_tui.words import EXERCISE, plain

ResultT = TypeVar("ResultT")

NARROW, WIDE, VAST = "-narrow", "-wide", "-vast"
BREAKPOINTS = [(0, NARROW), (110, WIDE), (170, VAST)]


class LocalScreen(Screen[ResultT], Generic[ResultT]):
    """A screen whose key descriptions, Textual's own among them, come out in the language of the moment."""

    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    HELP: ClassVar[str] = ""
    """What one does on this screen, in a few sentences (a msgid)."""

    MORE_HELP: ClassVar[tuple[str, ...]] = ()
    """What else one does here (msgids), each on lines of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._shown_in = current_language()

    @property
    def active_bindings(self) -> dict[str, Any]:
        return {
            key: active._replace(
                binding=replace(
                    active.binding,
                    description=translate(active.binding.description),
                    tooltip=translate(active.binding.tooltip),
                ),
                tooltip=translate(active.tooltip),
            )
            for key, active in super().active_bindings.items()
        }

    async def on_screen_resume(self) -> None:
        """A page that lay under another one while the language changed is made anew."""
        await self.speak()

    async def speak(self) -> None:
        """Show this screen in the language of the moment, if it is in another one."""
        if self._shown_in != current_language():
            self._shown_in = current_language()
            await self.recompose()
            self.spoken()

    def spoken(self) -> None:
        """What a screen does after it was made anew in another language."""


class Page(LocalScreen[None]):
    """A full screen: a title line on top that says that this is an exercise."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "app.explain", N_("Help"), key_display="?"),
    ]

    def title_line(self, title: str, where: str = "") -> Static:
        """The top line: the mark of an exercise, the scenario, and which screen this is."""
        parts: list[tuple[str, str]] = [(f" {translate(EXERCISE)} ", "bold reverse"), (f"  {title}", "bold")]
        if where:
            parts.append((f"  ·  {where}", ""))
        return Static(Content.assemble(*parts), classes="title-line")


class Dialog(ModalScreen[ResultT], Generic[ResultT]):
    """A window over a page. Escape closes it without a result."""

    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Back")),
        Binding("pageup", "read(-1)", show=False, priority=True),
        Binding("pagedown", "read(1)", show=False, priority=True),
    ]

    def action_read(self, direction: int) -> None:
        """Scroll a window that is taller than the screen, wherever the cursor is."""
        self.query_one(".dialog").scroll_relative(y=direction * 8, animate=False)

    def action_leave(self) -> None:
        self.dismiss(None)

    @staticmethod
    def heading(text: str) -> Static:
        return Static(plain(text, "bold"), classes="heading")


class Message(Dialog[None]):
    """Something to read, closed with any of the usual keys."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,q,question_mark,f1", "leave", N_("Back"), show=False)]

    def __init__(self, title: str, body: Content) -> None:
        super().__init__()
        self.heading_text, self.body = title, body

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog"):
            yield self.heading(self.heading_text)
            yield Static(self.body)
            yield Static(plain(translate(N_("Escape closes this window.")), "dim"), classes="foot")
