"""What people say to each other at the table: judgements, advice, agreements, notes. The world does not hear it."""

from __future__ import annotations

from scenario_sim.model.commands import (
    FACILITATOR,
    AddNote,
    AdviseOption,
    AgreeAction,
    AgreeNorm,
    GoOn,
    JudgeBehaviour,
    LookBack,
    RevealAdvice,
    RevealJudgements,
    ReviewAction,
    RewordInject,
    SetBookmark,
    SkipNorm,
    StopForReal,
    Talk,
    WeighGoals,
    Withdraw,
)
from scenario_sim.model.events import CommandRefused, Event
from scenario_sim.model.talk_events import (
    ActionAgreed,
    ActionReviewed,
    AdviceRevealed,
    BehaviourJudged,
    BookmarkSet,
    GoalsWeighed,
    InjectReworded,
    JudgementsRevealed,
    LookedBack,
    NormAgreed,
    NormSkipped,
    NoteAdded,
    OptionAdvised,
    RecordWithdrawn,
    StoppedForReal,
    WentOn,
)
from scenario_sim.session.table import Table

_FACILITATORS_OWN = (RevealJudgements, AgreeNorm, SkipNorm, RevealAdvice, RewordInject, ReviewAction, GoOn)


def say(table: Table, command: Talk, at: float) -> Event:
    """The event that *command* leads to as *table* stands: what was said, or why it was refused."""
    refusal = _refusal(table, command)
    if refusal is not None:
        reason, what = refusal
        return CommandRefused(
            at=at,
            command=command.type,
            what=what,
            by=command.by,
            reason=reason,
            values={"what": what, "by": command.by},
        )
    match command:
        case JudgeBehaviour(norm=norm, colour=colour, confidence=confidence, by=by, why=why):
            return BehaviourJudged(at=at, norm=norm, colour=colour, confidence=confidence, by=by, sentence=why)
        case AdviseOption(dilemma=dilemma, option=option, confidence=confidence, by=by, why=why):
            return OptionAdvised(at=at, dilemma=dilemma, option=option, confidence=confidence, by=by, sentence=why)
        case RevealJudgements(norm=norm, by=by):
            return JudgementsRevealed(at=at, norm=norm, by=by)
        case RevealAdvice(dilemma=dilemma, by=by):
            return AdviceRevealed(at=at, dilemma=dilemma, by=by)
        case AgreeNorm(norm=norm, colour=colour, response=response, who=who, by=by):
            return NormAgreed(at=at, norm=norm, colour=colour, response=response, who=who, by=by)
        case SkipNorm(norm=norm, by=by, why=why):
            return NormSkipped(at=at, norm=norm, by=by, reason=why)
        case _:
            return _said_plainly(table, command, at)


def _said_plainly(table: Table, command: Talk, at: float) -> Event:
    by = command.by
    match command:
        case AddNote(text=text, kind=kind, goal=goal):
            return NoteAdded(at=at, text=text, kind=kind, by=by, goal=goal or "")
        case RewordInject():
            return InjectReworded(at=at, inject=command.inject, text=command.text, by=by)
        case WeighGoals():
            return GoalsWeighed(at=at, weights=dict(command.weights), by=by)
        case SetBookmark():
            return BookmarkSet(at=at, by=by, text=command.text)
        case Withdraw(record=record):
            return RecordWithdrawn(at=at, record=record, by=by)
        case StopForReal():
            return StoppedForReal(at=at, by=by)
        case GoOn():
            return WentOn(at=at, by=by)
        case LookBack():
            return LookedBack(
                at=at, by=by, surprised=command.surprised, went_well=command.went_well, change=command.change
            )
        case AgreeAction():
            return ActionAgreed(
                at=at,
                action=len(table.talk.actions) + 1,
                text=command.text,
                owner=command.owner,
                by=by,
                due=command.due,
                check=command.check,
                goal=command.goal or "",
            )
        case ReviewAction(text=text, done=done, owner=owner, due=due, check=check):
            return ActionReviewed(at=at, text=text, done=done, by=by, owner=owner, due=due, check=check)
    raise TypeError(command.type)


def _refusal(table: Table, command: Talk) -> tuple[str, str] | None:
    """Why *command* cannot be, as (reason, what it is about); None if it can."""
    conversation = table.talk
    roles = [role.id for role in table.scenario.roles]
    if command.by != FACILITATOR and command.by not in roles:
        return "unknown_role", command.by
    if isinstance(command, _FACILITATORS_OWN) and command.by != FACILITATOR:
        return "not_facilitator", command.type
    for what, known in _named(table, command):
        if what not in known:
            return "unknown", what
    match command:
        case JudgeBehaviour(norm=norm) if norm in conversation.judgements_shown:
            return "revealed", norm
        case AdviseOption(dilemma=dilemma) if dilemma not in table.dilemmas:
            return "not_raised", dilemma
        case AdviseOption(dilemma=dilemma) if dilemma in conversation.advice_shown:
            return "revealed", dilemma
        case RevealJudgements(norm=norm) if not conversation.judgements.get(norm):
            return "nothing_yet", norm
        case RevealAdvice(dilemma=dilemma) if not conversation.advice.get(dilemma):
            return "nothing_yet", dilemma
        case GoOn() if not conversation.stopped:
            return "not_stopped", ""
        case StopForReal() if conversation.stopped:
            return "stopped", ""
        case _:
            return None


def _named(table: Table, command: Talk) -> list[tuple[str, list[str]]]:
    """Every id in *command* with the ids that exist."""
    scenario = table.scenario
    goals = [goal.id for goal in scenario.goals]
    roles = [role.id for role in scenario.roles]
    match command:
        case AddNote(goal=goal) if goal is not None:
            return [(goal, goals)]
        case JudgeBehaviour(norm=norm) | RevealJudgements(norm=norm) | SkipNorm(norm=norm):
            return [(norm, [known.id for known in scenario.norms])]
        case AgreeNorm(norm=norm, who=who):
            return [(norm, [known.id for known in scenario.norms]), *((role, roles) for role in who)]
        case AdviseOption(dilemma=dilemma, option=option):
            options = [o.id for d in scenario.dilemmas if d.id == dilemma for o in d.options]
            return [(dilemma, [known.id for known in scenario.dilemmas]), (option, options)]
        case RevealAdvice(dilemma=dilemma):
            return [(dilemma, [known.id for known in scenario.dilemmas])]
        case RewordInject(inject=inject):
            return [(inject, [*(known.id for known in scenario.injects), *table.added])]
        case WeighGoals(weights=weights):
            return [(goal, goals) for goal in weights]
        case AgreeAction(owner=owner, goal=goal):
            return [(owner, roles), *([(goal, goals)] if goal is not None else [])]
        case _:
            return []
