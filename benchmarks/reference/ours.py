"""The reference scenario as scenario-sim plays it: read from YAML, compiled once, one world per replication."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.reference.parts import scenario_text
from benchmarks.reference.result import Result
from scenario_sim.engine.plan import Keep, Plan, compile_plan
from scenario_sim.engine.world import World
from scenario_sim.loading import ScenarioText, complete_context, scenario_from_text


def plan_of(text: ScenarioText) -> Plan:
    scenario = scenario_from_text(text)
    return compile_plan(scenario, complete_context(scenario, {}))


def generate(keep: Keep = Keep.TALLY, tick: str = "1 min") -> Callable[[int, int], Result]:
    """A function of seed and replication that plays one replication and keeps this of it."""
    plan = plan_of(ScenarioText({"scenario.yaml": scenario_text(tick)}))

    def run(seed: int, replication: int) -> Result:
        world = World(plan, seed=seed, replication=replication, keep=keep)
        world.run(plan.ends)
        tally = world.tally()
        deliveries = sum(tally.delivered.values())
        goals = tally.goals
        return Result(tally.peak_level, goals["calm"], goals["trusted"], deliveries, sum(world.state.decided))

    return run
