"""Gathers the problems of one file while it is looked through."""

from __future__ import annotations

from typing import Any

from scenario_sim.errors import Problem, Severity
from scenario_sim.loading.documents import Document, YamlPath
from scenario_sim.loading.shape import in_order
from scenario_sim.model.faults import Fault


class Findings:
    """The problems found so far in *document*."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._problems: list[Problem] = []

    def add(
        self,
        path: YamlPath,
        code: str,
        message: str,
        hint: str = "",
        *,
        column: int = 0,
        at_key: bool = False,
        **values: object,
    ) -> None:
        """Note a problem at *path*: at its key, or at its value and there *column* characters into the text."""
        place = self.document.key_place(path) if at_key else self.document.value_place(path)
        at = place.column
        if not at_key and column and place.text_column and path in self.document.values:
            at = place.text_column + column
        severity: Severity = "warning" if code.startswith("W") else "error"
        self._problems.append(Problem(code, message, values, hint, self.document.file, place.line, at, severity))

    def add_fault(self, path: YamlPath, fault: Fault) -> None:
        self.add(path, fault.code, fault.message, fault.hint, column=fault.column, **dict[str, Any](fault.values))

    @property
    def problems(self) -> list[Problem]:
        """All of them, by place."""
        return in_order(self._problems)
