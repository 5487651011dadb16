"""The evaluation of a session: it rests on the log alone, and every finding can be checked by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from scenario_sim.errors import ScenarioError
from scenario_sim.evaluation import evaluate, read_ratings
from scenario_sim.evaluation.ratings import BANDS, proposed
from scenario_sim.evaluation.reactions import Reaction
from scenario_sim.loading import read_package
from scenario_sim.model.commands import FACILITATOR, DecideMeasure, FireInject, GoOn, ShareInject, StopForReal
from scenario_sim.model.events import InjectDelivered
from scenario_sim.model.scenario import by_id
from scenario_sim.session import Log, Session, Setup, play_through, replay, replay_file
from tests.builders import indicator, inject, measure, role, written
from tests.strategies import Call, calls, played, setups

EXPECTED = {"id": "reply", "text": "Answer.", "role": "mayor", "within": "5 min", "met_by": ["speak"], "goal": "calm"}
NORM = {"id": "rude", "behaviour": "Rude", "colour": "red", "response": "Warn", "met_by": ["warn"], "within": "2 min",
        "who": ["mayor"], "source": "EJ"}  # fmt: skip


def small(**parts: object) -> Setup:
    """An hour in which a shout asks the mayor to speak within five minutes; nothing happens by itself."""
    usual: dict[str, object] = {
        "lasts": "1 h",
        "injects": [inject("shout", by_hand=True, to=["police"], expected=[EXPECTED], norm="rude")],
        "measures": [measure("speak", visibility=2), measure("warn", decided_by=["police"])],
        "roles": [role("mayor"), role("police")],
        "norms": [NORM],
        "indicators": [indicator("tension"), indicator("welcome", start=80)],
        "visibility": {"cost": {"welcome": "-10 points while in force"}, "source": "EJ"},
    }
    return Setup(written(**{**usual, **parts}), seated=("mayor", "police"))  # type: ignore[arg-type]


def of(session: Session, expected: str) -> Reaction:
    return next(one for one in evaluate(session).reactions if one.expected == expected)


def test_a_replay_is_evaluated_as_the_live_session_was(evening: Session, logged: Path) -> None:
    again = replay_file(logged)

    live = evaluate(replay(evening.log.records))
    assert live == evaluate(evening)
    assert evaluate(again).reactions == live.reactions
    assert evaluate(again).decisions == live.decisions
    assert evaluate(again) == evaluate(replay_file(logged))


@given(setups, calls)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_session_is_evaluated_from_its_log_alone(setup: Setup, calls: list[Call]) -> None:
    session = played(setup, calls)
    session.mark()

    assert evaluate(replay(session.log.records)) == evaluate(session)


@given(setups, calls)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_expected_action_is_in_exactly_one_class(setup: Setup, calls: list[Call]) -> None:
    session = played(setup, calls)
    found, scenario = evaluate(session).reactions, session.scenario
    delivered = [event for event in session.events if isinstance(event, InjectDelivered)]
    wanted: Counter[tuple[str, int, str, bool]] = Counter()
    for id, number in [(event.inject, event.number) for event in delivered] + [
        (one.id, 0) for one in scenario.injects if one.id not in {event.inject for event in delivered}
    ]:
        known = scenario.inject(id)
        wanted.update((id, number, expected.id, False) for expected in known.expected)
        norm = by_id(scenario.norms, known.norm) if known.norm else None
        wanted.update([(id, number, norm.id, True)] if norm and norm.met_by and norm.within else [])

    assert Counter((one.inject, one.number, one.expected, one.is_norm) for one in found) == wanted
    assert all(one.standing in ("in_time", "late", "not", "not_applicable") for one in found)
    for one in found:
        if one.standing == "in_time" and one.why != "foreseen":
            assert one.done_at is not None and one.since is not None and one.deadline is not None
            assert one.since <= one.done_at <= one.deadline
        if one.standing == "late":
            assert one.late_by is not None and one.late_by >= 0


@pytest.mark.parametrize(
    ("decided_after", "standing", "late_by"), [(60, "in_time", None), (299, "in_time", None), (420, "late", 120.0)]
)
def test_late_is_what_was_decided_after_the_deadline(
    decided_after: float, standing: str, late_by: float | None
) -> None:
    session = Session(small())
    session.run(600)
    session.send(FireInject(by=FACILITATOR, inject="shout"))
    session.run(600 + decided_after)
    session.send(DecideMeasure(by="mayor", measure="speak"))
    session.run(session.ends)

    one = of(session, "reply")
    assert (one.standing, one.late_by, one.by, one.roles) == (standing, late_by, "mayor", ("mayor",))


def test_what_was_going_on_already_was_foreseen() -> None:
    session = Session(small())
    session.send(DecideMeasure(by="mayor", measure="speak"))
    session.run(600)
    session.send(FireInject(by=FACILITATOR, inject="shout"))

    assert (of(session, "reply").standing, of(session, "reply").why) == ("in_time", "foreseen")


def test_what_did_not_come_and_what_still_had_time_are_not_applicable() -> None:
    session = Session(small())
    assert (of(session, "reply").standing, of(session, "reply").why) == ("not_applicable", "did_not_come")
    session.send(FireInject(by=FACILITATOR, inject="shout"))
    session.run(299)
    assert (of(session, "reply").standing, of(session, "reply").why) == ("not_applicable", "time_not_up")
    session.run(300)
    assert of(session, "reply").standing == "not"


def test_pauses_do_not_count_as_lateness() -> None:
    """The wall clock is in the stamps of the log; a stop for a real incident holds the clock of the scenario."""

    def evening(minutes_between: int, stop: bool) -> Session:
        stamps = (
            f"2026-11-25T{10 + n * minutes_between // 60:02}:{n * minutes_between % 60:02}:00.000Z" for n in range(99)
        )
        session = Session(small(), Log(stamp=lambda _: next(stamps)))
        session.send(FireInject(by=FACILITATOR, inject="shout"))
        session.run(200)
        if stop:
            session.send(StopForReal(by=FACILITATOR))
            session.run(3000)
            session.send(GoOn(by=FACILITATOR))
        session.send(DecideMeasure(by="mayor", measure="speak"))
        return session

    hurried, paused, stopped = evening(0, False), evening(30, False), evening(30, True)
    assert evaluate(hurried).reactions == evaluate(paused).reactions == evaluate(stopped).reactions
    assert evaluate(stopped).stops == (200.0,)
    assert of(paused, "reply").standing == "in_time"


def test_who_learned_later_and_who_decided_without_it() -> None:
    session = Session(small())
    session.send(FireInject(by=FACILITATOR, inject="shout"))
    session.run(120)
    session.send(DecideMeasure(by="mayor", measure="speak"))
    session.run(240)
    session.send(ShareInject(by="police", inject="shout", to=("mayor",)))
    session.run(300)
    session.send(DecideMeasure(by="mayor", measure="warn"))

    found = evaluate(session)
    assert found.shared[0].later == {"police": 0, "mayor": 240}
    assert found.shared[0].told_by == {"mayor": "police"}
    without, informed = (one.unaware for one in found.decisions)
    assert [(one.inject, one.knew, one.learned, one.asked) for one in without] == [("shout", ("police",), 240, True)]
    assert informed == ()


def test_a_norm_that_showed_says_who_reacted_and_what_was_agreed() -> None:
    session = Session(small())
    session.send(FireInject(by=FACILITATOR, inject="shout"))
    session.run(60)
    session.send(DecideMeasure(by="police", measure="warn"))

    (shown,) = evaluate(session).norms_shown
    assert shown.reaction is not None
    assert (shown.norm, shown.agreed, shown.who, shown.by_who) == ("rude", False, ("mayor",), False)
    assert (shown.reaction.standing, shown.reaction.through, shown.reaction.by) == ("in_time", "warn", "police")


def test_visible_security_is_counted_while_it_is_in_force() -> None:
    session = Session(small())
    session.run(1800)
    session.send(DecideMeasure(by="mayor", measure="speak"))
    session.run(3600)

    found = evaluate(session).inviting
    assert found is not None
    assert found.steps == ((0.0, 0), (1800.0, 2))
    assert found.mean == 1.0
    assert found.values["welcome"][0] == (0.0, 80.0)


def test_a_scenario_without_visible_security_has_no_such_finding() -> None:
    assert evaluate(Session(small(visibility=None))).inviting is None


def test_the_rating_falls_with_the_score_and_never_rises_by_a_fault(evening: Session) -> None:
    one = evaluate(evening).goals[0]
    quiet = one.evidence.__class__((), (), (), (), {})
    order = [rating for rating, _ in BANDS]

    for rating, lowest in BANDS:
        assert proposed(lowest, quiet, ())[0] == rating
    late = Reaction("i", 1, "e", False, ("mayor",), "calm", "late", since=0.0, deadline=1.0, done_at=2.0)
    missing = Reaction("i", 1, "e", False, ("mayor",), "calm", "not")
    assert proposed(100, quiet, [late])[0] == "S"
    assert proposed(100, quiet, [missing])[0] == "M"
    for score in range(0, 101, 5):
        ratings = [order.index(proposed(score, quiet, found)[0]) for found in ([], [late], [late, missing, missing])]
        assert ratings == sorted(ratings)


def test_ratings_of_the_evaluator_are_read_and_wrong_ones_named_with_their_line(
    tmp_path: Path, evening: Session
) -> None:
    file = tmp_path / "ratings.yaml"
    file.write_text('G1: S\nG2: {rating: M, reason: "Te veel hekken"}\n', encoding="utf-8")
    found = evaluate(evening, read_ratings(file, evening.scenario)).goals

    assert [(one.goal, one.given.rating, one.given.reason) for one in found if one.given] == [
        ("G1", "S", ""),
        ("G2", "M", "Te veel hekken"),
    ]
    file.write_text("G1: Z\nG7: P\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        read_ratings(file, evening.scenario)
    assert sorted(problem.line for problem in error.value.problems) == [1, 2]


def test_the_played_evening_has_something_of_everything(evening: Session) -> None:
    """So that the reports made of it have no chapter that is never filled."""
    found = evaluate(evening)
    assert {one.standing for one in found.reactions} == {"in_time", "late", "not", "not_applicable"}
    assert any(one.decision.belongs_to for one in found.decisions)
    assert any(one.decision.bot for one in found.decisions)
    assert any(one.unaware for one in found.decisions)
    assert found.norms_shown and found.norms_agreed and found.notes and found.actions and found.reviewed
    assert found.improvised and found.looked_back and found.bookmarks and found.inviting


@pytest.mark.long
def test_a_process_is_evaluated_with_its_moments_and_without_their_decisions() -> None:
    session = Session(Setup(read_package("reception-decision"), seed=3))
    play_through(session, session.ends)
    found = evaluate(session)

    assert [one.episode for one in found.episodes] == [one.id for one in session.scenario.episodes]
    known = {one.id for one in (*session.scenario.measures, *session.scenario.dilemmas)}
    assert {one.decision.what for one in found.decisions} <= known
    assert evaluate(replay(session.log.records)) == found
