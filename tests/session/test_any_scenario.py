"""Whatever a scenario says, there is an error in words or a run that comes to an end."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenario_sim.errors import LogError, ScenarioError
from scenario_sim.model.commands import FACILITATOR, FireInject, GoOn, SkipInject
from scenario_sim.session import JsonlLog, Session, Setup, replay, resume, verify
from tests.session.conftest import STARTER
from tests.strategies import Call, as_text, calls, conditions, effects, played, scenario_data, spans

values = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 2000), st.floats(-10, 10), st.text(max_size=10),
    st.sampled_from([[], {}, ["mayor"], {"tension": "-3 points"}, 10**30, "{x}", "%s {0}", "evening", "warn"]),
    conditions, effects, spans,
)  # fmt: skip


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path below the root."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [place for key, value in inner for place in [(*path, key), *places(value, (*path, key))]]


@st.composite
def broken(draw: st.DrawFn) -> Any:
    """A scenario of which a few parts were taken away, exchanged or copied over each other; sometimes still valid."""
    data = copy.deepcopy(draw(scenario_data()))  # what a strategy gives may be shared
    for _ in range(draw(st.integers(1, 3))):
        all_places = places(data)
        *path, last = draw(st.sampled_from(all_places))
        holder = data
        for part in path:
            holder = holder[part]
        match draw(st.sampled_from(["delete", "change", "twice", "elsewhere"])):
            case "delete":
                del holder[last]
            case "twice" if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[last]))
            case "elsewhere":
                source = data
                for part in draw(st.sampled_from(all_places)):
                    if isinstance(source, dict | list) and (part in source if isinstance(source, dict) else True):
                        source = source[part] if isinstance(source, dict) or part < len(source) else source
                holder[last] = copy.deepcopy(source)
            case _:
                holder[last] = copy.deepcopy(draw(values))
    return data


def comes_to_an_end(data: Any, calls: list[Call]) -> bool:
    """Play *data* to its end; whether it was a scenario. Anything but a ScenarioError is a failure."""
    try:
        session = played(Setup(as_text(data)), calls)
        if session.is_stopped:
            session.send(GoOn(by=FACILITATOR))
        session.run(session.ends)
    except ScenarioError as error:
        assert error.problems
        assert all(problem.code and problem.text for problem in error.problems)
        return False
    assert session.is_over
    assert session.events[-1].at <= session.ends
    return True


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(scenario_data(), calls)
def test_a_valid_scenario_comes_to_an_end(data: Any, calls: list[Call]) -> None:
    assert comes_to_an_end(data, calls)


@settings(deadline=None, max_examples=140, suppress_health_check=list(HealthCheck))
@given(broken(), calls)
def test_a_broken_scenario_says_so_or_comes_to_an_end(data: Any, calls: list[Call]) -> None:
    comes_to_an_end(data, calls)


# --- parts that trigger each other without end -------------------------------------------------------------

A_RING = [
    ("one", "count(one) <= count(three) and delivered(start_it)"),
    ("two", "count(two) < count(one)"),
    ("three", "count(three) < count(two)"),
]
INJECT = """
  - id: {id}
    title: Rondje
    text: En weer.
    channel: hall
    {trigger}
    repeat: {{times: 1000000}}
    source: EJ
"""
A_RESTLESS_RULE = """
      - {id: restless, when: delivered(start_it) and not in_force(suspend) and not under_way(suspend),
         reaction: 0 s, do: suspend, repeat: true}
"""


def ring() -> Setup:
    """Three injects that keep calling each other once the facilitator delivers ``start_it``."""
    injects = INJECT.format(id="start_it", trigger="by_hand: true")
    injects += "".join(INJECT.format(id=id, trigger=f"when: {when}") for id, when in A_RING)
    text = STARTER.files["scenario.yaml"].replace("\ninjects:\n", f"\ninjects:{injects}", 1)
    return Setup(type(STARTER)({"scenario.yaml": text}))


def restless() -> Setup:
    """A rule without reaction time that decides, again and again, a measure that is over as it begins."""
    text = STARTER.files["scenario.yaml"]
    text = text.replace("\ninjects:\n", "\ninjects:" + INJECT.format(id="start_it", trigger="by_hand: true"), 1)
    text = text.replace("    rules:\n", f"    rules:{A_RESTLESS_RULE}", 1)
    text = text.replace("lead_time: 1 min\n    duration: 15 min", "lead_time: 0 s\n    duration: 0 s")
    return Setup(type(STARTER)({"scenario.yaml": text}))


@pytest.mark.parametrize(("setup", "culprit"), [(ring(), "one, three, two"), (restless(), "suspend")])
def test_parts_that_trigger_each_other_without_end_are_named_and_nothing_is_lost(
    path: Path, setup: Setup, culprit: str
) -> None:
    session = Session(setup, JsonlLog(path, new=True))
    session.run(900)
    content = path.read_bytes()
    with pytest.raises(ScenarioError, match="E511: at 19:15 these keep triggering each other") as error:
        session.send(FireInject(by=FACILITATOR, inject="start_it"))

    assert culprit in str(error.value)
    assert content == path.read_bytes()
    for call in (lambda: session.run(7200), session.step):
        with pytest.raises(LogError, match="stopped at an error"):
            call()
    session.view()
    session.close()
    assert content == path.read_bytes()
    verify(path)

    again = resume(path)
    again.send(SkipInject(by=FACILITATOR, inject="start_it"))
    again.run(again.ends)
    again.close()
    assert again.is_over
    assert verify(path).digest == replay(again.log.records).digest


def test_a_scenario_that_never_settles_at_its_start_is_an_error_in_words(path: Path) -> None:
    setup = ring()
    text = setup.text.files["scenario.yaml"].replace(" and delivered(start_it)", "")
    with pytest.raises(ScenarioError, match="E511"):
        Session(Setup(type(STARTER)({"scenario.yaml": text})))


def test_unknown_seats_and_answers_are_errors_in_words() -> None:
    with pytest.raises(ScenarioError, match="'nobody' does not exist"):
        Session(Setup(STARTER, seated=("mayor", "nobody")))
    with pytest.raises(ScenarioError, match="attendance"):
        Session(Setup(STARTER, context={"attendance": "many"}))
