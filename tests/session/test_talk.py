"""What people say at the table is kept, blind until it is revealed, and changes nothing in the world."""

from __future__ import annotations

import pytest

from scenario_sim.loading import read_package
from scenario_sim.model.commands import (
    FACILITATOR,
    AddInject,
    AdviseOption,
    AgreeAction,
    AgreeNorm,
    DecideMeasure,
    EndExercise,
    FireInject,
    GoOn,
    JudgeBehaviour,
    LookBack,
    RevealAdvice,
    RevealJudgements,
    RewordInject,
    SetBookmark,
    StopForReal,
    WeighGoals,
)
from scenario_sim.model.events import CommandRefused, Event
from scenario_sim.session import Session, Setup, replay

SCENARIO = read_package("disrupted-council-meeting")


@pytest.fixture
def session() -> Session:
    session = Session(Setup(SCENARIO, seed=7, seated=("mayor", "police", "prosecutor")))
    session.run(3600)
    return session


def reason(events: list[Event]) -> str | None:
    return events[0].reason if isinstance(events[0], CommandRefused) else None


def test_nobody_sees_a_judgement_of_others_before_it_is_revealed(session: Session) -> None:
    norm = session.scenario.norms[0].id
    session.send(JudgeBehaviour(by="mayor", norm=norm, colour="green", confidence=4, why="Dat mag."))
    session.send(JudgeBehaviour(by="police", norm=norm, colour="amber", confidence=2, why="Dat hangt ervan af."))

    for role in ("mayor", "police", "prosecutor", FACILITATOR):
        seen = session.view(role).judgements[norm]
        assert seen.given_by == ("mayor", "police")
        assert seen.shown == ()
        assert (seen.mine.by if seen.mine else None) == (role if role in ("mayor", "police") else None)

    session.send(RevealJudgements(by=FACILITATOR, norm=norm))
    assert [said.sentence for said in session.view("prosecutor").judgements[norm].shown] == [
        "Dat mag.",
        "Dat hangt ervan af.",
    ]
    assert session.table.talk.alignment(norm) is False
    late = session.send(JudgeBehaviour(by="prosecutor", norm=norm, colour="red", confidence=5))
    assert reason(late) == "revealed"
    session.send(AgreeNorm(by=FACILITATOR, norm=norm, colour="amber", response="Eén keer aanspreken.", who=("mayor",)))
    assert session.view("police").agreed[norm].response == "Eén keer aanspreken."


def test_advice_on_a_dilemma_is_blind_and_dissent_is_kept(session: Session) -> None:
    decided = {choice.dilemma for choice in session.table.choices} | session.table.dilemmas.keys()
    dilemma = next(dilemma for dilemma in session.scenario.dilemmas if dilemma.id not in decided)
    first, second = (option.id for option in dilemma.options[:2])
    mine = AdviseOption(by="mayor", dilemma=dilemma.id, option=first, confidence=3)
    assert reason(session.send(mine)) == "not_raised"
    inject = next(inject for inject in session.scenario.injects if inject.dilemma == dilemma.id)
    session.send(FireInject(by=FACILITATOR, inject=inject.id))
    assert reason(session.send(mine)) is None
    session.send(AdviseOption(by="police", dilemma=dilemma.id, option=second, confidence=5, why="Veiliger."))

    assert session.view("prosecutor").advice[dilemma.id].shown == ()
    session.send(RevealAdvice(by=FACILITATOR, dilemma=dilemma.id))
    assert len(session.view("prosecutor").advice[dilemma.id].shown) == 2
    assert [said.by for said in session.table.talk.dissent(dilemma.id, first)] == ["police"]


def test_the_stop_word_makes_everything_stand_still_until_the_exercise_goes_on(session: Session) -> None:
    session.send(StopForReal(by="police", why="Brandalarm, echt."))
    now = session.now

    assert session.view("mayor").stopped
    assert session.run(session.ends) == []
    assert session.step() == []
    assert session.now == now
    assert reason(session.send(DecideMeasure(by="mayor", measure="gavel"))) == "stopped"
    assert reason(session.send(GoOn(by="mayor"))) == "not_facilitator"
    session.send(GoOn(by=FACILITATOR))
    assert reason(session.send(DecideMeasure(by="mayor", measure="gavel"))) is None


def test_what_is_said_leaves_the_world_as_it_was(session: Session) -> None:
    quiet = Session(session.setup)
    quiet.run(3600)
    session.send(WeighGoals(by=FACILITATOR, weights={"G1": 5, "G2": 3}))
    session.send(SetBookmark(by=FACILITATOR, text="Hier praten we over."))
    session.send(RewordInject(by=FACILITATOR, inject="shout", text="Iemand roept iets anders."))
    for evening in (session, quiet):
        evening.run(evening.ends)

    assert session.digest == quiet.digest
    assert session.view("mayor").reworded == {"shout": "Iemand roept iets anders."}


def test_after_the_end_people_look_back_and_agree_on_actions(session: Session) -> None:
    session.send(EndExercise(by=FACILITATOR))
    session.send(LookBack(by="mayor", surprised="De snelheid.", went_well="De griffier.", change="Eerder schorsen."))
    session.send(
        AgreeAction(by=FACILITATOR, text="Vervangend voorzitter", owner="clerk", due="1 april", check="Besluit")
    )
    session.send(AgreeAction(by=FACILITATOR, text="Bodes oefenen", owner="clerk", goal="G3"))

    assert [action.action for action in session.view("police").actions] == [1, 2]
    assert session.table.talk.looked_back["mayor"].change == "Eerder schorsen."
    assert replay(session.log.records).log.records == session.log.records


def test_an_inject_of_the_moment_reaches_its_roles_with_its_effects(session: Session) -> None:
    before = session.view().indicators["tension_inside"]
    added = AddInject(
        by=FACILITATOR,
        title="Een hond in de zaal",
        text="Een hond loopt naar voren.",
        channel="hall",
        to=("mayor",),
        effects={"tension_inside": "-3 points"},  # type: ignore[dict-item]
    )
    session.send(added)

    assert session.view().indicators["tension_inside"] == pytest.approx(before - 3)
    assert session.view("mayor").feed[-1].added is not None
    assert all(delivery.added is None for delivery in session.view("police").feed)
    assert reason(session.send(added.model_copy(update={"by": "mayor"}))) == "not_facilitator"
    assert reason(session.send(added.model_copy(update={"channel": "smoke"}))) == "unknown"
