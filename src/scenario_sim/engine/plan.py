"""A scenario and the answers of its diagnosis, compiled once into what a run needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scenario_sim.engine.formulas import Compiler, Condition, Formula
from scenario_sim.engine.state import Index
from scenario_sim.model.amounts import Change
from scenario_sim.model.diagnosis import Context
from scenario_sim.model.expressions import Call, Expression, Node, walk
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
    """*at* is in simulation seconds, None if another trigger brings it; *times* is how often it can come, with
    *pause* seconds between; *to* are the roles it reaches."""

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


@dataclass(frozen=True, slots=True)
class PlannedPhase:
    """From *begins* to *ends* in simulation seconds; *tick* and *record* in seconds."""

    id: str
    begins: float
    ends: float
    tick: float
    record: float
    main: bool

    @property
    def record_every(self) -> int:
        """In ticks."""
        return max(1, round(self.record / self.tick))


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
    consequences: dict[int, tuple[Mapping[str, Change], list[PlannedChange]]]
    """By the identity of what stands in the scenario, which is kept with it."""
    held: frozenset[int]
    """The indicators that a measure in force can hold up or down."""
    programs: dict[Gathering, Program] = field(default_factory=dict)
    """The source of the flow, once a run has said what must be watched."""

    @property
    def everything(self) -> Gathering:
        every = frozenset(self.index.indicators.values())
        return Gathering(every, every, every)

    @property
    def begins(self) -> float:
        return self.phases[0].begins

    @property
    def ends(self) -> float:
        return self.phases[-1].ends

    def planned(self, changes: Mapping[str, Change]) -> list[PlannedChange]:
        """The compiled form of *changes* of the scenario; each is compiled when it is first needed."""
        known = self.consequences.get(id(changes))
        if known is None:
            known = (changes, self.made_up(changes))
            self.consequences[id(changes)] = known
        return known[1]

    def made_up(self, changes: Mapping[str, Change]) -> list[PlannedChange]:
        """The compiled form of *changes* that do not stand in the scenario."""
        return [self._planned(indicator, change) for indicator, change in changes.items()]

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
    indicators = scenario.indicators
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
        phases=_phases(scenario, compiler),
        injects=tuple(_inject(scenario, compiler, place, inject) for place, inject in enumerate(scenario.injects)),
        levels=tuple(compiler.condition(level.when) for level in scenario.levels if level.when),
        tracked=dict(compiler.tracked),
        changes={},
        consequences={},
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


def _inject(scenario: Scenario, compiler: Compiler, place: int, inject: Inject) -> PlannedInject:
    repeat = inject.repeat
    return PlannedInject(
        inject=inject,
        place=place,
        trigger=inject.trigger,
        at=scenario.moment(inject.at) if inject.at is not None else None,
        when=compiler.condition(inject.when) if inject.when else None,
        hold=inject.hold.seconds if inject.hold else 0.0,
        only_if=compiler.condition(inject.only_if) if inject.only_if else None,
        until=compiler.condition(inject.until) if inject.until else None,
        times=repeat.times if repeat else 1,
        pause=repeat.pause.seconds if repeat and repeat.pause else 0.0,
        phases=_phases_named(scenario, compiler, inject.phases),
        to=scenario.listeners(inject),
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
        planned.append(PlannedPhase(phase.id, begins, begins + length, tick, record, phase.main))
        begins += length
    return tuple(planned)


def _track(compiler: Compiler, score: Expression) -> None:
    """Have the run follow the conditions inside ``time_share(…)`` of a goal's score."""
    for node in walk(score.root):
        if isinstance(node, Call) and node.function == "time_share":
            inner = Expression(compiler.source(node.arguments[0]), node.arguments[0], "truth")
            compiler.tracked[inner.text] = compiler.condition(inner)
