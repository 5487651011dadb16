"""What real evenings say about the hazard rates of a scenario: a proposal, never a change by itself.

For each inject that comes at a rate, the count in the logs is held against what the scenario expected there: the
integral of its rate over the evening as it was written down, while it could come. Gamma–Poisson: the factor on the rate
has a Gamma prior with mean 1 that weighs as much as *weight* occurrences, so its mean afterwards is
``(weight + counted) / (weight + expected)`` (Gelman and others, Bayesian Data Analysis; mem).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from scenario_sim.errors import Problem, ScenarioError
from scenario_sim.language import mark as N_
from scenario_sim.loading import SCENARIO_FILE, ScenarioText, scenario_from_text
from scenario_sim.loading.documents import Document, read_document
from scenario_sim.model.events import InjectDelivered, PhaseBegan
from scenario_sim.model.expressions import Number
from scenario_sim.model.injects import Inject
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.units import MINUTE
from scenario_sim.session import Playback, Session, read_log
from scenario_sim.session.records import Record

WEIGHT = 2.0
"""Occurrences that the scenario's own rate weighs as much as (EJ: two or three evenings may move it by half)."""

MOST_POINTS = 500


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The rate of *inject* as it is and as it is proposed; *counted* in the logs, *expected* there by the scenario."""

    inject: str
    counted: int
    expected: float
    factor: float
    before: str
    after: str


def adjustments(
    text: ScenarioText, logs: Sequence[str], weight: float = WEIGHT
) -> tuple[list[Adjusted], ScenarioText, list[str]]:
    """What the logs of real evenings propose for the scenario in *text*: the rates, the text with them, and the lines
    of a unified diff. Raises ScenarioError E523 for a log of another scenario, E524 for a session that was played."""
    scenario = scenario_from_text(text)
    hazards = [inject for inject in scenario.injects if inject.rate is not None]
    counted, expected = dict.fromkeys((i.id for i in hazards), 0), dict.fromkeys((i.id for i in hazards), 0.0)
    for path in logs:
        records = read_log(path)
        _must_fit(str(path), Playback(records).session, scenario)
        for inject, count, amount in _held_against(records, hazards):
            counted[inject.id] += count
            expected[inject.id] += amount
    found = [_adjusted(inject, counted[inject.id], expected[inject.id], weight) for inject in hazards]
    new = _rewritten(text, scenario, [one for one in found if one.before != one.after])
    old_lines, new_lines = text.files[SCENARIO_FILE].splitlines(), new.files[SCENARIO_FILE].splitlines()
    diff = difflib.unified_diff(old_lines, new_lines, SCENARIO_FILE, SCENARIO_FILE, n=4, lineterm="")
    return found, new, list(diff)


def _must_fit(path: str, session: Session, scenario: Scenario) -> None:
    if session.scenario.id != scenario.id:
        said = N_("this is a session of '{scenario}', not of '{first}'; only sessions of one scenario can be compared")
        values = {"scenario": session.scenario.id, "first": scenario.id}
        raise ScenarioError([Problem("E523", said, values, "", path)])
    if not session.setup.observed:
        said = N_("this session was played; what the scenario itself made says nothing about its rates")
        raise ScenarioError([Problem("E524", said, {}, N_("give logs of real evenings"), path)])


def _held_against(records: list[Record], hazards: Sequence[Inject]) -> Iterator[tuple[Inject, int, float]]:
    """Each hazard with how often it came in a log and how often the scenario expected it (trapezium rule)."""
    whole = Playback(records)
    whole.run()
    came = {inject.id: _times(whole.session, inject) for inject in hazards}
    amounts = dict.fromkeys(came, 0.0)
    for phase, points in _grid(whole.session):
        own = [inject for inject in hazards if _can_come_in(inject, phase, whole.session.scenario)]
        playback = Playback(records)
        rates = []
        for at in points if own else ():
            playback.run(at)
            rates.append({inject.id: _rate(playback.session, inject, came[inject.id]) for inject in own})
        for (start, before), (end, after) in pairwise(zip(points, rates, strict=False)):
            for inject in own:
                amounts[inject.id] += (end - start) * (before[inject.id] + after[inject.id]) / 2
    for inject in hazards:
        yield inject, len(came[inject.id]), amounts[inject.id]


def _times(session: Session, inject: Inject) -> list[float]:
    return [event.at for event in session.events if isinstance(event, InjectDelivered) and event.inject == inject.id]


def _grid(session: Session) -> Iterator[tuple[str, list[float]]]:
    """Every phase of the evening as far as it was written down, with the moments at which rates are looked at: every
    minute, and at most so many."""
    begun = [(event.at, event.phase) for event in session.events if isinstance(event, PhaseBegan)]
    for (start, phase), (end, _) in pairwise([*begun, (session.now, "")]):
        count = min(MOST_POINTS, max(1, round((end - start) / MINUTE)))
        yield phase, [start + (end - start) * n / count for n in range(count + 1)]


def _can_come_in(inject: Inject, phase: str, scenario: Scenario) -> bool:
    return phase in (inject.phases if inject.phases is not None else (scenario.main_phase.id,))


def _rate(session: Session, inject: Inject, came: Sequence[float]) -> float:
    """Per second; 0 when it can come no more, rests after a delivery, or must not come as things stand."""
    before = [at for at in came if at <= session.now]
    most = inject.repeat.times if inject.repeat else 1
    pause = inject.repeat.pause.seconds if inject.repeat and inject.repeat.pause else 0.0
    if inject.rate is None or len(before) >= most or (before and session.now < before[-1] + pause):
        return 0.0
    if inject.only_if is not None and not session.value(inject.only_if):
        return 0.0
    if inject.until is not None and session.value(inject.until):
        return 0.0
    return max(0.0, session.value(inject.rate.amount)) / inject.rate.seconds


def _adjusted(inject: Inject, counted: int, expected: float, weight: float) -> Adjusted:
    assert inject.rate is not None
    factor = round((weight + counted) / (weight + expected), 2)
    amount, _, unit = inject.rate.text.rpartition(" per ")
    if factor == 1:
        after = inject.rate.text
    elif isinstance(inject.rate.amount.root, Number):
        after = f"{factor * inject.rate.amount.root.value:.4g} per {unit}"
    else:
        after = f"{factor:g} * ({amount.strip()}) per {unit}"
    return Adjusted(inject.id, counted, round(expected, 3), factor, inject.rate.text, after)


def _rewritten(text: ScenarioText, scenario: Scenario, changed: Sequence[Adjusted]) -> ScenarioText:
    """*text* with the new rates in the place of the old ones, and nothing else moved."""
    document = read_document(text.files[SCENARIO_FILE], SCENARIO_FILE)
    lines = text.files[SCENARIO_FILE].split("\n")
    ids = [inject.id for inject in scenario.injects]
    for one in changed:
        _replace(lines, document, ids.index(one.inject), one)
    return replace(text, files={**text.files, SCENARIO_FILE: "\n".join(lines)})


def _replace(lines: list[str], document: Document, number: int, one: Adjusted) -> None:
    place = document.value_place(("injects", number, "rate"))
    line, column = lines[place.line - 1], (place.text_column or place.column) - 1
    if line[column:].startswith(one.before):
        lines[place.line - 1] = line[:column] + one.after + line[column + len(one.before) :]


__all__ = ["WEIGHT", "Adjusted", "adjustments"]
