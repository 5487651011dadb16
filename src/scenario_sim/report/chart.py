"""Charts over time as SVG: lines, steps and marks below each other on one time axis.

No colour says anything alone: lines differ in their dashes and carry their name, marks carry a number or a letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scenario_sim.report.html import render

WIDTH, LEFT, RIGHT = 960, 96, 170
"""In pixels of the drawing: the whole, and the room for names before and behind the time axis."""

COLOURS = ("#0b4a8f", "#9a4b00", "#00694c", "#7a2e6b")
DASHES = ("", "9 4", "2 3", "12 3 2 3")
INK, QUIET, FINE = "#1b1b1b", "#444444", "#d4d4d4"
FONT = "Arial, Helvetica, Liberation Sans, DejaVu Sans, sans-serif"
SIZE = 12
LANE, MOST_LANES = 20, 8
_LETTER = 7.5


@dataclass(frozen=True, slots=True)
class Line:
    """*points* are time (seconds) and value."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines between *low* and *high*, with *ticks* on that side; as *steps*, a value lasts until the next."""

    title: str
    height: int
    low: float
    high: float
    ticks: Sequence[tuple[float, str]]
    lines: Sequence[Line]
    steps: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """*dashed* marks stand out from the others."""

    label: str
    at: float
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    title: str
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class Element:
    name: str
    attributes: dict[str, Any]
    text: str = ""


def chart(
    id: str,
    title: str,
    description: str,
    panels: Sequence[Lines | Marks],
    until: float,
    ticks: Sequence[tuple[float, str]],
) -> str:
    """The drawing, from 0 to *until* seconds; *ticks* are times with their text. *id* is its own in a document."""
    elements: list[Element] = []
    top = 10.0
    for panel in panels:
        drawn = list(_lines(panel, top, until) if isinstance(panel, Lines) else _marks(panel, top, until))
        bottom = max(element.attributes.pop("bottom", top) for element in drawn)
        elements += drawn
        top = bottom + 16
    axis = [*_axis(ticks, until, 10.0, top - 8)]
    return render("chart.svg", id=id, title=title, description=description, width=WIDTH, height=round(top + 18),
                  font=FONT, elements=[*axis, *elements])  # fmt: skip


def _x(at: float, until: float) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * min(max(at / until, 0.0), 1.0), 1)


def _text(text: str, x: float, y: float, **more: Any) -> Element:
    return Element("text", {"x": x, "y": y, "font-size": SIZE, "fill": INK, **more}, text)


def _axis(ticks: Sequence[tuple[float, str]], until: float, top: float, bottom: float) -> Iterator[Element]:
    for at, text in ticks:
        x = _x(at, until)
        yield Element("line", {"x1": x, "x2": x, "y1": top, "y2": bottom, "stroke": FINE})
        yield _text(text, x, bottom + 16, **{"text-anchor": "middle", "fill": QUIET})


def _lines(panel: Lines, top: float, until: float) -> Iterator[Element]:
    yield _text(panel.title, 4, top + SIZE, **{"font-weight": "bold"})
    top += SIZE + 10
    bottom = top + panel.height

    def y(value: float) -> float:
        share = (value - panel.low) / (panel.high - panel.low) if panel.high > panel.low else 0.0
        return round(bottom - panel.height * min(max(share, 0.0), 1.0), 1)

    for value, text in panel.ticks:
        yield Element("line", {"x1": LEFT, "x2": WIDTH - RIGHT, "y1": y(value), "y2": y(value), "stroke": FINE})
        yield _text(text, LEFT - 8, y(value) + 4, **{"text-anchor": "end", "fill": QUIET})
    for number, line in enumerate(panel.lines):
        colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
        points = [(_x(at, until), y(value)) for at, value in line.points]
        if panel.steps:
            points = [point for before, after in _pairs(points, _x(until, until)) for point in (before, after)]
        said = " ".join(f"{x:g},{y:g}" for x, y in points)
        yield Element("polyline", {"points": said, "fill": "none", "stroke": colour, "stroke-width": 2.5,
                                   "stroke-dasharray": dash or None})  # fmt: skip
    ends = [(number, y(line.points[-1][1])) for number, line in enumerate(panel.lines) if line.points]
    for number, at in _apart(ends, SIZE + 3, top, bottom):
        colour = COLOURS[number % len(COLOURS)]
        yield _text(panel.lines[number].name, WIDTH - RIGHT + 8, at + 4, fill=colour)
    yield Element("line", {"x1": LEFT, "x2": WIDTH - RIGHT, "y1": bottom, "y2": bottom, "stroke": QUIET,
                           "bottom": bottom})  # fmt: skip


def _pairs(
    points: Sequence[tuple[float, float]], end: float
) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Every step as the two ends of its level part."""
    until = [x for x, _ in points[1:]] + [end]
    for (x, y), after in zip(points, until, strict=True):
        yield (x, y), (after, y)


def _apart(ends: list[tuple[int, float]], gap: float, top: float, bottom: float) -> list[tuple[int, float]]:
    """The same places, moved so far that they lie *gap* apart, between *top* and *bottom* as far as there is room."""
    placed: list[tuple[int, float]] = []
    for number, at in sorted(ends, key=lambda end: end[1]):
        placed.append((number, max(at, placed[-1][1] + gap if placed else top)))
    over = placed[-1][1] - bottom if placed else 0
    if over > 0:
        last = bottom + gap
        for place in range(len(placed) - 1, -1, -1):
            last = min(placed[place][1], last - gap)
            placed[place] = (placed[place][0], last)
    return placed


def _marks(panel: Marks, top: float, until: float) -> Iterator[Element]:
    yield _text(panel.title, 4, top + SIZE, **{"font-weight": "bold", "bottom": top + SIZE + LANE})
    top += SIZE + 8
    free: list[float] = []
    for mark in panel.marks:
        width = len(mark.label) * _LETTER + 8
        x = min(_x(mark.at, until), WIDTH - RIGHT - width)
        lane = next((lane for lane, end in enumerate(free) if end <= x), None)
        if lane is None:
            if len(free) == MOST_LANES:
                continue
            lane = len(free)
            free.append(0.0)
        free[lane] = x + width + 2
        y = top + lane * LANE
        yield Element("rect", {"x": x, "y": y, "width": width, "height": LANE - 4, "rx": 3, "fill": "#ffffff",
                               "stroke": INK, "stroke-dasharray": "3 2" if mark.dashed else None,
                               "stroke-width": 1 if mark.dashed else 1.5, "bottom": y + LANE})  # fmt: skip
        yield _text(mark.label, x + width / 2, y + SIZE, **{"text-anchor": "middle"})
