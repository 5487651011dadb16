"""Pictures of every screen: ``python -m scenario_sim_tui.pictures FOLDER``.

Walks through the app with keys (see ``tour``) and saves each screen as SVG, in FOLDER when there is one language, one
size and one theme, else in a folder below it for each combination: ``nl-120x40-dark``.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scenario_sim.language import LANGUAGES, Language, use_language
from scenario_sim_tui.app import ScenarioApp
from scenario_sim_tui.themes import CONTRAST, DARK, LIGHT
from scenario_sim_tui.tour import Tour, furnished, replay, replayed

Size = tuple[int, int]
THEMES = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}
SIZES: tuple[Size, ...] = ((80, 24), (120, 40), (200, 60))
_FONT_FACE = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Album:
    """Where pictures go, in which themes, and which of them (all of them when *only* is empty)."""

    folder: Path
    themes: Sequence[str] = ("dark",)
    only: Sequence[str] = ()
    apart: bool = False
    """Whether each combination of language, size and theme has a folder of its own."""

    def shoot(self, app: ScenarioApp, name: str, combination: str) -> None:
        """Save what *app* shows, without the fonts that a browser would fetch from elsewhere."""
        folder = self.folder / combination if self.apart else self.folder
        folder.mkdir(parents=True, exist_ok=True)
        picture = _FONT_FACE.sub("", app.export_screenshot())
        (folder / f"{name}.svg").write_text(picture, encoding="utf-8", newline="\n")


async def take_pictures(album: Album, language: Language, size: Size) -> None:
    """Walk once in *language* at *size*, and save every stop in all themes of the album."""
    use_language(language)
    with tempfile.TemporaryDirectory() as folder, furnished(Path(folder)):
        for app, walk in (ScenarioApp(), None), (None, replay):
            app = app or ScenarioApp(playback=replayed())
            async with app.run_test(size=size, notifications=True, tooltips=False) as pilot:

                async def stop(name: str, app: ScenarioApp = app) -> None:
                    if album.only and name not in album.only:
                        return
                    for theme in album.themes:
                        app.theme = THEMES[theme].name
                        await pilot.pause()
                        album.shoot(app, name, f"{language}-{size[0]}x{size[1]}-{theme}")

                await (walk(pilot, stop) if walk else Tour(pilot, stop).all())
                app.close_session()


def main(arguments: Sequence[str]) -> int:
    """Write the pictures that *arguments* ask for."""
    given = _parser().parse_args(arguments)
    apart = len(given.language) * len(given.size) * len(given.theme) > 1
    album = Album(given.folder, given.theme, given.only, apart)
    for language in given.language:
        for size in given.size:
            asyncio.run(take_pictures(album, language, size))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scenario_sim_tui.pictures", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", nargs="+", choices=LANGUAGES, default=["nl"])
    parser.add_argument("--size", nargs="+", type=_size, default=[(120, 40)], metavar="COLUMNSxROWS")
    parser.add_argument("--theme", nargs="+", choices=list(THEMES), default=["dark"])
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="the names of the pictures wanted")
    return parser


def _size(text: str) -> Size:
    columns, rows = text.split("x")
    return int(columns), int(rows)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
