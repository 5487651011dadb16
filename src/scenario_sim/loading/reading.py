"""Reading a scenario: from its text to a checked value, in a language, and every problem of it."""

from __future__ import annotations

from pathlib import Path

from scenario_sim.errors import Problem, ScenarioError
from scenario_sim.language import LANGUAGES, Language
from scenario_sim.loading.checking import checked
from scenario_sim.loading.documents import Document, read_document
from scenario_sim.loading.package import SCENARIO_FILE, ScenarioText, locale_file, read_package
from scenario_sim.loading.shape import in_order
from scenario_sim.loading.translations import check_translations, in_language
from scenario_sim.model.scenario import Scenario


def load_scenario(reference: str | Path, language: Language | None = None) -> Scenario:
    """The scenario that *reference* (an id, a folder or a file) names, with its texts in *language* as far as it
    has them. Raises ScenarioError with every problem, or UnreadableInput."""
    return scenario_from_text(read_package(reference), language)


def scenario_from_text(text: ScenarioText, language: Language | None = None) -> Scenario:
    """The scenario in *text*, such as a log embeds; raises ScenarioError with every problem."""
    scenario, _ = checked(_document(text, SCENARIO_FILE))
    if language is None or language == scenario.language or locale_file(language) not in text.files:
        return scenario
    return in_language(scenario, _document(text, locale_file(language)), language)


def check_scenario(reference: str | Path) -> list[Problem]:
    """Every problem of a scenario, errors and warnings, by place. Raises UnreadableInput."""
    problems: list[Problem] = []
    try:
        text = read_package(reference)
        scenario, warnings = checked(_document(text, SCENARIO_FILE))
        problems += warnings
    except ScenarioError as error:
        return list(error.problems)
    for language in LANGUAGES:
        name = locale_file(language)
        if name in text.files and language != scenario.language:
            try:
                problems += check_translations(scenario, _document(text, name), language)
            except ScenarioError as error:
                problems += error.problems
    return in_order(problems)


def _document(text: ScenarioText, name: str) -> Document:
    return read_document(text.files[name], text.shown(name))

