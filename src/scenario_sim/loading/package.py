"""The text of a scenario: what a session's log embeds so that it can be rebuilt without the folder."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from scenario_sim.errors import UnreadableInput
from scenario_sim.language import LANGUAGES, translate
from scenario_sim.loading.catalogue import files_taken_over
from scenario_sim.loading.documents import read_text
from scenario_sim.loading.library import find_scenario

SCENARIO_FILE = "scenario.yaml"
EPISODES = "episodes"
_HAS_EPISODES = re.compile(r"^[ \t]*[\"']?episodes[\"']?[ \t]*:", re.MULTILINE)
_PLAYS = re.compile(r"\bplays[\"']?[ \t]*:[ \t]*[\"']?([a-z][a-z0-9-]{0,59})\b")


@dataclass(frozen=True)
class ScenarioText:
    """The files of a scenario by name: ``scenario.yaml`` and ``locale/<language>.yaml``, with \\n at line ends,
    what it takes over from the catalogue, and under ``episodes/<id>/`` those of the scenarios that it plays.

    *origin* is where scenario.yaml was read, for messages only; it is no part of the value.
    """

    files: Mapping[str, str]
    origin: Path | None = field(default=None, compare=False)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON of the files; the same text has the same digest on every machine."""
        canonical = json.dumps(dict(self.files), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def __hash__(self) -> int:
        return hash(frozenset(self.files.items()))

    def of_episode(self, plays: str) -> ScenarioText:
        """The scenario that an episode of this process plays. Raises UnreadableInput if it is not there."""
        folder = f"{EPISODES}/{plays}/"
        files = {name.removeprefix(folder): text for name, text in self.files.items() if name.startswith(folder)}
        if SCENARIO_FILE not in files:
            raise UnreadableInput(translate("there is no scenario '{name}'").format(name=plays))
        return ScenarioText(files)

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
    return ScenarioText(files | _of_episodes(files[SCENARIO_FILE], origin), origin)


def _of_episodes(text: str, origin: Path) -> dict[str, str]:
    """The files of every scenario that the episodes of a process play, as far as they can be found: the one beside
    the process, else one that is known by its id."""
    if not _HAS_EPISODES.search(text):
        return {}
    files: dict[str, str] = {}
    for plays in sorted(set(_PLAYS.findall(text))):
        beside = origin.resolve().parent.parent / plays / SCENARIO_FILE
        try:
            package = read_package(beside if beside.is_file() else plays)
        except UnreadableInput:
            continue  # checking the process says so
        files |= {f"{EPISODES}/{plays}/{name}": content for name, content in package.files.items()}
    return files
