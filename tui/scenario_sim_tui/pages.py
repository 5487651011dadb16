"""What all screens share: key names and words in the user's language, and room for help."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import Reactive
from textual.screen import ModalScreen, Screen
from textual.visual import Visual
from textual.widget import Widget
from textual.widgets import Static

from scenario_sim.language import current_language, translate
from scenario_sim.language import mark as N_
from scenario_sim_tui.hanging import Hanging
from scenario_sim_tui.keys import as_many_as_fit, in_words, keys_of
from scenario_sim_tui.words import occasion, plain

ResultT = TypeVar("ResultT")

NARROW, WIDE, VAST = "-narrow", "-wide", "-vast"
WIDEST = 100
"""Columns of the widest window; app.tcss says so too."""

BREAKPOINTS = [(0, NARROW), (110, WIDE), (170, VAST)]


class KeyScreen(Screen[ResultT], Generic[ResultT]):
    """A screen that says in the language of the moment which keys work on it, Textual's own among them."""

    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    HELP: ClassVar[str] = ""
    """What one does on this screen, in a few sentences (a msgid); what each key does stands with the key."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """When the cursor goes to another widget, the one that it leaves and the one that it reaches are painted anew."""

    def on_compose(self) -> None:
        """Know how wide the screen is before it is laid out for the first time, so that once is enough."""
        width = max(least for least, _ in BREAKPOINTS if least <= self.app.size.width)
        for least, name in BREAKPOINTS:
            self.set_class(least == width, name, update=False)

    @property
    def foot_width(self) -> int:
        """Columns for keys at the foot."""
        return self.app.size.width

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now, in words, and as many of them shown as there is room for."""
        known = {key: in_words(active) for key, active in super().active_bindings.items()}
        return as_many_as_fit(known, self, self.foot_width)

    def help_text(self) -> tuple[Visual, ...]:
        """What one does on this screen, and all keys that work on it."""
        keys = [(plain(key.shown, "bold"), plain(key.does)) for key in keys_of(self)]
        return plain(translate(self.HELP) + "\n"), Hanging.beside(keys)


class LocalScreen(KeyScreen[ResultT], Generic[ResultT]):
    """A screen that is made anew when the language changes."""

    def __init__(self) -> None:
        super().__init__()
        self._shown_in = current_language()

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
        Binding("question_mark,f1", "app.explain", N_("Help"), key_display="?", tooltip=N_("this help")),
    ]

    @property
    def observed(self) -> bool:
        """Whether it shows a real evening that was written down."""
        return False

    def title_line(self, title: str, where: str = "") -> Static:
        """The top line: the mark of an exercise or a real evening, the scenario, and which screen this is."""
        parts: list[tuple[str, str]] = [(f" {occasion(self.observed)} ", "bold reverse"), (f"  {title}", "bold")]
        if where:
            parts.append((f"  ·  {where}", ""))
        return Static(Content.assemble(*parts), classes="title-line")


class Dialog(KeyScreen[ResultT], ModalScreen[ResultT], Generic[ResultT]):
    """A window over a page, with its keys in the lower border. Escape closes it without a result."""

    HELP = N_("Fill in what you know. Tab goes to the next field, and page down reads on when the window is long.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Back"), tooltip=N_("close this window without doing anything")),
        Binding("f1", "app.explain", N_("Help"), tooltip=N_("this help")),
        Binding("pageup", "read(-1)", show=False, priority=True),
        Binding("pagedown", "read(1)", show=False, priority=True),
    ]

    @property
    def foot_width(self) -> int:
        return min(self.app.size.width, WIDEST) - 4

    def on_mount(self) -> None:
        """Begin at the top: the title comes before the field that has the cursor."""
        self.call_after_refresh(self.query_one(".dialog").scroll_home, animate=False)
        self._show_keys()

    def on_descendant_focus(self) -> None:
        self._show_keys()

    def _show_keys(self) -> None:
        parts: list[str | tuple[str, str]] = []
        for key in keys_of(self):
            if key.in_foot:
                parts += [(f" {key.shown}", "bold $footer-key-foreground"), f" {key.name} "]
        self.query_one(".dialog").border_subtitle = Content.assemble(*parts)

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

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,q,question_mark,f1", "leave", show=False)]

    def __init__(self, title: str, *body: Visual) -> None:
        super().__init__()
        self.heading_text, self.body = title, body

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog"):
            yield self.heading(self.heading_text)
            yield from (Static(part) for part in self.body)
