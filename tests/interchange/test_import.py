"""A real evening becomes a log like any other: nothing is left out in silence, and twice gives the same bytes."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from scenario_sim.cli import main
from scenario_sim.errors import UnreadableInput
from scenario_sim.exploration.changes import changes_from
from scenario_sim.exploration.whatif import what_if
from scenario_sim.interchange import Matcher, import_evening, read_timeline
from scenario_sim.interchange.matching import same, words_of
from scenario_sim.interchange.observing import Imported, observed_setup
from scenario_sim.language import use_language
from scenario_sim.loading import read_package, scenario_from_text
from scenario_sim.model.commands import FACILITATOR, AddNote, DecideMeasure, FireInject
from scenario_sim.session import Session, read_log, verify
from tests.builders import indicator, inject, levels, measure, policy, resource, role, written

LIVEBLOG = Path(__file__).parent / "liveblog.txt"
COUNCIL = "disrupted-council-meeting"


@pytest.fixture(autouse=True)
def _dutch() -> None:
    use_language("nl")


def imported(path: Path, output: Path | None = None) -> tuple[Imported, Session]:
    return import_evening(path, read_timeline(path), read_package(COUNCIL), output)


def times(path: Path, content: str) -> list[tuple[int, float]]:
    path.write_text(content, encoding="utf-8")
    return [(entry.line, entry.at / 60) for entry in read_timeline(path).entries]


def test_a_liveblog_of_40_lines_becomes_a_log_that_verifies_with_every_other_line_listed(tmp_path: Path) -> None:
    log = tmp_path / "evening.jsonl"
    found, _ = imported(LIVEBLOG, log)
    lines = LIVEBLOG.read_text(encoding="utf-8").splitlines()

    assert len(lines) == 40
    assert verify(log).records > 40
    accounted = {one.entry.line for one in found.placed} | {remark.line for remark in found.remarks}
    assert accounted == {number for number, line in enumerate(lines, 1) if line}
    assert {remark.line for remark in found.remarks} == {1, 2, 10, 19, 24, 31, 39}
    matched = {one.entry.line: one.command for one in found.placed if not isinstance(one.command, AddNote)}
    assert matched[8] == DecideMeasure(by="mayor", measure="suspend_meeting", why="voorzitter schorst")
    assert matched[11] == FireInject(by=FACILITATOR, inject="smoke_torch", why="Rook in de hal van het gemeentehuis!")
    assert len(matched) == 24


def test_importing_twice_gives_the_same_log_byte_for_byte(tmp_path: Path) -> None:
    for name in ("one", "two"):
        imported(LIVEBLOG, tmp_path / f"{name}.jsonl")
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_newest_first_and_oldest_first_are_the_same_evening(tmp_path: Path) -> None:
    turned = tmp_path / "turned.txt"
    turned.write_text("\n".join(reversed(LIVEBLOG.read_text(encoding="utf-8").splitlines())), encoding="utf-8")
    one, other = read_timeline(LIVEBLOG), read_timeline(turned)
    assert (one.order, other.order) == ("newest-first", "oldest-first")
    assert [(entry.at, entry.text) for entry in one.entries] == [(entry.at, entry.text) for entry in other.entries]
    assert one.day == other.day == date(2026, 3, 12)


def test_a_time_far_back_is_the_next_day_and_a_little_back_is_put_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    assert times(path, "20.00 a\n20:05 b\n20.03 c\n23.59 d\n00.01 e\n") == [
        (1, 1200), (3, 1203), (2, 1205), (4, 1439), (5, 1441),
    ]  # fmt: skip
    assert times(path, "00.01 e\n23.59 d\n20.00 a\n") == [(3, 1200), (2, 1439), (1, 1441)]


@pytest.mark.parametrize("form", [
    "23.26 u. voorzitter schorst", "23:26 voorzitter schorst", "- 23.26 uur: voorzitter schorst",
    "[23:26] voorzitter schorst", "om 23.26 u voorzitter schorst", "23:26:00 | voorzitter schorst",
    "2026-03-12 23:26 voorzitter schorst", "12-3-2026 23.26 – voorzitter schorst", "• ca. 23.26 uur voorzitter schorst",
])  # fmt: skip
def test_times_are_read_as_people_write_them(form: str, tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_text(form, encoding="utf-8")
    (entry,) = read_timeline(path).entries
    assert (entry.at, entry.text) == ((23 * 60 + 26) * 60, "voorzitter schorst")


def test_a_table_is_read_with_its_columns_named_or_guessed(tmp_path: Path) -> None:
    named, guessed = tmp_path / "named.csv", tmp_path / "guessed.csv"
    named.write_text("Nr;Tijd;Wie;Omschrijving\n1;23.26;griffier;voorzitter schorst\n2;;;later\n", encoding="cp1252")
    guessed.write_text('a,20:00,"de avond begint"\nb,20:05,"iemand roept"\n', encoding="utf-8")
    found = read_timeline(named)
    assert [(entry.line, entry.text, entry.who) for entry in found.entries] == [(2, "voorzitter schorst", "griffier")]
    assert [remark.line for remark in found.remarks] == [3]
    assert [entry.text for entry in read_timeline(guessed).entries] == ["de avond begint", "iemand roept"]


def test_a_sheet_is_read_whatever_a_time_is_kept_as(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book, path = openpyxl.Workbook(), tmp_path / "evening.xlsx"
    noted = [time(20, 5), datetime(2026, 3, 12, 20, 6), 20.12 / 24 - 0.0001, "20.08"]
    for row in [("Tijd", "Wat"), *zip(noted, ("een", "twee", "drie", "vier"), strict=True)]:
        book.active.append(row)
    book.save(path)
    found = read_timeline(path)
    assert [(entry.line, entry.at / 60, entry.text) for entry in found.entries] == [
        (2, 1205, "een"), (3, 1206, "twee"), (4, 1207, "drie"), (5, 1208, "vier"),
    ]  # fmt: skip


def test_what_is_no_timeline_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\0\0")
    (tmp_path / "broken.xlsx").write_bytes(b"no zip")
    for name in ("picture.txt", "broken.xlsx", "not_there.txt"):
        with pytest.raises(UnreadableInput):
            read_timeline(tmp_path / name)


@given(st.text(max_size=300))
def test_any_text_is_read_without_losing_a_line(text: str) -> None:
    from scenario_sim.interchange.timelines import _Row, _timeline

    rows = [_Row(n, line.strip()) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    found = _timeline(rows, [], None, None)
    assert sorted([e.line for e in found.entries] + [r.line for r in found.remarks]) == [row.line for row in rows]
    assert [entry.at for entry in found.entries] == sorted(entry.at for entry in found.entries)


def test_words_are_the_same_but_for_their_ending() -> None:
    assert words_of("De burgemeester schórst, en wordt NIET gehoord!") == ["burgemeester", "schorst", "gehoord"]
    assert same("schorst", "schorsen")
    assert same("hamert", "hameren")
    assert not same("raad", "raam")
    assert not same("stem", "stemmen")


def test_more_words_make_a_match(tmp_path: Path) -> None:
    scenario = scenario_from_text(read_package(COUNCIL))
    line = "Pauze van een kwartier"
    found = Matcher(scenario).match(line)
    assert found is None or not found.counts
    better = Matcher(scenario, {"suspend_meeting": ["pauze kwartier"]}).match(line)
    assert better is not None
    assert (better.candidate.id, better.counts) == ("suspend_meeting", True)


EVENING = written(
    lasts="2 h",
    roles=[role("mayor")],
    resources=[resource("officers", 2)],
    indicators=[indicator("tension", "+1 points per min")],
    levels=levels("tension > 30"),
    injects=[inject("shout", rate="60 per hour", repeat={"times": 99}), inject("due", at="+5 min", dilemma="doors"),
             inject("hot", when="tension > 5"), inject("next", after="due"), inject("doors_too", by_hand=True)],
    measures=[measure("suspend", available="tension > 90"), measure("hosts", kind="preventive"),
              measure("officers_in", needs={"officers": 2}, at_once="many"),
              measure("risky", fails={"chance": 100, "text": "x", "source": "EJ"})],
    dilemmas=[{"id": "doors", "question": "Doors?", "decided_by": "mayor", "within": "1 min", "if_undecided": "shut",
               "source": "EJ", "options": [{"id": "open", "text": "open"}, {"id": "shut", "text": "shut"}]}],
    policies=[policy("mayor", {"id": "p", "when": "tension > 3", "reaction": "1 s", "do": "officers_in"},
                     prepares=("hosts",))],
    ends_when="tension > 50",
)  # fmt: skip


def test_in_an_observed_session_nothing_comes_by_itself() -> None:
    session = Session(observed_setup(EVENING))
    session.run(1000)
    session.send(FireInject(by=FACILITATOR, inject="due"))
    session.run(7200)
    assert [delivery.inject for delivery in session.table.deliveries] == ["due"]
    assert session.table.choices == []
    assert session.table.measures == {}
    assert session.now == 7200


def test_in_an_observed_session_what_people_did_is_never_refused_never_waits_and_never_fails() -> None:
    session = Session(observed_setup(EVENING))
    session.run(60)
    for id in ("suspend", "officers_in", "officers_in", "risky"):
        session.send(DecideMeasure(by="mayor", measure=id))
    session.run(61)
    assert session.table.refusals == []
    assert [status.state for known in session.table.measures.values() for status in known] == ["in_force"] * 4


def test_a_what_if_on_an_observed_evening_goes_on_by_the_scenario_from_its_moment() -> None:
    session = Session(observed_setup(EVENING))
    session.run(1200)
    found = what_if(session.log.records, 600.0, changes_from(["+suspend"], session.scenario), replications=5, workers=1)
    assert all(one.delivered["shout"] > 5 for one in found.without)
    assert len({one.delivered["shout"] for one in found.without}) > 1


def test_the_command_previews_and_writes(tmp_path: Path) -> None:
    call = ["--lang", "en", "import", str(LIVEBLOG), "--scenario", COUNCIL]
    shown = CliRunner().invoke(main, [*call, "--preview"])
    assert shown.exit_code == 0
    assert "newest first" in shown.stdout
    assert "line 19: there is no such time on the clock" in shown.stderr

    log = tmp_path / "evening.jsonl"
    done = CliRunner().invoke(main, [*call, "-o", str(log)])
    assert done.exit_code == 0
    assert read_log(log)[0].entry.data["observed"] is True
    again = CliRunner().invoke(main, [*call, "-o", str(log)])
    assert again.exit_code == 1  # a log is never overwritten
    assert CliRunner().invoke(main, call).exit_code == 2
    (tmp_path / "nothing.txt").write_text("no time here\n", encoding="utf-8")
    nothing = [*call[:3], str(tmp_path / "nothing.txt"), *call[4:], "-o", str(tmp_path / "new.jsonl")]
    assert CliRunner().invoke(main, nothing).exit_code == 3
    assert not (tmp_path / "new.jsonl").exists()
    words = tmp_path / "words.yaml"
    words.write_text("suspend_meetin: [pauze]\n", encoding="utf-8")
    wrong = CliRunner().invoke(main, [*call, "--preview", "--words", str(words)])
    assert wrong.exit_code == 1
    assert "suspend_meeting" in wrong.stderr
