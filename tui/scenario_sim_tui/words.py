"""How amounts, states and people are called on the screens, in the language of the moment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.seats import FACILITATOR
from scenario_sim.report.names import EXERCISE as EXERCISE
from scenario_sim.report.names import expected_text as expected_text
from scenario_sim.report.names import role_short as role_short
from scenario_sim.report.names import role_title as role_title
from scenario_sim.report.names import role_titles as role_titles
from scenario_sim.report.names import span_text as span_text
from scenario_sim.report.names import title_of as title_of

if TYPE_CHECKING:
    from textual.content import Content

    from scenario_sim.model.measures import Measure
    from scenario_sim.model.scenario import Scenario
    from scenario_sim.session.suggestions import Mood, Use
    from scenario_sim.session.table import MeasureState

REAL = N_("REAL EVENING")
"""Stands instead of EXERCISE on a log of what really happened."""

HEADING = "bold $primary"
QUIET = "auto 70%"
"""Styles of a heading over a part of a page, and of what people may pass over."""

STATES: dict[MeasureState, str] = {
    "open": N_("not decided"),
    "proposed": N_("proposed"),
    "waiting": N_("waiting"),
    "under_way": N_("under way"),
    "in_force": N_("in force"),
    "ended": N_("ended"),
    "failed": N_("failed"),
}

MARKS: dict[MeasureState, str] = {
    "open": " ",
    "proposed": "?",
    "waiting": "…",
    "under_way": "▸",
    "in_force": "●",
    "ended": "–",
    "failed": "✖",
}

USES: dict[Use, str] = {"help": N_("HELP"), "pressure": N_("PRESSURE"), "redirect": N_("REDIRECT")}
"""What an inject is offered for."""

MOODS: dict[Mood, str] = {
    "stalled": N_("The table stalls: something is expected and nobody does anything."),
    "missed": N_("The table misses what is expected of it."),
    "fast": N_("The table is done fast: all that was expected came well in time."),
}
"""Why an inject is offered."""

TRIGGERS = {
    "after": N_("after"),
    "when": N_("when"),
    "rate": N_("chance"),
    "by_hand": N_("by hand"),
    "at": N_("by hand"),
}
"""What an inject without a time waits for; one whose fixed time passed without it comes by hand alone."""

OBSTACLES = {
    "not_available": N_("not possible now"),
    "too_late": N_("no time left"),
    "too_few": N_("too few people"),
    "busy": N_("people are busy"),
}
"""Why a measure cannot be decided now, in few words; that it is going on already shows by its state."""

UNITS = {"points": N_("points"), "people": N_("people"), "hours": N_("hours"), "minutes": N_("minutes")}


def plain(text: str, style: str = "") -> Content:
    """*text* as it is: square brackets in it are no mark-up."""
    from textual.content import Content  # not above: the line mode takes its words from here, and needs no screen

    return Content.styled(text, style) if style else Content(text)


def unit_word(unit: str) -> str:
    return translate(UNITS.get(unit, unit))


def state_word(state: MeasureState) -> str:
    return translate(STATES[state])


def hat_title(scenario: Scenario, role: str, hats: Mapping[str, str]) -> str:
    """The hat that *role* wears; empty if it has none to change."""
    if role not in hats:
        return ""
    return next(hat.title for hat in scenario.role(role).hats if hat.id == hats[role])


def occasion(observed: bool) -> str:
    """What stands on top of a screen: that this is an exercise, or that it really happened."""
    return translate(REAL if observed else EXERCISE)


def level_text(scenario: Scenario, level: int) -> str:
    """``2 Disturbed ■■□□□``: number, word and mark, so that no colour is needed."""
    return f"{level} {scenario.levels[level].title} {'■' * level}{'□' * (5 - level)}"


def visibility_text(visibility: int) -> str:
    """``2/5 ◆◆◇◇◇``"""
    return f"{visibility}/5 {'◆' * visibility}{'◇' * (5 - visibility)}"


def needs_text(scenario: Scenario, needs: Mapping[str, int], resources: Mapping[str, tuple[int, int]]) -> str:
    """What a measure needs, each with what is free: ``4 × Hosts (6 free)``; empty when it needs nothing counted."""
    said = []
    for id, needed in needs.items():
        title = title_of(scenario, id)
        if id in resources:
            free = translate(N_("{free} free")).format(free=resources[id][0])
            mark = " !" if needed > resources[id][0] else ""
            said.append(f"{needed} × {title} ({free}{mark})")
        else:
            said.append(f"{needed} × {title}")
    return ", ".join(said)


def may_decide(measure: Measure, role: str) -> bool:
    """Whether the scenario names *role* among those who decide; the facilitator enters decisions for anyone."""
    return role == FACILITATOR or role in measure.decided_by


def bar(value: float, low: float, high: float, width: int) -> str:
    """``███▌····``: where *value* stands between *low* and *high*, in *width* cells."""
    share = 0.0 if high <= low else min(max((value - low) / (high - low), 0.0), 1.0)
    halves = round(share * width * 2)
    full, half = divmod(halves, 2)
    return ("█" * full + ("▌" if half else "")).ljust(width, "·")


def fitted(text: str, width: int) -> str:
    """*text* in exactly *width* characters, with … where it was cut."""
    return text.ljust(width) if len(text) <= width else text[: max(width - 1, 0)] + "…"
