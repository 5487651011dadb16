"""What only the facilitator does, in lines: what is coming, new messages, seats, and who knew what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.injects import Inject
from scenario_sim.session.suggestions import offered
from scenario_sim.session.view import Coming
from scenario_sim_tui.forms.form import Form
from scenario_sim_tui.forms.lead import adding, adjudicating, firing, postponing, rewording, seats, skipping
from scenario_sim_tui.lines import choose, tell
from scenario_sim_tui.messages import wording_of
from scenario_sim_tui.spoken import AFTER, Spoken
from scenario_sim_tui.words import MOODS, TRIGGERS, USES, expected_text, role_title

if TYPE_CHECKING:
    from scenario_sim.model.commands import Command
    from scenario_sim_tui.plain_table import PlainTable


def lead(table: PlainTable, _: str) -> None:
    """What is coming, and what to do about one of it."""
    view, texts = table.session.view(), table.texts
    for waiting in view.waiting:
        said = translate(N_("Expected before {clock}: {what}"))
        what = expected_text(texts, waiting.inject, waiting.expected)
        tell(said.format(clock=texts.clock(waiting.deadline), what=what))
    suggested = offered(table.session)
    if suggested:
        tell(translate(MOODS[suggested[0].mood]))
    uses = {one.inject: translate(USES[one.use]) + " " for one in suggested}
    coming = sorted(view.coming, key=lambda one: (one.inject not in uses, one.at is None, one.at or 0.0))
    rows = [f"{uses.get(one.inject, '')}{_when(one, table)}: {texts.inject(one.inject).title}" for one in coming]
    place = choose(translate(N_("Which message?")), rows, enter=translate(N_("enter for none"))) if rows else None
    if place is not None:
        _about(table, texts.inject(coming[place].inject))


def _when(one: Coming, table: PlainTable) -> str:
    return table.texts.clock(one.at) if one.at is not None else translate(TRIGGERS[one.trigger])


def _about(table: PlainTable, inject: Inject) -> None:
    text = table.session.view().reworded.get(inject.id, inject.text)
    ways: list[tuple[str, Callable[[], Form[Command]]]] = [
        (N_("Bring now"), lambda: firing(inject)),
        (N_("Postpone"), lambda: postponing(inject)),
        (N_("Skip"), lambda: skipping(inject)),
        (N_("Other words"), lambda: rewording(inject.id, inject.title, text)),
    ]
    tell(text)
    words = [translate(word) for word, _ in ways]
    place = choose(translate(N_("What do you do with it?")), words, enter=translate(N_("enter for none")))
    if place is not None:
        table.fill(ways[place][1]())


def add(table: PlainTable, _: str) -> None:
    table.fill(adding(table.texts))


def hand_over(table: PlainTable, _: str) -> None:
    table.fill(seats(table.texts, table.session.view().seated))


def reword(table: PlainTable, _: str) -> None:
    """Give a message that came already other words."""
    view = table.session.view()
    known = [wording_of(one, table.texts, view.reworded) for one in view.feed]
    place = choose(translate(N_("Which message?")), [one.title for one in known], enter=translate(N_("enter for none")))
    if place is not None:
        table.fill(rewording(view.feed[place].inject, known[place].title, known[place].text))


def judge(table: PlainTable, _: str) -> None:
    """What comes of an own action that waits for it."""
    action = table.session.table.unjudged
    if action is None:
        tell(translate(N_("No own action waits for a judgement.")))
    else:
        table.fill(adjudicating(action, table.texts))


def knew(table: PlainTable, _: str) -> None:
    """Who learned what, and when."""
    view, texts = table.session.view(), table.texts
    for one in view.feed:
        learned = [
            f"{role_title(texts, role)} {texts.clock(at)}{'*' if role in one.told_by else ''}"
            for role, at in one.known.items()
        ]
        tell(f"{wording_of(one, texts, view.reworded).title}: {', '.join(learned) or translate(N_('nobody'))}")
    tell(translate(N_("* heard it from another role.")))


_SPOKEN = {
    "lead": Spoken(N_("lead"), N_("for the facilitator: bring, postpone, skip or reword what is coming"), lead),
    "add": Spoken(N_("add"), N_("for the facilitator: bring a message of your own"), add),
    "reword": Spoken(N_("reword"), N_("for the facilitator: other words for a message that came"), reword),
    "judge": Spoken(N_("judge"), N_("for the facilitator: what comes of an own action"), judge),
    "seats": Spoken(N_("seats"), N_("for the facilitator: hand a seat to the computer, or take it over"), hand_over),
    "knew": Spoken(N_("knew"), N_("for the facilitator: who knew what, and when"), knew, AFTER),
}
COMMANDS = {name: replace(spoken, is_leading=True) for name, spoken in _SPOKEN.items()}
