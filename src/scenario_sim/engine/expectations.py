"""Expected actions with a deadline: of an inject, and of the norm for the behaviour that shows in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from scenario_sim.engine.stage import Reactions, Stage
from scenario_sim.model.events import (
    DilemmaRaised,
    ExpectationMet,
    ExpectationMissed,
    InjectDelivered,
    MeasureDecided,
    OptionChosen,
)
from scenario_sim.model.injects import Inject
from scenario_sim.model.scenario import by_id


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

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.all: list[Expectation] = []

    def reactions(self) -> Reactions:
        return {
            InjectDelivered: self._delivered,
            MeasureDecided: lambda event: self._done(event.measure),
            OptionChosen: lambda event: self._done(event.dilemma),
        }

    def _delivered(self, event: InjectDelivered) -> None:
        planned = self.stage.plan.injects[self.stage.plan.index.injects[event.inject]]
        if not planned.asks:
            return
        inject = planned.inject
        for expectation in self._expected_of(inject, event.number):
            self.all.append(expectation)
            going = self._going(expectation.met_by)
            if going:
                self._meet(expectation, going)
            else:
                self.stage.clock.appoint(expectation.deadline, partial(self._deadline, expectation))
        if inject.dilemma is not None:
            self._raise(inject.dilemma)

    def _expected_of(self, inject: Inject, number: int) -> list[Expectation]:
        now = self.stage.now
        found = [
            Expectation(inject.id, number, e.id, False, e.met_by, e.goal, now, now + e.within.seconds)
            for e in inject.expected
        ]
        if inject.norm is not None:
            norm = by_id(self.stage.scenario.norms, inject.norm)
            if norm.met_by and norm.within:
                deadline = now + norm.within.seconds
                found.append(Expectation(inject.id, number, norm.id, True, norm.met_by, norm.goal, now, deadline))
        return found

    def _going(self, ids: tuple[str, ...]) -> str:
        """The first of *ids* that is a measure going on already: it was foreseen."""
        places, going = self.stage.plan.index.measures, self.stage.state.going
        return next((id for id in ids if id in places and going[places[id]]), "")

    def _done(self, id: str) -> None:
        for expectation in self.all:
            if expectation.open and id in expectation.met_by:
                self._meet(expectation, id)

    def _meet(self, expectation: Expectation, through: str) -> None:
        expectation.open = False
        self._count(self.stage.state.met, expectation)
        self.stage.emit(
            ExpectationMet(
                at=self.stage.now,
                inject=expectation.inject,
                number=expectation.number,
                expected=expectation.expected,
                through=through,
                seconds=round(self.stage.now - expectation.since, 3),
                is_norm=expectation.is_norm,
            )
        )

    def _deadline(self, expectation: Expectation) -> None:
        if not expectation.open:
            return
        expectation.open = False
        self._count(self.stage.state.missed, expectation)
        self.stage.emit(
            ExpectationMissed(
                at=self.stage.now,
                inject=expectation.inject,
                number=expectation.number,
                expected=expectation.expected,
                is_norm=expectation.is_norm,
            )
        )

    def _count(self, counts: list[int], expectation: Expectation) -> None:
        if expectation.goal is not None:
            self.stage.disturb("met" if counts is self.stage.state.met else "missed")
            counts[self.stage.plan.index.goals[expectation.goal]] += 1

    def _raise(self, id: str) -> None:
        stage, dilemma = self.stage, self.stage.scenario.dilemma(id)
        place = stage.plan.index.dilemmas[id]
        if stage.state.raised[place] or stage.state.chosen[place] >= 0:
            return
        until = round(stage.now + dilemma.within.seconds, 3) if dilemma.within else None
        stage.emit(DilemmaRaised(at=stage.now, dilemma=id, to=dilemma.decided_by, until=until))
        if until is not None and dilemma.if_undecided is not None:
            stage.clock.appoint(until, partial(self._undecided, id, dilemma.if_undecided))

    def _undecided(self, dilemma: str, option: str) -> None:
        if self.stage.state.raised[self.stage.plan.index.dilemmas[dilemma]] and not self.stage.is_observed:
            self.stage.emit(OptionChosen(at=self.stage.now, dilemma=dilemma, option=option))
