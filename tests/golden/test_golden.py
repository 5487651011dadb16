"""One log per shipped scenario, kept byte for byte: a change of outcome is read in a diff, not discovered.

After a change that is meant: ``GOLDEN=write python3 run.py --test tests/golden``, and say in the commit why.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from scenario_sim.loading import read_package
from scenario_sim.session import Session, Setup, play_through

HERE = Path(__file__).parent
SCENARIOS = Path(__file__).parents[2] / "scenarios"
DERBY = Path(__file__).parents[1] / "scenarios" / "derby"
FOLDERS = [*sorted(path.parent for path in SCENARIOS.glob("*/scenario.yaml")), DERBY]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_seed_7_with_all_chairs_empty_gives_the_log_that_is_kept(folder: Path) -> None:
    session = Session(Setup(read_package(folder), seed=7))
    play_through(session, session.ends)
    lines = [
        json.dumps([entry.at, entry.type, entry.by, entry.data], ensure_ascii=False)
        for entry in session.log.entries
        if entry.kind == "event"
    ]
    got = "\n".join(lines) + "\n"
    kept = HERE / f"{folder.name}.jsonl"
    if os.environ.get("GOLDEN") == "write":
        kept.write_text(got, encoding="utf-8", newline="\n")

    assert kept.read_text(encoding="utf-8") == got
