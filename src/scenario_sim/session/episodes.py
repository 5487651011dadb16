"""A moment of a process being played: a session of its own, whose records go into the log of the process."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable
from typing import Any

from scenario_sim.errors import LogError
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.loading import complete_context, scenario_from_text
from scenario_sim.model.commands import FACILITATOR, CloseEpisode
from scenario_sim.model.diagnosis import Context
from scenario_sim.model.episodes import Carried, Episode
from scenario_sim.model.events import Event
from scenario_sim.model.scenario import Scenario
from scenario_sim.session.log import Log
from scenario_sim.session.records import Entry, Record
from scenario_sim.session.session import Session
from scenario_sim.session.setup import Setup, setup_of

_PIECES = 40
"""In so many pieces an episode is played when somebody waits for it."""


def setup_of_episode(
    process: Session, *, seated: Iterable[str] = (), prepare: bool = True, context: Context | None = None
) -> Setup:
    """How the episode that stands open in *process* begins: as the process comes to it, with what it has prepared.

    People sit in *seated*; with *prepare* the policies of empty chairs prepare too. *context* are the answers of the
    diagnosis if people gave other ones than the state of the process does.
    Raises KeyError if none is open, ScenarioError or UnreadableInput if its scenario cannot be used.
    """
    episode = process.scenario.episode(process.open_episode or "")
    text = process.setup.text.of_episode(episode.plays)
    return Setup(
        text,
        seed=_seed(process, episode),
        replication=process.setup.replication,
        context=carried_into(process, episode, scenario_from_text(text)) if context is None else context,
        seated=tuple(seated),
        prepare=prepare,
        prepared=tuple(one.measure for one in episode.prepared if process.value(one.when)),
    )


def begin_episode(
    process: Session, *, seated: Iterable[str] = (), prepare: bool = True, context: Context | None = None
) -> Session:
    """Begin the episode that stands open in *process*, and return its session; it is ``process.inner`` from now on.

    Everything else as in *setup_of_episode*.
    """
    setup = setup_of_episode(process, seated=seated, prepare=prepare, context=context)
    return _begun(process, process.open_episode or "", setup)


def carried_into(process: Session, episode: Episode, scenario: Scenario) -> Context:
    """The diagnosis of *episode*, as far as the state of the process answers it; the rest keeps its default."""
    given: dict[str, Any] = {}
    for carried in episode.context:
        answer = _answer(process, carried, scenario)
        if answer is not None:
            given[carried.question] = answer
    return complete_context(scenario, given)


def end_episode(process: Session) -> list[Event]:
    """The episode that was begun is over: the process keeps what it wants of it, and its clock goes on. Returns what
    that does in the process."""
    inner, id = process.inner, process.open_episode
    if inner is None or id is None:
        raise LogError(translate(N_("no episode is being played")))
    inner.mark()
    kept = {"peak_level": float(inner.table.peak_level)}
    kept |= {kept.id: round(inner.value(kept.value), 6) for kept in process.scenario.episode(id).keeps}
    played = bool(inner.setup.seated) or any(entry.kind == "command" for entry in inner.log.entries)
    process.inner = None
    events = process.send(CloseEpisode(by=FACILITATOR, episode=id, kept=kept, played=played))
    inner.log.close()
    return events


def simulating(process: Session) -> Generator[float, None, list[Event]]:
    """Play the open episode by its policies to its end, in small pieces; yields the share that is done and returns
    what came of it in the process. Closed before its end, it leaves the process as it was: nothing of an episode that
    was not begun before gets into its log."""
    inner = process.inner or Session(setup_of_episode(process))
    while not inner.is_over:
        inner.run(min(inner.ends, inner.now + (inner.ends - inner.begins) / _PIECES))
        if inner.is_stopped:
            return []
        yield (inner.now - inner.begins) / (inner.ends - inner.begins)
    if process.inner is None:
        _taken_over(process, process.open_episode or "", inner)
    return end_episode(process)


def play_through(session: Session, until: float) -> None:
    """Play *session* on to *until*, with every episode on the way played by its policies to its end."""
    session.run(until)
    while session.open_episode is not None and not session.is_over and not session.is_stopped:
        for _ in simulating(session):
            pass
        session.run(until)


def replay_of_episode(process: Session, record: Record) -> Record:
    """What *record* of an episode says, as a record of the episode itself; a first one begins its session.

    Raises LogError where it does not belong.
    """
    entry = record.entry
    try:
        inner = Entry(entry.data["at"], entry.data["kind"], entry.type, entry.by, entry.why, entry.data.get("data", {}))
        episode = entry.data["episode"]
    except KeyError:
        raise _not_here(record) from None
    if inner.kind != "session":
        if process.inner is None or process.open_episode != episode:
            raise _not_here(record)
        return Record(record.n, record.utc, inner, record.hash)
    if process.open_episode != episode or process.inner is not None:
        raise _not_here(record)
    text = process.setup.text.of_episode(process.scenario.episode(episode).plays)
    data = {**inner.data, "scenario": dict(text.files)}
    first = Record(record.n, record.utc, Entry(inner.at, "session", inner.type, data=data), record.hash)
    _begun(process, episode, setup_of([first]))
    return first


def records_of_episode(process: Session, episode: str) -> list[Record]:
    """The records of one *episode* of *process* as a log of their own would have them; none if it has not begun."""
    log = Log(stamp=lambda n: stamps[n])
    text = process.setup.text.of_episode(process.scenario.episode(episode).plays)
    stamps, entries = [], []
    for record in process.log.records:
        entry = record.entry
        if entry.kind == "episode" and entry.data["episode"] == episode:
            data = dict(entry.data.get("data", {}))
            data |= {"scenario": dict(text.files)} if entry.data["kind"] == "session" else {}
            stamps.append(record.utc)
            entries.append(Entry(entry.data["at"], entry.data["kind"], entry.type, entry.by, entry.why, data))
    log.append(entries)
    return log.records


class EpisodeLog(Log):
    """The records of an episode in memory, each of them kept first in the log of its process.

    The scenario is not written again: the process has it with its own.
    """

    def __init__(self, process: Session, episode: str) -> None:
        super().__init__(stamp=lambda n: self._utc[n])
        self._process = process
        self._episode = episode
        self._utc: list[str] = []

    def append(self, entries: Iterable[Entry]) -> None:
        entries = list(entries)
        before = len(self._process.log.records)
        self._process.keep_of_episode([self._wrapped(entry) for entry in entries])
        self._utc += [record.utc for record in self._process.log.records[before:]]
        super().append(entries)

    def _wrapped(self, entry: Entry) -> Entry:
        data: dict[str, Any] = {"episode": self._episode, "at": entry.at, "kind": entry.kind}
        inner = {key: value for key, value in entry.data.items() if entry.kind != "session" or key != "scenario"}
        data |= {"data": inner} if inner else {}
        return Entry(self._process.now, "episode", entry.type, entry.by, entry.why, data)


def _taken_over(process: Session, episode: str, inner: Session) -> None:
    """*inner* was played in memory; from now on it is the episode of *process*, with all its records."""
    log = EpisodeLog(process, episode)
    log.append(inner.log.entries)
    inner.log, process.inner = log, inner


def _begun(process: Session, episode: str, setup: Setup) -> Session:
    process.inner = Session(setup, EpisodeLog(process, episode))
    return process.inner


def _seed(process: Session, episode: Episode) -> int:
    """A seed of its own for each episode, so that two that play the same scenario do not share their chances."""
    said = f"{process.setup.seed}:{episode.id}".encode()
    return int.from_bytes(hashlib.sha256(said).digest()[:6])


def _answer(process: Session, carried: Carried, scenario: Scenario) -> float | str | None:
    if carried.number is not None:
        question = next(question for question in scenario.diagnosis if question.id == carried.question)
        value = process.value(carried.number)
        return min(max(value, question.range[0]), question.range[1]) if question.range else value
    return next((one.answer for one in carried.answers if one.when is None or process.value(one.when)), None)


def _not_here(record: Record) -> LogError:
    line = record.n + 1
    return LogError(translate(N_("line {line} was altered or does not belong here")).format(line=line), line)


__all__ = [
    "EpisodeLog", "begin_episode", "carried_into", "end_episode", "play_through",
    "records_of_episode", "replay_of_episode", "setup_of_episode", "simulating",
]  # fmt: skip
