"""Small valid scenarios for tests, written as plain data and read by the real loader.

``build(injects=[inject("shout", rate="3 per hour")], lasts="100 h")`` is a whole scenario; what a test does not
name is as quiet as can be: one indicator ``tension`` that stands still at 0, one role, levels that are never reached.
"""

from __future__ import annotations

import json
from typing import Any

from scenario_sim.engine.plan import compile_plan
from scenario_sim.engine.world import World
from scenario_sim.loading import ScenarioText, scenario_from_text
from scenario_sim.model.events import Event
from scenario_sim.model.scenario import Scenario

Part = dict[str, Any]


def part(id: str, **keys: Any) -> Part:
    """A part with its obligatory title and source."""
    return {"id": id, "title": id, "source": "EJ", **keys}


def indicator(id: str, *drift: str | Part, **keys: Any) -> Part:
    """An indicator of 0 to 100 points; each *drift* is a rate or a whole entry."""
    drifts = [{"rate": d} if isinstance(d, str) else d for d in drift]
    written = {"drift": [{"source": "EJ", **d} for d in drifts]} if drifts else {}
    return part(id, **{"unit": "points", "range": [0, 100], "start": 0, **written, **keys})


def inject(id: str, **keys: Any) -> Part:
    if "hold" in keys:
        keys["for"] = keys.pop("hold")
    return part(id, **{"text": id, "channel": "hall", **keys})


def measure(id: str, **keys: Any) -> Part:
    usual = {"kind": "response", "decided_by": ["mayor"], "carried_out_by": ["mayor"], "lead_time": "0 s"}
    return part(id, **{**usual, **keys})


def resource(id: str, amount: int | str, **keys: Any) -> Part:
    return part(id, amount=amount, **keys)


def role(id: str, **keys: Any) -> Part:
    return part(id, **{"tasks": [id], "channels": ["hall"], **keys})


def goal(id: str, score: str) -> Part:
    return part(id, text=id, score=score, measured_by=score)


def policy(role: str, *rules: Part, prepares: tuple[str, ...] = ()) -> Part:
    return {"role": role, "prepares": list(prepares), "rules": list(rules), "source": "EJ"}


def levels(*conditions: str) -> list[Part]:
    """The ladder with these conditions for levels 1, 2 …; the rest is never reached."""
    whens = [*conditions, *["tension > 100"] * (5 - len(conditions))]
    return [{"level": 0, "title": "0"}, *({"level": n, "title": str(n), "when": w} for n, w in enumerate(whens, 1))]


def written(
    *, lasts: str = "10 h", tick: str = "1 min", before: str = "", after: str = "", **parts: Any
) -> ScenarioText:
    """The text of a scenario: a main phase that *lasts* so long, with phases before and after it if they are given."""
    phases = [part("main", lasts=lasts, tick=tick, main=True)]
    if before:
        phases.insert(0, part("before", lasts=before, tick=tick))
    if after:
        phases.append(part("after", lasts=after, tick=tick))
    for phase in phases:
        del phase["source"]
    usual = {
        "format": 1, "id": "small", "title": "small", "summary": "small", "language": "en", "place": "nowhere",
        "starts": "2026-03-12 19:00", "phases": phases,
        "card": {"description": "d", "attention": ["a"], "social_media": ["s"]},
        "goals": [goal("calm", "100 - mean(tension)")],
        "channels": [{"id": "hall", "title": "hall"}],
        "roles": [role("mayor")], "indicators": [indicator("tension")], "levels": levels(),
        "measures": [measure("nothing")], "injects": [inject("note", by_hand=True)],
    }  # fmt: skip
    return ScenarioText({"scenario.yaml": json.dumps({**usual, **parts}, indent=1)})


def build(**parts: Any) -> Scenario:
    """The scenario that ``written`` gives, through the loader; raises ScenarioError as it does."""
    return scenario_from_text(written(**parts))


def start(scenario: Scenario, *, seed: int = 1, replication: int = 0, **keys: Any) -> World:
    """A world of *scenario* at its beginning."""
    return World(compile_plan(scenario, keys.pop("context", {})), seed=seed, replication=replication, **keys)


def play(scenario: Scenario, **keys: Any) -> World:
    """A world of *scenario* played to its end."""
    world = start(scenario, **keys)
    world.run(world.plan.ends)
    return world


def of_type(world: World, *kinds: type[Event]) -> list[Any]:
    """The events of these kinds so far."""
    return [event for event in world.events if isinstance(event, kinds)]


def times(world: World, kind: type[Event], **fields: Any) -> list[float]:
    """When events of *kind* with these fields happened, in seconds."""
    return [e.at for e in of_type(world, kind) if all(getattr(e, key) == value for key, value in fields.items())]
