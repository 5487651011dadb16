"""What is read from a scenario for people: where goals pull apart, and what the goals come to together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenario_sim.evaluation.weights import weighted_mean
from scenario_sim.loading import load_scenario
from scenario_sim.report.conflicts import conflicts

SCENARIO = load_scenario("disrupted-council-meeting")


def test_every_measure_of_a_conflict_serves_the_one_goal_and_costs_what_the_other_needs() -> None:
    scores = {goal.id: goal.score.text for goal in SCENARIO.goals}
    cost_of_being_seen = set(SCENARIO.visibility.cost) if SCENARIO.visibility else set()
    found = conflicts(SCENARIO)

    assert found
    for conflict in found:
        assert all(indicator in scores[conflict.less] for indicator in conflict.indicators)
        for measure in map(SCENARIO.measure, conflict.measures):
            assert conflict.more in measure.goals
            assert conflict.less not in measure.goals
            moved = {*measure.effects, *measure.on_decision, *(cost_of_being_seen if measure.visibility else ())}
            assert moved & set(conflict.indicators)


def test_two_goals_pull_apart_at_most_once_and_the_heaviest_pair_stands_first() -> None:
    pairs = [frozenset((one.more, one.less)) for one in conflicts(SCENARIO)]
    assert len(pairs) == len(set(pairs))

    weights = {goal.id: 1 for goal in SCENARIO.goals} | {"G2": 5, "G4": 5}
    assert {conflicts(SCENARIO, weights)[0].more, conflicts(SCENARIO, weights)[0].less} == {"G2", "G4"}


@given(st.dictionaries(st.sampled_from("abc"), st.floats(0, 100), min_size=1), st.integers(1, 5))
def test_goals_of_equal_weight_have_the_plain_mean(scores: dict[str, float], weight: int) -> None:
    plain = sum(scores.values()) / len(scores)
    assert weighted_mean(scores, dict.fromkeys(scores, weight)) == pytest.approx(plain)


def test_without_weights_there_is_no_mean() -> None:
    assert weighted_mean({"a": 50.0}, {}) is None
    assert weighted_mean({"a": 50.0}, {"a": 0}) is None
