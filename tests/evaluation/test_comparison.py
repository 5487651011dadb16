"""Groups side by side: the same scenario, each with its own outcome and its own decisions in time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scenario_sim.cli import main
from scenario_sim.errors import ScenarioError
from scenario_sim.evaluation.comparison import comparison, groups_of
from scenario_sim.model.commands import DecideMeasure
from scenario_sim.session import JsonlLog, Session, Setup
from tests.builders import indicator, inject, levels, measure, policy, written

TEXT = written(
    lasts="1 h",
    indicators=[indicator("tension", "+1 points per min")],
    levels=levels("tension > 30"),
    measures=[measure("calm", effects={"tension": "-100 points"}, at_once="many"), measure("late")],
    injects=[inject("note", by_hand=True)],
    policies=[policy("mayor", {"id": "p", "when": "tension > 50", "reaction": "0 s", "do": "late"})],
)


def logged(path: Path, *at: float, **keys: str) -> Path:
    """An hour in which the mayor calms things at the minutes *at*; nobody sits there if there are none."""
    session = Session(
        Setup(written(**keys) if keys else TEXT, seated=("mayor",) if at else ()), JsonlLog(path, new=True)
    )
    for minutes in at:
        session.run(60 * minutes)
        session.send(DecideMeasure(by="mayor", measure="calm"))
    session.run(session.ends)
    session.close()
    return path


def test_each_group_has_its_own_outcome_and_decisions_in_time(tmp_path: Path) -> None:
    one, two = groups_of([logged(tmp_path / "one.jsonl", 10, 40), logged(tmp_path / "two.jsonl")])

    assert (one.name, two.name) == ("one", "two")
    assert [decided.at for decided in one.decided["calm"]] == [600.0, 2400.0]
    assert [(decided.at, decided.bot) for decided in two.decided["late"]] == [(pytest.approx(3000, abs=1), True)]
    assert one.goals["calm"] > two.goals["calm"]
    assert (one.peak_level, two.peak_level) == (0, 1)
    assert two.reached[1] == pytest.approx(1800, abs=1)


def test_the_outcome_of_a_group_is_that_of_its_session(tmp_path: Path) -> None:
    (group,) = groups_of([logged(tmp_path / "one.jsonl", 5)])
    assert group.goals == group.session.outcome().goals


def test_sessions_of_two_scenarios_are_not_compared(tmp_path: Path) -> None:
    logs = [logged(tmp_path / "one.jsonl"), logged(tmp_path / "two.jsonl", id="other")]
    with pytest.raises(ScenarioError, match="E523"):
        groups_of(logs)


def test_the_command_prints_a_table_or_json(tmp_path: Path) -> None:
    logs = [str(logged(tmp_path / "one.jsonl", 10)), str(logged(tmp_path / "two.jsonl"))]
    table = CliRunner().invoke(main, ["--lang", "en", "compare", *logs])
    assert table.exit_code == 0, table.output
    assert "19:10" in table.output
    assert "19:50*" in table.output
    printed = CliRunner().invoke(main, ["--lang", "en", "compare", *logs, "--json"])
    assert json.loads(printed.output)["groups"] == comparison(groups_of(logs))["groups"]
