"""The scenario card as a document: the six headings of guide 7.4, with what a session agreed filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scenario_sim.evaluation import Evaluation
from scenario_sim.language import current_language, source_mark, translate
from scenario_sim.language import mark as N_
from scenario_sim.model.measures import Measure
from scenario_sim.model.scenario import Scenario
from scenario_sim.report.card import measure_facts
from scenario_sim.report.chapters.about import marks
from scenario_sim.report.chapters.norms import agreed_norms
from scenario_sim.report.chapters.talk import plan
from scenario_sim.report.document import Block, Bullets, Document, Facts, Heading, Paragraph, table_or
from scenario_sim.report.names import EXERCISE
from scenario_sim.report.wording import COLOURS, Wording


def card_document(scenario: Scenario, evaluation: Evaluation | None = None) -> Document:
    """The card of *scenario*, in its language; with the *evaluation* of a session of it also what that agreed."""
    words = Wording(evaluation, scenario) if evaluation is not None else None
    said = translate(N_("Place: {place}. Begins: {starts}. Version {version}."))
    return Document(
        title=translate(N_("Scenario card: {title}")).format(title=scenario.title),
        subtitle=said.format(
            place=scenario.place, starts=scenario.starts.strftime("%Y-%m-%d %H:%M"), version=scenario.version
        ),
        banner=translate(EXERCISE),
        language=current_language(),
        date=evaluation.origin.recorded[1] if evaluation is not None else "",
        blocks=tuple(_blocks(scenario, words)),
    )


def _blocks(scenario: Scenario, words: Wording | None) -> Iterator[Block]:
    card = scenario.card
    yield Paragraph(scenario.summary)
    yield Heading(translate(N_("Description of the scenario")))
    yield Paragraph(card.description)
    yield from _list(translate(N_("Triggers")), card.triggers)
    for kind, title in (("preventive", N_("Preventive measures")), ("response", N_("Measures for the response"))):
        yield Heading(translate(title))
        yield from _measures(scenario, kind, words)
    yield Heading(translate(N_("Roles and tasks: who does what?")))
    yield from _roles(scenario)
    yield Heading(translate(N_("Points of attention")))
    yield Bullets(card.attention)
    yield from _list(translate(N_("Typical mistakes")), card.mistakes)
    yield Heading(translate(N_("(Active) use of social media")))
    yield Bullets(card.social_media)
    yield Heading(translate(N_("Goals")))
    for goal in scenario.goals:
        yield Heading(f"{goal.id} {goal.title}", 2)
        yield Paragraph(goal.text)
        yield Facts((
            (translate(N_("Measured by")), goal.measured_by), (translate(N_("Source")), source_mark(goal.source))
        ))  # fmt: skip
    yield Heading(translate(N_("Agreed norms")))
    yield agreed_norms(words) if words is not None else _norms(scenario)
    if words is not None:
        yield from plan(words)
    yield from marks(scenario)


def _list(title: str, items: tuple[str, ...]) -> Iterator[Block]:
    if items:
        yield Heading(title, 2)
        yield Bullets(items)


def _measures(scenario: Scenario, kind: str, words: Wording | None) -> Iterator[Block]:
    titles = {role.id: role.title for role in scenario.roles}
    found = [measure for measure in scenario.measures if measure.kind == kind]
    if not found:
        yield Paragraph(translate(N_("This scenario has none.")))
    decided = list(_decided(found, words)) if words is not None else []
    if decided:
        yield Heading(translate(N_("Decided in the session")), 2)
        yield Bullets(tuple(decided))
    for measure in found:
        yield Heading(f"{measure.ref} {measure.title}" if measure.ref else measure.title, 2)
        yield Facts(tuple(measure_facts(measure, titles)))


def _decided(measures: Iterable[Measure], words: Wording) -> Iterator[str]:
    ids = {measure.id for measure in measures}
    for one in words.evaluation.decisions:
        if one.decision.kind == "measure" and one.decision.what in ids:
            when, who = words.clock(one.decision.at), words.decider(one.decision)
            why = f" – {one.decision.why}" if one.decision.why else ""
            yield f"{when} {words.title(one.decision.what)} ({who}){why}"


def _roles(scenario: Scenario) -> Iterator[Block]:
    for role in scenario.roles:
        yield Heading(role.title, 2)
        yield Bullets(role.tasks)
        if role.authority:
            yield Facts(((translate(N_("Authority")), "; ".join(role.authority)),))


def _norms(scenario: Scenario) -> Block:
    """Those that the scenario proposes, as long as no table has agreed on any."""
    rows = [(one.behaviour, translate(COLOURS[one.colour]), one.response) for one in scenario.norms]
    header = (translate(N_("Behaviour")), translate(N_("Colour")), translate(N_("Proposed reaction")))
    return table_or(
        translate(N_("This scenario has no norms.")),
        translate(N_("Proposals of the scenario; no session is filled in")),
        header,
        rows,
    )
