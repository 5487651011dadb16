"""The whole walk through the app, once for each language and size, with what was on the screen at every stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.segment import Segment
from textual.command import CommandPalette
from textual.content import Content
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets._toast import Toast

from scenario_sim.language import Language, use_language
from scenario_sim_tui.app import ScenarioApp
from scenario_sim_tui.themes import THEMES
from scenario_sim_tui.tour import Tour, furnished, replay, replayed

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person saw at a stop: all lines of the screen, those of the window that is open (the same without one),
    of each theme the coloured pieces of these, what was cut off, and whether a notice covers a part of it."""

    text: str
    window: str
    pieces: dict[str, list[Segment]]
    cut: list[str]
    covered: bool


async def walked(folder: Path, language: Language, size: Size, themes: bool = False) -> tuple[dict[str, Seen], str]:
    """Everything there is to see, by the name of the stop, and everything that was typed on the way."""
    use_language(language)
    seen: dict[str, Seen] = {}
    typed: list[str] = []

    async def take(app: ScenarioApp, name: str, pause: Callable[[], object]) -> None:
        pieces: dict[str, list[Segment]] = {}
        for theme in THEMES if themes else ():
            app.theme = theme.name
            await pause()  # type: ignore[misc]
            pieces[theme.name] = [piece for strip in _strips(app, whole=False) for piece in strip]
        seen[name] = Seen(
            _text(_strips(app, whole=True)),
            _text(_strips(app, whole=False)),
            pieces,
            list(_cut(app.screen)),
            bool(app.screen.query("Toast")),
        )

    with furnished(folder):
        for replaying in (False, True):
            app = ScenarioApp(playback=replayed()) if replaying else ScenarioApp()
            async with app.run_test(size=size, notifications=True) as pilot:

                async def stop(name: str, app: ScenarioApp = app) -> None:
                    await take(app, name, pilot.pause)

                if replaying:
                    await replay(pilot, stop)
                else:
                    tour = Tour(pilot, stop)
                    await tour.all()
                    typed = tour.typed
                app.close_session()
    return seen, " ".join(typed)


def _cut(screen: Screen[object]) -> Iterator[str]:
    """Widgets of which a part can neither be seen nor scrolled to, and texts that need more room than they have."""
    if isinstance(screen, CommandPalette):  # Textual's own; it lays its list over the page
        return
    for widget in screen.query("*"):
        if isinstance(widget, Toast) or not widget.display or not widget.visible or not widget.region.area:
            continue
        holder = next((one for one in widget.ancestors if isinstance(one, Widget) and one.is_scrollable), screen)
        beyond = widget.region.right > holder.region.right and not holder.allow_horizontal_scroll
        below = widget.region.bottom > holder.region.bottom and not holder.allow_vertical_scroll
        if beyond or below:
            yield f"{widget!r} goes beyond its page"
        if isinstance(widget, Static) and widget.styles.text_overflow != "ellipsis":
            needed = widget.visual.get_height(widget.styles, max(widget.content_size.width, 1))
            if needed > widget.content_size.height:
                yield f"{widget!r} has {needed} lines and shows {widget.content_size.height}"
    for window in screen.query(".dialog"):
        if "…" in str(window.border_subtitle) or (
            window.border_subtitle and _keys_width(window) > window.size.width - 4
        ):
            yield f"the keys of {screen!r} do not fit"


def _keys_width(window: Widget) -> int:
    return Content.from_markup(window.border_subtitle or "").cell_length


def _text(strips: list[Strip]) -> str:
    return "\n".join(strip.text.rstrip() for strip in strips) + "\n"


def _strips(app: ScenarioApp, *, whole: bool) -> list[Strip]:
    # _compositor is private to Textual: it is used here and in screens.py, and nowhere else.
    strips = app.screen._compositor.render_strips()
    windows = list(app.screen.query(".dialog, #--container")) if app.screen.is_modal else []
    if whole or not windows:
        return strips
    region = windows[0].region
    return [strip.crop(region.x, region.right) for strip in strips[region.y : region.bottom]]
