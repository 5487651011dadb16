"""Many runs: the same whatever the number of workers, honest about their intervals, and told in problems."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from scenario_sim.exploration import DesignPoint, mean, paired, play, proportion, spread
from scenario_sim.exploration.calibration import calibrate, faults_of, read_calibration
from scenario_sim.exploration.expectations import check_expectations, unmet
from scenario_sim.exploration.plays import gaps, play_at_random
from scenario_sim.loading import scenario_from_text
from scenario_sim.session import Session, Setup
from tests.builders import indicator, inject, levels, measure, policy, written

SHOUTS = inject("shout", rate="1 per hour", effects={"tension": "+40 points"}, only_if="not in_force(hosts)")


def evening(**parts: object):
    usual = {
        "lasts": "1 h", "indicators": [indicator("tension")], "injects": [SHOUTS], "levels": levels("tension > 30"),
        "measures": [measure("hosts", kind="preventive")], "policies": [policy("mayor")],
    }  # fmt: skip
    return written(**{**usual, **parts})


def test_a_replication_of_a_design_point_is_that_of_a_session() -> None:
    text = evening()
    for number in range(5):
        session = Session(Setup(text, seed=3, replication=number))
        session.run(session.ends)
        played = play(DesignPoint(text, seed=3), number)

        assert played.peak_level == session.table.peak_level
        assert played.goals == session.outcome().goals
        assert played.delivered.get("shout", 0) == len(session.table.deliveries)


def test_any_number_of_workers_gives_the_same_results_in_the_same_order() -> None:
    work = partial(play, DesignPoint(evening()))

    assert spread(work, range(40), workers=2, chunk=7) == [work(number) for number in range(40)]


def _dies_once(marker: str, number: int) -> int:
    if number == 13 and not Path(marker).exists():
        Path(marker).touch()
        os._exit(1)
    return number * number


def test_a_worker_that_dies_costs_time_and_no_results(tmp_path: Path) -> None:
    work = partial(_dies_once, str(tmp_path / "died"))

    assert spread(work, range(30), workers=2, chunk=5) == [number * number for number in range(30)]
    assert (tmp_path / "died").exists()


def test_every_item_is_told_once_while_the_work_goes_on() -> None:
    told: list[int] = []
    spread(abs, range(53), workers=2, chunk=10, tick=told.append)
    assert sum(told) == 53


def test_the_interval_of_a_proportion_is_wilsons() -> None:
    # Newcombe (1998), Statistics in Medicine 17: 857–872, table I: 81 of 263 and 0 of 20.
    for hits, count, low, high in ((81, 263, 0.2553, 0.3662), (0, 20, 0.0, 0.1611)):
        found = proportion(hits, count)
        assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


def test_the_interval_of_a_mean_is_students() -> None:
    # t(0.975, 9) = 2.2622
    found = mean([float(number) for number in range(10)])
    assert found.value == 4.5
    assert found.half_width == pytest.approx(2.2622 * 3.02765 / 10**0.5, rel=1e-3)


def test_pairs_that_differ_by_the_same_have_no_interval_left() -> None:
    found = paired([3.0, 5.0, 9.0], [1.0, 3.0, 7.0])
    assert (found.value, found.low, found.high) == (2.0, 2.0, 2.0)


def test_a_measure_that_stops_what_escalates_shows_on_common_random_numbers() -> None:
    point = DesignPoint(evening())
    with_it = [play(replace(point, prepared=("hosts",)), n).peak_level for n in range(60)]
    without = [play(replace(point, prepared=()), n).peak_level for n in range(60)]

    assert paired(with_it, without).high < 0


CALIBRATION = """
target: {peak_level_at_least: 1, probability: 0.632, source: "1 - exp(-1)"}
steps:
  - {id: ignored, title: {nl: a, en: a}, context: {rate: 3}, prepares: []}
  - {id: half, title: {nl: b, en: b}, prepares: []}
  - {id: followed, title: {nl: c, en: c}, prepares: [hosts]}
