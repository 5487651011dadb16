"""Whatever an author does to a scenario, the loader answers with a scenario or with problems, never a traceback."""

import copy
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from scenario_sim.errors import ScenarioError
from scenario_sim.loading import ScenarioText, scenario_from_text, scenario_schema
from scenario_sim.loading.documents import read_document
from tests.loading.conftest import STARTER

DATA = yaml.safe_load(STARTER)
DATA["starts"] = "2026-03-12 19:00"
SCHEMA = Draft202012Validator(scenario_schema())

SHAPE = ("E104", "E105", "E106")
"""The codes that a schema can know about. Units, formulas and references need more than a schema."""

values = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 2000), st.floats(-10, 10), st.text(max_size=20),
    st.just([]), st.just({}), st.just(["mayor"]), st.just({"tension": "-3 points"}), st.just("4 min"),
    st.just("tension > 3"), st.just(10**30), st.just("{x}"), st.just("%s {0} {hint}"),
)  # fmt: skip


def places(data: Any, path: tuple = ()) -> list[tuple]:
    """Every path below the root."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [place for key, value in inner for place in [(*path, key), *places(value, (*path, key))]]


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    data = copy.deepcopy(DATA)
    for _ in range(draw(st.integers(1, 3))):
        *path, last = draw(st.sampled_from(places(data)))
        holder = data
        for part in path:
            holder = holder[part]
        match draw(st.sampled_from(["delete", "rename", "change", "swap", "copy"])):
            case "delete":
                del holder[last]
            case "rename" if isinstance(holder, dict):
                holder[draw(st.text(min_size=1, max_size=12))] = holder.pop(last)
            case "swap" if len(holder) > 1:
                other = draw(st.sampled_from(list(holder) if isinstance(holder, dict) else range(len(holder))))
                holder[last], holder[other] = holder[other], holder[last]
            case "copy" if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[last]))
            case _:
                holder[last] = copy.deepcopy(draw(values))  # a list of its own, or it could come to hold itself
        if not places(data):
            return data
    return data


def load(text: str):
    return scenario_from_text(ScenarioText({"scenario.yaml": text}))


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutated())
def test_a_mutated_scenario_loads_or_says_what_is_wrong(data):
    try:
        load(yaml.safe_dump(data, allow_unicode=True, width=10_000))
    except ScenarioError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.line > 0
            assert str(problem)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutated())
def test_the_schema_refuses_what_check_refuses_in_shape(data):
    text = yaml.safe_dump(data, allow_unicode=True, width=10_000)
    try:
        plain = as_json(read_document(text, "f").data)
        codes = []
        load(text)
    except ScenarioError as error:
        codes = [problem.code for problem in error.problems]
        if codes[0] < "E104":
            return
    if any(code in SHAPE for code in codes):
        assert not SCHEMA.is_valid(plain)
    if not codes:
        assert SCHEMA.is_valid(plain), [error.message for error in SCHEMA.iter_errors(plain)][:3]


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_text_with_characters_changed_loads_or_says_what_is_wrong(data):
    text = STARTER
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 30))
        text = text[:at] + data.draw(st.text(max_size=5)) + text[at + length :]
    try:
        load(text)
    except ScenarioError as error:
        assert all(str(problem) for problem in error.problems)


def as_json(value: Any) -> Any:
    """Tuples as lists, as JSON Schema knows them."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    return [as_json(item) for item in value] if isinstance(value, tuple) else value
