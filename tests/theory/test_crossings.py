"""Conditions become true when the closed form says, to the millisecond, however long the tick."""

from __future__ import annotations

from math import exp
from typing import Any

import pytest

from scenario_sim.model.commands import DecideMeasure, FireInject
from scenario_sim.model.events import InjectDelivered, LevelChanged
from tests.builders import build, goal, indicator, inject, levels, measure, of_type, play, start, times

TWO_MILLISECONDS = 0.002
HOUR = 3600.0
AGAIN = {"times": 100}


def came(when: str, *indicators: dict[str, Any], tick: str = "6 h", **keys: Any) -> list[float]:
    """When the inject with this condition came, in a run of 24 h."""
    scenario = build(
        indicators=[*indicators], injects=[inject("it", when=when, **keys)], tick=tick, lasts="24 h",
        levels=levels(*["minutes > 1000000"] * 5), goals=[goal("any", "50")],
    )  # fmt: skip
    return times(play(scenario), InjectDelivered)


def assert_close(expected: list[float], found: list[float]) -> None:
    assert len(expected) == len(found), found
    for moment, at in zip(expected, found, strict=True):
        assert -1e-9 <= at - moment <= TWO_MILLISECONDS, (moment, at)


@pytest.mark.parametrize("tick", ["10 s", "7 min", "6 h"])
@pytest.mark.parametrize("slope", [0.001, 0.037, 1.0, 7.3, 3600.0])
def test_rising_and_falling_lines_cross_a_threshold_when_the_closed_form_says(slope: float, tick: str) -> None:
    rising = indicator("x", f"{slope} points per h", start=10, range=[0, 1000])
    falling = indicator("x", f"-{slope} points per h", start=30, range=[-1000, 1000])
    threshold = 10 + 0.8 * min(24 * slope, 900)

    assert_close([(threshold - 10) / slope * HOUR], came(f"x > {threshold!r}", rising, tick=tick))
    assert_close([(threshold - 10) / slope * HOUR], came(f"x <= {40 - threshold!r}", falling, tick=tick))


def test_a_line_that_stops_at_the_bound_of_its_range_never_crosses_what_lies_beyond() -> None:
    x = indicator("x", "10 points per h", start=50)

    assert came("x > 100", x) == []
    assert_close([5 * HOUR], came("x >= 100", x))
    assert_close([4.9 * HOUR], came("x > 99", x))


def test_a_line_that_was_held_at_its_bound_leaves_it_from_there() -> None:
    """x stands at 100 from 5 h; at 12 h it turns, as y has reached 0, and falls 20 per hour."""
    x = indicator("x", "10 points per h", {"rate": "-30 points per h", "when": "y <= 0"}, start=50)
    y = indicator("y", "-5 points per h", start=60)

    assert_close([12 * HOUR + 2.5 * HOUR], came("x < 50 and y <= 0", x, y))


@pytest.mark.parametrize("hold", ["1 s", "90 min", "7 h"])
def test_a_condition_with_for_brings_its_inject_that_much_later(hold: str) -> None:
    seconds = {"1 s": 1.0, "90 min": 5400.0, "7 h": 25200.0}[hold]

    assert_close([7 * HOUR + seconds], came("x > 70", indicator("x", "10 points per h"), hold=hold))


def test_a_condition_that_does_not_hold_long_enough_brings_nothing() -> None:
    x = indicator("x", "10 points per h")  # between 30 and 50 for two hours

    assert came("30 < x < 50", x, hold="121 min") == []
    assert_close([5 * HOUR - 60], came("30 < x < 50", x, hold="119 min"))


