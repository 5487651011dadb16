"""The shared catalogue: a scenario takes an entry over with ``from:`` and overrides what it wants.

What a scenario takes over travels with its text, so that a log stays whole without the catalogue: as one file
``catalogue.yaml`` (JSON, which is YAML too) and one ``catalogue/<language>.yaml`` for each other language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from scenario_sim.errors import Problem, ScenarioError
from scenario_sim.language import LANGUAGES, translate
from scenario_sim.language import mark as N_
from scenario_sim.loading.documents import Document, read_document, read_text
from scenario_sim.loading.findings import Findings
from scenario_sim.loading.inherited import Inherited
from scenario_sim.loading.library import built_in_folder
from scenario_sim.loading.names import KIND_WORDS
from scenario_sim.loading.shape import suggestion
from scenario_sim.loading.translations import read_translations

CATALOGUE_FILE = "catalogue.yaml"
FOLDER = "catalogue"
LISTS = {"roles": "role", "measures": "measure", "norms": "norm"}
"""The lists whose items may come from the catalogue, and what one item is."""

_CITED = {"measures": "legal_basis", "norms": "law"}
"""Where the grounds of an item are cited in words, unless it does so itself."""

_BY_ROLE = ("decided_by", "carried_out_by", "who")
_TAKES = re.compile(r"\bfrom[\"']?[ \t]*:[ \t]*[\"']?([A-Za-z]\w*)")
_ENTRY = re.compile(r"\n  - id: ([A-Za-z]\w*)\n")
_NEXT_LIST = re.compile(r"\n[a-z]+:[ \t]*(?=\n|$)")
_LINES = re.compile(r"^[a-z]+\.\w+\..*\n?(?:^[ \t].*\n?)*", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z]\w*")


# --- from folder to package ----------------------------------------------------------------------------------


def catalogue_folder(origin: Path | None) -> Path | None:
    """The catalogue beside the folder of the scenario at *origin*, else the built-in one."""
    built_in = built_in_folder()
    near = [origin.resolve().parent.parent / FOLDER] if origin is not None else []
    for folder in (*near, *([built_in / FOLDER] if built_in else [])):
        if (folder / CATALOGUE_FILE).is_file():
            return folder
    return None


def catalogue_texts(folder: Path, language: str) -> dict[str, str]:
    """The translations of the catalogue in *folder* by key; none in the language it is written in."""
    _, sides = _read(folder, (folder / CATALOGUE_FILE).stat().st_mtime_ns)
    return dict(sides.get(language, {}))


def files_taken_over(text: str, origin: Path | None) -> dict[str, str]:
    """The entries that a scenario's *text* takes over, as files to go with it; none if it takes nothing."""
    wanted = set(_TAKES.findall(text))
    if not wanted:
        return {}
    folder = catalogue_folder(origin)
    if folder is None:
        return {}
    words = set(_WORD.findall(text))
    whole, sides = _part(folder, wanted, words)
    taken = _taken(whole, wanted, words)
    ids = {f"{name}.{item['id']}" for name, items in taken.items() for item in items}
    files = {CATALOGUE_FILE: _json({"format": 1, **taken})}
    for language, texts in sides.items():
        side = {key: said for key, said in texts.items() if ".".join(key.split(".")[:2]) in ids}
        files[f"{FOLDER}/{language}.yaml"] = _json(side)
    return files


def _whole(origin: Path | None) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    folder = catalogue_folder(origin)
    return _read(folder, (folder / CATALOGUE_FILE).stat().st_mtime_ns) if folder else ({}, {})


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


@lru_cache(maxsize=4)
def _read(folder: Path, _changed: int) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    """The catalogue as plain data with its translations; raises ScenarioError where it is no YAML."""
    file = folder / CATALOGUE_FILE
    data = read_document(read_text(file), str(file)).data
    sides: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        side = folder / "locale" / f"{language}.yaml"
        if side.is_file():
            entries = read_translations(read_document(read_text(side), str(side)))
            sides[language] = {key: entry.text.strip() for key, entry in entries.items() if entry.text.strip()}
    return data if isinstance(data, dict) else {}, sides


