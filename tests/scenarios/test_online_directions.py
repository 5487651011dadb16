"""Online threats answer to the facts, the answers and the norm as the guide says they should.

Each test plays the same seeds under two settings and asks for a difference whose 95 % interval leaves out zero.
Directions come from the source in the docstring; sizes are expert judgement and are not tested.
"""

from __future__ import annotations

import pytest

from scenario_sim.model.units import HOUR
from tests.scenarios.paired import Runs, average, difference, highest, interval, peak

WEEK = Runs("online-threats", range(40_000, 40_024))
"""Not the seeds on which the sizes of the scenario were set, so that the test can fail."""
HEATED = ("surprise=leaked", "room_for_input=no_real_room", "fact_state=no_facts")
CALM = (
    "surprise=informed_early", "room_for_input=real_room", "fact_state=complete_facts", "trust_start=65",
    "earlier_incidents=nothing_yet", "election_time=calm_debate",
)  # fmt: skip
outcomes = WEEK.outcomes

pytestmark = pytest.mark.long


def after_saying(measure: str | None, indicator: str, *settings: str) -> list[float]:
    """The value of *indicator* three hours after *measure* on the second day."""
    said = () if measure is None else (WEEK.decide(measure),)
    return WEEK.after(said, 30 * HOUR, indicator, *settings, later=3 * HOUR)


def test_leaked_news_is_worse_than_being_told_early() -> None:
    """guide 4.2, src I15: late or leaked news precedes most bad cases."""
    leaked, told = (outcomes((f"surprise={how}",)) for how in ("leaked", "informed_early"))

    assert difference(leaked, told, average("tension_online"))[0] > 0
    assert difference(leaked, told, peak)[0] > 0


def test_apparent_participation_raises_unrest_and_costs_trust() -> None:
    """guide 6.4: the risk of anger is greatest where people seem to have a say and have none."""
    apparent, real = (outcomes((f"room_for_input={room}",)) for room in ("no_real_room", "real_room"))

    assert difference(apparent, real, highest("tension_online"))[0] > 0
    assert difference(real, apparent, average("trust"))[0] > 0


def test_where_facts_are_missing_rumours_reach_further() -> None:
    """guide 7.4: the facts in one place, and what is not known yet."""
    none, complete = (outcomes((f"fact_state={state}",)) for state in ("no_facts", "complete_facts"))

    assert difference(none, complete, average("reach"))[0] > 0
    assert difference(none, complete, peak)[0] > 0


def test_only_good_news_costs_credibility() -> None:
    """guide 7.4: only positive messages make you incredible."""
    good, silent = (after_saying(message, "trust", *HEATED) for message in ("only_good_news", None))
    online, unsaid = (after_saying(message, "tension_online", *HEATED) for message in ("only_good_news", None))

    assert interval(silent, good)[0] > 0
    assert interval(online, unsaid)[0] > 0


def test_explaining_to_people_who_are_very_angry_backfires_and_to_calm_people_it_helps() -> None:
    """guide 6.4: with strong emotion there is no point in arguing, explaining or convincing."""
    angry, left = (after_saying(message, "tension_online", *HEATED) for message in ("explain_in_thread", None))
    calm, silent = (after_saying(message, "tension_online", *CALM) for message in ("explain_in_thread", None))

    assert interval(angry, left)[0] > 0
    assert interval(silent, calm)[0] > 0


def test_one_open_platform_carries_a_rumour_further_than_many_small_chats() -> None:
    """Granovetter 1978: in small circles a cascade stops at their edge."""
    hot = ("surprise=leaked", "fact_state=no_facts")
    one, many = (outcomes((*hot, f"talk_where={place}")) for place in ("open_platform", "small_chats"))

    assert difference(one, many, highest("reach"))[0] > 0


def test_a_team_that_answers_fast_and_reporting_agreements_keep_the_week_calmer() -> None:
    """guide 7.4: a rapid response team; src L24, src L28: agreements on reporting."""
    ready = ("rapid_response_team", "question_list", "live_page", "reporting_agreements", "account_agreements")
    prepared, bare = outcomes((), ready), outcomes((), ())

    assert difference(bare, prepared, average("tension_online"))[0] > 0
    assert difference(bare, prepared, peak)[0] > 0
