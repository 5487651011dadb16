"""When injects come: at a time, after something, when a condition holds, at a hazard rate, or by hand."""

from __future__ import annotations

from collections.abc import Callable

from scenario_sim.engine.clock import Appointment
from scenario_sim.engine.distributions import delay_quantile, exponential
from scenario_sim.engine.flow import Hazard
from scenario_sim.engine.plan import PlannedInject
from scenario_sim.engine.stage import Reactions, Stage
from scenario_sim.model.events import (
    EpisodeClosed,
    InjectCancelled,
    InjectDelivered,
    InjectPostponed,
    InjectSkipped,
    InjectWithheld,
    MeasureTookEffect,
    OptionChosen,
)


def _nothing(_: bool) -> None:
    pass


class Trigger:
    """The life of one inject: armed, due, delivered, perhaps again, and at some time no more."""

    armed = True
    resting: Appointment | None = None
    watch: int | None = None
    hazard: Hazard | None = None
    delays = 0
    firings = 0

    def __init__(self, stage: Stage, planned: PlannedInject) -> None:
        self.stage = stage
        self.planned = planned
        self.inject = planned.inject
        self.left = planned.times
        self.coming: list[Appointment] = []
        if planned.until is not None:
            stage.watch(planned.until, self._until)
        if planned.at is not None:
            self.coming.append(stage.clock.appoint(planned.at, self._deliver))
        elif planned.when is not None:
            self.watch = stage.watch(planned.when, self._condition_changed, planned.phases)
        elif planned.inject.rate is not None:
            rate = planned.inject.rate
            self.hazard = stage.flow.add_hazard(rate.amount, rate.seconds, self._hazard_fired, planned.phases)
            # A rate counts as 0 below 0: its integral is exact when it passes 0 between pieces, not inside one.
            stage.watch(stage.plan.compiler.positive(rate.amount), _nothing, planned.phases)
            self._arm_hazard()

    @property
    def can_come(self) -> bool:
        return self.left > 0

    @property
    def next_at(self) -> float | None:
        """When it is due, in seconds, if that is known by now."""
        times = [appointment.at for appointment in self.coming if appointment.pending]
        return min(times, default=None)

    # --- the five kinds ------------------------------------------------------------------------------------

    def after(self) -> None:
        """What this inject follows has happened."""
        if not (self.can_come and self.armed):
            return
        delay = self.inject.delay.fixed if self.inject.delay is not None else 0.0
        if delay is None:
            assert self.inject.delay is not None
            u = self.stage.streams.uniform(f"inject:{self.inject.id}:delay", self.delays)
            delay = delay_quantile(self.inject.delay, u)
        self.delays += 1
        self._appoint(self.stage.now + delay)

    def _condition_changed(self, true: bool) -> None:
        if not self.armed:
            return
        self._withdraw()
        if true:
            if self.planned.hold:
                self._appoint(self.stage.now + self.planned.hold)
            else:
                self._deliver()

    def _arm_hazard(self) -> None:
        assert self.hazard is not None
        u = self.stage.streams.uniform(f"inject:{self.inject.id}:rate", self.firings)
        self.firings += 1
        self.hazard.arm(exponential(u))

    def renew(self) -> None:
        """Let what chance decides about its coming be drawn anew; a hazard has no memory, so that changes no rate."""
        if self.hazard is not None and self.can_come and self.armed:
            self._arm_hazard()

    def _hazard_fired(self) -> None:
        assert self.hazard is not None
        self.hazard.disarm()
        self._deliver()

    # --- coming and going ----------------------------------------------------------------------------------

    def _appoint(self, at: float) -> None:
        if self.coming:
            self.coming = [appointment for appointment in self.coming if appointment.pending]
        self.coming.append(self.stage.clock.appoint(at, self._deliver))

    def _withdraw(self) -> None:
        if self.coming:
            for appointment in self.coming:
                appointment.cancel()
            self.coming = []
        if self.resting is not None:
            self.resting.cancel()

    def _deliver(self) -> None:
        """It is due: deliver it, unless what must hold does not."""
        stage = self.stage
        if self.left <= 0 or stage.state.over or stage.is_observed:
            return
        only_if = self.planned.only_if
        if only_if is not None and not only_if.holds(stage.values_here(), stage.now, stage.state):
            if self.planned.trigger != "rate":
                stage.emit(InjectWithheld(at=stage.now, inject=self.inject.id))
            self._rearm()
            return
        stage.emit(self.delivery())

    def delivery(self, by: str = "") -> InjectDelivered:
        """The event of it coming now; *by* is who fired it by hand."""
        stage, planned = self.stage, self.planned
        number = stage.state.delivered[planned.place] + 1
        return InjectDelivered(at=stage.clock.time, inject=self.inject.id, number=number, to=planned.to, by=by)

    def delivered(self) -> None:
        """It came, by itself or by hand: count it, and get ready for the next time."""
        self.left -= 1
        if self.left <= 0:
            self.stop()
            return
        if self.planned.trigger != "after":
            self._withdraw()
        self._rearm()

    def _rearm(self) -> None:
        if self.planned.trigger == "by_hand" or not self.can_come:
            return
        self.armed = True
        if self.planned.trigger == "at":
            if self.planned.pause:
                self._appoint(self.stage.now + self.planned.pause)
        elif self.planned.pause and self.planned.trigger != "after":
            self.armed = False
            if self.hazard is not None:
                self.hazard.disarm()
            self.resting = self.stage.clock.appoint(self.stage.now + self.planned.pause, self._ready_again)
        elif self.hazard is not None:
            self._arm_hazard()

    def _ready_again(self) -> None:
        self.stage.come_to_now()
        self.armed = True
        if self.hazard is not None:
            self._arm_hazard()
        elif self.watch is not None and self.stage.flow.true[self.watch]:
            self._condition_changed(True)

    def postpone(self, until: float) -> None:
        self._withdraw()
        self.armed = False
        if self.hazard is not None:
            self.hazard.disarm()
        self._appoint(until)

    def stop(self) -> None:
        """It does not come any more."""
        self.left = 0
        self._withdraw()
        if self.watch is not None:
            self.stage.flow.unwatch(self.watch)
        if self.hazard is not None:
            self.hazard.disarm()

    def _until(self, true: bool) -> None:
        if true and self.can_come:
            self.stage.emit(InjectCancelled(at=self.stage.now, inject=self.inject.id))


