"""Expected actions with a deadline: of an inject, and of the norm for the behaviour that shows in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from scenario_sim.model.events import (
    DilemmaRaised,
    Event,
    ExpectationMet,
    ExpectationMissed,
    InjectDelivered,
    MeasureDecided,
    OptionChosen,
)
from scenario_sim.model.injects import Inject
from scenario_sim.model.scenario import by_id

if TYPE_CHECKING:
    from scenario_sim.engine.world import World


@dataclass(slots=True)
class Expectation:
    """One thing expected since *since*, until *deadline* (seconds); *expected* is its id or the norm's."""

    inject: str
    number: int
    expected: str
    is_norm: bool
    met_by: tuple[str, ...]
    goal: str | None
    since: float
    deadline: float
    open: bool = True


class Expectations:
    """What the table is waited for, and the dilemmas that wait for a decision."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.all: list[Expectation] = []

    def on(self, event: Event) -> None:
        match event:
            case InjectDelivered():
                self._delivered(event)
            case MeasureDecided(measure=measure):
                self._done(measure)
            case OptionChosen(dilemma=dilemma):
                self._done(dilemma)
            case _:
                pass

    def _delivered(self, event: InjectDelivered) -> None:
        inject = self.world.scenario.inject(event.inject)
        for expectation in self._expected_of(inject, event.number):
            self.all.append(expectation)
            going = self._going(expectation.met_by)
            if going:
                self._meet(expectation, going)
            else:
                self.world.clock.appoint(expectation.deadline, partial(self._deadline, expectation))
        if inject.dilemma is not None:
            self._raise(inject.dilemma)

    def _expected_of(self, inject: Inject, number: int) -> list[Expectation]:
        now = self.world.now
        found = [
            Expectation(inject.id, number, e.id, False, e.met_by, e.goal, now, now + e.within.seconds)
            for e in inject.expected
        ]
        if inject.norm is not None:
            norm = by_id(self.world.scenario.norms, inject.norm)
            if norm.met_by and norm.within:
                deadline = now + norm.within.seconds
                found.append(Expectation(inject.id, number, norm.id, True, norm.met_by, norm.goal, now, deadline))
        return found

    def _going(self, ids: tuple[str, ...]) -> str:
        """The first of *ids* that is a measure going on already: it was foreseen."""
        places, going = self.world.plan.index.measures, self.world.state.going
        return next((id for id in ids if id in places and going[places[id]]), "")

    def _done(self, id: str) -> None:
        for expectation in self.all:
            if expectation.open and id in expectation.met_by:
                self._meet(expectation, id)

    def _meet(self, expectation: Expectation, through: str) -> None:
        expectation.open = False
        self._count(self.world.state.met, expectation)
        self.world.emit(
            ExpectationMet(
                at=self.world.now,
                inject=expectation.inject,
                number=expectation.number,
                expected=expectation.expected,
                through=through,
                seconds=round(self.world.now - expectation.since, 3),
                is_norm=expectation.is_norm,
            )
        )

    def _deadline(self, expectation: Expectation) -> None:
        if not expectation.open:
            return
        expectation.open = False
        self._count(self.world.state.missed, expectation)
        self.world.emit(
            ExpectationMissed(
                at=self.world.now,
                inject=expectation.inject,
                number=expectation.number,
                expected=expectation.expected,
                is_norm=expectation.is_norm,
            )
        )

    def _count(self, counts: list[int], expectation: Expectation) -> None:
        if expectation.goal is not None:
            self.world.disturb()
            counts[self.world.plan.index.goals[expectation.goal]] += 1

    def _raise(self, id: str) -> None:
        world, dilemma = self.world, self.world.scenario.dilemma(id)
        place = world.plan.index.dilemmas[id]
        if world.state.raised[place] or world.state.chosen[place] >= 0:
            return
        until = round(world.now + dilemma.within.seconds, 3) if dilemma.within else None
        world.emit(DilemmaRaised(at=world.now, dilemma=id, to=dilemma.decided_by, until=until))
        if until is not None and dilemma.if_undecided is not None:
            world.clock.appoint(until, partial(self._undecided, id, dilemma.if_undecided))

    def _undecided(self, dilemma: str, option: str) -> None:
        if self.world.state.raised[self.world.plan.index.dilemmas[dilemma]]:
            self.world.emit(OptionChosen(at=self.world.now, dilemma=dilemma, option=option))
