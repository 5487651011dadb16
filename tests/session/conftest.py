"""A small session to log: the starter scenario with a facilitator, two people and some decisions."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from scenario_sim.language import use_language
from scenario_sim.loading import ScenarioText
from scenario_sim.model.commands import FACILITATOR, AddNote, DecideMeasure, FireInject, Improvise
from scenario_sim.session import JsonlLog, Log, Session, Setup

STARTER = ScenarioText(
    {"scenario.yaml": (files("scenario_sim.loading.starter") / "scenario.yaml").read_text(encoding="utf-8")}
)
EVENING = Setup(STARTER, seed=7, seated=("mayor",))
AWKWARD = '"Rust!"\r\n\x00\x1f\x7f\u2028 é\u0301 👩‍🚒 שלום {by} %s'


def evening(log: Log | None = None) -> Session:
    """Half an hour of the starter scenario, with commands at five moments."""
    session = Session(EVENING, log)
    session.run(200)
    session.send(DecideMeasure(by="mayor", measure="one_warning", why=AWKWARD))
    session.run(600)
    session.send(FireInject(by=FACILITATOR, inject="phones_out"))
    session.send(Improvise(by="mayor", text=AWKWARD, why="x" * 5000))
    session.run(1200)
    session.send(AddNote(by=FACILITATOR, text=AWKWARD, goal="voices_heard"))
    session.run(1800)
    session.send(DecideMeasure(by="safety_adviser", measure="suspend"))
    return session


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "evening.jsonl"


@pytest.fixture
def logged(path: Path) -> Path:
    """The file of an evening that was closed in order."""
    evening(JsonlLog(path, new=True)).close()
    return path
