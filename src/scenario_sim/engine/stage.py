"""What everything in a run stands on: the clock, the state, the indicators, and the events that change them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import ceil, inf
from typing import ClassVar, Protocol

from scenario_sim.engine.clock import Appointment, Clock
from scenario_sim.engine.effects import Effects
from scenario_sim.engine.flow import Flow, Watch
from scenario_sim.engine.formulas import Condition
from scenario_sim.engine.plan import Plan
from scenario_sim.engine.state import State, evolve
from scenario_sim.engine.streams import Streams
from scenario_sim.errors import Problem, ScenarioError
from scenario_sim.language import mark as N_
from scenario_sim.model.commands import Command
from scenario_sim.model.events import Event, MeasureEnded

_MOST_ROUNDS = 1000
_MOST_STEPS = 20_000
"""Steps at one moment, beyond which nobody believes that it will ever end."""


Act = Callable[[Command, bool], None]
"""Decides something that follows from a policy (then the second is True) or a dilemma."""


class Part(Protocol):
    """Something in the world that reacts to the events of the kinds that it *hears*."""

    hears: ClassVar[tuple[type[Event], ...]]

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


class Stage:
    """A run without the parts that act in it: events come, the state follows, the indicators flow between them.

    After every call the stage is settled: nothing that is due is left undone, and no watch waits to be told.
    While an episode is open, what is due waits with the clock.
    """

    def __init__(self, plan: Plan, streams: Streams) -> None:
        self.plan = plan
        self.scenario = plan.scenario
        self.clock = Clock(plan.begins)
        self.streams = streams
        self.state = State.at_start(plan.index)
        self.flow = Flow(plan, self.state)
        self.effects = Effects(plan, self.state, self.flow, self.clock, self.disturb)
        self.events: list[Event] = []
        self._hearers: dict[type[Event], list[Callable[[Event], None]]] = {}
        self.next_tick = plan.begins
        self._turning: Appointment | None = None
        self._dirty = True
        self._steps_now = 0

    # --- time ----------------------------------------------------------------------------------------------

    @property
    def now(self) -> float:
        return self.clock.time

    def run(self, until: float) -> None:
        """Play everything due at or before *until*, then let the clock stand at *until*."""
        clock = self.clock
        clock.limit(min(until, self.plan.ends))
        while not self.stands_still and clock.is_due():
            self._step()
        if not self.stands_still:
            clock.move_on()

    @property
    def stands_still(self) -> bool:
        """Whether the clock goes no further: the run is over, or an episode is open."""
        return self.state.over or bool(self.state.open_episodes)

    def step(self) -> None:
        """Play on until something is recorded, or the run ends."""
        before = len(self.events)
        self.clock.limit(self.now)
        while not self.stands_still and len(self.events) == before and self.clock.peek() < inf:
            self._step()
        self.run(self.now)

    def _step(self) -> None:
        before = self.clock.now
        self.clock.step()
        self._steps_now = self._steps_now + 1 if self.clock.now == before else 0
        if self._steps_now > _MOST_STEPS:
            raise self._never_settles()
        if self._dirty:
            self.settle()

    # --- what happens --------------------------------------------------------------------------------------

    def emit(self, event: Event) -> None:
        """Record *event*, change the state by it, and let every part that hears of its kind react."""
        if self.state.over:
            return
        self.disturb()
        kind = event.__class__
        effects = self.effects.of(event)
        if effects:
            # Nobody has seen the event yet: this is where it comes about.
            object.__setattr__(event, "effects", self.effects.totals(effects))
        self.events.append(event)
        evolve(self.state, self.plan.index, event)
        if effects or kind is MeasureEnded:
            self.effects.apply(event, effects)
        for hear in self._hearers.get(kind, ()):
            hear(event)

    def _let_hear(self, parts: Iterable[Part]) -> None:
        """From now on, *parts* react, in this order."""
        for part in parts:
            for kind in part.hears:
                self._hearers.setdefault(kind, []).append(part.on)

    def note(self, event: Event) -> None:
        """Record *event*, which changes nothing and to which nothing reacts."""
        if not self.state.over:
            self.events.append(event)

    def disturb(self) -> None:
        """Bring the indicators up to now, because something is about to change."""
        self.flow.advance(self.now)
        self._dirty = True

    def watch(
        self, condition: Condition, on_change: Callable[[bool], None], phases: frozenset[int] | None = None
    ) -> Watch:
        """Call *on_change* whenever *condition* becomes true or false, at the moment it does; outside *phases*
        it counts as false."""
        return self.flow.watch(condition, on_change, phases)

    def values(self) -> Mapping[str, float]:
        """The indicators now, by id. Reading changes nothing."""
        values = self.flow.values_at(self.now)
        return {id: values[place] for id, place in self.plan.index.indicators.items()}

    # --- settling ------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Let every watch see the state until none of them changes it any more; then plan the next turning point."""
        for _ in range(_MOST_ROUNDS):
            self._dirty = False
            changed = self.flow.differing()
            for place in changed:
                watch = self.flow.watches[place]
                if self._differs(watch):
                    self.flow.true[place] = now = not watch.true
                    watch.on_change(now)
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
        active = self.flow.active[watch.place]
        return active and watch.holds(self.flow.values, self.now, self.state) != watch.true

    def _plan_turning_point(self) -> None:
        if self._turning is not None:
            self._turning.cancel()
            self._turning = None
        if not self.state.over:
            self._appoint_turn(self.flow.turn(self.next_tick))

    def _appoint_turn(self, at: float) -> None:
        if at < inf:
            at = max(self.now + 0.001, ceil(at * 1000 - 1e-6) / 1000)
            self._turning = self.clock.appoint(at, self._turn)

    def _turn(self) -> None:
        """A watch changes or a hazard fires: bring the flow here; settling does the rest."""
        self.disturb()
        for hazard in self.flow.firing():
            hazard.on_fire()
