"""The residents' evening answers to its set-up, its promises and its conversations as the guide says it should.

Each test plays the same seeds under two settings and asks for a difference whose 95 % interval leaves out zero.
Directions come from the source in the docstring; sizes are expert judgement and are not tested.
"""

from __future__ import annotations

import pytest

from scenario_sim.engine.world import World
from scenario_sim.model.commands import ChooseOption, Command, DecideMeasure
from scenario_sim.model.units import MINUTE
from tests.scenarios.paired import Runs, average, difference, goal, highest, interval, peak

EVENING = Runs("residents-evening", range(20_000, 20_030))
"""Not the seeds on which the sizes of the scenario were set, so that the test can fail."""
HEATED = ("opponents_share=65", "trust_start=38", "surprise=leaked")
DURING = 75 * MINUTE
"""Half past eight: the conversations are going on."""
outcomes, prepared = EVENING.outcomes, EVENING.prepared

pytestmark = pytest.mark.long


def after_saying(commands: tuple[Command, ...], at: float, indicator: str, *settings: str) -> list[float]:
    """The value of *indicator* six minutes after *commands* in the evening, for each seed."""
    return EVENING.after(commands, at, indicator, *settings, later=6 * MINUTE)


def said(measure: str) -> tuple[Command, ...]:
    return tuple(DecideMeasure(by=role, measure=measure) for role in ("alderman", "coa", "project_lead"))


def test_one_hall_escalates_more_than_a_market() -> None:
    """guide 5.2: a frontal set-up feeds escalation; here through the crowd and through who gets a turn."""
    bare = ("greet_at_door", "question_list")
    frontal, market = outcomes(("setup=frontal",), bare), outcomes(("setup=market",), bare)

    assert difference(frontal, market, peak)[0] > 0
    assert difference(frontal, market, highest("tension_inside"))[0] > 0
    assert difference(market, frontal, goal("G1"))[0] > 0


def test_asking_for_input_without_room_raises_tension_and_costs_trust() -> None:
    """guide 6.4: the risk of anger is greatest where people seem to have a say and have none."""
    apparent, real = (outcomes((f"room_for_input={room}",)) for room in ("no_real_room", "real_room"))

    assert difference(apparent, real, highest("tension_inside"))[0] > 0
    assert difference(apparent, real, peak)[0] > 0
    assert difference(real, apparent, average("trust"))[0] > 0


def test_without_room_informing_is_better_than_seeming_to_consult() -> None:
    """guide 5.1: without room, do not choose a meeting that asks for advice."""
    consult, inform = (
        outcomes(("room_for_input=no_real_room", f"meeting_type={type}")) for type in ("consult", "inform")
    )

    assert difference(consult, inform, average("tension_inside"))[0] > 0


def test_leaked_news_is_worse_than_being_told_early() -> None:
    """guide 4.2, src I1, src I15: late or leaked news precedes most bad evenings."""
    leaked, told = outcomes(("surprise=leaked",)), outcomes(("surprise=informed_early",))

    assert difference(leaked, told, average("tension_online"))[0] > 0
    assert difference(leaked, told, peak)[0] > 0


def test_the_executive_at_the_door_lowers_tension_and_raises_trust() -> None:
    """guide 6.1: visible involvement, such as greeting everyone at the door; rarely too much."""
    greeted, bare = outcomes((), ("greet_at_door",)), outcomes((), ())

    assert difference(bare, greeted, average("tension_inside"))[0] > 0
    assert difference(greeted, bare, average("trust"))[0] > 0
    assert difference(greeted, bare, goal("G2"))[0] > 0


def test_visible_police_cost_invitingness_where_a_neighbourhood_officer_does_not() -> None:
    """guide 6.1, guide 7.2: police not prominent, as few visible safety measures as possible."""
    visible, low = outcomes((), ("visible_police",)), outcomes((), ("low_profile_police",))

    assert difference(low, visible, average("invitingness"))[0] > 0
    assert difference(low, visible, goal("G2"))[0] > 0
    assert difference(visible, low, average("tension_inside"))[0] > 0


def test_explaining_while_emotion_is_high_does_worse_than_listening() -> None:
    """guide 6.4: with strong emotion there is no point in arguing, explaining or convincing."""
    hot = (*HEATED, "setup=frontal", "room_for_input=no_real_room")
    for indicator in ("tension_inside", "unheard"):
        explained, heard = (after_saying(said(it), DURING, indicator, *hot) for it in ("explain_facts", "listen"))
        assert interval(explained, heard)[0] > 0


def test_explaining_to_people_who_are_calm_helps() -> None:
    """guide 6.4: who feels heard listens; facts may then help."""
    calm = ("surprise=informed_early", "room_for_input=real_room", "setup=market", "opponents_share=30")
    explained, silent = (after_saying(words, DURING, "tension_inside", *calm) for words in (said("explain_facts"), ()))

    assert interval(silent, explained)[0] > 0


def test_only_good_news_costs_credibility() -> None:
    """guide 7.4: only positive messages make you incredible."""
    message, at = "evening_message", 86.5 * MINUTE
    good, whole = (
        (ChooseOption(by="communication", dilemma=message, option=option),)
        for option in ("only_good", "facts_and_criticism")
    )

    assert interval(after_saying(whole, at, "trust"), after_saying(good, at, "trust"))[0] > 0
    assert interval(after_saying(good, at, "tension_online"), after_saying(whole, at, "tension_online"))[0] > 0


def test_few_people_at_the_tables_make_answers_differ() -> None:
    """guide 6.3: a large meeting asks many staff; src I65: unequal answers cost trust."""
    few, many = (outcomes(("setup=market", f"staff_available={staff}")) for staff in (5, 24))

    assert difference(many, few, average("consistency"))[0] > 0
    assert difference(many, few, average("trust"))[0] > 0


def test_people_who_open_an_emergency_exit_are_stopped_by_somebody_who_stands_there() -> None:
    """src I20: friends inside opened an exit for the crowd that was refused."""
    crowded = ("outside_group=organised", "surprise=leaked", "invitation=selective", "officers_available=4")
    place = evening_index("emergency_exit")
    came = {True: 0, False: 0}
    for guarded in came:
        for seed in EVENING.seeds:
            world = prepared(seed, crowded, None)
            world.run(16 * MINUTE)
            if guarded:
                world.send(DecideMeasure(by="staff", measure="guard_exits"))
            world.run(165 * MINUTE)
            came[guarded] += world.state.delivered[place]

    assert came[True] < came[False] / 2


def evening_index(inject: str) -> int:
    return EVENING.plan().index.injects[inject]


def test_a_promise_that_is_not_kept_costs_trust_in_the_days_after() -> None:
    """guide 6.4, guide 6.5: say that you will find out, and then come back to people."""
    kept: list[float] = []
    broken: list[float] = []
    for seed in EVENING.seeds:
        for seated, found in ((frozenset[str](), kept), (frozenset({"project_lead", "coa", "alderman"}), broken)):
            world = World(EVENING.plan(), seed=seed, prepare=True)
            world.run(world.plan.phases[1].ends)
            for role in seated:
                world.state.seated[world.plan.index.roles[role]] = True
            world.run(world.plan.ends)
            found.append(world.values()["trust"])

    assert interval(kept, broken)[0] > 0
