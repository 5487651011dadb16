"""The demonstration answers to its diagnosis and its measures as the sources say it should.

Each test plays the same seeds under two settings and asks for a difference whose 95 % interval leaves out zero.
Directions come from the source in the docstring; sizes are expert judgement and are not tested.
"""

from __future__ import annotations

import pytest

from scenario_sim.model.units import MINUTE
from tests.scenarios.paired import Runs, average, difference, goal, highest, interval, peak

SQUARE = Runs("town-hall-demonstration", range(30_000, 30_024))
"""Not the seeds on which the sizes of the scenario were set, so that the test can fail."""
HEATED = ("outside_group=organised", "surprise=leaked", "counter_demo=large", "placing=face_to_face")
outcomes = SQUARE.outcomes

pytestmark = pytest.mark.long


def test_leaked_news_is_worse_than_being_told_early() -> None:
    """guide 4.2, src I1, src I15, src I48: late or leaked news precedes most bad evenings."""
    leaked, told = (outcomes((f"surprise={how}",)) for how in ("leaked", "informed_early"))

    assert difference(leaked, told, highest("tension_outside"))[0] > 0
    assert difference(leaked, told, average("tension_online"))[0] > 0


def test_apparent_participation_raises_tension() -> None:
    """guide 6.4: the risk of anger is greatest where people seem to have a say and have none."""
    apparent, real = (outcomes((f"room_for_input={room}",)) for room in ("no_real_room", "real_room"))

    assert difference(apparent, real, highest("tension_outside"))[0] > 0


def test_two_groups_with_a_buffer_stay_calmer_than_face_to_face() -> None:
    """src I38: a buffer, and the counter-demonstration at a distance."""
    close = ("placing=face_to_face", "counter_demo=large")
    buffered, bare = outcomes(close, ("demo_area",)), outcomes(close, ())

    assert difference(bare, buffered, average("tension_counter"))[0] > 0
    assert difference(bare, buffered, average("tension_outside"))[0] > 0


def test_a_talk_with_the_organiser_and_clear_conditions_keep_the_evening_calmer() -> None:
    """src I44, src I9, src I10: agreements and clear rules."""
    agreed, bare = (
        outcomes(HEATED, ("talk_organiser", "check_notice", "closing_plan", "exit_plan")),
        outcomes(HEATED, ()),
    )

    assert difference(bare, agreed, average("tension_outside"))[0] > 0
    assert difference(agreed, bare, goal("G3"))[0] > 0


def test_visible_security_that_nobody_needs_costs_openness() -> None:
    """guide 7.2: as few visible safety measures as possible."""
    visible, low = outcomes((), ("barriers", "search_area", "cover_windows")), outcomes((), ("low_profile_police",))

    assert difference(low, visible, average("invitingness"))[0] > 0
    assert difference(low, visible, goal("G2"))[0] > 0
    assert difference(low, visible, goal("G4"))[0] > 0


def test_a_place_out_of_sight_costs_the_right_to_demonstrate() -> None:
    """src L50: within sight and sound of those it is meant for."""
    far, near = outcomes((), ("far_area",)), outcomes((), ("demo_area",))

    assert difference(near, far, average("freedom"))[0] > 0
    assert difference(near, far, goal("G4"))[0] > 0


def test_an_organised_group_from_elsewhere_raises_the_level() -> None:
    """guide 7.1, src I38."""
    organised, none = outcomes(("outside_group=organised",)), outcomes(("outside_group=no_group",))

    assert difference(organised, none, peak)[0] > 0


def test_an_arrest_in_the_crowd_heats_it_more_than_one_at_the_edge() -> None:
    """src I16: an arrest in the middle made the crowd surge."""
    middle, edge = (
        SQUARE.after((SQUARE.decide(arrest),), 110 * MINUTE, "tension_outside", *HEATED, later=25 * MINUTE)
        for arrest in ("arrest_in_crowd", "targeted_arrests")
    )

    assert interval(middle, edge)[0] > 0