def _part(folder: Path, wanted: set[str], words: set[str]) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    """As *_read*, but of a catalogue laid out as ours only the entries that may be needed are read as YAML, which
    takes most of the time; of any other one all."""
    text = read_text(folder / CATALOGUE_FILE)
    pieces = _ENTRY.split(text)
    if len(pieces) < 3:
        return _read(folder, (folder / CATALOGUE_FILE).stat().st_mtime_ns)
    entries = list(zip(pieces[1::2], pieces[2::2], strict=True))
    needed = set(wanted)
    for _ in range(3):  # an entry names grounds, and those name sources
        needed |= words.union(*(_WORD.findall(body) for id, body in entries if id in needed))
    kept = pieces[0] + "".join(_head(id) + body if id in needed else _rest(body) for id, body in entries)
    data = read_document(kept, str(folder / CATALOGUE_FILE)).data
    sides: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        side = folder / "locale" / f"{language}.yaml"
        if side.is_file():
            lines = [line for line in _LINES.findall(read_text(side)) if line.split(".", 2)[1:2][0] in needed]
            found = read_translations(read_document("".join(lines), str(side)))
            sides[language] = {key: entry.text.strip() for key, entry in found.items() if entry.text.strip()}
    return data if isinstance(data, dict) else {}, sides


def _head(id: str) -> str:
    return f"\n  - id: {id}\n"


def _rest(body: str) -> str:
    """What follows an entry that is left out: the name of the next list, if one begins there."""
    found = _NEXT_LIST.search(body)
    return body[found.start() :] if found else ""


def _taken(whole: Mapping[str, Any], wanted: set[str], words: set[str]) -> dict[str, list[Any]]:
    """The items named in *wanted*, with the grounds and the sources that they or the scenario's *words* name."""
    taken = {name: [item for item in _items(whole, name) if item["id"] in wanted] for name in LISTS}
    words = words | {word for item in (*taken["measures"], *taken["norms"]) for word in item.get("ground", ())}
    grounds = [item for item in _items(whole, "grounds") if item["id"] in words]
    every = [*grounds, *(item for items in taken.values() for item in items)]
    cited = words | set(_WORD.findall(" ".join(str(item.get("source")) for item in every)))
    sources = [item for item in _items(whole, "sources") if item["id"] in cited]
    return {"sources": sources, "grounds": grounds, **taken}


def _items(whole: Mapping[str, Any], name: str) -> list[Any]:
    items = whole.get(name)
    return [
        item
        for item in (items if isinstance(items, tuple | list) else ())
        if isinstance(item, dict) and isinstance(item.get("id"), str)
    ]


# --- from package to scenario --------------------------------------------------------------------------------


def expand(document: Document, files: Mapping[str, str], origin: Path | None = None) -> Inherited:
    """Fill in what the items of *document* take over from the catalogue in *files*.

    What an item says itself stands. Problems in what is taken over show at the item. Raises ScenarioError E401
    for every ``from`` that the catalogue does not have, with the nearest entry of the one at *origin*.
    """
    if not isinstance(document.data, dict):
        return Inherited()
    sides: dict[str, dict[str, Any]] = {language: _parsed(files, f"{FOLDER}/{language}.yaml") for language in LANGUAGES}
    expansion = _Expansion(document, _parsed(files, CATALOGUE_FILE), sides, origin)
    expansion.expand()
    return expansion.inherited


def _parsed(files: Mapping[str, str], name: str) -> dict[str, Any]:
    try:
        data = _frozen(json.loads(files[name])) if name in files else {}
    except (ValueError, RecursionError):
        raise ScenarioError([Problem("E101", N_("this is not the catalogue of a scenario"), file=name)]) from None
    return data if isinstance(data, dict) else {}


def _frozen(data: Any) -> Any:
    """Lists as tuples, as the model wants them."""
    if isinstance(data, list):
        return tuple(_frozen(item) for item in data)
    return {key: _frozen(item) for key, item in data.items()} if isinstance(data, dict) else data


