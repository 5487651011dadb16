"""The text of a scenario: what a session's log embeds so that it can be rebuilt without the folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from scenario_sim.language import LANGUAGES
from scenario_sim.loading.catalogue import files_taken_over
from scenario_sim.loading.documents import read_text
from scenario_sim.loading.library import find_scenario

SCENARIO_FILE = "scenario.yaml"


@dataclass(frozen=True)
class ScenarioText:
    """The files of a scenario by name: ``scenario.yaml`` and ``locale/<language>.yaml``, with \\n at line ends,
    and what it takes over from the catalogue.

    *origin* is where scenario.yaml was read, for messages only; it is no part of the value.
    """

    files: Mapping[str, str]
    origin: Path | None = field(default=None, compare=False)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON of the files; the same text has the same digest on every machine."""
        canonical = json.dumps(dict(self.files), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def shown(self, name: str) -> str:
        """The name of a file as messages give it."""
        if self.origin is None:
            return name
        return str(self.origin if name == SCENARIO_FILE else self.origin.parent / name)


def locale_file(language: str) -> str:
    """The name of the side file with the texts in *language*."""
    return f"locale/{language}.yaml"


def read_package(reference: str | Path) -> ScenarioText:
    """The text of the scenario that *reference* (an id, a folder or a file) names.

    Raises UnreadableInput, or ScenarioError E107 when a file is too large.
    """
    origin = find_scenario(reference)
    files = {SCENARIO_FILE: read_text(origin)}
    files |= files_taken_over(files[SCENARIO_FILE], origin)
    if origin.name == SCENARIO_FILE:
        for language in LANGUAGES:
            side = origin.parent / locale_file(language)
            if side.is_file():
                files[locale_file(language)] = read_text(side)
    return ScenarioText(files, origin)
