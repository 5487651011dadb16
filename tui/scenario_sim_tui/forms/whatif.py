"""What people want to see otherwise in an evening that they look back on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scenario_sim.errors import ScenarioError
from scenario_sim.exploration.changes import Change, changes_from
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.scenario import Scenario
from scenario_sim_tui.forms.form import Answers, Form, Line, Lines, Unfit

USUAL, FEWEST, MOST = 50, 2, 5000
"""Pairs of continuations: offered at first, and allowed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """*changes* as they were *written*, and how many pairs of continuations."""

    written: Sequence[str]
    changes: Sequence[Change]
    replications: int


def asking(scenario: Scenario, clock: str) -> Form[Asked]:
    """Changes, one on a line, in an evening that stands at *clock*."""

    def make(given: Answers) -> Asked:
        text = given.text("changes", translate(N_("Write at least one change.")))
        written = [line.strip() for line in text.splitlines() if line.strip()]
        try:
            changes = changes_from(written, scenario)
        except ScenarioError as error:
            raise Unfit("changes", error.problems[0].text) from None
        count = given.text("replications")
        if not count.isdecimal() or not FEWEST <= int(count) <= MOST:
            said = translate(N_("Type a number from {low} to {high}."))
            raise Unfit("replications", said.format(low=FEWEST, high=MOST))
        return Asked(written, changes, int(count))

    said = N_(
        "Up to {clock} all stays as it was. From there the computer plays all chairs, without and with your changes. "
        "Write one on each line: +measure (taken), -measure (not taken), measure: -10 min (earlier), question=answer, "
        "dilemma=option."
    )
    return Form(
        translate(N_("What if?")),
        translate(said).format(clock=clock),
        [
            Lines("changes", translate(N_("What would be otherwise?"))),
            Line("replications", translate(N_("How many pairs of continuations?")), str(USUAL), 4),
        ],
        make,
        button=translate(N_("Work it out")),
    )
