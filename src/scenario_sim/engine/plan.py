"""A scenario and the answers of its diagnosis, compiled once into what a run needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from scenario_sim.engine.formulas import Compiler, Condition, Formula
from scenario_sim.engine.state import Index
from scenario_sim.model.amounts import Change
from scenario_sim.model.commands import Command
from scenario_sim.model.diagnosis import Context
from scenario_sim.model.events import Event
from scenario_sim.model.expressions import Call, Expression, Name, Node, walk
from scenario_sim.model.injects import Inject
from scenario_sim.model.scenario import Scenario

if TYPE_CHECKING:
    from scenario_sim.engine.program import Program


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """A change of indicator *place*; *seconds* as in model.amounts.Change."""

    place: int
    amount: Formula
    kind: str
    seconds: float
    fixed: float | None = None
    """The amount, if it is the same in every state."""


Effect = tuple[PlannedChange, float]
"""A change and its amount, worked out at the moment of the event."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """What one thing of the scenario does to the indicators. If all amounts are the same in every state, *effects*
    and their *totals* are known beforehand."""

    changes: tuple[PlannedChange, ...]
    effects: tuple[Effect, ...] | None
    totals: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Sequel:
    """What follows from an event: the watches that it can change by the state (None: it may be any), and what it does
    to the indicators."""

    watches: tuple[int, ...] | None
    consequence: Consequence | None


@dataclass(frozen=True, slots=True)
class PlannedDrift:
    """*amount* per *seconds*. *moves*: whether the rate itself changes between events."""

    place: int
    amount: Node
    seconds: float
    when: Condition | None
    phases: frozenset[int]
    moves: bool


@dataclass(frozen=True, slots=True)
class PlannedInject:
    """*at* is in simulation seconds, None if another trigger brings it or if that is before the run begins; *times*
    is how often it can come, with *pause* seconds between; *to* are the roles it reaches. *asks*: whether something
    is expected after it, or a dilemma comes with it."""

    inject: Inject
    place: int
    trigger: str
    at: float | None
    when: Condition | None
    hold: float
    only_if: Condition | None
    until: Condition | None
    times: int
    pause: float
    phases: frozenset[int]
    to: tuple[str, ...]
    asks: bool


@dataclass(frozen=True, slots=True)
class PlannedPhase:
    """From *begins* to *ends* in simulation seconds; *tick* in seconds, *record_every* in ticks."""

    id: str
    begins: float
    ends: float
    tick: float
    main: bool
    record_every: int


class Keep(Enum):
    """What a run keeps. A LOG holds every event, and what is known of every indicator. A TALLY holds what many runs
    are summed up by; the run is the same."""

    LOG = "log"
    TALLY = "tally"


@dataclass(frozen=True, slots=True)
class Gathering:
    """Of which indicators, by place, the main phase gathers the time integral, the lowest and the highest value."""

    integrals: frozenset[int]
    lows: frozenset[int]
    highs: frozenset[int]


@dataclass(frozen=True, slots=True)
class Plan:
    """The compiled scenario. One plan serves any number of runs."""

    scenario: Scenario
    context: Context
    index: Index
    compiler: Compiler
    ranges: tuple[tuple[float, float], ...]
    starts: tuple[Formula, ...]
    drift: tuple[PlannedDrift, ...]
    phases: tuple[PlannedPhase, ...]
    injects: tuple[PlannedInject, ...]
    levels: tuple[Condition, ...]
    tracked: Mapping[str, Condition]
    changes: dict[tuple[str, Change], PlannedChange]
    consequences: dict[int, tuple[Mapping[str, Change], Consequence]]
    """By the identity of what stands in the scenario, which is kept with it."""
    sequels: dict[tuple[type[Event], str], Sequel]
    """Of events about injects and measures, by their kind and what they are about; found when they first happen."""
    commands: dict[tuple[str, str], Command]
    """What the rules of policies decide, by role and rule; made when they first do."""
    held: frozenset[int]
    """The indicators that a measure in force can hold up or down."""
    programs: dict[Keep, Program] = field(default_factory=dict)
    """The source of the flow, once a run has said what must be watched."""

    def gathering(self, keep: Keep) -> Gathering:
        """All of every indicator, or what the scores of goals look back on."""
        if keep is Keep.LOG:
            every = frozenset(self.index.indicators.values())
            return Gathering(every, every, every)
        calls = [part for goal in self.scenario.goals for part in walk(goal.score.root) if isinstance(part, Call)]
        return Gathering(*(self._looked_back_on(calls, function) for function in ("mean", "lowest", "highest")))

    def _looked_back_on(self, calls: list[Call], function: str) -> frozenset[int]:
        names = [call.arguments[0] for call in calls if call.function == function]
        return frozenset(self.index.indicators[name.id] for name in names if isinstance(name, Name))

    @property
    def begins(self) -> float:
        return self.phases[0].begins

    @property
    def ends(self) -> float:
        return self.phases[-1].ends

    def consequence(self, changes: Mapping[str, Change]) -> Consequence:
        """What *changes* of the scenario do; worked out when it is first needed."""
        known = self.consequences.get(id(changes))
        if known is None:
            known = self.consequences[id(changes)] = (changes, self.made_up(changes))
        return known[1]

    def made_up(self, changes: Mapping[str, Change]) -> Consequence:
        """What *changes* do that do not stand in the scenario."""
        planned = tuple(self._planned(indicator, change) for indicator, change in changes.items())
        fixed = [(change, change.fixed) for change in planned if change.fixed is not None]
        effects = tuple(fixed) if len(fixed) == len(planned) else None
        return Consequence(planned, effects, self.totals(effects or ()))

    def totals(self, effects: Iterable[Effect]) -> dict[str, float]:
        """Per indicator what *effects* add in all; changes per unit of time are left out, for they have no total."""
        totals: dict[str, float] = {}
        for change, amount in effects:
            if change.kind != "per":
                id = self.scenario.indicators[change.place].id
                totals[id] = round(totals.get(id, 0.0) + amount, 9)
        return totals

    def _planned(self, indicator: str, change: Change) -> PlannedChange:
        known = self.changes.get((indicator, change))
        if known is None:
            amount = self.compiler.number(change.amount)
            kind = "once" if change.kind == "over" and change.seconds == 0 else change.kind
            fixed = self.compiler.constant(change.amount.root)
            known = PlannedChange(self.index.indicators[indicator], amount, kind, change.seconds, fixed)
            self.changes[indicator, change] = known
        return known


def compile_plan(scenario: Scenario, context: Context) -> Plan:
    """Compile *scenario* with the answers in *context*; questions without an answer get their default.

    Expects a scenario that the loader found valid and answers that its questions accept.
    """
    answers = {question.id: context.get(question.id, question.default) for question in scenario.diagnosis}
    compiler = Compiler(_index(scenario), _numbers(scenario, answers), _chosen(answers))
    indicators, phases = scenario.indicators, _phases(scenario, compiler)
    for goal in scenario.goals:
        _track(compiler, goal.score)
    return Plan(
        scenario=scenario,
        context=answers,
        index=compiler.index,
        compiler=compiler,
        ranges=tuple(indicator.range for indicator in indicators),
        starts=tuple(compiler.number(indicator.start) for indicator in indicators),
        drift=_drift(scenario, compiler),
        phases=phases,
        injects=tuple(
            _inject(scenario, compiler, phases[0].begins, *numbered) for numbered in enumerate(scenario.injects)
        ),
        levels=tuple(compiler.condition(level.when) for level in scenario.levels if level.when),
        tracked=dict(compiler.tracked),
        changes={},
        consequences={},
        sequels={},
        commands={},
        held=_held(scenario, compiler),
    )


def _held(scenario: Scenario, compiler: Compiler) -> frozenset[int]:
    changes = [measure.effects for measure in scenario.measures]
    changes += [scenario.visibility.cost] if scenario.visibility else []
    return frozenset(
        compiler.index.indicators[id] for own in changes for id, change in own.items() if change.kind == "held"
    )


def _index(scenario: Scenario) -> Index:
    def places(parts: tuple[object, ...]) -> dict[str, int]:
        return {part.id: place for place, part in enumerate(parts)}  # type: ignore[attr-defined]

    return Index(
        indicators=places(scenario.indicators),
        measures=places(scenario.measures),
        injects=places(scenario.injects),
        dilemmas=places(scenario.dilemmas),
        options={(d.id, option.id): n for d in scenario.dilemmas for n, option in enumerate(d.options)},
        roles=places(scenario.roles),
        hats={(role.id, hat.id): n for role in scenario.roles for n, hat in enumerate(role.hats)},
        groups=places(scenario.crowd.groups if scenario.crowd else ()),
        resources=places(scenario.resources),
        phases=places(scenario.phases),
        goals=places(scenario.goals),
        visibility=tuple(measure.visibility for measure in scenario.measures),
        episodes=places(scenario.episodes),
        kept={key: n for n, key in enumerate((e.id, name) for e in scenario.episodes for name in e.kept)},
        midnight=60.0 * (60 * scenario.starts.hour + scenario.starts.minute),
    )


def _numbers(scenario: Scenario, answers: Context) -> dict[str, float]:
    numbers = {constant.id: constant.value for constant in scenario.constants}
    for question in scenario.diagnosis:
        given = answers[question.id]
        if question.range is not None:
            numbers[question.id] = float(given)
        for answer in question.answers:
            if answer.id == given:
                numbers.update(answer.sets)
    return numbers


def _chosen(answers: Context) -> dict[str, str]:
    return {question: answer for question, answer in answers.items() if isinstance(answer, str)}


def _drift(scenario: Scenario, compiler: Compiler) -> tuple[PlannedDrift, ...]:
    planned = []
    for place, indicator in enumerate(scenario.indicators):
        for drift in indicator.drift:
            phases = _phases_named(scenario, compiler, drift.phases)
            when = compiler.condition(drift.when) if drift.when else None
            amount, seconds = drift.rate.amount.root, drift.rate.seconds
            planned.append(PlannedDrift(place, amount, seconds, when, phases, compiler.moves(amount)))
    return tuple(planned)


def _phases_named(scenario: Scenario, compiler: Compiler, ids: tuple[str, ...] | None) -> frozenset[int]:
    """The places of these phases; of the main phase if None."""
    named = (scenario.main_phase.id,) if ids is None else ids
    return frozenset(compiler.index.phases[id] for id in named)


def _inject(scenario: Scenario, compiler: Compiler, begins: float, place: int, inject: Inject) -> PlannedInject:
    repeat = inject.repeat
    at = scenario.moment(inject.at) if inject.at is not None else None
    return PlannedInject(
        inject=inject,
        place=place,
        trigger=inject.trigger,
        at=at if at is not None and at >= begins else None,
        when=compiler.condition(inject.when) if inject.when else None,
        hold=inject.hold.seconds if inject.hold else 0.0,
        only_if=compiler.condition(inject.only_if) if inject.only_if else None,
        until=compiler.condition(inject.until) if inject.until else None,
        times=repeat.times if repeat else 1,
        pause=repeat.pause.seconds if repeat and repeat.pause else 0.0,
        phases=_phases_named(scenario, compiler, inject.phases),
        to=scenario.listeners(inject),
        asks=bool(inject.expected or inject.norm or inject.dilemma),
    )


def _phases(scenario: Scenario, compiler: Compiler) -> tuple[PlannedPhase, ...]:
    nothing: list[float] = []
    lengths = []
    for phase in scenario.phases:
        length = compiler.number(phase.lasts.amount)(nothing, 0.0, None) * phase.lasts.seconds  # type: ignore[arg-type]
        lengths.append(max(0.0, round(length * 1000) / 1000))
    before = next(n for n, phase in enumerate(scenario.phases) if phase.main)
    begins = -sum(lengths[:before])
    planned = []
    for phase, length in zip(scenario.phases, lengths, strict=True):
        tick = phase.tick.seconds
        record = phase.record.seconds if phase.record else 10 * tick
        planned.append(PlannedPhase(phase.id, begins, begins + length, tick, phase.main, max(1, round(record / tick))))
        begins += length
    return tuple(planned)


def _track(compiler: Compiler, score: Expression) -> None:
    """Have the run follow the conditions inside ``time_share(…)`` of a goal's score."""
    for node in walk(score.root):
        if isinstance(node, Call) and node.function == "time_share":
            inner = Expression(compiler.source(node.arguments[0]), node.arguments[0], "truth")
            compiler.tracked[inner.text] = compiler.condition(inner)