@pytest.mark.parametrize(
    ("when", "hours"),
    [
        ("20 < x < 40", [2.0]),
        ("not (x < 25)", [2.5]),
        ("x > 90 or y < 45", [9.0]),
        ("x > 30 and y < 97", [3.0]),
        ("x > 10 and y < 97", [1.0]),
        ("(x > 10 and x < 20) or (x > 50 and x < 60)", [1.0, 5.0]),
        ("not (x > 10 and x < 20) and x > 5", [0.5, 2.0]),
        ("x > y", [100 / 15]),
        ("y - x < 10", [6.0]),
        ("minutes > 90", [1.5]),
        ("2 * x + y / 2 > 100", [50 / 17.5]),
    ],
)
def test_combined_conditions_change_where_one_of_their_parts_does(when: str, hours: list[float]) -> None:
    """x rises from 0 by 10 per hour, y falls from 100 by 5; all in ticks of six hours, so several in one."""
    x, y = indicator("x", "10 points per h"), indicator("y", "-5 points per h", start=100)

    assert_close([h * HOUR for h in hours], came(when, x, y, repeat=AGAIN))


@pytest.mark.parametrize(
    ("when", "hours"),
    [
        ("abs(x - 30) < 10", [2.0]),
        ("abs(x - 30) > 10", [0.0, 4.0]),
        ("max(x, y) < 70", [6.0]),
        ("min(x, y) > 55", [5.5]),
        ("clamp(x, 10, 20) + y < 95", [5.0]),
        ("if_else(x > 30, y, 0) > 80", [3.0]),
        ("x + clamp(y, 90, 95) > 105", [1.0]),
    ],
)
def test_functions_that_turn_around_inside_a_tick_hide_no_crossing(when: str, hours: list[float]) -> None:
    x, y = indicator("x", "10 points per h"), indicator("y", "-5 points per h", start=100)

    assert_close([h * HOUR for h in hours], came(when, x, y, repeat=AGAIN))


def test_a_sum_that_turns_because_a_part_reached_its_bound_hides_no_crossing() -> None:
    """x reaches 100 at 2 h and stops, y falls on: the sum is above 175 from 50 min to 3 h 45 only."""
    x = indicator("x", "30 points per h", start=40)
    y = indicator("y", "-12 points per h", start=120, range=[0, 200])

    assert_close([(175 - 160) / 18 * HOUR], came("x + y > 175", x, y))
    assert_close([0.0, 3.75 * HOUR], came("x + y < 175", x, y, repeat=AGAIN))


def test_true_and_false_again_inside_one_tick_counts_twice() -> None:
    """Four windows of a minute in one tick of six hours."""
    windows = " or ".join(f"{n} < x < {n}.1" for n in (10, 20, 30, 40))

    assert_close([h * HOUR for h in (1, 2, 3, 4)], came(windows, indicator("x", "10 points per h"), repeat=AGAIN))


def test_a_jump_crosses_at_the_moment_of_its_event() -> None:
    scenario = build(
        injects=[
            inject("push", at="+61 s", effects={"tension": "+70 points"}),
            inject("reply", when="tension > 60"),
        ]
    )

    assert times(play(scenario), InjectDelivered, inject="reply") == [61.0]


def test_an_even_change_crosses_inside_its_span() -> None:
    scenario = build(
        injects=[
            inject("push", at="+10 min", effects={"tension": "+60 points over 30 min"}),
            inject("reply", when="tension > 20"),
        ],
        tick="6 h",
    )

    assert_close([20 * 60.0], times(play(scenario), InjectDelivered, inject="reply"))


def test_levels_rise_at_once_and_fall_when_the_lower_one_lasts() -> None:
    """Tension rises 1 per minute to 60 at 1 h, is taken down by 35 then, and rises on from 25."""
    scenario = build(
        indicators=[indicator("tension", "1 points per min")],
        levels=levels("tension > 20", "tension > 40", "tension > 55"),
        level_falls_after="5 min",
        injects=[inject("calm", at="+60 min", effects={"tension": "-35 points"})],
        tick="6 h", lasts="2 h",
    )  # fmt: skip
    changes = [(e.before, e.level, e.at) for e in of_type(play(scenario), LevelChanged)]
    expected = [(0, 1, 20.0), (1, 2, 40.0), (2, 3, 55.0), (3, 1, 65.0), (1, 2, 75.0), (2, 3, 90.0)]

    assert [(a, b) for a, b, _ in expected] == [(a, b) for a, b, _ in changes]
    assert_close([60 * at for _, _, at in expected], [at for _, _, at in changes])


