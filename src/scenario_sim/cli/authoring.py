"""The commands for people who write scenarios: list, new, check, schema, show, translate."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import click

from scenario_sim.cli.coverage import coverage_lines
from scenario_sim.cli.progress import progress
from scenario_sim.errors import Problem, UnreadableInput
from scenario_sim.exploration.expectations import check_expectations, runs_needed, unmet
from scenario_sim.exploration.plays import Coverage, gaps, play_at_random
from scenario_sim.language import LANGUAGES, Language, current_language, translate, translate_plural
from scenario_sim.language import mark as N_
from scenario_sim.loading import (
    CATALOGUE_FILE,
    check_catalogue,
    check_scenario,
    known_scenarios,
    load_scenario,
    read_package,
    scenario_schema,
    scenarios_in,
    side_file,
)
from scenario_sim.loading.library import Entry
from scenario_sim.loading.package import SCENARIO_FILE, locale_file
from scenario_sim.loading.templates import KINDS, scenario_files
from scenario_sim.model.talk_events import NormAgreed
from scenario_sim.report.card import card_text
from scenario_sim.report.map_mermaid import map_mermaid
from scenario_sim.report.map_page import map_page
from scenario_sim.report.map_svg import map_svg
from scenario_sim.report.scenario_map import ScenarioMap, scenario_map
from scenario_sim.session import replay_file

_STARTER = "scenario_sim.loading.starter"
MAPS: Mapping[str, Callable[[ScenarioMap], str]] = {"html": map_page, "mermaid": map_mermaid, "svg": map_svg}
"""The forms in which a map is drawn."""


def say(text: str) -> None:
    """Talk, on stderr; stdout is for data."""
    click.echo(text, err=True)


@click.command("list", help=N_("List the scenarios: the built-in ones and your own, or those in FOLDER."))
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
def list_scenarios(folder: Path | None, as_json: bool) -> None:
    if folder is not None and not folder.is_dir():
        raise UnreadableInput(translate("there is no folder {folder}").format(folder=folder))
    entries = known_scenarios() if folder is None else scenarios_in(folder)
    if as_json:
        click.echo(json.dumps([_entry_json(entry) for entry in entries], ensure_ascii=False, indent=2))
        return
    width = max((len(entry.id) for entry in entries), default=0)
    for entry in entries:
        click.echo(f"{entry.id:{width}}  {entry.title or translate('(cannot be read)')}")
    if not entries:
        say(translate("there are no scenarios here"))


def _entry_json(entry: Entry) -> dict[str, str]:
    return {"id": entry.id, "title": entry.title, "folder": str(entry.folder)}


@click.command(help=N_("Make a folder NAME with a small scenario to start from: of a kind, or one full of comments."))
@click.argument("name", type=click.Path(path_type=Path))
@click.option(
    "--kind", type=click.Choice(KINDS), help=N_("A scenario of this kind, in your language, from the catalogue.")
)
def new(name: Path, kind: str | None) -> None:
    id = re.sub(r"[^a-z0-9]+", "-", name.name.lower()).strip("-")[:60]
    if not re.match(r"[a-z]", id):
        raise click.UsageError(translate("the name must begin with a letter, a to z"))
    target = name / SCENARIO_FILE
    if target.exists():
        raise click.UsageError(translate("{file} exists already").format(file=target))
    for file, text in (scenario_files(kind, id, current_language()) if kind else _starter(id)).items():
        _write(name / file, text)
    say(translate("{file} is there; check it with: scenario-sim check {folder}").format(file=target, folder=name))


def _starter(id: str) -> Mapping[str, str]:
    text = (files(_STARTER) / SCENARIO_FILE).read_text(encoding="utf-8")
    return {SCENARIO_FILE: text.replace("\nid: starter\n", f"\nid: {id}\n", 1)}


def _write(target: Path, text: str) -> None:
    """*text* in the file *target*, with the folders that it needs; raises UnreadableInput."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        said = translate("{file} cannot be written: {reason}")
        raise UnreadableInput(said.format(file=target, reason=error.strerror or type(error).__name__)) from None


@click.command(help=N_("Say everything that is wrong in scenarios: files, folders or ids."))
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--plays", type=click.IntRange(1, 1_000_000), metavar="N",
              help=N_("Also play each N times at random: which injects come, which levels are reached."))  # fmt: skip
@click.option("--no-runs", is_flag=True, help=N_("Leave the expectations of a scenario out; they take many runs."))
@click.option("--seed", type=int, default=0, show_default=True, help=N_("The seed of the runs."))
@click.option("--workers", type=click.IntRange(1, 1024), help=N_("Processes that work on it; all cores if left out."))
@click.option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
@click.option("--strict", is_flag=True, help=N_("Warnings count as errors."))
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[str, ...],
    plays: int | None,
    no_runs: bool,
    seed: int,
    workers: int | None,
    as_json: bool,
    strict: bool,
) -> None:
    problems: list[Problem] = []
    coverages: dict[str, Coverage] = {}
    count = 0
    for reference in _spread(paths):
        if Path(reference).name == CATALOGUE_FILE:
            problems += check_catalogue(Path(reference).parent)
            continue
        count += 1
        found = check_scenario(reference)
        if not any(problem.severity == "error" for problem in found):
            found += _in_play(reference, plays, no_runs, seed, workers, coverages)
        problems += found
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    if as_json:
        result: dict[str, Any] = {"errors": errors, "warnings": warnings}
        result["problems"] = [problem_json(problem) for problem in problems]
        if coverages:
            result["plays"] = {id: asdict(coverage) for id, coverage in coverages.items()}
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            click.echo(str(problem))
        for id, coverage in coverages.items():
            for line in coverage_lines(id, coverage):
                click.echo(line)
    say(_summary(count, errors, warnings))
    if errors or (strict and warnings):
        ctx.exit(1)


