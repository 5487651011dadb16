"""Playing a log again: to look at any moment, to check it, to go on where it stopped, or to go on differently."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from pydantic import ValidationError

from scenario_sim import __version__
from scenario_sim.errors import LogError, ReplayMismatch, SessionOver
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import Command, command_from
from scenario_sim.session.episodes import replay_of_episode
from scenario_sim.session.log import JsonlLog, Log, Stamp, read_records
from scenario_sim.session.records import Entry, Record, command_data
from scenario_sim.session.session import Session
from scenario_sim.session.setup import Setup, setup_of


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking a log found: all is well, or a LogError would have been raised. *torn* counts bytes of a
    last record that was not written out; *head* seals everything before."""

    records: int
    events: int
    head: str
    digest: str
    torn: int


def replay(records: list[Record], until: float | None = None) -> Session:
    """The session that *records* tell of, played again in memory up to *until* (seconds; the last record if None).

    Raises LogError if they are no session, ReplayMismatch (with the line) if playing gives other events.
    """
    return _replayed(setup_of(records), records, until)


def replay_file(path: str | Path, until: float | None = None) -> Session:
    """As *replay*, from a log file; a torn last record is left out."""
    records, _ = read_records(path)
    return replay(records, until)


def verify(path: str | Path) -> Verification:
    """Check the chain of a log file and that playing it again gives the same events.

    Raises UnreadableInput, LogError or ReplayMismatch; the last two name the line.
    """
    records, torn = read_records(path)
    session = replay(records)
    events = sum(record.entry.kind == "event" for record in records)
    return Verification(len(records), events, records[-1].hash, session.digest, torn)


def resume(path: str | Path) -> Session:
    """Go on with the session in a log file, from the last acknowledged record; its log is written further.

    Events of the last call that did not reach the disk happen again, the same.
    Raises as *verify*, and LogError when another program has the log open.
    """
    log = JsonlLog(path)
    try:
        session = replay(log.records)
        missing = session.log.records[len(log.records) :]
        log.append(record.entry for record in missing)
    except BaseException:
        log.close()
        raise
    session.log = log
    return session


def branch(path: str | Path, at: float, target: str | Path) -> Session:
    """A new session that shares the log up to and including *at* (seconds) and goes on by itself in *target*.

    Raises as *verify*, and LogError if *target* exists.
    """
    records, _ = read_records(path)
    setup = setup_of(records)
    origin = {"head": records[-1].hash, "at": at, "seed": setup.seed}
    session = _replayed(replace(setup, branched_from=origin, version=__version__), records, at)
    session.mark()
    log = JsonlLog(target, new=True)
    try:
        log.append(session.log.entries)
    except BaseException:
        log.close()
        raise
    session.log = log
    return session


def _replayed(setup: Setup, records: list[Record], until: float | None) -> Session:
    """A session in memory that begins as *setup* says and played *records* up to *until*, each of them the same."""
    session = Session(setup, Log(stamp=_stamps_of(records)))
    _play(session, records[1:], until)
    if until is not None:
        session.run(until)
    _compare(session, records[1:] if until is None else [r for r in records[1:] if r.entry.at <= until])
    return session


def _stamps_of(records: list[Record]) -> Stamp:
    """Wall-clock times are data: a replayed record gets the one that was written."""
    return lambda n: records[n].utc if n < len(records) else ""


def _play(session: Session, records: Iterable[Record], until: float | None) -> None:
    """Give *session* the commands of *records* at their times, and let the clock come as far as they tell."""
    for record in records:
        if until is not None and record.entry.at > until:
            break
        _play_one(session, record)


def _play_one(session: Session, record: Record) -> None:
    entry = record.entry
    if entry.kind == "event" and session.now >= entry.at:
        return
    session.run(entry.at)
    match entry.kind:
        case "command":
            if entry.type == "CloseEpisode":
                session.inner = None
            try:
                session.send(_command(record, entry))
            except SessionOver:
                raise _mismatch(record, N_("the end of the session")) from None
        case "mark":
            session.mark()
        case "episode":
            inner = replay_of_episode(session, record)
            if inner.entry.kind != "session" and session.inner is not None:
                _play_one(session.inner, inner)
        case _:
            pass


def _command(record: Record, entry: Entry) -> Command:
    try:
        return command_from(command_data(entry))
    except ValidationError:
        line = record.n + 1
        raise LogError(translate(N_("line {line} is not a command")).format(line=line), line) from None


def _compare(session: Session, logged: list[Record]) -> None:
    """Every record after the first must be the one that *session* played; it may have played on after them."""
    played = session.log.records[1:]
    for here, there in zip_longest(played[: len(logged)], logged):
        if here is None or here.entry != there.entry:
            raise _mismatch(there, _short(here.entry) if here else N_("nothing"))


def _mismatch(record: Record, played: str) -> ReplayMismatch:
    line = record.n + 1
    said = translate(N_("line {line} says {logged}, but playing it again gives {played}"))
    return ReplayMismatch(said.format(line=line, logged=_short(record.entry), played=translate(played)), line)


def _short(entry: Entry) -> str:
    return f"{entry.type} @ {entry.at:g} s"
