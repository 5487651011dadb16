"""A form in lines: one question for each field, and what is wrong with an answer said before it is asked again."""

from __future__ import annotations

from collections.abc import Mapping

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim_tui.forms.form import Answers, Field, Form, Line, Lines, MadeT_co, Pick, Unfit
from scenario_sim_tui.lines import ask, choose, choose_some, heading, tell


def fill(form: Form[MadeT_co], known: Mapping[str, str]) -> MadeT_co | None:
    """What *form* makes of what the person types; None when something that is needed stays empty twice.

    *known* are texts by field that were typed already; these are not asked for.
    """
    heading(form.title)
    if form.said:
        tell(form.said)
    texts: dict[str, str] = {}
    picked: dict[str, tuple[str, ...]] = {}
    for field in form.fields:
        if known.get(field.id):
            texts[field.id] = known[field.id]
        else:
            _ask(field, texts, picked)
    asked_again: set[str] = set()
    while True:
        try:
            return form.made(Answers(texts, picked))
        except Unfit as unfit:
            tell(str(unfit))
            if unfit.field in asked_again:
                tell(translate(N_("Nothing was done.")))
                return None
            asked_again.add(unfit.field)
            _ask(next(field for field in form.fields if field.id == unfit.field), texts, picked)


def _ask(field: Field, texts: dict[str, str], picked: dict[str, tuple[str, ...]]) -> None:
    match field:
        case Line():
            texts[field.id] = _line(field.label, field.value)
        case Lines():
            texts[field.id] = _lines(field)
        case Pick():
            picked[field.id] = _picked(field)


def _line(label: str, value: str) -> str:
    if not value:
        return ask(label)
    return ask(translate(N_("{label} (enter keeps: {value})")).format(label=label, value=value)) or value


def _lines(field: Lines) -> str:
    """Line after line until an empty one; nothing at all keeps what was there."""
    lines = [_line(field.label, field.value)]
    if lines[0] == field.value:
        return field.value
    while line := ask(translate(N_("More (enter when there is no more)"))):
        lines.append(line)
    return "\n".join(lines)


def _picked(field: Pick) -> tuple[str, ...]:
    ids = [id for id, _ in field.items]
    words = [" ".join(word.split()) for _, word in field.items]
    default = [ids.index(id) for id in field.chosen]
    if field.several:
        return tuple(ids[place] for place in choose_some(field.label, words, default))
    if default:
        place = choose(field.label, words, default[0])
    else:
        place = choose(field.label, words, enter=translate(N_("enter for none")))
    return () if place is None else (ids[place],)
