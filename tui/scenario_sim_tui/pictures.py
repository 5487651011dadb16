"""Pictures of the main screens for the documentation: ``python -m scenario_sim_tui.pictures FOLDER [LANGUAGE]``.

Plays a short fixed path with keys, as a person would, and saves each screen as SVG at 120 × 40.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from scenario_sim.language import chosen_language, use_language
from scenario_sim_tui.app import ScenarioApp
from scenario_sim_tui.draft import Draft
from scenario_sim_tui.sessions import HOME

SCENARIO = "disrupted-council-meeting"
SEED = 7
SIZE = (120, 40)

Shoot = Callable[[str], Awaitable[None]]


async def take_pictures(folder: Path, size: tuple[int, int] = SIZE, light: bool = False) -> None:
    """Play the path and write ``home.svg`` to ``outcome.svg`` in *folder*."""
    app = ScenarioApp(draft=Draft.of(SCENARIO, seed=SEED))
    async with app.run_test(size=size) as pilot:
        if light:
            app.action_light()

        async def shoot(name: str) -> None:
            await pilot.pause()
            app.clear_notifications()
            await pilot.pause()
            app.save_screenshot(f"{name}.svg", str(folder))

        await _before(pilot, shoot)
        await _play(pilot, shoot)
        app.close_session()


async def _before(pilot: Pilot[None], shoot: Shoot) -> None:
    await pilot.press("escape")
    await shoot("home")
    await pilot.press("enter")
    pilot.app.screen.query_one("#seed", Input).value = str(SEED)
    await shoot("briefing")
    await pilot.press("ctrl+n")
    await shoot("diagnosis")
    await pilot.press("ctrl+n")
    await shoot("goals")
    await pilot.press("ctrl+n")
    await shoot("moments")
    await pilot.press("ctrl+n")
    await shoot("card")
    await pilot.press("ctrl+n", "down", "down")
    await shoot("preparation")


async def _play(pilot: Pilot[None], shoot: Shoot) -> None:
    await pilot.press("ctrl+n", "d")
    await shoot("dilemma")
    await pilot.press("down", "space", "ctrl+s", "u", "enter", "1")
    await pilot.press("u", *"20:20", "enter")
    await pilot.press("escape")
    await shoot("play")
    await pilot.press("a", "enter")
    await shoot("decision")
    await pilot.press("ctrl+s", "7")
    await shoot("facilitator")
    await pilot.press("e", "y")
    await shoot("outcome")


def main(arguments: list[str]) -> int:
    """Write the pictures; exit code 2 when no folder is given."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    use_language(chosen_language(arguments[1] if len(arguments) > 1 else None))
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME] = home
        asyncio.run(take_pictures(folder))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
