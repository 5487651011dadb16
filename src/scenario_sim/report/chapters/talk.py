"""What people noted and agreed: observations, the talk afterwards, and the improvement plan."""

from __future__ import annotations

from collections.abc import Iterator

from scenario_sim.evaluation.evaluation import GoalFinding
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.report.document import Block, Bullets, Heading, Paragraph, table_or
from scenario_sim.report.wording import NOTES, Wording


def noted(words: Wording) -> Iterator[Block]:
    yield Heading(translate(N_("What people noted")))
    yield _observations(words)
    yield _looked_back(words)
    if words.evaluation.bookmarks:
        yield Heading(translate(N_("Moments that were marked")), 2)
        marked = words.evaluation.bookmarks
        yield Bullets(tuple(f"{words.clock(one.at)} {one.text}".rstrip() for one in marked))
    if words.texts.debrief:
        yield Heading(translate(N_("Questions for the talk")), 2)
        yield Bullets(tuple(one.text for one in words.texts.debrief))


def _observations(words: Wording) -> Block:
    place = {goal.id: number for number, goal in enumerate(words.texts.goals)}
    notes = sorted(words.evaluation.notes, key=lambda note: (place.get(note.goal, len(place)), note.at))
    rows = []
    for note in notes:
        goal = words.goal(note.goal) if note.goal else translate(N_("no goal"))
        kind = translate(NOTES.get(note.kind, note.kind))
        rows.append((goal, kind, words.clock(note.at), note.text, words.role(note.by)))
    header = (N_("Goal"), N_("Kind"), N_("Time"), N_("Observation"), N_("By"))
    return table_or(
        translate(N_("Nobody wrote down an observation during the session.")),
        translate(N_("Observations, by goal")),
        tuple(map(translate, header)),
        rows,
    )


def _looked_back(words: Wording) -> Block:
    rows = [
        (words.role(one.by), one.surprised or "–", one.went_well or "–", one.change or "–")
        for one in words.evaluation.looked_back
    ]
    header = (N_("Role"), N_("What surprised"), N_("What went well"), N_("What to change"))
    return table_or(
        translate(N_("There was no talk right afterwards in which roles looked back, or nobody wrote it down.")),
        translate(N_("Looking back, role by role")),
        tuple(map(translate, header)),
        rows,
    )


def plan(words: Wording) -> Iterator[Block]:
    yield Heading(translate(N_("Improvement plan")))
    yield _agreed_actions(words)
    covered = {one.goal for one in words.evaluation.actions}
    weak = [words.goal(one.goal) for one in words.evaluation.goals if one.goal not in covered and _is_weak(one)]
    if weak:
        said = translate(N_("Goals with a low rating for which nothing was agreed: {goals}."))
        yield Paragraph(said.format(goals=", ".join(weak)))
    reviewed = [
        (one.text, one.owner or "–", translate(N_("done") if one.done else N_("not done yet")))
        for one in words.evaluation.reviewed
    ]
    yield table_or(
        translate(N_("No actions of an earlier session were looked at.")),
        translate(N_("Actions of an earlier session")),
        tuple(map(translate, (N_("Action"), N_("Owner"), N_("Done?")))),
        reviewed,
    )


def _agreed_actions(words: Wording) -> Block:
    not_said = translate(N_("not agreed yet"))
    rows = []
    for one in words.evaluation.actions:
        goal = words.goal(one.goal) if one.goal else translate(N_("no goal"))
        rows.append((goal, one.text, words.role(one.owner), one.due or not_said, one.check or not_said))
    header = (N_("Point"), N_("Measure"), N_("Owner"), N_("Before"), N_("How we check it"))
    nothing = N_(
        "No actions were agreed in this session. Agree on them now: what, who, before when, and how it is checked."
    )
    return table_or(translate(nothing), translate(N_("What was agreed")), tuple(map(translate, header)), rows)


def _is_weak(one: GoalFinding) -> bool:
    return (one.given.rating if one.given else one.proposed) in ("M", "U")
