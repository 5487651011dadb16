"""Changes for a what-if: what somebody wants to see otherwise in a session that was logged.

One change is one short text::

    +suspend                  taken at the moment of the what-if, by the first role that may decide it
    +suspend@20:12 by chair   taken at a time, by a role
    -suspend                  not taken, by nobody, at no time
    -suspend@20:12            not taken from a time on
    suspend: -10 min          decided ten minutes earlier than in the log (+5 min: later)
    surprise=leaked           another answer of the diagnosis
    doors=keep_open           another option of a dilemma, at the time it was decided (or @20:15), by its owner
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from scenario_sim.errors import Problem, ScenarioError
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.loading import complete_context
from scenario_sim.loading.documents import plain_scalar
from scenario_sim.loading.shape import suggestion
from scenario_sim.model.faults import Fault
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.units import parse_duration

_DECISION = re.compile(r"^(?P<what>[^@\s]+)(?:\s*@\s*(?P<at>.+?))?(?:\s+by\s+(?P<by>\S+))?$")
_MOVED = re.compile(r"^(?P<what>[^:\s]+)\s*:\s*(?P<sign>[+-])\s*(?P<shift>.+)$")
FORMS = N_("+measure[@time] [by role] · -measure[@time] · measure: -10 min · question=answer · dilemma=option[@time]")


@dataclass(frozen=True, slots=True)
class Taken:
    """A measure is decided at *at* (seconds; None: at the moment of the what-if) by *by* (empty: by who may)."""

    measure: str
    at: float | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A measure is not decided from *since* (seconds) on, by nobody."""

    measure: str
    since: float = -inf


@dataclass(frozen=True, slots=True)
class Moved:
    """Every decision for a measure comes *shift* seconds later than in the log; earlier if it is negative."""

    measure: str
    shift: float


@dataclass(frozen=True, slots=True)
class Answered:
    """A question of the diagnosis has another answer, from the beginning."""

    question: str
    answer: float | str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A dilemma gets another option at *at* (seconds; None: when it was decided) by *by* (empty: by its owner)."""

    dilemma: str
    option: str
    at: float | None = None
    by: str = ""


Change = Taken | NotTaken | Moved | Answered | Chosen


def changes_from(texts: Sequence[str], scenario: Scenario) -> list[Change]:
    """The changes in *texts*; raises ScenarioError with every problem: E401 (an unknown name), E501 or E502
    (no answer), E201–E204 (no time), E520 (none of the forms)."""
    found: list[Change] = []
    problems: list[Problem] = []
    for text in texts:
        try:
            found.append(change_from(text.strip(), scenario))
        except Fault as fault:
            problems.append(_about(text, Problem(fault.code, fault.message, fault.values, fault.hint)))
        except ScenarioError as error:
            problems += [_about(text, problem) for problem in error.problems]
    if problems:
        raise ScenarioError(problems)
    return found


def change_from(text: str, scenario: Scenario) -> Change:
    """The change in *text*; raises Fault or ScenarioError as *changes_from* says."""
    measures = [measure.id for measure in scenario.measures]
    decision = _DECISION.match(text[1:].strip())
    if text[:1] in "+-" and decision is not None:
        at = None if decision["at"] is None else scenario.moment(decision["at"])
        measure = _known(decision["what"], measures)
        if text[0] == "+":
            return Taken(measure, at, _role(decision["by"], scenario))
        if decision["by"] is None:
            return NotTaken(measure, -inf if at is None else at)
    moved = _MOVED.match(text)
    if moved is not None:
        seconds = parse_duration(moved["shift"])
        return Moved(_known(moved["what"], measures), -seconds if moved["sign"] == "-" else seconds)
    what, equals, value = (part.strip() for part in text.partition("="))
    if equals and text[:1] not in "+-":
        return _set(what, value, scenario)
    raise Fault(
        "E520", N_("this is none of the forms of a change"), N_("write one of: {forms}"), forms=translate(FORMS)
    )


def _set(what: str, value: str, scenario: Scenario) -> Change:
    """An answer of the diagnosis or an option of a dilemma: which of the two, the name says."""
    dilemmas = [dilemma.id for dilemma in scenario.dilemmas]
    questions = [question.id for question in scenario.diagnosis]
    if _known(what, [*questions, *dilemmas]) in questions:
        return Answered(what, complete_context(scenario, {what: plain_scalar(value)})[what])
    decision = _DECISION.match(value)
    if decision is None:
        raise Fault(
            "E520", N_("this is none of the forms of a change"), N_("write one of: {forms}"), forms=translate(FORMS)
        )
    option = _known(decision["what"], [option.id for option in scenario.dilemma(what).options])
    at = None if decision["at"] is None else scenario.moment(decision["at"])
    return Chosen(what, option, at, _role(decision["by"], scenario))


def _role(by: str | None, scenario: Scenario) -> str:
    return "" if by is None else _known(by, [role.id for role in scenario.roles])


def _known(id: str, known: list[str]) -> str:
    if id in known:
        return id
    hint, values = suggestion(id, known, most=40)
    raise Fault("E401", N_("'{id}' does not exist in this scenario"), hint, 0, id=id[:60], **values)


def _about(text: str, problem: Problem) -> Problem:
    """*problem* with the change it is about in front."""
    return Problem(problem.code, problem.message, problem.values, problem.hint, f"--change {text[:80]!r}")
