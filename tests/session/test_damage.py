"""What was acknowledged survives a torn tail; what was changed is found, with its line."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scenario_sim.errors import LogError, ReplayMismatch, ScenarioSimError
from scenario_sim.model.commands import AddNote
from scenario_sim.session import JsonlLog, Log, resume, verify
from scenario_sim.session.log import read_records
from scenario_sim.session.records import FIRST_LINK, Entry, encode
from tests.session.conftest import evening

Body = dict[str, Any]


def line_of(error: pytest.ExceptionInfo[LogError]) -> int:
    assert str(error.value.line) in str(error.value)
    return error.value.line


def chained_again(path: Path, change: Callable[[list[Body]], object]) -> None:
    """Change the records and give every line a hash that fits, as a patient forger would."""
    bodies = [json.loads(line) for line in path.read_bytes().splitlines()]
    change(bodies)
    head, lines = FIRST_LINK, []
    for n, body in enumerate(bodies):
        entry = Entry(
            body["at"], body["kind"], body["type"], body.get("by", ""), body.get("why", ""), body.get("data", {})
        )
        line, head = encode(n, body["utc"], entry, head)
        lines.append(line)
    path.write_bytes(b"".join(lines))


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("log") / "evening.jsonl"
    evening(JsonlLog(path)).close()
    return path.read_bytes()


# --- a torn tail -------------------------------------------------------------------------------------------


def test_any_byte_cut_off_the_tail_loses_at_most_the_last_record(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    whole, _ = read_records(path)
    starts = [0]
    for line in content.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for cut in range(starts[-4], len(content) + 1):
        path.write_bytes(content[:cut])
        records, torn = read_records(path)

        complete = sum(start <= cut + 1 for start in starts[1:])  # a record without its line end is whole
        assert whole[:complete] == records
        assert max(0, cut - starts[complete]) == torn


def test_a_session_goes_on_after_any_cut_with_its_clock_where_it_was(content: bytes, path: Path) -> None:
    ends = len(content)
    first = content.rindex(b"\n", 0, content.rindex(b'"type":"DecideMeasure"')) + 1
    for cut in sorted(random.Random(7).sample(range(first, ends), 25)):
        path.write_bytes(content[:cut])
        kept, _ = read_records(path)
        session = resume(path)

        assert kept == session.log.records[: len(kept)]
        assert kept[-1].entry.at == session.now
        session.send(AddNote(by="mayor", text="we gaan door"))
        session.run(session.ends)
        session.close()
        assert session.log.records == read_records(path)[0]
        assert verify(path).torn == 0


def test_verify_tells_how_many_bytes_were_torn_off_and_resume_mends_the_file(content: bytes, path: Path) -> None:
    path.write_bytes(content[:-10])
    last = content.splitlines(keepends=True)[-1]

    assert len(last) - 10 == verify(path).torn
    resume(path).close()
    assert verify(path).torn == 0


def test_a_page_of_zeros_at_the_end_is_a_torn_record(content: bytes, path: Path) -> None:
    path.write_bytes(content + b"\x00" * 4096)

    assert verify(path).torn == 4096
    resume(path).close()
    assert content == path.read_bytes()


# --- changed bytes -----------------------------------------------------------------------------------------


def test_any_changed_byte_is_found_with_its_line(content: bytes, path: Path) -> None:
    dice = random.Random(7)
    lines = content.splitlines(keepends=True)
    start = len(lines[0])
    # a few in the long first line, which holds the scenario, and every seventh one in the rest
    places = dice.sample(range(start), 60) + list(range(start, len(content), 7)) + [len(content) - 1]
    for place in places:
        changed = bytearray(content)
        changed[place] ^= dice.randrange(1, 256)
        path.write_bytes(changed)
        with pytest.raises(LogError) as error:
            read_records(path)

        assert content[:place].count(b"\n") + 1 == line_of(error)


def swapped(lines: list[bytes]) -> int:
    lines[5], lines[6] = lines[6], lines[5]
    return 6


def removed(lines: list[bytes]) -> int:
    del lines[7]
    return 8


def first_removed(lines: list[bytes]) -> int:
    del lines[0]
    return 1


def doubled(lines: list[bytes]) -> int:
    lines.insert(4, lines[4])
    return 6


def inserted(lines: list[bytes]) -> int:
    lines.insert(3, b'{"n":3,"at":0.0,"utc":"","kind":"mark","type":"ClockReached","hash":"00"}\n')
    return 4


def empty_line(lines: list[bytes]) -> int:
    lines.insert(3, b"\n")
    return 4


def windows_line_ends(lines: list[bytes]) -> int:
    lines[:] = [line.replace(b"\n", b"\r\n") for line in lines]
    return 1


def a_mark_in_front(lines: list[bytes]) -> int:
    lines[0] = b"\xef\xbb\xbf" + lines[0]
    return 1


def spaces(lines: list[bytes]) -> int:
    lines[3] = lines[3].replace(b'","', b'", "', 1)
    return 4


def infinite(lines: list[bytes]) -> int:
    lines[3] = b'{"n":3,"at":1e999,"utc":"","kind":"mark","type":"ClockReached","hash":"00"}\n'
    return 4


def half_a_character(lines: list[bytes]) -> int:
    lines[3] = b'{"n":3,"at":1.0,"utc":"\\ud83d","kind":"mark","type":"ClockReached","hash":"00"}\n'
    return 4


def nothing_but_a_list(lines: list[bytes]) -> int:
    lines[3] = b"[1, 2]\n"
    return 4


@pytest.mark.parametrize(
    "change",
    [
        swapped, removed, first_removed, doubled, inserted, empty_line, windows_line_ends, a_mark_in_front, spaces,
        infinite, half_a_character, nothing_but_a_list,
    ],
)  # fmt: skip
def test_lines_that_do_not_belong_are_found(content: bytes, path: Path, change: Callable[[list[bytes]], int]) -> None:
    lines = content.splitlines(keepends=True)
    line = change(lines)
    path.write_bytes(b"".join(lines))
    for use in (verify, resume):
        with pytest.raises(LogError) as error:
            use(path)

        assert line == line_of(error)
    assert b"".join(lines) == path.read_bytes()


# --- forgeries ---------------------------------------------------------------------------------------------


def test_a_log_that_was_chained_again_without_a_change_is_the_same(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    chained_again(path, lambda bodies: None)

    assert content == path.read_bytes()


def test_another_event_is_found_though_the_chain_fits(content: bytes, path: Path) -> None:
    bodies = [json.loads(line) for line in content.splitlines()]
    for n, body in enumerate(bodies):
        if body["kind"] != "event":
            continue
        path.write_bytes(content)
        chained_again(path, lambda bodies, n=n: bodies[n].setdefault("data", {}).update(inject="another"))
        with pytest.raises(ReplayMismatch) as error:
            verify(path)

        assert n + 1 == line_of(error)


def an_event(bodies: list[Body], n: int) -> None:
    bodies.insert(n, {**bodies[n - 1], "kind": "event", "type": "MeasureFailed", "data": {"measure": "suspend"}})


@pytest.mark.parametrize("place", [3, -1, None])
def test_an_added_event_is_found_also_behind_the_last_one(content: bytes, path: Path, place: int | None) -> None:
    path.write_bytes(content)
    n = len(content.splitlines()) if place is None else place
    chained_again(path, lambda bodies: an_event(bodies, n))
    with pytest.raises(ReplayMismatch) as error:
        verify(path)

    assert (n if n >= 0 else len(content.splitlines()) + n) + 1 == line_of(error)


def test_a_command_after_the_end_is_found(path: Path) -> None:
    session = evening(JsonlLog(path))
    session.run(session.ends)
    session.close()
    line = len(session.log.records) + 1
    late = {"at": session.now, "utc": "", "kind": "command", "type": "Improvise", "by": "mayor", "data": {"text": "x"}}
    chained_again(path, lambda bodies: bodies.append(late))
    with pytest.raises(ReplayMismatch) as error:
        verify(path)

    assert line == line_of(error)


def test_another_rationale_is_only_found_by_whoever_kept_the_seal(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    seal = verify(path).head
    chained_again(path, lambda bodies: next(b for b in bodies if "why" in b).update(why="iets anders"))

    assert seal != verify(path).head


@pytest.mark.parametrize("key", ["at", "utc", "kind", "type", "by", "data"])
@pytest.mark.parametrize("value", [None, True, [], "x", -3, 1e300, {"x": [1]}])
def test_a_forged_field_of_any_kind_never_gives_more_than_an_error_in_words(
    content: bytes, path: Path, key: str, value: object
) -> None:
    count = content.count(b"\n")
    for n in (0, 1, count // 2, count - 1):
        path.write_bytes(content)
        chained_again(path, lambda bodies, n=n: bodies[n].__setitem__(key, value))
        try:
            verify(path)
        except ScenarioSimError as error:
            assert str(error)


@pytest.mark.parametrize(
    "key", ["format", "version", "digest", "seed", "replication", "context", "seated", "prepare", "scenario"]
)
@pytest.mark.parametrize("value", [None, True, [], "x", -3, 1e300, {"x": "y"}, ["nobody"]])
def test_a_forged_setup_never_gives_more_than_an_error_in_words(
    content: bytes, path: Path, key: str, value: object
) -> None:
    path.write_bytes(content)
    chained_again(path, lambda bodies: bodies[0]["data"].__setitem__(key, value))
    for use in (verify, resume):
        try:
            use(path)
        except ScenarioSimError as error:
            assert str(error)


def test_a_newer_format_is_named(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    chained_again(path, lambda bodies: bodies[0]["data"].update(format=99, version="9.9"))
    with pytest.raises(LogError, match=r"newer version .*9\.9"):
        verify(path)


def test_records_in_memory_are_read_the_same_from_a_file(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    in_memory = evening(Log(stamp="utc {}".format))

    assert in_memory.log.entries == [record.entry for record in read_records(path)[0]]
