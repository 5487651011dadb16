"""What is allowed but probably not meant: warnings W7xx."""

from __future__ import annotations

from scenario_sim.language import mark as N_
from scenario_sim.loading.conditions import names_used
from scenario_sim.loading.findings import Findings
from scenario_sim.loading.playable import advise_on_play
from scenario_sim.loading.sources import check_sources
from scenario_sim.loading.walk import fields
from scenario_sim.model.expressions import Expression
from scenario_sim.model.scenario import Scenario


def advise(scenario: Scenario, findings: Findings) -> None:
    """Note the W7xx of a scenario without errors. Only a check asks for them: they cost more than reading it."""
    _roles_without_policy(scenario, findings)
    _goals_not_tested(scenario, findings)
    _injects_for_nobody(scenario, findings)
    _constants_not_used(scenario, findings)
    advise_on_play(scenario, findings)
    check_sources(scenario, findings)


def _roles_without_policy(scenario: Scenario, findings: Findings) -> None:
    played = {policy.role for policy in scenario.policies}
    for index, role in enumerate(scenario.roles):
        if role.id not in played:
            findings.add(
                ("roles", index, "id"), "W701", N_("'{role}' has no policy, so an empty chair does nothing"),
                N_("add it to policies"), role=role.id,
            )  # fmt: skip


def _goals_not_tested(scenario: Scenario, findings: Findings) -> None:
    tested = {goal for inject in scenario.injects for goal in inject.goals}
    tested |= {expected.goal for inject in scenario.injects for expected in inject.expected if expected.goal}
    for index, goal in enumerate(scenario.goals):
        if goal.id not in tested:
            findings.add(
                ("goals", index, "id"), "W702", N_("no inject puts the goal '{goal}' to the test"),
                N_("name it in the goals of an inject"), goal=goal.id,
            )  # fmt: skip


def _injects_for_nobody(scenario: Scenario, findings: Findings) -> None:
    for index, inject in enumerate(scenario.injects):
        if not scenario.listeners(inject):
            findings.add(
                ("injects", index, "channel"), "W703", N_("nobody listens on '{channel}', so this reaches nobody"),
                N_("give roles in 'to', or add the channel to a role"), channel=inject.channel,
            )  # fmt: skip


def _constants_not_used(scenario: Scenario, findings: Findings) -> None:
    used: set[str] = set()
    for field in fields(scenario):
        for _, formula in field.formulas():
            used.update(names_used(formula if isinstance(formula, Expression) else formula.amount))
    for index, constant in enumerate(scenario.constants):
        if constant.id not in used:
            findings.add(("constants", index, "id"), "W704", N_("nothing uses the constant '{id}'"), id=constant.id)
