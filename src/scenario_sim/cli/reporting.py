"""The commands that write documents: the report of a session, and the card of a scenario."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import click

from scenario_sim.errors import UnreadableInput
from scenario_sim.evaluation import Evaluation, evaluate, read_ratings
from scenario_sim.language import current_language, translate
from scenario_sim.language import mark as N_
from scenario_sim.loading import load_scenario
from scenario_sim.report.card_document import card_document
from scenario_sim.report.chapters.short import Function
from scenario_sim.report.data import evaluation_json
from scenario_sim.report.evaluation_report import evaluation_report
from scenario_sim.report.writing import FORMS, write_bytes, write_document
from scenario_sim.session import Session, read_records, records_of_episode, replay

A_FILE = click.Path(path_type=Path, dir_okay=False)
JSON = ".json"


@click.command(
    help=N_("Write the evaluation of the session in LOG: what was expected, done, decided, known and agreed.")
)
@click.argument("log", type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=A_FILE,
              help=N_("The report; its ending says the form: .html, .docx, .pdf, .md or .json."))  # fmt: skip
@click.option("--ratings", type=A_FILE, help=N_("YAML file with the ratings by the evaluator: P, S, M or U, and why."))
@click.option("--function", type=click.Choice(get_args(Function)), default="developing", show_default=True,
              help=N_("What the exercise was for; the report is arranged and worded accordingly."))  # fmt: skip
@click.option("--episode", metavar="ID", help=N_("Of a process: report this moment instead of the whole."))
def report(log: Path, output: Path, ratings: Path | None, function: Function, episode: str | None) -> None:
    _must_be_a_form(output, (*FORMS, JSON))
    records, torn = read_records(log)
    session = replay(records)
    if episode is not None:
        session = _episode(session, episode)
    evaluation = evaluate(session, read_ratings(ratings, session.scenario) if ratings else None)
    texts = session.texts(current_language())
    if output.suffix.lower() == JSON:
        write_bytes(evaluation_json(evaluation, texts).encode(), output)
    else:
        write_document(evaluation_report(evaluation, texts, function, torn), output)
    _is_there(output)


@click.command(help=N_("Write the card of SCENARIO under the six headings of the guide, to print or to edit."))
@click.argument("scenario")
@click.option("-o", "--output", required=True, type=A_FILE,
              help=N_("The card; its ending says the form: .html, .docx, .pdf or .md."))  # fmt: skip
@click.option("--log", type=click.Path(path_type=Path), help=N_("Fill in what this session agreed and decided."))
def card(scenario: str, output: Path, log: Path | None) -> None:
    _must_be_a_form(output, FORMS)
    shown = load_scenario(scenario, current_language())
    write_document(card_document(shown, _evaluation_of(log, shown.id) if log else None), output)
    _is_there(output)


def _must_be_a_form(output: Path, forms: Iterable[str]) -> None:
    if output.suffix.lower() not in forms:
        said = translate(N_("{file}: choose from the endings {forms}"))
        raise click.UsageError(said.format(file=output, forms=", ".join(forms)))


def _evaluation_of(log: Path, scenario: str) -> Evaluation:
    """Of the session in *log*, which must be one of *scenario*."""
    records, _ = read_records(log)
    session = replay(records)
    if session.scenario.id != scenario:
        said = translate("{file} is a session of another scenario: {scenario}")
        raise click.UsageError(said.format(file=log, scenario=session.scenario.id))
    return evaluate(session)


def _episode(process: Session, episode: str) -> Session:
    """The session of one moment of *process*, played again from what the log holds of it."""
    known = [one.id for one in process.scenario.episodes]
    records = records_of_episode(process, episode) if episode in known else []
    if not records:
        said = translate(N_("this log holds no episode '{id}'; it has: {known}"))
        raise UnreadableInput(said.format(id=episode, known=", ".join(known) or translate(N_("none"))))
    return replay(records)


def _is_there(output: Path) -> None:
    click.echo(translate(N_("{file} is there")).format(file=output), err=True)


COMMANDS = (report, card)
