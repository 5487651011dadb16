"""Handing over to a front door that is installed beside us, found by name so that nothing imports it."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Any

from scenario_sim.errors import UnreadableInput
from scenario_sim.language import current_language, translate


def open_front_door(name: str, **request: Any) -> None:
    """Open the front door that is installed under *name* with what the user asked for.

    Raises UnreadableInput when it is not installed.
    """
    for entry in entry_points(group="scenario_sim.front_doors", name=name):
        entry.load()(current_language(), **request)
        return
    raise UnreadableInput(translate("the terminal app is not installed"))
