"""The four steps of the guide, walked before play: where one is."""

from __future__ import annotations

from scenario_sim.language import mark as N_
from scenario_sim.language import translate

STEPS = (
    N_("Diagnosis"),
    N_("Goals and principles"),
    N_("Strategic timeline"),
    N_("Scenario card"),
)
"""What the guide asks of a municipality, in its order (guide 7.1 to 7.4)."""


def step_line(number: int) -> str:
    """``Step 2 of 4: Goals and principles``"""
    said = translate(N_("Step {number} of {count}: {name}"))
    return said.format(number=number, count=len(STEPS), name=translate(STEPS[number - 1]))
