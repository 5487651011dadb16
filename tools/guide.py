"""Where each statement of the guide is in scenario-sim: the list, whether its places are really there, and its page.

The list is docs/reference/guide-coverage.yaml; its head says what a place may be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from parts import parts_of_the_model
from pydantic import Field

from scenario_sim.cli import COMMANDS
from scenario_sim.errors import Problem
from scenario_sim.loading.documents import Document, YamlPath, read_document, read_text
from scenario_sim.loading.findings import Findings
from scenario_sim.loading.shape import shaped
from scenario_sim.model.parts import Part, Text

ROOT = Path(__file__).resolve().parents[1]
LIST = "docs/reference/guide-coverage.yaml"
STATEMENTS = [f"S{number}" for number in range(1, 183)]
NEAR = "near: {near}"
NAMED_BY = ("id", "from", "moment", "role", "level")
"""The keys that say which item of a list is meant; the first one that an item has."""


class Statement(Part):
    """One thing that the guide says, in our own words, and its places by kind."""

    id: str
    says: Text
    at: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)
    lacks: Text | None = None

    @property
    def places(self) -> list[tuple[str, str]]:
        """Every place as (kind, name)."""
        return [(kind, name) for kind, names in self.at.items() for name in _many(names)]


class Chapter(Part):
    chapter: str
    title: Text
    statements: tuple[Statement, ...]


class Guide(Part):
    chapters: tuple[Chapter, ...]

    @property
    def statements(self) -> list[Statement]:
        return [statement for chapter in self.chapters for statement in chapter.statements]


def _many(names: str | tuple[str, ...]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else names


# --- the list, checked ---------------------------------------------------------------------------------------


def read_guide(text: str, file: str = LIST) -> tuple[Guide, list[Problem]]:
    """The list in *text* and everything that is wrong with it. Raises ScenarioError when it has no shape at all."""
    document = read_document(text, file)
    guide = shaped(document, Guide)
    findings = Findings(document)
    _check_that_all_are_there_once(guide, findings)
    for path, statement in _with_paths(guide):
        if not statement.places and not statement.lacks:
            findings.add((*path, "id"), "E105", "{id} has no place; say why in 'lacks'", id=statement.id)
        for kind, names in statement.at.items():
            _check_places((*path, "at", kind), kind, names, findings)
    return guide, findings.problems


def _with_paths(guide: Guide) -> Iterator[tuple[YamlPath, Statement]]:
    for number, chapter in enumerate(guide.chapters):
        for at, statement in enumerate(chapter.statements):
            yield ("chapters", number, "statements", at), statement


def _check_that_all_are_there_once(guide: Guide, findings: Findings) -> None:
    paths: dict[str, YamlPath] = {}
    for path, statement in _with_paths(guide):
        if statement.id not in STATEMENTS:
            findings.add((*path, "id"), "E401", "the guide has no statement '{id}'", id=statement.id)
        elif statement.id in paths:
            findings.add((*path, "id"), "E402", "{id} is here a second time", id=statement.id)
        paths.setdefault(statement.id, (*path, "id"))
    before: YamlPath = ("chapters",)
    for id in STATEMENTS:
        if id not in paths:
            findings.add(before, "E105", "{id} is missing; it belongs after this", id=id)
        before = paths.get(id, before)


def _check_places(path: YamlPath, kind: str, names: str | tuple[str, ...], findings: Findings) -> None:
    if kind not in kinds():
        near = _near(kind, list(kinds()))
        findings.add(path, "E401", "there is no kind of place '{kind}'", NEAR, at_key=True, kind=kind, near=near)
        return
    for at, name in enumerate(_many(names)):
        if wrong := _what_is_not_there(kind, name):
            word, inside, known = wrong
            values = {"word": word, "inside": inside, "near": _near(word, known)}
            here = path if isinstance(names, str) else (*path, at)
            findings.add(here, "E401", "there is no '{word}' in {inside}", NEAR, **values)


def _near(word: str, known: list[str]) -> str:
    """The words that look most like it, else the first ones."""
    near = get_close_matches(word, known, n=3, cutoff=0.5)
    return ", ".join(near or [*known[:8], *["…"][: len(known) > 8]]) or "nothing"


# --- looking a place up --------------------------------------------------------------------------------------

Wrong = tuple[str, str, list[str]]
"""The word that is not there, inside what, and the words that are."""


@cache
def kinds() -> Mapping[str, str]:
    """The kinds of places, each with the file or folder in which they are, from the root of the project."""
    scenarios = sorted(path.parent.name for path in (ROOT / "scenarios").glob("*/scenario.yaml"))
    return {
        "catalogue": "scenarios/catalogue/catalogue.yaml",
        **{id: f"scenarios/{id}/scenario.yaml" for id in scenarios},
        "screen": "tui/scenario_sim_tui/screens",
        "report": "src/scenario_sim/report",
        "command": "src/scenario_sim/cli",
        "model": "docs/reference/scenario-file.md",
        "page": "",
    }


def _what_is_not_there(kind: str, name: str) -> Wrong | None:
    match kind:
        case "screen" | "report":
            known = sorted(path.stem for path in (ROOT / kinds()[kind]).glob("*.py") if path.stem != "__init__")
            return None if name in known else (name, kinds()[kind], known)
        case "command":
            commands = sorted(name for names in COMMANDS.values() for name in names)
            return None if name in commands else (name, "the commands", commands)
        case "model":
            return _not_in_the_model(name)
        case "page":
            pages = sorted(
                path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
            )
            return None if name in pages else (name, "the documentation", pages)
        case _:
            return _not_in_the_file(kinds()[kind], name)


def _not_in_the_model(name: str) -> Wrong | None:
    parts = {part.__name__: part for part in parts_of_the_model()}
    part, _, field = name.partition(".")
    if part not in parts:
        return part, "the model", list(parts)
    fields = [known.alias or key for key, known in parts[part].model_fields.items()]
    return None if not field or field in fields else (field, part, fields)


def _not_in_the_file(file: str, name: str) -> Wrong | None:
    here: Any = _document(file).data
    inside = file
    for word in name.split("."):
        known = _inside(here)
        if word not in known:
            return word, inside, [str(key) for key in known]
        here, inside = known[word], f"{inside}, {word}"
    return None


def _inside(thing: Any) -> dict[str, Any]:
    """What can be named inside *thing*: the keys of a mapping, the items of a list."""
    if isinstance(thing, dict):
        return thing
    if not isinstance(thing, tuple):
        return {}
    items = [item for item in thing if isinstance(item, dict)]
    return {str(next((item[key] for key in NAMED_BY if key in item), "")): item for item in items}


@cache
def _document(file: str) -> Document:
    return read_document(read_text(ROOT / file), file)


# --- the page ------------------------------------------------------------------------------------------------


def page(guide: Guide) -> str:
    statements = guide.statements
    placed = [statement for statement in statements if statement.places]
    lacking = sum(bool(statement.lacks) for statement in placed)
    without = [statement.id for statement in statements if not statement.places]
    used = Counter(kind for statement in placed for kind in statement.at)
    lines = [
        "# Where the guide is",
        "",
        f"**{len(placed)} of {len(statements)} statements have a place**; {lacking} of those say what they lack.",
        "",
        "Generated by `python3 run.py --reference` from [guide-coverage.yaml](guide-coverage.yaml), where every place",
        "is looked up: one that is gone is reported with its line and what is near.",
        "",
        'The guide is "Handreiking Besluitvorming opvang asielzoekers en huisvesting statushouders" (OTAV and VNG,',
        "2016), taken apart into statements, each in our own words. A place is the part of a scenario or of the",
        "catalogue that is about it, a screen, a report, a command, a part of the model or a page. In a scenario the",
        "name leads the way: `diagnosis.setup.answers.market` is the answer `market` to the question `setup`.",
        "",
        f"Without a place: {', '.join(without)}. Why, stands with each.",
        "",
        "| where | statements |",
        "|---|---|",
        *(f"| {_kind_word(kind, file)} | {used[kind]} |" for kind, file in kinds().items() if used[kind]),
        "",
    ]
    for chapter in guide.chapters:
        lines += _section(chapter)
    return "\n".join(lines).rstrip() + "\n"


def _kind_word(kind: str, file: str) -> str:
    return f"[{kind}]({_link(file)})" if file.endswith(".yaml") else kind


def _section(chapter: Chapter) -> list[str]:
    count = sum(bool(statement.places) for statement in chapter.statements)
    return [
        f"## {chapter.chapter} {chapter.title}",
        "",
        f"With a place: {count} of {len(chapter.statements)}.",
        "",
        "| | the guide says | where |",
        "|---|---|---|",
        *(f"| {statement.id} | {_cell(statement.says)} | {_where(statement)} |" for statement in chapter.statements),
        "",
    ]


def _where(statement: Statement) -> str:
    if not statement.places:
        return f"**No place.** {_cell(statement.lacks or '')}"
    lines = [_places_of(kind, _many(names)) for kind, names in statement.at.items()]
    return "<br>".join([*lines, *([f"*Lacks:* {_cell(statement.lacks)}"] if statement.lacks else [])])


def _places_of(kind: str, names: tuple[str, ...]) -> str:
    """The places of one kind, each linked to its file, or all to the one file in which they are."""
    file = kinds()[kind]
    if file.endswith(".yaml"):
        return f"[{kind}]({_link(file)}): " + ", ".join(f"`{name}`" for name in names)
    return f"{kind}: " + ", ".join(_shown(kind, name) for name in names)


def _shown(kind: str, name: str) -> str:
    around = kinds()[kind]
    match kind:
        case "command":
            return f"`scenario-sim {name}`"
        case "model":
            return f"[{name}]({_link(around)}#{name.partition('.')[0].lower()})"
        case "page":
            return f"[{name}]({_link(name)})"
        case _:
            return f"[{name}]({_link(f'{around}/{name}.py')})"


def _link(file: str) -> str:
    """*file* as seen from the page."""
    near = "docs/reference/"
    return file.removeprefix(near) if file.startswith(near) else f"../../{file}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
