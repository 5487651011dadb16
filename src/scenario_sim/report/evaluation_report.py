"""The report of an evaluation as a document. What the exercise was for decides what comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from scenario_sim.evaluation import Evaluation
from scenario_sim.language import current_language, translate
from scenario_sim.language import mark as N_
from scenario_sim.model.scenario import Scenario
from scenario_sim.report.chapters.about import about
from scenario_sim.report.chapters.course import course
from scenario_sim.report.chapters.decisions import decisions
from scenario_sim.report.chapters.expected import expected
from scenario_sim.report.chapters.goals import goals
from scenario_sim.report.chapters.information import information
from scenario_sim.report.chapters.moments import moments
from scenario_sim.report.chapters.norms import norms
from scenario_sim.report.chapters.short import Function, short
from scenario_sim.report.chapters.talk import noted, plan
from scenario_sim.report.chapters.welcome import welcome
from scenario_sim.report.document import Block, Document
from scenario_sim.report.names import EXERCISE
from scenario_sim.report.wording import Wording

ORDER: Mapping[Function, tuple[str, ...]] = {
    "testing": ("goals", "expected", "norms", "decisions", "information", "moments", "course", "welcome", "noted",
                "plan"),
    "developing": ("course", "moments", "noted", "plan", "goals", "decisions", "expected", "information", "norms",
                   "welcome"),
    "orienting": ("course", "moments", "decisions", "information", "welcome", "norms", "noted", "expected", "goals",
                  "plan"),
}  # fmt: skip
"""The chapters between the summary and the page about the report."""


def evaluation_report(
    evaluation: Evaluation, texts: Scenario, function: Function = "developing", torn: int = 0
) -> Document:
    """The report in the language of the moment; *texts* is the scenario in it. *torn* counts the bytes of a last
    record that was not written out."""
    words = Wording(evaluation, texts)
    return Document(
        title=translate(N_("Evaluation: {title}")).format(title=texts.title),
        subtitle=f"{texts.place}, {texts.starts.strftime('%Y-%m-%d')}",
        banner=translate(EXERCISE),
        language=current_language(),
        date=evaluation.origin.recorded[1],
        blocks=tuple(_blocks(words, function, torn)),
    )


def _blocks(words: Wording, function: Function, torn: int) -> Iterator[Block]:
    chapters: dict[str, Callable[[], Iterator[Block]]] = {
        "goals": lambda: goals(words, function), "expected": lambda: expected(words), "norms": lambda: norms(words),
        "decisions": lambda: decisions(words), "information": lambda: information(words),
        "moments": lambda: moments(words), "course": lambda: course(words), "welcome": lambda: welcome(words),
        "noted": lambda: noted(words), "plan": lambda: plan(words),
    }  # fmt: skip
    yield from short(words, function)
    for name in ORDER[function]:
        yield from chapters[name]()
    yield from about(words, torn)
