"""The beamer: what everybody in the room may see, in few lines and short texts."""

from __future__ import annotations

from collections.abc import Callable, Collection

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Click, Key
from textual.widgets import Digits

from scenario_sim.errors import ScenarioSimError
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.scenario import Scenario, by_id
from scenario_sim.session import Session
from scenario_sim.session.shared import Shared, shared_picture
from scenario_sim_tui.messages import wording_of
from scenario_sim_tui.pacing import BEAT
from scenario_sim_tui.pages import LocalScreen
from scenario_sim_tui.widgets.still import Still
from scenario_sim_tui.words import HEADING, MARKS, bar, fitted, level_text, occasion, plain, state_word

MOST_MESSAGES, MOST_INDICATORS, MOST_MEASURES = 8, 7, 5
"""How much people read from the back of a room."""

TOP, LINES_OF_TEXT = 10, 4
"""Rows above the messages and below them, and rows that the text of a message takes with the line after it."""

LEAST_BAR, MOST_BAR, BESIDE_BAR = 4, 40, 6
"""Columns of a bar, and of the space and the number beside it."""

Parts = list[str | tuple[str, str]]


class BeamerScreen(LocalScreen[None], inherit_bindings=False):
    """Follows a session until any key or click; it changes nothing. Blank while a real incident stops the exercise.

    *now* gives the session as it is now: the one of this table, or one that follows a log which another program
    writes. On such a screen of its own only the usual keys *close* it, and a key that slips does not.
    """

    def __init__(self, now: Callable[[], Session], close: Collection[str] = ()) -> None:
        super().__init__()
        self.now, self.close_keys = now, close
        self.session = now()
        self.texts = self.session.texts()
        self._seen: tuple[float, int, int, int] | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="beamer"):
            yield Still(id="beamer-title", classes="title-line")
            with Horizontal(id="beamer-top"):
                yield Digits(id="beamer-clock")
                yield Still(id="beamer-level")
            with Horizontal(classes="body"):
                yield Still(id="beamer-messages")
                yield Still(id="beamer-state")

    def on_mount(self) -> None:
        self.set_interval(BEAT, self.look_again)
        self.look_again()

    def spoken(self) -> None:
        self.texts, self._seen = self.session.texts(), None
        self.look_again()

    def on_key(self, event: Key) -> None:
        event.stop()
        if not self.close_keys or event.key in self.close_keys:
            self.dismiss(None)

    def on_click(self, event: Click) -> None:
        event.stop()
        if not self.close_keys:
            self.dismiss(None)

    def look_again(self) -> None:
        """Show the session as it is now; nothing is drawn anew while nothing changed."""
        try:
            session = self.now()
        except ScenarioSimError as error:  # the page stays as it was, and somebody looks at the log
            self.notify(str(error), severity="error", timeout=BEAT * 4, markup=False)
            return
        if session is not self.session:  # a moment of a process began or is over
            self.session, self.texts, self._seen = session, session.texts(), None
        seen = (self.session.now, len(self.session.log.records), *self.app.size)
        if self._seen != seen:
            self._seen = seen
            self._draw(shared_picture(self.session), *self.app.size)

    def _draw(self, shared: Shared, width: int, height: int) -> None:
        self.query_one("#beamer").display = not shared.stopped
        if shared.stopped:
            return
        self.query_one("#beamer-clock", Digits).update(shared.clock.rpartition(" ")[2])
        for name, content in blocks(shared, self.texts, width, height).items():
            self.query_one(f"#beamer-{name}", Still).update(content)


def blocks(shared: Shared, texts: Scenario, width: int, height: int) -> dict[str, Content]:
    """Everything in words on a page of *width* × *height* cells, by the part of the page it stands in."""
    if shared.stopped:
        return {}
    column = width // 2 - 3
    return {
        "title": _title(shared, texts),
        "level": _level(shared, texts),
        "messages": _messages(shared, texts, column, height),
        "state": _state(shared, texts, column),
    }


def _title(shared: Shared, texts: Scenario) -> Content:
    ended = "  ·  " + translate(N_("The exercise is over.")) if shared.over else ""
    return Content.assemble((f" {occasion(shared.observed)} ", "bold reverse"), (f"  {texts.title}", "bold"), ended)


def _level(shared: Shared, texts: Scenario) -> Content:
    day = shared.clock.rpartition(" ")[0]
    phase = by_id(texts.phases, shared.phase).title if shared.phase else ""
    style = "bold $error" if shared.level >= 3 else "bold $warning" if shared.level else "bold"
    level = translate(N_("Level")) + " " + level_text(texts, shared.level)
    return Content.assemble((level + "\n", style), " · ".join(filter(None, (day, phase))))


def _messages(shared: Shared, texts: Scenario, width: int, height: int) -> Content:
    """The newest message whole, and more of them on a tall page; the ones before as one line each. Newest on top."""
    parts: Parts = [(translate(N_("What all can see and hear")) + "\n", HEADING)]
    newest = list(reversed(shared.messages[-min(MOST_MESSAGES, max(height - 16, 4)) :]))
    whole = max((height - TOP - len(newest)) // LINES_OF_TEXT, 1)
    for number, told in enumerate(newest):
        said = wording_of(told.delivery, texts, shared.reworded)
        line = fitted(f"{texts.clock(told.at).rpartition(' ')[2]} {said.channel.icon} {said.title}", width)
        parts.append((line.rstrip() + "\n", "bold" if number < whole else ""))
        if number < whole:
            parts.append(said.text + "\n\n")
    return Content.assemble(*parts) if newest else plain(translate(N_("Nothing yet.")))


def _state(shared: Shared, texts: Scenario, width: int) -> Content:
    parts: Parts = [(translate(N_("State of things")) + "\n", HEADING)]
    shown = {by_id(texts.indicators, id): value for id, value in list(shared.indicators.items())[:MOST_INDICATORS]}
    names = max((len(indicator.title) for indicator in shown), default=0)
    bars = min(max(width - names - BESIDE_BAR, LEAST_BAR), MOST_BAR)
    for indicator, value in shown.items():
        name = fitted(indicator.title, min(names, max(width - bars - BESIDE_BAR, 8)))
        parts += [f"{name} ", (bar(value, *indicator.range, bars), "$primary"), (f" {value:4.0f}\n", "bold")]
    parts.append(("\n" + translate(N_("Measures")) + "\n", HEADING))
    for status in shared.measures[-MOST_MEASURES:]:
        title = texts.measure(status.measure).title
        said = state_word(status.state)
        parts.append(f"{MARKS[status.state]} {fitted(title, max(width - len(said) - 5, 8)).rstrip()} – {said}\n")
    if not shared.measures:
        parts.append(translate(N_("none")) + "\n")
    return Content.assemble(*parts)
