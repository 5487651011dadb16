"""One line for what came of a command: refused, or beyond one's authority; with the reason and the ground."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.events import (
    AuthorityExceeded,
    CommandRefused,
    Event,
    LevelChanged,
    MeasureDecided,
    MeasureFailed,
    MeasureTookEffect,
    OptionChosen,
    RequirementUnmet,
    SessionEnded,
)
from scenario_sim.model.refusals import refusal_text
from scenario_sim.model.scenario import Scenario
from scenario_sim_tui.words import level_text, role_title, role_titles, title_of

Weight = Literal["information", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Report:
    """*text* is one line for people; *weight* says how loudly to say it."""

    text: str
    weight: Weight = "information"


def reports(scenario: Scenario, events: Iterable[Event]) -> list[Report]:
    """What people at the table should be told of *events*, in order."""
    said = [_report(scenario, event) for event in events]
    return [report for report in said if report is not None]


def _report(scenario: Scenario, event: Event) -> Report | None:
    match event:
        case CommandRefused():
            return Report(_refusal(scenario, event), "error")
        case AuthorityExceeded(what=what, by=by, belongs_to=owners):
            said = translate(N_("Outside authority: {what} belongs to {owners}, not to {by}. It is recorded."))
            said = said.format(
                what=title_of(scenario, what), owners=role_titles(scenario, owners), by=role_title(scenario, by)
            )
            return Report(said + _ground(scenario, what), "warning")
        case RequirementUnmet(measure=measure, requirement=number):
            text = scenario.measure(measure).requires[number - 1].text
            said = translate(N_("Requirement not met for {what}: {text}")).format(
                what=title_of(scenario, measure), text=text
            )
            return Report(said + _ground(scenario, measure), "warning")
        case MeasureFailed(measure=measure):
            failure = scenario.measure(measure).fails
            said = translate(N_("{what} did not work.")).format(what=title_of(scenario, measure))
            return Report(f"{said} {failure.text if failure else ''}".strip(), "warning")
        case LevelChanged(level=level):
            said = translate(N_("The level is now {level}.")).format(level=level_text(scenario, level))
            return Report(said, "warning" if event.level > event.before else "information")
        case MeasureDecided(measure=measure, by=by):
            said = translate(N_("Decided by {by}: {what}"))
            return Report(said.format(by=role_title(scenario, by), what=title_of(scenario, measure)))
        case MeasureTookEffect(measure=measure):
            return Report(translate(N_("Now in force: {what}")).format(what=title_of(scenario, measure)))
        case OptionChosen():
            return Report(_choice(scenario, event))
        case SessionEnded():
            return Report(translate(N_("The exercise is over.")))
        case _:
            return None


def _refusal(scenario: Scenario, event: CommandRefused) -> str:
    values = dict(event.values)
    for name in ("what", "by", "resource"):
        if name in values and event.reason != "bad_effect":
            values[name] = title_of(scenario, str(values[name]))
    reason = refusal_text(event.reason, values)
    said = translate(N_("Refused: {what}: {reason}"))
    return said.format(what=title_of(scenario, event.what), reason=reason) + _ground(scenario, event.what)


def _ground(scenario: Scenario, what: str) -> str:
    measure = next((measure for measure in scenario.measures if measure.id == what), None)
    return f" ({measure.legal_basis})" if measure is not None and measure.legal_basis else ""


def _choice(scenario: Scenario, event: OptionChosen) -> str:
    dilemma = scenario.dilemma(event.dilemma)
    option = next(option.text for option in dilemma.options if option.id == event.option)
    if not event.by:
        return translate(N_("Time ran out, so this happened: {option}")).format(option=option)
    return translate(N_("Chosen by {by}: {option}")).format(by=role_title(scenario, event.by), option=option)
