"""Commands are found by name, and their modules are imported when one is asked for."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from scenario_sim import cli
from scenario_sim.cli import COMMANDS

MODULES = sorted(
    path.stem for path in Path(cli.__file__).parent.glob("*.py") if "\nCOMMANDS" in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("module", [name for name in MODULES if name != "__init__"])
def test_each_module_of_commands_stands_in_the_table_with_all_of_them(module: str) -> None:
    commands = import_module(f"scenario_sim.cli.{module}").COMMANDS

    assert sorted(COMMANDS[module]) == sorted(command.name for command in commands)
