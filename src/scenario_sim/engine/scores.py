"""What a run came to: each goal's score, the indicators' extremes, the peak of the ladder."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from scenario_sim.engine.flow import Flow
from scenario_sim.engine.plan import Plan
from scenario_sim.engine.state import State
from scenario_sim.model.expressions import Call, Expression, Name, Node, Number, rebuild


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


def outcome_of(plan: Plan, state: State, flow: Flow) -> Outcome:
    """The outcome of a run whose flow stands at the moment of asking."""
    indicators = {id: _indicator(flow, place) for id, place in plan.index.indicators.items()}
    goals: dict[str, float] = {}
    for goal in plan.scenario.goals:
        value = _worked_out(plan, state, flow, goal.score.root, indicators, {})
        goals[goal.id] = round(min(max(value, 0.0), 100.0), 6)
    return Outcome(goals, indicators, state.peak_level)


def value_of(plan: Plan, state: State, flow: Flow, expression: Expression) -> float:
    """What *expression* comes to at the moment at which the flow stands; it may look back over the run."""
    outcome = outcome_of(plan, state, flow)
    return float(_worked_out(plan, state, flow, expression.root, outcome.indicators, outcome.goals))


def _worked_out(
    plan: Plan,
    state: State,
    flow: Flow,
    node: Node,
    indicators: dict[str, IndicatorOutcome],
    goals: dict[str, float],
) -> float:
    root = _filled_in(plan, flow, indicators, goals, node)
    return plan.compiler.number(Expression("", root, "number"))(flow.values, flow.since, state)


def _indicator(flow: Flow, place: int) -> IndicatorOutcome:
    record, now = flow.records[place], flow.values[place]
    if record.low == inf:
        return IndicatorOutcome(now, now, now, now, now)
    mean = record.integral / flow.main_seconds if flow.main_seconds > 0 else now
    return IndicatorOutcome(record.start, record.end if not flow.recording else now, record.low, record.high, mean)


def _filled_in(
    plan: Plan, flow: Flow, indicators: dict[str, IndicatorOutcome], goals: dict[str, float], node: Node
) -> Node:
    """*node* with every function over the run replaced by its number."""

    def fill(part: Node) -> Node:
        match part:
            case Call("mean", (Name(id),)):
                return Number(indicators[id].mean)
            case Call("lowest", (Name(id),)):
                return Number(indicators[id].low)
            case Call("highest", (Name(id),)):
                return Number(indicators[id].high)
            case Call("goal", (Name(id),)):
                return Number(goals[id])
            case Call("time_share", (condition,)):
                held = flow.tracked[plan.compiler.source(condition)][1]
                return Number(100 * held / flow.main_seconds if flow.main_seconds else 0.0)
            case _:
                return part

    return rebuild(node, fill)
