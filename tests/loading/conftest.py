"""A scenario that is right, to make wrong ones of."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from scenario_sim.errors import ScenarioError
from scenario_sim.language import use_language
from scenario_sim.loading import check_scenario

STARTER = (files("scenario_sim.loading.starter") / "scenario.yaml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


@pytest.fixture
def starter() -> str:
    return STARTER


@pytest.fixture
def problems_of(tmp_path: Path) -> Callable[[str], list[str]]:
    """The problems of a text, as ``line:column: code: words``."""

    def check(text: str) -> list[str]:
        path = tmp_path / "scenario.yaml"
        path.write_text(text, encoding="utf-8")
        try:
            return [str(p).removeprefix(f"{path}:") for p in check_scenario(path)]
        except ScenarioError as error:
            return [str(p).removeprefix(f"{path}:") for p in error.problems]

    return check
