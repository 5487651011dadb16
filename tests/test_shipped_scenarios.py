"""What every scenario in the repository, and the starter, must be."""

from __future__ import annotations

import json
import subprocess
import sysconfig
from pathlib import Path

import pytest
import yaml

import scenario_sim.loading
from scenario_sim.loading import check_scenario, scenario_schema

ROOT = Path(__file__).resolve().parents[1]
STARTER = Path(scenario_sim.loading.__file__).parent / "starter"
FILES = [*sorted((ROOT / "scenarios").glob("*/scenario.yaml")), *sorted(STARTER.glob("*.yaml"))]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_every_shipped_scenario_is_without_problems(file: Path) -> None:
    assert [str(problem) for problem in check_scenario(file)] == []


def test_the_schema_for_editors_is_a_schema_and_accepts_every_shipped_scenario(tmp_path: Path) -> None:
    schema = tmp_path / "scenario.schema.json"
    schema.write_text(json.dumps(scenario_schema()), encoding="utf-8")
    checker = Path(sysconfig.get_path("scripts"), "check-jsonschema")
    for arguments in (["--check-metaschema", str(schema)], ["--schemafile", str(schema), *map(str, FILES)]):
        done = subprocess.run([checker, *arguments], capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_description_for_catalogues_has_what_the_standard_requires() -> None:
    described = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    required = {"publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType"}
    required |= {"description", "legal", "maintenance", "localisation", "categories"}
    assert required <= described.keys()
    for text in described["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 500 <= len(text["longDescription"]) <= 10_000
