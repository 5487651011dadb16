"""Text whose further lines begin under the first word, not under the mark or the indent before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

_LEAD = re.compile(r" *(?:(?:\d{4}-\d\d-\d\d )?\d\d:\d\d {2,})?(?:(?:\[.\]|\(.\)|[·•*●○◐▸▶→?…–✓✖!≠≈+-]|\d+\.) +)*")
LEAST = 12
"""Columns that must be left beside a lead; with fewer, lines begin at the edge."""


class Hanging(Visual):
    """*content*, each line of it wrapped beside its own lead: spaces, a time, and marks such as ``[x]`` or ``2.``"""

    def __init__(self, content: Content) -> None:
        self.content = content
        lines = content.split("\n", allow_blank=True) if content else []
        self._lines = [_split(line) for line in lines]

    @classmethod
    def beside(cls, rows: Sequence[tuple[Content, Content]]) -> Hanging:
        """Two columns: the text of each row wraps beside the widest of the leads."""
        width = max((lead.cell_length for lead, _ in rows), default=0) + 2
        table = cls(Content("\n").join(lead + text for lead, text in rows))
        table._lines = [(lead.pad_right(width - lead.cell_length), text) for lead, text in rows]
        return table

    def __str__(self) -> str:
        return self.content.plain

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hanging) and self.content.is_same(other.content)

    def __hash__(self) -> int:
        return hash(self.content)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return self.content.get_optimal_width(rules, container_width)

    def get_minimal_width(self, rules: RulesMap) -> int:
        return self.content.get_minimal_width(rules)

    def get_height(self, rules: RulesMap, width: int) -> int:
        if not width:
            return 0
        return sum(max(text.get_height(rules, beside), 1) for _, text, beside in self._fitted(width))

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        if not width:
            return []
        options = replace(options, selection=None)  # its offsets are those of unbroken lines
        strips: list[Strip] = []
        for lead, text, beside in self._fitted(width):
            before = lead.render_strips(max(lead.cell_length, 1), 1, style, options) if lead else [Strip([])]
            under = Strip.blank(lead.cell_length, style.rich_style)
            for number, strip in enumerate(text.render_strips(beside, None, style, options) or [Strip([])]):
                strips.append(Strip.join([under if number else before[0], strip]))
        return strips if height is None else strips[:height]

    def _fitted(self, width: int) -> list[tuple[Content, Content, int]]:
        """Each line as its lead, its text, and the columns there are for that text."""
        return [
            (lead, text, width - lead.cell_length)
            if width - lead.cell_length >= LEAST
            else (Content(""), lead + text, width)
            for lead, text in self._lines
        ]


def _split(line: Content) -> tuple[Content, Content]:
    found = _LEAD.match(line.plain)
    end = found.end() if found else 0
    return line[:end], line[end:]
