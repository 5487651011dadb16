"""The commands that play, and that look at what was played: play, run, replay, verify, branch."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from scenario_sim.cli.front_doors import open_front_door
from scenario_sim.cli.outcome import outcome_text
from scenario_sim.errors import Problem, ScenarioError, UnreadableInput
from scenario_sim.evaluation import summary
from scenario_sim.language import mark as N_
from scenario_sim.language import translate, translate_plural
from scenario_sim.loading import (
    context_from_pairs,
    load_context,
    read_actions,
    read_package,
    scenario_from_text,
)
from scenario_sim.loading.shape import suggestion
from scenario_sim.model.commands import DecideMeasure
from scenario_sim.model.diagnosis import Context
from scenario_sim.model.faults import Fault
from scenario_sim.model.scenario import Scenario
from scenario_sim.session import JsonlLog, Log, Session, Setup, play_through, replay_file
from scenario_sim.session import branch as branch_log
from scenario_sim.session import verify as verify_log

Decorated = Callable[..., Any]
A_FILE = click.Path(path_type=Path)
SEED = click.IntRange(0, 2**63 - 1)


def _setting_options(command: Decorated) -> Decorated:
    """The options that say how a session begins."""
    for option in (
        click.option("--context", "context_file", type=A_FILE, help=N_("YAML file with answers of the diagnosis.")),
        click.option("--set", "pairs", multiple=True, metavar="NAME=VALUE", help=N_("An answer of the diagnosis.")),
        click.option("--seed", type=SEED, default=None, help=N_("Seed of all chance.")),
    ):
        command = option(command)
    return command


@click.command(help=N_("Play one run without a screen; empty chairs are played by their policy."))
@click.argument("scenario")
@_setting_options
@click.option("--measures", metavar="A,B", help=N_("Preventive measures to prepare, instead of those of the policies."))
@click.option("--actions", type=A_FILE, help=N_("What people do: CSV or YAML with time, role, action, rationale."))
@click.option("--log", "log_file", type=A_FILE, help=N_("Write the log of the session to this file."))
@click.option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
def run(
    scenario: str,
    context_file: Path | None,
    pairs: tuple[str, ...],
    seed: int | None,
    measures: str | None,
    actions: Path | None,
    log_file: Path | None,
    as_json: bool,
) -> None:
    text = read_package(scenario)
    loaded = scenario_from_text(text)
    planned, prepared, context = _together(
        lambda: read_actions(actions, loaded) if actions else [],
        lambda: None if measures is None else _preventive(loaded, measures.split(",")),
        lambda: _context(loaded, context_file, pairs),
    )
    setup = Setup(
        text=text,
        seed=seed or 0,
        context=context,
        seated=tuple(role.id for role in loaded.roles if any(action.command.by == role.id for action in planned)),
        prepare=prepared is None,
    )
    session = Session(setup, JsonlLog(log_file, new=True) if log_file else Log())
    try:
        for measure in prepared or ():
            session.send(DecideMeasure(by=loaded.measure(measure).decided_by[0], measure=measure))
        for action in planned:
            play_through(session, action.at)
            if session.is_over:
                break
            session.send(action.command)
        play_through(session, session.ends)
    finally:
        session.close()
    _print(session, as_json)


@click.command(help=N_("Play SCENARIO in the terminal app, or go on with the session in a log file."))
@click.argument("scenario", metavar="SCENARIO|LOG", required=False)
@click.option(
    "--role", "roles", multiple=True, metavar="ROLE", help=N_("The seat you play (can be given more than once).")
)
@_setting_options
@click.option("--log", "log_file", type=A_FILE, help=N_("Write the log of the session to this file."))
@click.option(
    "--beamer",
    is_flag=True,
    help=N_(
        "Only what everybody may see: with SCENARIO play begins with it; with LOG, or alone, it follows a session "
        "that another window plays."
    ),
)
@click.option("--plain", is_flag=True, help=N_("Play line by line, for a screen reader or a plain terminal."))
def play(
    scenario: str | None,
    roles: tuple[str, ...],
    context_file: Path | None,
    pairs: tuple[str, ...],
    seed: int | None,
    log_file: Path | None,
    beamer: bool,
    plain: bool,
) -> None:
    door = "plain" if plain else "tui"
    page = {} if plain else {"beamer": beamer}
    if scenario is None:
        if not beamer or plain:
            raise click.MissingParameter(param_hint="SCENARIO|LOG", param_type="argument")
        open_front_door(door, **page)
        return
    if scenario.endswith(".jsonl"):
        if not Path(scenario).is_file():
            raise UnreadableInput(translate("there is no log {file}").format(file=scenario))
        open_front_door(door, log=Path(scenario), **page)
        return
    text = read_package(scenario)
    loaded = scenario_from_text(text)
    known = [role.id for role in loaded.roles]
    for role in roles:
        if role not in known:
            raise ScenarioError([_unknown(role, known)])
    context = _context(loaded, context_file, pairs)
    begin = {"scenario": text, "roles": roles or None, "seed": seed, "log": log_file, "context": context}
    open_front_door(door, **begin, **page)


@click.command(help=N_("Look at a session again, at a moment or at its end."))
@click.argument("log", type=A_FILE)
@click.option("--at", metavar="TIME", help=N_("A time of day (20:10), a date and time, or +65 min from the start."))
@click.option("--role", help=N_("What this role saw; else everything."))
@click.option("--json", "as_json", is_flag=True, help=N_("Print the state as JSON."))
def replay(log: Path, at: str | None, role: str | None, as_json: bool) -> None:
    moment = None if at is None else moment_of(replay_file(log, until=float("-inf")).scenario, at)
    if not as_json:
        open_front_door("tui", replay=log, at=moment)
        return
    session = replay_file(log, moment)
    known = [known_role.id for known_role in session.scenario.roles]
    if role is not None and role not in known:
        raise ScenarioError([_unknown(role, known)])
    state = session.view(role).to_json() if role else session.view().to_json()
    click.echo(json.dumps({**summary(session), "state": state}, ensure_ascii=False, indent=2))


@click.command(help=N_("Check that a log was not altered, and that playing it again gives the same events."))
@click.argument("log", type=A_FILE)
@click.option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
def verify(log: Path, as_json: bool) -> None:
    found = verify_log(log)
    if as_json:
        result = {"records": found.records, "events": found.events, "head": found.head, "digest": found.digest}
        click.echo(json.dumps({**result, "torn_bytes": found.torn}))
        return
    click.echo(
        translate_plural(
            "{file}: the log is whole, and playing it again gives the same {count} event",
            "{file}: the log is whole, and playing it again gives the same {count} events",
            found.events,
        ).format(file=log, count=found.events)
    )
    click.echo(translate("seal of the last record: {head}").format(head=found.head))
    if found.torn:
        said = translate("the last record was not written out and is left out ({count} bytes)")
        click.echo(said.format(count=found.torn), err=True)


@click.command(help=N_("Start a new session that shares LOG up to a moment."))
@click.argument("log", type=A_FILE)
@click.option("--at", required=True, metavar="TIME", help=N_("The moment from which it goes its own way."))
@click.option("-o", "--output", required=True, type=A_FILE, help=N_("The new log."))
def branch(log: Path, at: str, output: Path) -> None:
    moment = moment_of(replay_file(log, until=float("-inf")).scenario, at)
    session = branch_log(log, moment, output)
    clock = session.scenario.clock(session.now)
    session.close()
    said = translate("{output} begins as {log} did, up to {clock}; go on with: scenario-sim play {output}")
    click.echo(said.format(output=output, log=log, clock=clock), err=True)


def _together(*readers: Callable[[], Any]) -> list[Any]:
    """What each of *readers* gives; raises ScenarioError with the problems of all of them."""
    found: list[Any] = []
    problems: list[Problem] = []
    for reader in readers:
        try:
            found.append(reader())
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return found


def _context(scenario: Scenario, file: Path | None, pairs: Iterable[str]) -> Context:
    return load_context(scenario, file, pairs) if file else context_from_pairs(scenario, pairs)


def _preventive(scenario: Scenario, ids: list[str]) -> list[str]:
    """The measures named, each of which must be one that can be prepared."""
    named = [id.strip() for id in ids if id.strip()]
    known = [measure.id for measure in scenario.measures if measure.kind == "preventive"]
    problems = [_unknown(id, known) for id in named if id not in known]
    if problems:
        raise ScenarioError(problems)
    return named


def _unknown(id: str, known: list[str]) -> Problem:
    hint, values = suggestion(id, known, most=40)
    return Problem("E401", N_("'{id}' does not exist in this scenario"), {"id": id, **values}, hint)


def moment_of(scenario: Scenario, text: str) -> float:
    """The moment that a user wrote, in simulation seconds; raises ScenarioError E201–E204."""
    try:
        return scenario.moment(text)
    except Fault as fault:
        raise ScenarioError([Problem(fault.code, fault.message, fault.values, fault.hint)]) from None


def _print(session: Session, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(summary(session), ensure_ascii=False, indent=2))
    else:
        click.echo(outcome_text(session))


COMMANDS: tuple[click.Command, ...] = (play, run, replay, verify, branch)
