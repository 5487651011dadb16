"""From a timeline to a log: an observed session, in which only what was written down happens."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from scenario_sim.errors import Problem, ScenarioError
from scenario_sim.interchange.matching import Match, Matcher
from scenario_sim.interchange.timelines import Entry, Remark, Timeline, midnight_before
from scenario_sim.language import LANGUAGES, translate
from scenario_sim.language import mark as N_
from scenario_sim.loading import ScenarioText, scenario_from_text
from scenario_sim.model.commands import FACILITATOR, AddNote, Command, DecideMeasure, EndExercise, FireInject
from scenario_sim.model.diagnosis import Context
from scenario_sim.model.scenario import Scenario
from scenario_sim.session import JsonlLog, Log, Session, Setup


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry at *at* (simulation seconds) and what it becomes; *match* is the strongest one found, which may be too
    weak to count."""

    entry: Entry
    at: float
    command: Command
    match: Match | None


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a timeline: the entries that are *placed*, in order, and *remarks* on lines that are not."""

    placed: tuple[Placed, ...]
    remarks: tuple[Remark, ...]


def observed_setup(
    text: ScenarioText, context: Context | None = None, origin: Mapping[str, object] | None = None
) -> Setup:
    """How a session begins in which a real evening is written down: real people in all chairs, and nothing that comes
    by itself. Raises ScenarioError E522 for a process."""
    scenario = scenario_from_text(text)
    if scenario.episodes:
        hint = N_("choose the scenario of the evening itself")
        raise ScenarioError([Problem("E522", N_("a process of weeks is not one evening"), {}, hint)])
    seated = tuple(role.id for role in scenario.roles)
    return Setup(
        text,
        context=dict(context or {}),
        seated=seated,
        prepare=False,
        observed=True,
        origin=dict(origin or {}) or None,
    )


def placed(timeline: Timeline, session: Session, words: Mapping[str, Sequence[str]]) -> Imported:
    """Where the entries of *timeline* come on the clock of *session*, and what they are about in its scenario."""
    scenario = session.scenario
    matcher, midnight = matcher_of(session, words), midnight_before(scenario.starts)
    found: list[Placed] = []
    remarks = list(timeline.remarks)
    begins, ends = session.begins, session.ends
    for entry in timeline.entries:
        at = midnight + entry.at
        if not begins <= at <= ends:
            why = translate(N_("it lies outside the scenario, which lasts from {begins} to {ends}"))
            why = why.format(begins=scenario.clock(begins), ends=scenario.clock(ends))
            remarks.append(Remark(entry.line, entry.text, why))
            continue
        match = matcher.match(entry.text)
        found.append(Placed(entry, at, command_of(entry, match, scenario), match))
    return Imported(tuple(found), tuple(sorted(remarks, key=lambda remark: remark.line)))


def matcher_of(session: Session, words: Mapping[str, Sequence[str]] | None = None) -> Matcher:
    """A matcher for the scenario of *session*, whatever language somebody writes in."""
    return Matcher(session.scenario, words, [session.texts(language) for language in LANGUAGES])


def import_evening(
    path: str | Path,
    timeline: Timeline,
    text: ScenarioText,
    output: str | Path | None,
    *,
    context: Context | None = None,
    words: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Imported, Session]:
    """The timeline of the file *path* as an observed session, in the log *output* (in memory if None).

    The same file gives the same log, byte for byte: the stamps of its records are the times in the file.
    Raises ScenarioError for a process or answers that are not valid, LogError if *output* cannot be written.
    """
    origin: dict[str, object] = {
        "import": Path(path).name,
        "digest": hashlib.sha256(Path(path).read_bytes()).hexdigest(),
        "date": timeline.day.isoformat() if timeline.day else "",
    }
    setup = observed_setup(text, context, origin)
    clock = _Clock(scenario_from_text(text))
    log = Log(clock.stamp) if output is None else JsonlLog(output, new=True, stamp=clock.stamp)
    try:
        session = Session(setup, log)
        imported = placed(timeline, session, words or {})
        for one in imported.placed:
            clock.at = one.at
            session.run(one.at)
            write_down(session, one)
        if imported.placed:
            session.send(EndExercise(by=FACILITATOR))
    finally:
        log.close()
    return imported, session


def write_down(session: Session, one: Placed) -> None:
    """Let it happen; what the session refuses, such as a measure that is going on already, becomes a note."""
    if isinstance(one.command, DecideMeasure) and one.command.measure in session.view().obstacles:
        session.send(_note(one.entry))
    else:
        session.send(one.command)


class _Clock:
    """The wall clock of an import: the time on the line that is being written down."""

    def __init__(self, scenario: Scenario) -> None:
        self.starts, self.at = scenario.starts, 0.0

    def stamp(self, _: int) -> str:
        return (self.starts + timedelta(seconds=self.at)).isoformat(timespec="milliseconds")


def command_of(entry: Entry, match: Match | None, scenario: Scenario) -> Command:
    """What *entry* becomes: the inject or measure that it matches, or a note."""
    if match is None or not match.counts:
        return _note(entry)
    id = match.candidate.id
    if match.candidate.kind == "inject":
        return FireInject(by=FACILITATOR, inject=id, why=_said(entry))
    return DecideMeasure(by=scenario.measure(id).decided_by[0], measure=id, why=_said(entry))


def _note(entry: Entry) -> AddNote:
    return AddNote(by=FACILITATOR, text=_said(entry))


def _said(entry: Entry) -> str:
    return f"{entry.who}: {entry.text}"[:5000] if entry.who else entry.text
