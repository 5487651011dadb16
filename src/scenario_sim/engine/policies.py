"""Empty chairs: the policy of a role notices something, takes its reaction time, and decides."""

from __future__ import annotations

from typing import ClassVar

from scenario_sim.engine.distributions import delay_quantile
from scenario_sim.engine.stage import Act, Stage
from scenario_sim.model.commands import ChooseOption, Command, DecideMeasure
from scenario_sim.model.events import (
    DilemmaRaised,
    EpisodeClosed,
    Event,
    InjectDelivered,
    InjectShared,
    MeasureTookEffect,
)
from scenario_sim.model.people import Rule


class _Habit:
    """One rule of one role at work. It follows events and conditions always, but acts only on an empty chair."""

    def __init__(self, stage: Stage, act: Act, role: str, rule: Rule) -> None:
        self.stage = stage
        self.act = act
        self.role = role
        self.rule = rule
        self.noticed_times = 0
        compiler = stage.plan.compiler
        self.only_if = compiler.condition(rule.only_if) if rule.only_if else None
        if rule.when is not None:
            stage.watch(compiler.condition(rule.when), lambda true: self.notice() if true else None)

    def notice(self) -> None:
        """The cause is there: act after the reaction time; with ``repeat`` once for every cause."""
        if self.noticed_times and not self.rule.repeat:
            return
        u = self.stage.streams[f"policy:{self.role}:{self.rule.id}"].uniform(self.noticed_times)
        self.noticed_times += 1
        self.stage.clock.appoint(self.stage.now + delay_quantile(self.rule.reaction, u), self._act)

    def _act(self) -> None:
        stage = self.stage
        if stage.state.over or stage.state.seated[stage.plan.index.roles[self.role]]:
            return
        if self.only_if is not None:
            values = stage.flow.values_at(stage.now)
            if not self.only_if.holds(values, stage.now, stage.state):
                return
        self.act(self._command(), True)

    def _command(self) -> Command:
        if self.rule.do is not None:
            return DecideMeasure(by=self.role, measure=self.rule.do)
        assert self.rule.choose is not None
        ((dilemma, option),) = self.rule.choose.items()
        return ChooseOption(by=self.role, dilemma=dilemma, option=option)


class Policies:
    """The policies of all roles of a run."""

    hears: ClassVar[tuple[type[Event], ...]] = (InjectDelivered, InjectShared, MeasureTookEffect, DilemmaRaised)

    def __init__(self, stage: Stage, act: Act) -> None:
        self.stage = stage
        self.act = act
        self._after: dict[str, list[_Habit]] = {}
        for policy in stage.scenario.policies:
            for rule in policy.rules:
                habit = _Habit(stage, act, policy.role, rule)
                if rule.after is not None:
                    self._after.setdefault(rule.after, []).append(habit)

    def prepare(self) -> None:
        """Let every empty chair decide the preventive measures its policy has ready."""
        state, roles = self.stage.state, self.stage.plan.index.roles
        for policy in self.stage.scenario.policies:
            if not state.seated[roles[policy.role]]:
                for measure in policy.prepares:
                    self.act(DecideMeasure(by=policy.role, measure=measure), True)

    def on(self, event: Event) -> None:
        match event:
            case InjectDelivered(inject=inject, to=to) | InjectShared(inject=inject, to=to):
                self._tell(inject, to)
            case MeasureTookEffect(measure=measure):
                self._tell(measure, None)
            case DilemmaRaised(dilemma=dilemma):
                self._tell(dilemma, None)
            case EpisodeClosed(episode=episode):
                self._tell(episode, None)
            case _:
                pass

    def _tell(self, what: str, roles: tuple[str, ...] | None) -> None:
        for habit in self._after.get(what, ()):
            if roles is None or habit.role in roles:
                habit.notice()
