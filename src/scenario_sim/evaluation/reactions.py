"""What was expected after each inject, held against what was done: in time, late, not, or not applicable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from scenario_sim.model.events import (
    Event,
    ExpectationMet,
    ExpectationMissed,
    InjectDelivered,
    MeasureDecided,
    OptionChosen,
)
from scenario_sim.model.injects import Inject
from scenario_sim.model.scenario import Scenario, by_id
from scenario_sim.session import Session

Standing = Literal["in_time", "late", "not", "not_applicable"]
Why = Literal["", "foreseen", "did_not_come", "time_not_up"]

_Key = tuple[str, int, str, bool]
_Act = MeasureDecided | OptionChosen


@dataclass(frozen=True, slots=True)
class Reaction:
    """One action expected of *roles* after delivery *number* of an inject (0: it never came).

    *expected* is the id of the expected action, or the norm's when *is_norm*. Times are simulation seconds, which stand
    still while the exercise is paused: *since* the inject came, *deadline*, and *done_at* when *through* (a measure or
    dilemma) was decided by *by*. A *late* one was done first after its deadline. *why*: *foreseen* is going on already
    when the inject came; an action is not applicable when the inject *did_not_come* or when its *time_not_up* yet.
    """

    inject: str
    number: int
    expected: str
    is_norm: bool
    roles: tuple[str, ...]
    goal: str
    standing: Standing
    why: Why = ""
    since: float | None = None
    deadline: float | None = None
    through: str = ""
    done_at: float | None = None
    by: str = ""
    bot: bool = False

    @property
    def late_by(self) -> float | None:
        """Seconds after the deadline, of what was done late."""
        if self.standing != "late" or self.done_at is None or self.deadline is None:
            return None
        return round(self.done_at - self.deadline, 3)


@dataclass(frozen=True, slots=True)
class _Expected:
    """What the scenario expects after an inject, as far as it can be measured."""

    id: str
    is_norm: bool
    roles: tuple[str, ...]
    goal: str
    within: float
    met_by: tuple[str, ...]


def reactions(session: Session) -> tuple[Reaction, ...]:
    """Every expected action of every delivery, in the order of the deliveries, then those of injects that never came.

    Each is in exactly one class. *session* counts as it stands: what still has time is not applicable.
    """
    table, scenario = session.table, session.scenario
    agreed = {id: said.who for id, said in table.talk.agreed.items()}
    done: list[ExpectationMet | ExpectationMissed] = [*table.met, *table.missed]
    settled = {_key(one): one for one in done}
    acts = _Acts(session.events)
    found = []
    for delivered in acts.delivered:
        for expected in _expected(scenario, scenario.inject(delivered.inject), agreed):
            outcome = settled.get((delivered.inject, delivered.number, expected.id, expected.is_norm))
            begun = replace(
                _never(delivered.inject, expected),
                number=delivered.number,
                since=delivered.at,
                deadline=round(delivered.at + expected.within, 3),
                why="time_not_up",
            )
            found.append(_settled(begun, expected, outcome, acts))
    came = {delivered.inject for delivered in acts.delivered}
    for inject in scenario.injects:
        if inject.id not in came:
            found += [_never(inject.id, expected) for expected in _expected(scenario, inject, agreed)]
    return tuple(found)


def grid(
    found: tuple[Reaction, ...], scenario: Scenario
) -> list[tuple[tuple[str, int], dict[str, tuple[Reaction, ...]]]]:
    """The reactions to every delivery that asked for one (inject and number), by role, in order of time."""
    rows: dict[tuple[str, int], dict[str, list[Reaction]]] = {}
    for one in found:
        if one.number:
            row = rows.setdefault((one.inject, one.number), {role.id: [] for role in scenario.roles})
            for role in one.roles:
                row.setdefault(role, []).append(one)
    return [(key, {role: tuple(ones) for role, ones in row.items()}) for key, row in rows.items()]


# --- inside --------------------------------------------------------------------------------------------------


class _Acts:
    """The deliveries and decisions of a session, with the place of each event in its order."""

    def __init__(self, events: list[Event]) -> None:
        self.delivered = [event for event in events if isinstance(event, InjectDelivered)]
        self.place: dict[_Key, int] = {}
        self.by_what: dict[str, list[tuple[int, _Act]]] = {}
        for place, event in enumerate(events):
            match event:
                case MeasureDecided(measure=what) | OptionChosen(dilemma=what):
                    self.by_what.setdefault(what, []).append((place, event))
                case ExpectationMet() | ExpectationMissed():
                    self.place[_key(event)] = place
                case _:
                    pass

    def last_before(self, what: str, place: int) -> _Act | None:
        return next((act for at, act in reversed(self.by_what.get(what, ())) if at < place), None)

    def first_after(self, met_by: tuple[str, ...], place: int) -> tuple[str, _Act] | None:
        after = [
            next(((at, what, act) for at, act in self.by_what.get(what, ()) if at > place), None) for what in met_by
        ]
        first = min((one for one in after if one is not None), key=lambda one: one[0], default=None)
        return None if first is None else first[1:]


def _key(one: ExpectationMet | ExpectationMissed) -> _Key:
    return one.inject, one.number, one.expected, one.is_norm


def _expected(scenario: Scenario, inject: Inject, agreed: Mapping[str, tuple[str, ...]]) -> Iterator[_Expected]:
    for one in inject.expected:
        yield _Expected(one.id, False, (one.role,), one.goal or "", one.within.seconds, one.met_by)
    if inject.norm is not None:
        norm = by_id(scenario.norms, inject.norm)
        if norm.met_by and norm.within:
            who = agreed.get(norm.id) or norm.who
            yield _Expected(norm.id, True, who, norm.goal or "", norm.within.seconds, norm.met_by)


def _never(inject: str, expected: _Expected) -> Reaction:
    return Reaction(
        inject, 0, expected.id, expected.is_norm, expected.roles, expected.goal, "not_applicable", "did_not_come"
    )


def _settled(
    begun: Reaction, expected: _Expected, outcome: ExpectationMet | ExpectationMissed | None, acts: _Acts
) -> Reaction:
    if outcome is None:
        return begun
    place = acts.place[_key(outcome)]
    if isinstance(outcome, ExpectationMet):
        act = acts.last_before(outcome.through, place)
        foreseen = act is not None and outcome.seconds == 0 and act.at < outcome.at
        met = replace(begun, standing="in_time", why="foreseen" if foreseen else "", through=outcome.through)
        return met if act is None else replace(met, done_at=act.at, by=act.by, bot=act.bot)
    after = acts.first_after(expected.met_by, place)
    if after is None:
        return replace(begun, standing="not", why="")
    through, act = after
    return replace(begun, standing="late", why="", through=through, done_at=act.at, by=act.by, bot=act.bot)
