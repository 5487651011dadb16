"""How it went: everything on one time axis, with its numbers in tables below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.events import IndicatorsRecorded
from scenario_sim.model.scenario import by_id
from scenario_sim.model.units import unit_text
from scenario_sim.report.chart import Line, Lines, Mark, Marks, chart
from scenario_sim.report.document import Block, Heading, Paragraph, Picture, Table, table_or
from scenario_sim.report.names import span_text
from scenario_sim.report.timeline import axis_times, letter, moved_most
from scenario_sim.report.wording import Wording, number

MOST_INDICATORS = 4
MOST_TIMES = 10


def course(words: Wording) -> Iterator[Block]:
    yield Heading(translate(N_("How it went")))
    if words.evaluation.main_until > 0:
        yield _picture(words)
        said = translate(N_(
            "A number in the picture is an inject, a letter is a decision; both stand in the tables. A dashed frame "
            "is a decision by the computer. What came before or after the main phase, and what finds no room in the "
            "picture, stands in the tables only."
        ))  # fmt: skip
        yield Paragraph(said, "note")
    else:
        yield Paragraph(translate(N_("There is no picture: the main phase of the scenario has not begun.")))
    yield _levels(words)
    yield from _indicators(words)
    yield injects(words)


def _picture(words: Wording) -> Picture:
    evaluation, texts = words.evaluation, words.texts
    until, recorded = evaluation.main_until, in_main_phase(words)
    moved = moved_most(texts.indicators, recorded, MOST_INDICATORS)
    steps = steps_from_0([(evaluation.begins, 0), *evaluation.levels], until)
    panels: list[Lines | Marks] = [
        Lines(translate(N_("Level")), 80, 0, 5, [(n, str(n)) for n in range(6)], [Line("", steps)], steps=True)
    ]
    if moved:
        shares = [Line(one.title, [(r.at, _share(r.indicators[one.id], one.range)) for r in recorded]) for one in moved]
        title = translate(N_("Indicators, each between its lowest (0 %) and highest value (100 %)"))
        panels.append(Lines(title, 130, 0, 100, [(0, "0 %"), (50, "50 %"), (100, "100 %")], shares))
    came = [Mark(name, at) for name, at, _ in numbered(words) if 0 <= at <= until]
    panels.append(Marks(translate(N_("Injects")), came))
    marks = [
        Mark(name, one.decision.at, one.decision.bot)
        for name, one in zip(letters(words), evaluation.decisions, strict=True)
        if 0 <= one.decision.at <= until
    ]
    panels.append(Marks(translate(N_("Decisions")), marks))
    title = translate(N_("Timeline of the main phase"))
    said = translate(N_(
        "From {start} to {end}: the level, the indicators that moved most ({indicators}), {injects} injects and "
        "{decisions} decisions. The highest level was {level}. All numbers stand in the tables below."
    )).format(
        start=words.clock(0), end=words.clock(until),
        indicators=", ".join(one.title for one in moved) or translate(N_("none")),
        injects=len(came), decisions=len(marks),
        level=words.level(evaluation.peak_level),
    )  # fmt: skip
    drawn = chart("timeline", title, said, panels, until, axis_times(texts, until, 8))
    return Picture(title, said, drawn)


def steps_from_0(changes: Sequence[tuple[float, int]], until: float) -> list[tuple[float, float]]:
    """What stays the same between *changes*, from 0 to *until*; the first change is at or before 0."""
    before = [value for at, value in changes if at <= 0][-1:] or [changes[0][1]]
    return [(0.0, float(before[0])), *((at, float(value)) for at, value in changes if 0 < at <= until)]


def in_main_phase(words: Wording) -> list[IndicatorsRecorded]:
    return [one for one in words.evaluation.recorded if 0 <= one.at <= words.evaluation.main_until]


def _share(value: float, within: tuple[float, float]) -> float:
    return 100 * (value - within[0]) / (within[1] - within[0])


def numbered(words: Wording) -> list[tuple[str, float, str]]:
    """Every inject that came: its number, when, and its id."""
    return [(str(n), one.at, one.inject) for n, one in enumerate(words.evaluation.deliveries, 1)]


def letters(words: Wording) -> list[str]:
    """What the decisions are called, in their order."""
    return [letter(n) for n in range(len(words.evaluation.decisions))]


def _levels(words: Wording) -> Block:
    evaluation = words.evaluation
    changes = [(evaluation.begins, 0), *evaluation.levels]
    ends = [at for at, _ in changes[1:]] + [evaluation.until]
    rows = [
        (words.clock(at), words.level(level), span_text(end - at))
        for (at, level), end in zip(changes, ends, strict=True)
        if end > at
    ]
    header = (translate(N_("From")), translate(N_("Level")), translate(N_("For how long")))
    return table_or(translate(N_("No time has passed.")), translate(N_("The levels")), header, rows)


def _indicators(words: Wording) -> Iterator[Block]:
    evaluation, texts = words.evaluation, words.texts
    names = (N_("Start"), N_("Lowest"), N_("Highest"), N_("Mean"), N_("End"))
    header = (translate(N_("Indicator")), translate(N_("Unit")), *map(translate, names))
    rows = []
    for id, one in evaluation.indicators.items():
        known = by_id(texts.indicators, id)
        values = (one.start, one.low, one.high, one.mean, one.end)
        rows.append((known.title, unit_text(known.unit), *map(number, values)))
    yield Table(translate(N_("The indicators in the main phase")), header, tuple(rows))
    recorded = in_main_phase(words)
    moved = moved_most(texts.indicators, recorded, MOST_INDICATORS)
    step = max(1, -(-len(recorded) // MOST_TIMES))
    shown = [*recorded[::step], *(recorded[-1:] if recorded and (len(recorded) - 1) % step else [])]
    yield table_or(
        translate(N_("No values over time: nothing was recorded in the main phase.")),
        translate(N_("The indicators of the picture over time, in their own units")),
        (translate(N_("Time")), *(f"{one.title} ({unit_text(one.unit)})" for one in moved)),
        [(words.clock(one.at), *(number(one.indicators[i.id]) for i in moved)) for one in shown],
    )


def injects(words: Wording) -> Block:
    rows = []
    for (name, at, inject), one in zip(numbered(words), words.evaluation.deliveries, strict=True):
        first = [role for role in one.known if role not in one.told_by]
        rows.append((name, words.clock(at), words.title(inject), words.roles(first) or translate(N_("nobody"))))
    header = (translate(N_("No.")), translate(N_("Time")), translate(N_("Inject")), translate(N_("Reached")))
    nothing = translate(N_("No inject came in this session."))
    return table_or(nothing, translate(N_("The injects, as they came")), header, rows)
