"""The disrupted council meeting answers to its diagnosis and its measures as the guide says it should.

Each test plays the same seeds under two settings and asks for a difference whose 95 % interval leaves out zero.
Directions come from the guide (chapter in the name of the test); sizes are expert judgement and are not tested.
"""

from __future__ import annotations

import pytest

from tests.scenarios.paired import Runs, average, difference, goal, highest, peak

COUNCIL = Runs("disrupted-council-meeting", range(1000, 1048))
"""Not the seeds on which the sizes of the scenario were set, so that the test can fail."""
HEATED = ("surprise=leaked", "opponents_share=60", "attendance=220")
outcomes = COUNCIL.outcomes

pytestmark = pytest.mark.long


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


def test_a_hearing_with_clear_rules_stays_calmer_src_i9_i10() -> None:
    rules = ("registration_overflow", "house_rules", "banner_room")
    ruled, bare = outcomes(HEATED, rules), outcomes(HEATED, ())

    assert difference(bare, ruled, average("tension_inside"))[0] > 0
    assert difference(bare, ruled, peak)[0] > 0
    assert difference(ruled, bare, goal("G3"))[0] > 0


def test_the_executive_at_the_door_lowers_tension_and_raises_trust_guide_6_1() -> None:
    greeted, bare = outcomes(HEATED, ("greet_at_door",)), outcomes(HEATED, ())

    assert difference(bare, greeted, average("tension_inside"))[0] > 0
    assert difference(greeted, bare, average("trust"))[0] > 0
