"""Many runs are played as a session is: the same events, and the same numbers where only a tally is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, reject, settings

from scenario_sim.engine.plan import Keep, Plan, compile_plan
from scenario_sim.engine.scores import Tally
from scenario_sim.engine.world import NeverSettles, World, source_of
from scenario_sim.loading import complete_context, read_package, scenario_from_text
from scenario_sim.model.events import InjectDelivered, LevelChanged
from scenario_sim.session import Session, Setup
from scenario_sim.session.records import EventsDigest, entry_of_event
from tests.builders import build, indicator, inject
from tests.strategies import setups

ROOT = Path(__file__).parents[2]
FOLDERS = [*sorted(path.parent for path in (ROOT / "scenarios").glob("*/scenario.yaml")),
           ROOT / "tests" / "scenarios" / "derby", ROOT / "benchmarks" / "reference"]  # fmt: skip


def plan_of(setup: Setup) -> Plan:
    scenario = scenario_from_text(setup.text)
    return compile_plan(scenario, complete_context(scenario, setup.context))


def batch(plan: Plan, setup: Setup, keep: Keep) -> World:
    """The run as a batch plays it: no session, one plan for all replications."""
    world = World(
        plan, seed=setup.seed, replication=setup.replication, seated=frozenset(setup.seated),
        prepare=setup.prepare, prepared=setup.prepared, keep=keep,
    )  # fmt: skip
    world.run(plan.ends)
    return world


def session_of(setup: Setup) -> Session:
    session = Session(setup)
    try:
        while not session.is_over:
            session.step()
    except NeverSettles:
        reject()
    return session


def digest(world: World) -> str:
    found = EventsDigest()
    for event in world.events:
        found.add(entry_of_event(event))
    return str(found)


def tally_of_events(session: Session) -> Tally:
    """What the recorded events come to, added up anew."""
    reached: dict[int, float] = {}
    delivered: dict[str, int] = {}
    for event in session.events:
        if isinstance(event, LevelChanged):
            for level in range(1, event.level + 1):
                reached.setdefault(level, event.at)
        elif isinstance(event, InjectDelivered):
            delivered[event.inject] = delivered.get(event.inject, 0) + 1
    outcome, values = session.outcome(), session.view().indicators
    return Tally(outcome.goals, values, outcome.peak_level, reached, delivered)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_sampled_replications_record_what_a_session_records(folder: Path) -> None:
    text = read_package(folder)
    if scenario_from_text(text).episodes:
        pytest.skip("its episodes are sessions")
    for replication in (0, 7, 1999):
        setup = Setup(text, seed=11, replication=replication)
        plan, session = plan_of(setup), session_of(setup)

        assert digest(batch(plan, setup, Keep.LOG)) == session.digest
        assert batch(plan, setup, Keep.TALLY).tally() == tally_of_events(session)


@settings(deadline=None)
@given(setups)
def test_any_scenario_gives_in_a_batch_what_it_gives_in_a_session(setup: Setup) -> None:
    plan, session = plan_of(setup), session_of(setup)

    assert digest(batch(plan, setup, Keep.LOG)) == session.digest
    assert batch(plan, setup, Keep.TALLY).tally() == tally_of_events(session)


@settings(deadline=None)
@given(setups)
def test_looking_only_where_something_can_have_changed_misses_nothing(setup: Setup) -> None:
    """The watches that the engine looks at, against all of them, at every moment of a run."""
    plan = plan_of(setup)

    class Careful(World):
        def _look_around(self) -> list[int]:
            found = list(super()._look_around())
            assert found == self.flow.all_differing()
            return found

    try:
        Careful(plan, seed=setup.seed, replication=setup.replication).run(plan.ends)
    except NeverSettles:
        reject()


def test_a_tally_keeps_no_events() -> None:
    scenario = build(injects=[inject("note", at="+1 min")])
    plan = compile_plan(scenario, {})
    world = World(plan, seed=1, keep=Keep.TALLY)
    world.run(plan.ends)

    assert world.events == []
    assert world.tally().delivered == {"note": 1}


def test_a_plan_is_compiled_to_the_same_text_every_time() -> None:
    scenario = build(
        indicators=[indicator("tension", "0.1 * (50 - tension) points per min")],
        injects=[inject("shout", rate="max(0, tension - 20) per h"), inject("end", when="tension > 40 and level < 3")],
    )

    assert source_of(compile_plan(scenario, {})) == source_of(compile_plan(scenario, {}))
    compile(source_of(compile_plan(scenario, {})), "flow", "exec")
