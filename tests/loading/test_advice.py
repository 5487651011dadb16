"""Each piece of advice is given for a scenario that needs it, at its place, and not for one that does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenario_sim.errors import Problem
from scenario_sim.loading import check_scenario, scenario_from_text
from scenario_sim.loading.possible import Obstacle, Possible
from scenario_sim.model.commands import FACILITATOR
from scenario_sim.session import Setup, play_through
from tests.builders import goal, indicator, inject, measure, policy, role, written
from tests.strategies import Call, as_text, calls, played, scenario_data

Check = Callable[..., list[Problem]]


@pytest.fixture
def advice(tmp_path: Path) -> Check:
    """The warnings about a small scenario with these parts; what it does not name gives none."""

    def check(**parts: Any) -> list[Problem]:
        roles = parts.pop("roles", [role("mayor")])
        usual: dict[str, Any] = {
            "lasts": "20 min",
            "policies": [policy(one["id"]) for one in roles],
            "injects": [],
            "goals": [goal("calm", "100 - mean(tension)")],
        }
        tested = parts.pop("tested", None)
        usual |= parts
        note = inject("note", by_hand=True, goals=tested or [one["id"] for one in usual["goals"]])
        usual["injects"] = [note, *usual["injects"]]
        path = tmp_path / "scenario.yaml"
        path.write_text(written(roles=roles, **usual).files["scenario.yaml"], encoding="utf-8")
        return check_scenario(path)

    return check


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def expected(id: str, *met_by: str, **keys: Any) -> dict[str, Any]:
    return {"id": id, "text": id, "role": "mayor", "within": "5 min", "met_by": list(met_by or ("nothing",)), **keys}


def test_a_scenario_with_nothing_wrong_gets_no_advice(advice: Check) -> None:
    assert advice(injects=[inject("shout", when="tension > 40")]) == []


ANSWERS = [{"id": "few", "text": "few", "sets": {"size": 5}}, {"id": "many", "text": "many"}]
ONE_ANSWER = [
    {"id": "who", "aspect": "issue", "text": "who", "default": "few", "source": "EJ", "answers": ANSWERS},
]
SIZE = [{"id": "size", "value": 10, "meaning": "size", "source": "EJ"}]

NEVER = {
    "above its range": {"when": "tension > 100"},
    "above and below": {"when": "tension > 60 and tension < 40"},
    "through other names": {"when": "tension > size * 3 + 90"},
    "two answers at once": {"when": "answer(who, few) and answer(who, many)"},
    "a fact and its opposite": {"when": "in_force(nothing) and tension > 5 and not in_force(nothing)"},
    "in a phase that is not its own": {"when": "phase(after)"},
    "held back always": {"when": "tension > 5", "only_if": "minutes > 30"},
    "stopped from the beginning": {"when": "tension > 5", "hold": "1 min", "until": "tension >= 0"},
    "held too long": {"when": "tension > 5", "hold": "30 min"},
    "late in its phase": {"when": "minutes > 15", "hold": "10 min"},
    "a rate that is never above 0": {"rate": "min(0, tension - 50) per hour"},
    "after something by hand, too late": {"after": "note", "delay": "2 h"},
    "waits for a condition on itself": {"when": "delivered(shout)"},
}  # fmt: skip


@pytest.mark.parametrize("keys", NEVER.values(), ids=NEVER.keys())
def test_an_inject_that_can_never_come_is_named_at_what_stops_it(advice: Check, keys: dict[str, Any]) -> None:
    parts = {"injects": [inject("shout", **keys)], "diagnosis": ONE_ANSWER, "constants": SIZE, "after": "20 min"}
    used = indicator("heat", start="size")

    (only,) = advice(**parts, indicators=[indicator("tension"), used])

    assert only.code == "W705"
    assert only.line > 0 and only.column > 0
    assert only.hint


def test_what_waits_for_something_that_never_comes_never_comes_either(advice: Check) -> None:
    chain = [
        inject("shout", when="tension > 100"),
        inject("echo", after="shout"),
        inject("last", when="delivered(echo)"),
    ]

    assert codes(advice(injects=chain)) == ["W705"] * 3


def test_a_condition_is_never_called_impossible_while_it_can_hold(advice: Check) -> None:
    possible = ["tension >= 100", "tension > 60 or tension < 40", "not delivered(note)", "tension > size * 3 + 60",
                "answer(who, few) and tension > 5", "minutes > 15", "abs(tension - 50) > 49", "phase(main)",
                "if_else(answer(who, many), tension, 0) > 90", "20 < tension <= 60"]  # fmt: skip
    injects = [inject(f"shout{number}", when=when) for number, when in enumerate(possible)]

    assert advice(injects=injects, diagnosis=ONE_ANSWER, constants=SIZE) == []


@settings(deadline=None)
@given(data=scenario_data(), calls=calls, seed=st.integers(0, 1000))
def test_what_comes_by_itself_in_a_run_was_never_called_impossible(data: Any, calls: list[Call], seed: int) -> None:
    """Whoever plays, and whatever is decided; only the facilitator can bring what cannot come."""
    text = as_text(data)
    by_players = [call for call in calls if call.name != "send" or call.value.by != FACILITATOR]
    session = played(Setup(text, seed=seed), by_players)
    play_through(session, session.ends)
    never = Possible(scenario_from_text(text))

    for delivery in session.table.deliveries:
        found = never.injects[delivery.inject]
        assert not isinstance(found, Obstacle), (delivery.inject, found)
        assert found[0] - 0.01 <= delivery.at <= found[1] + 0.01
    for id, statuses in session.table.measures.items():
        if any(status.in_force_at is not None for status in statuses):
            assert not isinstance(never.measures[id], Obstacle), id


@pytest.mark.parametrize("score", ["70", "min(size, 50)", "if_else(answer(who, few), 20, 30)", "200 + mean(tension)"])
def test_a_goal_whose_score_cannot_change_is_named(advice: Check, score: str) -> None:
    assert codes(advice(goals=[goal("calm", score)], diagnosis=ONE_ANSWER, constants=SIZE)) == ["W706"] + (
        ["W704"] if "size" not in score else []
    )


def test_a_goal_that_no_inject_tests_is_named(advice: Check) -> None:
    goals = [goal("calm", "100 - mean(tension)"), goal("open", "mean(tension)")]

    assert advice(goals=goals) == []
    assert [(p.code, p.values["goal"]) for p in advice(goals=goals, tested=["calm"])] == [("W702", "open")]


def test_a_role_that_nothing_can_reach_for_25_minutes_is_named_with_the_time(advice: Check) -> None:
    roles = [role("mayor"), role("police", channels=["radio"])]
    parts = {"roles": roles, "channels": [{"id": "hall", "title": "hall"}, {"id": "radio", "title": "radio"}]}
    hall = inject("shout", when="tension > 40")

    def radio(*times: str) -> list[dict[str, Any]]:
        return [hall, *(inject(f"call{n}", at=at, channel="radio") for n, at in enumerate(times))]

    (only,) = advice(lasts="1 h", injects=radio("19:10", "19:50"), **parts)
    assert (only.code, only.values["role"], only.values["begins"], only.values["ends"]) == (
        "W707", "police", "19:10", "19:50",
    )  # fmt: skip
    assert advice(lasts="1 h", injects=radio("19:10", "19:30", "19:50"), **parts) == []
    assert advice(lasts="1 h", injects=[hall, inject("chance", rate="1 per hour", channel="radio")], **parts) == []


def test_six_expected_actions_of_one_role_within_four_minutes_are_named_at_the_first(advice: Check) -> None:
    def rush(apart: str, count: int = 6) -> list[dict[str, Any]]:
        first = inject("call0", when="tension > 40", expected=[expected("act0")])
        rest = [inject(f"call{n}", after=f"call{n - 1}", delay=apart, expected=[expected(f"act{n}")])
                for n in range(1, count)]  # fmt: skip
        return [first, *rest]

    (only,) = advice(injects=rush("40 s"))
    assert (only.code, only.values["role"]) == ("W708", "mayor")
    assert advice(injects=rush("40 s", count=5)) == []
    assert advice(injects=rush("2 min")) == []


def test_an_action_expected_of_a_role_that_may_not_decide_it_is_named(advice: Check) -> None:
    roles = [role("mayor"), role("police")]
    asked = inject("shout", when="tension > 40", expected=[expected("act", role="police")])

    (only,) = advice(roles=roles, injects=[asked])
    assert (only.code, only.values["role"], only.values["who"]) == ("W709", "police", "mayor")
    may = measure("nothing", decided_by=["mayor", "police"])
    assert advice(roles=roles, injects=[asked], measures=[may]) == []


def test_an_action_that_nothing_possible_can_meet_is_named(advice: Check) -> None:
    asked = inject("shout", when="tension > 40", expected=[expected("act", "closed_door")])
    shut = measure("closed_door", available="tension > 100")

    assert sorted(codes(advice(injects=[asked], measures=[shut]))) == ["W709", "W711"]


def test_a_measure_that_is_never_in_time_is_named(advice: Check) -> None:
    days = [{"id": "days_left", "aspect": "context", "text": "days", "range": [5, 42], "default": 20, "source": "EJ"}]

    def prepared(lead_time: str) -> list[Problem]:
        return advice(before="days_left days", diagnosis=days,
                      measures=[measure("letter", kind="preventive", lead_time=lead_time)])  # fmt: skip

    assert codes(prepared("43 days")) == ["W710"]
    assert prepared("42 days") == []
    assert codes(advice(measures=[measure("platoon", lead_time="21 min to 2 h")])) == ["W710"]
    assert advice(measures=[measure("platoon", lead_time="19 min to 2 h")]) == []


@pytest.mark.parametrize("source", ["?", "todo", "TBD", "nog invullen", "src Z9", "direction: guide 6.1"])
def test_a_number_without_a_source_is_named(advice: Check, source: str) -> None:
    assert codes(advice(measures=[measure("hosts", effects={"tension": "-5 points"}, source=source)])) == ["W712"]


@pytest.mark.parametrize(
    "source", ["EJ", "mem", "guide 6.1", "Verslag van 12 maart", "src L5; size: EJ", "direction: guide 6.1; size: EJ"]
)
def test_a_number_with_a_source_is_not(advice: Check, source: str) -> None:
    listed = [{"id": "L5", "text": "a law"}]

    assert advice(measures=[measure("hosts", effects={"tension": "-5 points"}, source=source)], sources=listed) == []


def test_every_advice_reads_in_both_languages(advice: Check) -> None:
    (only,) = advice(injects=[inject("shout", when="tension > 100")])

    assert json.dumps(str(only)) and "{" not in only.text
