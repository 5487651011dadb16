"""Drawing text and boxes as SVG, with nothing but text: how wide a text is, where it breaks, and escaping."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

FONT = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"
LINE = 1.22
"""Height of a line of text in heights of its font."""

_SPACE = re.compile(r"[ \t\n]+")
"""Where a line may break; not at a space that holds together."""

_SLACK = 1.06
"""Room for fonts that run wider than the one measured."""

_NARROW, _WIDE = frozenset("iljtfrI.,;:'|!()[]‘’ "), frozenset("mwMWÆŒ%@…—▲▼◆≥≤")


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide *text* is at *size*, rather too much than too little."""
    units = sum(0.3 if c in _NARROW else 0.87 if c in _WIDE else 0.69 if c.isupper() else 0.55 for c in text)
    return units * size * _SLACK * (1.07 if bold else 1.0)


def wrapped(text: str, size: float, width: float, most: int = 99, *, bold: bool = False) -> list[str]:
    """*text* in lines that fit *width*, at most *most*; what is left out shows as …"""
    lines: list[str] = []
    for word in _words(text, size, width, bold):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) <= most:
        return lines
    kept = lines[:most]
    while kept[-1] and text_width(kept[-1] + "…", size, bold=bold) > width:
        kept[-1] = kept[-1][:-1].rstrip()
    kept[-1] = kept[-1].rstrip(" ,;:") + "…"
    return kept


def _words(text: str, size: float, width: float, bold: bool) -> Iterator[str]:
    """The words of *text*; one that is wider than a line comes in pieces."""
    for word in _SPACE.split(text.strip()):
        piece = ""
        for letter in word:
            if piece and text_width(piece + letter, size, bold=bold) > width:
                yield piece
                piece = ""
            piece += letter
        yield piece


class Canvas:
    """The elements of a drawing so far, in order: what is added later lies on top."""

    def __init__(self) -> None:
        self.elements: list[str] = []

    def add(self, name: str, text: str | None = None, **attributes: object) -> None:
        """An element with escaped *text*; ``text_anchor`` becomes ``text-anchor``, ``class_`` becomes ``class``."""
        said = "".join(f' {_attribute(key)}="{_value(value)}"' for key, value in attributes.items())
        self.elements.append(f"<{name}{said}/>" if text is None else f"<{name}{said}>{escape(text)}</{name}>")

    def open(self, name: str, **attributes: object) -> None:
        said = "".join(f' {_attribute(key)}="{_value(value)}"' for key, value in attributes.items())
        self.elements.append(f"<{name}{said}>")

    def close(self, name: str) -> None:
        self.elements.append(f"</{name}>")

    def lines(self, texts: Iterable[str], x: float, y: float, size: float, **attributes: object) -> float:
        """Lines of text below each other, the top of the first at *y*; where the next would begin."""
        for text in texts:
            self.add("text", text, x=x, y=y + size, font_size=size, **attributes)
            y += size * LINE
        return y

    def __str__(self) -> str:
        return "\n".join(self.elements)


def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-") if name != "viewBox" else name


def _value(value: object) -> str:
    return f"{round(value, 1):g}" if isinstance(value, float) else escape(str(value), quote=True)
