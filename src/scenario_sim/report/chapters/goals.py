"""Goal by goal: the score and how it is made, the rating with its reasons, and the evidence."""

from __future__ import annotations

from collections.abc import Iterator

from scenario_sim.evaluation.evaluation import GoalFinding
from scenario_sim.evaluation.ratings import BANDS, Reason
from scenario_sim.language import mark as N_
from scenario_sim.language import source_mark, translate
from scenario_sim.model.events import AuthorityExceeded
from scenario_sim.model.scenario import by_id
from scenario_sim.report.chapters.short import Function
from scenario_sim.report.document import Block, Bullets, Facts, Heading, Paragraph, Table
from scenario_sim.report.wording import NOTES, RATINGS, Wording, number

REASONS = {
    "score": N_("The score is {score}; this rating begins at {lowest}."),
    "slow": N_("Of {expected} expected actions {late} came late and {missing} did not come: at most S."),
    "mostly_not": N_("{missing} of {expected} expected actions did not come, more than half: at most M."),
    "authority": N_(
        "Decisions without the power or before a requirement was met: {count}. With any, the rating is at most S."
    ),
    "noted": N_("Points of improvement that were noted: {count}. With any, the rating is at most S."),
    "nothing_expected": N_("No expected action could be measured for this goal; the rating rests on the score alone."),
}


def goals(words: Wording, function: Function) -> Iterator[Block]:
    yield Heading(translate(N_("The goals, one by one")))
    if function != "orienting":
        borders = ", ".join(f"{rating} {lowest:g}" for rating, lowest in BANDS)
        said = translate(N_(
            "How the program comes to a rating: by the score (lowest score for {borders}), and never better than the "
            "remarks below it allow. These borders are expert judgement (EJ). They are there to begin the talk; the "
            "evaluator decides."
        ))  # fmt: skip
        yield Paragraph(said.format(borders=borders), "note")
    for one in words.evaluation.goals:
        yield from _goal(words, one, function)


def _goal(words: Wording, one: GoalFinding, function: Function) -> Iterator[Block]:
    goal = by_id(words.texts.goals, one.goal)
    yield Heading(words.goal(one.goal), 2)
    yield Paragraph(goal.text)
    facts = [
        (translate(N_("Score (0 to 100)")), number(one.score)),
        (translate(N_("Measured by")), goal.measured_by),
        (translate(N_("Source")), source_mark(goal.source)),
    ]
    if function != "orienting":
        facts.append((translate(N_("Rating that the program proposes")), translate(RATINGS[one.proposed])))
        facts.append((translate(N_("Because")), " ".join(reason_text(reason) for reason in one.reasons)))
    given = translate(N_("not given yet"))
    if one.given is not None:
        given = translate(RATINGS[one.given.rating])
        given += f"\n{one.given.reason}" if one.given.reason else "\n" + translate(N_("No reason was given."))
    facts.append((translate(N_("Rating by the evaluator")), given))
    yield Facts(tuple(facts))
    found = list(_evidence(words, one))
    yield Bullets(tuple(found)) if found else Paragraph(translate(N_(
        "There is no other evidence: nothing was expected for this goal in what came, and nobody noted anything."
    )))  # fmt: skip
    yield from _numbers(words, one)


def reason_text(reason: Reason) -> str:
    return translate(REASONS[reason.code]).format(**{key: number(value) for key, value in reason.values.items()})


def _evidence(words: Wording, one: GoalFinding) -> Iterator[str]:
    for standing in ("not", "late", "in_time"):
        for reaction in one.reactions:
            if reaction.standing == standing and reaction.since is not None:
                said = translate(N_("{clock} “{inject}”: {expected} ({role}) – {standing}"))
                yield said.format(
                    clock=words.clock(reaction.since),
                    inject=words.title(reaction.inject),
                    expected=words.expected(reaction).rstrip("."),
                    role=words.roles(reaction.roles) or translate(N_("anybody")),
                    standing=words.standing(reaction),
                )
    for exceeded in one.evidence.exceeded:
        if isinstance(exceeded, AuthorityExceeded):
            said, what = translate(N_("{clock} {what}: outside the authority of {role}")), exceeded.what
        else:
            said, what = translate(N_("{clock} {what}: a requirement was not met ({role})")), exceeded.measure
        yield said.format(clock=words.clock(exceeded.at), what=words.title(what), role=words.role(exceeded.by))
    for note in one.evidence.notes:
        kind = translate(NOTES.get(note.kind, note.kind))
        yield f"{words.clock(note.at)} {kind}: {note.text} ({words.role(note.by)})"


def _numbers(words: Wording, one: GoalFinding) -> Iterator[Block]:
    rows = []
    for id, found in one.evidence.numbers.items():
        known = by_id(words.texts.indicators, id)
        values = (found.start, found.low, found.high, found.mean, found.end)
        rows.append((known.title, *(words.amount(value, known.unit) for value in values)))
    if rows:
        names = (N_("Start"), N_("Lowest"), N_("Highest"), N_("Mean"), N_("End"))
        header = (translate(N_("Indicator")), *map(translate, names))
        caption = translate(N_("Indicators in the score of {goal}")).format(goal=one.goal)
        yield Table(caption, header, tuple(rows))
