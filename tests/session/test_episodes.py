"""A process plays other scenarios at its moments: one clock, one log, and everything can be played again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scenario_sim.cli import main
from scenario_sim.errors import LogError
from scenario_sim.evaluation import evaluate
from scenario_sim.loading import check_scenario, read_package
from scenario_sim.model.commands import AddNote, CloseEpisode, DecideMeasure
from scenario_sim.model.events import CommandRefused, EpisodeClosed, EpisodeOpened, OutcomeCarriedOver
from scenario_sim.session import JsonlLog, Session, Setup, decisions_in, replay, replay_file, resume, verify
from scenario_sim.session.episodes import begin_episode, end_episode, play_through, records_of_episode
from tests.builders import goal, indicator, inject, measure, policy, written

HOUR = 3600.0


def question(id: str, **keys: object) -> dict[str, object]:
    return {"id": id, "source": "EJ", "aspect": "issue", "text": "?", **keys}


def episode(id: str, opened_by: str, **more: object) -> dict[str, object]:
    return {
        "id": id, "moment": "M1", "plays": "evening", "opened_by": opened_by, "source": "EJ",
        "context": [
            {"question": "mood", "number": "unrest"},
            {"question": "heard", "answers": [
                {"answer": "late", "when": "delivered(leak)"}, {"answer": "early"}]},
        ],
        "prepared": [{"measure": "hosts", "when": "unrest > 20"}],
        "keeps": [{"id": "peak", "value": "peak_level"}, {"id": "calm", "value": "goal(calm)"}],
        "returns": {"unrest": f"outcome({id}, peak) * 10 points"}, **more,
    }  # fmt: skip


@pytest.fixture
def process(tmp_path: Path) -> Path:
    evening = written(
        id="evening", lasts="3 h",
        diagnosis=[
            question("mood", range=[0, 100], default=10),
            question("heard", default="early", answers=[{"id": "early", "text": "."}, {"id": "late", "text": "."}]),
        ],
        indicators=[indicator("tension", start="mood")],
        goals=[goal("calm", "100 - mean(tension)")],
        levels=[{"level": 0, "title": "0"}, {"level": 1, "title": "1", "when": "tension > 30"},
                *({"level": n, "title": str(n), "when": "tension > 100"} for n in (2, 3, 4, 5))],
        measures=[measure("hosts", kind="preventive"), measure("other")],
        policies=[policy("mayor")],
        injects=[inject("angry", after="angry_start", delay="10 min to 50 min", effects={"tension": "+25 points"}),
                 inject("angry_start", at="+5 min")],
    )  # fmt: skip
    weeks = written(
        id="weeks", lasts="40 h",
        moments=[{"id": "M1", "when": "now", "title": "M1"}],
        indicators=[indicator("unrest", start="25")],
        goals=[goal("calm", "100 - mean(unrest)")],
        levels=[{"level": 0, "title": "0"},
                *({"level": n, "title": str(n), "when": "unrest > 100"} for n in (1, 2, 3, 4, 5))],
        injects=[inject("first_evening", at="+10 h"), inject("leak", at="+15 h", only_if="outcome(one, peak) >= 1"),
                 inject("second_evening", at="+20 h"),
                 inject("aftermath", when="closed(two) and outcome(two, calm) < 90")],
        episodes=[episode("one", "first_evening"), episode("two", "second_evening")],
    )  # fmt: skip
    for text, name in ((evening, "evening"), (weeks, "weeks")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "scenario.yaml").write_text(text.files["scenario.yaml"], encoding="utf-8")
    return tmp_path / "weeks"


def begun(process: Path, log: Path | None = None) -> Session:
    return Session(Setup(read_package(process), seed=3), JsonlLog(log, new=True) if log else None)


def events_of(session: Session, kind: type) -> list:
    return [event for event in session.events if isinstance(event, kind)]


def test_the_clock_of_the_process_waits_for_its_episode(process: Path) -> None:
    session = begun(process)
    session.run(session.ends)

    assert session.now == 10 * HOUR
    assert session.open_episode == "one"
    assert session.run(session.ends) == []


def test_the_state_of_the_process_is_carried_into_the_episode_and_back(process: Path) -> None:
    session = begun(process)
    session.run(session.ends)
    inner = begin_episode(session)

    assert inner.context == {"mood": 25.0, "heard": "early"}
    assert inner.table.states()["hosts"] == "in_force"
    inner.run(inner.ends)
    end_episode(session)
    (closed,) = events_of(session, EpisodeClosed)
    (carried,) = events_of(session, OutcomeCarriedOver)
    assert closed.kept["peak"] == inner.table.peak_level == 1
    assert closed.kept["calm"] == pytest.approx(inner.outcome().goals["calm"])
    assert carried.effects == {"unrest": 10.0}
    assert session.open_episode is None

    session.run(session.ends)
    assert begin_episode(session).context == {"mood": 35.0, "heard": "late"}


def test_playing_through_plays_every_episode_by_its_policies(process: Path) -> None:
    session = begun(process)
    play_through(session, session.ends)

    assert [event.episode for event in events_of(session, EpisodeOpened)] == ["one", "two"]
    assert [event.played for event in events_of(session, EpisodeClosed)] == [False, False]
    assert session.is_over


def test_what_is_decided_within_an_episode_is_no_decision_of_the_process(process: Path) -> None:
    session = begun(process)
    session.run(session.ends)
    inner = begin_episode(session, seated=("mayor",))
    inner.send(DecideMeasure(by="mayor", measure="other"))
    inner.run(inner.ends)
    end_episode(session)

    within = decisions_in(record.entry for record in records_of_episode(session, "one"))
    assert decisions_in(session.log.entries) == []
    assert [made.what for made in within] == ["hosts", "other"]
    assert evaluate(replay(session.log.records)) == evaluate(session)


def test_a_process_has_a_report_and_so_has_each_of_its_episodes(process: Path, tmp_path: Path) -> None:
    log, output = tmp_path / "weeks.jsonl", tmp_path / "report.json"
    session = begun(process, log)
    play_through(session, session.ends)
    session.close()
    reports = {}
    for which in ((), ("--episode", "one"), ("--episode", "two")):
        done = CliRunner().invoke(main, ["report", str(log), "-o", str(output), *which])
        assert done.exit_code == 0, done.output
        reports[which] = json.loads(output.read_text(encoding="utf-8"))

    assert [report["origin"]["scenario"] for report in reports.values()] == ["weeks", "evening", "evening"]
    assert [one["episode"] for one in reports[()]["episodes"]] == ["one", "two"]
    assert [one["kept"]["peak_level"] for one in reports[()]["episodes"]] == [
        report["peak_level"] for which, report in reports.items() if which
    ]


def test_two_episodes_of_one_scenario_have_chances_of_their_own(process: Path) -> None:
    session = begun(process)
    play_through(session, session.ends)
    times = [
        entry.at
        for id in ("one", "two")
        for entry in (record.entry for record in records_of_episode(session, id))
        if entry.type == "InjectDelivered" and entry.data["inject"] == "angry"
    ]

    assert len(times) == len(set(times)) == 2


def test_a_process_with_its_episodes_replays_to_the_same_log(process: Path, tmp_path: Path) -> None:
    session = begun(process, tmp_path / "log.jsonl")
    session.run(session.ends)
    inner = begin_episode(session, seated=["mayor"])
    inner.run(HOUR)
    inner.send(DecideMeasure(by="mayor", measure="other", why="because"))
    session.send(AddNote(by="facilitator", text="said beside it"))
    inner.run(inner.ends)
    end_episode(session)
    play_through(session, session.ends)
    session.close()

    again = replay_file(tmp_path / "log.jsonl")
    assert again.log.records == session.log.records
    assert again.digest == session.digest
    assert verify(tmp_path / "log.jsonl").records == len(session.log.records)
    assert [event.played for event in events_of(again, EpisodeClosed)] == [True, False]


def test_every_cut_of_the_log_resumes_where_it_was_also_inside_an_episode(process: Path, tmp_path: Path) -> None:
    session = begun(process, tmp_path / "log.jsonl")
    play_through(session, session.ends)
    session.close()
    lines = (tmp_path / "log.jsonl").read_bytes().splitlines(keepends=True)
    for count in range(1, len(lines), 3):
        cut = tmp_path / f"cut-{count}.jsonl"
        cut.write_bytes(b"".join(lines[:count]))
        resumed = resume(cut)
        play_through(resumed, resumed.ends)
        resumed.close()
        assert [r.entry for r in resumed.log.records] == [r.entry for r in session.log.records]


def test_the_log_holds_each_scenario_once_and_every_episode_can_stand_alone(process: Path) -> None:
    session = begun(process)
    play_through(session, session.ends)
    inside = [
        r.entry.data for r in session.log.records if r.entry.kind == "episode" and r.entry.data["kind"] == "session"
    ]
    assert all("scenario" not in data["data"] for data in inside)
    assert "episodes/evening/scenario.yaml" in session.setup.text.files

    alone = replay(records_of_episode(session, "two"))
    assert alone.is_over
    assert alone.scenario.id == "evening"


def test_an_episode_that_is_not_open_cannot_be_closed(process: Path) -> None:
    session = begun(process)
    (refused,) = session.send(CloseEpisode(by="facilitator", episode="one"))

    assert isinstance(refused, CommandRefused)
    assert refused.reason == "not_open"


def test_records_of_an_episode_that_does_not_stand_open_are_no_log(process: Path) -> None:
    session = begun(process)
    play_through(session, session.ends)
    first = next(n for n, record in enumerate(session.log.records) if record.entry.kind == "episode")
    moved = [session.log.records[0], *session.log.records[first:]]

    with pytest.raises(LogError):
        replay(moved)


def test_what_a_process_asks_of_the_scenarios_it_plays_is_checked_at_its_place(process: Path) -> None:
    file = process / "scenario.yaml"
    assert [str(p) for p in check_scenario(file) if p.severity == "error"] == []
    right = file.read_text(encoding="utf-8")
    for good, wrong, code in (
        ('"question": "mood"', '"question": "moed"', "E401"),
        ('"answer": "late"', '"answer": "too_late"', "E501"),
        ('"measure": "hosts"', '"measure": "other"', "E401"),
        ('"goal(calm)"', '"goal(clam)"', "E301"),
        ('"plays": "evening"', '"plays": "morning"', "E401"),
        ("outcome(two, calm)", "outcome(two, clam)", "E301"),
        ("closed(two)", "closed(three)", "E301"),
        ("100 - mean(unrest)", "100 - goal(calm)", "E306"),
        ('"opened_by": "first_evening"', '"opened_by": "no_evening"', "E401"),
    ):
        assert good in right
        file.write_text(right.replace(good, wrong), encoding="utf-8")
        assert code in {p.code for p in check_scenario(file)}, wrong
