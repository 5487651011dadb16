"""Why a command is refused: one sentence per reason, for the person who gave it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenario_sim.language import mark as N_
from scenario_sim.language import translate

REASONS: dict[str, str] = {
    "unknown": N_("'{what}' does not exist in this scenario"),
    "unknown_role": N_("there is no role '{by}' in this scenario"),
    "not_available": N_("this cannot be decided now"),
    "already": N_("this is already decided, under way or in force"),
    "not_going_on": N_("this is not under way or in force"),
    "too_late": N_("this needs {lead} and must be ready before {start}; there is no time left for it"),
    "too_few": N_("this needs {needed} × {resource}; there are only {there}"),
    "busy": N_("this needs {needed} × {resource}; only {free} are free now"),
    "not_raised": N_("this dilemma is not on the table now"),
    "not_known": N_("this has not reached {by}, so it cannot be shared"),
    "no_such_action": N_("there is no improvised action {action}"),
    "bad_effect": N_("the effect must name an indicator and use its unit: {effect}"),
    "not_open": N_("this episode does not stand open now"),
    "no_longer": N_("this inject can no longer come"),
    "stopped": N_("the exercise stands still for a real incident"),
    "not_stopped": N_("the exercise is going on already"),
    "revealed": N_("this was revealed already; it can no longer be changed"),
    "nothing_yet": N_("nobody has said anything about this yet"),
    "same_seat": N_("this seat is already played that way"),
    "not_facilitator": N_("only the facilitator can do this"),
}


def refusal_text(reason: str, values: Mapping[str, Any]) -> str:
    """The sentence for *reason*, in the language of the moment."""
    return translate(REASONS[reason]).format(**values)


SHORT: dict[str, str] = {
    "too_late": N_("there was no time left for it"),
    "too_few": N_("there are not enough people or means"),
    "busy": N_("people or means were busy"),
    "unknown": N_("there is no such thing in this scenario"),
    "unknown_role": N_("there is no such role in this scenario"),
    "over": N_("the session was over by then"),
}
"""Reasons as they are counted over many runs, where their own sentence needs numbers of one run."""


def short_reason(reason: str) -> str:
    """The sentence for *reason* without the numbers of one run, in the language of the moment."""
    return translate(SHORT.get(reason) or REASONS[reason])
