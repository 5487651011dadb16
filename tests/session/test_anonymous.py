"""A log without what people typed says the same otherwise, and says so; old logs go only when one says yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings

from scenario_sim.cli import main
from scenario_sim.errors import LogError, ScenarioError
from scenario_sim.loading import read_package
from scenario_sim.model import commands
from scenario_sim.model.command import Name, Wish
from scenario_sim.session import JsonlLog, Session, Setup, play_through, read_log, verify
from scenario_sim.session.anonymous import TYPED, anonymise, anonymous, delete_log, older_logs
from tests.session.conftest import EVENING
from tests.strategies import Call, as_text, calls, played, scenario_data

SECRET = "Jan de Vries"
ALL_KINDS = [
    kind for kind in vars(commands).values() if isinstance(kind, type) and issubclass(kind, Wish) and kind is not Wish
]


def _typed_fields(kind: type[Wish]) -> set[str]:
    """The fields in which a person types: texts that are no ids and no choices."""
    ids = get_args(Name)[1].metadata
    return {
        name
        for name, field in kind.model_fields.items()
        if name not in ("type", "by", "why") and field.annotation is str and field.metadata != ids
    }


def talkative(path: Path) -> Session:
    """An evening in which the secret is typed in every text of every command that can be given."""
    session = Session(replace(EVENING, origin={"import": f"{SECRET}.txt"}), JsonlLog(path, new=True))
    scenario = session.scenario
    ids = {
        "measure": "one_warning", "inject": "phones_out", "norm": next((n.id for n in scenario.norms), "none"),
        "dilemma": next((d.id for d in scenario.dilemmas), "none"), "option": "none", "hat": "none", "to": ("mayor",),
        "role": "mayor", "owner": "mayor", "channel": scenario.channels[0].id, "colour": "red", "confidence": 3,
        "weights": {}, "action": 1, "delay": 60.0, "done": True, "episode": "none", "record": 1,
    }  # fmt: skip
    kinds = [*(kind for kind in ALL_KINDS if kind is not commands.EndExercise), commands.EndExercise]
    for by in ("facilitator", "mayor", SECRET):
        for number, kind in enumerate(kinds):
            if session.is_over:
                break
            session.run(session.now + 5)
            given = {name: ids[name] for name in kind.model_fields if name in ids}
            given |= dict.fromkeys(_typed_fields(kind), f"{SECRET} {number}")
            if kind is commands.StopForReal or (kind is commands.EndExercise and by != SECRET):
                continue
            session.send(kind(by=by, why=SECRET, **given))
    session.close()
    return session


def test_every_field_in_which_people_type_is_known() -> None:
    assert len(ALL_KINDS) > 25
    for kind in ALL_KINDS:
        assert _typed_fields(kind) <= set(TYPED.get(kind.__name__, ())), kind


def test_nothing_that_was_typed_is_left_and_all_else_is(tmp_path: Path) -> None:
    before, after = tmp_path / "before.jsonl", tmp_path / "after.jsonl"
    talkative(before)
    assert before.read_text(encoding="utf-8").count(SECRET) > 60
    anonymise(before, after)

    assert SECRET not in after.read_text(encoding="utf-8")
    assert verify(after).events == verify(before).events
    one, other = read_log(before), read_log(after)
    assert [(r.n, r.utc, r.entry.at, r.entry.type) for r in one] == [
        (r.n, r.utc, r.entry.at, r.entry.type) for r in other
    ]
    assert other[0].entry.data["origin"] == {"anonymised": one[-1].hash}


def test_the_same_text_gets_the_same_number_and_another_text_another(tmp_path: Path) -> None:
    talkative(tmp_path / "before.jsonl")
    count = anonymise(tmp_path / "before.jsonl", tmp_path / "after.jsonl")
    texts = [record.entry.why for record in read_log(tmp_path / "after.jsonl") if record.entry.why]
    assert len(set(texts)) == 1
    assert count > 10


def test_an_anonymous_log_overwrites_nothing(tmp_path: Path, logged: Path) -> None:
    anonymise(logged, tmp_path / "after.jsonl")
    with pytest.raises(LogError):
        anonymise(logged, tmp_path / "after.jsonl")


def test_older_logs_are_told_by_their_last_record_and_other_files_are_left_alone(tmp_path: Path) -> None:
    for name, stamp in (("old", "2026-01-01T20:00:00.000Z"), ("new", "2026-03-01T20:00:00.000Z")):
        session = Session(
            Setup(EVENING.text), JsonlLog(tmp_path / f"{name}.jsonl", new=True, stamp=lambda _, s=stamp: s)
        )
        session.close()
    (tmp_path / "other.jsonl").write_text('{"not": "a log"}\n', encoding="utf-8")
    (tmp_path / "empty.jsonl").touch()
    found = older_logs(tmp_path, 30, datetime(2026, 3, 2, tzinfo=UTC))
    assert [kept.path.name for kept in found] == ["old.jsonl"]


def test_logs_are_deleted_only_with_yes_and_never_while_they_are_written(tmp_path: Path, logged: Path) -> None:
    busy = JsonlLog(tmp_path / "busy.jsonl", new=True)
    Session(Setup(EVENING.text), busy)
    call = ["--lang", "en", "anonymise", str(tmp_path), "--retention", "0"]
    listed = CliRunner().invoke(main, call)
    assert listed.exit_code == 0
    assert logged.name in listed.stdout
    assert logged.exists()
    CliRunner().invoke(main, [*call, "--yes"])
    assert not logged.exists()
    assert busy.path.exists()
    busy.close()
    assert delete_log(busy.path)


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(scenario_data(), calls)
def test_any_log_replays_without_what_was_typed(data: Any, calls: list[Call]) -> None:
    try:
        session = played(Setup(as_text(data)), calls)
    except ScenarioError:
        return
    entries, _ = anonymous(session.log.records)
    assert [(entry.at, entry.type) for entry in entries] == [(e.at, e.type) for e in session.log.entries]
    again, _ = anonymous([replace(r, entry=e) for r, e in zip(session.log.records, entries, strict=True)])
    assert again[1:] == entries[1:]  # the numbers are given in the same order


def test_the_log_of_a_process_keeps_the_roles_of_its_episodes(tmp_path: Path) -> None:
    log = JsonlLog(tmp_path / "process.jsonl", new=True)
    session = Session(Setup(read_package("reception-decision")), log)
    play_through(session, session.ends)
    session.close()
    assert anonymise(log.path, tmp_path / "after.jsonl") == 0
    after = verify(tmp_path / "after.jsonl")
    assert after.digest == verify(log.path).digest
