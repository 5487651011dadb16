"""The flow of a plan as compiled code, with what must be known of it: see source/ for the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from scenario_sim.engine.edges import Edges, average_within
from scenario_sim.engine.firing import fires_after
from scenario_sim.engine.plan import Gathering, Plan
from scenario_sim.engine.source import FlowSource, HazardPlan, WatchPlan
from scenario_sim.engine.state import parts_read
from scenario_sim.model.expressions import Call, Node, walk


@dataclass(frozen=True, slots=True)
class Program:
    """The compiled source. ``begin`` starts one run: it takes the discrete state, the start values and the lists of
    the flow, and returns the functions of that run by name."""

    source: str
    begin: Callable[..., dict[str, Any]]
    edges: Edges
    follows_crowd: bool
    """Whether a watch or a hazard depends on how many join in."""
    readers: dict[str, tuple[int, ...]]
    """The watches that read a part of the state (see state.parts_read)."""


def write_program(
    plan: Plan, watches: Sequence[WatchPlan], hazards: Sequence[HazardPlan], gathering: Gathering
) -> Program:
    """Write and compile the flow of *plan* with these watches and hazards."""
    edges = Edges(plan, [watch.condition for watch in watches])
    source = str(FlowSource(plan, watches, hazards, edges, gathering))
    names: dict[str, Any] = {
        "__builtins__": {"min": min, "max": max, "abs": abs, "sorted": sorted}, "inf": inf,
        "average_within": average_within, "fires_after": fires_after, "time_cell": edges.time_cell,
        "cells": [edges.looking_up(place) for place in range(len(plan.ranges))],
    }  # fmt: skip
    exec(compile(source, "<flow>", "exec"), names)
    roots = [*(watch.condition.root for watch in watches), *(hazard.amount.root for hazard in hazards)]
    return Program(source, names["begin"], edges, any(map(_reads_crowd, roots)), _readers(plan, watches))


def _readers(plan: Plan, watches: Sequence[WatchPlan]) -> dict[str, tuple[int, ...]]:
    readers: dict[str, tuple[int, ...]] = {}
    for number, watch in enumerate(watches):
        for part in sorted(parts_read(plan.compiler.source(watch.condition.root))):
            readers[part] = (*readers.get(part, ()), number)
    return readers


def _reads_crowd(root: Node) -> bool:
    return any(isinstance(part, Call) and part.function == "joined" for part in walk(root))
