"""What a run came to: each goal's score, the indicators' extremes, the peak of the ladder."""

from __future__ import annotations

from dataclasses import dataclass

from scenario_sim.engine.flow import Gathered
from scenario_sim.engine.plan import Plan
from scenario_sim.engine.state import State
from scenario_sim.model.expressions import Expression


@dataclass(frozen=True, slots=True)
class IndicatorOutcome:
    """Over the main phase, in the indicator's unit; *end* is the value now or when the main phase ended."""

    start: float
    end: float
    low: float
    high: float
    mean: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """Numbers computed from one run, under the assumptions of its scenario. Goals score 0 to 100."""

    goals: dict[str, float]
    indicators: dict[str, IndicatorOutcome]
    peak_level: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The same, as far as a run that keeps a tally knows: *reached* is when each level above 0 was first reached
    (simulation seconds), *delivered* how often each inject came, *indicators* are the values now."""

    goals: dict[str, float]
    indicators: dict[str, float]
    peak_level: int
    reached: dict[int, float]
    delivered: dict[str, int]


@dataclass(frozen=True, slots=True)
class _LookingBack:
    """What the functions over the run read, by place; goals by id, once they are known."""

    means: list[float]
    lows: list[float]
    highs: list[float]
    shares: list[float]
    goals: dict[str, float]


def outcome_of(plan: Plan, state: State, flow: Gathered) -> Outcome:
    """The outcome of a run whose flow stands at the moment of asking."""
    indicators = [_indicator(flow, place) for place in range(len(plan.ranges))]
    goals = _goals(plan, state, flow, indicators)
    return Outcome(goals, dict(zip(plan.index.indicators, indicators, strict=True)), state.peak_level)


def tally_of(plan: Plan, state: State, flow: Gathered, reached: dict[int, float]) -> Tally:
    indicators = [_indicator(flow, place) for place in range(len(plan.ranges))]
    return Tally(
        goals=_goals(plan, state, flow, indicators),
        indicators=dict(zip(plan.index.indicators, flow.values, strict=True)),
        peak_level=state.peak_level,
        reached=dict(reached),
        delivered={id: state.delivered[place] for id, place in plan.index.injects.items() if state.delivered[place]},
    )


def _goals(plan: Plan, state: State, flow: Gathered, indicators: list[IndicatorOutcome]) -> dict[str, float]:
    back = _looking_back(flow, indicators, {})
    goals = {}
    for goal in plan.scenario.goals:
        value = plan.compiler.score(goal.score)(flow.values, flow.at, state, back)
        goals[goal.id] = round(min(max(value, 0.0), 100.0), 6)
    return goals


def value_of(plan: Plan, state: State, flow: Gathered, expression: Expression) -> float:
    """What *expression* comes to at the moment at which the flow stands; it may look back over the run."""
    outcome = outcome_of(plan, state, flow)
    back = _looking_back(flow, list(outcome.indicators.values()), outcome.goals)
    return float(plan.compiler.looking_back(expression)(flow.values, flow.at, state, back))


def _looking_back(flow: Gathered, indicators: list[IndicatorOutcome], goals: dict[str, float]) -> _LookingBack:
    return _LookingBack(
        [indicator.mean for indicator in indicators],
        [indicator.low for indicator in indicators],
        [indicator.high for indicator in indicators],
        [100 * held / flow.main_seconds if flow.main_seconds else 0.0 for held in flow.held],
        goals,
    )


def _indicator(flow: Gathered, place: int) -> IndicatorOutcome:
    record, now = flow.records[place], flow.values[place]
    if not flow.recorded:
        return IndicatorOutcome(now, now, now, now, now)
    mean = record.integral / flow.main_seconds if flow.main_seconds > 0 else now
    return IndicatorOutcome(record.start, record.end if not flow.recording else now, record.low, record.high, mean)
