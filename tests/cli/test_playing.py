"""run, replay, verify and branch, as a user calls them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from scenario_sim.cli import main
from scenario_sim.loading import read_package
from scenario_sim.session import Session, Setup

SCENARIO = "disrupted-council-meeting"
KEYS = {
    "scenario", "seed", "context", "measures", "end", "peak_level", "levels", "goals", "indicators",
    "injects_delivered", "decisions", "events", "digest",
}  # fmt: skip


def call(*arguments: object, code: int = 0) -> str:
    done = CliRunner().invoke(main, ["--lang", "en", *map(str, arguments)])

    assert done.exit_code == code, done.output
    return done.stdout


def call_json(*arguments: object) -> dict[str, Any]:
    return json.loads(call(*arguments, "--json"))  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def seven() -> dict[str, Any]:
    return call_json("run", SCENARIO, "--seed", 7)


def test_run_prints_one_object_with_everything_in_it(seven: dict[str, Any]) -> None:
    assert seven.keys() >= KEYS
    assert sorted(seven["goals"]) == ["G1", "G2", "G3", "G4", "G5"]
    assert all(0 <= score <= 100 for score in seven["goals"].values())
    assert all({"start", "end", "min", "max"} <= found.keys() for found in seven["indicators"].values())
    assert seven["seed"] == 7
    assert seven["peak_level"] == max([0, *(change["level"] for change in seven["levels"])])


def test_the_same_call_gives_the_same_digest_under_any_hash_seed(seven: dict[str, Any]) -> None:
    for hash_seed in ("0", "4711"):
        done = subprocess.run(
            [sys.executable, "-m", "scenario_sim", "run", SCENARIO, "--seed", "7", "--json"],
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
        assert json.loads(done.stdout)["digest"] == seven["digest"]


@pytest.mark.parametrize("slice_seconds", [1.0, 97.0, 3600.0])
def test_slices_of_any_size_give_the_same_digest(seven: dict[str, Any], slice_seconds: float) -> None:
    session = Session(Setup(read_package(SCENARIO), seed=7))
    session.run(-60.0)
    while not session.is_over:
        session.run(session.now + slice_seconds)

    assert session.digest == seven["digest"]


def test_a_logged_run_verifies_and_replays_to_the_same_digest(seven: dict[str, Any], tmp_path: Path) -> None:
    log = tmp_path / "evening.jsonl"

    assert call_json("run", SCENARIO, "--seed", 7, "--log", log)["digest"] == seven["digest"]
    assert call_json("verify", log)["digest"] == seven["digest"]
    assert call_json("replay", log)["digest"] == seven["digest"]


def test_replay_at_a_moment_shows_that_moment(tmp_path: Path) -> None:
    log = tmp_path / "evening.jsonl"
    call("run", SCENARIO, "--log", log)

    for asked, at in (("20:10", 4200.0), ("+70 min", 4200.0), ("2026-03-12 20:10", 4200.0), ("-1 day", -86400.0)):
        assert call_json("replay", log, "--at", asked)["state"]["at"] == at


def test_an_altered_log_is_found_with_its_line_and_exit_code_1(tmp_path: Path) -> None:
    log = tmp_path / "evening.jsonl"
    call("run", SCENARIO, "--log", log)
    lines = log.read_bytes().split(b"\n")
    lines[5] = lines[5].replace(b'"at":', b'"at": ', 1)
    log.write_bytes(b"\n".join(lines))

    done = CliRunner().invoke(main, ["--lang", "en", "verify", str(log)])

    assert done.exit_code == 1
    assert "line 6" in done.stderr


def test_a_branch_shares_the_past_and_verifies(tmp_path: Path) -> None:
    log, other = tmp_path / "evening.jsonl", tmp_path / "other.jsonl"
    call("run", SCENARIO, "--log", log)
    call("branch", log, "--at", "20:10", "-o", other)

    assert call_json("replay", other)["state"] == call_json("replay", log, "--at", "20:10")["state"]
    call("branch", log, "--at", "20:10", "-o", other, code=1)


def test_actions_are_taken_at_their_times_by_their_roles(tmp_path: Path) -> None:
    for file, text in (
        ("a.csv", 'time,role,action,rationale\n20:10,mayor,gavel,"Stilte, alstublieft"\n+80 min,police,gavel,\n'),
        ("a.yaml", '- {time: "20:10", role: mayor, action: gavel, rationale: "Stilte, alstublieft"}\n'
                   "- {time: +80 min, role: police, action: gavel}\n"),
    ):  # fmt: skip
        actions = tmp_path / file
        actions.write_text(text, encoding="utf-8")
        decided = [d for d in call_json("run", SCENARIO, "--actions", actions)["decisions"] if d["what"] == "gavel"]

        assert [(d["clock"], d["by"], d["bot"], d["remarks"]) for d in decided] == [
            ("20:10", "mayor", False, []),
            ("20:20", "police", False, ["authority_exceeded"]),
        ]


def test_a_wrong_actions_file_tells_everything_that_is_wrong_with_its_line(tmp_path: Path) -> None:
    actions = tmp_path / "a.csv"
    actions.write_text("time,role,action\n25:10,mayor,gavel\n20:10,mayr,gavel\n20:10,mayor,gavl\n", encoding="utf-8")

    done = CliRunner().invoke(main, ["--lang", "en", "run", SCENARIO, "--actions", str(actions)])

    assert done.exit_code == 1
    assert [line.split(":")[1] for line in done.stderr.splitlines()] == ["2", "3", "4"]
    assert "did you mean 'gavel'?" in done.stderr


def test_all_that_is_wrong_in_a_call_is_said_at_once() -> None:
    arguments = ["--set", "attendnce=3", "--set", "setup=round", "--measures", "gavle,barriers"]
    done = CliRunner().invoke(main, ["--lang", "en", "run", SCENARIO, *arguments])

    assert done.exit_code == 1
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["E401", "E401", "E501"]


def test_what_cannot_be_is_said_without_a_traceback(tmp_path: Path) -> None:
    for arguments, code in (
        (["run", "no-such-scenario"], 3),
        (["run", SCENARIO, "--set", "setup=round"], 1),
        (["run", SCENARIO, "--set", "nonsense"], 1),
        (["run", SCENARIO, "--measures", "gavel"], 1),
        (["run", SCENARIO, "--seed", "x"], 2),
        (["verify", str(tmp_path / "none.jsonl")], 3),
        (["replay", str(tmp_path), "--json"], 3),
        (["play", SCENARIO, "--role", "king"], 1),
        (["play", str(tmp_path / "none.jsonl")], 3),
    ):
        done = CliRunner().invoke(main, arguments)

        assert (arguments, done.exit_code) == (arguments, code)
        assert done.exception is None or isinstance(done.exception, SystemExit)
        assert done.stderr
