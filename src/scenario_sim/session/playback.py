"""A log played again in memory: on record by record, as far as one wants, and back by beginning anew."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from math import inf

from pydantic import ValidationError

from scenario_sim.errors import LogError, ReplayMismatch, SessionOver
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import Command, command_from
from scenario_sim.model.events import Event
from scenario_sim.session.episodes import replay_of_episode
from scenario_sim.session.log import Log
from scenario_sim.session.records import Entry, Record, command_data
from scenario_sim.session.session import Session
from scenario_sim.session.setup import Setup, setup_of

_PIECE = 50
"""Records that are played at once, when somebody waits for it."""


class Playback:
    """*session* stands where the first *played* of *records* have led to; every one of them came out the same.

    Moves as a session does, with *run* and *step*, but what people did comes from the log. Raises LogError if
    *records* are no session; moving raises ReplayMismatch (with the line) if playing gives other events.
    """

    def __init__(self, records: Sequence[Record], setup: Setup | None = None) -> None:
        self.records = list(records)
        self._setup = setup if setup is not None else setup_of(self.records)
        self.back()

    @property
    def now(self) -> float:
        return self.session.now

    @property
    def ends(self) -> float:
        """The simulation time of the last record."""
        return self.records[-1].entry.at

    @property
    def is_over(self) -> bool:
        """Whether all records are played, up to the time of the last."""
        return self.played == len(self.records) and self.now >= self.ends

    def back(self) -> None:
        """Begin anew, before the first event."""
        self.session = Session(self._setup, Log(stamp=self._stamp))
        self.played = self._compared = 1

    def add(self, records: Iterable[Record]) -> None:
        """There is more in the log by now; *run* plays it."""
        self.records += records

    def run(self, until: float = inf) -> list[Event]:
        """Play every record at or before *until* (simulation seconds), let the clock stand there, at most at the last
        record, and return what happened. Does nothing when *until* is past."""
        return self.play(until=until, most=len(self.records))

    def play(self, until: float, most: int) -> list[Event]:
        """As *run*, but at most *most* records, for those who show how far it is."""
        events: list[Event] = []
        for record in self.records[self.played : self.played + most]:
            if record.entry.at > until:
                break
            events += _play(self.session, record)
            self.played += 1
        if self.played == len(self.records) or self.records[self.played].entry.at > until:
            events += self.session.run(min(until, self.ends))
        self._compare()
        return events

    def step(self) -> list[Event]:
        """Play on to the next recorded moment and return all of that moment."""
        later = (record.entry.at for record in self.records[self.played :] if record.entry.kind != "mark")
        return self.run(next(later, self.ends))

    def to(self, at: float) -> None:
        """Let the clock stand at *at* (simulation seconds), whether that lies ahead or behind."""
        if at < self.now:
            self.back()
        self.run(at)

    def step_back(self) -> None:
        """Back to the recorded moment before this one, or to the beginning."""
        earlier = [record.entry.at for record in self.records if record.entry.kind != "mark"]
        self.to(max((at for at in earlier if at < self.now), default=self.session.begins))

    def playing(self, until: float, events: list[Event]) -> Generator[float, None, None]:
        """As *run*, in small pieces: adds to *events* what happened and yields the share of it that is done."""
        first = self.played
        while True:
            events += self.play(until, _PIECE)
            if self.played == len(self.records) or self.records[self.played].entry.at > until:
                return
            yield (self.played - first) / (len(self.records) - first)

    def mark(self) -> None:
        """The log knows already where the clock stands."""

    # --- inside --------------------------------------------------------------------------------------------

    def _stamp(self, n: int) -> str:
        """Wall-clock times are data: a replayed record gets the one that was written."""
        return self.records[n].utc if n < len(self.records) else ""

    def _compare(self) -> None:
        """Every record that was played must be the one that the session made; it may have played on after them."""
        made = self.session.log.records
        for n in range(self._compared, self.played):
            here = made[n] if n < len(made) else None
            if here is None or here.entry != self.records[n].entry:
                raise mismatch(self.records[n], _short(here.entry) if here else N_("nothing"))
        self._compared = self.played


def _play(session: Session, record: Record) -> list[Event]:
    """Let the clock of *session* come as far as *record* tells, and do what it says: give the command, or go on in the
    episode that is being played."""
    entry = record.entry
    if entry.kind == "event" and session.now >= entry.at:
        return []
    events = session.run(entry.at)
    match entry.kind:
        case "command":
            if entry.type == "CloseEpisode":
                session.inner = None
            try:
                events += session.send(_command(record))
            except SessionOver:
                raise mismatch(record, N_("the end of the session")) from None
        case "mark":
            session.mark()
        case "episode":
            inner = replay_of_episode(session, record)
            if inner.entry.kind != "session" and session.inner is not None:
                _play(session.inner, inner)
        case _:
            pass
    return events


def mismatch(record: Record, played: str) -> ReplayMismatch:
    """The error that playing *record* again gave something else, which *played* names."""
    line = record.n + 1
    said = translate(N_("line {line} says {logged}, but playing it again gives {played}"))
    return ReplayMismatch(said.format(line=line, logged=_short(record.entry), played=translate(played)), line)


def _command(record: Record) -> Command:
    try:
        return command_from(command_data(record.entry))
    except ValidationError:
        line = record.n + 1
        raise LogError(translate(N_("line {line} is not a command")).format(line=line), line) from None


def _short(entry: Entry) -> str:
    return f"{entry.type} @ {entry.at:g} s"
