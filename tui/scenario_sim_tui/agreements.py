"""Norms in words: the colours, what the scenario proposes, and what the table agreed when it happens."""

from __future__ import annotations

from collections.abc import Iterable

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import FACILITATOR
from scenario_sim.model.events import Event, InjectDelivered
from scenario_sim.model.goals import Norm
from scenario_sim.model.scenario import Scenario
from scenario_sim.session import View
from scenario_sim_tui.reports import Report
from scenario_sim_tui.words import role_titles

COLOURS = {
    "green": ("○", N_("green"), N_("allowed: we let it go"), "$success"),
    "amber": ("◐", N_("amber"), N_("on the edge: we say something about it"), "$warning"),
    "red": ("●", N_("red"), N_("not allowed: we act"), "$error"),
}
"""Of every colour its mark, its word, what it means, and how it looks."""


def colour_text(colour: str) -> str:
    """``● red – not allowed: we act``: for a row that a cursor may stand on, in the colours of the cursor."""
    mark, word, means, _ = COLOURS[colour]
    return f"{mark} {translate(word)} – {translate(means)}"


def norm_text(inject: str, view: View, texts: Scenario) -> str:
    """What the table agreed on the behaviour in *inject*; if nothing, the scenario's norm, for the facilitator only.

    Empty when there is nothing to say to the role of *view*."""
    norm = _norm_of(inject, texts)
    if norm is None:
        return ""
    agreed = view.agreed.get(norm.id)
    if agreed is None and view.role != FACILITATOR:
        return ""
    start = agreed or norm
    said = N_("Agreed ({colour}): {response}") if agreed else N_("Not agreed; scenario ({colour}): {response}")
    text = translate(said).format(colour=translate(COLOURS[start.colour][1]), response=" ".join(start.response.split()))
    if start.who:
        text += " " + translate(N_("Who: {roles}.")).format(roles=role_titles(texts, start.who))
    return text


def norm_reports(events: Iterable[Event], view: View, texts: Scenario) -> list[Report]:
    """One line for every norm in play in *events*, as far as they reached the role of *view*."""
    injects = [
        event.inject
        for event in events
        if isinstance(event, InjectDelivered) and (view.role == FACILITATOR or view.role in event.to)
    ]
    said = ((inject, norm_text(inject, view, texts)) for inject in dict.fromkeys(injects))
    return [Report(f"{texts.inject(inject).title}. {text}") for inject, text in said if text]


def _norm_of(inject: str, texts: Scenario) -> Norm | None:
    known = next((one for one in texts.injects if one.id == inject), None)
    return next((norm for norm in texts.norms if known is not None and norm.id == known.norm), None)
