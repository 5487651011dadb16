"""Deciding what comes of a command: a list of events, and no change of anything yet.

A refusal is an event too. Acting without the authority is not refused: it is recorded, and says whose power it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scenario_sim.engine.operations import Operations
from scenario_sim.engine.stage import Stage
from scenario_sim.engine.triggers import Triggers
from scenario_sim.model.amounts import Change
from scenario_sim.model.commands import (
    FACILITATOR,
    AddInject,
    Adjudicate,
    ChooseOption,
    CloseEpisode,
    Command,
    DecideMeasure,
    EndExercise,
    EndMeasure,
    FireInject,
    Improvise,
    LeaveSeat,
    PostponeInject,
    ProposeMeasure,
    ShareInject,
    SkipInject,
    TakeSeat,
    WearHat,
)
from scenario_sim.model.events import (
    ActionAdjudicated,
    ActionImprovised,
    AuthorityExceeded,
    CommandRefused,
    EpisodeClosed,
    Event,
    HatChanged,
    InjectAdded,
    InjectPostponed,
    InjectShared,
    InjectSkipped,
    MeasureDecided,
    MeasureProposed,
    MeasureStopped,
    OptionChosen,
    OutcomeCarriedOver,
    RequirementUnmet,
    SeatLeft,
    SeatTaken,
    SessionEnded,
)
from scenario_sim.model.expressions import Name, walk
from scenario_sim.model.injects import number_of_added
from scenario_sim.model.measures import Measure
from scenario_sim.model.units import duration_text

_FACILITATORS_OWN = (Adjudicate, AddInject, CloseEpisode, FireInject, PostponeInject, SkipInject)


def decide(
    stage: Stage, operations: Operations, triggers: Triggers, command: Command, *, bot: bool = False
) -> list[Event]:
    """The events that *command* leads to as things stand now."""
    return list(_Decision(stage, operations, triggers, command, bot).events())


def obstacle(stage: Stage, operations: Operations, measure: Measure) -> tuple[str, str] | None:
    """Why *measure* cannot be decided now, whoever does: the reason, and the resource that it is about, if any."""
    index, state = stage.plan.index, stage.state
    if measure.at_once == "one" and state.going[index.measures[measure.id]]:
        return "already", ""
    if stage.is_observed:
        return None
    if measure.available is not None:
        available = stage.plan.compiler.condition(measure.available)
        if not available.holds(stage.flow.values_at(stage.now), stage.now, state):
            return "not_available", ""
    if measure.kind == "preventive" and stage.now + measure.lead_time.expected > 0:
        return "too_late", ""
    for resource, needed in measure.needs.items():
        if needed > operations.totals[resource]:
            return "too_few", resource
        if needed > state.free[index.resources[resource]] and measure.when_busy == "refuse":
            return "busy", resource
    return None


class _Decision:
    def __init__(self, stage: Stage, operations: Operations, triggers: Triggers, command: Command, bot: bool) -> None:
        self.stage = stage
        self.operations = operations
        self.triggers = triggers
        self.state = stage.state
        self.index = stage.plan.index
        self.scenario = stage.scenario
        self.command = command
        self.bot = bot
        self.at = stage.now

    def events(self) -> Iterator[Event]:
        command = self.command
        if command.by != FACILITATOR and command.by not in self.index.roles:
            yield self.refuse("", "unknown_role")
            return
        if isinstance(command, _FACILITATORS_OWN) and command.by != FACILITATOR:
            yield self.refuse("", "not_facilitator")
            return
        match command:
            case ProposeMeasure() | DecideMeasure() | EndMeasure():
                yield from self.about_a_measure(command)
            case ChooseOption():
                yield from self.choose(command)
            case ShareInject() | FireInject() | PostponeInject() | SkipInject():
                yield from self.about_an_inject(command)
            case Improvise(text=text):
                number = len(self.state.improvised) + 1
                yield ActionImprovised(at=self.at, action=number, text=text, by=command.by)
            case Adjudicate():
                yield self.adjudicate(command)
            case WearHat(hat=hat):
                known = (command.by, hat) in self.index.hats
                yield (HatChanged(at=self.at, role=command.by, hat=hat) if known else self.refuse(hat, "unknown"))
            case TakeSeat(role=role) | LeaveSeat(role=role):
                yield self.seat(role, isinstance(command, TakeSeat))
            case AddInject():
                yield self.add_inject(command)
            case CloseEpisode(episode=episode):
                yield from self.close(command, episode)
            case EndExercise():
                yield SessionEnded(at=self.at, reason="exercise", by=command.by)

    def refuse(self, what: str, reason: str, **values: object) -> CommandRefused:
        command = self.command
        return CommandRefused(
            at=self.at,
            command=command.type,
            what=what,
            by=command.by,
            reason=reason,
            values={"what": what, "by": command.by, **values},
        )

    def close(self, command: CloseEpisode, episode: str) -> Iterator[Event]:
        """The open episode is over; anything else that is wished to be closed is refused."""
        if episode not in self.state.open_episodes:
            yield self.refuse(episode, "not_open")
        elif any((episode, name) not in self.index.kept for name in command.kept):
            yield self.refuse(episode, "unknown")
        else:
            yield EpisodeClosed(at=self.at, episode=episode, kept=command.kept, played=command.played, by=command.by)
            yield OutcomeCarriedOver(at=self.at, episode=episode)

    # --- measures ------------------------------------------------------------------------------------------

    def about_a_measure(self, command: ProposeMeasure | DecideMeasure | EndMeasure) -> Iterator[Event]:
        id = command.measure
        if id not in self.index.measures:
            yield self.refuse(id, "unknown")
        elif isinstance(command, ProposeMeasure):
            yield MeasureProposed(at=self.at, measure=id, by=command.by)
        elif isinstance(command, EndMeasure):
            if self.operations.latest(id) is None:
                yield self.refuse(id, "not_going_on")
            else:
                yield from self.authority(self.scenario.measure(id))
                yield MeasureStopped(at=self.at, measure=id, by=command.by, bot=self.bot)
        else:
            measure = self.scenario.measure(id)
            refusal = self.obstacle(measure)
            if refusal is not None:
                yield refusal
            else:
                yield from self.decide_measure(measure)

    def decide_measure(self, measure: Measure) -> Iterator[Event]:
        by, owner = self.command.by, measure.decided_by[0]
        if measure.hat and by == owner:
            hat = self.index.hats[owner, measure.hat]
            if self.state.hat[self.index.roles[owner]] != hat:
                yield HatChanged(at=self.at, role=owner, hat=measure.hat)
        yield from self.authority(measure)
        values = self.stage.flow.values_at(self.at)
        for number, requirement in enumerate(measure.requires, 1):
            if not self.stage.plan.compiler.condition(requirement.when).holds(values, self.at, self.state):
                yield RequirementUnmet(at=self.at, measure=measure.id, requirement=number, by=by, bot=self.bot)
        instance = self.state.decided[self.index.measures[measure.id]] + 1
        yield MeasureDecided(at=self.at, measure=measure.id, instance=instance, by=by, bot=self.bot)

    def authority(self, measure: Measure) -> Iterator[Event]:
        by = self.command.by
        if by not in measure.decided_by and by != FACILITATOR:
            yield AuthorityExceeded(at=self.at, what=measure.id, by=by, belongs_to=measure.decided_by, bot=self.bot)

    def obstacle(self, measure: Measure) -> CommandRefused | None:
        """The refusal if *measure* cannot be decided now, with the numbers that explain it."""
        found = obstacle(self.stage, self.operations, measure)
        match found:
            case None:
                return None
            case "too_late", _:
                lead = duration_text(measure.lead_time.expected)
                return self.refuse(measure.id, "too_late", lead=lead, start=self.scenario.clock(0))
            case "too_few", resource:
                there = self.operations.totals[resource]
                needed = measure.needs[resource]
                return self.refuse(measure.id, "too_few", needed=needed, resource=resource, there=there)
            case "busy", resource:
                free = int(self.state.free[self.index.resources[resource]])
                needed = measure.needs[resource]
                return self.refuse(measure.id, "busy", needed=needed, resource=resource, free=free)
            case reason, _:
                return self.refuse(measure.id, reason)

    # --- the rest ------------------------------------------------------------------------------------------

    def choose(self, command: ChooseOption) -> Iterator[Event]:
        if (command.dilemma, command.option) not in self.index.options:
            yield self.refuse(f"{command.dilemma}: {command.option}", "unknown")
            return
        if not self.state.raised[self.index.dilemmas[command.dilemma]]:
            yield self.refuse(command.dilemma, "not_raised")
            return
        owner = self.scenario.dilemma(command.dilemma).decided_by
        if command.by not in (owner, FACILITATOR):
            yield AuthorityExceeded(at=self.at, what=command.dilemma, by=command.by, belongs_to=(owner,), bot=self.bot)
        yield OptionChosen(at=self.at, dilemma=command.dilemma, option=command.option, by=command.by, bot=self.bot)

    def about_an_inject(self, command: ShareInject | FireInject | PostponeInject | SkipInject) -> Iterator[Event]:
        id = command.inject
        if isinstance(command, ShareInject):
            yield self.share(command)
            return
        if id not in self.index.injects:
            yield self.refuse(id, "unknown")
            return
        match command:
            case FireInject():
                yield self.triggers.delivery(id, command.by)
            case PostponeInject(delay=delay) if self.triggers.can_come(id):
                yield InjectPostponed(at=self.at, inject=id, until=round(self.at + delay, 3), by=command.by)
            case SkipInject() if self.triggers.can_come(id):
                yield InjectSkipped(at=self.at, inject=id, by=command.by)
            case _:
                yield self.refuse(id, "no_longer")

    def share(self, command: ShareInject) -> Event:
        knows = self.knows(command.by, command.inject)
        if knows is None:
            return self.refuse(command.inject, "unknown")
        unknown = [role for role in command.to if role not in self.index.roles]
        if unknown:
            return self.refuse(unknown[0], "unknown")
        if not knows:
            return self.refuse(command.inject, "not_known")
        return InjectShared(at=self.at, inject=command.inject, to=command.to, by=command.by)

    def knows(self, by: str, inject: str) -> bool | None:
        """Whether *inject*, an added one too, reached *by*; None if there is no such inject. The facilitator knows
        everything that came."""
        added, place = number_of_added(inject), self.index.injects.get(inject)
        if 0 < added <= len(self.state.added):
            return by == FACILITATOR or by in self.state.added[added - 1]
        if place is None:
            return None
        if by == FACILITATOR:
            return bool(self.state.delivered[place])
        return self.state.knows[self.index.roles[by]][place]

    def adjudicate(self, command: Adjudicate) -> Event:
        if command.action > len(self.state.improvised):
            return self.refuse(str(command.action), "no_such_action", action=command.action)
        return self.bad_effect(command.effects) or ActionAdjudicated(
            at=self.at,
            action=command.action,
            changes={indicator: str(change) for indicator, change in command.effects.items()},
            text=command.text,
            by=command.by,
        )

    def add_inject(self, command: AddInject) -> Event:
        channels = {channel.id for channel in self.scenario.channels}
        for id, known in [(command.channel, channels), *((role, set(self.index.roles)) for role in command.to)]:
            if id not in known:
                return self.refuse(id, "unknown")
        return self.bad_effect(command.effects) or InjectAdded(
            at=self.at,
            number=len(self.state.added) + 1,
            title=command.title,
            text=command.text,
            channel=command.channel,
            to=command.to,
            by=command.by,
            changes={indicator: str(change) for indicator, change in command.effects.items()},
        )

    def bad_effect(self, effects: Mapping[str, Change]) -> CommandRefused | None:
        """The refusal of the first of *effects* that names no indicator, has another unit, lasts, or is no number."""
        units = {indicator.id: indicator.unit for indicator in self.scenario.indicators}
        for indicator, change in effects.items():
            plain = not any(isinstance(part, Name) for part in walk(change.amount.root))
            if units.get(indicator) != change.unit or change.kind not in ("once", "over") or not plain:
                return self.refuse(indicator, "bad_effect", effect=f"{indicator}: {change}")
        return None

    def seat(self, role: str, taken: bool) -> Event:
        if role not in self.index.roles:
            return self.refuse(role, "unknown")
        if self.state.seated[self.index.roles[role]] == taken:
            return self.refuse(role, "same_seat")
        by = self.command.by
        return SeatTaken(at=self.at, role=role, by=by) if taken else SeatLeft(at=self.at, role=role, by=by)
