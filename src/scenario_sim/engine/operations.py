"""Measures being carried out: one process per decision, with resources that are really limited."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from math import inf
from typing import Any

import simpy

from scenario_sim.engine.distributions import delay_quantile
from scenario_sim.engine.stage import Act, Reactions, Stage
from scenario_sim.model.amounts import Delay
from scenario_sim.model.commands import DecideMeasure
from scenario_sim.model.events import (
    MeasureDecided,
    MeasureEnded,
    MeasureFailed,
    MeasureStarted,
    MeasureStopped,
    MeasureTookEffect,
    MeasureWaiting,
    OptionChosen,
    PhaseBegan,
)
from scenario_sim.model.measures import Measure
from scenario_sim.model.world import Resource

Process = Generator[simpy.Event, Any, None]


class _Store(simpy.Container):
    """What is free of one resource; who asks first is served first."""

    def serve(self) -> None:
        """Grant the waiting requests that can be granted now. SimPy does so one event after a return, and not at
        all when a request at the head of the queue is withdrawn."""
        self._trigger_get(None)


@dataclass(slots=True, eq=False)
class Operation:
    """One decision for a measure on its way; *claims* are its requests for resources, granted or waiting."""

    measure: Measure
    instance: int
    claims: list[tuple[str, int, simpy.Event]] = field(default_factory=list)
    process: simpy.Process | None = None
    started: bool = False
    in_force: bool = False


class Operations:
    """Everything that is being carried out, and the resources it competes for."""

    def __init__(self, stage: Stage, act: Act) -> None:
        self.stage = stage
        self.act = act
        self.running: list[Operation] = []
        self.totals: dict[str, int] = {}
        self._stores: dict[str, _Store] = {}
        self._there_at: dict[str, float] = {}
        for resource in stage.scenario.resources:
            amount = stage.plan.compiler.number(resource.amount)(stage.flow.values, stage.now, stage.state)
            self.totals[resource.id] = max(0, round(amount))
            self._stores[resource.id] = _Store(stage.clock, init=self.totals[resource.id])
            self._there_at[resource.id] = inf
        self._count_free()

    def reactions(self) -> Reactions:
        return {
            MeasureDecided: self._decided,
            MeasureStopped: self._stopped,
            OptionChosen: self._start_chosen,
            PhaseBegan: self._phase_began,
        }

    def _decided(self, event: MeasureDecided) -> None:
        operation = Operation(self.stage.scenario.measure(event.measure), event.instance)
        self.running.append(operation)
        operation.process = self.stage.clock.process(self._carry_out(operation))

    def _stopped(self, event: MeasureStopped) -> None:
        operation = self.latest(event.measure)
        if operation is not None:
            self.end(operation, event.by)

    def latest(self, measure: str) -> Operation | None:
        """The operation of *measure* that was decided last and is still going on."""
        return next((op for op in reversed(self.running) if op.measure.id == measure), None)

    def end(self, operation: Operation, by: str) -> None:
        """Break off an operation, whether it waits, is under way or in force; *by* says who or what did it."""
        assert operation.process is not None
        operation.process.interrupt(by)

    # --- the story of one measure --------------------------------------------------------------------------

    def _carry_out(self, operation: Operation) -> Process:
        measure, stage = operation.measure, self.stage
        ended_by = ""
        try:
            for resource in stage.scenario.resources:
                if resource.id in measure.needs and not stage.is_observed:
                    yield from self._obtain(operation, resource)
            yield from self._get_ready(operation)
            if self._fails(operation):
                self._close(operation)
                stage.emit(MeasureFailed(at=stage.now, measure=measure.id, instance=operation.instance))
                return
            operation.in_force = True
            stage.emit(MeasureTookEffect(at=stage.now, measure=measure.id, instance=operation.instance))
            self._end_others(operation)
            if measure.duration is None:
                yield stage.clock.event()  # nothing but an interruption ends it
            else:
                yield stage.clock.wait(self._drawn(measure.duration, operation, "duration"))
        except simpy.Interrupt as interruption:
            ended_by = str(interruption.cause)
        self._close(operation)
        stage.emit(
            MeasureEnded(
                at=stage.now,
                measure=measure.id,
                instance=operation.instance,
                was_in_force=operation.in_force,
                by=ended_by,
            )
        )

    def _obtain(self, operation: Operation, resource: Resource) -> Process:
        """Wait until enough of *resource* is free, in the order of asking, and until it has arrived."""
        stage, amount = self.stage, operation.measure.needs[resource.id]
        request = self._stores[resource.id].get(amount)
        operation.claims.append((resource.id, amount, request))
        self._count_free()
        if not request.triggered:
            self._say_waiting(operation, resource.id, None)
        yield request
        arrives = self._call(resource)
        if arrives > stage.now:
            self._say_waiting(operation, resource.id, arrives)
            yield stage.clock.wait(arrives - stage.now)

    def _get_ready(self, operation: Operation) -> Process:
        stage = self.stage
        lead = self._drawn(operation.measure.lead_time, operation, "lead")
        operation.started = True
        ready = round(stage.now + lead, 3)
        stage.emit(MeasureStarted(at=stage.now, measure=operation.measure.id, instance=operation.instance, ready=ready))
        yield stage.clock.wait(lead)

    def _call(self, resource: Resource) -> float:
        """When *resource* is there, if it was not called before now: simulation time in seconds."""
        stage = self.stage
        if resource.notice is None:
            return stage.now
        in_force, places = stage.state.in_force, stage.plan.index.measures
        notices = [resource.notice.seconds]
        notices += [shorter.seconds for measure, shorter in resource.readied_by.items() if in_force[places[measure]]]
        self._there_at[resource.id] = min(self._there_at[resource.id], stage.now + min(notices))
        return self._there_at[resource.id]

    def _fails(self, operation: Operation) -> bool:
        failure, stage = operation.measure.fails, self.stage
        if failure is None or stage.is_observed:
            return False
        chance = stage.plan.compiler.number(failure.chance)(stage.flow.values_at(stage.now), stage.now, stage.state)
        return 100 * self._uniform(operation, "fails") < chance

    def _end_others(self, operation: Operation) -> None:
        for other in list(self.running):
            if other.measure.id in operation.measure.ends and other is not operation:
                self.end(other, operation.measure.id)

    def _close(self, operation: Operation) -> None:
        """Give back what the operation holds, and withdraw what it still asked for."""
        self.running.remove(operation)
        for resource, amount, request in operation.claims:
            if request.triggered:
                self._stores[resource].put(amount)
            else:
                request.cancel()  # type: ignore[attr-defined]
            self._stores[resource].serve()
        self._count_free()

    # --- around it -----------------------------------------------------------------------------------------

    def _start_chosen(self, event: OptionChosen) -> None:
        dilemma = self.stage.scenario.dilemma(event.dilemma)
        option = next(option for option in dilemma.options if option.id == event.option)
        for measure in option.starts:
            self.act(DecideMeasure(by=event.by or dilemma.decided_by, measure=measure), event.bot)

    def _phase_began(self, event: PhaseBegan) -> None:
        """When the main phase begins, what still waits for people to prepare it is not coming any more."""
        if event.phase != self.stage.scenario.main_phase.id:
            return
        for operation in list(self.running):
            if operation.measure.kind == "preventive" and not operation.started:
                self.end(operation, "time")

    def _say_waiting(self, operation: Operation, resource: str, until: float | None) -> None:
        self.stage.emit(
            MeasureWaiting(
                at=self.stage.now,
                measure=operation.measure.id,
                instance=operation.instance,
                resource=resource,
                until=None if until is None else round(until, 3),
            )
        )

    def _drawn(self, delay: Delay, operation: Operation, what: str) -> float:
        fixed = delay.fixed
        return delay_quantile(delay, self._uniform(operation, what)) if fixed is None else fixed

    def _uniform(self, operation: Operation, what: str) -> float:
        return self.stage.streams.uniform(f"measure:{operation.measure.id}:{what}", operation.instance - 1)

    def _count_free(self) -> None:
        self.stage.state.free = [float(store.level) for store in self._stores.values()]
