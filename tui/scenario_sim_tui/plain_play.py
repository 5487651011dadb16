"""Time, looking and deciding in lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import (
    FACILITATOR,
    ChooseOption,
    DecideMeasure,
    EndExercise,
    EndMeasure,
    ProposeMeasure,
)
from scenario_sim.model.measures import Measure
from scenario_sim.model.scenario import by_id
from scenario_sim.model.units import MINUTE
from scenario_sim.session.rhythm import rhythm_of
from scenario_sim.session.table import GOING_ON, OpenDilemma
from scenario_sim.session.view import View
from scenario_sim_tui.forms.form import WHY
from scenario_sim_tui.forms.table import own_action
from scenario_sim_tui.lines import Leave, ask, choose, tell
from scenario_sim_tui.messages import message_line, posts_of, rhythm_text
from scenario_sim_tui.pacing import run_until, to_next_news
from scenario_sim_tui.plain_lead import judge
from scenario_sim_tui.plain_moments import open_moment
from scenario_sim_tui.spoken import AFTER, ALWAYS, DURING, Spoken
from scenario_sim_tui.words import (
    OBSTACLES,
    may_decide,
    needs_text,
    role_title,
    role_titles,
    state_word,
    title_of,
    unit_word,
)

if TYPE_CHECKING:
    from scenario_sim_tui.plain_table import PlainTable

LONGEST_WAIT = 7 * 24 * 60
"""Minutes."""


# --- time ----------------------------------------------------------------------------------------------------


def on(table: PlainTable, _: str) -> None:
    if not _waits(table):
        table.attempt(lambda: to_next_news(table.session, table.role))


def wait(table: PlainTable, rest: str) -> None:
    typed = rest.split(" ")[0] or ask(translate(N_("How many minutes?")))
    if not typed.isdecimal() or not 0 < int(typed) <= LONGEST_WAIT:
        tell(translate(N_("Type a number from {low} to {high}.")).format(low=1, high=LONGEST_WAIT))
        return
    until = table.session.now + int(typed) * MINUTE
    if not _waits(table):
        table.attempt(lambda: run_until(table.session, until, table.session.table.seated))


def _waits(table: PlainTable) -> bool:
    """Whether a moment of the process has to be played first, which is offered."""
    if table.session.open_episode is None:
        return False
    open_moment(table)
    return True


def end(table: PlainTable, _: str) -> None:
    sure = choose(translate(N_("End the exercise?")), [translate(N_("No")), translate(N_("Yes"))], 0)
    if sure == 1:
        table.send(EndExercise(by=FACILITATOR))


def leave(_: PlainTable, __: str) -> None:
    raise Leave


# --- looking -------------------------------------------------------------------------------------------------


def status(table: PlainTable, _: str) -> None:
    view, texts = table.view, table.texts
    table.tell_clock()
    for id, value in view.indicators.items():
        indicator = by_id(texts.indicators, id)
        low, high = indicator.range
        said = translate(N_("{what}: {value} {unit}, from {low} to {high}"))
        unit = unit_word(indicator.unit)
        tell(said.format(what=indicator.title, value=f"{value:.0f}", unit=unit, low=f"{low:g}", high=f"{high:g}"))
    for one in view.statuses:
        if one.state in GOING_ON:
            ready = ""
            if one.ready_at is not None and one.state != "in_force":
                ready = ", " + translate(N_("ready {clock}")).format(clock=texts.clock(one.ready_at))
            tell(f"{texts.measure(one.measure).title}: {state_word(one.state)}{ready}")
    for id, (free, total) in view.resources.items():
        said = translate(N_("{what}: {free} of {total} free"))
        tell(said.format(what=title_of(texts, id), free=free, total=total))


def feed(table: PlainTable, _: str) -> None:
    view = table.view
    for delivery in view.feed:
        tell(message_line(delivery, view, table.texts))
    if not view.feed:
        tell(translate(N_("Nothing yet.")))


def social(table: PlainTable, _: str) -> None:
    view = table.view
    tell(rhythm_text(rhythm_of(table.session.table, table.role), table.texts, view.at))
    for delivery in posts_of(view, table.texts):
        tell(message_line(delivery, view, table.texts))


def play_role(table: PlainTable, _: str) -> None:
    table.take(table.ask_role(facilitator=True))
    feed(table, "")


# --- deciding ------------------------------------------------------------------------------------------------


def actions(table: PlainTable, rest: str) -> None:
    """All measures that can be decided now, or those with *rest* in their title."""
    view = table.view
    possible = [measure for measure in table.texts.measures if measure.kind == "response" or view.at < 0]
    possible = [measure for measure in possible if rest.casefold() in measure.title.casefold()]
    if not possible:
        tell(translate(N_("No action has '{word}' in its name.")).format(word=rest))
        return
    possible.sort(key=lambda measure: not may_decide(measure, table.role))
    rows = [_row(measure, view, table) for measure in possible]
    place = choose(translate(N_("Which action?")), rows, enter=translate(N_("enter for none")))
    if place is not None:
        _decide(possible[place], view, table)


def _row(measure: Measure, view: View, table: PlainTable) -> str:
    facts = [state_word(view.measures[measure.id]), measure.lead_time.in_words()]
    needs = needs_text(table.texts, measure.needs, view.resources)
    facts += [needs] if needs else []
    obstacle = OBSTACLES.get(view.obstacles.get(measure.id, ""))
    facts += [translate(obstacle)] if obstacle else []
    if not may_decide(measure, table.role):
        said = translate(N_("not your authority, it belongs to {roles}"))
        facts.append(said.format(roles=role_titles(table.texts, measure.decided_by)))
    return f"{measure.title}: {', '.join(facts)}"


def _decide(measure: Measure, view: View, table: PlainTable) -> None:
    tell(measure.description or measure.title)
    for label, value in (
        (N_("Legal ground"), measure.legal_basis or ""),
        (N_("Requires"), ", ".join(requirement.text for requirement in measure.requires)),
        (N_("Side effect"), measure.side_effects or ""),
        (N_("Typical mistake"), measure.mistake or ""),
    ):
        if value:
            tell(f"{translate(label)}: {value}")
    ways: list[tuple[str, type[DecideMeasure | ProposeMeasure | EndMeasure]]] = [
        (N_("Decide"), DecideMeasure),
        (N_("Propose"), ProposeMeasure),
    ]
    if view.measures[measure.id] in GOING_ON:
        ways.append((N_("End it"), EndMeasure))
    words = [*(translate(word) for word, _ in ways), translate(N_("Back"))]
    place = choose(translate(N_("What do you do with it?")), words, 0) or 0
    if place < len(ways):
        by = measure.decided_by[0] if table.role == FACILITATOR else table.role
        table.send(ways[place][1](by=by, measure=measure.id, why=_why()))


def dilemma(table: PlainTable, _: str) -> None:
    for one in table.session.view().dilemmas:
        if table.is_for_us(one):
            _decide_dilemma(one, table)
            return
    tell(translate(N_("There is no dilemma on the table now.")))


def _decide_dilemma(one: OpenDilemma, table: PlainTable) -> None:
    dilemma = table.texts.dilemma(one.dilemma)
    table.tell_dilemma(one)
    options = []
    for option in dilemma.options:
        advice = [f"{role_title(table.texts, role)}: {said}" for role, said in option.advice.items()]
        options.append(" ".join([option.text, *advice]))
    place = choose(translate(N_("Which option?")), options, enter=translate(N_("enter for later")))
    if place is not None:
        chosen = dilemma.options[place].id
        table.send(ChooseOption(by=dilemma.decided_by, dilemma=dilemma.id, option=chosen, why=_why()))


def own(table: PlainTable, rest: str) -> None:
    """Something that no author thought of, and what the facilitator says of it."""
    if table.fill(own_action(table.role), text=rest[:2000]) and table.session.table.unjudged is not None:
        judge(table, "")


def _why() -> str:
    return ask(translate(WHY))[:500]


COMMANDS = {
    "next": Spoken(N_("next"), N_("on to the next event"), on),
    "wait": Spoken(N_("wait"), N_("let minutes pass, such as: wait 5"), wait),
    "actions": Spoken(
        N_("actions"),
        N_("choose a measure and decide it; a word after it searches, such as: actions gavel"),
        actions,
    ),
    "dilemma": Spoken(N_("dilemma"), N_("decide a dilemma that is on the table"), dilemma),
    "own": Spoken(N_("own"), N_("do something that is not in the list"), own),
    "status": Spoken(N_("status"), N_("the state of things"), status, ALWAYS),
    "feed": Spoken(N_("feed"), N_("everything that reached you"), feed, ALWAYS),
    "social": Spoken(N_("social"), N_("social media, and when to speak next"), social),
    "role": Spoken(N_("role"), N_("play another seat at this table"), play_role, AFTER),
    "end": Spoken(N_("end"), N_("end the exercise and hear the outcome"), end, DURING),
    "quit": Spoken(N_("quit"), N_("stop for now; the session is saved"), leave, ALWAYS),
}
