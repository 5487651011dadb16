"""Design points: one setting of a scenario, played as often as one asks, each replication on chances of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from scenario_sim.engine.plan import Keep, Plan, compile_plan
from scenario_sim.engine.world import World
from scenario_sim.loading import Action, ScenarioText, complete_context, scenario_from_text
from scenario_sim.model.diagnosis import Context
from scenario_sim.model.events import EpisodeClosed, Event, InjectDelivered, LevelChanged
from scenario_sim.model.scenario import Scenario
from scenario_sim.session import Session, Setup, play_through


@dataclass(frozen=True)
class DesignPoint:
    """A scenario with the answers in *context*. *prepared* are the preventive measures decided at the start; None
    leaves that to the policies; *also* are measures that are decided beside those. *actions* are what people do;
    their roles are seats, all others empty chairs.

    Replication *n* of two points with the same *seed* shares its chances: common random numbers.
    """

    text: ScenarioText
    context: Context = field(default_factory=dict)
    prepared: tuple[str, ...] | None = None
    also: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    seed: int = 0

    @property
    def scenario(self) -> Scenario:
        return scenario_from_text(self.text)

    @property
    def decided(self) -> tuple[str, ...]:
        """The preventive measures that are decided at the start, beside those of the policies."""
        return (*(self.prepared or ()), *self.also)

    @property
    def plan(self) -> Plan:
        """The scenario compiled with these answers; once for each process that plays it."""
        context = complete_context(self.scenario, self.context)
        return _plan(self.text.digest, json.dumps(context, sort_keys=True), _Key(self.text))


@dataclass(frozen=True, slots=True)
class Played:
    """What one replication came to, under the scenario's assumptions. *reached* is when each level above 0 was first
    reached (simulation seconds), *delivered* how often each inject came; *indicators* are the values at the end."""

    replication: int
    peak_level: int
    goals: Mapping[str, float]
    reached: Mapping[int, float]
    delivered: Mapping[str, int]
    indicators: Mapping[str, float]


def play(point: DesignPoint, replication: int) -> Played:
    """One replication, played to its end with policies in all chairs that nobody's actions take."""
    if point.scenario.episodes:
        session = Session(Setup(point.text, point.seed, replication, point.context, prepare=point.prepared is None,
                                prepared=point.decided))  # fmt: skip
        play_through(session, session.ends)
        outcome = session.outcome()
        ends = {id: value.end for id, value in outcome.indicators.items()}
        return _played(replication, session.events, outcome.peak_level, outcome.goals, ends)
    tally = world_of(point, replication, Keep.TALLY).tally()
    return Played(replication, tally.peak_level, tally.goals, tally.reached, tally.delivered, tally.indicators)


def world_of(point: DesignPoint, replication: int, keep: Keep = Keep.LOG) -> World:
    """The world of one replication at its end. Not for a process: its episodes are sessions."""
    world = World(
        point.plan,
        seed=point.seed,
        replication=replication,
        seated=frozenset(action.command.by for action in point.actions) & {role.id for role in point.scenario.roles},
        prepare=point.prepared is None,
        prepared=point.decided,
        keep=keep,
    )
    for action in point.actions:
        world.run(action.at)
        if world.state.over:
            break
        world.send(action.command)
    world.run(world.plan.ends)
    return world


def _played(
    replication: int, events: list[Event], peak: int, goals: Mapping[str, float], indicators: Mapping[str, float]
) -> Played:
    reached: dict[int, float] = {}
    delivered: dict[str, int] = {}
    for event in events:
        match event:
            case LevelChanged(level=level):
                for passed in range(1, level + 1):
                    reached.setdefault(passed, event.at)
            case InjectDelivered(inject=inject):
                delivered[inject] = delivered.get(inject, 0) + 1
            case EpisodeClosed(kept=kept):
                peak = max(peak, int(kept["peak_level"]))
            case _:
                pass
    return Played(replication, peak, goals, reached, delivered, indicators)


class _Key:
    """Carries a text into a cache whose key is its digest."""

    def __init__(self, text: ScenarioText) -> None:
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=64)
def _plan(_digest: str, context: str, key: _Key) -> Plan:
    return compile_plan(scenario_from_text(key.text), json.loads(context))
