"""A document for readers: blocks in order, which every form (HTML, Word, PDF, Markdown) writes in its own way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from scenario_sim.language import Language

Style = Literal["plain", "note", "warning"]


@dataclass(frozen=True, slots=True)
class Heading:
    """*level* counts from 1, below the title of the document; a level is never jumped over."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A *note* explains how to read what stands there; a *warning* must not be passed over."""

    kind: ClassVar[str] = "paragraph"
    text: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    kind: ClassVar[str] = "bullets"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values."""

    kind: ClassVar[str] = "facts"
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The first cell of every row says what the row is about; every row has as many cells as *header*."""

    kind: ClassVar[str] = "table"
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """*svg* is a whole drawing that carries its own title and description; *description* says in words what shows."""

    kind: ClassVar[str] = "picture"
    title: str
    description: str
    svg: str


Block = Heading | Paragraph | Bullets | Facts | Table | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """*banner* stands on every page, *date* (ISO, as far as it is known) says when what it tells of took place."""

    title: str
    subtitle: str
    banner: str
    language: Language
    date: str
    blocks: tuple[Block, ...]

    @property
    def headings(self) -> tuple[tuple[str, Heading], ...]:
        """The headings of the first level, each with the place to which a link leads."""
        return tuple((f"h{n}", block) for n, block in enumerate(self.blocks) if _is_chapter(block))  # type: ignore[misc]


def _is_chapter(block: Block) -> bool:
    return isinstance(block, Heading) and block.level == 1


def table_or(nothing: str, caption: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Table | Paragraph:
    """A table, or *nothing*, a sentence that says why there is none."""
    if not rows:
        return Paragraph(nothing)
    return Table(caption, tuple(header), tuple(tuple(row) for row in rows))


_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029\x0b\x0c]")
_UNSEEN = {code: 0x2400 + code for code in range(32) if code not in (0x09, 0x0A)} | {0x7F: 0x2421}
_FORBIDDEN = re.compile("[\x80-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def readable(text: str) -> str:
    """*text* as every form can hold it: control characters show as their pictures (␀), half characters as �."""
    return _FORBIDDEN.sub("\ufffd", _LINE_ENDS.sub("\n", text).translate(_UNSEEN))
