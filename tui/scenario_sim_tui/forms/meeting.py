"""What somebody writes down of a real evening in words of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.scenario import Scenario
from scenario_sim_tui.forms.form import Answers, Form, Line, Pick, Unfit


@dataclass(frozen=True, slots=True)
class Noted:
    """*at* is a time of day, None for now; *by* a role, empty for whoever writes."""

    text: str
    at: time | None
    by: str


def noting(texts: Scenario, now: datetime) -> Form[Noted]:
    """Words, with the time and who it was."""

    def make(given: Answers) -> Noted:
        text = given.text("text", translate(N_("Write what you saw or heard.")))
        who = given.chosen("who")
        return Noted(text, _time(given.text("at")), who[0] if who else "")

    return Form(
        translate(N_("Words of your own")),
        "",
        [
            Line("text", translate(N_("What do you see or hear?")), max_length=5000),
            Line("at", translate(N_("When? (empty: now, {time})")).format(time=now.strftime("%H:%M")), max_length=5),
            Pick("who", translate(N_("Who does or says it? (may stay empty)")), [(r.id, r.title) for r in texts.roles]),
        ],
        make,
        button=translate(N_("Write down")),
    )


def _time(text: str) -> time | None:
    """The time of day in "20:05", "20.05" or "2005"; raises Unfit if it is none."""
    if not text:
        return None
    digits = text.replace(":", "").replace(".", "").zfill(4)
    if len(digits) != 4 or not digits.isdecimal() or int(digits[:2]) > 23 or int(digits[2:]) > 59:
        raise Unfit("at", translate(N_("Write a time such as 20:05.")))
    return time(int(digits[:2]), int(digits[2:]))
