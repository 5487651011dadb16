"""The report in short: what was played, what this report is for, and the goals in one table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from scenario_sim.evaluation.summary import CAVEAT
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.report.document import Block, Facts, Heading, Paragraph, Table
from scenario_sim.report.wording import ENDS, RATINGS, Wording, number

Function = Literal["testing", "developing", "orienting"]
"""What an exercise is for (WODC, Wein & Willems 2013): testen, ontwikkelen or oriënteren."""

PURPOSES: dict[Function, str] = {
    "testing": N_(
        "This exercise was a test: do we do what we agreed? So the goals, the reactions that were expected and the "
        "norms come first. A rating is a proposal of the program; the evaluator decides."
    ),
    "developing": N_(
        "This exercise was there to become better. So what people noted and what they agreed come first. Nobody is "
        "judged: a rating is a proposal to talk about, and the evaluator decides."
    ),
    "orienting": N_(
        "This exercise was there to explore: what can happen, and who does what then? So the story comes first, and "
        "the program proposes no ratings. What was not done in time is something to talk about, not a mistake."
    ),
}


def short(words: Wording, function: Function) -> Iterator[Block]:
    evaluation, texts = words.evaluation, words.texts
    yield Heading(translate(N_("In short")))
    yield Paragraph(translate(PURPOSES[function]))
    yield Facts(tuple(_facts(words)))
    by_people = any(one.decision.by and not one.decision.bot for one in evaluation.decisions)
    if not evaluation.origin.seated and not by_people:
        said = translate(N_("Nobody sat at the table: this says something about the scenario, not about people."))
        yield Paragraph(said, "warning")
    yield goals_table(words, function)
    if evaluation.mean is not None:
        said = translate(N_("{mean}, the mean as this table weighed the goals"))
        yield Paragraph(said.format(mean=number(evaluation.mean)))
    yield Paragraph(translate(CAVEAT), "note")
    origin = evaluation.origin.branched_from
    if origin is not None:
        said = translate(N_(
            "This session is a branch: up to {clock} it is another session, of which it took over everything."
        ))  # fmt: skip
        yield Paragraph(said.format(clock=texts.clock(float(str(origin["at"])))), "warning")


def goals_table(words: Wording, function: Function) -> Table:
    rates = function != "orienting"
    header = [translate(N_("Goal")), translate(N_("Score (0 to 100)")), translate(N_("Weight (0 to 5)"))]
    header += [translate(N_("Rating that the program proposes"))] if rates else []
    header += [translate(N_("Rating by the evaluator"))]
    rows = []
    for one in words.evaluation.goals:
        weight = translate(N_("not weighed")) if one.weight is None else str(one.weight)
        given = translate(RATINGS[one.given.rating]) if one.given else translate(N_("not given yet"))
        proposed = [translate(RATINGS[one.proposed])] if rates else []
        rows.append((words.goal(one.goal), number(one.score), weight, *proposed, given))
    return Table(translate(N_("The goals")), tuple(header), tuple(rows))


def _facts(words: Wording) -> Iterator[tuple[str, str]]:
    evaluation, texts = words.evaluation, words.texts
    seated = evaluation.origin.seated
    empty = [role.id for role in texts.roles if role.id not in seated]
    nobody = translate(N_("nobody"))
    yield translate(N_("Scenario")), f"{texts.title} ({texts.id}, {translate(N_('version'))} {texts.version})"
    yield translate(N_("Place")), texts.place
    yield translate(N_("Played on")), (evaluation.origin.recorded[0] or "?")[:10]
    span = translate(N_("{start} to {end}, on the clock of the scenario"))
    yield (
        translate(N_("Time in the scenario")),
        span.format(start=texts.clock(evaluation.begins), end=texts.clock(evaluation.until)),
    )
    yield (
        translate(N_("Ended because")),
        translate(
            ENDS[evaluation.ended] if evaluation.ended in ENDS else N_("it did not end; this is how far it came")
        ),
    )
    yield translate(N_("Played by people")), words.roles(seated) or nobody
    yield translate(N_("Played by the computer")), words.roles(empty) or nobody
    yield translate(N_("Highest level")), words.level(evaluation.peak_level)
    decided = [one for one in evaluation.decisions if one.decision.kind != "improvised"]
    said = translate(N_("{count}, of which {bots} by the computer"))
    bots = sum(one.decision.bot for one in decided)
    yield translate(N_("Decisions")), said.format(count=len(decided), bots=bots)
    if evaluation.stops:
        times = ", ".join(texts.clock(at) for at in evaluation.stops)
        yield translate(N_("Stopped for a real incident")), times
