"""The debrief in lines: looking back, agreed actions, and how those of last time stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim_tui.forms.debrief import STANDS, agreeing_action, looking_back, reviewing
from scenario_sim_tui.lines import choose, tell
from scenario_sim_tui.spoken import AFTER, Spoken
from scenario_sim_tui.words import role_title

if TYPE_CHECKING:
    from scenario_sim_tui.plain_table import PlainTable


def look_back(table: PlainTable, _: str) -> None:
    """The hot wash of one role."""
    role = table.ask_role()
    table.fill(looking_back(role, table.session.table.talk.looked_back.get(role), table.texts))


def agree(table: PlainTable, _: str) -> None:
    """What was agreed so far, and one action more."""
    for action in table.session.table.talk.actions:
        owner = role_title(table.texts, action.owner)
        tell(f"{action.action}. {action.text}. {owner}, {action.due}. {action.check}")
    for question in table.texts.debrief:
        tell(question.text)
    table.fill(agreeing_action(table.texts))


def last_time(table: PlainTable, _: str) -> None:
    """The actions of last time: how they stand, and changing that."""
    earlier = list(table.session.table.talk.reviewed.values())
    done = sum(action.done for action in earlier)
    said = translate(N_("Agreed last time: {count} – done {done}, open {open}"))
    tell(said.format(count=len(earlier), done=done, open=len(earlier) - done))
    rows = [f"{action.text}: {translate(STANDS['done' if action.done else 'open'])}" for action in earlier]
    place = choose(translate(N_("Which action?")), rows, enter=translate(N_("enter for none"))) if rows else None
    if place is not None:
        table.fill(reviewing(earlier[place]))


def outcome(table: PlainTable, _: str) -> None:
    table.tell_outcome()


COMMANDS = {
    "lookback": Spoken(N_("lookback"), N_("what surprised, what went well, what to change"), look_back, AFTER),
    "agree": Spoken(N_("agree"), N_("agree on an action: what, who, when, and how you check it"), agree, AFTER),
    "lasttime": Spoken(N_("lasttime"), N_("how the actions of last time stand"), last_time, AFTER),
    "outcome": Spoken(N_("outcome"), N_("how each goal fares, and what was decided"), outcome, AFTER),
}
