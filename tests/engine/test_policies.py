"""Empty chairs: reaction times, repetition, and who sits where."""

from __future__ import annotations

from scenario_sim.model.commands import LeaveSeat, TakeSeat
from scenario_sim.model.events import MeasureDecided, OptionChosen
from tests.builders import build, indicator, inject, measure, of_type, play, policy, role, start, times

AGAIN = {"repeat": {"times": 1000}}


def rule(**keys: object) -> dict[str, object]:
    return {"id": "rule", "reaction": "2 min", "do": "talk", **keys}


def test_a_rule_acts_after_its_reaction_time_and_once() -> None:
    world = play(
        build(
            injects=[inject("shout", rate="30 per hour", **AGAIN)],
            measures=[measure("talk", at_once="many")],
            policies=[policy("mayor", rule(after="shout"))],
        )
    )
    first = of_type(world, MeasureDecided)[0]

    assert len(of_type(world, MeasureDecided)) == 1
    assert first.bot
    assert abs(first.at - next(e.at for e in world.events if e.type == "InjectDelivered") - 120) < 0.0015


def test_a_repeating_rule_acts_once_for_every_cause_also_while_it_is_about_to_act() -> None:
    world = play(
        build(
            injects=[
                inject("shout", at="+10 min"),
                inject("push", after="shout", delay="1 min"),
                inject("same_time", after="shout"),
                inject("cry", rate="120 per hour", **AGAIN),
            ],
            measures=[measure("talk", at_once="many"), measure("help", at_once="many")],
            policies=[policy("mayor", rule(id="a", after="cry", repeat=True))],
            lasts="5 h",
        )
    )
    causes = [e.at for e in world.events if e.type == "InjectDelivered" and e.inject == "cry"]  # type: ignore[attr-defined]

    assert len(causes) > 400
    assert [round(at + 120, 3) for at in causes if at + 120 <= 5 * 3600] == times(world, MeasureDecided)


def test_a_rule_looks_again_at_the_moment_of_acting() -> None:
    world = play(
        build(
            injects=[inject("shout", at="+10 min"), inject("calm", at="+11 min")],
            measures=[measure("talk")],
            policies=[policy("mayor", rule(after="shout", only_if="not delivered(calm)"))],
        )
    )

    assert of_type(world, MeasureDecided) == []


def test_a_policy_plays_only_an_empty_chair() -> None:
    scenario = build(
        indicators=[indicator("tension", "10 points per min")],
        measures=[measure("talk"), measure("hosts", kind="preventive")],
        policies=[policy("mayor", rule(when="tension > 50"), prepares=("hosts",))],
    )
    seated = start(scenario, seated=frozenset(["mayor"]))
    seated.run(3600.0)
    assert of_type(seated, MeasureDecided) == []

    leaving = start(scenario, seated=frozenset(["mayor"]))
    leaving.run(60.0)
    leaving.send(LeaveSeat(by="facilitator", role="mayor"))
    leaving.run(3600.0)
    assert times(leaving, MeasureDecided, measure="talk") == [7 * 60 + 0.001]

    taken = start(scenario, prepare=False)
    taken.send(TakeSeat(by="facilitator", role="mayor"))
    taken.run(3600.0)
    assert of_type(taken, MeasureDecided) == []


def test_an_empty_chair_prepares_and_chooses() -> None:
    options = [{"id": "stop", "text": "s"}, {"id": "go", "text": "g"}]
    dilemma = {"id": "what_now", "question": "?", "decided_by": "clerk", "options": options, "source": "EJ"}
    world = play(
        build(
            roles=[role("mayor"), role("clerk")],
            injects=[inject("shout", at="+10 min", dilemma="what_now")],
            measures=[measure("hosts", kind="preventive", lead_time="5 min")],
            dilemmas=[dilemma],
            policies=[
                policy("mayor", prepares=("hosts",)),
                policy("clerk", {"id": "r", "after": "what_now", "reaction": "1 min", "choose": {"what_now": "go"}}),
            ],
            before="1 h",
        )
    )

    assert times(world, MeasureDecided, bot=True) == [-3600.0]
    assert times(world, OptionChosen, option="go", by="clerk", bot=True) == [660.0]
