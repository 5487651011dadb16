"""A session in the making: the scenario, the answers of the diagnosis, who sits where, and what is prepared."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Self

from scenario_sim.language import current_language, translate
from scenario_sim.language import mark as N_
from scenario_sim.loading import ScenarioText, complete_context, read_package, scenario_from_text
from scenario_sim.model.commands import FACILITATOR, DecideMeasure, WeighGoals
from scenario_sim.model.diagnosis import Context
from scenario_sim.model.measures import Measure
from scenario_sim.model.scenario import Scenario
from scenario_sim.session import JsonlLog, Session, Setup, begin_episode, setup_of_episode
from scenario_sim_tui.earlier import AgreedBefore, agreed_before
from scenario_sim_tui.sessions import new_log_path

LARGEST_SEED = 999_999
USUAL_WEIGHT = 3


@dataclass
class Draft:
    """What people fill in on the screens before play. *measures* is None until the preparation is looked at.

    *earlier* are the actions agreed last time, *done* the places (from 0) of those that are done by now; *prepared* is
    ready before people choose.
    """

    chooses_seed: ClassVar[bool] = True
    """Whether people may give another seed."""

    text: ScenarioText
    context: Context
    seats: tuple[str, ...]
    seed: int
    log: Path | None = None
    measures: tuple[str, ...] | None = None
    weights: dict[str, int] = field(default_factory=dict)
    earlier: tuple[AgreedBefore, ...] = ()
    done: set[int] = field(default_factory=set)
    prepared: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        reference: str | Path | ScenarioText,
        *,
        roles: tuple[str, ...] | None = None,
        seed: int | None = None,
        context: Context | None = None,
        log: Path | None = None,
    ) -> Self:
        """A new draft for a scenario (an id, a path, or its text); everybody sits at this table unless *roles* names
        some.

        Raises UnreadableInput or ScenarioError.
        """
        text = reference if isinstance(reference, ScenarioText) else read_package(reference)
        scenario = scenario_from_text(text)
        known = tuple(role.id for role in scenario.roles)
        seats = tuple(role for role in known if role in roles) if roles else known
        number = secrets.randbelow(LARGEST_SEED) + 1 if seed is None else seed
        weights = {goal.id: USUAL_WEIGHT for goal in scenario.goals}
        answers = complete_context(scenario, context or {})
        return cls(text, answers, seats, number, log, weights=weights, earlier=agreed_before(scenario.id))

    @property
    def scenario(self) -> Scenario:
        """The scenario in the language of the moment."""
        return scenario_from_text(self.text, current_language())

    def setup(self) -> Setup:
        """The table chooses what is prepared, also for empty chairs, so no policy prepares by itself."""
        return Setup(
            text=self.text,
            seed=self.seed,
            context=complete_context(self.scenario, self.context),
            seated=self.seats,
            prepare=False,
        )

    def preventive(self) -> list[Measure]:
        """What people can prepare, beside what is ready already."""
        return [one for one in self.scenario.measures if one.kind == "preventive" and one.id not in self.prepared]

    def rehearsal(self) -> Session:
        """The session as it would begin, in memory: to see how much time and what people there are."""
        return Session(self.setup())

    def usual_measures(self) -> tuple[str, ...]:
        """The preventive measures that the policies of all roles have ready."""
        ready = {measure for policy in self.scenario.policies for measure in policy.prepares}
        return tuple(measure.id for measure in self.scenario.measures if measure.id in ready)

    def begin(self) -> Session:
        """The session itself, in its log, with the weights of the goals, how the actions of last time stand, and
        the chosen measures decided by the first who may.

        Raises LogError when the log cannot be written.
        """
        session = self._begun()
        session.send(WeighGoals(by=FACILITATOR, weights=self.weights))
        for place, action in enumerate(self.earlier):
            session.send(action.review(place in self.done))
        for id in self.measures or ():
            decider = self.scenario.measure(id).decided_by[0]
            session.send(DecideMeasure(by=decider, measure=id, why=translate(N_("preparation"))))
        return session

    def _begun(self) -> Session:
        log = self.log if self.log is not None else new_log_path(self.scenario.id)
        return Session(self.setup(), JsonlLog(log, new=True))


class EpisodeDraft(Draft):
    """The moment of *process* that stands open, in the making: its seed and what it has ready come from the process,
    and so do the answers of the diagnosis until people give others."""

    chooses_seed = False
    process: Session

    @classmethod
    def of_process(cls, process: Session) -> EpisodeDraft:
        """The seats of the process, as far as the scenario has them; all if it has none of them or if people play all
        seats there. Raises UnreadableInput or ScenarioError."""
        begins, seated = setup_of_episode(process), process.table.seated
        there = {role.id for role in scenario_from_text(begins.text).roles}
        everybody = len(seated) == len(process.scenario.roles)
        roles = () if everybody else tuple(there & seated)
        draft = cls.of(begins.text, roles=roles, seed=begins.seed, context=begins.context)
        draft.process, draft.prepared = process, begins.prepared
        return draft

    def setup(self) -> Setup:
        context = complete_context(self.scenario, self.context)
        return setup_of_episode(self.process, seated=self.seats, prepare=False, context=context)

    def _begun(self) -> Session:
        begins = self.setup()
        return begin_episode(self.process, seated=begins.seated, prepare=False, context=begins.context)
