"""Settled after every call; the same in slices, with another hash seed, and to the last instant."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenario_sim.engine.world import NeverSettles, World
from scenario_sim.model.commands import DecideMeasure, EndMeasure
from scenario_sim.model.events import InjectDelivered, SessionEnded
from scenario_sim.model.scenario import Scenario
from tests.builders import build, goal, indicator, inject, levels, measure, play, policy, resource, start, times


def lively() -> Scenario:
    """A scenario in which everything happens."""
    return build(
        before="1 h", lasts="2 h", after="1 h",
        indicators=[
            indicator("tension", "0.9 points per min", {"rate": "-0.02 * tension points per min", "phases": ["main"]}),
            indicator("trust", "(50 - tension) / 40 points per min", start=60),
        ],
        levels=levels("tension > 10", "tension > 25", "tension > 35"),
        resources=[resource("hosts", 2, notice="5 min")],
        injects=[
            inject("leaflet", at="-30 min", effects={"trust": "-3 points over 10 min"}),
            inject("shout", rate="tension / 2 per hour", repeat={"times": 50}, effects={"tension": "+3 points"}),
            inject("film", after="shout", delay="1 min to 9 min", repeat={"times": 50}),
            inject("leave", when="trust < 45 or tension > 60", hold="2 min", repeat={"times": 9, "pause": "7 min"}),
        ],
        measures=[
            measure("door", needs={"hosts": 1}, lead_time="1 min to 4 min", duration={"mean": "9 min"},
                    at_once="many", effects={"tension": "-2 points while in force", "trust": "+0.3 points per min"}),
        ],
        policies=[policy("mayor", {"id": "r", "after": "shout", "reaction": "30 s to 2 min", "do": "door",
                                   "repeat": True})],
        goals=[goal("calm", "100 - mean(tension)"), goal("short", "time_share(tension > 25)")],
    )  # fmt: skip


LIVELY = lively()


def in_slices(moments: list[float], seed: int) -> World:
    world = start(LIVELY, seed=seed)
    for at in moments:
        world.run(at)
        world.values(), world.outcome()
    world.run(world.plan.ends)
    return world


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(-3600, 10800).map(lambda x: round(x, 3)), max_size=30), st.integers(0, 99))
def test_slices_equal_the_whole_and_looking_changes_nothing(moments: list[float], seed: int) -> None:
    whole, sliced = play(LIVELY, seed=seed), in_slices(sorted(moments), seed)

    assert whole.events == sliced.events
    assert whole.values() == sliced.values()
    assert whole.outcome() == sliced.outcome()


def test_stepping_equals_running() -> None:
    whole, stepped = play(LIVELY, seed=3), start(LIVELY, seed=3)
    while not stepped.state.over:
        before = len(stepped.events)
        stepped.step()
        assert len(stepped.events) > before
        assert not stepped.clock.due(stepped.now) or stepped.state.over

    assert whole.events == stepped.events


def test_commands_at_the_same_moments_give_the_same_run_however_the_time_between_is_cut() -> None:
    def played(step: float) -> World:
        world = start(LIVELY, seed=5)
        for at in (600.0, 1200.0, 1200.0, 3000.0):
            while world.now < at:
                world.run(min(at, world.now + step))
            world.send(DecideMeasure(by="mayor", measure="door"))
        world.send(EndMeasure(by="mayor", measure="door"))
        world.run(world.plan.ends)
        return world

    assert played(1e9).events == played(7.3).events


def test_events_never_go_back_in_time_and_are_whole_milliseconds() -> None:
    world = play(LIVELY, seed=11)

    assert all(before.at <= after.at for before, after in pairwise(world.events))
    assert all(round(event.at, 3) == event.at for event in world.events)


def test_what_is_due_in_the_last_instant_still_happens() -> None:
    world = play(
        build(
            lasts="1 h", indicators=[indicator("tension", "1 points per min")],
            injects=[
                inject("at_end", at="+60 min"),
                inject("after_end", after="at_end"),
                inject("crossing", when="tension >= 60"),
            ],
        )
    )  # fmt: skip

    for id in ("at_end", "after_end", "crossing"):
        assert times(world, InjectDelivered, inject=id) == [3600.0]
    assert isinstance(world.events[-1], SessionEnded)


def test_parts_that_trigger_each_other_for_ever_at_one_moment_are_an_error_and_no_endless_wait() -> None:
    def rule(id: str, after: str, do: str) -> dict[str, object]:
        return {"id": id, "after": after, "reaction": "0 s", "do": do, "repeat": True}

    scenario = build(
        injects=[inject("go", at="+1 min")],
        measures=[measure(id, at_once="many", duration="0 s") for id in ("ping", "pong")],
        policies=[policy("mayor", rule("x", "go", "ping"), rule("y", "ping", "pong"), rule("z", "pong", "ping"))],
    )

    with pytest.raises(NeverSettles, match="19:01"):
        play(scenario)


_SCRIPT = """
from tests.engine.test_time import lively
from tests.builders import play
import hashlib
print(hashlib.sha256(repr(play(lively(), seed=7).events).encode()).hexdigest())
"""


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_a_run_is_the_same_under_another_hash_seed(hash_seed: str) -> None:
    import hashlib

    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    answer = subprocess.run(
        [sys.executable, "-c", _SCRIPT], env=environment, capture_output=True, text=True, check=True
    )

    assert hashlib.sha256(repr(play(lively(), seed=7).events).encode()).hexdigest() == answer.stdout.strip()
