"""Before play, in lines: the briefing, the diagnosis, and what is prepared."""

from __future__ import annotations

from scenario_sim.language import mark as N_
from scenario_sim.language import source_mark, translate
from scenario_sim.model.diagnosis import Question
from scenario_sim.model.measures import Measure
from scenario_sim.model.units import duration_in_words
from scenario_sim_tui.draft import Draft
from scenario_sim_tui.lines import ask, choose, choose_some, heading, tell
from scenario_sim_tui.words import EXERCISE, role_titles, title_of, unit_word


def get_ready(draft: Draft) -> None:
    """Fill in *draft* with the person. Raises Leave when the person stops."""
    _brief(draft)
    _diagnose(draft)
    _prepare(draft)


def _brief(draft: Draft) -> None:
    scenario = draft.scenario
    heading(f"{translate(EXERCISE)}: {scenario.title}")
    tell(scenario.summary)
    said = translate(N_("It begins at {clock} on {date} in {place}."))
    date = scenario.starts.strftime("%Y-%m-%d")
    tell(said.format(clock=scenario.clock(0), date=date, place=scenario.place))
    tell(translate(N_("You play: {roles}.")).format(roles=role_titles(scenario, draft.seats)))
    for role in scenario.roles:
        if role.id in draft.seats:
            tasks = " ".join(task.rstrip(".") + "." for task in role.tasks)
            tell(f"{role.title}: {tasks}")


def _diagnose(draft: Draft) -> None:
    if draft.scenario.diagnosis:
        heading(translate(N_("Diagnosis")))
        tell(translate(N_("Answer each question; enter keeps the answer that stands there.")))
    for question in draft.scenario.diagnosis:
        tell(question.text)
        if question.ask:
            tell(translate(N_("Who knows: {who}")).format(who=question.ask))
        tell(translate(N_("Source: {source}")).format(source=source_mark(question.source)))
        draft.context[question.id] = _answer(question, draft.context[question.id])


def _answer(question: Question, kept: float | str) -> float | str:
    if question.range is None:
        ids = [answer.id for answer in question.answers]
        default = ids.index(str(kept))
        place = choose(translate(N_("Answer")), [answer.text for answer in question.answers], default)
        return ids[default if place is None else place]
    low, high = question.range
    between = translate(N_("{unit}, from {low} to {high}"))
    between = between.format(unit=unit_word(question.unit), low=f"{low:g}", high=f"{high:g}").lstrip(", ")
    shown = f"{kept:g}" if isinstance(kept, float) else str(kept)
    while True:
        typed = ask(f"{between} ({translate(N_('enter for {number}')).format(number=shown)})")
        if not typed:
            return kept
        number = _number(typed)
        if question.problem_with(number) is None:
            return number
        said = translate(N_("This must be a number from {low} to {high}."))
        tell(said.format(low=f"{low:g}", high=f"{high:g}"))


def _number(typed: str) -> float | str:
    try:
        return float(typed.replace(",", "."))
    except ValueError:
        return typed


def _prepare(draft: Draft) -> None:
    scenario, rehearsal = draft.scenario, draft.rehearsal()
    left = max(0.0, -rehearsal.begins)
    measures = draft.preventive()
    if not measures:
        return
    heading(translate(N_("Preparation")))
    tell(translate(N_("Time left: {time}")).format(time=duration_in_words(left)))
    for id, (free, _) in rehearsal.view().resources.items():
        tell(translate(N_("{what}: {free} free")).format(what=title_of(scenario, id), free=free))
    usual = draft.usual_measures()
    ready = [
        place for place, measure in enumerate(measures) if measure.id in usual and measure.lead_time.expected <= left
    ]
    rows = [_measure_row(measure, draft, left) for measure in measures]
    chosen = choose_some(translate(N_("What do you prepare?")), rows, ready)
    draft.measures = tuple(measures[place].id for place in chosen)


def _measure_row(measure: Measure, draft: Draft, left: float) -> str:
    scenario = draft.scenario
    lead = translate(N_("lead time {time}")).format(time=measure.lead_time.in_words())
    if measure.lead_time.expected > left:
        lead += ", " + translate(N_("no time left"))
    needs = [f"{count} × {title_of(scenario, id)}" for id, count in measure.needs.items()]
    seen = translate(N_("visible {points}")).format(points=f"{measure.visibility}/5")
    decides = translate(N_("{role} decides")).format(role=role_titles(scenario, measure.decided_by))
    return f"{measure.title}: {', '.join([lead, *needs, seen, decides])}"
