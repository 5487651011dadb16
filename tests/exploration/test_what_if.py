"""What if: what lies before the moment is as logged, no change is no difference, and pairs share their chances."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Sequence
from math import hypot
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings

from scenario_sim.cli import main
from scenario_sim.errors import ScenarioError
from scenario_sim.exploration.changes import Answered, Chosen, Moved, NotTaken, Taken, changes_from
from scenario_sim.exploration.courses import continued, course_of
from scenario_sim.exploration.whatif import WhatIf, what_if
from scenario_sim.language import use_language
from scenario_sim.loading import read_package
from scenario_sim.model.commands import FACILITATOR, ChooseOption, DecideMeasure, GoOn, StopForReal
from scenario_sim.session import JsonlLog, Log, Session, Setup
from scenario_sim.session.records import Record
from tests.builders import inject, levels, measure, part, policy, role, written
from tests.strategies import Call, as_text, calls, played, scenario_data

HOUR = 3600.0
EVENING = written(
    lasts="2 h",
    roles=[role("mayor"), role("clerk")],
    injects=[
        inject("shout", rate="6 per hour", repeat={"times": 50}, effects={"tension": "+7 points"}),
        inject("question", at="+30 min", dilemma="doors"),
        inject("demand", after="warn", delay="10 min"),
    ],
    measures=[
        measure("suspend", effects={"tension": "-40 points"}, at_once="many"),
        measure("warn", effects={"tension": "-5 points"}),
        measure("hosts", kind="preventive", decided_by=["clerk"], effects={"tension": "-3 points"}),
    ],
    dilemmas=[{"id": "doors", "question": "Doors?", "decided_by": "mayor", "within": "10 min", "if_undecided": "shut",
               "source": "EJ", "options": [{"id": "open", "text": "open", "effects": {"tension": "-5 points"}},
                                           {"id": "shut", "text": "shut", "effects": {"tension": "+5 points"}}]}],
    diagnosis=[{"id": "mood", "aspect": "parties", "text": "How is the mood?", "range": [0, 50],
                "default": 0, "unit": "points", "source": "EJ"}],
    indicators=[part("tension", unit="points", range=[0, 100], start="mood")],
    levels=levels("tension > 30", "tension > 60"),
    policies=[
        policy("mayor", {"id": "warns", "when": "tension > 40", "reaction": "2 min", "do": "warn"}),
        policy("clerk", prepares=("hosts",)),
    ],
)  # fmt: skip


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


def evening(log: Log | None = None) -> Session:
    """Two hours in which the mayor decides at 40 and 70 minutes, with a stop for real in between."""
    session = Session(Setup(EVENING, seed=4, seated=("mayor",)), log)
    session.run(0.6 * HOUR)
    session.send(ChooseOption(by="mayor", dilemma="doors", option="open"))
    session.run(HOUR * 2 / 3)
    session.send(DecideMeasure(by="mayor", measure="suspend"))
    session.run(HOUR)
    session.send(StopForReal(by=FACILITATOR))
    session.send(DecideMeasure(by="mayor", measure="suspend"))
    session.send(GoOn(by=FACILITATOR))
    session.run(HOUR * 7 / 6)
    session.send(DecideMeasure(by="mayor", measure="suspend"))
    session.run(session.ends)
    return session


def asked(session: Session, at: float, *changes: str, replications: int = 12, workers: int = 1) -> WhatIf:
    read = changes_from(changes, session.scenario)
    return what_if(session.log.records, at, read, replications=replications, workers=workers)


def records(session: Session) -> Sequence[Record]:
    return session.log.records


def test_every_form_of_a_change_is_read() -> None:
    scenario = evening().scenario
    forms = ("+suspend", "+suspend@19:20 by clerk", "+hosts @ -2 days", "-warn", "-warn@19:20", "suspend: -10 min",
             "suspend:+1 h", "mood=20", "doors=shut", "doors=shut@19:35 by clerk")  # fmt: skip
    assert changes_from(forms, scenario) == [
        Taken("suspend"), Taken("suspend", 1200.0, "clerk"), Taken("hosts", -172800.0), NotTaken("warn"),
        NotTaken("warn", 1200.0), Moved("suspend", -600.0), Moved("suspend", 3600.0), Answered("mood", 20.0),
        Chosen("doors", "shut"), Chosen("doors", "shut", 2100.0, "clerk"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("+suspent", "E401", "suspend"),
        ("+suspend by mayr", "E401", "mayor"),
        ("+suspend@noon", "E204", "20:10"),
        ("suspend: -10", "E201", "10 min"),
        ("moot=3", "E401", "mood"),
        ("mood=99", "E502", "50"),
        ("doors=ajar", "E401", "open"),
        ("-suspend by mayor", "E520", "+measure"),
        ("suspend", "E520", "+measure"),
        ("", "E520", "+measure"),
    ],
)
def test_what_is_wrong_with_a_change_is_said_with_a_way_out(text: str, code: str, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        changes_from([text, "+warn", "-nothing_at_all"], evening().scenario)
    first, last = caught.value.problems
    assert (first.code, last.code) == (code, "E401")
    assert said in str(first)
    assert repr(text) in str(first)


def test_no_change_is_a_difference_of_exactly_nought() -> None:
    found = asked(evening(), HOUR)
    assert found.without == found.with_it
    assert len({str(one.goals) for one in found.without}) > 1  # chance does its work
    difference = found.compared(lambda played: played.goals["calm"]).difference
    assert (difference.value, difference.low, difference.high) == (0.0, 0.0, 0.0)


def test_what_lies_before_the_moment_is_as_it_was_logged() -> None:
    session = evening()
    at_the_end = continued(course_of(records(session), session, session.now), 1, 1).played
    assert at_the_end.goals == session.outcome().goals
    assert at_the_end.peak_level == session.table.peak_level
    assert at_the_end.delivered["shout"] == sum(one.inject == "shout" for one in session.table.deliveries)


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(scenario_data(), calls)
def test_any_logged_session_is_what_its_course_comes_to_at_its_end(data: Any, calls: list[Call]) -> None:
    try:
        session = played(Setup(as_text(data), seed=3), calls)
        if session.is_stopped:
            session.send(GoOn(by=FACILITATOR))
        session.run(session.ends)
    except ScenarioError:
        return
    at_the_end = continued(course_of(records(session), session, session.now), 5, 1).played
    assert at_the_end.goals == session.outcome().goals
    assert at_the_end.peak_level == session.table.peak_level


def test_a_change_before_the_moment_makes_the_logged_evening_go_its_own_way_from_there() -> None:
    session = evening()
    found = asked(session, session.now, "suspend: -10 min", replications=3)
    other = Session(session.setup)
    for until, command in [
        (0.5 * HOUR, DecideMeasure(by="mayor", measure="suspend")),
        (0.6 * HOUR, ChooseOption(by="mayor", dilemma="doors", option="open")),
        (HOUR, DecideMeasure(by="mayor", measure="suspend")),
    ]:
        other.run(until)
        other.send(command)
    other.run(other.ends)
    assert {str(one.goals) for one in found.with_it} == {str(other.outcome().goals)}
    assert {str(one.goals) for one in found.without} == {str(session.outcome().goals)}


def test_a_decision_that_the_log_has_after_the_moment_is_compared_with_moving_it_or_leaving_it_out() -> None:
    session = evening()
    as_it_was = asked(session, HOUR, "+warn@19:01", replications=6)
    moved = asked(session, HOUR, "suspend: +10 min", replications=6)
    left_out = asked(session, HOUR, "-suspend@20:05", replications=6)

    assert moved.without == left_out.without
    assert moved.without != as_it_was.without  # there policies decide from the moment on
    assert left_out.with_it == asked(session, HOUR, replications=6).without


def test_what_nobody_may_take_is_taken_by_no_policy_either() -> None:
    found = asked(evening(), 60.0, "-warn", "-hosts", replications=20)
    assert any(one.delivered.get("demand") for one in found.without)  # which follows the warning
    assert not any(one.delivered.get("demand") for one in found.with_it)


def test_another_option_comes_in_the_place_of_the_one_that_was_chosen() -> None:
    found = asked(evening(), 1.9 * HOUR, "doors=shut", replications=3)
    tension = found.compared(lambda played: played.indicators["tension"])
    assert found.refused[0] == {}
    assert tension.difference.low > 0


def test_another_answer_of_the_diagnosis_holds_from_the_beginning() -> None:
    session = Session(Setup(EVENING, seed=4))
    session.run(60)
    found = asked(session, 60.0, "mood=20", replications=3)
    pairs = zip(found.with_it, found.without, strict=True)
    assert all(one.reached[1] <= other.reached.get(1, 2 * HOUR) for one, other in pairs)


def test_what_cannot_be_done_is_counted_with_its_reason() -> None:
    found = asked(evening(), HOUR, "+hosts", "+suspend", replications=5)
    assert [dict(refused) for refused in found.refused] == [{"already": 5}, {}]


def test_a_change_of_what_was_never_decided_names_what_was() -> None:
    session = Session(Setup(EVENING, seed=4))
    session.run(60)
    with pytest.raises(ScenarioError, match=r"E521: 'suspend' was not decided.*this log has decisions on: hosts"):
        asked(session, 60.0, "suspend: -1 min")


def test_a_moment_outside_the_session_is_refused() -> None:
    for at in (-1.0, 2 * HOUR + 1):
        with pytest.raises(ScenarioError, match="E505"):
            asked(evening(), at)


def test_any_number_of_workers_gives_the_same_continuations() -> None:
    session = evening()
    two = asked(session, HOUR, "+suspend", replications=60, workers=2)
    one = asked(session, HOUR, "+suspend", replications=60, workers=1)
    assert (two.without, two.with_it) == (one.without, one.with_it)


def test_an_interrupt_gives_the_pairs_that_are_done() -> None:
    session = evening()
    done: list[int] = []

    def tick(count: int) -> None:
        done.append(count)
        if len(done) == 5:
            os.kill(os.getpid(), signal.SIGINT)

    assert threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where tests run in the background
    try:
        found = what_if(records(session), HOUR, [], replications=500, workers=1, tick=tick)
    finally:
        signal.signal(signal.SIGINT, before)
    assert 5 <= found.count < 500
    assert found.without == asked(session, HOUR, replications=found.count).without


@pytest.mark.long
def test_sharing_chances_halves_the_interval_of_a_measure_on_the_council_evening() -> None:
    session = Session(
        Setup(read_package("disrupted-council-meeting"), seed=5, context={"surprise": "leaked"}, prepare=False)
    )
    session.run(session.ends)
    found = asked(session, session.scenario.moment("19:20"), "+first_message", replications=80)
    for goal in ("G1", "G3"):
        numbers = found.compared(lambda played, goal=goal: played.goals[goal])
        independent = hypot(numbers.without.half_width, numbers.with_it.half_width)
        assert numbers.difference.low > 0  # it matters
        assert numbers.difference.half_width <= independent / 2


def test_the_command_prints_a_table_or_json(tmp_path: Path) -> None:
    log = tmp_path / "evening.jsonl"
    evening(JsonlLog(log, new=True)).close()
    call = ["--lang", "en", "whatif", str(log), "--at", "20:00", "--change", "-suspend", "--replications", "4"]
    table = CliRunner().invoke(main, call)
    assert table.exit_code == 0, table.output
    assert "4 continuations without and with" in table.output
    assert "not a forecast" in table.output

    printed = CliRunner().invoke(main, [*call, "--json", "-o", str(tmp_path / "found.json")])
    assert printed.exit_code == 0
    found = json.loads((tmp_path / "found.json").read_text())
    assert found["replications"] == found["asked"] == 4
    assert found["changes"] == [{"change": "-suspend", "refused": {}}]
    assert set(found["goals"]["calm"]) == {"without", "with", "difference"}
    assert set(found["p_peak_level_at_least"]) == {"1", "2", "3", "4", "5"}
