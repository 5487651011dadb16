"""What cannot happen in play, and what asks too little or too much of a role: warnings W705–W711."""

from __future__ import annotations

from typing import Any

from scenario_sim.language import mark as N_
from scenario_sim.loading.bounds import interval
from scenario_sim.loading.findings import Findings
from scenario_sim.loading.possible import Obstacle, Possible
from scenario_sim.loading.workload import BUSY_WITHIN, crowded, idle
from scenario_sim.model.expressions import SPECIAL_NAMES, Call, Name, walk
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.units import MINUTE

_STILL = ("answer", "min", "max", "abs", "clamp", "if_else")
"""Functions that bring nothing of the run into a score by themselves."""


def advise_on_play(scenario: Scenario, findings: Findings) -> None:
    """Note what a scenario without errors can never do, and where a role has nothing or too much to do."""
    possible = Possible(scenario)
    _never(scenario, possible, findings)
    _scores_that_stand_still(scenario, possible, findings)
    _idle_roles(scenario, possible, findings)
    _rushes(scenario, findings)
    _expected_of_nobody(scenario, possible, findings)


def _never(scenario: Scenario, possible: Possible, findings: Findings) -> None:
    """W705 injects that can never come, W710 measures that are never in time, W711 ones that can never be decided."""
    for index, inject in enumerate(scenario.injects):
        _obstacle(possible.injects[inject.id], ("injects", index), "W705", findings)
    for index, measure in enumerate(scenario.measures):
        found = possible.measures[measure.id]
        code = "W711" if isinstance(found, Obstacle) and found.key == "available" else "W710"
        _obstacle(found, ("measures", index), code, findings)


def _obstacle(found: object, path: tuple[str, int], code: str, findings: Findings) -> None:
    if isinstance(found, Obstacle):
        findings.add((*path, found.key), code, found.message, found.hint, **dict[str, Any](found.values))


def _scores_that_stand_still(scenario: Scenario, possible: Possible, findings: Findings) -> None:
    moving = {indicator.id for indicator in scenario.indicators} | set(SPECIAL_NAMES)
    for index, goal in enumerate(scenario.goals):
        low, high = (min(max(bound, 0.0), 100.0) for bound in interval(goal.score.root, possible.everywhere()))
        looks = any(
            node.function not in _STILL if isinstance(node, Call) else isinstance(node, Name) and node.id in moving
            for node in walk(goal.score.root)
        )
        if low == high or not looks:
            findings.add(
                ("goals", index, "score"), "W706", N_("the score of '{goal}' is the same however the run goes"),
                N_("let it depend on what happens: mean(…), time_share(…), missed(…)"), goal=goal.id,
            )  # fmt: skip


def _idle_roles(scenario: Scenario, possible: Possible, findings: Findings) -> None:
    for index, role in enumerate(scenario.roles):
        for phase, (begins, ends) in idle(scenario, possible, role.id):
            findings.add(
                ("roles", index, "id"), "W707",
                N_("nothing can come for '{role}' in '{phase}' from {begins} to {ends}, {count} minutes"),
                N_("send this role an inject, or expect something of it there"),
                role=role.id, phase=phase, begins=scenario.clock(begins), ends=scenario.clock(ends),
                count=f"{(ends - begins) / MINUTE:.0f}",
            )  # fmt: skip


def _rushes(scenario: Scenario, findings: Findings) -> None:
    for first, count in crowded(scenario):
        index, number = first.path
        findings.add(
            ("injects", index, "expected", number), "W708",
            N_("{count} actions or more are expected of '{role}' within {most} minutes from here"),
            N_("spread the injects, or expect some of them of another role"),
            count=count, role=first.role, most=f"{BUSY_WITHIN / MINUTE:g}",
        )  # fmt: skip


def _expected_of_nobody(scenario: Scenario, possible: Possible, findings: Findings) -> None:
    for index, inject in enumerate(scenario.injects):
        for number, expected in enumerate(inject.expected):
            path = ("injects", index, "expected", number)
            if not any(_can_be_done(id, possible) for id in expected.met_by):
                findings.add(
                    (*path, "met_by"), "W709", N_("nobody can do '{id}': nothing that meets it can ever be decided"),
                    N_("name a measure or dilemma that can be decided then"), id=expected.id,
                )  # fmt: skip
            elif not any(expected.role in _deciders(id, scenario) for id in expected.met_by):
                who = sorted({role for id in expected.met_by for role in _deciders(id, scenario)})
                findings.add(
                    (*path, "role"), "W709", N_("'{role}' may decide nothing of what meets '{id}'; that is for: {who}"),
                    N_("expect it of one of them, or name this role in decided_by"),
                    role=expected.role, id=expected.id, who=", ".join(who),
                )  # fmt: skip


def _can_be_done(id: str, possible: Possible) -> bool:
    found = possible.measures.get(id)
    return id in possible.times if found is None else not isinstance(found, Obstacle)


def _deciders(id: str, scenario: Scenario) -> tuple[str, ...]:
    measure = scenario.measures_by_id.get(id)
    return measure.decided_by if measure is not None else (scenario.dilemma(id).decided_by,)
