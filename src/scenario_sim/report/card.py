"""The scenario card as text, under the six headings of guide 7.4."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping

from scenario_sim.language import mark as N_
from scenario_sim.language import source_mark, translate
from scenario_sim.model.measures import Measure
from scenario_sim.model.people import Role
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.talk_events import NormAgreed

_WIDTH = 78
_COLOURS = {"green": N_("green"), "amber": N_("amber"), "red": N_("red")}


def card_text(scenario: Scenario, agreed: Mapping[str, NormAgreed] | None = None) -> str:
    """The whole card, with a line end after every line, at most 78 characters wide.

    *agreed* (by norm) is what the table of a session agreed; None leaves that heading out.
    """
    lines = [scenario.title, "=" * min(len(scenario.title), _WIDTH), *_wrap(scenario.summary)]
    lines += _wrap(translate("Place: {place}. Begins: {starts}. Version {version}.").format(
        place=scenario.place, starts=scenario.starts.strftime("%Y-%m-%d %H:%M"), version=scenario.version
    ))  # fmt: skip
    for heading, body in card_sections(scenario, agreed):
        lines += ["", heading, "-" * len(heading), *body]
    return "\n".join(lines) + "\n"


def card_sections(scenario: Scenario, agreed: Mapping[str, NormAgreed] | None = None) -> list[tuple[str, list[str]]]:
    """Each heading with its lines: the six of guide 7.4, then the goals, what was *agreed*, and the sources."""
    card = scenario.card
    preventive = [measure for measure in scenario.measures if measure.kind == "preventive"]
    response = [measure for measure in scenario.measures if measure.kind == "response"]
    triggers = [translate("Triggers") + ":", *_bullets(card.triggers)] if card.triggers else []
    mistakes = [translate("Typical mistakes") + ":", *_bullets(card.mistakes)] if card.mistakes else []
    sections = [
        (translate("Description of the scenario"), [*_wrap(card.description), *triggers]),
        (translate("Preventive measures"), list(_measures(scenario, preventive))),
        (translate("Measures for the response"), list(_measures(scenario, response))),
        (translate("Roles and tasks: who does what?"), list(_roles(scenario.roles))),
        (translate("Points of attention"), [*_bullets(card.attention), *mistakes]),
        (translate("(Active) use of social media"), _bullets(card.social_media)),
        (translate("Goals"), list(_goals(scenario))),
    ]
    if agreed is not None:
        sections.append((translate("Agreed norms"), list(_agreed(scenario, agreed))))
    if scenario.sources:
        sections.append((translate("Sources"), _bullets(f"{entry.id}: {entry.text}" for entry in scenario.sources)))
    return sections


def _wrap(text: str, indent: str = "", first: str | None = None) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()),
        _WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
    )


def _bullets(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in _wrap(text, "  ", "- ")]


def _measures(scenario: Scenario, measures: Iterable[Measure]) -> Iterator[str]:
    titles = {role.id: role.title for role in scenario.roles}
    for measure in measures:
        reference = f"{measure.ref}  " if measure.ref else ""
        yield from _wrap(f"{reference}{measure.title}", "  ", "* ")
        for label, value in measure_facts(measure, titles):
            yield from _wrap(f"{label}: {value}", "      ", "    ")


def measure_facts(measure: Measure, titles: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What the card says about a measure, name by name; *titles* of roles by their id."""
    if measure.description:
        yield translate("What"), measure.description
    yield translate("Decides"), ", ".join(titles.get(role, role) for role in measure.decided_by)
    yield translate("Carries out"), ", ".join(titles.get(role, role) for role in measure.carried_out_by)
    yield translate("Lead time"), measure.lead_time.in_words()
    if measure.duration is not None:
        yield translate("Lasts"), measure.duration.in_words()
    if measure.legal_basis:
        yield translate("Legal basis"), measure.legal_basis
    for requirement in measure.requires:
        yield translate("Requires"), requirement.text
    if measure.resources:
        yield translate("People and means"), measure.resources
    if measure.side_effects:
        yield translate("Side effects"), measure.side_effects
    if measure.mistake:
        yield translate("Typical mistake"), measure.mistake
    yield translate("Source"), source_mark(measure.source)


def _roles(roles: Iterable[Role]) -> Iterator[str]:
    for role in roles:
        yield from _wrap(role.title, "  ", "* ")
        for task in role.tasks:
            yield from _wrap(task, "      ", "    - ")
        if role.authority:
            yield from _wrap(f"{translate('Authority')}: {'; '.join(role.authority)}", "      ", "    ")


def _goals(scenario: Scenario) -> Iterator[str]:
    for goal in scenario.goals:
        yield from _wrap(f"{goal.id}  {goal.title}", "  ", "* ")
        yield from _wrap(f"{translate('Measured by')}: {goal.measured_by}", "      ", "    ")
        yield from _wrap(f"{translate('Source')}: {source_mark(goal.source)}", "      ", "    ")


def _agreed(scenario: Scenario, agreed: Mapping[str, NormAgreed]) -> Iterator[str]:
    titles = {role.id: role.title for role in scenario.roles}
    if not agreed:
        yield from _wrap(translate("Nothing was agreed in this session."))
    for norm in scenario.norms:
        if norm.id in agreed:
            said = agreed[norm.id]
            yield from _wrap(f"{norm.behaviour} ({translate(_COLOURS[said.colour])})", "  ", "* ")
            yield from _wrap(f"{translate('Response')}: {said.response}", "      ", "    ")
            if said.who:
                who = ", ".join(titles[role] for role in said.who)
                yield from _wrap(f"{translate('Who acts')}: {who}", "      ", "    ")
