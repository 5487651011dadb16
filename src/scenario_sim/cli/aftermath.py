"""The commands for the morning after: whatif, compare, anonymise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from scenario_sim.cli.playing import A_FILE, SEED, moment_of
from scenario_sim.cli.progress import progress
from scenario_sim.cli.shares import estimate_json
from scenario_sim.evaluation.comparison import Decided, Group, comparison, groups_of, subjects
from scenario_sim.evaluation.summary import CAVEAT
from scenario_sim.exploration.changes import changes_from
from scenario_sim.exploration.whatif import Compared, WhatIf, what_if
from scenario_sim.language import mark as N_
from scenario_sim.language import translate, translate_plural
from scenario_sim.model.scenario import Scenario
from scenario_sim.report.whatif import at_least, goal_of, indicator_of, peak, what_if_lines
from scenario_sim.session import read_log, replay
from scenario_sim.session.anonymous import anonymise, delete_log, older_logs

A_COUNT = click.IntRange(2, 1_000_000)


@click.command(help=N_(
    "Continue a logged session from a moment, many times without and with a change, on the same chances.\n\n"
    "CHANGE is one of: '+measure', '+measure@20:12 by role' (taken), '-measure' (not taken), 'measure: -10 min' "
    "(earlier; + is later), 'question=answer' (of the diagnosis), 'dilemma=option'."
))  # fmt: skip
@click.argument("log", type=A_FILE)
@click.option("--at", required=True, metavar="TIME", help=N_("The moment up to which all is as it was logged."))
@click.option("--change", "changes", multiple=True, metavar="CHANGE", help=N_("What is otherwise (more than once)."))
@click.option("--replications", type=A_COUNT, default=200, show_default=True, help=N_("Pairs of continuations."))
@click.option("--seed", type=SEED, help=N_("Seed of the chances from that moment on; that of the log if left out."))
@click.option("--workers", type=click.IntRange(1, 1024), help=N_("Processes that work on it; all cores if left out."))
@click.option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
@click.option("-o", "--output", type=A_FILE, help=N_("Write the result to this file instead."))
def whatif(
    log: Path,
    at: str,
    changes: tuple[str, ...],
    replications: int,
    seed: int | None,
    workers: int | None,
    as_json: bool,
    output: Path | None,
) -> None:
    records = read_log(log)
    scenario = replay(records, float("-inf")).scenario
    moment, asked = moment_of(scenario, at), changes_from(changes, scenario)
    with progress(translate("continuations"), replications) as tick:
        found = what_if(records, moment, asked, replications=replications, seed=seed, workers=workers, tick=tick)
    if found.count < replications:
        said = translate("stopped after {done} of {count} pairs of continuations")
        click.echo(said.format(done=found.count, count=replications), err=True)
    if found.count < 2:
        raise click.Abort
    if as_json:
        text = json.dumps(_json(found, log, changes, replications, seed), ensure_ascii=False, indent=2)
    else:
        text = "\n".join(what_if_lines(found, changes))
    if output is None:
        click.echo(text)
    else:
        output.write_text(text + "\n", encoding="utf-8")


def _json(found: WhatIf, log: Path, changes: tuple[str, ...], asked: int, seed: int | None) -> dict[str, Any]:
    session, first = found.session, found.without[0]
    return {
        "log": log.name,
        "head": session.log.records[-1].hash,
        "scenario": session.scenario.id,
        "at": {"at": found.at, "clock": session.scenario.clock(found.at)},
        "seed": session.setup.seed if seed is None else seed,
        "asked": asked,
        "replications": found.count,
        "changes": [
            {"change": change, "refused": dict(sorted(refused.items()))}
            for change, refused in zip(changes, found.refused, strict=True)
        ],
        "goals": {goal: _compared(found.compared(goal_of(goal))) for goal in first.goals},
        "peak_level": _compared(found.compared(peak)),
        "p_peak_level_at_least": {str(n): _compared(found.compared(at_least(n))) for n in range(1, 6)},
        "indicators": {id: _compared(found.compared(indicator_of(id))) for id in first.indicators},
        "note": translate(CAVEAT),
    }


def _compared(numbers: Compared) -> dict[str, Any]:
    return {
        "without": estimate_json(numbers.without),
        "with": estimate_json(numbers.with_it),
        "difference": estimate_json(numbers.difference),
    }


@click.command(help=N_("Set sessions of one scenario side by side: goals, levels, and who decided what when."))
@click.argument("logs", nargs=-1, required=True, type=A_FILE, metavar="LOG LOG …")
@click.option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
def compare(logs: tuple[Path, ...], as_json: bool) -> None:
    groups = groups_of(logs)
    if as_json:
        found = {**comparison(groups), "note": translate(CAVEAT)}
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for line in _side_by_side(groups):
            click.echo(line.rstrip())


def _side_by_side(groups: list[Group]) -> Iterator[str]:
    scenario = groups[0].session.texts()
    yield scenario.title
    if len({group.session.setup.text.digest for group in groups}) > 1:
        yield translate("the text of the scenario is not the same in all of them")
    rows = [*_outcomes(groups, scenario), ("", []), (translate("decided at (* by a policy)"), [])]
    rows += _decisions(groups, scenario)
    width = 2 + max(len(cell) for _, cells in rows for cell in cells)
    for title, cells in rows:
        yield f"{title[:41]:42}" + "".join(f"{cell:>{width}}" for cell in cells)
    yield ""
    yield translate(CAVEAT)


Row = tuple[str, list[str]]


def _outcomes(groups: list[Group], scenario: Scenario) -> Iterator[Row]:
    yield "", [group.name for group in groups]
    yield translate("highest level"), [str(group.peak_level) for group in groups]
    for level in range(1, 1 + max(group.peak_level for group in groups)):
        title = translate("level {level} reached at").format(level=level)
        yield title, [_clock(group, group.reached.get(level)) for group in groups]
    for goal in scenario.goals:
        yield f"{goal.id} {goal.title}", [f"{group.goals[goal.id]:.0f}" for group in groups]


def _decisions(groups: list[Group], scenario: Scenario) -> Iterator[Row]:
    """A row for every decision on a measure or dilemma: the first of each group beside each other, then the second."""
    titles = {part.id: part.title for part in scenario.measures}
    titles |= {dilemma.id: dilemma.question for dilemma in scenario.dilemmas}
    for id in subjects(groups, scenario):
        cells = [[_when(group, one) for one in group.decided.get(id, ())] for group in groups]
        for number in range(max(map(len, cells))):
            yield titles[id] if number == 0 else "", [times[number] if number < len(times) else "" for times in cells]


def _clock(group: Group, at: float | None) -> str:
    return "–" if at is None else group.session.scenario.clock(at)[-5:]


def _when(group: Group, one: Decided) -> str:
    """The time of day, with the date on another day, the option if there is one, and a star for a policy."""
    clock = group.session.scenario.clock(one.at)
    when = clock if len(clock) == 5 else clock[5:]
    return " ".join(part for part in (when, one.option) if part) + ("*" if one.bot else "")


@click.command("anonymise", help=N_(
    "Write a log without what people typed; every text becomes a number, and the log says so.\n\n"
    "With --retention, LOG is a folder: list its logs that are older, and delete them with --yes."
))  # fmt: skip
@click.argument("log", type=A_FILE, metavar="LOG|FOLDER")
@click.option("-o", "--output", type=A_FILE, help=N_("The new log."))
@click.option("--retention", type=click.IntRange(0, 36500), metavar="DAYS", help=N_("How many days logs are kept."))
@click.option("--yes", is_flag=True, help=N_("Really delete."))
def anonymise_log(log: Path, output: Path | None, retention: int | None, yes: bool) -> None:
    if retention is not None:
        _clear_out(log, retention, yes)
        return
    if output is None:
        raise click.MissingParameter(param_hint="-o", param_type="option")
    count = anonymise(log, output)
    said = translate_plural(
        "{output}: {count} text replaced; the chain of the log is new and says so",
        "{output}: {count} texts replaced; the chain of the log is new and says so",
        count,
    )
    click.echo(said.format(output=output, count=count), err=True)


def _clear_out(folder: Path, days: int, yes: bool) -> None:
    old = older_logs(folder, days)
    for kept in old:
        deleted = yes and delete_log(kept.path)
        said = translate("deleted") if deleted else translate("in use") if yes else translate("older")
        click.echo(f"{kept.last:%Y-%m-%d}  {said}  {kept.path}")
    if not old:
        click.echo(translate("no log in this folder is older than {days} days").format(days=days), err=True)
    elif not yes:
        click.echo(translate("nothing was deleted; give --yes to delete these logs"), err=True)


COMMANDS: tuple[click.Command, ...] = (whatif, compare, anonymise_log)
