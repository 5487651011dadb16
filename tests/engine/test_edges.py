"""Cells: between two cuts no condition changes, and at a cut one does."""

from __future__ import annotations

from math import inf, nextafter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scenario_sim.engine.edges import Edges, cuts_of, sign_of
from scenario_sim.engine.plan import Plan, compile_plan
from scenario_sim.engine.state import State
from scenario_sim.model.expressions import parse
from tests.builders import build, indicator

numbers = st.floats(-1000, 1000)
factors = st.floats(-50, 50).filter(lambda x: abs(x) > 1e-3)


@given(factors, numbers, numbers)
def test_from_each_cut_on_the_sign_is_another_one(factor: float, shift: float, threshold: float) -> None:
    def difference(x: float) -> float:
        return (factor * x + shift) - threshold

    cuts = cuts_of(difference, -100.0, 100.0)

    for cut in cuts:
        assert sign_of(difference(cut)) != sign_of(difference(nextafter(cut, -inf)))
    assert (sign_of(difference(-100.0)) != sign_of(difference(100.0))) == bool(cuts)


def test_an_indicator_against_a_constant_has_a_cut_at_it_and_one_beyond() -> None:
    assert cuts_of(lambda x: x - 60.0, 0.0, 100.0) == [60.0, nextafter(60.0, inf)]
    assert cuts_of(lambda x: x - 100.0, 0.0, 100.0) == [100.0]
    assert cuts_of(lambda x: x - 101.0, 0.0, 100.0) == []


CONDITIONS = (
    "tension > 60", "20 < tension <= 40.5", "2 * tension - 30 >= 55.5", "100 - tension < 12", "-tension / 3 < -7",
    "max(0, tension - 45) > 0", "clamp(tension, 10, 20) == 15", "not (tension < 75) or tension == 3",
)  # fmt: skip


def plan() -> Plan:
    return compile_plan(build(indicators=[indicator("tension"), indicator("trust")]), {})


@given(st.floats(0, 100), st.floats(0, 100))
def test_no_condition_changes_inside_a_cell(one: float, other: float) -> None:
    compiled = plan()
    conditions = [compiled.compiler.condition(parse(text)) for text in CONDITIONS]
    edges = Edges(compiled, conditions)
    state: Any = State.at_start(compiled.index)
    low, high, _ = edges.looking_up(0)(one, 0.0, 100.0)
    assert low <= one <= high
    inside = min(max(other, low), high)

    assert edges.others == []
    assert [c.holds([one, 0.0], 0.0, state) for c in conditions] == [
        c.holds([inside, 0.0], 0.0, state) for c in conditions
    ]


def test_what_no_cell_covers_is_worked_out_each_time() -> None:
    compiled = plan()
    texts = ("tension > trust", "tension * trust > 50", "abs(tension - 30) < 10", "tension > 10 * level")
    conditions = [compiled.compiler.condition(parse(text)) for text in texts]
    edges = Edges(compiled, conditions)

    assert len(edges.others) == len(texts)
    assert not any(edges.is_plain)
