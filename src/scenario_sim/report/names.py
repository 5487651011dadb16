"""What the parts of a scenario are called for readers, in the language of the moment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.seats import FACILITATOR
from scenario_sim.model.units import MINUTE, duration_in_words

if TYPE_CHECKING:
    from scenario_sim.model.scenario import Scenario

EXERCISE = N_("EXERCISE")
"""Stands on everything that shows what happens, so that nobody takes it for news."""


def role_title(scenario: Scenario, role: str) -> str:
    """The title of a role, of the facilitator, or the name itself if it is neither."""
    if role == FACILITATOR:
        return translate(N_("Facilitator"))
    return next((known.title for known in scenario.roles if known.id == role), role)


def role_short(scenario: Scenario, role: str) -> str:
    if role == FACILITATOR:
        return translate(N_("Facilitator"))
    known = scenario.role(role)
    return known.short or known.title


def role_titles(scenario: Scenario, roles: Iterable[str]) -> str:
    return ", ".join(role_title(scenario, role) for role in roles)


def title_of(scenario: Scenario, id: str) -> str:
    """What a measure, inject, role, dilemma or resource with this id is called; the id if it is none of them."""
    for parts in (scenario.measures, scenario.injects, scenario.resources, scenario.indicators):
        for part in parts:
            if part.id == id:
                return part.title
    for dilemma in scenario.dilemmas:
        if dilemma.id == id:
            return dilemma.question
    return role_title(scenario, id)


def expected_text(scenario: Scenario, inject: str, expected: str) -> str:
    """Who was expected to do what after *inject*; the agreed response when *expected* is a norm."""
    for one in scenario.inject(inject).expected:
        if one.id == expected:
            return f"{role_short(scenario, one.role)}: {one.text}"
    return next((norm.response for norm in scenario.norms if norm.id == expected), expected)


def span_text(seconds: float) -> str:
    """A span as people say it afterwards: whole minutes from ten minutes on, whole seconds below."""
    grain = MINUTE if seconds >= 10 * MINUTE else 1.0
    return duration_in_words(round(seconds / grain) * grain)
