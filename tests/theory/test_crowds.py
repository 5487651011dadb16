"""Threshold models of collective behaviour (Granovetter 1978): his published results, and halls against tables."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist, fmean, stdev
from typing import Any

import pytest

from scenario_sim.engine.world import World
from scenario_sim.model.scenario import Scenario
from tests.builders import build, part, start


def hall(join_threshold: dict[str, Any], size: int | str = 100, tables: int | str = 1, **keys: Any) -> Scenario:
    question = {"aspect": "context", "text": "?", "source": "EJ"}
    return build(
        crowd={
            "places": [part("hall", tables=tables)],
            "groups": [part("people", place="hall", size=size, join_threshold=join_threshold, **keys)],
        },
        diagnosis=[
            {"id": "spread_of_people", "range": [0, 50], "default": 10, **question},
            {"id": "tables", "range": [1, 50], "default": 1, **question},
        ],
        lasts="100 h",
    )


def joined(scenario: Scenario, rounds: int, **keys: Any) -> float:
    """The share that takes part after so many rounds, in percent."""
    world: World = start(scenario, **keys)
    world.run(60.0 * rounds)
    return world.state.joined[0]


def test_with_thresholds_0_to_99_all_hundred_join() -> None:
    assert joined(hall({"list": list(range(100))}), 101) == 100.0


def test_with_threshold_1_replaced_by_2_only_one_joins() -> None:
    assert joined(hall({"list": [0, 2, *range(2, 100)]}), 101) == 1.0


def test_one_more_joins_in_every_round() -> None:
    scenario = hall({"list": list(range(100))})

    assert [joined(scenario, rounds) for rounds in (0, 1, 2, 50)] == [0.0, 1.0, 2.0, 50.0]


NORMAL = {"mean": 25, "sd": "spread_of_people", "spread": "even"}


def test_the_equilibrium_jumps_from_6_to_100_percent_at_a_spread_of_12_2() -> None:
    """Mean threshold 25 %; the critical standard deviation of an infinite crowd is 12.2221 (published: 12.2)."""
    scenario = hall(NORMAL, size=20_000)
    low, high = 11.0, 14.0
    while high - low > 0.01:
        middle = (low + high) / 2
        if joined(scenario, 1500, context={"spread_of_people": middle}) > 50:
            high = middle
        else:
            low = middle

    assert low == pytest.approx(12.2221, abs=0.15)
    # 6.56 at the critical point itself; it falls off like a square root below it
    assert joined(scenario, 3000, context={"spread_of_people": low}) == pytest.approx(6.2, abs=0.5)
    assert joined(scenario, 3000, context={"spread_of_people": high}) > 99.9


@pytest.mark.parametrize("spread", [8.0, 11.0, 14.0, 20.0])
def test_the_equilibrium_is_the_fixed_point_of_the_distribution(spread: float) -> None:
    share, thresholds = 0.0, NormalDist(25, spread)
    for _ in range(1000):
        share = 100 * thresholds.cdf(share)

    assert joined(hall(NORMAL, size=20_000), 1000, context={"spread_of_people": spread}) == pytest.approx(
        share, abs=0.05
    )


def test_rounds_count_as_a_plain_count_of_thresholds_does() -> None:
    """30,000 people in 40 circles of even size, against looking at every person in every round."""
    world = start(hall({"low": 0, "high": 60}, size=30_000, tables=40))
    circles = [sorted(t for own in c.thresholds.values() for t in own) for c in world.crowd.circles]
    counts = [0] * len(circles)
    for number in range(12):
        world.run(60.0 * (number + 1))
        counts = [
            sum(threshold <= 100 * count / len(own) for threshold in own)
            for own, count in zip(circles, counts, strict=True)
        ]
        assert [circle.joined for circle in world.crowd.circles] == counts

    assert sum(map(len, circles)) == 30_000


def test_mood_shifts_thresholds() -> None:
    assert joined(hall({"list": list(range(100))}, mood=-1), 101) == 0.0
    assert joined(hall({"list": [5] * 100}, mood=5), 2) == 100.0


def spread_over(tables: int, spread: float, replications: int) -> tuple[float, float]:
    """Mean percentage that joined in, with its standard error."""
    scenario = hall({"mean": 25, "sd": "spread_of_people"}, tables="tables")
    context = {"spread_of_people": spread, "tables": float(tables)}
    found = [joined(scenario, 60, context=context, replication=n) for n in range(replications)]
    return fmean(found), stdev(found) / sqrt(replications)


@pytest.mark.parametrize(
    ("spread", "tables", "expected"),
    [(15, 1, 81.0), (15, 5, 41.1), (15, 10, 28.6), (20, 1, 99.6), (20, 10, 55.2), (25, 20, 48.4)],
)
def test_a_crowd_split_into_tables_spreads_as_far_as_an_independent_program_found(
    spread: float, tables: int, expected: float
) -> None:
    """Means of a separate NumPy program for 100 people, mean threshold 25 %, own table only."""
    mean, error = spread_over(tables, spread, 250)

    assert abs(mean - expected) < 4 * error + 0.3


def test_tables_lower_what_a_hall_raises_above_the_critical_spread() -> None:
    one, error_one = spread_over(1, 15, 150)
    ten, error_ten = spread_over(10, 15, 150)

    assert one - ten > 30
    assert one - ten > 5 * sqrt(error_one**2 + error_ten**2)
