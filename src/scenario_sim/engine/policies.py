"""Empty chairs: the policy of a role notices something, takes its reaction time, and decides."""

from __future__ import annotations

from scenario_sim.engine.distributions import delay_quantile
from scenario_sim.engine.stage import Act, Reactions, Stage
from scenario_sim.model.commands import ChooseOption, Command, DecideMeasure
from scenario_sim.model.events import (
    DilemmaRaised,
    EpisodeClosed,
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
        reaction = self.rule.reaction.fixed
        if reaction is None:
            u = self.stage.streams.uniform(f"policy:{self.role}:{self.rule.id}", self.noticed_times)
            reaction = delay_quantile(self.rule.reaction, u)
        self.noticed_times += 1
        self.stage.clock.appoint(self.stage.now + reaction, self._act)

    def _act(self) -> None:
        stage = self.stage
        if stage.state.over or stage.state.seated[stage.plan.index.roles[self.role]]:
            return
        if self.only_if is not None:
            values = stage.flow.values_at(stage.now)
            if not self.only_if.holds(values, stage.now, stage.state):
                return
        commands = stage.plan.commands
        if (self.role, self.rule.id) not in commands:
            commands[self.role, self.rule.id] = self._command()
        self.act(commands[self.role, self.rule.id], True)

    def _command(self) -> Command:
        if self.rule.do is not None:
            return DecideMeasure(by=self.role, measure=self.rule.do)
        assert self.rule.choose is not None
        ((dilemma, option),) = self.rule.choose.items()
        return ChooseOption(by=self.role, dilemma=dilemma, option=option)


class Policies:
    """The policies of all roles of a run."""

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

    def reactions(self) -> Reactions:
        return {
            InjectDelivered: lambda event: self._tell(event.inject, event.to),
            InjectShared: lambda event: self._tell(event.inject, event.to),
            MeasureTookEffect: lambda event: self._tell(event.measure, None),
            DilemmaRaised: lambda event: self._tell(event.dilemma, None),
            EpisodeClosed: lambda event: self._tell(event.episode, None),
        }

    def _tell(self, what: str, roles: tuple[str, ...] | None) -> None:
        for habit in self._after.get(what, ()):
            if roles is None or habit.role in roles:
                habit.notice()
