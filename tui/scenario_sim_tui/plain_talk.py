"""What people say to each other, in lines: norms, notes, passing on, hats, bookmarks, and the stop word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import FACILITATOR, GoOn, RevealAdvice, RevealJudgements, StopForReal
from scenario_sim.model.goals import Norm
from scenario_sim.session.view import View
from scenario_sim_tui.agreements import COLOURS, colour_text
from scenario_sim_tui.forms.blind import advising, judging
from scenario_sim_tui.forms.table import agreeing, bookmark, hats, note, sharing, skipping_norm
from scenario_sim_tui.lines import choose, tell
from scenario_sim_tui.messages import wording_of
from scenario_sim_tui.spoken import AFTER, ALWAYS, Spoken
from scenario_sim_tui.words import role_title, role_titles

if TYPE_CHECKING:
    from scenario_sim_tui.plain_table import PlainTable


def share(table: PlainTable, _: str) -> None:
    """Pass on a message that this role knows and another does not."""
    view = table.view
    known = [one for one in view.feed if len(one.known) < len(table.texts.roles)]
    if not known:
        tell(translate(N_("There is nothing to pass on.")))
        return
    titles = [wording_of(one, table.texts, view.reworded).title for one in known]
    place = choose(translate(N_("Which message?")), titles, enter=translate(N_("enter for none")))
    if place is not None:
        one = known[place]
        wording = wording_of(one, table.texts, view.reworded)
        table.fill(sharing(table.texts, table.role, one.inject, wording, tuple(one.known)))


def wear(table: PlainTable, _: str) -> None:
    worn = table.view.hats.get(table.role)
    if worn is None:
        tell(translate(N_("{role} has no other hat.")).format(role=role_title(table.texts, table.role)))
    else:
        table.fill(hats(table.texts, table.role, worn))


def take_note(table: PlainTable, _: str) -> None:
    table.fill(note(table.texts, table.role))


def mark(table: PlainTable, _: str) -> None:
    table.fill(bookmark(table.role))


def incident(table: PlainTable, rest: str) -> None:
    """Stop at once, without a question; *rest* may say why."""
    if table.session.is_stopped:
        table.send(GoOn(by=FACILITATOR, why=rest[:500]))
        tell(translate(N_("The exercise goes on.")))
    else:
        table.send(StopForReal(by=table.role, why=rest[:500]))
        tell(translate(N_("The exercise is stopped for a real incident. Type incident to go on after it.")))


# --- the norm round and the blind round ----------------------------------------------------------------------


def norms(table: PlainTable, _: str) -> None:
    """One behaviour: judge it, reveal what all said, agree on it, or skip it."""
    view = table.session.view()
    rows = [f"{norm.behaviour}: {_state(norm, view)}" for norm in table.texts.norms]
    if not rows:
        tell(translate(N_("This scenario has no norms to judge.")))
        return
    place = choose(translate(N_("Which behaviour?")), rows, enter=translate(N_("enter for none")))
    if place is None:
        return
    norm = table.texts.norms[place]
    what = choose(
        translate(N_("What do you do with it?")),
        [translate(word) for word in (N_("Judge"), N_("Reveal"), N_("Agree"), N_("Skip"))],
        enter=translate(N_("enter for none")),
    )
    match what:
        case 0:
            role = table.ask_role()
            table.fill(judging(norm, role, table.texts))
        case 1:
            table.send(RevealJudgements(by=FACILITATOR, norm=norm.id))
            for said in table.session.view().judgements[norm.id].shown:
                _tell_voice(table, said.by, colour_text(said.colour), said.confidence, said.sentence)
        case 2:
            table.fill(agreeing(norm, view.agreed.get(norm.id), table.texts))
        case 3:
            table.fill(skipping_norm(norm))


def _state(norm: Norm, view: View) -> str:
    if norm.id in view.agreed:
        agreed = view.agreed[norm.id]
        return f"{translate(N_('agreed'))}, {translate(COLOURS[agreed.colour][1])}: {agreed.response}"
    if norm.id in view.skipped:
        return translate(N_("skipped"))
    given = view.judgements[norm.id].given_by
    return translate(N_("{count} spoke")).format(count=len(given)) if given else translate(N_("not judged yet"))


def blind_round(table: PlainTable, _: str) -> None:
    """What the seats would do in a dilemma, before it is decided."""
    for open in table.session.view().dilemmas:
        dilemma = table.texts.dilemma(open.dilemma)
        tell(dilemma.question)
        words = [translate(N_("Say what you would do")), translate(N_("Reveal"))]
        place = choose(translate(N_("What do you do with it?")), words, enter=translate(N_("enter for none")))
        if place == 0:
            table.fill(advising(dilemma, table.ask_role(), table.texts))
        elif place == 1:
            table.send(RevealAdvice(by=FACILITATOR, dilemma=dilemma.id))
            for said in table.session.view().advice[dilemma.id].shown:
                option = next(option.text for option in dilemma.options if option.id == said.option)
                _tell_voice(table, said.by, option, said.confidence, said.sentence)
        return
    tell(translate(N_("There is no dilemma on the table now.")))


def _tell_voice(table: PlainTable, by: str, answer: str, confidence: int, sentence: str) -> None:
    sure = translate(N_("sure {points}")).format(points=f"{confidence}/5")
    tell(f"{role_titles(table.texts, (by,))}, {sure}: {answer}. {sentence}")


COMMANDS = {
    "share": Spoken(N_("share"), N_("pass a message on to others"), share),
    "hat": Spoken(N_("hat"), N_("put on another hat"), wear),
    "note": Spoken(N_("note"), N_("write down what you saw or heard"), take_note, AFTER),
    "bookmark": Spoken(N_("bookmark"), N_("mark this moment for the debrief"), mark, AFTER),
    "norms": Spoken(N_("norms"), N_("judge a behaviour, and agree what happens then"), norms, AFTER),
    "blind": Spoken(N_("blind"), N_("say blind what you would do in the dilemma"), blind_round),
    "incident": Spoken(N_("incident"), N_("stop for a real incident, or go on after it"), incident, ALWAYS),
}