class Triggers:
    """All injects of a run, and what follows on what."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.by_inject = {planned.inject.id: Trigger(stage, planned) for planned in stage.plan.injects}
        self._followers: dict[str, list[Callable[[], None]]] = {}
        for trigger in self.by_inject.values():
            if trigger.inject.after is not None:
                self._followers.setdefault(trigger.inject.after, []).append(trigger.after)

    def can_come(self, inject: str) -> bool:
        return self.by_inject[inject].can_come

    def renew(self) -> None:
        for trigger in self.by_inject.values():
            trigger.renew()

    def delivery(self, inject: str, by: str) -> InjectDelivered:
        return self.by_inject[inject].delivery(by)

    def reactions(self) -> Reactions:
        return {
            InjectDelivered: self._delivered,
            MeasureTookEffect: self._took_effect,
            OptionChosen: lambda event: self._follow(event.dilemma),
            EpisodeClosed: lambda event: self._follow(event.episode),
            InjectCancelled: lambda event: self.by_inject[event.inject].stop(),
            InjectSkipped: lambda event: self.by_inject[event.inject].stop(),
            InjectPostponed: lambda event: self.by_inject[event.inject].postpone(event.until),
        }

    def _delivered(self, event: InjectDelivered) -> None:
        self.by_inject[event.inject].delivered()
        self._follow(event.inject)

    def _took_effect(self, event: MeasureTookEffect) -> None:
        for cancelled in self.stage.scenario.measure(event.measure).cancels:
            if self.can_come(cancelled):
                self.stage.emit(InjectCancelled(at=event.at, inject=cancelled, measure=event.measure))
        self._follow(event.measure)

    def _follow(self, what: str) -> None:
        for follower in self._followers.get(what, ()):
            follower()