def _in_play(
    reference: str | Path,
    plays: int | None,
    no_runs: bool,
    seed: int,
    workers: int | None,
    coverages: dict[str, Coverage],
) -> list[Problem]:
    """What shows only in many runs of a scenario without errors: its expectations, and random plays of it."""
    text = read_package(reference)
    scenario = load_scenario(reference)
    problems: list[Problem] = []
    if scenario.expectations and not no_runs:
        with progress(scenario.id, runs_needed(scenario)) as tick:
            problems += unmet(check_expectations(text, seed=seed, workers=workers, tick=tick))
    if plays:
        with progress(scenario.id, plays) as tick:
            coverages[scenario.id] = play_at_random(text, plays, seed=seed, workers=workers, tick=tick)
        problems += gaps(coverages[scenario.id])
    return [replace(problem, file=str(text.origin or reference)) for problem in problems]


def _spread(paths: Iterable[str]) -> Iterable[str | Path]:
    """Each path, with a folder of scenarios as the catalogue and the scenarios in it."""
    for path in paths:
        folder = Path(path)
        try:
            inner = [] if (folder / SCENARIO_FILE).exists() else _inside(folder)
        except (OSError, ValueError):
            inner = []
        if inner:
            yield from inner
        else:
            yield path


def _inside(folder: Path) -> list[Path]:
    names = (CATALOGUE_FILE, f"*/{CATALOGUE_FILE}", f"*/{SCENARIO_FILE}")
    return [path for name in names for path in sorted(folder.glob(name))]


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem as programs read it; the message is in the user's language, the code never changes."""
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "severity": problem.severity,
        "message": translate(problem.message).format(**problem.values),
        "hint": translate(problem.hint).format(**problem.values),
    }


def _summary(count: int, errors: int, warnings: int) -> str:
    return ", ".join((
        translate_plural("{count} scenario checked", "{count} scenarios checked", count).format(count=count),
        translate_plural("{count} error", "{count} errors", errors).format(count=errors),
        translate_plural("{count} warning", "{count} warnings", warnings).format(count=warnings),
    ))  # fmt: skip


@click.command(help=N_("Print the JSON Schema of a scenario file, for editors."))
def schema() -> None:
    click.echo(json.dumps(scenario_schema(), ensure_ascii=False, indent=2))


@click.command(help=N_("Show a scenario: as a card under the six headings of the guide, or drawn as a map."))
@click.argument("scenario")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", *MAPS]),
    default="text",
    help=N_("Form: text is the card; html, svg and mermaid are the map."),
)
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help=N_("Write to this file."))
@click.option(
    "--log",
    type=click.Path(path_type=Path),
    help=N_("Also show the norms that were agreed in the session in this log; for the card."),
)
def show(scenario: str, form: str, output: Path | None, log: Path | None) -> None:
    if log and form != "text":
        raise click.UsageError(translate("--log goes with --format text"))
    shown = load_scenario(scenario, current_language())
    text = (
        MAPS[form](scenario_map(shown))
        if form in MAPS
        else card_text(shown, _agreed_in(log, shown.id) if log else None)
    )
    if output is None:
        click.echo(text, nl=False)
        return
    _write(output, text)
    say(translate("{file} is there").format(file=output))


def _agreed_in(log: Path, scenario: str) -> dict[str, NormAgreed]:
    """The norms agreed in the session in *log*, which must be one of *scenario*."""
    session = replay_file(log)
    if session.scenario.id != scenario:
        said = translate("{file} is a session of another scenario: {scenario}")
        raise click.UsageError(said.format(file=log, scenario=session.scenario.id))
    return session.table.talk.agreed


@click.command(
    "translate",
    help=N_("Write or bring up to date the translation of a scenario; texts that are there stay as they are."),
)
@click.argument("scenario")
@click.option("--to", "to", "--lang", type=click.Choice(LANGUAGES), required=True, help=N_("Language to translate to."))
@click.option("--accept", is_flag=True, help=N_("Say that all texts have been read again."))
def translate_scenario(scenario: str, to: Language, accept: bool) -> None:
    package = read_package(scenario)
    original = load_scenario(scenario)
    if to == original.language:
        raise click.UsageError(translate("the scenario is written in that language"))
    if package.origin is None or package.origin.name != SCENARIO_FILE:
        raise click.UsageError(translate("the scenario must be a folder with a {file}").format(file=SCENARIO_FILE))
    target = package.origin.parent / locale_file(to)
    text = side_file(package, to, accept=accept)
    _write(target, text)
    say(translate("{file} is up to date with the scenario").format(file=target))


COMMANDS = (list_scenarios, new, check, schema, show, translate_scenario)
