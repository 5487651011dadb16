"""The world of one run: the stage, the parts that act on it, and the phases it goes through."""

from __future__ import annotations

from functools import partial

from scenario_sim.engine.crowd import CrowdModel
from scenario_sim.engine.decisions import decide, obstacle
from scenario_sim.engine.episodes import Episodes
from scenario_sim.engine.expectations import Expectations
from scenario_sim.engine.ladder import Ladder
from scenario_sim.engine.operations import Operations
from scenario_sim.engine.plan import Keep, Plan, PlannedPhase
from scenario_sim.engine.policies import Policies
from scenario_sim.engine.scores import Outcome, Tally, outcome_of, tally_of, value_of
from scenario_sim.engine.stage import NeverSettles, Stage
from scenario_sim.engine.streams import Streams
from scenario_sim.engine.triggers import Triggers
from scenario_sim.model.commands import ChooseOption, Command, DecideMeasure
from scenario_sim.model.events import CommandRefused, Event, IndicatorsRecorded, PhaseBegan, SessionEnded
from scenario_sim.model.expressions import Expression


class World(Stage):
    """One run of a plan. Deterministic: same plan, seed, replication and commands give the same events.

    *seated* are the roles that people play; policies play the others. With *prepare* the policies of empty
    chairs also decide their preventive measures at the start, and so are those in *prepared*. While it is *observed*,
    an evening is only written down: nothing comes by itself. What is in *left_out* (measures, dilemmas) no policy and
    no dilemma decides.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        seed: int,
        replication: int = 0,
        seated: frozenset[str] = frozenset(),
        prepare: bool = True,
        prepared: tuple[str, ...] = (),
        keep: Keep = Keep.LOG,
        observed: bool = False,
        left_out: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(plan, Streams(seed, replication), keep)
        self.is_observed = observed
        self.left_out = left_out
        for role in seated:
            self.state.seated[plan.index.roles[role]] = True
        self.crowd = CrowdModel(plan, self.state, self.streams, self.flow)
        self.operations = Operations(self, self.act)
        self.triggers = Triggers(self)
        self.expectations = Expectations(self)
        self.ladder = Ladder(self)
        self.policies = Policies(self, self.act)
        self._let_react((self.operations, self.expectations, self.triggers, self.policies))
        if plan.scenario.episodes:
            self._let_react((Episodes(self),))
        self._schedule()
        self.flow.begin(keep)
        self.run(plan.begins)
        if prepare:
            self.policies.prepare()
        for measure in prepared:
            self.act(DecideMeasure(by=self.scenario.measure(measure).decided_by[0], measure=measure), True)
        if self._dirty:
            self.settle()
            self.run(plan.begins)

    # --- commands ------------------------------------------------------------------------------------------

    def send(self, command: Command) -> list[Event]:
        """Let *command* happen now; the events say what came of it at once."""
        self.run(self.now)
        decided = decide(self, self.operations, self.triggers, command)
        for event in decided:
            self.emit(event)
        self.settle()
        self.run(self.now)
        return decided

    def renew(self, seed: int, number: int) -> None:
        """Let chance decide anew from now on, by the numbers of continuation *number* under *seed*, whatever it was
        before; what is under way already keeps the time that was drawn for it."""
        self.run(self.now)
        self.streams.renew(seed, number)
        self.is_observed = False
        self.come_to_now()
        self.triggers.renew()
        self.settle()
        self.run(self.now)

    def act(self, command: Command, bot: bool) -> None:
        """Decide something that follows from a policy or a dilemma; what would be refused is left undone."""
        if (isinstance(command, DecideMeasure) and command.measure in self.left_out) or (
            isinstance(command, ChooseOption) and command.dilemma in self.left_out
        ):
            return
        for event in decide(self, self.operations, self.triggers, command, bot=bot):
            if not isinstance(event, CommandRefused):
                self.emit(event)

    def obstacles(self) -> dict[str, str]:
        """By measure, why it cannot be decided now (a key of model.refusals.REASONS). Looking changes nothing."""
        found = ((measure.id, obstacle(self, self.operations, measure)) for measure in self.scenario.measures)
        return {id: what[0] for id, what in found if what is not None}

    def value(self, expression: Expression) -> float:
        """What *expression* comes to now, a truth as 1 or 0. It may look back over the run, as the score of a goal
        does, but not at shares of time that nothing followed. Reading changes nothing."""
        return value_of(self.plan, self.state, self.flow.gathered(self.now), expression)

    def outcome(self) -> Outcome:
        """Goals and indicators over the run so far. Reading changes nothing."""
        return outcome_of(self.plan, self.state, self.flow.gathered(self.now))

    def tally(self) -> Tally:
        """What the run came to, in the numbers by which many runs are summed up."""
        return tally_of(self.plan, self.state, self.flow.gathered(self.now), self.ladder.reached)

    # --- phases --------------------------------------------------------------------------------------------

    def _schedule(self) -> None:
        for phase in self.plan.phases:
            if phase.ends > phase.begins:
                self.clock.appoint(phase.begins, partial(self._begin, phase))
        if self.scenario.ends_when is not None:
            condition = self.plan.compiler.condition(self.scenario.ends_when)
            self.watch(condition, lambda true: self._end("condition") if true and not self.is_observed else None)
        for tracked in self.plan.tracked.values():
            self.watch(tracked, lambda _: None)  # a change is a turning point, so the time it holds is exact
        self.clock.appoint(self.plan.ends, self._time_is_up)

    def _begin(self, phase: PlannedPhase) -> None:
        self.next_tick = min(phase.begins + phase.tick, phase.ends)
        self.emit(PhaseBegan(at=self.now, phase=phase.id))
        if phase.main:
            self.flow.start_recording()
        self._record()
        self._ticking, self._ticks = phase, 0
        self._keep_ticking()

    def _keep_ticking(self) -> None:
        phase = self._ticking
        self._ticks += 1
        at = phase.begins + self._ticks * phase.tick
        if at < phase.ends:
            self.next_tick = at
            self.clock.beat(at, self._tick)
        else:
            self.next_tick = phase.ends
            if phase.main:
                self.clock.appoint(phase.ends, self._stop_recording)

    def _tick(self) -> None:
        if self.flow.is_quiet and self.flow.then == self.clock.time and not self._dirty:
            self._coast()
        else:
            self.come_to_now()
            if self.crowd.round():
                self.disturb("joined")
            if self._ticks % self._ticking.record_every == 0:
                self._record()
            self._keep_ticking()

    def _coast(self) -> None:
        """This tick, up to which nothing happened, and all after it as long as nothing does."""
        clock, flow, crowd, phase = self.clock, self.flow, self.crowd, self._ticking
        begins, ends, span, record_every = phase.begins, phase.ends, phase.tick, phase.record_every
        free, number, tick, has_crowd = clock.free_until(), self._ticks, flow.tick, bool(crowd.circles)
        now, records = clock.now, self.keep is Keep.LOG
        while True:
            at = begins + (number + 1) * span
            until = at if at < ends else ends
            if has_crowd:
                flow.arrive()
                if crowd.round() and flow.follows_crowd:
                    clock.glide_to(now)
                    self.disturb("joined")
                    break
                quiet = flow.go_on(until)
            else:
                quiet = tick(until)
            due = round(at * 1000)
            if not quiet or at >= ends or due >= free or due != at * 1000:
                clock.glide_to(now)
                flow.is_quiet, flow.then = quiet, until
                break
            if records and number % record_every == 0:
                clock.glide_to(now)
                self._record()
            number += 1
            now = due
        self._ticks = number
        if records and number % record_every == 0:
            self._record()
        self._keep_ticking()
        if not self._dirty and not flow.is_quiet:
            self._appoint_turn()

    def _stop_recording(self) -> None:
        self.come_to_now()
        self.flow.stop_recording()

    def _record(self) -> None:
        if self.keep is Keep.TALLY:
            return
        index = self.plan.index
        joined = {group: round(self.state.joined[place], 6) for group, place in index.groups.items()}
        values = {id: round(value, 6) for id, value in self.values().items()}
        self.note(IndicatorsRecorded(at=self.now, indicators=values, joined=joined))

    def _time_is_up(self) -> None:
        """End the run, after everything else that is due in its last instant."""
        if self.clock.due(self.now):
            self.clock.appoint(self.now, self._time_is_up)
        else:
            self._end("time")

    def _end(self, reason: str) -> None:
        self._record()
        self.emit(SessionEnded(at=self.now, reason=reason))


def source_of(plan: Plan, keep: Keep = Keep.TALLY) -> str:
    """The Python source that *plan* is compiled to, as text, for a look at what a run does between events."""
    if keep not in plan.programs:
        World(plan, seed=0, prepare=False, keep=keep)
    return plan.programs[keep].source


__all__ = ["NeverSettles", "World", "source_of"]
