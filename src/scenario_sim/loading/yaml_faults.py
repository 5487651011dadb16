"""Mistakes in YAML itself, in words for people who do not know YAML."""

from __future__ import annotations

import yaml

from scenario_sim.errors import Problem
from scenario_sim.language import mark as N_

_QUOTE = N_("put the text in quotes if it holds a colon, a # or begins with a special character")
_INDENT = N_("begin the line as far from the margin as the lines it belongs with, with spaces only")

_WORDS: tuple[tuple[str, str, str], ...] = (
    ("tab", N_("a tab stands here; YAML takes spaces only"), _INDENT),
    ("mapping values are not allowed", N_("a colon is not expected here"), _QUOTE),
    ("could not find expected ':'", N_("a colon is missing before this"), _QUOTE),
    ("did not find expected key", N_("a 'key: value' is expected here"), _INDENT),
    ("expected <block end>", N_("this line is not where it belongs"), _INDENT),
    ("did not find expected '-' indicator", N_("an item of a list, '- …', is expected here"), _INDENT),
    ("block sequence entries are not allowed", N_("an item of a list is not expected here"), _INDENT),
    ("did not find expected ',' or", N_("a comma or a closing bracket is missing"), ""),
    ("expected ',' or", N_("a comma or a closing bracket is missing"), ""),
    (
        "unexpected end of stream",
        N_("the file ends in the middle of a text in quotes"),
        N_("close the quotes"),
    ),
    ("document start", N_("the file ends or begins anew in the middle of something"), _INDENT),
    ("escape", N_("\\ has a meaning of its own between double quotes"), N_("use single quotes")),
    ("cannot start any token", N_("a text cannot begin with this character"), _QUOTE),
    ("anchor", N_("& and * have a meaning of their own in YAML"), _QUOTE),
    ("alias", N_("& and * have a meaning of their own in YAML"), _QUOTE),
    ("tag", N_("! has a meaning of its own in YAML"), _QUOTE),
    ("control characters", N_("a character stands here that text cannot hold"), ""),
    ("special characters", N_("a character stands here that text cannot hold"), ""),
)


def problem_from_yaml(error: yaml.YAMLError | UnicodeEncodeError, text: str, file: str) -> Problem:
    """The parser's complaint as a Problem E101 at the place it names."""
    line, column = _place(error, text)
    if isinstance(error, UnicodeEncodeError):
        said = "special characters"
    elif text.split("\n")[line - 1 : line] and text.split("\n")[line - 1][column - 1 : column] == "\t":
        said = "tab"
    else:
        said = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    for part, message, hint in _WORDS:
        if part in said:
            return Problem("E101", message, {}, hint, file, line, column)
    return Problem("E101", N_("this is not YAML"), {}, _QUOTE, file, line, column)


def _place(error: Exception, text: str) -> tuple[int, int]:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        return mark.line + 1, mark.column + 1
    position = getattr(error, "position", None) or getattr(error, "start", None)
    if not isinstance(position, int):
        return 0, 0
    before = text[:position]
    return before.count("\n") + 1, position - before.rfind("\n")