class _Expansion:
    """One scenario being filled in."""

    def __init__(
        self,
        document: Document,
        catalogue: Mapping[str, Any],
        sides: Mapping[str, Mapping[str, str]],
        origin: Path | None,
    ) -> None:
        self.data: dict[str, Any] = document.data
        self.findings = Findings(document)
        written = {
            name: {item["id"]: item for item in _items(catalogue, name)} for name in (*LISTS, "grounds", "sources")
        }
        self.sides = dict(sides)
        self.entries = self._in_language_of_scenario(written)
        self.origin = origin
        self.inherited = Inherited()

    def expand(self) -> None:
        for name in LISTS:
            items = self.data.get(name)
            if isinstance(items, tuple):
                self.data[name] = tuple(self._item(name, index, item) for index, item in enumerate(items))
        if self.findings.problems:
            raise ScenarioError(self.findings.problems)
        self._take_missing("grounds")
        self._take_missing("sources")

    def _in_language_of_scenario(self, written: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """The entries in the language of the scenario, if the catalogue has them; what they were *written* in, the
        language without a side file, is a translation then."""
        texts = self.sides.get(str(self.data.get("language")))
        if not texts:
            return written
        language = next((one for one, side in self.sides.items() if not side), "")
        self.sides[language] = {
            f"{name}.{id}.{rest}": text
            for name, entries in written.items()
            for id, entry in entries.items()
            for rest, text in _texts(entry)
        }
        return {
            name: {id: _said(entry, texts, f"{name}.{id}") for id, entry in entries.items()}
            for name, entries in written.items()
        }

    def _item(self, name: str, index: int, item: Any) -> Any:
        if not isinstance(item, dict) or "from" not in item:
            return self._cited(name, item)
        own = {key: value for key, value in item.items() if key != "from"}
        id = item["from"]
        entry = self.entries[name].get(id) if isinstance(id, str) else None
        if entry is None:
            hint, values = suggestion(str(id), [other["id"] for other in _items(_whole(self.origin)[0], name)])
            self.findings.add(
                (name, index, "from"), "E401", N_("the catalogue has no {kind} '{id}'"), hint,
                kind=translate(KIND_WORDS[LISTS[name]]), id=str(id)[:60], **values,
            )  # fmt: skip
            return own
        merged = {**self._for_roles_here(name, entry), **own}
        self._inherit(name, entry, str(merged["id"]))
        return self._cited(name, merged)

    def _for_roles_here(self, name: str, entry: dict[str, Any]) -> dict[str, Any]:
        """The entry with those of its roles that the scenario has; without any, the author names them."""
        if name == "roles":
            return entry
        here = self._ids("roles")
        kept = {key: tuple(role for role in entry[key] if role in here) for key in _BY_ROLE if key in entry}
        if kept.get("decided_by") and not kept.get("carried_out_by"):
            kept["carried_out_by"] = kept["decided_by"]
        return {**{key: value for key, value in entry.items() if key not in kept},
                **{key: roles for key, roles in kept.items() if roles}}  # fmt: skip

    def _cited(self, name: str, item: Any) -> Any:
        """The item with its grounds cited in words, if it does not cite them itself."""
        key = _CITED.get(name)
        if key is None or not isinstance(item, dict) or not item.get("ground") or item.get(key):
            return item
        grounds = [self.entries["grounds"].get(id) for id in item["ground"]]
        if not all(ground and isinstance(ground.get("law"), str) for ground in grounds):
            return item
        text = "; ".join(ground["law"] for ground in grounds if ground)
        at = f"{name}.{item.get('id')}.{key}"
        self.inherited.originals[at] = text
        for language, texts in self.sides.items():
            said = [texts.get(f"grounds.{id}.law") for id in item["ground"]]
            if all(said):
                self.inherited.translations.setdefault(language, {})[at] = "; ".join(map(str, said))
        return {**item, key: text}

    def _take_missing(self, name: str) -> None:
        """Add the entries of a list that the scenario leans on without having them."""
        own = self.data.get(name) or ()
        if not isinstance(own, tuple):
            return
        there, here = self._ids(name), self._ids("roles")
        for id, entry in self.entries[name].items():
            if id not in there:
                own += ({**entry, "who": tuple(r for r in entry["who"] if r in here)} if "who" in entry else entry,)
                self._inherit(name, entry, id)
        if own:
            self.data[name] = own

    def _ids(self, name: str) -> set[str]:
        """The ids in one list of the scenario, whatever else it holds."""
        return {item["id"] for item in _items(self.data, name)}

    def _inherit(self, name: str, entry: dict[str, Any], id: str) -> None:
        """Note the texts of an entry, and their translations, under the keys they have in the scenario."""
        for rest, text in _texts(entry):
            self.inherited.originals[f"{name}.{id}.{rest}"] = text
            for language, texts in self.sides.items():
                said = texts.get(f"{name}.{entry['id']}.{rest}")
                if said:
                    self.inherited.translations.setdefault(language, {})[f"{name}.{id}.{rest}"] = said


def _texts(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text in an entry by its key below it, whether it can be translated or not."""
    for key, value in entry.items():
        if isinstance(value, str):
            yield key, value.strip()
        elif isinstance(value, tuple):
            yield from ((f"{key}.{n}", item.strip()) for n, item in enumerate(value, 1) if isinstance(item, str))


def _said(entry: Mapping[str, Any], texts: Mapping[str, str], at: str) -> dict[str, Any]:
    """*entry* with those of *texts* that belong to it, at *at*."""

    def said(key: str, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(said(f"{key}.{number}", item) for number, item in enumerate(value, 1))
        return texts.get(f"{at}.{key}", value) if isinstance(value, str) else value

    return {key: said(key, value) for key, value in entry.items()}
