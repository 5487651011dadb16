"""The disrupted council meeting answers to its diagnosis and its measures as the guide says it should.

Each test plays the same seeds under two settings and asks for a difference whose 95 % interval leaves out zero.
Directions come from the guide (chapter in the name of the test); sizes are expert judgement and are not tested.
"""

from __future__ import annotations

from functools import cache

import pytest

from scenario_sim.engine.plan import compile_plan
from scenario_sim.engine.scores import Outcome
from scenario_sim.engine.world import World
from scenario_sim.loading import context_from_pairs, load_scenario
from scenario_sim.model.commands import DecideMeasure
from scenario_sim.model.scenario import Scenario
from tests.scenarios.paired import average, difference, goal, highest, peak

SEEDS = range(1000, 1024)
"""Not the seeds on which the sizes of the scenario were set (0 to 60), so that the test can fail."""
HEATED = ("surprise=leaked", "opponents_share=60", "attendance=220")

pytestmark = pytest.mark.long


@cache
def council() -> Scenario:
    return load_scenario("disrupted-council-meeting")


@cache
def outcomes(settings: tuple[str, ...], measures: tuple[str, ...] | None = None) -> list[Outcome]:
    """The outcomes of the first seeds; *measures* replace what the policies prepare."""
    scenario = council()
    plan = compile_plan(scenario, context_from_pairs(scenario, settings))
    found = []
    for seed in SEEDS:
        world = World(plan, seed=seed, prepare=measures is None)
        for measure in measures or ():
            world.send(DecideMeasure(by=scenario.measure(measure).decided_by[0], measure=measure))
        world.run(plan.ends)
        found.append(world.outcome())
    return found


def test_a_frontal_hall_escalates_more_than_tables_and_tables_more_than_a_market_guide_5_2() -> None:
    frontal, tables, market = (outcomes((*HEATED, f"setup={setup}"), ()) for setup in ("frontal", "tables", "market"))

    assert difference(frontal, market, highest("tension_inside"))[0] > 0
    assert difference(tables, frontal, goal("G1"))[0] > 0
    assert difference(market, tables, goal("G1"))[0] > 0
    assert difference(market, frontal, goal("G3"))[0] > 0
    prepared_frontal, prepared_market = (outcomes((*HEATED, f"setup={setup}")) for setup in ("frontal", "market"))
    assert difference(prepared_frontal, prepared_market, peak)[0] > 0


def test_more_people_than_seats_raise_tension_outside_src_i20() -> None:
    many, few = outcomes(("attendance=350",)), outcomes(("attendance=80",))

    assert difference(many, few, average("tension_outside"))[0] > 0
    assert difference(many, few, peak)[0] > 0


def test_leaked_news_is_worse_than_being_told_early_guide_4() -> None:
    leaked, told = outcomes(("surprise=leaked",)), outcomes(("surprise=informed_early",))

    assert difference(leaked, told, average("tension_online"))[0] > 0
    assert difference(leaked, told, peak)[0] > 0


def test_apparent_participation_raises_tension_and_costs_trust_guide_6_4() -> None:
    apparent, real = outcomes(("room_for_input=no_real_room",)), outcomes(("room_for_input=real_room",))

    assert difference(apparent, real, highest("tension_inside"))[0] > 0
    assert difference(real, apparent, average("trust"))[0] > 0


def test_an_organised_group_from_outside_raises_tension_on_the_square_guide_7_1() -> None:
    organised, none = outcomes(("outside_group=organised",)), outcomes(("outside_group=no_group",))

    assert difference(organised, none, highest("tension_outside"))[0] > 0


def test_inviting_preparation_lowers_tension_and_keeps_the_evening_inviting_guide_6() -> None:
    prepared, bare = outcomes(HEATED, ("greet_at_door", "speaker_reception", "briefing")), outcomes(HEATED, ())

    assert difference(bare, prepared, average("tension_inside"))[0] > 0
    assert difference(prepared, bare, average("invitingness"))[0] > 0
    assert difference(prepared, bare, goal("G1"))[0] > 0


def test_visible_security_costs_invitingness_guide_7_2() -> None:
    visible, bare = outcomes((), ("hospitable_security", "barriers")), outcomes((), ())

    assert difference(bare, visible, average("invitingness"))[0] > 0
    assert difference(bare, visible, goal("G2"))[0] > 0
