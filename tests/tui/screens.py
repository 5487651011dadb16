"""What a person sees and does: the text of a screen, keys, and a table that is ready to play."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import OptionList

from scenario_sim_tui.app import ScenarioApp
from scenario_sim_tui.draft import Draft

STARTER = Path(str(files("scenario_sim"))) / "loading" / "starter"
LOG = Path("evening.jsonl")
GOLDEN = Path(__file__).parent / "golden"
SIZES = [(80, 24), (120, 40)]


class Table:
    """An app under test, driven with keys."""

    def __init__(self, app: ScenarioApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def text(self) -> str:
        # _compositor is private to Textual: it is used here and nowhere else.
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips) + "\n"

    @property
    def screen(self) -> str:
        return type(self.app.screen).__name__

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        await self.press(*text)

    async def move_to(self, list_id: str, option: str) -> None:
        """Put the cursor of a list on an option, as a click would."""
        options = self.app.screen.query_one(f"#{list_id}", OptionList)
        options.highlighted = options.get_option_index(option)
        await self.press()

    async def to_play(self) -> None:
        """From the briefing to the table, with all defaults."""
        for _ in range(6):  # the briefing, the four steps of the guide, the preparation
            await self.press("ctrl+n")
        assert self.screen == "PlayScreen"


@asynccontextmanager
async def at_briefing(
    size: tuple[int, int] = (120, 40), scenario: Path = STARTER, seed: int = 7, roles: tuple[str, ...] = ()
) -> AsyncIterator[Table]:
    app = ScenarioApp(draft=Draft.of(scenario, seed=seed, roles=roles, log=LOG))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Table(app, pilot)
        app.close_session()


@asynccontextmanager
async def at_home(size: tuple[int, int] = (120, 40)) -> AsyncIterator[Table]:
    app = ScenarioApp()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Table(app, pilot)
        app.close_session()


def same_as_golden(name: str, text: str) -> None:
    """Hold *text* against ``golden/<name>.txt``; hashes and the clock of the room differ each time and are left out.

    After a change that is meant: ``GOLDEN=write python3 run.py --test tests/tui``, and look at the difference.
    """
    text = re.sub(r"\b[0-9a-f]{64}\b", "#" * 64, text)
    text = re.sub(r"\bhere \d\d:\d\d\b", "here ##:##", text)
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text, encoding="utf-8", newline="\n")

    assert path.read_text(encoding="utf-8") == text, f"{name} looks different"
