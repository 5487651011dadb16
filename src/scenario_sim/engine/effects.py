"""What events do to the indicators: one place that knows, for every kind of event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from scenario_sim.engine.clock import Clock
from scenario_sim.engine.flow import Flow, Ramp
from scenario_sim.engine.plan import Plan, PlannedChange
from scenario_sim.engine.state import State
from scenario_sim.model.amounts import Change
from scenario_sim.model.events import (
    ActionAdjudicated,
    AuthorityExceeded,
    Event,
    ExpectationMissed,
    InjectAdded,
    InjectDelivered,
    MeasureDecided,
    MeasureEnded,
    MeasureTookEffect,
    OptionChosen,
    OutcomeCarriedOver,
    RequirementUnmet,
)
from scenario_sim.model.scenario import by_id

Effect = tuple[PlannedChange, float]
"""A change and its amount, worked out at the moment of the event."""


@dataclass(slots=True)
class _Holding:
    """What one measure in force holds up or down, and lets go of when it ends."""

    held: list[tuple[int, float]] = field(default_factory=list)
    ramps: list[Ramp] = field(default_factory=list)


class Effects:
    """The effects of one run; *disturb* is called before an effect ends by itself."""

    def __init__(self, plan: Plan, state: State, flow: Flow, clock: Clock, disturb: Callable[[], None]) -> None:
        self._plan = plan
        self._scenario = plan.scenario
        self._state = state
        self._flow = flow
        self._clock = clock
        self._disturb = disturb
        self._ids = tuple(plan.index.indicators)
        self._holdings: dict[tuple[str, int], _Holding] = {}

    def of(self, event: Event) -> list[Effect]:
        """The changes that *event* brings, with their amounts in the state as it is."""
        effects = self._worked_out(self._changes(event), 1.0)
        if isinstance(event, MeasureTookEffect) and self._scenario.visibility:
            visibility = self._scenario.measure(event.measure).visibility
            if visibility:
                effects += self._worked_out(self._plan.planned(self._scenario.visibility.cost), visibility)
        return effects

    def totals(self, effects: list[Effect]) -> dict[str, float]:
        """Per indicator what *effects* add in all; changes per unit of time are left out, for they have no total."""
        totals: dict[str, float] = {}
        for change, amount in effects:
            if change.kind != "per":
                id = self._ids[change.place]
                totals[id] = round(totals.get(id, 0.0) + amount, 9)
        return totals

    def apply(self, event: Event, effects: list[Effect]) -> None:
        for change, amount in effects:
            if change.kind == "once":
                self._flow.change(change, amount)
            else:
                self._apply(change, amount, self._holding(event))
        if isinstance(event, MeasureEnded) and event.was_in_force:
            self._let_go(event)

    def _apply(self, change: PlannedChange, amount: float, holding: _Holding) -> None:
        flow = self._flow
        match change.kind:
            case "over":
                ramp = Ramp(change.place, amount / change.seconds)
                flow.add_ramp(ramp)
                self._clock.appoint(self._clock.time + change.seconds, partial(self._end_ramp, ramp))
            case "per":
                ramp = Ramp(change.place, amount / change.seconds)
                flow.add_ramp(ramp)
                holding.ramps.append(ramp)
            case _:
                flow.change(change, amount)
                if change.kind == "held":
                    holding.held.append((change.place, amount))

    def _end_ramp(self, ramp: Ramp) -> None:
        self._disturb()
        self._flow.end_ramp(ramp)

    def _holding(self, event: Event) -> _Holding:
        if isinstance(event, MeasureTookEffect):
            return self._holdings.setdefault((event.measure, event.instance), _Holding())
        return _Holding()

    def _let_go(self, event: MeasureEnded) -> None:
        holding = self._holdings.pop((event.measure, event.instance), None)
        if holding is None:
            return
        for place, amount in holding.held:
            self._flow.undo_held(place, amount)
        for ramp in holding.ramps:
            self._end_ramp(ramp)

    def _worked_out(self, changes: list[PlannedChange], factor: float) -> list[Effect]:
        if not changes:
            return []
        values, now, state = self._flow.values, self._clock.time, self._state
        return [
            (change, factor * (change.amount(values, now, state) if change.fixed is None else change.fixed))
            for change in changes
        ]

    def _changes(self, event: Event) -> list[PlannedChange]:
        scenario, planned = self._scenario, self._plan.planned
        match event:
            case InjectDelivered(inject=inject):
                return planned(scenario.inject(inject).effects)
            case MeasureDecided(measure=measure):
                return planned(scenario.measure(measure).on_decision)
            case MeasureTookEffect(measure=measure):
                return planned(scenario.measure(measure).effects)
            case OptionChosen(dilemma=dilemma, option=option):
                return planned(next(o for o in scenario.dilemma(dilemma).options if o.id == option).effects)
            case ExpectationMissed(inject=inject, expected=expected, is_norm=is_norm):
                if is_norm:
                    return planned(by_id(scenario.norms, expected).if_missed)
                return planned(next(e for e in scenario.inject(inject).expected if e.id == expected).if_missed)
            case OutcomeCarriedOver(episode=episode):
                return planned(scenario.episode(episode).returns)
            case AuthorityExceeded() | RequirementUnmet() if scenario.without_authority:
                return planned(scenario.without_authority.effects)
            case ActionAdjudicated(changes=changes) | InjectAdded(changes=changes):
                return self._plan.made_up({indicator: Change(text) for indicator, text in changes.items()})
            case _:
                return []
