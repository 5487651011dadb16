"""Imports run one way, and the light parts stay light."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from scenario_sim import loading

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted(
    {f"scenario_sim.{path.stem}" for path in (ROOT / "src" / "scenario_sim").glob("[!_]*.py")}
    | {f"scenario_sim.{path.parent.name}" for path in (ROOT / "src" / "scenario_sim").glob("*/__init__.py")}
    | {"scenario_sim"}
)
EXTRAS = {"docx", "lxml", "resvg_py", "weasyprint"}
HEAVY = {"textual", "starlette", "uvicorn", "matplotlib", "plotly", "babel", *EXTRAS}


def loaded_by(module: str) -> set[str]:
    """The top-level packages that importing *module* in a fresh interpreter loads."""
    code = f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("module", MODULES)
def test_no_module_of_the_package_loads_a_screen_a_server_or_a_plotting_library(module: str) -> None:
    assert loaded_by(module) & HEAVY == set()


def test_the_model_knows_neither_files_in_yaml_nor_the_simulation_library() -> None:
    assert loaded_by("scenario_sim.model.scenario") & {"yaml", "simpy", "click"} == set()


def test_home_and_the_command_line_stand_there_before_there_is_a_model_or_an_engine() -> None:
    loaded = loaded_by("scenario_sim.cli") | loaded_by("scenario_sim_tui.app")

    assert loaded & {"pydantic", "pydantic_core", "simpy", "filelock"} == set()


def test_a_report_as_a_page_or_as_data_needs_no_extra() -> None:
    assert (
        loaded_by("scenario_sim.cli.reporting, scenario_sim.report.html, scenario_sim.report.markdown") & EXTRAS
        == set()
    )


def test_a_package_whose_parts_come_when_asked_for_has_every_part_that_it_names() -> None:
    assert [name for name in loading.__all__ if not hasattr(loading, name)] == []


def test_the_import_contracts_of_pyproject_are_kept() -> None:
    program = Path(sysconfig.get_path("scripts"), "lint-imports")
    done = subprocess.run(
        [program, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