def test_a_short_dip_does_not_lower_the_level() -> None:
    scenario = build(
        levels=levels("tension > 20"), level_falls_after="5 min",
        injects=[
            inject("up", at="+10 min", effects={"tension": "+30 points"}),
            inject("dip", at="+20 min", effects={"tension": "-20 points"}),
            inject("up_again", at="+24 min", effects={"tension": "+20 points"}),
        ],
    )  # fmt: skip

    assert times(play(scenario), LevelChanged) == [600.0]


def test_the_share_of_time_is_exact_to_the_millisecond_also_in_large_ticks() -> None:
    """Above 30 and below 80 for five hours of ten; the other share is cut by a jump."""
    scenario = build(
        indicators=[indicator("x", "10 points per h"), indicator("tension")],
        goals=[
            goal("a", "time_share(30 < x < 80)"), goal("b", "time_share(x < 25 or tension > 10)"),
            goal("c", "time_share(in_force(nothing))"),
        ],
        injects=[inject("push", at="+9 h", effects={"tension": "+20 points"})],
        tick="6 h",
    )  # fmt: skip
    world = start(scenario)
    world.run(2 * HOUR)
    world.send(DecideMeasure(by="mayor", measure="nothing"))
    world.run(world.plan.ends)

    assert world.outcome().goals == pytest.approx({"a": 50.0, "b": 35.0, "c": 80.0}, abs=1e-5)


def test_mean_lowest_and_highest_are_exact_with_bounds_reached_inside_a_tick() -> None:
    """x: 50 up to 100 in 2.5 h, stays until 10 h. y: 30 down to 0 in 3 h; held up 10 meanwhile by a measure."""
    scenario = build(
        indicators=[
            indicator("x", "20 points per h", start=50), indicator("y", "-10 points per h", start=30),
            indicator("tension"),
        ],
        measures=[measure("support", duration="5 h", effects={"y": "+10 points while in force"})],
        goals=[goal("any", "mean(x)"), goal("low", "lowest(y) + 1"), goal("high", "highest(y)")],
        tick="6 h",
    )  # fmt: skip
    world = start(scenario)
    world.send(DecideMeasure(by="mayor", measure="support"))
    world.run(world.plan.ends)
    x, y = (world.outcome().indicators[id] for id in "xy")

    assert (x.start, x.end, x.low, x.high) == (50.0, 100.0, 50.0, 100.0)
    assert x.mean == pytest.approx((2.5 * 75 + 7.5 * 100) / 10, abs=1e-9)
    # start is what it was when the phase began, before the measure
    assert (y.start, y.end, y.low, y.high) == (30.0, 0.0, 0.0, 40.0)
    assert y.mean == pytest.approx((3 * 25 + 2 * 10) / 10, abs=1e-9)
    assert world.outcome().goals == pytest.approx({"any": 93.75, "low": 1.0, "high": 40.0}, abs=1e-5)


def test_firing_by_hand_inside_a_tick_leaves_a_crossing_where_it_was() -> None:
    scenario = build(
        indicators=[indicator("tension", "10 points per h")],
        injects=[inject("it", when="tension > 35"), inject("note", by_hand=True)], tick="6 h",
    )  # fmt: skip
    world = start(scenario)
    world.run(HOUR)
    world.send(FireInject(by="facilitator", inject="note"))
    world.run(world.plan.ends)

    assert_close([3.5 * HOUR], times(world, InjectDelivered, inject="it"))


@pytest.mark.parametrize(("tick", "off"), [("10 s", 4e-4), ("1 min", 0.015), ("5 min", 0.45)])
def test_what_wears_off_by_a_share_of_itself_follows_the_exponential(tick: str, off: float) -> None:
    """From 80 points, 5 % per minute; the error falls with the square of the tick."""
    world = start(build(indicators=[indicator("tension", "-0.05 * tension points per min", start=80)], tick=tick))
    for minutes in (10, 20, 60):
        world.run(60.0 * minutes)

        assert world.values()["tension"] == pytest.approx(80 * exp(-minutes / 20), abs=off)
