"""Visible security against invitingness over time."""

from __future__ import annotations

from collections.abc import Iterator

from scenario_sim.evaluation.inviting import Inviting
from scenario_sim.language import mark as N_
from scenario_sim.language import source_mark, translate
from scenario_sim.model.scenario import by_id
from scenario_sim.report.chapters.course import MOST_TIMES, steps_from_0
from scenario_sim.report.chart import Line, Lines, chart
from scenario_sim.report.document import Block, Heading, Paragraph, Picture, table_or
from scenario_sim.report.timeline import axis_times
from scenario_sim.report.wording import Wording, number


def welcome(words: Wording) -> Iterator[Block]:
    yield Heading(translate(N_("Visible security and invitingness")))
    found = words.evaluation.inviting
    if found is None or words.texts.visibility is None:
        yield Paragraph(translate(N_("This scenario does not count visible security.")))
        return
    said = translate(N_(
        "Security that shows makes people feel less welcome. Visible security was {mean} steps on average in the main "
        "phase. What a step costs is an assumption of this scenario (source: {source})."
    ))  # fmt: skip
    yield Paragraph(said.format(mean=number(found.mean), source=source_mark(words.texts.visibility.source)))
    if words.evaluation.main_until > 0 and any(found.values.values()):
        yield _picture(words, found)
    yield _over_time(words, found)
    yield table_or(
        translate(N_("No measure that shows came into force.")),
        translate(N_("Measures that showed")),
        (translate(N_("Measure")), translate(N_("In force from")), translate(N_("Steps of visible security"))),
        [(words.title(measure), words.clock(at), f"+{steps}") for at, measure, steps in found.seen],
    )


def _at(found: Inviting, at: float) -> int:
    return [size for since, size in found.steps if since <= at][-1]


def _picture(words: Wording, found: Inviting) -> Picture:
    evaluation, texts = words.evaluation, words.texts
    most = max(size for _, size in found.steps) or 1
    steps = steps_from_0(found.steps, evaluation.main_until)
    panels = [Lines(translate(N_("Visible security, in steps")), 70, 0, most, [(0, "0"), (most, str(most))],
                    [Line("", steps)], steps=True)]  # fmt: skip
    for id, values in found.values.items():
        known = by_id(texts.indicators, id)
        low, high = known.range
        ticks = [(low, number(low)), (high, number(high))]
        panels.append(Lines(known.title, 90, low, high, ticks, [Line("", values)]))
    title = translate(N_("Visible security and what it costs"))
    said = translate(N_("From {start} to {end}; the numbers stand in the table below.")).format(
        start=words.clock(0), end=words.clock(evaluation.main_until)
    )
    return Picture(
        title,
        said,
        chart("welcome", title, said, panels, evaluation.main_until, axis_times(texts, evaluation.main_until, 8)),
    )


def _over_time(words: Wording, found: Inviting) -> Block:
    titles = [by_id(words.texts.indicators, id).title for id in found.values]
    series = list(found.values.values())
    moments = list(zip(*series, strict=True)) if series else []
    step = max(1, -(-len(moments) // MOST_TIMES))
    rows = [
        (words.clock(moment[0][0]), str(_at(found, moment[0][0])), *(number(value) for _, value in moment))
        for moment in moments[::step]
    ]
    return table_or(
        translate(N_("No values over time: nothing was recorded in the main phase.")),
        translate(N_("Visible security and invitingness over time")),
        (translate(N_("Time")), translate(N_("Visible security, in steps")), *titles),
        rows,
    )
