"""Courses: ways a logged evening may go on. What lies before a moment is as it was logged; policies play from there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from scenario_sim.engine.plan import Keep
from scenario_sim.engine.world import World
from scenario_sim.errors import Problem, ScenarioError
from scenario_sim.exploration.changes import Answered, Change, Chosen, Moved, NotTaken, Taken
from scenario_sim.exploration.points import DesignPoint, Played
from scenario_sim.language import mark as N_
from scenario_sim.loading import Action
from scenario_sim.model.commands import FACILITATOR, ChooseOption, DecideMeasure, LeaveSeat, Talk, command_from
from scenario_sim.model.events import CommandRefused, MeasureDecided, OptionChosen
from scenario_sim.session import Session, Setup
from scenario_sim.session.records import Record, command_data


@dataclass(frozen=True, slots=True)
class Withheld:
    """A measure or dilemma that no policy decides from *since* up to *until* (simulation seconds)."""

    id: str
    since: float
    until: float


@dataclass(frozen=True, slots=True)
class Added:
    """What a change adds to the log: *action*, for change number *change* (from 0; -1 for what the log has later)."""

    change: int
    action: Action


@dataclass(frozen=True, slots=True)
class Course:
    """A session as *setup* says, with the *actions* of people up to *at* (simulation seconds) and what is *added*,
    which may come later; from *at* on policies play all chairs, on chances of their own."""

    setup: Setup
    at: float
    actions: tuple[Action, ...]
    added: tuple[Added, ...] = ()
    withheld: tuple[Withheld, ...] = ()


@dataclass(frozen=True, slots=True)
class Continued:
    """What one continuation came to; *refused* has the number of a change and why what it adds could not be."""

    played: Played
    refused: tuple[tuple[int, str], ...]


def course_of(records: Sequence[Record], session: Session, at: float) -> Course:
    """The course of a logged *session* up to *at*, without a change."""
    actions, stopped = [], False
    for record in records:
        entry = record.entry
        if entry.kind == "command" and entry.at <= at:
            command = command_from(command_data(entry))
            if not isinstance(command, Talk):
                actions += [] if stopped else [Action(entry.at, command)]
        elif entry.type in ("StoppedForReal", "WentOn"):
            stopped = entry.type == "StoppedForReal"
    return Course(session.setup, at, tuple(actions))


def changed(course: Course, session: Session, changes: Sequence[Change]) -> tuple[Course, Course]:
    """*course* without and with *changes*. A decision that a change is about also comes in the course without it when
    the log has it after the moment. Raises ScenarioError when the log does not have what a change is about."""
    without, other = course, course
    problems: list[Problem] = []
    for number, change in enumerate(changes):
        try:
            without, other = _later(without, session, change), _applied(other, session, number, change)
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return without, other


def continued(course: Course, seed: int, number: int) -> Continued:
    """Continuation *number* of *course* to its end; two courses share their chances for the same number and *seed*."""
    setup = course.setup
    world = World(
        DesignPoint(setup.text, setup.context).plan,
        seed=setup.seed,
        replication=setup.replication,
        seated=frozenset(setup.seated),
        prepare=setup.prepare,
        prepared=setup.prepared,
        keep=Keep.TALLY,
        observed=setup.observed,
        left_out=frozenset(one.id for one in course.withheld if one.since == -inf),
    )
    refused: list[tuple[int, str]] = []
    steps = list(_steps(course))
    for at, _, step in [step for step in steps if step[0] <= course.at]:
        _do(world, at, step, refused)
    world.run(course.at)
    world.renew(seed, number)
    for role, place in world.plan.index.roles.items():
        if world.state.seated[place]:
            world.send(LeaveSeat(by=FACILITATOR, role=role))
    for at, _, step in [step for step in steps if step[0] > course.at]:
        _do(world, at, step, refused)
    world.run(world.plan.ends)
    tally = world.tally()
    played = Played(number, tally.peak_level, tally.goals, tally.reached, tally.delivered, tally.indicators)
    return Continued(played, tuple(refused))


Step = Action | Added | frozenset[str]


def _steps(course: Course) -> Iterator[tuple[float, int, Step]]:
    """What is done in *course*, in order: actions of the log before those that are added, and the sets of what is
    withheld, around them."""
    steps: list[tuple[float, int, Step]] = [(action.at, 1, action) for action in course.actions]
    steps += [(added.action.at, 2, added) for added in course.added]
    edges = {(one.since, 0) for one in course.withheld} | {(one.until, 3) for one in course.withheld}
    for at, order in edges:
        ids = {one.id for one in course.withheld if one.since <= at < one.until or (at == one.until and order == 0)}
        if abs(at) < inf:
            steps.append((at, order, frozenset(ids)))
    yield from sorted(steps, key=lambda step: step[:2])


def _do(world: World, at: float, step: Step, refused: list[tuple[int, str]]) -> None:
    world.run(at)
    if isinstance(step, frozenset):
        world.left_out = step
    elif isinstance(step, Action):
        world.send(step.command)
    else:
        reasons = [event.reason for event in world.send(step.action.command) if isinstance(event, CommandRefused)]
        reasons += ["over"] if world.state.over and not reasons else []
        refused += [(step.change, reason) for reason in reasons if step.change >= 0]


# --- changes ------------------------------------------------------------------------------------------------


def _later(course: Course, session: Session, change: Change) -> Course:
    """*course* with the decisions that the log has after its moment, if *change* is about them."""
    if isinstance(change, Moved | NotTaken):
        later = [Added(-1, one) for one in _decisions(session, change.measure) if one.at > course.at]
        return _with(course, change.measure, later)
    if isinstance(change, Chosen):
        later = [Added(-1, one) for one in _choices(session, change.dilemma) if one.at > course.at]
        return _with(course, change.dilemma, later)
    return course


def _with(course: Course, id: str, later: list[Added]) -> Course:
    if not later or any(one.id == id for one in course.withheld):
        return course
    held = Withheld(id, course.at, later[-1].action.at)
    return replace(course, added=(*course.added, *later), withheld=(*course.withheld, held))


def _applied(course: Course, session: Session, number: int, change: Change) -> Course:
    scenario = session.scenario
    match change:
        case Answered(question=question, answer=answer):
            return replace(course, setup=replace(course.setup, context={**course.setup.context, question: answer}))
        case Taken(measure=measure, at=at, by=by):
            at = course.at if at is None else at
            command = DecideMeasure(by=by or scenario.measure(measure).decided_by[0], measure=measure)
            return _adding(course, session, number, [Action(at, command)])
        case NotTaken(measure=measure, since=since):
            kept = tuple(one for one in course.actions if not (_decides(one, measure) and one.at >= since))
            held = Withheld(measure, since, inf)
            return replace(course, actions=kept, withheld=(*course.withheld, held))
        case Moved(measure=measure, shift=shift):
            logged = _decisions(session, measure)
            if not logged:
                raise _not_logged(measure, _decided(session))
            moved = [Action(round(one.at + shift, 3), one.command) for one in logged]
            return _instead(course, session, number, measure, moved)
        case Chosen(dilemma=dilemma, option=option, at=at, by=by):
            chosen = _choices(session, dilemma)
            if at is None and not chosen:
                raise _not_logged(dilemma, [event.dilemma for event in session.table.choices])
            owner = scenario.dilemma(dilemma).decided_by
            choose = ChooseOption(by=by or owner, dilemma=dilemma, option=option)
            return _instead(course, session, number, dilemma, [Action(chosen[0].at if at is None else at, choose)])


def _instead(course: Course, session: Session, number: int, id: str, actions: list[Action]) -> Course:
    """*actions* in the place of all that people and policies decide about *id*, up to the last of them."""
    kept = tuple(one for one in course.actions if not _decides(one, id))
    held = Withheld(id, -inf, max(action.at for action in actions))
    course = replace(course, actions=kept, withheld=(*course.withheld, held))
    return _adding(course, session, number, actions)


def _adding(course: Course, session: Session, number: int, actions: list[Action]) -> Course:
    for action in actions:
        if not session.begins <= action.at <= session.ends:
            values = {"begins": session.scenario.clock(session.begins), "ends": session.scenario.clock(session.ends),
                      "time": session.scenario.clock(action.at)}  # fmt: skip
            raise ScenarioError([Problem("E505", N_("{time} lies outside the run, from {begins} to {ends}"), values)])
    return replace(course, added=(*course.added, *(Added(number, action) for action in actions)))


def _decides(action: Action, id: str) -> bool:
    command = action.command
    return (isinstance(command, DecideMeasure) and command.measure == id) or (
        isinstance(command, ChooseOption) and command.dilemma == id
    )


def _decisions(session: Session, measure: str) -> list[Action]:
    """The decisions for *measure* in the log, of people, policies and dilemmas."""
    return [
        Action(event.at, DecideMeasure(by=event.by, measure=measure))
        for event in session.events
        if isinstance(event, MeasureDecided) and event.measure == measure
    ]


def _choices(session: Session, dilemma: str) -> list[Action]:
    """What was chosen in *dilemma* in the log; when time ran out, by its owner."""
    owner = session.scenario.dilemma(dilemma).decided_by
    return [
        Action(event.at, ChooseOption(by=event.by or owner, dilemma=dilemma, option=event.option))
        for event in session.events
        if isinstance(event, OptionChosen) and event.dilemma == dilemma
    ]


def _decided(session: Session) -> list[str]:
    return list(dict.fromkeys(event.measure for event in session.events if isinstance(event, MeasureDecided)))


def _not_logged(id: str, decided: Sequence[str]) -> ScenarioError:
    hint = N_("this log has decisions on: {ids}") if decided else N_("nothing like it was decided in this log")
    values = {"id": id, "ids": ", ".join(dict.fromkeys(decided))}
    return ScenarioError([Problem("E521", N_("'{id}' was not decided in this log"), values, hint)])