"""


def calibrated_text():
    question = {"id": "rate", "aspect": "issue", "text": "?", "range": [0, 10], "default": 1, "source": "EJ"}
    return evening(diagnosis=[question], injects=[{**SHOUTS, "rate": "rate per hour"}])


def test_calibration_finds_a_known_probability_and_its_order(tmp_path: Path) -> None:
    text = calibrated_text()
    (tmp_path / "calibration.yaml").write_text(CALIBRATION, encoding="utf-8")
    calibration = read_calibration(tmp_path / "calibration.yaml", scenario_from_text(text))
    found = calibrate(text, calibration, replications=400)

    assert faults_of(calibration, found) == []
    assert found[0].hits(1).value == pytest.approx(1 - 2.718281828**-3, abs=0.04)
    assert found[2].hits(1).value == 0


def test_a_target_that_is_missed_and_an_order_that_is_broken_are_named(tmp_path: Path) -> None:
    wrong = CALIBRATION.replace("0.632", "0.2").replace("context: {rate: 3}", "context: {rate: 0.5}")
    (tmp_path / "calibration.yaml").write_text(wrong, encoding="utf-8")
    text = calibrated_text()
    calibration = read_calibration(tmp_path / "calibration.yaml", scenario_from_text(text))

    assert [p.code for p in faults_of(calibration, calibrate(text, calibration, replications=200))] == ["W801", "W802"]


def expectation(id: str, **keys: object) -> dict[str, object]:
    return {"id": id, "text": id, "source": "EJ", "runs": 100, **keys}


def test_expectations_that_runs_speak_against_are_named_and_others_are_not() -> None:
    text = evening(expectations=[
        expectation("calm_with_hosts", prepares=["hosts"], holds="peak_level == 0", at_least=99),
        expectation("never_tense", prepares=[], holds="peak_level == 0", at_least=90),
        expectation("always_tense", prepares=[], holds="peak_level == 1", at_most=20),
        expectation("hardly_ever", prepares=[], given="count(shout) > 9", holds="level == 1", at_least=1),
        expectation("mean_over_the_run", prepares=["hosts"], holds="mean(tension) < 1 and goal(calm) > 99",
                    at_least=99),
    ])  # fmt: skip
    found = {p.values["id"]: p.code for p in unmet(check_expectations(text))}

    assert found == {"never_tense": "W803", "always_tense": "W803", "hardly_ever": "W804"}


def test_what_people_do_in_an_expectation_happens_at_its_time() -> None:
    act = {"time": "+30 min", "role": "mayor", "action": "hosts"}
    text = evening(measures=[measure("hosts")], expectations=[
        expectation("late", actions=[act], holds="minutes_since(hosts) == 30", at_least=99),
    ])  # fmt: skip
    assert unmet(check_expectations(text)) == []


def test_random_plays_name_what_never_comes_and_what_is_never_reached() -> None:
    text = evening(injects=[SHOUTS, inject("never", when="tension > 99"), inject("by_hand", by_hand=True)])
    coverage = play_at_random(text, 60)

    assert 0 < coverage.injects["shout"] < 60
    assert coverage.injects["by_hand"] > 0
    assert {(p.code, p.values.get("id", p.values.get("level"))) for p in gaps(coverage)} >= {
        ("W805", "never"), ("W806", 2), ("W806", 5)
    }  # fmt: skip
    assert ("W806", 1) not in {(p.code, p.values.get("level")) for p in gaps(coverage)}


def test_random_plays_are_the_same_for_the_same_seed_and_stop_at_no_fault() -> None:
    text = evening()
    assert play_at_random(text, 30, workers=1) == play_at_random(text, 30, workers=2)


def test_a_scenario_that_never_settles_is_named_with_the_play_that_found_it() -> None:
    def rule(id: str, after: str, do: str) -> dict[str, object]:
        return {"id": id, "after": after, "reaction": "0 s", "do": do, "repeat": True}

    rules = (rule("x", "go", "ping"), rule("y", "ping", "pong"), rule("z", "pong", "ping"))
    text = evening(
        injects=[inject("go", at="+1 min")],
        measures=[measure(id, at_once="many", duration="0 s") for id in ("ping", "pong")],
        policies=[policy("mayor", *rules)],
    )
    coverage = play_at_random(text, 6, workers=1)

    assert coverage.faults
    assert all("E511" in fault for fault in coverage.faults.values())
    assert {p.code for p in gaps(coverage) if p.severity == "error"} == {"E513"}
