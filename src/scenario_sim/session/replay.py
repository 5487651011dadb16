"""Playing a log again: to look at any moment, to check it, to go on where it stopped, or to go on differently."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path

from scenario_sim import __version__
from scenario_sim.session.log import JsonlLog, read_log, read_records
from scenario_sim.session.playback import Playback
from scenario_sim.session.records import Record
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
    return replay(read_log(path), until)


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
    work = resuming(path)
    while True:
        try:
            next(work)
        except StopIteration as done:
            session: Session = done.value
            return session


def resuming(path: str | Path) -> Generator[float, None, Session]:
    """As *resume*, in small pieces: yields the share that is done. Closed before its end, it lets go of the log."""
    log = JsonlLog(path)
    try:
        playback = Playback(log.records)
        yield from playback.playing(inf, [])
        session = playback.session
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
    playback = Playback(records, setup)
    playback.run(inf if until is None else until)
    if until is not None:
        playback.session.run(until)
    return playback.session
