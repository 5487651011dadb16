"""What events do to the indicators, and what is expected of people."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenario_sim.engine.world import World
from scenario_sim.model.commands import (
    Adjudicate,
    ChooseOption,
    Command,
    DecideMeasure,
    EndMeasure,
    FireInject,
    Improvise,
    WearHat,
)
from scenario_sim.model.events import (
    ActionAdjudicated,
    AuthorityExceeded,
    CommandRefused,
    ExpectationMet,
    ExpectationMissed,
    HatChanged,
    InjectDelivered,
    MeasureDecided,
    MeasureTookEffect,
    OptionChosen,
    RequirementUnmet,
)
from tests.builders import build, goal, indicator, inject, measure, of_type, play, role, start, times

MINUTE = 60.0
MIDDLE = [indicator("tension", start=50), indicator("trust", start=50)]


def world_with(*measures: dict[str, Any], **parts: Any) -> World:
    return start(build(**{"indicators": MIDDLE, "measures": list(measures) or [measure("nothing")], **parts}))


def sent(world: World, *commands: tuple[float, Command]) -> World:
    for at, command in commands:
        world.run(at * MINUTE)
        world.send(command)
    return world


def do(id: str, by: str = "mayor") -> DecideMeasure:
    return DecideMeasure(by=by, measure=id)


def tension(world: World, at: float) -> float:
    world.run(at * MINUTE)
    return world.values()["tension"]


def test_what_is_held_is_undone_when_the_measure_ends() -> None:
    world = world_with(measure("door", duration="10 min", effects={"tension": "-8 points while in force"}))
    sent(world, (5, do("door")))

    assert [tension(world, at) for at in (5, 14.9, 15)] == [42.0, 42.0, 50.0]


def test_what_is_held_beyond_the_range_comes_back_whole() -> None:
    """Held down by 80 from 50: shows 0, and is 50 again when it ends; meanwhile a jump of 10 is kept."""
    world = world_with(
        measure("door", duration="10 min", effects={"tension": "-80 points while in force"}),
        injects=[inject("push", at="+7 min", effects={"tension": "+10 points"})],
    )
    sent(world, (5, do("door")))

    assert [tension(world, at) for at in (5, 8, 15)] == [0.0, 0.0, 60.0]


def test_a_change_per_unit_of_time_works_as_long_as_the_measure_is_in_force() -> None:
    world = world_with(measure("talk", duration="10 min", effects={"tension": "-2 points per min"}))
    sent(world, (5, do("talk")))

    assert pytest.approx([tension(world, at) for at in (5, 8, 15, 60)], abs=1e-9) == [50.0, 44.0, 30.0, 30.0]


def test_ending_early_stops_what_works_per_unit_of_time_but_not_what_was_set_going() -> None:
    world = world_with(
        measure("talk", effects={"tension": "-2 points per min", "trust": "+10 points over 20 min"}),
    )
    sent(world, (5, do("talk")), (10, EndMeasure(by="mayor", measure="talk")))
    world.run(60 * MINUTE)

    assert pytest.approx(dict(world.values()), abs=1e-9) == {"tension": 40.0, "trust": 60.0}


@settings(max_examples=30, deadline=None)
@given(
    st.floats(-40, 40).map(lambda x: round(x, 2)),
    st.integers(1, 200_000),
    st.lists(st.floats(0, 3600), max_size=8),
)
def test_an_even_change_brings_exactly_its_amount_whatever_the_span_and_the_slices(
    amount: float, milliseconds: int, cuts: list[float]
) -> None:
    change = f"{amount} points over {milliseconds / 1000:.3f} s"
    world = world_with(injects=[inject("push", at="+7 s", effects={"tension": change})])
    for at in sorted(cuts):
        world.run(at)
        world.values()

    assert 50 + amount == pytest.approx(tension(world, 60), abs=1e-9)


def test_an_even_change_over_no_time_comes_at_once() -> None:
    world = world_with(injects=[inject("push", at="+7 s", effects={"tension": "+5 points over 0 s"})])

    assert tension(world, 1) == 55.0


def test_visibility_costs_as_long_as_it_shows() -> None:
    world = world_with(
        measure("line", visibility=3, duration="10 min"),
        measure("plain_clothes"),
        visibility={"cost": {"trust": "-2 points while in force"}, "source": "EJ"},
    )
    sent(world, (0, do("line")), (0, do("plain_clothes")))
    found = []
    for at in (5, 10):
        world.run(at * MINUTE)
        found.append((world.values()["trust"], world.state.visibility))

    assert found == [(44.0, 3), (50.0, 0)]
    assert of_type(world, MeasureTookEffect)[0].effects == {"trust": -6.0}


def test_effects_at_decision_and_in_force_come_at_their_own_times() -> None:
    world = world_with(
        measure("stop", lead_time="10 min", on_decision={"tension": "+5 points"}, effects={"tension": "-20 points"})
    )
    sent(world, (5, do("stop")))

    assert [tension(world, at) for at in (5, 14.9, 15)] == [55.0, 55.0, 35.0]


def test_acting_without_the_authority_is_recorded_with_its_effects_and_not_blocked() -> None:
    world = world_with(
        measure("close_hall"),
        roles=[role("mayor"), role("clerk")],
        without_authority={"effects": {"trust": "-4 points"}, "source": "EJ"},
    )
    sent(world, (1, do("close_hall", by="clerk")))
    (exceeded,) = of_type(world, AuthorityExceeded)

    assert (exceeded.by, exceeded.belongs_to, exceeded.effects) == ("clerk", ("mayor",), {"trust": -4.0})
    assert times(world, MeasureTookEffect) == [60.0]
    assert world.state.authority_exceeded == 1


def test_an_unmet_requirement_is_recorded_with_its_effects_and_not_blocked() -> None:
    requires = [
        {"text": "warned", "when": "taken(warn)"}, {"text": "tense", "when": "tension > 40"},
        {"text": "late", "when": "minutes > 30"},
    ]  # fmt: skip
    world = world_with(
        measure("warn"), measure("stop", requires=requires, at_once="many"),
        without_authority={"effects": {"trust": "-4 points"}, "source": "EJ"},
    )  # fmt: skip
    sent(world, (1, do("stop")), (2, do("warn")), (31, do("stop")))

    assert [(event.at, event.requirement, event.effects) for event in of_type(world, RequirementUnmet)] == [
        (60.0, 1, {"trust": -4.0}),
        (60.0, 3, {"trust": -4.0}),
    ]
    assert len(times(world, MeasureTookEffect, measure="stop")) == 2


def test_a_measure_that_is_not_available_now_is_refused() -> None:
    world = world_with(measure("stop", available="minutes > 30"))
    sent(world, (1, do("stop")), (31, do("stop")))

    assert [event.reason for event in of_type(world, CommandRefused)] == ["not_available"]
    assert times(world, MeasureDecided) == [31 * MINUTE]


EXPECTED = {
    "id": "calm_answer", "text": "t", "role": "mayor", "within": "4 min", "met_by": ["warn"], "goal": "calm",
    "if_missed": {"tension": "+5 points"},
}  # fmt: skip


@pytest.mark.parametrize(("at", "met"), [(9, True), (10, True), (13.9, True), (14.1, False), (None, False)])
def test_an_expected_action_is_met_until_its_deadline_and_missed_after_it(at: float | None, met: bool) -> None:
    """The inject comes at 10 min; what is going on already counts at once."""
    world = world_with(measure("warn"), injects=[inject("shout", at="+10 min", expected=[EXPECTED])])
    sent(world, *([(at, do("warn"))] if at else []))

    assert (50.0 if met else 55.0) == tension(world, 20)
    assert (world.state.met, world.state.missed) == ([1], [0]) if met else (world.state.missed, world.state.met)
    if met:
        (event,) = of_type(world, ExpectationMet)
        assert (event.through, event.seconds) == ("warn", max(0.0, round(((at or 0) - 10) * 60, 3)))
    else:
        assert times(world, ExpectationMissed) == [14 * MINUTE]


def test_a_norm_expects_its_response_every_time_the_behaviour_shows() -> None:
    norm = {
        "id": "no_shouting", "behaviour": "b", "colour": "red", "response": "r", "met_by": ["warn"],
        "within": "2 min", "if_missed": {"trust": "-3 points"}, "source": "EJ",
    }  # fmt: skip
    shout = inject("shout", at="+10 min", norm="no_shouting", repeat={"times": 3, "pause": "10 min"})
    world = world_with(measure("warn", duration="1 s"), injects=[shout], norms=[norm])
    sent(world, (21, do("warn")))
    world.run(60 * MINUTE)

    assert [(e.at, e.number) for e in of_type(world, ExpectationMissed) if e.is_norm] == [(720.0, 1), (1920.0, 3)]
    assert [(e.at, e.number, e.seconds) for e in of_type(world, ExpectationMet)] == [(1260.0, 2, 60.0)]
    assert world.values()["trust"] == 44.0


def dilemma(**keys: Any) -> dict[str, Any]:
    options = [
        {"id": "stop", "text": "s", "effects": {"tension": "-5 points"}, "starts": ["leave"]},
        {"id": "go_on", "text": "g", "effects": {"tension": "+9 points"}},
    ]
    return {"id": "what_now", "question": "?", "decided_by": "mayor", "options": options, "source": "EJ", **keys}


def test_a_dilemma_that_is_not_decided_in_time_decides_itself() -> None:
    parts = {
        "injects": [inject("threat", at="+10 min", dilemma="what_now")],
        "dilemmas": [dilemma(within="5 min", if_undecided="go_on")],
    }
    nobody = world_with(measure("leave"), **parts)
    somebody = world_with(measure("leave"), **parts)
    sent(somebody, (12, ChooseOption(by="mayor", dilemma="what_now", option="stop")))

    assert [tension(nobody, at) for at in (14.9, 15)] == [50.0, 59.0]
    assert [tension(somebody, at) for at in (12, 60)] == [45.0, 45.0]
    assert times(nobody, OptionChosen, by="", option="go_on") == [900.0]
    assert times(somebody, MeasureDecided, measure="leave", by="mayor") == [720.0]


def test_a_dilemma_can_be_decided_only_while_it_is_on_the_table() -> None:
    choose = ChooseOption(by="mayor", dilemma="what_now", option="go_on")
    world = world_with(
        measure("leave"), injects=[inject("threat", at="+10 min", dilemma="what_now")], dilemmas=[dilemma()]
    )
    sent(world, (5, choose), (11, choose), (12, choose), (13, FireInject(by="facilitator", inject="threat")))

    assert times(world, CommandRefused, reason="not_raised") == [300.0, 720.0]
    assert times(world, OptionChosen) == [660.0]


def test_deciding_puts_on_the_hat_that_belongs_to_it() -> None:
    hats = [{"id": "chair", "title": "c"}, {"id": "commander", "title": "c"}]
    world = world_with(
        measure("order", hat="commander"),
        roles=[role("mayor", hats=hats)],
        injects=[inject("seen", when="wearing(mayor, commander)", repeat={"times": 9})],
    )
    sent(world, (1, do("order")), (2, WearHat(by="mayor", hat="chair")), (3, WearHat(by="mayor", hat="commander")))

    assert [(event.hat, event.at) for event in of_type(world, HatChanged)] == [
        ("commander", 60.0),
        ("chair", 120.0),
        ("commander", 180.0),
    ]
    assert times(world, InjectDelivered) == [60.0, 180.0]


def test_the_facilitator_sets_what_an_unforeseen_action_does() -> None:
    world = world_with()

    def judged(action: int, **effects: str) -> Adjudicate:
        return Adjudicate.model_validate({"by": "facilitator", "action": action, "effects": effects})

    sent(
        world,
        (1, Improvise(by="mayor", text="The mayor hands out coffee.")),
        (2, judged(1, tension="-6 points over 2 min")),
        (3, judged(2, tension="-6 points")),
        (3, judged(1, tension="-6 bananas")),
        (3, judged(1, nothing="-6 points")),
    )

    assert of_type(world, ActionAdjudicated)[0].effects == {"tension": -6.0}
    assert [e.reason for e in of_type(world, CommandRefused)] == ["no_such_action", "bad_effect", "bad_effect"]
    assert pytest.approx(tension(world, 4), abs=1e-9) == 44.0


def test_minutes_since_counts_from_the_last_time_and_is_a_million_before_the_first() -> None:
    world = play(
        build(
            injects=[
                inject("shout", at="+10 min", repeat={"times": 2, "pause": "30 min"}),
                inject("quiet", when="minutes_since(shout) > 20", repeat={"times": 9}),
                inject("never", when="minutes_since(note) > 999999"),
                inject("note", by_hand=True),
            ],
            goals=[goal("ago", "minutes_since(shout) / 10")],
            tick="6 h",
        )
    )

    assert times(world, InjectDelivered, inject="quiet") == [0.0, 1800.001, 3600.001]
    assert times(world, InjectDelivered, inject="never") == [0.0]
    assert pytest.approx(world.outcome().goals) == {"ago": 56.0}
