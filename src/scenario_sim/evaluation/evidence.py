"""What in a session speaks for or against each goal: what was expected, what was decided without the power, the
numbers behind the score, and what people noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scenario_sim.engine.scores import IndicatorOutcome
from scenario_sim.model.events import AuthorityExceeded, ExpectationMet, ExpectationMissed, RequirementUnmet
from scenario_sim.model.expressions import Name, walk
from scenario_sim.model.goals import Goal
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.talk_events import NoteAdded
from scenario_sim.session import Session


@dataclass(frozen=True, slots=True)
class Evidence:
    """All about one goal, each in order of time. *numbers* are the indicators that its score names."""

    met: tuple[ExpectationMet, ...]
    missed: tuple[ExpectationMissed, ...]
    exceeded: tuple[AuthorityExceeded | RequirementUnmet, ...]
    notes: tuple[NoteAdded, ...]
    numbers: Mapping[str, IndicatorOutcome]


def evidence(session: Session) -> dict[str, Evidence]:
    """The evidence on every goal of *session* so far, by goal."""
    table, scenario = session.table, session.scenario
    indicators = session.outcome().indicators
    found = {}
    for goal in scenario.goals:
        measures = {measure.id for measure in scenario.measures if goal.id in measure.goals}
        named = {node.id for node in walk(goal.score.root) if isinstance(node, Name)}
        found[goal.id] = Evidence(
            met=tuple(one for one in table.met if _is_about(one, goal, scenario)),
            missed=tuple(one for one in table.missed if _is_about(one, goal, scenario)),
            exceeded=tuple(
                one
                for one in table.exceeded
                if (one.what if isinstance(one, AuthorityExceeded) else one.measure) in measures
            ),
            notes=tuple(note for note in table.talk.notes if note.goal == goal.id),
            numbers={id: outcome for id, outcome in indicators.items() if id in named},
        )
    return found


def _is_about(one: ExpectationMet | ExpectationMissed, goal: Goal, scenario: Scenario) -> bool:
    if one.is_norm:
        return any(norm.id == one.expected and norm.goal == goal.id for norm in scenario.norms)
    expected = scenario.inject(one.inject).expected
    return any(known.id == one.expected and known.goal == goal.id for known in expected)
