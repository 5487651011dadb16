"""The world of one run: the clock, the state, and the parts that make things happen in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from math import ceil, inf
from typing import Protocol

from scenario_sim.engine.clock import Appointment, Clock
from scenario_sim.engine.crowd import CrowdModel
from scenario_sim.engine.decisions import decide
from scenario_sim.engine.effects import Effects
from scenario_sim.engine.expectations import Expectations
from scenario_sim.engine.flow import Flow, Watch
from scenario_sim.engine.formulas import Condition
from scenario_sim.engine.ladder import Ladder
from scenario_sim.engine.operations import Operations
from scenario_sim.engine.plan import Plan, PlannedPhase
from scenario_sim.engine.policies import Policies
from scenario_sim.engine.scores import Outcome, outcome_of
from scenario_sim.engine.state import State, evolve
from scenario_sim.engine.streams import Streams
from scenario_sim.engine.triggers import Triggers
from scenario_sim.errors import Problem, ScenarioError
from scenario_sim.language import mark as N_
from scenario_sim.model.commands import Command
from scenario_sim.model.events import CommandRefused, Event, IndicatorsRecorded, PhaseBegan, SessionEnded

_MOST_ROUNDS = 1000
_MOST_STEPS = 20_000
"""Steps at one moment, beyond which nobody believes that it will ever end."""


class Part(Protocol):
    """Something in the world that reacts to events."""

    def on(self, event: Event) -> None: ...


class NeverSettles(ScenarioError):
    """Parts of the scenario keep triggering each other at one moment: an error of the scenario, found in play."""

    def __init__(self, clock: str, ids: Iterable[str]) -> None:
        problem = Problem(
            "E511",
            N_("at {clock} these keep triggering each other without end: {ids}"),
            {"clock": clock, "ids": ", ".join(ids)},
            N_("give one of them a time: 'for', a pause between repeats, a lead time or a reaction time"),
        )
        super().__init__([problem])


class World:
    """One run of a plan. Deterministic: same plan, seed, replication and commands give the same events.

    *seated* are the roles that people play; policies play the others. With *prepare* the policies of empty
    chairs also decide their preventive measures at the start.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        seed: int,
        replication: int = 0,
        seated: frozenset[str] = frozenset(),
        prepare: bool = True,
    ) -> None:
        self.plan = plan
        self.scenario = plan.scenario
        self.clock = Clock(plan.begins)
        self.streams = Streams(seed, replication)
        self.state = State.at_start(plan.index)
        for role in seated:
            self.state.seated[plan.index.roles[role]] = True
        self.flow = Flow(plan, self.state)
        self.effects = Effects(self)
        self.crowd = CrowdModel(plan, self.state, self.streams, self.flow.values)
        self.events: list[Event] = []
        self._turning: Appointment | None = None
        self._dirty = True
        self._steps_now = 0
        self.operations = Operations(self)
        self.triggers = Triggers(self)
        self.expectations = Expectations(self)
        self.ladder = Ladder(self)
        self.policies = Policies(self)
        self._parts: tuple[Part, ...] = (self.operations, self.expectations, self.triggers, self.policies)
        self._next_tick = plan.begins
        self._schedule()
        self.run(plan.begins)
        if prepare:
            self.policies.prepare()
            self._settle()
            self.run(plan.begins)

    # --- time ----------------------------------------------------------------------------------------------

    @property
    def now(self) -> float:
        return self.clock.time

    def run(self, until: float) -> None:
        """Play everything due at or before *until*, then let the clock stand at *until*."""
        until = min(until, self.plan.ends)
        while not self.state.over and self.clock.due(until):
            self._step()
        if not self.state.over:
            self.clock.move_on(until)

    def step(self) -> None:
        """Play on until something is recorded, or the run ends."""
        before = len(self.events)
        while not self.state.over and len(self.events) == before and self.clock.peek() < inf:
            self._step()
        if not self.state.over:
            self.run(self.now)

    def _step(self) -> None:
        before = self.clock.now
        self.clock.step()
        self._steps_now = self._steps_now + 1 if self.clock.now == before else 0
        if self._steps_now > _MOST_STEPS:
            raise self._never_settles()
        if self._dirty:
            self._settle()

    # --- commands and events -------------------------------------------------------------------------------

    def send(self, command: Command) -> None:
        """Let *command* happen now: events say what came of it."""
        self.run(self.now)
        for event in decide(self, command):
            self.emit(event)
        self._settle()
        self.run(self.now)

    def emit(self, event: Event) -> None:
        """Record *event*, change the state by it, and let every part react."""
        if self.state.over:
            return
        self.disturb()
        effects = self.effects.of(event)
        if effects:
            event = replace(event, effects=self.effects.totals(effects))  # type: ignore[call-arg]
        self.events.append(event)
        evolve(self.state, self.plan.index, event)
        self.effects.apply(event, effects)
        for part in self._parts:
            part.on(event)

    def act(self, command: Command, *, bot: bool) -> None:
        """Decide something that follows from a policy or a dilemma; what would be refused is left undone."""
        for event in decide(self, command, bot=bot):
            if not isinstance(event, CommandRefused):
                self.emit(event)

    def disturb(self) -> None:
        """Bring the indicators up to now, because something is about to change."""
        self.flow.advance(self.now)
        self._dirty = True

    def values(self) -> Mapping[str, float]:
        """The indicators now, by id. Reading changes nothing."""
        values = self.flow.values_at(self.now)
        return {id: values[place] for id, place in self.plan.index.indicators.items()}

    def outcome(self) -> Outcome:
        """Goals and indicators over the run so far. Reading changes nothing."""
        return outcome_of(self.plan, self.state, self.flow.gathered(self.now))

    def watch(
        self, condition: Condition, on_change: Callable[[bool], None], phases: frozenset[int] | None = None
    ) -> Watch:
        """Call *on_change* whenever *condition* becomes true or false, at the moment it does; outside *phases*
        it counts as false."""
        watch = Watch(condition, on_change, phases)
        self.flow.watches.append(watch)
        return watch

    # --- inside --------------------------------------------------------------------------------------------

    def _schedule(self) -> None:
        for phase in self.plan.phases:
            if phase.ends > phase.begins:
                self.clock.appoint(phase.begins, partial(self._begin, phase))
        if self.scenario.ends_when is not None:
            condition = self.plan.compiler.condition(self.scenario.ends_when)
            self.watch(condition, lambda true: self._end("condition") if true else None)
        for tracked in self.plan.tracked.values():
            self.watch(tracked, lambda _: None)  # a change is a turning point, so the time it holds is exact
        self.clock.appoint(self.plan.ends, self._time_is_up)

    def _begin(self, phase: PlannedPhase) -> None:
        self._next_tick = min(phase.begins + phase.tick, phase.ends)
        self.emit(PhaseBegan(at=self.now, phase=phase.id))
        if phase.main:
            self.flow.start_recording()
        self._record()
        self._keep_ticking(phase, 1)

    def _keep_ticking(self, phase: PlannedPhase, number: int) -> None:
        at = phase.begins + number * phase.tick
        self._next_tick = min(at, phase.ends)
        if at < phase.ends:
            self.clock.appoint(at, partial(self._tick, phase, number))
        elif phase.main:
            self.clock.appoint(phase.ends, self._stop_recording)

    def _tick(self, phase: PlannedPhase, number: int) -> None:
        self.disturb()
        self.crowd.round(self.flow.values, self.now)
        if number % max(1, round(phase.record / phase.tick)) == 0:
            self._record()
        self._keep_ticking(phase, number + 1)

    def _stop_recording(self) -> None:
        self.disturb()
        self.flow.stop_recording()

    def _record(self) -> None:
        index = self.plan.index
        joined = {group: round(self.state.joined[place], 6) for group, place in index.groups.items()}
        values = {id: round(value, 6) for id, value in self.values().items()}
        self.emit(IndicatorsRecorded(at=self.now, indicators=values, joined=joined))

    def _time_is_up(self) -> None:
        """End the run, after everything else that is due in its last instant."""
        if self.clock.due(self.now):
            self.clock.appoint(self.now, self._time_is_up)
        else:
            self._end("time")

    def _end(self, reason: str) -> None:
        self._record()
        self.emit(SessionEnded(at=self.now, reason=reason))

    def _settle(self) -> None:
        """Let every watch see the state until none of them changes it any more; then plan the next turning point."""
        for _ in range(_MOST_ROUNDS):
            self._dirty = False
            changed = [watch for watch in self.flow.watches if self._differs(watch)]
            for watch in changed:
                if self._differs(watch):
                    watch.true = not watch.true
                    watch.on_change(watch.true)
            if not changed:
                break
        else:
            raise self._never_settles()
        self._plan_turning_point()

    def _never_settles(self) -> NeverSettles:
        """The error that names what happened over and over."""
        latest = self.events[-100:]
        ids = {getattr(event, kind, "") for event in latest for kind in ("inject", "measure", "dilemma")} - {""}
        return NeverSettles(self.scenario.clock(self.now), sorted(ids))

    def _differs(self, watch: Watch) -> bool:
        return watch.active and watch.holds(self.flow.values, self.now, self.state) != watch.true

    def _plan_turning_point(self) -> None:
        if self._turning is not None:
            self._turning.cancel()
        if self.state.over:
            return
        at = self.flow.turn(self._next_tick)
        if at < inf:
            at = max(self.now + 0.001, ceil(at * 1000 - 1e-6) / 1000)
            self._turning = self.clock.appoint(at, self._turn)

    def _turn(self) -> None:
        """A watch changes or a hazard fires: bring the flow here; settling does the rest."""
        self.disturb()
        for hazard in self.flow.hazards:
            if hazard.armed and hazard.fires_after(0.0005) < inf:
                hazard.on_fire()
