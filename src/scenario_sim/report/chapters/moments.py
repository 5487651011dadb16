"""The moments of a process that were played as scenarios of their own."""

from __future__ import annotations

from collections.abc import Iterator

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.report.document import Block, Heading, Paragraph, table_or
from scenario_sim.report.wording import Wording, number


def moments(words: Wording) -> Iterator[Block]:
    """Nothing for a scenario that plays no moments."""
    if not words.texts.episodes:
        return
    yield Heading(translate(N_("The moments that were played")))
    titles = {moment.id: moment.title for moment in words.texts.moments}
    rows = []
    for one in words.evaluation.episodes:
        episode = words.texts.episode(one.episode)
        by = translate(N_("people")) if one.played else translate(N_("the computer"))
        kept = ", ".join(f"{id} {number(value)}" for id, value in one.kept.items() if id != "peak_level")
        level = words.level(int(one.kept["peak_level"]))
        rows.append((words.clock(one.at), titles.get(episode.moment, episode.id), episode.id, by, level, kept))
    header = (
        N_("Over at"),
        N_("Moment"),
        N_("Episode"),
        N_("Played by"),
        N_("Highest level"),
        N_("Kept of it"),
    )
    yield table_or(
        translate(N_("No moment has been played yet.")),
        translate(N_("Moments, in the order in which they were over")),
        tuple(map(translate, header)),
        rows,
    )
    if rows:
        said = translate(N_("For the report of one moment: scenario-sim report LOG --episode {id} -o FILE"))
        yield Paragraph(said.format(id=words.evaluation.episodes[0].episode), "note")
