"""A norm as it is shown on a screen: its colour, and what the scenario says of it."""

from __future__ import annotations

from textual.content import Content

from scenario_sim.language import mark as N_
from scenario_sim.language import source_mark, translate
from scenario_sim.model.goals import Norm
from scenario_sim.model.scenario import Scenario
from scenario_sim_tui.agreements import COLOURS
from scenario_sim_tui.words import role_titles


def colour_content(colour: str) -> Content:
    """``● red``; mark and word say it without the colour too."""
    mark, word, _, style = COLOURS[colour]
    return Content.styled(f"{mark} {translate(word)}", f"bold {style}")


def colour_line(colour: str) -> Content:
    """As *colour_content*, with what it means."""
    return colour_content(colour).append(f" – {translate(COLOURS[colour][2])}")


def norm_details(norm: Norm, texts: Scenario) -> Content:
    """Colour, response, who acts, law and source as the scenario has them."""
    parts: list[Content | str | tuple[str, str]] = [colour_line(norm.colour), "\n"]
    rows = [
        (N_("Response"), " ".join(norm.response.split())),
        (N_("Who acts"), role_titles(texts, norm.who)),
        (N_("Law"), " ".join((norm.law or "").split())),
        (N_("Source"), source_mark(norm.source)),
    ]
    for label, value in rows:
        if value:
            parts += [(translate(label) + ": ", "bold"), value + "\n"]
    return Content.assemble(*parts)
