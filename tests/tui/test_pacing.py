"""The clock of the room moves the clock of the scenario, and the log knows how far."""

from __future__ import annotations

from scenario_sim.loading import read_package
from scenario_sim.session import Session, Setup, replay
from scenario_sim_tui.pacing import MARK, Pace


def test_a_crash_costs_at_most_a_few_seconds_of_the_room() -> None:
    session = Session(Setup(read_package("disrupted-council-meeting"), seed=7))
    session.run(0)
    room = [0.0]
    pace = Pace(factor=10, clock=lambda: room[0])
    pace.start()
    while room[0] < 60:
        room[0] += 0.25
        pace.beat(session)

        assert session.now - session.log.records[-1].entry.at <= (MARK + 0.25) * pace.factor

    assert session.now == 600.0
    assert replay(session.log.records).log.records == session.log.records
