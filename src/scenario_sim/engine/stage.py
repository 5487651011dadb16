"""What everything in a run stands on: the clock, the state, the indicators, and the events that change them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import ceil, inf
from typing import Any, Protocol

from scenario_sim.engine.clock import Clock
from scenario_sim.engine.effects import Effects
from scenario_sim.engine.flow import Flow
from scenario_sim.engine.formulas import Condition
from scenario_sim.engine.plan import Effect, Keep, Plan, Sequel
from scenario_sim.engine.state import State, evolve, parts_changed
from scenario_sim.engine.streams import Streams
from scenario_sim.errors import Problem, ScenarioError
from scenario_sim.language import mark as N_
from scenario_sim.model.commands import Command
from scenario_sim.model.events import (
    Event,
    InjectDelivered,
    MeasureDecided,
    MeasureEnded,
    MeasureFailed,
    MeasureStarted,
    MeasureTookEffect,
)

_ABOUT = {
    InjectDelivered: "inject", MeasureDecided: "measure", MeasureStarted: "measure", MeasureTookEffect: "measure",
    MeasureEnded: "measure", MeasureFailed: "measure",
}  # fmt: skip
"""Events from which always the same follows when they are about the same."""
_MOST_NAMED = 100
_MOST_ROUNDS = 1000
_MOST_STEPS = 20_000
"""Steps at one moment, beyond which nobody believes that it will ever end."""


Act = Callable[[Command, bool], None]
"""Decides something that follows from a policy (then the second is True) or a dilemma."""


Reactions = Mapping[type[Event], Callable[[Any], None]]
"""What is done after an event, by its kind."""


class Part(Protocol):
    """Something in the world that reacts to events."""

    def reactions(self) -> Reactions: ...


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

    def __init__(self, plan: Plan, streams: Streams, keep: Keep) -> None:
        self.plan = plan
        self.keep = keep
        self.scenario = plan.scenario
        self.clock = Clock(plan.begins, self._turn)
        self.streams = streams
        self.state = State.at_start(plan.index)
        self.flow = Flow(plan, self.state)
        self.effects = Effects(plan, self.state, self.flow, self.clock, self.come_to_now)
        self.events: list[Event] = []
        """All so far, in order; of a run that keeps a tally only, none."""
        self._latest: deque[Event] = deque(maxlen=_MOST_NAMED)
        self._keep_event = self.events.append if keep is Keep.LOG else self._latest.append
        self._reactions: dict[type[Event], list[Callable[[Any], None]]] = {}
        self.next_tick = plan.begins
        self.is_observed = False
        """Whether an evening is only written down: nothing comes by itself, and what people do is never refused."""
        self._dirty = True
        self._stirred: set[int] | None = None

    # --- time ----------------------------------------------------------------------------------------------

    @property
    def now(self) -> float:
        return self.clock.time

    def run(self, until: float) -> None:
        """Play everything due at or before *until*, then let the clock stand at *until*."""
        self.clock.limit(min(until, self.plan.ends))
        self._play(inf)
        if not self.stands_still:
            self.clock.move_on()

    @property
    def stands_still(self) -> bool:
        """Whether the clock goes no further: the run is over, or an episode is open."""
        return self.state.over or bool(self.state.open_episodes)

    def step(self) -> None:
        """Play on until something is recorded, or the run ends; with a tally only, nothing is."""
        self.clock.limit(self.plan.ends, gliding=False)
        self._play(len(self.events))
        self.run(self.now)

    def _play(self, most: float) -> None:
        """Do what is due within the limit of the clock, until more than *most* events are recorded."""
        if self.stands_still:
            return
        clock, state, events, settle = self.clock, self.state, self.events, self.settle
        moment, steps = clock.time, 0
        for action in clock.actions():
            action()
            if self._dirty:
                settle()
            if state.over or state.open_episodes or (most < inf and len(events) > most):
                return
            if clock.time > moment:
                moment, steps = clock.time, 0
            elif steps > _MOST_STEPS:
                raise self._never_settles()
            else:
                steps += 1

    # --- what happens --------------------------------------------------------------------------------------

    def emit(self, event: Event) -> None:
        """Record *event*, change the state by it, and let every part react."""
        if self.state.over:
            return
        self.flow.advance(self.clock.time)
        self._dirty = True
        kind = event.__class__
        sequel = self._sequel(event)
        if sequel.watches is None or self._stirred is None:
            self._stirred = None
        else:
            self._stirred.update(sequel.watches)
        if sequel.consequence is None:
            effects: Sequence[Effect] = ()
        else:
            effects, totals = self.effects.of(event, sequel.consequence)
            if totals:  # nobody has seen the event yet: this is where it comes about
                object.__setattr__(event, "effects", totals)
        self._keep_event(event)
        evolve(self.state, self.plan.index, event)
        if effects or kind is MeasureEnded:
            self.effects.apply(event, effects)
        for react in self._reactions.get(kind, ()):
            react(event)

    def _sequel(self, event: Event) -> Sequel:
        """What follows from *event*; for events about injects and measures it is known from the last time."""
        about = _ABOUT.get(event.__class__)
        if about is None:
            return Sequel(self.flow.readers_of(parts_changed(self.plan.index, event)), self.effects.consequence(event))
        key = (event.__class__, getattr(event, about))
        sequel = self.plan.sequels.get(key)
        if sequel is None:
            watches = self.flow.readers_of(parts_changed(self.plan.index, event))
            sequel = self.plan.sequels[key] = Sequel(watches, self.effects.consequence(event))
        return sequel

    def _let_react(self, parts: Iterable[Part]) -> None:
        """From now on, *parts* react, in this order."""
        for part in parts:
            for kind, reaction in part.reactions().items():
                self._reactions.setdefault(kind, []).append(reaction)

    def note(self, event: Event) -> None:
        """Record *event*, which changes nothing and to which nothing reacts."""
        if not self.state.over:
            self._keep_event(event)

    def come_to_now(self) -> None:
        """Bring the indicators up to now, from where they will flow on in another way."""
        self.flow.advance(self.clock.time)
        self._dirty = True

    def disturb(self, part: str = "") -> None:
        """Bring the indicators up to now, because *part* of the state, or it may be any, is about to change."""
        self.come_to_now()
        if not part:
            self._stirred = None
        elif self._stirred is not None and part in self.flow.readers:
            self._stirred.update(self.flow.readers[part])

    def values_here(self) -> list[float]:
        """The indicators now, by place, brought up to now because something is about to change."""
        self.come_to_now()
        return self.flow.values

    def watch(
        self, condition: Condition, on_change: Callable[[bool], None], phases: frozenset[int] | None = None
    ) -> int:
        """See Flow.watch."""
        return self.flow.watch(condition, on_change, phases)

    def values(self) -> Mapping[str, float]:
        """The indicators now, by id. Reading changes nothing."""
        values = self.flow.values_at(self.now)
        return {id: values[place] for id, place in self.plan.index.indicators.items()}

    # --- settling ------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Let every watch see the state until none of them changes it any more; then plan the next turning point."""
        flow, clock, rounds = self.flow, self.clock, 0
        self._dirty = True
        while self._dirty and (changed := self._look_around()):
            for place in changed:
                if place == changed[0] or flow.differs(place, flow.values, clock.time):
                    flow.true[place] = now = not flow.true[place]
                    flow.on_change[place](now)
            rounds += 1
            if rounds == _MOST_ROUNDS:
                raise self._never_settles()
        clock.no_turn()
        if not self.state.over:
            flow.then = self.next_tick
            flow.is_quiet = quiet = flow.turn(flow.then)
            if not quiet:
                self._appoint_turn()

    def _look_around(self) -> Sequence[int]:
        """The watches that have changed since they were looked at last."""
        flow, stirred, self._dirty = self.flow, self._stirred, False
        if stirred is None:
            self._stirred = set()
            return flow.all_differing()
        strays = flow.strays()
        if strays is None:
            return flow.all_differing()
        if not strays and not stirred and not flow.always_stirred:
            return ()
        self._stirred = set()
        return flow.differing(stirred, strays)

    def _never_settles(self) -> NeverSettles:
        """The error that names what happened over and over."""
        latest = self.events[-_MOST_NAMED:] or self._latest
        ids = {getattr(event, kind, "") for event in latest for kind in ("inject", "measure", "dilemma")} - {""}
        return NeverSettles(self.scenario.clock(self.now), sorted(ids))

    def _appoint_turn(self) -> None:
        """When something happens before the next tick, let it be a turn."""
        at = self.flow.first(self.flow.then)
        if at < inf:
            self.clock.turn(max(self.clock.time + 0.001, ceil(at * 1000 - 1e-6) / 1000))

    def _turn(self) -> None:
        """A watch changes or a hazard fires: bring the flow here; settling does the rest."""
        self.come_to_now()
        flow = self.flow
        if flow.fires_at < self.clock.time + 0.001:
            for place in flow.firing():
                if flow.still_fires(place):
                    flow.hazards[place].on_fire()
