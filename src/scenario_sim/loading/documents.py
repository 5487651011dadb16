"""YAML text as plain data with the place of every key and value; hostile text is refused, never expanded.

We read the parser's event stream and build the data ourselves, without recursion. So depth, size, aliases and
tags are judged before anything is built, and scalars mean what YAML 1.2 says: ``no`` and ``19:30`` are text,
``010`` is ten. Lists become tuples, because the model is frozen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from scenario_sim.errors import Problem, ScenarioError, UnreadableInput
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.loading.yaml_faults import problem_from_yaml

YamlPath = tuple[str | int, ...]

LARGEST_FILE = 2 * 1024 * 1024
DEEPEST = 32
MOST_NODES = 100_000
_LONGEST_NUMBER = 40
_MOST_DUPLICATES = 100

_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NULL = {"", "~", "null", "Null", "NULL"}
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+\Z")
_BASED = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_SPECIAL = re.compile(r"([-+]?)(\.inf|\.Inf|\.INF)\Z|(\.nan|\.NaN|\.NAN)\Z")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, from 1; *text_column* is where the text itself begins (after a quote), or 0
    when the text runs over more lines and columns inside it say nothing."""

    line: int
    column: int
    text_column: int = 0


@dataclass(slots=True)
class Document:
    """One YAML file as data, with the places of its keys and values by path."""

    file: str
    data: Any = None
    keys: dict[YamlPath, Place] = field(default_factory=dict)
    values: dict[YamlPath, Place] = field(default_factory=dict)

    def value_place(self, path: YamlPath) -> Place:
        """The place of the value at *path*, or of the nearest thing around it that is in the file."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, Place(1, 1))

    def key_place(self, path: YamlPath) -> Place:
        return self.keys.get(path) or self.value_place(path)


def read_text(path: Path) -> str:
    """The text of a file of at most 2 MiB in UTF-8. Raises UnreadableInput, or ScenarioError E107 (too large)."""
    try:
        with path.open("rb") as source:
            raw = source.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = translate(error.strerror or type(error).__name__)
        raise UnreadableInput(translate("{file} cannot be read: {reason}").format(file=path, reason=reason)) from None
    if len(raw) > LARGEST_FILE:
        raise ScenarioError([_too_large(str(path))])
    return decode(raw, str(path))


def decode(raw: bytes, file: str) -> str:
    """*raw* as UTF-8 text; raises UnreadableInput when it is something else."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise UnreadableInput(
            translate("{file} is not a text file in UTF-8; save it as UTF-8 and try again").format(file=file)
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_document(text: str, file: str) -> Document:
    """*text* as data with places. Raises ScenarioError E101–E103 or E107 with the first problem, or with every
    duplicate key."""
    try:
        if len(text.encode()) > LARGEST_FILE:
            raise ScenarioError([_too_large(file)])
    except UnicodeEncodeError as error:
        raise ScenarioError([problem_from_yaml(error, text, file)]) from None
    builder = _Builder(Document(file))
    try:
        for event in yaml.parse(text, Loader=_PARSER):
            builder.take(event)
    except yaml.YAMLError as error:
        raise ScenarioError([problem_from_yaml(error, text, file)]) from None
    if builder.problems:
        raise ScenarioError(builder.problems)
    return builder.document


def _too_large(file: str) -> Problem:
    return Problem("E107", N_("the file is larger than {most} MiB"), {"most": LARGEST_FILE // 1024**2}, file=file)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is still being filled."""

    path: YamlPath
    content: list[Any] | dict[str, Any]
    key: str | None = None


class _Builder:
    """Takes the parser's events one by one."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.open: list[_Open] = []
        self.nodes = 0
        self.documents = 0

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self.refuse(event, N_("a second document begins here; a file holds one"))
            case yaml.AliasEvent():
                self.refuse(event, N_("references (*name) are not allowed"), N_("write the value out again"))
            case yaml.ScalarEvent() | yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self.judge(event)
                self.begin(event)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                done = self.open.pop()
                self.put(tuple(done.content) if isinstance(done.content, list) else done.content)

    def judge(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        """Refuse what costs more than it looks, or means more than it says."""
        self.nodes += 1
        if event.anchor is not None:
            self.refuse(event, N_("anchors (&name) are not allowed"), N_("write the value out again"))
        if event.tag is not None:
            self.refuse(event, N_("tags (!name) are not allowed"), N_("write a plain value"))
        if len(self.open) >= DEEPEST:
            self.refuse(event, N_("this is nested more than {most} deep"), most=DEEPEST)
        if self.nodes > MOST_NODES:
            self.refuse(event, N_("the file has more than {most} values"), most=MOST_NODES)

    def begin(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        place = _place(event)
        around = self.open[-1] if self.open else None
        if around and isinstance(around.content, dict) and around.key is None:
            self.begin_key(event, around, place)
            return
        path = self.path()
        self.document.values[path] = place
        match event:
            case yaml.ScalarEvent():
                self.put(event.value if event.style in ("'", '"', "|", ">") else plain_scalar(event.value))
            case yaml.SequenceStartEvent():
                self.open.append(_Open(path, []))
            case _:
                self.open.append(_Open(path, {}))

    def begin_key(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, around: _Open, place: Place) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            self.refuse(event, N_("a key must be a word, not a list or a mapping"))
        assert isinstance(event, yaml.ScalarEvent)
        around.key = event.value
        path = (*around.path, event.value)
        first = self.document.keys.get(path)
        if first is None:
            self.document.keys[path] = place
            return
        if len(self.problems) >= _MOST_DUPLICATES:
            raise ScenarioError(self.problems)
        self.problems.append(
            Problem(
                "E103",
                N_("the key '{key}' is here twice; the first is on line {line}"),
                {"key": event.value[:60], "line": first.line},
                N_("remove one of them, or give it another name"),
                self.document.file,
                place.line,
                place.column,
            )
        )

    def path(self) -> YamlPath:
        if not self.open:
            return ()
        around = self.open[-1]
        if isinstance(around.content, list):
            return (*around.path, len(around.content))
        assert around.key is not None
        return (*around.path, around.key)

    def put(self, value: Any) -> None:
        if not self.open:
            self.document.data = value
            return
        around = self.open[-1]
        if isinstance(around.content, list):
            around.content.append(value)
        else:
            assert around.key is not None
            around.content.setdefault(around.key, value)
            around.key = None

    def refuse(self, event: yaml.Event, message: str, hint: str = "", **values: object) -> None:
        place = _place(event)
        problem = Problem("E102", message, values, hint, self.document.file, place.line, place.column)
        raise ScenarioError([*self.problems, problem])


def _place(event: yaml.Event) -> Place:
    """The place of *event*; only text on one line has columns of its own."""
    start, end = event.start_mark, event.end_mark
    assert start is not None and end is not None
    line, column = start.line + 1, start.column + 1
    if not isinstance(event, yaml.ScalarEvent) or start.line != end.line or event.style in ("|", ">"):
        return Place(line, column)
    return Place(line, column, column + (event.style in ("'", '"')))


def plain_scalar(text: str) -> Any:
    """What an unquoted scalar means in the YAML 1.2 core schema. A whole number in any notation is an int, as in
    JSON Schema; a number of more than 40 characters stays text."""
    if text in _NULL:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    if len(text) > _LONGEST_NUMBER:
        return text
    if _INT.match(text):
        return int(text)
    if _BASED.match(text):
        return int(text, 0)
    if _FLOAT.match(text):
        number = float(text)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    if special := _SPECIAL.match(text):
        return float("nan") if special[3] else float(f"{special[1]}inf")
    return text
