"""From file to Scenario: every problem at once, each at its line and column.

A list of scenarios needs no model; so each part is imported when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenario_sim.lazy import parts

if TYPE_CHECKING:
    from scenario_sim.loading.actions import Action, action_from, read_actions
    from scenario_sim.loading.catalogue import CATALOGUE_FILE, catalogue_folder, catalogue_texts
    from scenario_sim.loading.catalogue_check import check_catalogue, load_catalogue
    from scenario_sim.loading.context import (
        complete_context,
        context_from_pairs,
        default_context,
        load_context,
        read_context,
    )
    from scenario_sim.loading.library import Entry, built_in_folder, known_scenarios, own_folder, scenarios_in
    from scenario_sim.loading.package import SCENARIO_FILE, ScenarioText, read_package
    from scenario_sim.loading.reading import check_scenario, load_scenario, scenario_from_text, side_file
    from scenario_sim.loading.schema import scenario_schema
    from scenario_sim.loading.translations import read_translations

__getattr__ = parts(
    __name__,
    {
        "actions": ("Action", "action_from", "read_actions"),
        "catalogue": ("CATALOGUE_FILE", "catalogue_folder", "catalogue_texts"),
        "catalogue_check": ("check_catalogue", "load_catalogue"),
        "context": ("complete_context", "context_from_pairs", "default_context", "load_context", "read_context"),
        "library": ("Entry", "built_in_folder", "known_scenarios", "own_folder", "scenarios_in"),
        "package": ("SCENARIO_FILE", "ScenarioText", "read_package"),
        "reading": ("check_scenario", "load_scenario", "scenario_from_text", "side_file"),
        "schema": ("scenario_schema",),
        "translations": ("read_translations",),
    },
)

__all__ = [
    "CATALOGUE_FILE",
    "SCENARIO_FILE",
    "Action",
    "Entry",
    "ScenarioText",
    "action_from",
    "built_in_folder",
    "catalogue_folder",
    "catalogue_texts",
    "check_catalogue",
    "check_scenario",
    "complete_context",
    "context_from_pairs",
    "default_context",
    "known_scenarios",
    "load_catalogue",
    "load_context",
    "load_scenario",
    "own_folder",
    "read_actions",
    "read_context",
    "read_package",
    "read_translations",
    "scenario_from_text",
    "scenario_schema",
    "scenarios_in",
    "side_file",
]
