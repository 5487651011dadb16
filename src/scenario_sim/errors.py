"""What can go wrong, said so that the person in front of the screen can mend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from scenario_sim.language import translate

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file: where, a stable code, what, and how to mend it.

    *message* and *hint* are msgids with named placeholders, filled from *values* after translation.
    *line* and *column* count from 1; 0 means that the parser gave no place.
    """

    code: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    hint: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    severity: Severity = "error"

    @property
    def text(self) -> str:
        """The message, with its hint in brackets, in the language of the moment."""
        said = translate(self.message).format(**self.values)
        hint = translate(self.hint).format(**self.values) if self.hint else ""
        return f"{said} ({hint})" if hint else said

    @property
    def where(self) -> str:
        """``file:line:column``, as far as they are known."""
        place = self.file
        if self.line:
            place += f":{self.line}:{self.column}"
        return place

    def __str__(self) -> str:
        mark = f"{self.code}:" if self.severity == "error" else f"{self.code} ({translate('warning')}):"
        return f"{self.where}: {mark} {self.text}" if self.where else f"{mark} {self.text}"


class ScenarioSimError(Exception):
    """The base of every error that is meant for the user, not a bug."""


class ScenarioError(ScenarioSimError):
    """The scenario, its context or its actions file has errors; *problems* holds all of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class UnreadableInput(ScenarioSimError):
    """A file cannot be read at all: missing, no permission, not text."""


class SessionOver(ScenarioSimError):
    """The session has ended; nothing more can be played in it."""


class LogError(ScenarioSimError):
    """The log cannot be trusted or used; *line* (from 1) is where it goes wrong, 0 if nowhere in particular."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


class ReplayMismatch(LogError):
    """Playing the logged commands again gave another event than the log holds."""
