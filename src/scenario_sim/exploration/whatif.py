"""What if: paired continuations of a logged session, without and with changes, on common random numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial

from scenario_sim.errors import Problem, ScenarioError
from scenario_sim.exploration.changes import Change
from scenario_sim.exploration.courses import Continued, Course, changed, continued, course_of
from scenario_sim.exploration.estimates import Estimate, mean, paired
from scenario_sim.exploration.points import Played
from scenario_sim.exploration.workers import Tick, spread
from scenario_sim.language import mark as N_
from scenario_sim.session import Session, replay
from scenario_sim.session.records import Record

CHUNK = 5
"""Pairs that a worker does at once: few, so that the bar moves and Ctrl-C has something to give."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One number without and with the changes, and the paired difference (with − without)."""

    without: Estimate
    with_it: Estimate
    difference: Estimate


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What the changes come to from *at* (simulation seconds) on, under the scenario's assumptions. *session* is the
    whole session that was logged; *refused* says for each change, by reason, in how many continuations it could not
    be."""

    session: Session
    at: float
    without: tuple[Played, ...]
    with_it: tuple[Played, ...]
    refused: tuple[Counter[str], ...]

    @property
    def count(self) -> int:
        """The pairs of continuations behind every number."""
        return len(self.without)

    def compared(self, number: Callable[[Played], float]) -> Compared:
        """Any *number* of a continuation; needs at least two of them."""
        without, with_it = [number(one) for one in self.without], [number(one) for one in self.with_it]
        return Compared(mean(without), mean(with_it), paired(with_it, without))


def what_if(
    records: Sequence[Record],
    at: float,
    changes: Sequence[Change],
    *,
    replications: int,
    seed: int | None = None,
    workers: int | None = None,
    tick: Tick = lambda _: None,
) -> WhatIf:
    """Continue the session in *records* from *at* (simulation seconds), *replications* times without and with
    *changes*.

    What lies before *at* is as it was logged; a change that lies before it makes the evening go its own way from there,
    with the same people, the same decisions and the same chances up to *at*. From there on policies play all chairs,
    and chance is drawn anew under *seed* (that of the log if None). Ctrl-C ends it with the pairs that are done.
    Raises LogError or ReplayMismatch if *records* are no session, ScenarioError for a process, for a moment outside the
    session, and for a change of something that is not in the log.
    """
    session, without, with_it = _courses(records, at, changes)
    work = partial(_pair, without, with_it, session.setup.seed if seed is None else seed)
    pairs = spread(work, range(replications), workers=workers, chunk=CHUNK, tick=tick, stoppable=True)
    return _found(session, at, changes, pairs)


def what_if_work(
    records: Sequence[Record], at: float, changes: Sequence[Change], *, replications: int
) -> Generator[float, None, WhatIf]:
    """As *what_if*, pair by pair in this process, for a screen that goes on meanwhile: yields the share done."""
    session, without, with_it = _courses(records, at, changes)
    pairs = []
    for number in range(replications):
        pairs.append(_pair(without, with_it, session.setup.seed, number))
        yield (number + 1) / replications
    return _found(session, at, changes, pairs)


Pair = tuple[Continued, Continued]


def _courses(records: Sequence[Record], at: float, changes: Sequence[Change]) -> tuple[Session, Course, Course]:
    session = replay(list(records))
    _must_be_possible(session, at)
    return session, *changed(course_of(records, session, at), session, changes)


def _found(session: Session, at: float, changes: Sequence[Change], pairs: Sequence[Pair]) -> WhatIf:
    refused = tuple(Counter[str]() for _ in changes)
    for _, other in pairs:
        for number, reason in set(other.refused):
            refused[number][reason] += 1
    without, with_it = tuple(one.played for one, _ in pairs), tuple(other.played for _, other in pairs)
    return WhatIf(session, at, without, with_it, refused)


def _pair(without: Course, with_it: Course, seed: int, number: int) -> Pair:
    return continued(without, seed, number), continued(with_it, seed, number)


def _must_be_possible(session: Session, at: float) -> None:
    scenario = session.scenario
    if scenario.episodes:
        raise ScenarioError([Problem(
            "E522", N_("this is the log of a process; a what-if needs the log of one evening"), {},
            N_("play the moment by itself, and ask about that log"),
        )])  # fmt: skip
    last = session.now if session.is_over else session.ends
    if not session.begins <= at <= last:
        values = {"time": scenario.clock(at), "begins": scenario.clock(session.begins), "ends": scenario.clock(last)}
        raise ScenarioError([Problem("E505", N_("{time} lies outside the run, from {begins} to {ends}"), values)])
