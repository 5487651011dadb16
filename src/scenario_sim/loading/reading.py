"""Reading a scenario: from its text to a checked value, in a language, and every problem of it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from scenario_sim.errors import Problem, ScenarioError, UnreadableInput
from scenario_sim.language import LANGUAGES, Language
from scenario_sim.loading.advice import advise
from scenario_sim.loading.catalogue import expand
from scenario_sim.loading.checking import checked
from scenario_sim.loading.documents import Document, read_document
from scenario_sim.loading.episodes import check_episodes
from scenario_sim.loading.findings import Findings
from scenario_sim.loading.inherited import Inherited
from scenario_sim.loading.package import SCENARIO_FILE, ScenarioText, locale_file, read_package
from scenario_sim.loading.shape import in_order
from scenario_sim.loading.translations import check_translations, in_language, stamp
from scenario_sim.model.scenario import Scenario

KEPT = 16
"""How many scenarios that were read lately are kept, in each language."""


def load_scenario(reference: str | Path, language: Language | None = None) -> Scenario:
    """The scenario that *reference* (an id, a folder or a file) names, with its texts in *language* as far as it
    has them. Raises ScenarioError with every problem, or UnreadableInput."""
    return scenario_from_text(read_package(reference), language)


@lru_cache(maxsize=KEPT)
def scenario_from_text(text: ScenarioText, language: Language | None = None) -> Scenario:
    """The scenario in *text*, such as a log embeds; raises ScenarioError with every problem.

    A scenario is frozen, so the one that was read lately is given again.
    """
    scenario, inherited = _read(text)
    if language is None or language == scenario.language:
        return scenario
    side = locale_file(language)
    own = _document(text, side) if side in text.files else None
    return in_language(scenario, own, language, inherited)


def check_scenario(reference: str | Path) -> list[Problem]:
    """Every problem of a scenario, errors and warnings, by place. Raises UnreadableInput."""
    problems: list[Problem] = []
    try:
        text = read_package(reference)
        scenario, document, inherited = _checked(text)
        findings = Findings(document)
        advise(scenario, findings)
        problems += findings.problems
        problems += _problems_of_episodes(text, scenario)
    except ScenarioError as error:
        return list(error.problems)
    for language in LANGUAGES:
        name = locale_file(language)
        if name in text.files and language != scenario.language:
            try:
                problems += check_translations(scenario, _document(text, name), language, inherited)
            except ScenarioError as error:
                problems += error.problems
    return in_order(problems)


def _problems_of_episodes(text: ScenarioText, scenario: Scenario) -> list[Problem]:
    played: dict[str, Scenario | ScenarioError | UnreadableInput] = {}
    for id in {episode.plays for episode in scenario.episodes}:
        try:
            played[id] = scenario_from_text(text.of_episode(id))
        except (ScenarioError, UnreadableInput) as error:
            played[id] = error
    findings = Findings(_document(text, SCENARIO_FILE))
    check_episodes(scenario, played, findings)
    return findings.problems


def side_file(text: ScenarioText, language: Language, *, accept: bool = False) -> str:
    """The side file of a scenario in *language*, brought up to date; see translations.stamp."""
    scenario, _, inherited = _checked(text)
    name = locale_file(language)
    return stamp(scenario, text.files.get(name, ""), text.shown(name), accept=accept, language=language,
                 inherited=inherited)  # fmt: skip


@lru_cache(maxsize=KEPT)
def _read(text: ScenarioText) -> tuple[Scenario, Inherited]:
    scenario, _, inherited = _checked(text)
    return scenario, inherited


def _checked(text: ScenarioText) -> tuple[Scenario, Document, Inherited]:
    """The scenario in *text* with where its parts stand, and what it took over from the catalogue."""
    document = _document(text, SCENARIO_FILE)
    inherited = expand(document, text.files, text.origin)
    return checked(document), document, inherited


def _document(text: ScenarioText, name: str) -> Document:
    return read_document(text.files[name], text.shown(name))
