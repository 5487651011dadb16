"""The commands that play many runs: calibrate."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from scenario_sim.cli.progress import progress
from scenario_sim.cli.shares import estimate_json, percent_range
from scenario_sim.errors import UnreadableInput
from scenario_sim.evaluation.summary import CAVEAT
from scenario_sim.exploration.calibration import (
    CALIBRATION_FILE,
    Calibrated,
    Calibration,
    calibrate,
    faults_of,
    read_calibration,
)
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.loading import load_scenario, read_package


@click.command(
    "calibrate",
    help=N_("Play a scenario with the guide's advice ignored, half followed and followed, as its calibration.yaml "
            "says, and hold it against the base rate given there."),
)  # fmt: skip
@click.argument("scenario")
@click.option("--replications", type=click.IntRange(2, 1_000_000), default=1000, show_default=True,
              help=N_("Runs for each step."))  # fmt: skip
@click.option("--seed", type=int, default=0, show_default=True, help=N_("The seed of the runs."))
@click.option("--workers", type=click.IntRange(1, 1024), help=N_("Processes that work on it; all cores if left out."))
@click.option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
@click.pass_context
def calibrate_scenario(
    ctx: click.Context, scenario: str, replications: int, seed: int, workers: int | None, as_json: bool
) -> None:
    text, loaded = read_package(scenario), load_scenario(scenario)
    file = text.origin.parent / CALIBRATION_FILE if text.origin else Path(CALIBRATION_FILE)
    if not file.is_file():
        raise UnreadableInput(translate("there is no {file} in {folder}").format(file=file.name, folder=file.parent))
    calibration = read_calibration(file, loaded)
    with progress(translate("runs"), replications * len(calibration.steps)) as tick:
        found = calibrate(text, calibration, replications=replications, seed=seed, workers=workers, tick=tick)
    faults = faults_of(calibration, found)
    if as_json:
        result = {"scenario": loaded.id, "seed": seed, "replications": replications,
                  "target": calibration.target.model_dump(), "steps": [_step_json(one) for one in found],
                  "faults": [fault.code for fault in faults], "note": translate(CAVEAT)}  # fmt: skip
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        for line in _table(calibration, found):
            click.echo(line)
        for fault in faults:
            click.echo(str(fault))
        click.echo(translate(CAVEAT))
    if faults:
        ctx.exit(1)


def _step_json(one: Calibrated) -> dict[str, Any]:
    return {
        "id": one.step.id,
        "p_peak_level_at_least": {str(level): estimate_json(one.hits(level)) for level in range(1, 6)},
        "goals": {goal: estimate_json(estimate) for goal, estimate in one.goals.items()},
    }


def _table(calibration: Calibration, found: list[Calibrated]) -> Iterator[str]:
    level = calibration.target.peak_level_at_least
    width = max(len(str(one.step.title)) for one in found)
    goals = list(found[0].goals)
    head = "".join(f"{f'≥{number}':>7}" for number in range(1, 6))
    yield f"{'':{width}}{head}  {translate('95 % interval of ≥{level}').format(level=level):>24}" + "".join(
        f"{goal:>5}" for goal in goals
    )
    for one in found:
        hits = one.hits(level)
        shares = "".join(f"{100 * one.hits(number).value:6.1f}%" for number in range(1, 6))
        scores = "".join(f"{one.goals[goal].value:5.0f}" for goal in goals)
        yield f"{one.step.title!s:{width}}{shares}  {percent_range(hits):>24}{scores}"
    target = calibration.target
    yield translate("target for level {level} or higher: {share} ({source})").format(
        level=level, share=f"{100 * target.probability:.1f} %", source=target.source
    )


COMMANDS = (calibrate_scenario,)
