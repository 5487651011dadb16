"""What the facilitator types when adjudicating: one line per indicator, ``tension: -5 points``."""

from __future__ import annotations

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.amounts import Change
from scenario_sim.model.faults import Fault
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.world import Indicator
from scenario_sim_tui.words import unit_word


class UnclearEffect(ValueError):
    """A line that does not say which indicator changes by how much; its text tells people what to write."""


def effects_from(lines: str, scenario: Scenario) -> dict[str, Change]:
    """The changes in *lines*, by indicator id; an indicator may be called by its id or its title, and the unit may
    be left out. Raises UnclearEffect for the first line that is not clear."""
    effects: dict[str, Change] = {}
    for line in filter(None, (line.strip() for line in lines.splitlines())):
        name, colon, amount = line.rpartition(":")
        indicator = _indicator(scenario, name)
        if not colon or indicator is None or not amount.strip():
            said = translate(
                N_("'{line}' is not clear; write the indicator, a colon and the change, such as {example}")
            )
            raise UnclearEffect(said.format(line=line, example=example(scenario)))
        try:
            effects[indicator.id] = Change(_with_unit(amount.strip(), indicator))
        except Fault as fault:
            raise UnclearEffect(f"{line}: {translate(fault.message).format(**fault.values)}") from None
    return effects


def example(scenario: Scenario) -> str:
    """A line as it should be, with the scenario's first indicator."""
    first = scenario.indicators[0]
    return f"{first.title}: -5 {unit_word(first.unit)}"


def _indicator(scenario: Scenario, name: str) -> Indicator | None:
    wanted = name.strip().casefold()
    for indicator in scenario.indicators:
        if wanted and wanted in (indicator.id.casefold(), indicator.title.casefold()):
            return indicator
    return None


def _with_unit(amount: str, indicator: Indicator) -> str:
    """The amount with the scenario's own unit, put in where it was left out or written in the user's language."""
    number, _, rest = amount.partition(" ")
    for unit in (unit_word(indicator.unit), indicator.unit):
        if rest == unit or rest.startswith(unit + " "):
            rest = rest[len(unit) :].strip()
            break
    return f"{number.lstrip('+') or '0'} {indicator.unit} {rest}".strip()
