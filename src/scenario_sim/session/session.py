"""One execution of a scenario with people: the one interface that every front door uses.

``send`` a command, ``run`` to a moment, ``step`` to the next event, ``view`` what a role sees. Whatever these
return is in the log already.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from scenario_sim.engine.plan import shared_plan
from scenario_sim.engine.scores import Outcome
from scenario_sim.engine.world import World
from scenario_sim.errors import LogError, SessionOver
from scenario_sim.language import Language, current_language, translate
from scenario_sim.language import mark as N_
from scenario_sim.loading import complete_context, scenario_from_text
from scenario_sim.model.commands import FACILITATOR, Command, Talk
from scenario_sim.model.diagnosis import Context
from scenario_sim.model.events import CommandRefused, Event
from scenario_sim.model.expressions import Expression
from scenario_sim.model.scenario import Scenario
from scenario_sim.session.log import Log, never_overwritten
from scenario_sim.session.records import Entry, EventsDigest, entry_of_command, entry_of_event
from scenario_sim.session.setup import Setup
from scenario_sim.session.table import Table
from scenario_sim.session.talk import say
from scenario_sim.session.view import Blind, Coming, View


class Session:
    """A session that begins as *setup* says and keeps its records in *log* (in memory if none is given).

    Everything due at or before ``now`` is done after every call; running in slices equals running at once.
    Raises ScenarioError if the scenario or the answers in the setup are not valid, or name unknown roles as seated;
    LogError if *log* holds records already (``resume`` goes on with those) or cannot be written.

    Playing on can raise ScenarioError too, when conditions of the scenario keep triggering each other. What was
    in the log by then stays, and ``resume`` goes on from it; this session is read-only.
    """

    def __init__(self, setup: Setup, log: Log | None = None) -> None:
        self.setup = setup
        self.log = log if log is not None else Log()
        if self.log.records:
            raise never_overwritten(getattr(self.log, "path", translate(N_("this log"))))
        self.scenario = scenario_from_text(setup.text)
        setup.check(self.scenario)
        self._world = World(
            shared_plan(self.scenario, complete_context(self.scenario, setup.context)),
            seed=setup.seed,
            replication=setup.replication,
            seated=frozenset(setup.seated),
            prepare=setup.prepare,
            prepared=setup.prepared,
            observed=setup.observed,
        )
        self.table = Table(self.scenario, seated=set(setup.seated))
        self.inner: Session | None = None
        """The session of the episode that is being played (see session.episodes); None when there is none."""
        self._taken_in = 0
        self._digest, self._digested = EventsDigest(), 0
        self._broken = ""
        self._keep([setup.entry(self.now)])

    # --- the interface -------------------------------------------------------------------------------------

    def send(self, command: Command) -> list[Event]:
        """Let *command* happen now; the events say what came of it, also when it was refused.

        What people only say (model.commands.Talk) can also come after the end. While the exercise is stopped for a
        real incident, everything else is refused. Raises SessionOver after the end, LogError when the log cannot be
        written: the session is read-only then.
        """
        entry = entry_of_command(command, self.now)
        if isinstance(command, Talk):
            self._must_be_whole()
            return self._hear(entry, say(self.table, command, self.now))
        self._must_be_going()
        if self.is_stopped:
            refused = CommandRefused(at=self.now, command=command.type, what="", by=command.by, reason="stopped")
            return self._hear(entry, refused)
        with self._broken_by_errors():
            self._world.send(command)
        return self._keep([entry])

    def run(self, until: float) -> list[Event]:
        """Play every event due at or before *until* (simulation seconds, at most the end) and return them in order.

        Does nothing when *until* is past, or the session is over or stopped. Raises LogError as *send* does.
        """
        self._must_be_whole()
        if self.is_over or self.is_stopped:
            return []
        with self._broken_by_errors():
            self._world.run(max(until, self.now))
        return self._keep([])

    def step(self) -> list[Event]:
        """Play on to the next recorded event and return all of that moment; nothing while stopped.

        Raises SessionOver after the end.
        """
        self._must_be_going()
        if self.is_stopped:
            return []
        with self._broken_by_errors():
            self._world.step()
        return self._keep([])

    def view(self, role: str = FACILITATOR) -> View:
        """What *role* sees now. Looking changes nothing. Raises KeyError for an unknown role."""
        everything = role == FACILITATOR
        if not everything:
            self.scenario.role(role)
        table, talk, world = self.table, self.table.talk, self._world
        feed = table.deliveries if everything else table.reached(role)
        known = talk.reworded if everything else {delivery.inject for delivery in feed}
        return View(
            role=role,
            at=self.now,
            clock=self.scenario.clock(self.now),
            phase=table.phase,
            level=table.level,
            peak_level=table.peak_level,
            over=self.is_over,
            indicators=self._indicators(role),
            joined=dict(zip(world.plan.index.groups, world.state.joined, strict=True)),
            visibility=world.state.visibility,
            resources=self._resources(),
            feed=tuple(feed),
            measures=table.states(),
            obstacles={} if self.is_over else world.obstacles(),
            statuses=tuple(status for known in table.measures.values() for status in known),
            dilemmas=tuple(
                raised
                for raised in table.dilemmas.values()
                if everything or self.scenario.dilemma(raised.dilemma).decided_by == role
            ),
            hats={r.id: table.hats.get(r.id, r.hats[0].id) for r in self.scenario.roles if r.hats},
            seated=tuple(r.id for r in self.scenario.roles if r.id in table.seated),
            waiting=tuple(table.waiting) if everything else (),
            coming=tuple(self._coming()) if everything else (),
            judgements={
                norm.id: Blind.of(talk.judgements.get(norm.id, {}), norm.id in talk.judgements_shown, role)
                for norm in self.scenario.norms
            },
            advice={
                dilemma.id: Blind.of(talk.advice.get(dilemma.id, {}), dilemma.id in talk.advice_shown, role)
                for dilemma in self.scenario.dilemmas
            },
            agreed=dict(talk.agreed),
            skipped=dict(talk.skipped),
            notes=tuple(note for note in talk.notes if everything or note.by == role),
            reworded={inject: text for inject, text in talk.reworded.items() if inject in known},
            weights=dict(talk.weights),
            actions=tuple(talk.actions),
            reviewed=tuple(talk.reviewed.values()),
            stopped=talk.stopped,
            open_episode=self.open_episode,
            observed=self.setup.observed,
        )

    # --- around it -----------------------------------------------------------------------------------------

    @property
    def now(self) -> float:
        """Simulation time in seconds; 0 is the start of the main phase."""
        return self._world.now

    @property
    def begins(self) -> float:
        return self._world.plan.begins

    @property
    def ends(self) -> float:
        """When the last phase ends, if nothing ends the session before."""
        return self._world.plan.ends

    @property
    def context(self) -> Context:
        """The answers of the diagnosis, with the defaults for what the setup left out."""
        return dict(self._world.plan.context)

    @property
    def is_over(self) -> bool:
        return self._world.state.over

    @property
    def is_stopped(self) -> bool:
        """Whether the exercise stands still for a real incident."""
        return self.table.talk.stopped

    @property
    def events(self) -> list[Event]:
        """All events of the scenario's world so far, in order; a list of your own. What was said is in *table.talk*."""
        return self._world.events[: self._taken_in]

    @property
    def digest(self) -> str:
        """A fingerprint of all events so far."""
        for event in self._world.events[self._digested : self._taken_in]:
            self._digest.add(entry_of_event(event))
        self._digested = self._taken_in
        return str(self._digest)

    def outcome(self) -> Outcome:
        """Goals, indicators and peak level so far, under this scenario's assumptions."""
        return self._world.outcome()

    @property
    def open_episode(self) -> str | None:
        """The episode for which the clock stands still, if there is one."""
        return next(iter(self._world.state.open_episodes), None)

    def value(self, expression: Expression) -> float:
        """What *expression* of this scenario comes to now, a truth as 1 or 0; it may look back over the run."""
        return self._world.value(expression)

    def keep_of_episode(self, entries: list[Entry]) -> None:
        """Keep the records of the episode that is being played. Raises LogError as *send* does."""
        self._must_be_whole()
        self._append(entries)

    def mark(self) -> None:
        """Note in the log how far the clock has come, so that a resumed session goes on from here.

        Does nothing when the log says so already or is closed, or when the session is read-only. Raises LogError.
        """
        if not self._broken and not self.log.is_closed and self.log.records[-1].entry.at < self.now:
            self._append([Entry(self.now, "mark", "ClockReached")])

    def texts(self, language: Language | None = None) -> Scenario:
        """The scenario with its texts in *language* (the user's if left out), as far as it has them."""
        return scenario_from_text(self.setup.text, language or current_language())

    def close(self) -> None:
        """Note the clock, also that of an episode, and let go of the log; what was played stays readable. Raises
        LogError."""
        try:
            if self.inner is not None:
                self.inner.mark()
            self.mark()
        finally:
            self.log.close()

    # --- inside --------------------------------------------------------------------------------------------

    def _must_be_whole(self) -> None:
        if self._broken:
            raise LogError(translate(self._broken))

    def _must_be_going(self) -> None:
        self._must_be_whole()
        if self.is_over:
            raise SessionOver(translate(N_("the session is over")))

    @contextmanager
    def _broken_by_errors(self) -> Iterator[None]:
        """A world that stopped halfway is played no further, and nothing half done gets into the log."""
        try:
            yield
        except LogError:
            self._broken = N_("the log could not be written; this session is read-only now")
            raise
        except BaseException:
            self._broken = N_("this session stopped at an error and is read-only now; its log is whole")
            raise

    def _keep(self, first: list[Entry]) -> list[Event]:
        """Write *first* and all new events to the log, then show them on the table."""
        events = self._world.events[self._taken_in :]
        self._append([*first, *map(entry_of_event, events)])
        self._taken_in += len(events)
        for event in events:
            self.table.on(event)
        return events

    def _hear(self, entry: Entry, event: Event) -> list[Event]:
        """Keep what was said, which the world does not hear."""
        self._append([entry, entry_of_event(event)])
        self.table.on(event)
        return [event]

    def _append(self, entries: list[Entry]) -> None:
        with self._broken_by_errors():
            self.log.append(entries)

    def _indicators(self, role: str) -> dict[str, float]:
        values = self._world.values()
        return {
            indicator.id: values[indicator.id]
            for indicator in self.scenario.indicators
            if role == FACILITATOR or indicator.is_seen_by(role)
        }

    def _resources(self) -> dict[str, tuple[int, int]]:
        totals, free = self._world.operations.totals, self._world.state.free
        return {id: (int(free[place]), totals[id]) for id, place in self._world.plan.index.resources.items()}

    def _coming(self) -> list[Coming]:
        return [
            Coming(trigger.inject.id, trigger.next_at, trigger.inject.trigger)
            for trigger in self._world.triggers.by_inject.values()
            if trigger.can_come
        ]
