"""The parts of the model that a scenario or a catalogue is written in."""

from __future__ import annotations

import inspect

from scenario_sim.model import (
    catalogue,
    crowd,
    diagnosis,
    episodes,
    expectations,
    goals,
    injects,
    measures,
    people,
    scenario,
    world,
)
from scenario_sim.model.parts import Part

MODULES = (scenario, world, diagnosis, goals, people, crowd, measures, injects, episodes, expectations, catalogue)


def parts_of_the_model() -> list[type[Part]]:
    """Every part, module by module, in the order in which they are written."""
    return [
        part
        for module in MODULES
        for part in vars(module).values()
        if inspect.isclass(part) and issubclass(part, Part) and part.__module__ == module.__name__
    ]
