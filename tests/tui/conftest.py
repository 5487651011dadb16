"""A home of its own for every test, so that neither the user's sessions nor the wall clock show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scenario_sim.language import current_language, use_language


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCENARIO_SIM_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    before = current_language()
    use_language("en")
    yield tmp_path
    use_language(before)
