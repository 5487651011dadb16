"""The commands for real evenings: import, log-meeting, adjust."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from scenario_sim.cli.front_doors import open_front_door
from scenario_sim.cli.playing import A_FILE
from scenario_sim.errors import LogError, Problem, ScenarioError, UnreadableInput
from scenario_sim.evaluation.adjusting import WEIGHT, adjustments
from scenario_sim.interchange import Imported, import_evening, read_timeline
from scenario_sim.interchange.observing import Placed, observed_setup
from scenario_sim.language import mark as N_
from scenario_sim.language import translate, translate_plural
from scenario_sim.loading import SCENARIO_FILE, context_from_pairs, load_context, read_package, scenario_from_text
from scenario_sim.loading.documents import read_document, read_text
from scenario_sim.loading.shape import suggestion
from scenario_sim.model.commands import AddNote
from scenario_sim.model.scenario import Scenario
from scenario_sim.session import JsonlLog, Session, resume
from scenario_sim.session.fair_copy import fair_copy


@click.command("import", help=N_(
    "Make a log of a real evening from what somebody wrote down: text lines, CSV or a sheet, a time on every line."
))  # fmt: skip
@click.argument("file", type=A_FILE)
@click.option("--scenario", required=True, help=N_("The scenario that the evening is held against."))
@click.option("-o", "--output", type=A_FILE, help=N_("The log to write."))
@click.option("--preview", is_flag=True, help=N_("Only show what becomes of every line."))
@click.option(
    "--order",
    type=click.Choice(["oldest-first", "newest-first"]),
    help=N_("The order of the lines; guessed if left out."),
)
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help=N_("The date of the evening; guessed if left out.")
)
@click.option("--words", type=A_FILE, help=N_("YAML file with more words for injects and measures: id: [words, …]."))
@click.option("--context", "context_file", type=A_FILE, help=N_("YAML file with answers of the diagnosis."))
@click.option("--set", "pairs", multiple=True, metavar="NAME=VALUE", help=N_("An answer of the diagnosis."))
def import_file(
    file: Path,
    scenario: str,
    output: Path | None,
    preview: bool,
    order: str | None,
    day: datetime | None,
    words: Path | None,
    context_file: Path | None,
    pairs: tuple[str, ...],
) -> None:
    if output is None and not preview:
        raise click.UsageError(translate("give -o LOG to write a log, or --preview to look first"))
    text = read_package(scenario)
    loaded = scenario_from_text(text)
    timeline = read_timeline(
        file,
        order="newest-first" if order == "newest-first" else "oldest-first" if order else None,
        day=day.date() if day else None,
    )
    if not timeline.entries:
        _report(Imported((), timeline.remarks), None)
        raise UnreadableInput(translate("no line of {file} was understood; nothing was written").format(file=file))
    imported, session = import_evening(
        file,
        timeline,
        text,
        None if preview else output,
        context=load_context(loaded, context_file, pairs) if context_file else context_from_pairs(loaded, pairs),
        words=_words(words, loaded) if words else None,
    )
    if preview:
        order_said = translate("newest first") if timeline.order == "newest-first" else translate("oldest first")
        click.echo(translate("order: {order}; date: {date}").format(order=order_said, date=timeline.day or "?"))
        for one in imported.placed:
            click.echo(_line(one, session))
    _report(imported, output if not preview else None)


def _words(file: Path, scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """More words by id; raises ScenarioError E106 for another shape and E401 for an unknown id."""
    data = read_document(read_text(file), str(file)).data
    if not isinstance(data, dict) or not all(isinstance(phrases, tuple) for phrases in data.values()):
        raise ScenarioError(
            [Problem("E106", N_("write on each line: id: [words, more words]"), {}, "", str(file), 1, 1)]
        )
    known = [*(measure.id for measure in scenario.measures), *(inject.id for inject in scenario.injects)]
    problems = []
    for id in data:
        if id not in known:
            hint, values = suggestion(str(id), known)
            said = N_("'{id}' does not exist in this scenario")
            problems.append(Problem("E401", said, {"id": id, **values}, hint, str(file), 1, 1))
    if problems:
        raise ScenarioError(problems)
    return {str(id): tuple(map(str, phrases)) for id, phrases in data.items()}


def _line(one: Placed, session: Session) -> str:
    """One line of the preview: when, what it becomes and how strong the match is, and the words it came from."""
    clock, match = session.scenario.clock(one.at), one.match
    if match is None or not match.counts:
        became = translate("note")
        if match is not None and match.rival is not None:
            became += " " + translate("({one} or {other}?)").format(one=match.candidate.id, other=match.rival.id)
        elif match is not None:
            became += f" ({match.candidate.id}? {match.strength:.2f})"
    else:
        kind = translate("inject") if match.candidate.kind == "inject" else translate("measure")
        became = f"{kind} {match.candidate.id} {match.strength:.2f}"
    return f"{one.entry.line:4}  {clock:>16}  {became:44}  {one.entry.text}"


def _report(imported: Imported, output: Path | None) -> None:
    notes = sum(isinstance(one.command, AddNote) for one in imported.placed)
    counts = translate("{matched} lines are injects or measures, {notes} are notes, {left} were not understood")
    click.echo(counts.format(matched=len(imported.placed) - notes, notes=notes, left=len(imported.remarks)), err=True)
    for said in _remarks(imported):
        click.echo(said, err=True)
    if output is not None:
        done = translate_plural(
            "{output}: {count} line written", "{output}: {count} lines written", len(imported.placed)
        )
        click.echo(done.format(output=output, count=len(imported.placed)), err=True)


def _remarks(imported: Imported) -> Iterable[str]:
    for remark in imported.remarks:
        yield translate("line {line}: {why}: {text}").format(line=remark.line, why=remark.why, text=remark.text[:120])
    for one in sorted(imported.placed, key=lambda placed: placed.entry.line):
        if isinstance(one.command, AddNote):
            said = translate("line {line}: kept as a note: {text}")
            yield said.format(line=one.entry.line, text=one.entry.text[:120])


@click.command("log-meeting", help=N_(
    "Write down a real evening while it happens, in the terminal: one key for what is common, words for the rest."
))  # fmt: skip
@click.argument("scenario", metavar="SCENARIO|LOG")
@click.option("--log", "log_file", type=A_FILE, help=N_("Write the log to this file."))
def log_meeting(scenario: str, log_file: Path | None) -> None:
    if scenario.endswith(".jsonl"):
        path = Path(scenario)
        session = resume(path)
        if not session.setup.observed:
            session.close()
            raise LogError(translate("{path} is a session that was played, not a real evening").format(path=path))
    else:
        setup = observed_setup(read_package(scenario))
        loaded = scenario_from_text(setup.text)
        path = log_file or Path(f"{loaded.id}-{datetime.now():%Y%m%d-%H%M}.jsonl")
        session = Session(setup, JsonlLog(path, new=True))
    try:
        open_front_door("tui", meeting=session)
    finally:
        session.close()
    click.echo(translate("the evening is in {path}").format(path=path), err=True)
    if session.table.talk.withdrawn:
        names = (path.with_name(f"{path.stem}-fair{number}.jsonl") for number in ("", *range(2, 1000)))
        copy = next(name for name in names if not name.exists())
        count = fair_copy(path, copy)
        said = translate_plural(
            "{count} line was withdrawn; {copy} is the same without it",
            "{count} lines were withdrawn; {copy} is the same without them",
            count,
        )
        click.echo(said.format(count=count, copy=copy), err=True)


@click.command(help=N_(
    "Hold the rates of a scenario against logs of real evenings, and propose others, as a diff.\n\n"
    "Nothing is changed; with -o the adjusted scenario is written to a new file."
))  # fmt: skip
@click.argument("scenario")
@click.argument("logs", nargs=-1, required=True, type=A_FILE, metavar="LOG …")
@click.option(
    "--weight", type=click.FloatRange(0.1, 1000), default=WEIGHT, show_default=True,
    help=N_("So many occurrences weighs the rate that stands in the scenario."),
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
@click.option("-o", "--output", type=A_FILE, help=N_("The new scenario file."))
def adjust(scenario: str, logs: tuple[Path, ...], weight: float, as_json: bool, output: Path | None) -> None:
    found, new, diff = adjustments(read_package(scenario), [str(log) for log in logs], weight)
    if as_json:
        click.echo(
            json.dumps({"weight": weight, "rates": [asdict(one) for one in found]}, ensure_ascii=False, indent=2)
        )
    else:
        for one in found:
            said = translate("{inject}: counted {counted}, expected {expected:.1f}, factor {factor:.2f}")
            click.echo(said.format(**asdict(one)), err=True)
        click.echo("\n".join(diff))
    if output is not None:
        if output.exists():
            raise UnreadableInput(translate("{file} exists already").format(file=output))
        output.write_text(new.files[SCENARIO_FILE], encoding="utf-8", newline="\n")


COMMANDS: tuple[click.Command, ...] = (import_file, log_meeting, adjust)
