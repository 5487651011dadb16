"""The command that holds scenarios against incidents that happened: backtest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from scenario_sim.cli.progress import progress
from scenario_sim.cli.shares import estimate_json, percent_range
from scenario_sim.evaluation.summary import CAVEAT
from scenario_sim.exploration.backtest import SERIOUS, Scores, Tested, backtest, scores_of
from scenario_sim.exploration.incidents import read_incidents, shipped_incidents
from scenario_sim.language import mark as N_
from scenario_sim.language import translate


@click.command(
    "backtest",
    help=N_("Play incidents that happened, one for each YAML file in FOLDER (the shipped ones if left out), and hold "
            "the highest levels of the runs against what happened."),
)  # fmt: skip
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--replications", type=click.IntRange(2, 1_000_000), default=500, show_default=True,
              help=N_("Runs for each incident."))  # fmt: skip
@click.option("--seed", type=int, default=0, show_default=True, help=N_("The seed of the runs."))
@click.option("--workers", type=click.IntRange(1, 1024), help=N_("Processes that work on it; all cores if left out."))
@click.option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
def backtest_incidents(folder: Path | None, replications: int, seed: int, workers: int | None, as_json: bool) -> None:
    cases = read_incidents(folder or shipped_incidents())
    with progress(translate("runs"), replications * len(cases)) as tick:
        tested = backtest(cases, replications=replications, seed=seed, workers=workers, tick=tick)
    scores = scores_of(tested)
    if as_json:
        result = {"seed": seed, "replications": replications, "serious_from_level": SERIOUS,
                  "incidents": [_incident_json(one) for one in tested], "scores": _scores_json(scores),
                  "note": translate(CAVEAT)}  # fmt: skip
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
        return
    for line in (*_table(tested), *_said(scores)):
        click.echo(line)


def _incident_json(one: Tested) -> dict[str, Any]:
    incident = one.incident
    return {
        "id": incident.id,
        "scenario": incident.scenario,
        "pattern": str(incident.pattern),
        "source": incident.source,
        "happened": incident.happened.peak_level,
        "mean_peak_level": round(one.mean, 6),
        "p_peak_level_at_least": {str(level): estimate_json(share) for level, share in enumerate(one.at_least, 1)},
    }


def _scores_json(scores: Scores) -> dict[str, Any]:
    return {
        "incidents": scores.incidents,
        "rank_correlation": scores.rank,
        "brier": scores.brier,
        "base_rate": scores.base_rate,
        "base_rate_brier": scores.base_brier,
        "skill": scores.skill,
    }


def _table(tested: Sequence[Tested]) -> Iterator[str]:
    words = translate("happened"), translate("mean")
    name = max(len(one.incident.id) for one in tested)
    scenario = max(len(one.incident.scenario) for one in tested)
    shares = "".join(f"{f'≥{level}':>7}" for level in range(1, 6))
    interval = translate("95 % interval of ≥{level}").format(level=SERIOUS)
    yield f"{'':{name}}  {'':{scenario}}  {words[0]}  {words[1]:>6}{shares}  {interval:>24}"
    for one in tested:
        incident = one.incident
        shares = "".join(f"{100 * share.value:6.1f}%" for share in one.at_least)
        yield (
            f"{incident.id:{name}}  {incident.scenario:{scenario}}  {incident.happened.peak_level:>{len(words[0])}}"
            f"  {one.mean:>{max(6, len(words[1]))}.2f}{shares}  {percent_range(one.serious):>24}"
        )


def _said(scores: Scores) -> Iterator[str]:
    rank = translate("none, for all are equal") if scores.rank is None else f"{scores.rank:.2f}"
    yield translate(
        "rank correlation of the mean level with what happened (Spearman, {count} incidents): {rank}"
    ).format(count=scores.incidents, rank=rank)
    yield translate(
        "Brier score of level {level} or higher: {brier}; always saying the base rate ({rate}): {base}"
    ).format(
        level=SERIOUS,
        brier=f"{scores.brier:.3f}",
        rate=f"{100 * scores.base_rate:.0f} %",
        base=f"{scores.base_brier:.3f}",
    )
    if scores.skill is not None:
        yield translate("skill: {skill} (1 is perfect, 0 is no better than the base rate)").format(
            skill=f"{scores.skill:.2f}"
        )
    yield translate(CAVEAT)


COMMANDS = (backtest_incidents,)
