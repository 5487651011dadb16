"""The intimidated speakers answer to names, reports, care and the home as the sources say they should.

Each test plays the same seeds under two settings and asks for a difference whose 95 % interval leaves out zero.
Directions come from the source in the docstring; sizes are expert judgement and are not tested.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from scenario_sim.engine.plan import Plan, compile_plan
from scenario_sim.engine.scores import Outcome
from scenario_sim.engine.world import World
from scenario_sim.loading import context_from_pairs, load_scenario
from scenario_sim.model.commands import ChooseOption, Command, DecideMeasure, FireInject
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.units import DAY, HOUR
from tests.scenarios.paired import average, difference, goal, highest, interval, peak

SEEDS = range(30_000, 30_024)
"""Not the seeds on which the sizes of the scenario were set, so that the test can fail."""
HEATED = ("surprise=leaked", "room_for_input=no_real_room")
PREPARED = ("case_holder", "reporting_agreements", "speaker_reception", "norm_round", "house_rules", "online_picture")

pytestmark = pytest.mark.long


@cache
def hearing() -> Scenario:
    return load_scenario("intimidated-speakers")


@cache
def plan_for(settings: tuple[str, ...]) -> Plan:
    return compile_plan(hearing(), context_from_pairs(hearing(), settings))


def prepared(seed: int, settings: tuple[str, ...], measures: tuple[str, ...] | None) -> World:
    """A run before it moves; *measures* replace what the policies prepare."""
    world = World(plan_for(settings), seed=seed, prepare=measures is None)
    for measure in measures or ():
        world.send(DecideMeasure(by=hearing().measure(measure).decided_by[0], measure=measure))
    return world


@cache
def played(settings: tuple[str, ...], measures: tuple[str, ...] | None = None) -> list[World]:
    found = []
    for seed in SEEDS:
        world = prepared(seed, settings, measures)
        world.run(world.plan.ends)
        found.append(world)
    return found


def outcomes(settings: tuple[str, ...], measures: tuple[str, ...] | None = None) -> list[Outcome]:
    """Goals, peak level, and the indicators over the evening itself."""
    return [world.outcome() for world in played(settings, measures)]


def three_weeks_later(settings: tuple[str, ...]) -> list[Mapping[str, float]]:
    return [world.values() for world in played(settings)]


def after(
    commands: tuple[Command, ...], at: float, *, later: float, seated: frozenset[str]
) -> list[Mapping[str, float]]:
    """The indicators some time after *commands*, for each seed; nobody acts for the roles that are *seated*."""
    found = []
    for seed in SEEDS:
        world = World(plan_for(()), seed=seed, prepare=True, seated=seated)
        world.run(at)
        for command in commands:
            world.send(command)
        world.run(at + later)
        found.append(world.values())
    return found


def apart(high: list[Mapping[str, float]], low: list[Mapping[str, float]], indicator: str) -> tuple[float, float]:
    return interval([values[indicator] for values in high], [values[indicator] for values in low])


def test_addresses_that_are_online_make_it_worse_for_her() -> None:
    """src I7, src I9: who is known by name and street is found at home."""
    known, unknown = ((*HEATED, f"found_online={answer}") for answer in ("addresses_found", "nothing_found"))

    assert difference(outcomes(known), outcomes(unknown), peak)[0] > 0
    assert difference(outcomes(known), outcomes(unknown), highest("fear"))[0] > 0
    assert apart(three_weeks_later(known), three_weeks_later(unknown), "threats")[0] > 0


def test_preparation_lowers_the_pressure_and_protects_every_voice() -> None:
    """guide 7.4, src L28, src L58: agree on norms, on a case holder and on reporting before anything happens."""
    ready, bare = outcomes(HEATED, PREPARED), outcomes(HEATED, ())

    assert difference(bare, ready, peak)[0] > 0
    assert difference(bare, ready, highest("pressure"))[0] > 0
    assert difference(ready, bare, goal("G1"))[0] > 0
    assert difference(ready, bare, goal("G5"))[0] > 0


def test_a_frontal_hall_is_tenser_than_tables() -> None:
    """guide 5.2: a frontal set-up feeds escalation; here in the hall, and not visibly in the weeks after."""
    frontal, tables = (outcomes((*HEATED, f"setup={setup}")) for setup in ("frontal", "tables"))

    assert difference(frontal, tables, highest("tension_inside"))[0] > 0
    assert difference(frontal, tables, average("tension_inside"))[0] > 0


def test_a_letter_that_is_reported_leaves_less_pressure_than_one_that_is_only_noted() -> None:
    """src L24, src L28: a notification is not followed up; report within 24 hours and keep the evidence."""
    seated = frozenset({"case_holder", "police"})
    reported, noted = (
        after(
            (
                FireInject(by="facilitator", inject="letter"),
                ChooseOption(by="case_holder", dilemma="report_dilemma", option=option),
            ),
            -5 * DAY,
            later=4 * DAY,
            seated=seated,
        )
        for option in ("report_now", "notify_only")
    )

    assert apart(noted, reported, "pressure")[0] > 0
    assert apart(reported, noted, "norm_clarity")[0] > 0
    assert apart(reported, noted, "evidence")[0] > 0


def test_persuading_somebody_who_is_afraid_does_worse_than_giving_her_a_choice() -> None:
    """guide 6.4: with strong emotion there is no point in explaining or convincing; listen first."""
    choice, persuaded = (
        after(
            (
                FireInject(by="facilitator", inject="letter"),
                FireInject(by="facilitator", inject="afraid_mail"),
                ChooseOption(by="clerk", dilemma="afraid_dilemma", option=option),
            ),
            -5 * DAY,
            later=12 * HOUR,
            seated=frozenset({"clerk"}),
        )
        for option in ("give_choice", "persuade")
    )

    assert apart(persuaded, choice, "fear")[0] > 0
    assert apart(choice, persuaded, "support_felt")[0] > 0


def test_visiting_people_at_the_door_who_only_criticise_costs_room_for_criticism() -> None:
    """guide 7.2: criticism and protest are possible; src L2, src L3: only offences and disorder meet a limit."""
    visited, left = (
        after(commands, -9.9 * DAY, later=1 * DAY, seated=frozenset({"police", "mayor"}))
        for commands in ((DecideMeasure(by="police", measure="warning_talk"),), ())
    )

    assert apart(left, visited, "freedom")[0] > 0
