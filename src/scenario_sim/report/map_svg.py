"""The map of a scenario as one drawing (SVG), laid out for a sheet of A3, lying."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor, inf, sqrt

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.units import DAY, HOUR, MINUTE
from scenario_sim.report.drawing import FONT, LINE, Canvas, text_width, wrapped
from scenario_sim.report.scenario_map import ScenarioMap, Spot, Stretch, moved

A3 = 1587.0, 1123.0
"""The sheet in units of 1/96 inch: 420 by 297 mm."""

WIDEST = 2.4
"""How many times wider than the sheet a map may be drawn; it is made smaller when printed."""

MARGIN, GAP, PAD = 24.0, 7.0, 4.0
TITLE, SMALL = 10.0, 8.5
BOX = 148.0
LEVELS = ("#dfe7df", "#f4e3a1", "#f2bf72", "#e58a5b", "#cf4f45", "#8e2034")
"""Colours of levels 0 to 5; the number stands beside them, so that grey prints say the same."""

STEPS = (5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR,
         DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 56 * DAY)  # fmt: skip
"""Seconds between two times on the axis."""

ROOM_FOR_A_TIME = 34.0

PLAIN = 0.3
"""How much of the way along a phase is time itself; the rest is room for the injects that come then."""

STYLE = f"""text {{ font-family: {FONT}; fill: #1b1b1b }}
.quiet {{ fill: #555 }} .bold {{ font-weight: bold }}
.box {{ fill: #fff; stroke: #777; stroke-width: .7 }} .turn {{ fill: #eef3fb }}
.arrow {{ fill: none; stroke: #3567a8; stroke-width: 1.1 }} .head {{ fill: #3567a8 }}
.grid {{ stroke: #ccc; stroke-width: .6 }} .phase {{ fill: #24405f }} .on {{ fill: #fff }}"""


def map_svg(drawn: ScenarioMap) -> str:
    """The drawing, of the proportions of A3, as small as its content allows."""
    shape, width = A3[1] / A3[0], A3[0]
    while True:
        sheet = _Sheet(drawn, width)
        if sheet.bottom <= width * shape or width >= A3[0] * WIDEST:
            return sheet.svg()
        filled = sqrt(sheet.bottom * width / shape)  # wide enough if the same area were filled without gaps
        width = min(max(width * 1.01, filled * 0.97), A3[0] * WIDEST)


@dataclass(frozen=True, slots=True)
class _Card:
    """A box with a coloured edge: *head* in bold, *body* and *foot* below it; *spoken* is what a reader hears."""

    head: tuple[str, ...]
    body: tuple[str, ...]
    foot: tuple[str, ...]
    spoken: str
    level: int | None = None
    style: str = "box"

    @property
    def height(self) -> float:
        return 2 * PAD + LINE * (TITLE * len(self.head) + SMALL * (len(self.body) + len(self.foot)))

    def draw(self, canvas: Canvas, x: float, y: float, width: float) -> None:
        canvas.open("g")
        canvas.add("title", self.spoken)
        canvas.add("rect", x=x, y=y, width=width, height=self.height, rx=3, class_=self.style)
        if self.level is not None:
            canvas.add("rect", x=x, y=y, width=4, height=self.height, fill=LEVELS[self.level])
        inner = x + PAD + 4
        y = canvas.lines(self.head, inner, y + PAD, TITLE, class_="bold")
        y = canvas.lines(self.body, inner, y, SMALL)
        canvas.lines(self.foot, inner, y, SMALL, class_="quiet")
        canvas.close("g")


def _card(spot: Spot, width: float, *, when: bool) -> _Card:
    room = width - 2 * PAD - 4
    head = wrapped(f"{spot.mark}  {spot.inject.title}", TITLE, room, 3, bold=True)
    said = spot.when if when and spot.way == "condition" else spot.briefly
    leads = [f"→ {', '.join(spot.follows)}"] if spot.follows else []
    leads += [spot.dilemma] if spot.dilemma else []
    leads += [f"✓ {' '.join(spot.measures)}"] if spot.measures else []
    leads += [" ".join(spot.indicators)] if spot.indicators else []
    level = spot.inject.level
    leads += [translate(N_("level {level}")).format(level=level).replace(" ", "\N{NO-BREAK SPACE}")] if level else []
    spoken = f"{spot.mark} {spot.inject.title}: {spot.when}"
    return _Card(tuple(head), tuple(wrapped(said, SMALL, room, 5)), tuple(wrapped(" · ".join(leads), SMALL, room, 4)),
                 spoken, level)  # fmt: skip


class _Sheet:
    """One attempt at the drawing, *width* wide; *bottom* is how far down it came."""

    def __init__(self, drawn: ScenarioMap, width: float) -> None:
        self.drawn, self.width = drawn, width
        self.scenario: Scenario = drawn.scenario
        self.canvas = Canvas()
        self.left, self.right = MARGIN, width - MARGIN
        self.bottom = MARGIN
        self._header()
        self._timed()
        loose = [_card(spot, self._column(), when=True) for spot in drawn.spots if spot.way != "time"]
        if loose or self.scenario.dilemmas:
            heading = N_("On a condition, by chance, after something else or by the facilitator; then the dilemmas")
            self._cards(translate(heading), [*loose, *self._dilemmas()])
        self._legends()
        self.bottom += MARGIN

    def svg(self) -> str:
        height = max(self.bottom, self.width * A3[1] / A3[0])
        title = translate(N_("Map of the scenario “{title}”")).format(title=self.scenario.title)
        told = translate(N_(
            "{injects} injects on a time axis or with their condition, with the measures that answer them, "
            "{dilemmas} dilemmas and the indicators that move."
        )).format(injects=len(self.drawn.spots), dilemmas=len(self.scenario.dilemmas))  # fmt: skip
        out = Canvas()
        box = f"0 0 {self.width:g} {height:.0f}"
        tall = f"{420 * height / self.width:.1f}mm"
        out.open("svg", xmlns="http://www.w3.org/2000/svg", viewBox=box, width="420mm", height=tall, role="img",
                 aria_labelledby="map-title map-told", lang=self.scenario.language)  # fmt: skip
        out.add("title", title, id="map-title")
        out.add("desc", told, id="map-told")
        out.elements.append(f"<style>{STYLE}</style>")
        out.add("rect", x=0, y=0, width=self.width, height=height, fill="#fff")
        return f"{out}\n{self.canvas}\n</svg>\n"

    # --- parts, from the top down --------------------------------------------------------------------------------

    def _header(self) -> None:
        self.canvas.add("text", self.scenario.title, x=self.left, y=self.bottom + 16, font_size=18, class_="bold")
        after = self.left + text_width(self.scenario.title, 18, bold=True) + 14
        said = translate(N_("{place}. Times with the default answers of the diagnosis.")).format(
            place=self.scenario.place
        )
        self.canvas.lines(wrapped(said, TITLE, self.right - after, 1), after, self.bottom + 6, TITLE, class_="quiet")
        self.bottom += 26
        key = translate(N_(
            "→ is followed by · ✓ answers what is expected · D dilemma · M measure · ▲ ▼ ◆ raises, lowers or changes "
            "an indicator (letter) · ? only if a condition holds · colour at the left: level"
        ))  # fmt: skip
        levels = [f"{level.level} {level.title}" for level in self.scenario.levels]
        room = self.right - self.left - sum(text_width(said, SMALL) + 24 for said in levels)
        lines = wrapped(key, SMALL, room)
        x = self.left + min(max(text_width(line, SMALL) for line in lines) + 12, room)
        for colour, said in zip(LEVELS, levels, strict=True):
            self.canvas.add("rect", x=x, y=self.bottom + 1, width=8, height=8, fill=colour, stroke="#777")
            self.canvas.lines([said], x + 11, self.bottom, SMALL, class_="quiet")
            x += text_width(said, SMALL) + 22
        self.bottom = self.canvas.lines(lines, self.left, self.bottom, SMALL, class_="quiet") + GAP

    def _timed(self) -> None:
        """The axis, and below it each inject of a known time as far to the right as its time, as high as it fits."""
        spots = self.drawn.of_way("time")
        axis = _Axis(self.drawn.phases, spots, self.left, self.right)
        top = self.bottom
        self.bottom += 36
        placed: dict[str, _Placed] = {}
        for spot in spots:
            assert spot.at is not None
            card = _card(spot, BOX, when=False)
            x = min(axis.x(spot.at), self.right - BOX)
            beside = [one for one in placed.values() if abs(one.x - x) < BOX + GAP]
            placed[spot.inject.id] = _Placed(x, _free_height(beside, self.bottom, card.height), card)
        bottom = max((one.bottom for one in placed.values()), default=self.bottom)
        axis.draw(self.canvas, top, bottom, self.scenario.starts)
        self._arrows(spots, placed)
        for one in placed.values():
            one.card.draw(self.canvas, one.x, one.y, BOX)
        self.bottom = bottom + GAP

    def _arrows(self, spots: Iterable[Spot], placed: dict[str, _Placed]) -> None:
        """From the foot of an inject to the head of the one that follows it, both of a known time."""
        for spot in spots:
            if spot.before in placed:
                first, then = placed[spot.before], placed[spot.inject.id]
                from_x, from_y, end = first.x + BOX / 2, first.y + 16, (then.x, then.y + 9)
                bend = max(30.0, abs(then.x - from_x) / 3)
                self.canvas.add("path", class_="arrow", d=f"M{from_x:.0f} {from_y:.0f} C{from_x:.0f} {end[1]:.0f} "
                                f"{end[0] - bend:.0f} {end[1]:.0f} {end[0] - 5:.0f} {end[1]:.0f}")  # fmt: skip
                self.canvas.add("path", class_="head", d=f"M{end[0]:.0f} {end[1]:.0f} l-7 -3 v6 z")

    def _column(self) -> float:
        count = max(int((self.right - self.left) // 190), 1)
        return (self.right - self.left - GAP * (count - 1)) / count

    def _cards(self, heading: str, cards: Sequence[_Card]) -> None:
        """Cards in columns below a heading, each in the column that is shortest so far."""
        self._heading(heading)
        width = self._column()
        ends = [self.bottom] * round((self.right - self.left + GAP) / (width + GAP))
        for card in cards:
            column = min(range(len(ends)), key=lambda n: (ends[n], n))
            card.draw(self.canvas, self.left + column * (width + GAP), ends[column], width)
            ends[column] += card.height + GAP
        self.bottom = max(ends)

    def _heading(self, text: str) -> None:
        self.bottom += GAP
        self.canvas.add("text", text, x=self.left, y=self.bottom + 12, font_size=13, class_="bold")
        self.bottom += 19

    def _dilemmas(self) -> Iterable[_Card]:
        room = self._column() - 2 * PAD - 4
        marks = self.drawn.marks
        titles = {role.id: role.title for role in self.scenario.roles}
        for dilemma in self.scenario.dilemmas:
            head = wrapped(f"{marks[dilemma.id]}  {dilemma.question}", TITLE, room, 4, bold=True)
            body = wrapped(titles[dilemma.decided_by], SMALL, room, 1)
            foot: list[str] = []
            for option in dilemma.options:
                leads = " ".join((*(marks[id] for id in option.starts), *moved(option.effects, marks)))
                foot += wrapped(f"• {option.text}" + (f" ({leads})" if leads else ""), SMALL, room, 3)
            yield _Card(
                tuple(head), tuple(body), tuple(foot), f"{marks[dilemma.id]} {dilemma.question}", style="box turn"
            )

    def _legends(self) -> None:
        marks = self.drawn.marks
        used = {mark for spot in self.drawn.spots for mark in spot.measures}
        measures = [
            (f"{marks[one.id]}  {one.title} ({one.lead_time.in_words()})", marks[one.id] in used)
            for one in self.scenario.measures
        ]
        self._list(translate(N_("Measures, with their lead time; in bold those that answer an inject")), measures)
        indicators = [(f"{marks[one.id]}  {one.title}", False) for one in self.scenario.indicators]
        self._list(translate(N_("Indicators")), indicators)

    def _list(self, heading: str, entries: Sequence[tuple[str, bool]]) -> None:
        """Short lines in columns, read from the top down."""
        self._heading(heading)
        columns = max(int((self.right - self.left) // 250), 1)
        width = (self.right - self.left) / columns
        texts = [(wrapped(text, SMALL, width - 2 * GAP, 2, bold=bold), bold) for text, bold in entries]
        most = sum(len(lines) for lines, _ in texts) / columns
        column, taken, y, lowest = 0, 0.0, self.bottom, self.bottom
        for lines, bold in texts:
            if taken >= most and column < columns - 1:
                column, taken, y = column + 1, 0.0, self.bottom
            x = self.left + column * width
            y = self.canvas.lines(lines, x, y, SMALL, **({"class_": "bold"} if bold else {}))
            taken += len(lines)
            lowest = max(lowest, y)
        self.bottom = lowest


@dataclass(frozen=True, slots=True)
class _Placed:
    x: float
    y: float
    card: _Card

    @property
    def bottom(self) -> float:
        return self.y + self.card.height


def _free_height(beside: Sequence[_Placed], top: float, height: float) -> float:
    """The highest place at or below *top* for something of this *height* among what stands *beside* it."""
    for y in sorted([top, *(one.bottom + GAP for one in beside)]):
        if all(y + height + GAP <= one.y or one.bottom + GAP <= y for one in beside):
            return y
    raise AssertionError("below all others there is always room")


class _Axis:
    """Time from left to right. A phase is as wide as the injects in it need, and within a phase a busy time is wider
    than a quiet one; the times written along the axis say so."""

    def __init__(self, phases: Sequence[Stretch], spots: Sequence[Spot], left: float, right: float) -> None:
        self.pieces: list[tuple[Stretch, float, float]] = []
        self.times = {
            phase.id: [spot.at for spot in spots if spot.at is not None and phase.holds(spot.at)] for phase in phases
        }
        counts = [1.5 + len(self.times[phase.id]) for phase in phases]
        for phase, count in zip(phases, counts, strict=True):
            width = (right - left) * count / sum(counts)
            begins = self.pieces[-1][2] if self.pieces else left
            self.pieces.append((phase, begins, begins + width))

    def x(self, at: float) -> float:
        phase, left, right = next((p for p in self.pieces if at < p[0].ends), self.pieces[-1])
        lasts = phase.ends - phase.begins
        share = min(max((at - phase.begins) / lasts, 0.0), 1.0) if lasts > 0 else 0.0
        return left + (right - left) * (PLAIN * share + (1 - PLAIN) * self._busy(phase, at))

    def _busy(self, phase: Stretch, at: float) -> float:
        """The share of the injects of *phase* that have come by then, in between in proportion to time."""
        times = [phase.begins, *self.times[phase.id], phase.ends]
        after = bisect_right(times, at)
        if after >= len(times):
            return 1.0
        before, then = times[after - 1], times[after]
        return (after - 1 + (at - before) / (then - before)) / (len(times) - 1)

    def draw(self, canvas: Canvas, top: float, bottom: float, starts: datetime) -> None:
        for phase, left, right in self.pieces:
            canvas.add("rect", x=left, y=top, width=right - left - 2, height=16, class_="phase")
            canvas.lines(wrapped(phase.title, TITLE, right - left - 12, 1), left + 5, top + 2, TITLE, class_="on bold")
            canvas.add("line", x1=left, y1=top, x2=left, y2=bottom, class_="grid")
            for x, said in self._ticks(phase, starts):
                canvas.add("line", x1=x, y1=top + 16, x2=x, y2=bottom, class_="grid")
                canvas.lines([said], x + 2, top + 19, SMALL, class_="quiet")

    def _ticks(self, phase: Stretch, starts: datetime) -> Iterator[tuple[float, str]]:
        """The times along *phase* with their place and words: as many as fit, at most forty."""
        lasts = phase.ends - phase.begins
        step = next((step for step in STEPS if lasts / step <= 40), STEPS[-1])
        midnight = starts.hour * HOUR + starts.minute * MINUTE
        last, said, end = -inf, "", self.x(phase.ends - 0.001) - ROOM_FOR_A_TIME
        for number in range(ceil((phase.begins + midnight) / step), floor((phase.ends + midnight) / step) + 1):
            at = number * step - midnight
            x = self.x(at)
            words = (starts + timedelta(seconds=at)).strftime("%H:%M" if lasts < 2 * DAY else "%d-%m")
            if x - last >= ROOM_FOR_A_TIME and x <= end and words != said:
                yield x, words
                last, said = x, words
