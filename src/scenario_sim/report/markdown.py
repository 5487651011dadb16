"""A document as Markdown (CommonMark, with tables as GitHub and most editors know them)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import singledispatch

from scenario_sim.report.document import Block, Bullets, Document, Facts, Heading, Paragraph, Picture, Table, readable

_MEANS_SOMETHING = re.compile(r"([\\`*_{}\[\]<>&|~$#!=+\-:@])")
_NUMBER = re.compile(r"^(\s*\d+)([.)])", re.MULTILINE)


def markdown_text(document: Document) -> str:
    """The whole document; pictures are told in words, their numbers stand in tables."""
    parts = [f"# {literal(document.title)}", literal(document.subtitle)]
    parts[:0] = [f"**{literal(document.banner)}**"] if document.banner else []
    for block in document.blocks:
        parts += _block(block)
    return "\n\n".join(parts) + "\n"


def literal(text: str) -> str:
    """*text* on one line, so that no character in it means anything."""
    escaped = _MEANS_SOMETHING.sub(r"\\\1", " ".join(readable(text).split(" ")))
    return "<br>".join(line.strip() for line in _NUMBER.sub(r"\1\\\2", escaped).split("\n"))


@singledispatch
def _block(block: Block) -> Iterator[str]:
    raise TypeError(block)


@_block.register
def _(block: Heading) -> Iterator[str]:
    yield f"{'#' * (block.level + 1)} {literal(block.text)}"


@_block.register
def _(block: Paragraph) -> Iterator[str]:
    yield literal(block.text) if block.style == "plain" else f"> {literal(block.text)}"


@_block.register
def _(block: Bullets) -> Iterator[str]:
    yield "\n".join(f"- {literal(item)}" for item in block.items)


@_block.register
def _(block: Facts) -> Iterator[str]:
    yield "\n".join(f"- **{literal(name)}:** {literal(value)}" for name, value in block.pairs)


@_block.register
def _(block: Table) -> Iterator[str]:
    yield f"**{literal(block.caption)}**"
    rule = tuple("---" for _ in block.header)
    cells = [tuple(map(literal, block.header)), rule, *(tuple(map(literal, row)) for row in block.rows)]
    yield "\n".join(f"| {' | '.join(row)} |" for row in cells)


@_block.register
def _(block: Picture) -> Iterator[str]:
    yield f"> {literal(block.title)}. {literal(block.description)}"
