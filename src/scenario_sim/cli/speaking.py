"""Help in the language of the user: click keeps texts from import time, so they are put in place for each call."""

from __future__ import annotations

import gettext
import os
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import click

from scenario_sim.language import current_language, translate
from scenario_sim.language import mark as N_

CLICK_WORDS = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("[OPTIONS]"),
    N_("COMMAND [ARGS]..."),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("No such command {name!r}."),
    N_("No such option: {name}"),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing command."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Aborted!"),
    N_("required"),
    N_("default: {default}"),
)
"""Click asks the same catalogue for its own words; they are listed so that translators find them."""


def language_first(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """The language that ``--lang`` asks for, and *arguments* with it in front, wherever the user wrote it.

    After ``translate`` it stays where it is: there it is the language to translate to.
    """
    found: list[str] = []
    rest: list[str] = []
    left = list(arguments)
    while left:
        argument = left.pop(0)
        if argument in ("--", "translate"):
            rest += [argument, *left]
            break
        if argument.startswith("--lang="):
            found = ["--lang", argument.partition("=")[2]]
        elif argument == "--lang" and left:
            found = ["--lang", left.pop(0)]
        else:
            rest.append(argument)
    return (found[1] if found else None), [*found, *rest]


def speak(command: click.Command) -> None:
    """Put every text of *command* and the commands in it into the language of the moment."""
    os.environ["LANGUAGE"] = current_language()
    gettext.bindtextdomain("scenario_sim", str(files("scenario_sim") / "locale"))
    gettext.textdomain("scenario_sim")
    _speak(command)


def _speak(command: click.Command) -> None:
    for name in ("help", "epilog", "short_help"):
        _put(command, name)
    for parameter in command.params:
        _put(parameter, "help")
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _speak(inner)


def _put(holder: Any, name: str) -> None:
    """Translate the attribute, from the msgid it had at first."""
    kept = f"_msgid_{name}"
    if not hasattr(holder, kept):
        setattr(holder, kept, getattr(holder, name, None))
    msgid = getattr(holder, kept)
    if isinstance(msgid, str) and msgid:
        setattr(holder, name, translate(msgid))
