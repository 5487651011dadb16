"""Durations, moments and amounts as authors write them, in seconds and units inside."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from scenario_sim.language import mark as N_
from scenario_sim.language import translate, translate_plural
from scenario_sim.model.faults import Fault

SECOND = 1.0
MINUTE = 60.0
HOUR = 3600.0
DAY = 86400.0
WEEK = 7 * DAY

_UNITS: dict[str, float] = {}
for _names, _seconds in (
    ("s sec second seconds seconde seconden", SECOND),
    ("min minute minutes minuut minuten", MINUTE),
    ("h hour hours uur uren u", HOUR),
    ("d day days dag dagen", DAY),
    ("w week weeks weken", WEEK),
):
    _UNITS |= dict.fromkeys(_names.split(), _seconds)

_PIECE = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*([a-z]+)\s*")
DURATION_PATTERN = r"^\s*(\d+([.,]\d+)?\s*[a-z]+\s*)+$"
_LONGEST = 366 * DAY

_CLOCK = re.compile(r"^(?:(\d{4})-(\d{1,2})-(\d{1,2})[ T])?(\d{1,2})[:.](\d{2})(?::(\d{2}))?$")
_OFFSET = re.compile(r"^([+-])\s*(.+)$")


def seconds_per(unit: str) -> float | None:
    """Seconds in one *unit* of time ("min", "uur", "days" …), or None if it is no unit of time."""
    return _UNITS.get(unit.lower())


def parse_duration(text: str) -> float:
    """Seconds in a duration such as "90 s", "10 min", "1 h 30 min", "2 days" or "3 weken".

    Raises Fault E201 without a unit or with an unknown one, E202 above 366 days.
    """
    position, total = 0, 0.0
    while position < len(text):
        piece = _PIECE.match(text, position)
        if piece is None:
            raise Fault(
                "E201",
                N_("'{text}' is not a duration"),
                N_("write a number with its unit, such as 10 min, 1 h 30 min or 2 days"),
                column=position,
                text=text[:60],
            )
        size = seconds_per(piece[2])
        if size is None:
            raise Fault(
                "E201",
                N_("'{unit}' is not a unit of time"),
                N_("use s, min, h, days or weeks"),
                column=piece.start(2),
                unit=piece[2][:20],
            )
        total += float(piece[1].replace(",", ".")) * size
        position = piece.end()
    if not text.strip():
        raise Fault(
            "E201",
            N_("'{text}' is not a duration"),
            N_("write a number with its unit, such as 10 min, 1 h 30 min or 2 days"),
            text=text,
        )
    if total > _LONGEST:
        raise Fault("E202", N_("{text} is longer than a year"), text=text)
    return to_milliseconds(total) / 1000


def parse_start(text: str) -> datetime:
    """The date and time in "2026-03-12 19:00"; raises Fault E203 if it is none."""
    found = _CLOCK.match(text.strip())
    if found is None or found[1] is None:
        raise Fault("E203", N_("'{text}' is not a date and time"), N_("write it as 2026-03-12 19:00"), text=text[:60])
    return _datetime(found, datetime.min, text)


def parse_moment(text: str, starts: datetime) -> float:
    """Seconds from *starts* of "20:10", "2026-03-12 20:10", "+65 min" or "-2 days".

    A time of day without a date is the first one at or after *starts*. Raises Fault E201–E204.
    """
    text = text.strip()
    offset = _OFFSET.match(text)
    if offset:
        seconds = parse_duration(offset[2])
        return -seconds if offset[1] == "-" else seconds
    found = _CLOCK.match(text)
    if found is None:
        raise Fault(
            "E204",
            N_("'{text}' is not a moment"),
            N_("write a time of day (20:10), a date and time (2026-03-12 20:10) or a distance (+65 min, -2 days)"),
            text=text[:60],
        )
    moment = _datetime(found, starts, text)
    if found[1] is None and moment < starts:
        moment += timedelta(days=1)
    return (moment - starts).total_seconds()


def _datetime(found: re.Match[str], day: datetime, text: str) -> datetime:
    year, month, date = (int(found[i]) if found[i] else None for i in (1, 2, 3))
    try:
        return datetime(
            year or day.year,
            month or day.month,
            date or day.day,
            int(found[4]),
            int(found[5]),
            int(found[6] or 0),
        )
    except ValueError:
        raise Fault("E203", N_("'{text}' does not exist on the calendar or the clock"), text=text) from None


def to_milliseconds(seconds: float) -> int:
    """*seconds* in whole milliseconds, the grain of the engine's clock (half rounds to even)."""
    return round(seconds * 1000)


UNIT_WORDS = (
    N_("points"),
    N_("people"),
    N_("viewers"),
    N_("officers"),
    N_("days"),
    N_("minutes"),
    N_("questions"),
    N_("incidents"),
    N_("seats"),
    N_("places"),
    N_("metres"),
    N_("circles"),
)
"""Units that scenarios commonly use; in the file they stay as written, on screen they are translated."""


def unit_text(unit: str) -> str:
    """A unit as users read it: translated if we know it, else as the author wrote it."""
    return translate(unit)


def clock_text(at: float, starts: datetime, *, seconds: bool = False) -> str:
    """The scenario's clock at *at* seconds: the time of day, with the date in front on another day than *starts*."""
    moment = starts + timedelta(milliseconds=to_milliseconds(at))
    time = moment.strftime("%H:%M:%S" if seconds else "%H:%M")
    return time if moment.date() == starts.date() else f"{moment.strftime('%Y-%m-%d')} {time}"


def duration_text(seconds: float) -> str:
    """A duration as short text with units that are the same in every language, as files and logs have it:
    "1 h 30 min", "2 d"."""
    text = " ".join(f"{count:g} {unit}" for count, unit in _parts(seconds))
    return ("-" if seconds < 0 else "") + text


def duration_in_words(seconds: float) -> str:
    """A duration for readers, in their language: "2 days", "1 hour 30 min"."""
    return " ".join(_in_words(count, unit) for count, unit in _parts(seconds))


def _in_words(count: float, unit: str) -> str:
    if unit == "d":
        return translate_plural("{count} day", "{count} days", int(count)).format(count=int(count))
    if unit == "h":
        return translate_plural("{count} hour", "{count} hours", int(count)).format(count=int(count))
    return f"{count:g} {unit}"


def _parts(seconds: float) -> list[tuple[float, str]]:
    """At most the two largest units of a duration that are not nought; of none at all, nought seconds."""
    left = to_milliseconds(abs(seconds)) / 1000
    parts: list[tuple[float, str]] = []
    for unit, size in (("d", DAY), ("h", HOUR), ("min", MINUTE)):
        count, left = divmod(left, size)
        if count:
            parts.append((count, unit))
    if left or not parts:
        parts.append((left, "s"))
    return parts[:2]
