"""Where scenarios are: the built-in ones, the user's own, and any folder."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any

import platformdirs

from scenario_sim.errors import ScenarioError, UnreadableInput
from scenario_sim.language import translate
from scenario_sim.loading.documents import read_document, read_text

_FILE = "scenario.yaml"
_HEAD = ("id", "title", "summary", "language")
_SAID = ("title", "summary")
_BLOCK = re.compile(rf"^({'|'.join(_HEAD)}):.*(?:\n(?:[ \t].*|[ \t]*(?=\n)))*", re.MULTILINE)
"""A key of the head with everything that is indented under it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One scenario in a list: its id, title and summary, the folder it is in, and the language it is written in."""

    id: str
    title: str
    folder: Path
    summary: str = ""
    language: str = ""

    def in_language(self, language: str) -> Entry:
        """With title and summary in *language*, as far as the scenario has them."""
        side = self.folder / "locale" / f"{language}.yaml"
        if language == self.language or not side.is_file():
            return self
        said = {key: text.get("text") for key, text in _head(side, _SAID).items() if isinstance(text, dict)}
        return replace(
            self, title=str(said.get("title") or self.title), summary=str(said.get("summary") or self.summary)
        )


def built_in_folder() -> Path | None:
    """The scenarios that come with the program: inside the package when installed, beside src/ in a checkout."""
    here = Path(str(files("scenario_sim")))
    for folder in (here / "scenarios", here.parent.parent / "scenarios"):
        if folder.is_dir():
            return folder
    return None


def own_folder() -> Path:
    """Where users keep scenarios of their own, so that an id is enough to open them."""
    return platformdirs.user_data_path("scenario-sim", appauthor=False) / "scenarios"


def scenarios_in(folder: Path) -> list[Entry]:
    """The scenarios in *folder*, by folder name; those that cannot be read are listed with an empty title."""
    if not folder.is_dir():
        return []
    if (folder / _FILE).is_file():
        return [_entry(folder)]
    return [_entry(path.parent) for path in sorted(folder.glob(f"*/{_FILE}"))]


def known_scenarios() -> list[Entry]:
    """The built-in scenarios and the user's own; an own one goes before a built-in one with the same id."""
    known: dict[str, Entry] = {}
    for folder in (own_folder(), built_in_folder()):
        for entry in scenarios_in(folder) if folder else []:
            known.setdefault(entry.id, entry)
    return sorted(known.values(), key=lambda entry: entry.id)


def find_scenario(reference: str | Path) -> Path:
    """The scenario file that *reference* names: a file, a folder with a scenario.yaml, or an id.

    Raises UnreadableInput with a suggestion when there is none.
    """
    for path in _as_path(reference):
        return path
    wanted = str(reference)
    known = known_scenarios()
    for entry in known:
        if wanted in (entry.id, entry.folder.name):
            return entry.folder / _FILE
    nearest = get_close_matches(wanted, [entry.id for entry in known], n=1)
    said = translate("there is no scenario '{name}'").format(name=wanted[:200])
    if nearest:
        said += " (" + translate("did you mean '{nearest}'?").format(nearest=nearest[0]) + ")"
    raise UnreadableInput(said)


def _as_path(reference: str | Path) -> Iterator[Path]:
    path = Path(reference)
    try:
        if path.is_file():
            yield path
        elif path.is_dir():
            if not (path / _FILE).is_file():
                raise UnreadableInput(translate("there is no {file} in {folder}").format(file=_FILE, folder=path))
            yield path / _FILE
    except (OSError, ValueError):
        return  # a name that the file system cannot have; it may still be an id


def _entry(folder: Path) -> Entry:
    head = _head(folder / _FILE, _HEAD)
    said = {key: str(head.get(key, "")) for key in ("title", "summary", "language")}
    return Entry(str(head.get("id", folder.name)), folder=folder, **said)


def _head(path: Path, keys: Collection[str]) -> dict[str, Any]:
    """What a list shows of a file: *keys*, without reading further than those; empty when they cannot be read."""
    try:
        text = read_text(path)
        blocks: dict[str, str] = {}
        for found in _BLOCK.finditer(text):
            blocks[found[1]] = found[0]
            if len(blocks) == len(keys):
                break
        data = read_document("\n".join(blocks.values()) or text, str(path)).data
    except (ScenarioError, UnreadableInput):
        return {}
    return data if isinstance(data, dict) else {}
