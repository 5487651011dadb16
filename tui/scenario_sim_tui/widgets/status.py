"""The state of things beside the feed: indicators, what is under way, and what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content
from textual.events import Resize

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import FACILITATOR
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.world import Indicator
from scenario_sim.session.suggestions import Suggestion
from scenario_sim.session.table import GOING_ON, MeasureStatus
from scenario_sim.session.view import View
from scenario_sim_tui.widgets.column import Column
from scenario_sim_tui.words import (
    MARKS,
    MOODS,
    QUIET,
    USES,
    bar,
    expected_text,
    fitted,
    state_word,
    title_of,
    unit_word,
)

Parts = list[str | tuple[str, str]]
PROGRESS, MOST_SUGGESTED = 6, 2
"""Cells for how far a measure is; offers that are named beside the feed."""

BESIDE = 8
"""Columns for the value of an indicator and its trend."""

LEAST_BAR, MOST_BAR = 5, 20
"""Columns of a bar; with fewer it would say nothing, so names get the room."""

NOTICEABLE = 0.5
"""A change smaller than this share of a hundredth of the range counts as none: ``=``."""


class Status(Column):
    """One column of text that fits its width; *show* fills it from a view."""

    _given: tuple[View, Scenario, Mapping[str, float], Sequence[Suggestion]] | None = None

    def show(
        self, view: View, texts: Scenario, before: Mapping[str, float], suggested: Sequence[Suggestion] = ()
    ) -> None:
        """*before* holds the indicators some minutes ago, for the trend; *suggested* is for the facilitator alone."""
        self._given = (view, texts, before, suggested)
        width = max(self.width, 20)
        parts = (
            _indicators(view, texts, before, width) + _under_way(view, texts, width) + _resources(view, texts, width)
        )
        if view.role == FACILITATOR:
            parts = _suggested(suggested, texts) + parts + _for_facilitator(view, texts)
        self.show_text(Content.assemble(*parts))

    def on_resize(self, event: Resize) -> None:
        super().on_resize(event)
        if self._given is not None:
            self.show(*self._given)


def _indicators(view: View, texts: Scenario, before: Mapping[str, float], width: int) -> Parts:
    parts: Parts = []
    shown = [indicator for indicator in texts.indicators if indicator.id in view.indicators]
    longest = max((len(indicator.title) for indicator in shown), default=0)
    room = width - longest - BESIDE - 1  # for a bar; names and numbers come before it
    room = min(room, MOST_BAR) if room >= LEAST_BAR else 0
    for indicator in shown:
        value = view.indicators[indicator.id]
        arrow, bad = _trend(indicator, value, before.get(indicator.id, value))
        low, high = indicator.range
        name = fitted(indicator.title, max(width - BESIDE - (room + 1 if room else 0), 8))
        style = "bold $error" if bad else ""
        parts += [
            name,
            (f" {value:4.0f}", "bold"),
            (f" {arrow}{'!' if bad else ' '}", style),
            (f" {bar(value, low, high, room)}\n" if room else "\n", "$primary"),
        ]
    units = sorted({unit_word(indicator.unit) for indicator in shown})
    said = translate(N_("in {units}; ▲▼ lately, ! = the wrong way")).format(units=", ".join(units))
    return [*parts, (said + "\n", QUIET)]


def _trend(indicator: Indicator, value: float, before: float) -> tuple[str, bool]:
    """An arrow, and whether it goes the wrong way for this indicator."""
    low, high = indicator.range
    if abs(value - before) < NOTICEABLE * (high - low) / 100:
        return "=", False
    rising = value > before
    return ("▲" if rising else "▼"), indicator.high_is == ("bad" if rising else "good")


def _under_way(view: View, texts: Scenario, width: int) -> Parts:
    parts: Parts = [("\n" + translate(N_("Measures")) + "\n", "bold")]
    going = [status for status in view.statuses if status.state in GOING_ON]
    soon = sorted(going, key=lambda status: (status.state == "in_force", status.ready_at or 0.0))
    for status in soon:
        said = _how_far(status, view.at, texts)
        title = texts.measure(status.measure).title
        parts.append(f"{MARKS[status.state]} {fitted(title, max(width - len(said) - 3, 10)).rstrip()} ")
        parts.append((said + "\n", QUIET))
    return parts if going else [*parts, (translate(N_("none")) + "\n", QUIET)]


def _how_far(status: MeasureStatus, now: float, texts: Scenario) -> str:
    """What it waits for, or a bar from decided to in force and when that will be."""
    if status.ready_at is not None and status.state != "in_force":
        decided = status.decided_at if status.decided_at is not None else now
        ready = translate(N_("ready {clock}")).format(clock=texts.clock(status.ready_at))
        return f"{bar(now, decided, status.ready_at, PROGRESS)} {ready}"
    if status.state == "waiting":
        return translate(N_("waiting for {what}")).format(what=title_of(texts, status.waiting_for))
    return state_word(status.state)


def _resources(view: View, texts: Scenario, width: int) -> Parts:
    if not texts.resources:
        return []
    parts: Parts = [("\n" + translate(N_("Free people and means")) + "\n", "bold")]
    for resource in texts.resources:
        free, total = view.resources[resource.id]
        parts.append(f"{fitted(resource.title, max(width - 8, 8))} {f'{free}/{total}':>6}\n")
    seen = translate(N_("Visible security"))
    return [*parts, f"{fitted(seen, max(width - 8, 8))} {view.visibility:>6}\n"]


def _suggested(suggested: Sequence[Suggestion], texts: Scenario) -> Parts:
    """Why something is offered, and what, in the order of the offer."""
    if not suggested:
        return []
    parts: Parts = [(translate(MOODS[suggested[0].mood]) + "\n", "bold $warning")]
    for offer in suggested[:MOST_SUGGESTED]:
        parts += [(f" {translate(USES[offer.use])} ", "bold reverse"), f" {texts.inject(offer.inject).title}\n"]
    return [*parts, (translate(N_("g brings it, if you want.")) + "\n\n", QUIET)]


def _for_facilitator(view: View, texts: Scenario) -> Parts:
    parts: Parts = []
    if view.waiting:
        parts.append(("\n" + translate(N_("Expected now")) + "\n", "bold"))
        for waiting in view.waiting:
            parts.append(f"{texts.clock(waiting.deadline)} {expected_text(texts, waiting.inject, waiting.expected)}\n")
    coming = sorted((coming for coming in view.coming if coming.at is not None), key=lambda coming: coming.at or 0.0)
    if coming:
        parts.append(("\n" + translate(N_("Coming")) + "\n", "bold"))
        parts += [f"{texts.clock(one.at or 0.0)} {texts.inject(one.inject).title}\n" for one in coming]
    return parts
