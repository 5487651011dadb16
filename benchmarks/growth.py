"""How the cost of a run grows: with injects, measures, people in the crowd and replications. Read the exponents.

    python -m benchmarks.growth

Takes the reference scenario with 1 to 64 times its injects, or its measures and the rules that decide them, in
processor time per replication; then a hall of 30 to 30,000 people; then 1 to 64 replications, and memory. Effects are
divided by what the parts are multiplied by, so that the evening stays the same evening. An exponent of 1 is growth in
proportion. See README.md.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from math import log
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import yaml

from benchmarks.reference.ours import plan_of
from benchmarks.reference.parts import scenario_text
from scenario_sim.engine.plan import Keep, Plan
from scenario_sim.engine.world import World
from scenario_sim.loading import ScenarioText

FACTORS = (1, 2, 4, 8, 16, 32, 64)
CROWDS = (30, 300, 3_000, 30_000)
ROUNDS = 5


def scaled(injects: int = 1, measures: int = 1) -> Plan:
    """The reference scenario with so many times its injects and its measures."""
    data = yaml.safe_load(scenario_text())
    data["injects"] = _copies(data["injects"], injects, _lighter)
    data["measures"] = _copies(data["measures"], measures, _lighter)
    rules = data["policies"][0]["rules"]
    data["policies"][0]["rules"] = _copies(rules, measures, lambda rule, n, _: rule.update(do=f"{rule['do']}_{n}"))
    data["resources"][0]["amount"] = str(3 * measures)
    return plan_of(ScenarioText({"scenario.yaml": json.dumps(data)}))


def _copies(parts: list[Any], count: int, change: Callable[[Any, int, int], object]) -> list[Any]:
    made = []
    for number in range(count):
        for part in copy.deepcopy(parts):
            part["id"] = f"{part['id']}_{number}"
            change(part, number, count)
            made.append(part)
    return made


def _lighter(part: Any, number: int, count: int) -> None:
    """Effects so much smaller; what is scheduled comes half a second after the one before."""
    part["effects"] = {name: _divided(text, count) for name, text in part["effects"].items()}
    if "at" in part:
        part["at"] = f"+{float(part['at'].split()[0]) + number / 2:g} s"


def _divided(text: str, count: int) -> str:
    amount, _, rest = text.partition(" ")
    return f"{float(amount) / count:+.9f} {rest}"


def hall(people: int) -> Plan:
    """A hall of three groups whose mood rises and falls, for half an hour with a round every ten seconds."""
    data = yaml.safe_load(scenario_text())
    data["phases"][0] |= {"lasts": "30 min", "tick": "10 s"}
    data["injects"] = [inject for inject in data["injects"] if "at" not in inject]
    group = {"place": "hall", "join_threshold": {"mean": "35", "sd": "15"}, "source": "EJ"}
    data["crowd"] = {
        "places": [{"id": "hall", "title": "Hall", "tables": "1", "source": "EJ"}],
        "groups": [
            {"id": f"group_{n}", "title": f"Group {n}", "size": str(people // 3), "mood": f"inside / {n + 2}", **group}
            for n in range(3)
        ],
    }
    return plan_of(ScenarioText({"scenario.yaml": json.dumps(data)}))


def seconds(action: Callable[[], object], least: float = 0.1) -> float:
    """Processor time of one go: the median of some rounds."""
    action()
    began = process_time()
    action()
    count = max(1, round(least / max(process_time() - began, 1e-4)))
    found = []
    for _ in range(ROUNDS):
        began = process_time()
        for _ in range(count):
            action()
        found.append((process_time() - began) / count)
    return median(found)


def play(plan: Plan, replication: int = 0) -> World:
    world = World(plan, seed=1, replication=replication, keep=Keep.TALLY)
    world.run(plan.ends)
    world.tally()
    return world


def table(title: str, sizes: tuple[int, ...], cost: Callable[[int], float], unit: str = "ms") -> None:
    print(f"\n{title:34} {unit:>9} {'of the first':>13} {'exponent so far':>16}")
    costs: list[float] = []
    for size in sizes:
        costs.append(cost(size))
        exponent = log(costs[-1] / costs[0]) / log(size / sizes[0]) if len(costs) > 1 else float("nan")
        shown = costs[-1] * (1e6 if unit == "µs" else 1e3)
        print(f"{size:>34,} {shown:9.2f} {costs[-1] / costs[0]:11.2f} × {exponent:16.2f}")


def of_plan(plan: Plan) -> float:
    return seconds(lambda: play(plan))


def of_rounds(people: int) -> float:
    """One round of the crowd at the end of a run, the moods of the groups included."""
    world = play(hall(people))
    return seconds(world.crowd.round, least=0.02)


def memory() -> float:
    """Resident memory in MiB, or nan where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def main() -> None:
    table("times the injects", FACTORS, lambda factor: of_plan(scaled(injects=factor)))
    table("times the measures and rules", FACTORS, lambda factor: of_plan(scaled(measures=factor)))
    table("people: one round of the crowd", CROWDS, of_rounds, unit="µs")
    table("people: a whole run, with dealing", CROWDS, lambda people: of_plan(hall(people)))
    plan = scaled()
    play(plan)

    def many(count: int) -> float:
        began = process_time()
        for replication in range(25 * count):
            play(plan, replication)
        return process_time() - began

    table("times 25 replications", FACTORS, many)
    before = memory()
    many(8)
    after = memory()
    many(32)
    print(f"\nmemory: {before:.1f} MiB, after 200 replications more {after:.1f}, after 800 more {memory():.1f}")


if __name__ == "__main__":
    main()
