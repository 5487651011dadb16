"""The command line: the commands, their exit codes, and one place where errors become words."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from enum import IntEnum
from importlib import import_module
from typing import Any

import click

from scenario_sim import __version__
from scenario_sim.cli.front_doors import open_front_door
from scenario_sim.cli.speaking import language_first, speak
from scenario_sim.errors import ScenarioError, ScenarioSimError, UnreadableInput
from scenario_sim.language import LANGUAGES, chosen_language, use_language
from scenario_sim.language import mark as N_


class ExitCode(IntEnum):
    """What a program that calls us may rely on."""

    DONE = 0
    FINDINGS = 1
    """Invalid scenario, failed verification, missed assertion."""
    USAGE = 2
    """Click's own code for a wrong call."""
    UNREADABLE = 3
    """Input that cannot be read."""


COMMANDS: Mapping[str, tuple[str, ...]] = {
    "authoring": ("list", "new", "check", "schema", "show", "translate"),
    "backtesting": ("backtest",),
    "catalogue": ("catalogue",),
    "playing": ("play", "run", "replay", "verify", "branch"),
    "reporting": ("report", "card"),
    "studies": ("calibrate",),
    "aftermath": ("whatif", "compare", "anonymise"),
    "evenings": ("import", "log-meeting", "adjust"),
}
"""The commands by the module in whose ``COMMANDS`` they are; it is imported when one of them is asked for, so that the
terminal app need not wait for them."""


class Commands(click.Group):
    """The group of all commands: chooses the language before anything is shown, and says errors without a
    traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(name for names in COMMANDS.values() for name in names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for module, names in COMMANDS.items():
            if cmd_name in names and cmd_name not in self.commands:
                self._take(import_module(f"{__name__}.{module}").COMMANDS)
        return super().get_command(ctx, cmd_name)

    def _take(self, commands: Iterable[click.Command]) -> None:
        for command in commands:
            speak(command)
            self.add_command(command)

    def main(self, args: Any = None, *rest: Any, **named: Any) -> Any:
        asked, given = language_first(sys.argv[1:] if args is None else args)
        use_language(chosen_language(asked))
        speak(self)
        return super().main(given, *rest, **named)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ScenarioError as error:
            for problem in error.problems:
                click.echo(str(problem), err=True)
            ctx.exit(ExitCode.FINDINGS)
        except UnreadableInput as error:
            click.echo(str(error), err=True)
            ctx.exit(ExitCode.UNREADABLE)
        except ScenarioSimError as error:
            click.echo(str(error), err=True)
            ctx.exit(ExitCode.FINDINGS)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=N_(
        "Play, measure and replay escalation scenarios around a heated municipal decision.\n\n"
        "Without a command the terminal app opens."
    ),
    epilog=N_("SCENARIO is the id of a built-in scenario, a folder or a file."),
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    help=N_("Language; else that of your computer, else Dutch."),
    is_eager=True,
)
@click.version_option(__version__, prog_name="scenario-sim", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context, lang: str | None) -> None:  # noqa: ARG001 — read before parsing, so help obeys it
    if ctx.invoked_subcommand is None:
        open_front_door("tui")


__all__ = ["COMMANDS", "Commands", "ExitCode", "main"]
