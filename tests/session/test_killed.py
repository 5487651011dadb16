"""Whatever was acknowledged survives kill -9, at any moment, time after time in the same log."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

import scenario_sim
from scenario_sim.session import resume, verify

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(scenario_sim.__file__).resolve().parents[1]


def killed_after(path: Path, seconds: float) -> list[list[str]]:
    """What a player acknowledged before it was killed, *seconds* after its first line."""
    environment = {"PYTHONPATH": f"{SOURCE}{';' if sys.platform == 'win32' else ':'}{ROOT}", "PYTHONUTF8": "1"}
    player = subprocess.Popen(
        [sys.executable, "-m", "tests.session.playing_until_killed", str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment,
    )
    assert player.stdout is not None
    assert player.stdout.readline() == "ready\n"
    try:
        player.wait(seconds)
    except subprocess.TimeoutExpired:
        player.kill()
    said, _ = player.communicate()
    whole = said[: said.rfind("\n") + 1]
    return [line.split() for line in whole.splitlines()]


def survives(path: Path, seconds: float) -> tuple[int, int]:
    """Kill a player of the log at *path* after *seconds*; the number of acknowledged calls and of torn bytes."""
    acknowledged = killed_after(path, seconds)
    torn = verify(path).torn
    session = resume(path)
    notes = {entry.data.get("text") or entry.why for entry in session.log.entries if entry.kind == "command"}
    moments = [float(moment) for _, _, moment in acknowledged]

    assert {text for name, text, _ in acknowledged if name == "sent"} <= notes
    assert session.now >= max(moments, default=session.begins)
    assert len(session.events) >= sum(int(text) for name, text, _ in acknowledged if name == "ran")
    session.close()
    assert verify(path).torn == 0
    return len(acknowledged), torn


def test_what_was_acknowledged_survives_kill_9(path: Path) -> None:
    dice = random.Random(7)

    assert sum(survives(path, dice.uniform(0, 0.1))[0] for _ in range(4)) > 0


@pytest.mark.long
def test_what_was_acknowledged_survives_kill_9_many_times(tmp_path: Path) -> None:
    dice = random.Random()
    acknowledged = 0
    for number in range(21):
        acknowledged += survives(tmp_path / f"{number // 7}.jsonl", dice.uniform(0, 0.2))[0]

    assert acknowledged > 21
