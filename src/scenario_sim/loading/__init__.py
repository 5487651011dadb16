"""From file to Scenario: every problem at once, each at its line and column."""
from __future__ import annotations

from pathlib import Path

from scenario_sim.language import Language
from scenario_sim.loading.documents import read_document, read_text
from scenario_sim.loading.checking import checked
from scenario_sim.model.scenario import Scenario


def load_scenario(reference: str | Path, language: Language | None = None) -> Scenario:
    path = Path(reference)
    if path.is_dir():
        path = path / "scenario.yaml"
    return checked(read_document(read_text(path), str(path)))[0]
