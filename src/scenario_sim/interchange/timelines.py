"""A timeline that people wrote: plain text lines, CSV or a sheet, with a time on every line and a text behind it.

Order and midnight are guessed: newest first when times mostly go down, and a day later when a time jumps back by more
than six hours. What is not understood is a remark with its line and why; nothing is left out in silence.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from scenario_sim.errors import UnreadableInput
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.units import DAY, HOUR

Order = Literal["oldest-first", "newest-first"]
MOST_BYTES = 5 * 1024 * 1024
MOST_TEXT = 5000
MIDNIGHT_JUMP = 6 * HOUR
"""A time that lies so much earlier than the one before it belongs to the next day (EJ: no log skips six hours back)."""

_DATE = r"(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<d2>\d{1,2})[-/](?P<m2>\d{1,2})[-/](?P<y2>\d{4}))"
_TIME = re.compile(
    r"^[\s\-–—*•·>\[(]*(?:" + _DATE + r"[\s,T]+)?(?:om\s+|circa\s+|ca\.?\s*|rond\s+|at\s+|±\s*|~\s*)?"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?!\d)"
    r"\s*(?:uur\b|u\b\.?|h\b)?[\s\-–—:|,.)\]]*(?P<text>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_ANY_DATE = re.compile(_DATE)
_MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
           "november", "december")  # fmt: skip
_NAMED_DATE = re.compile(r"\b(\d{1,2}) (" + "|".join(_MONTHS) + r") (\d{4})\b", re.IGNORECASE)
_HEADS = {
    "time": ("time", "tijd", "tijdstip", "wanneer", "uur", "when", "klok", "real time", "date/time"),
    "text": ("text", "tekst", "wat", "gebeurtenis", "omschrijving", "melding", "bericht", "what", "event",
             "description", "observation", "waarneming", "actie"),
    "who": ("who", "wie", "rol", "role", "door", "from", "van", "melder"),
    "date": ("date", "datum", "dag"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """What line *line* (from 1) says: at *at* seconds after the midnight before the evening, *text*, by *who*."""

    line: int
    at: float
    text: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A line that was not understood, and why (already in the language of the moment)."""

    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The entries from early to late, the remarks, the *order* in which the file had them and its *day*, if it says."""

    entries: tuple[Entry, ...]
    remarks: tuple[Remark, ...]
    order: Order
    day: date | None


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    text: str
    who: str = ""


def read_timeline(path: str | Path, *, order: Order | None = None, day: date | None = None) -> Timeline:
    """The timeline in a file: ``.csv``, ``.xlsx`` (with the extra ``office``) or plain text; *order* and *day* are
    guessed if they are left out. Raises UnreadableInput if the file cannot be read."""
    path = Path(path)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        rows, remarks = _of_table(_sheet(path))
    elif path.suffix.lower() in (".csv", ".tsv"):
        rows, remarks = _of_table(_cells(_decoded(path)))
    else:
        rows, remarks = [_Row(n, line.strip()) for n, line in enumerate(_decoded(path).splitlines(), 1)], []
    return _timeline([row for row in rows if row.text], list(remarks), order, day)


# --- reading the forms --------------------------------------------------------------------------------------


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableInput(translate(N_("{path} is too large for a timeline")).format(path=path))
        return path.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"{path}: {translate(error.strerror or type(error).__name__)}") from None


def _decoded(path: Path) -> str:
    """The text of a file, in UTF-8 or as older Windows programs write it."""
    content = _content(path)
    if b"\0" in content:
        raise UnreadableInput(translate(N_("{path} is not text")).format(path=path))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _cells(text: str) -> list[list[str]]:
    first = text.partition("\n")[0]
    separator = max((";", ",", "\t"), key=first.count)
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=separator)]


def _sheet(path: Path) -> list[list[str]]:
    content = io.BytesIO(_content(path))
    try:
        import openpyxl
    except ImportError:
        said = N_("to read {path}, install scenario-sim with the extra office, or save the sheet as CSV")
        raise UnreadableInput(translate(said).format(path=path)) from None
    try:
        sheet = openpyxl.load_workbook(content, read_only=True, data_only=True).worksheets[0]
        return [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    except Exception as error:  # openpyxl lets through whatever the zip and XML under it raise
        raise UnreadableInput(f"{path}: {type(error).__name__}") from None


def _cell(value: Any) -> str:
    """A cell as people see it; a fraction of a day in a column of times is a time."""
    match value:
        case None:
            return ""
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M:%S")
        case date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M:%S")
        case float() if 0 <= value < 1:
            return _clock_of(value)
        case _:
            return str(value).strip()


def _clock_of(fraction: float) -> str:
    minutes = round(fraction * 24 * 60)
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _of_table(table: Sequence[Sequence[str]]) -> tuple[list[_Row], list[Remark]]:
    """The rows of a table whose columns are named, or guessed: times in the first column that has one."""
    columns, first = _columns(table)
    rows = []
    for number, cells in enumerate(table[first:], first + 1):
        cell = {kind: cells[place] for kind, place in columns.items() if place < len(cells)}
        when = " ".join(part for part in (cell.get("date", ""), cell.get("time", "")) if part)
        rows.append(_Row(number, f"{when} {cell.get('text', '')}".strip(), cell.get("who", "")))
    return rows, []


def _columns(table: Sequence[Sequence[str]]) -> tuple[dict[str, int], int]:
    for number, cells in enumerate(table[:5]):
        heads = {kind: place for place, cell in reversed(list(enumerate(cells))) for kind, names in _HEADS.items()
                 if cell.lower().strip(" :#") in names}  # fmt: skip
        if "time" in heads and "text" in heads:
            return heads, number + 1
    width = max((len(cells) for cells in table), default=0)
    counts = [sum(place < len(cells) and bool(_TIME.match(cells[place])) for cells in table) for place in range(width)]
    when = counts.index(max(counts)) if any(counts) else 0
    lengths = [sum(len(cells[place]) for cells in table if place < len(cells)) for place in range(width)]
    others = [place for place in range(width) if place != when]
    return {"time": when, **({"text": max(others, key=lambda place: lengths[place])} if others else {})}, 0


# --- times --------------------------------------------------------------------------------------------------


def _timeline(rows: Iterable[_Row], remarks: list[Remark], order: Order | None, day: date | None) -> Timeline:
    timed: list[tuple[_Row, date | None, float, str]] = []
    for row in rows:
        found = _TIME.match(row.text)
        day = day or _day_in(row.text)
        why = _why_not(found)
        if found is None or why:
            remarks.append(Remark(row.line, row.text, translate(why)))
        else:
            clock = int(found["hour"]) * HOUR + int(found["minute"]) * 60.0 + int(found["second"] or 0)
            timed.append((row, _date(found), clock % DAY, found["text"].strip()[:MOST_TEXT]))
    order = order or _guessed(clock for _, _, clock, _ in timed)
    if order == "newest-first":
        timed.reverse()
    entries = [
        Entry(row.line, at, text, row.who) for (row, _, _, text), at in zip(timed, _dated(timed, day), strict=True)
    ]
    entries.sort(key=lambda entry: entry.at)
    return Timeline(tuple(entries), tuple(sorted(remarks, key=lambda remark: remark.line)), order, day)


def _why_not(found: re.Match[str] | None) -> str:
    if found is None:
        return N_("there is no time at its beginning")
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if hour > 24 or minute > 59 or second > 59:
        return N_("there is no such time on the clock")
    return "" if found["text"].strip() else N_("there is nothing behind the time")


def _guessed(clocks: Iterable[float]) -> Order:
    """Newest first if more times go down than up; a jump over midnight counts as the other way."""
    downs = ups = 0
    for before, after in pairwise(clocks):
        step = after - before
        step += DAY if step < -DAY / 2 else -DAY if step > DAY / 2 else 0
        downs, ups = downs + (step < 0), ups + (step > 0)
    return "newest-first" if downs > ups else "oldest-first"


def _dated(timed: Sequence[tuple[_Row, date | None, float, str]], day: date | None) -> Iterator[float]:
    """Seconds from the midnight before the evening, in order; a date on a line says itself which day it is."""
    days, before = 0.0, 0.0
    for _, own, clock, _ in timed:
        if own is not None and day is not None:
            days = float((own - day).days)
        elif clock < before - MIDNIGHT_JUMP:
            days += 1
        before = clock
        yield days * DAY + clock


def _date(found: re.Match[str]) -> date | None:
    parts = [found[name] or found[f"{name}2"] for name in ("y", "m", "d")]
    if None in parts:
        return None
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def _day_in(text: str) -> date | None:
    named = _NAMED_DATE.search(text)
    if named is not None:
        try:
            return date(int(named[3]), _MONTHS.index(named[2].lower()) + 1, int(named[1]))
        except ValueError:
            return None
    found = _ANY_DATE.search(text)
    return None if found is None else _date(found)


def midnight_before(starts: datetime) -> float:
    """Seconds from the start of a scenario back to the midnight before it, negative."""
    return (datetime.combine(starts.date(), time()) - starts) / timedelta(seconds=1)
