"""What events do to the indicators: one place that knows, for every kind of event."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from scenario_sim.engine.clock import Clock
from scenario_sim.engine.flow import Flow, Ramp
from scenario_sim.engine.plan import Consequence, Effect, Plan, PlannedChange
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


@dataclass(slots=True)
class _Holding:
    """What one measure in force holds up or down, and lets go of when it ends."""

    held: list[tuple[int, float]] = field(default_factory=list)
    ramps: list[Ramp] = field(default_factory=list)


class Effects:
    """The effects of one run; *come_to_now* is called before an effect ends by itself."""

    def __init__(self, plan: Plan, state: State, flow: Flow, clock: Clock, come_to_now: Callable[[], None]) -> None:
        self._plan = plan
        self._scenario = plan.scenario
        self._state = state
        self._flow = flow
        self._clock = clock
        self._come_to_now = come_to_now
        self._holdings: dict[tuple[str, int], _Holding] = {}

    def of(self, event: Event, consequence: Consequence) -> tuple[Sequence[Effect], Mapping[str, float]]:
        """The changes that *event* brings, with their amounts in the state as it is, and what they add in all."""
        costs = self._scenario.visibility if isinstance(event, MeasureTookEffect) else None
        if consequence.effects is not None and not costs:
            return consequence.effects, consequence.totals
        effects = self._worked_out(consequence, 1.0)
        if costs and isinstance(event, MeasureTookEffect):
            visibility = self._scenario.measure(event.measure).visibility
            if visibility:
                effects += self._worked_out(self._plan.consequence(costs.cost), visibility)
        return effects, self._plan.totals(effects)

    def apply(self, event: Event, effects: Sequence[Effect]) -> None:
        for change, amount in effects:
            if change.kind == "once":
                self._flow.once[change.place](amount)
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
                flow.hold[change.place](amount)
                holding.held.append((change.place, amount))

    def _end_ramp(self, ramp: Ramp) -> None:
        self._come_to_now()
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
            self._flow.hold[place](-amount)
        for ramp in holding.ramps:
            self._end_ramp(ramp)

    def _worked_out(self, consequence: Consequence, factor: float) -> list[Effect]:
        values, now, state = self._flow.values, self._clock.time, self._state
        return [(change, factor * change.amount(values, now, state)) for change in consequence.changes]

    def consequence(self, event: Event) -> Consequence | None:
        """What *event* does to the indicators; None if such events do nothing."""
        scenario, known = self._scenario, self._plan.consequence
        match event:
            case InjectDelivered(inject=inject):
                return known(scenario.injects_by_id[inject].effects)
            case MeasureDecided(measure=measure):
                return known(scenario.measures_by_id[measure].on_decision)
            case MeasureTookEffect(measure=measure):
                return known(scenario.measures_by_id[measure].effects)
            case OptionChosen(dilemma=dilemma, option=option):
                return known(next(o for o in scenario.dilemma(dilemma).options if o.id == option).effects)
            case ExpectationMissed(inject=inject, expected=expected, is_norm=is_norm):
                if is_norm:
                    return known(by_id(scenario.norms, expected).if_missed)
                return known(next(e for e in scenario.inject(inject).expected if e.id == expected).if_missed)
            case OutcomeCarriedOver(episode=episode):
                return known(scenario.episode(episode).returns)
            case AuthorityExceeded() | RequirementUnmet() if scenario.without_authority:
                return known(scenario.without_authority.effects)
            case ActionAdjudicated(changes=changes) | InjectAdded(changes=changes):
                return self._plan.made_up({indicator: Change(text) for indicator, text in changes.items()})
            case _:
                return None
