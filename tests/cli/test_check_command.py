"""The commands for authors: data on stdout, talk on stderr, exit codes that mean something."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scenario_sim.cli import main


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["--lang", "en", *map(str, arguments)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert run("new", tmp_path / "evening").exit_code == 0
    return tmp_path / "evening"


def test_a_new_scenario_passes_check_without_a_warning(folder):
    result = run("check", "--strict", folder)

    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 scenario checked, 0 errors, 0 warnings" in result.stderr


def test_new_leaves_an_existing_scenario_alone(folder):
    before = (folder / "scenario.yaml").read_text(encoding="utf-8")

    assert run("new", folder).exit_code == 2
    assert (folder / "scenario.yaml").read_text(encoding="utf-8") == before


def test_errors_give_exit_code_1_and_are_json_on_request(folder):
    path = folder / "scenario.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("decided_by: [mayor]", "decided_by: [major]", 1), "utf-8")

    result = run("check", "--json", folder)
    found = json.loads(result.stdout)

    assert result.exit_code == 1
    assert found["errors"] == 1
    assert found["problems"][0]["code"] == "E401"
    assert found["problems"][0]["hint"] == "did you mean 'mayor'?"
    assert run("show", folder).exit_code == 1


def test_input_that_cannot_be_read_gives_exit_code_3(tmp_path):
    (tmp_path / "binary.yaml").write_bytes(b"\x00\x01\x02")

    assert run("check", tmp_path / "missing").exit_code == 3
    assert run("check", tmp_path / "binary.yaml").exit_code == 3
    assert run("show", "no-such-id").exit_code == 3


def test_a_wrong_call_gives_exit_code_2():
    assert run("chekc").exit_code == 2
    assert run("check").exit_code == 2


def test_the_language_may_stand_anywhere(folder):
    assert CliRunner().invoke(main, ["check", str(folder), "--lang", "en"]).exit_code == 0


def test_the_card_has_the_six_headings_of_the_guide(folder):
    text = run("show", folder).stdout

    headings = ["Description of the scenario", "Preventive measures", "Measures for the response",
                "Roles and tasks: who does what?", "Points of attention", "(Active) use of social media"]  # fmt: skip
    places = [text.index(f"\n{heading}\n") for heading in headings]
    assert places == sorted(places)
    assert all(len(line) <= 78 for line in text.splitlines())


def test_list_shows_the_scenarios_of_a_folder(folder):
    listed = json.loads(run("list", folder.parent, "--json").stdout)

    assert [(entry["id"], entry["title"]) for entry in listed] == [("evening", "Nieuw scenario")]


def test_translate_makes_a_side_file_and_keeps_what_is_there(folder):
    assert run("translate", folder, "--lang", "en").exit_code == 0
    side = folder / "locale" / "en.yaml"
    text = side.read_text(encoding="utf-8")
    side.write_text(text.replace('text: ""}', 'text: "A new one"}', 1), encoding="utf-8")

    assert run("translate", folder, "--lang", "en").exit_code == 0
    assert 'text: "A new one"}' in side.read_text(encoding="utf-8")
    assert "A new one\n=========" in run("show", folder).stdout


@pytest.mark.parametrize(("form", "begins"), [("svg", "<svg "), ("html", "<!doctype html>"), ("mermaid", "flowchart")])
def test_a_map_goes_to_a_file_or_to_stdout(folder, tmp_path, form, begins):
    target = tmp_path / "out" / f"map.{form}"

    assert run("show", folder, "--format", form, "-o", target).exit_code == 0
    assert target.read_text(encoding="utf-8") == run("show", folder, "--format", form).stdout
    assert target.read_text(encoding="utf-8").startswith(begins)
    assert run("show", folder, "--format", form, "--log", tmp_path / "some.jsonl").exit_code == 2
