"""The answers of a diagnosis: from ``name=value`` pairs or a file, complete with the defaults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from scenario_sim.errors import Problem, ScenarioError
from scenario_sim.language import mark as N_
from scenario_sim.loading.documents import Document, plain_scalar, read_document, read_text
from scenario_sim.loading.findings import Findings
from scenario_sim.loading.shape import suggestion
from scenario_sim.model.diagnosis import Context, Question
from scenario_sim.model.faults import Fault
from scenario_sim.model.scenario import Scenario


def default_context(scenario: Scenario) -> Context:
    """Every question with its default answer."""
    return {question.id: _plain(question, question.default) for question in scenario.diagnosis}


def complete_context(scenario: Scenario, given: Mapping[str, Any]) -> Context:
    """*given* with the defaults for what it leaves out; raises ScenarioError E401, E501 or E502."""
    context, problems = default_context(scenario), []
    for name, value in given.items():
        fault = answer_fault(scenario, name, value)
        if fault is None:
            context[name] = _plain(_question(scenario, name), value)
        else:
            problems.append(Problem(fault.code, fault.message, fault.values, fault.hint))
    if problems:
        raise ScenarioError(problems)
    return context


def context_from_pairs(scenario: Scenario, pairs: Iterable[str]) -> Context:
    """The context that ``name=value`` pairs give; raises ScenarioError E401, E501, E502 or E510 (not a pair)."""
    given: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise ScenarioError([Problem("E510", N_("'{pair}' is not name=value"), {"pair": pair[:80]})])
        given[name.strip()] = plain_scalar(value.strip())
    return complete_context(scenario, given)


def read_context(path: str | Path) -> dict[str, Any]:
    """What a context file says: a YAML mapping of question to answer, not yet held against a scenario.

    Raises UnreadableInput, or ScenarioError E10x. Use ``complete_context`` on the result.
    """
    return dict(_mapping(_document(path)))


def load_context(scenario: Scenario, path: str | Path, pairs: Iterable[str] = ()) -> Context:
    """The context of a file with *pairs* over it; problems in the file come with their line."""
    document = _document(path)
    findings = Findings(document)
    given = dict(_mapping(document))
    for name, value in given.items():
        fault = answer_fault(scenario, name, value)
        if fault is not None:
            findings.add(
                (name,),
                fault.code,
                fault.message,
                fault.hint,
                at_key=fault.code == "E401",
                **dict[str, Any](fault.values),
            )
    if findings.problems:
        raise ScenarioError(findings.problems)
    given |= {name: value for name, value in context_from_pairs(scenario, pairs).items() if _named(name, pairs)}
    return complete_context(scenario, given)


def _named(name: str, pairs: Iterable[str]) -> bool:
    return any(pair.partition("=")[0].strip() == name for pair in pairs)


def _document(path: str | Path) -> Document:
    return read_document(read_text(Path(path)), str(path))


def _mapping(document: Document) -> dict[str, Any]:
    if document.data is None:
        return {}
    if isinstance(document.data, dict):
        return document.data
    findings = Findings(document)
    findings.add((), "E106", N_("this must be a mapping, with a 'key: value' on each line"))
    raise ScenarioError(findings.problems)


def _question(scenario: Scenario, name: str) -> Question:
    return next(question for question in scenario.diagnosis if question.id == name)


def answer_fault(scenario: Scenario, name: str, value: Any) -> Fault | None:
    """Why *value* cannot answer the question *name*: Fault E401, E501 or E502, or None if it can."""
    known = [question.id for question in scenario.diagnosis]
    if name not in known:
        hint, values = suggestion(name, known)
        return Fault("E401", N_("the diagnosis has no question '{name}'"), hint, name=name[:60], **values)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        value = str(value).lower()
    return _question(scenario, name).problem_with(value)


def _plain(question: Question, value: float | str) -> float | str:
    """Numbers as float, so that 400 and 400.0 are the same context."""
    return float(value) if question.range is not None else str(value)
