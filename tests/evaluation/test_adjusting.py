"""Rates from real evenings: the mean of a Gamma–Poisson update, and nothing but the rates changes in the text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scenario_sim.cli import main
from scenario_sim.errors import ScenarioError
from scenario_sim.evaluation.adjusting import adjustments
from scenario_sim.interchange.observing import observed_setup
from scenario_sim.loading import SCENARIO_FILE, check_scenario, scenario_from_text
from scenario_sim.model.commands import FACILITATOR, FireInject
from scenario_sim.session import JsonlLog, Session, Setup
from tests.builders import indicator, inject, written

TEXT = written(
    lasts="2 h",
    indicators=[indicator("tension", start=30)],
    injects=[
        inject("shout", rate="6 per hour", repeat={"times": 50}),
        inject("mood", rate="tension / 10 per hour", repeat={"times": 50}),
        inject("never", rate="4 per hour", only_if="tension > 50"),
        inject("once", rate="4 per hour"),
        inject("note", by_hand=True),
    ],
)


def evening(path: Path, hours: float, **counts: int) -> str:
    """An observed evening in which each inject came so often, evenly."""
    session = Session(observed_setup(TEXT), JsonlLog(path, new=True))
    moments = sorted((3600 * hours * (n + 1) / (count + 1), id) for id, count in counts.items() for n in range(count))
    for at, id in moments:
        session.run(at)
        session.send(FireInject(by=FACILITATOR, inject=id))
    session.run(3600 * hours)
    session.close()
    return str(path)


def test_the_factor_is_the_mean_after_a_gamma_poisson_update(tmp_path: Path) -> None:
    found, _, _ = adjustments(TEXT, [evening(tmp_path / "a.jsonl", 1, shout=2, mood=9)], weight=2)
    by_id = {one.inject: one for one in found}
    assert by_id["shout"].expected == pytest.approx(6)
    assert by_id["shout"].factor == 0.5  # (2 + 2) / (2 + 6)
    assert by_id["shout"].after == "3 per hour"
    assert by_id["mood"].expected == pytest.approx(3)
    assert by_id["mood"].after == "2.2 * (tension / 10) per hour"  # (2 + 9) / (2 + 3)
    assert by_id["never"].expected == 0
    assert by_id["never"].factor == 1


def test_evenings_add_up_and_weigh_more_than_one(tmp_path: Path) -> None:
    logs = [evening(tmp_path / f"{n}.jsonl", 1, shout=2) for n in range(4)]
    one, four = adjustments(TEXT, logs[:1])[0][0], adjustments(TEXT, logs)[0][0]
    assert (four.counted, four.expected) == (8, pytest.approx(24))
    assert 2 / 6 < four.factor < one.factor < 1


def test_what_can_come_once_is_expected_only_until_it_came(tmp_path: Path) -> None:
    found, _, _ = adjustments(TEXT, [evening(tmp_path / "a.jsonl", 1, once=1)])
    assert {one.inject: one.expected for one in found}["once"] == pytest.approx(2, abs=0.05)  # half an hour of it


def test_what_came_as_often_as_expected_stays_as_it_is(tmp_path: Path) -> None:
    found, new, diff = adjustments(
        TEXT, [evening(tmp_path / "a.jsonl", 1, shout=6, mood=3, never=0, once=1)], weight=1e3
    )
    assert {one.inject: one.factor for one in found} == {"shout": 1, "mood": 1, "never": 1, "once": 1}
    assert (new, diff) == (TEXT, [])


def test_only_rates_change_and_the_scenario_stays_valid(tmp_path: Path) -> None:
    _, new, diff = adjustments(TEXT, [evening(tmp_path / "a.jsonl", 2, shout=1, mood=20)])
    pairs = zip(TEXT.files[SCENARIO_FILE].split("\n"), new.files[SCENARIO_FILE].split("\n"), strict=True)
    changed = [(before, after) for before, after in pairs if before != after]
    assert len(changed) == 3
    assert all('"rate"' in before and '"rate"' in after for before, after in changed)
    assert sum(line.startswith("+ ") for line in diff) == 3
    assert scenario_from_text(new).inject("shout").rate is not None
    (tmp_path / "scenario.yaml").write_text(new.files[SCENARIO_FILE], encoding="utf-8")
    assert not [p for p in check_scenario(tmp_path / "scenario.yaml") if p.severity == "error"]


def test_a_session_that_was_played_says_nothing_about_rates(tmp_path: Path) -> None:
    Session(Setup(TEXT), JsonlLog(tmp_path / "a.jsonl", new=True)).close()
    with pytest.raises(ScenarioError, match="E524"):
        adjustments(TEXT, [str(tmp_path / "a.jsonl")])


def test_the_command_shows_a_diff_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(TEXT.files[SCENARIO_FILE], encoding="utf-8")
    call = ["--lang", "en", "adjust", str(tmp_path / "scenario.yaml"), evening(tmp_path / "a.jsonl", 1, shout=2)]
    shown = CliRunner().invoke(main, call)
    assert shown.exit_code == 0, shown.output
    assert '+   "rate": "3 per hour"' in shown.stdout
    assert "shout: counted 2, expected 6.0, factor 0.50" in shown.stderr
    assert (tmp_path / "scenario.yaml").read_text() == TEXT.files[SCENARIO_FILE]
    printed = CliRunner().invoke(main, [*call, "--json", "-o", str(tmp_path / "new.yaml")])
    assert json.loads(printed.stdout)["rates"][0]["factor"] == 0.5
    assert "3 per hour" in (tmp_path / "new.yaml").read_text()
    assert CliRunner().invoke(main, [*call, "-o", str(tmp_path / "new.yaml")]).exit_code == 3
