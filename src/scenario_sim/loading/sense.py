"""What is well written but cannot be: times outside the evening, more people than there are, loops of waiting."""

from __future__ import annotations

from scenario_sim.language import mark as N_
from scenario_sim.loading.actions import action_from
from scenario_sim.loading.conditions import constant_value
from scenario_sim.loading.context import answer_fault
from scenario_sim.loading.findings import Findings
from scenario_sim.model.amounts import Span
from scenario_sim.model.faults import Fault
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.units import duration_text


def check_sense(scenario: Scenario, findings: Findings) -> None:
    """The E5xx of a scenario whose shape is right."""
    _one_main_phase(scenario, findings)
    _levels_in_order(scenario, findings)
    _times_within_phases(scenario, findings)
    _ranges(scenario, findings)
    _expectations(scenario, findings)
    _enough_resources(scenario, findings)
    _one_policy_per_role(scenario, findings)
    _no_waiting_in_circles(scenario, findings)


def _one_main_phase(scenario: Scenario, findings: Findings) -> None:
    count = sum(phase.main for phase in scenario.phases)
    if count != 1:
        findings.add(
            ("phases",), "E503", N_("exactly one phase is the main phase; here are {count}"),
            N_("write main: true in the phase that begins at 'starts'"), count=count,
        )  # fmt: skip


def _levels_in_order(scenario: Scenario, findings: Findings) -> None:
    for index, level in enumerate(scenario.levels):
        path = ("levels", index)
        if level.level != index:
            findings.add(
                (*path, "level"), "E504", N_("the levels go from 0 to 5 in order; this must be {wanted}"),
                wanted=index,
            )  # fmt: skip
        elif index == 0 and level.when is not None:
            findings.add((*path, "when"), "E504", N_("level 0 holds when no other does; it has no 'when'"), at_key=True)
        elif index > 0 and level.when is None:
            findings.add(path, "E504", N_("level {level} needs a 'when'"), level=index)


def bounds(scenario: Scenario) -> tuple[float | None, float | None]:
    """Seconds from the start of the main phase to the start of the first phase and to the end of the last one,
    as far as they do not depend on the diagnosis."""
    main = next((index for index, phase in enumerate(scenario.phases) if phase.main), 0)
    before = [_seconds(phase.lasts) for phase in scenario.phases[:main]]
    after = [_seconds(phase.lasts) for phase in scenario.phases[main:]]
    first = None if None in before else -sum(span for span in before if span)
    return first, None if None in after else sum(span for span in after if span)


def _seconds(span: Span) -> float | None:
    amount = constant_value(span.amount)
    return None if amount is None else amount * span.seconds


def _times_within_phases(scenario: Scenario, findings: Findings) -> None:
    first, last = bounds(scenario)
    for index, inject in enumerate(scenario.injects):
        if inject.at is None:
            continue
        path = ("injects", index, "at")
        try:
            at = scenario.moment(inject.at)
        except Fault as fault:
            findings.add_fault(path, fault)
            continue
        if first is not None and at < first:
            findings.add(
                path, "E505", N_("this is before the first phase begins, {span} before the main phase"),
                span=duration_text(first),
            )  # fmt: skip
        if last is not None and at > last:
            findings.add(path, "E505", N_("this is after the last phase has ended, at {end}"), end=scenario.clock(last))


def _ranges(scenario: Scenario, findings: Findings) -> None:
    for index, indicator in enumerate(scenario.indicators):
        low, high = indicator.range
        if low >= high:
            findings.add(("indicators", index, "range"), "E507", N_("a range goes from low to high"))
            continue
        start = constant_value(indicator.start)
        if start is not None and not low <= start <= high:
            findings.add(
                ("indicators", index, "start"), "E507", N_("the start is outside the range {low} to {high}"),
                low=f"{low:g}", high=f"{high:g}",
            )  # fmt: skip
    for index, question in enumerate(scenario.diagnosis):
        if question.range is not None and question.range[0] >= question.range[1]:
            findings.add(("diagnosis", index, "range"), "E507", N_("a range goes from low to high"))


def _expectations(scenario: Scenario, findings: Findings) -> None:
    """Answers and actions of an expectation, as ``run`` would take them."""
    for index, expectation in enumerate(scenario.expectations):
        for name, value in expectation.context.items():
            fault = answer_fault(scenario, name, value)
            if fault is not None:
                findings.add_fault(("expectations", index, "context", name), fault)
        for number, act in enumerate(expectation.actions):
            try:
                action_from({"time": act.time, "role": act.role, "action": act.action}, scenario)
            except Fault as fault:
                findings.add_fault(("expectations", index, "actions", number), fault)


def _enough_resources(scenario: Scenario, findings: Findings) -> None:
    amounts = {resource.id: constant_value(resource.amount) for resource in scenario.resources}
    for index, measure in enumerate(scenario.measures):
        for id, needed in measure.needs.items():
            there = amounts.get(id)
            if there is not None and needed > there:
                findings.add(
                    ("measures", index, "needs", id), "E506",
                    N_("this needs {needed} of '{id}'; there are never more than {there}"),
                    needed=needed, id=id, there=f"{there:g}",
                )  # fmt: skip


def _one_policy_per_role(scenario: Scenario, findings: Findings) -> None:
    seen: dict[str, int] = {}
    for index, policy in enumerate(scenario.policies):
        first = seen.setdefault(policy.role, index)
        if first != index:
            findings.add(
                ("policies", index, "role"), "E508", N_("'{role}' has a policy already, on line {line}"),
                role=policy.role, line=findings.document.value_place(("policies", first)).line,
            )  # fmt: skip


def _no_waiting_in_circles(scenario: Scenario, findings: Findings) -> None:
    """Injects that come after each other, so that none of them ever comes."""
    after = {inject.id: inject.after for inject in scenario.injects}
    for index, inject in enumerate(scenario.injects):
        chain, current = {inject.id}, inject.after
        while current is not None and current not in chain:
            chain.add(current)
            current = after.get(current)
        if current == inject.id:
            findings.add(
                ("injects", index, "after"),
                "E509",
                N_("'{id}' waits for itself, so it never comes"),
                id=inject.id,
            )
