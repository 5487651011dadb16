"""The numbers of the reference scenario, read once from its YAML, for the models that are written by hand.

Time is in seconds. Indicators are places in a list: 0 inside, 1 outside, 2 online, 3 trust, 4 order, 5 welcome.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

INSIDE, OUTSIDE, ONLINE, TRUST, ORDER, WELCOME = range(6)
NAMES = ("inside", "outside", "online", "trust", "order", "welcome")
LASTS = 7200.0
TICK = 60.0
FALLS_AFTER = 300.0
Effects = tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Scheduled:
    at: float
    effects: Effects


@dataclass(frozen=True)
class Conditional:
    """Comes once *place* has been above *threshold* for *hold* seconds."""

    place: int
    threshold: float
    hold: float
    effects: Effects


@dataclass(frozen=True)
class Hazard:
    """Comes once, at a rate of max(0, value - *above*) / *divisor* per hour."""

    id: str
    place: int
    above: float
    divisor: float
    effects: Effects


@dataclass(frozen=True)
class Measure:
    """While in force it moves indicators by *rates* per second and holds them by *held*."""

    lead: float
    duration: float
    rates: Effects
    held: Effects


@dataclass(frozen=True)
class Rule:
    """When *place* rises above *threshold*, decide *measure* 1 to 3 minutes later."""

    id: str
    place: int
    threshold: float
    measure: int


@dataclass(frozen=True)
class Parts:
    start: tuple[float, ...]
    scheduled: tuple[Scheduled, ...]
    conditional: tuple[Conditional, ...]
    hazards: tuple[Hazard, ...]
    measures: tuple[Measure, ...]
    rules: tuple[Rule, ...]
    levels: tuple[float, ...]
    teams: int


def read_parts(file: Path = Path(__file__).parent / "scenario.yaml") -> Parts:
    return parts_of(yaml.safe_load(file.read_text(encoding="utf-8")))


def parts_of(data: dict[str, Any]) -> Parts:
    injects, measures = data["injects"], data["measures"]
    ids = [measure["id"] for measure in measures]
    return Parts(
        start=tuple(float(indicator["start"]) for indicator in data["indicators"]),
        scheduled=tuple(
            Scheduled(float(i["at"].split()[0]), _effects(i["effects"])) for i in injects if "at" in i
        ),
        conditional=tuple(
            Conditional(*_threshold(i["when"]), 60 * float(i["for"].split()[0]), _effects(i["effects"]))
            for i in injects
            if "when" in i
        ),
        hazards=tuple(_hazard(i) for i in injects if "rate" in i),
        measures=tuple(
            Measure(
                60 * float(m["lead_time"].split()[0]), 60 * float(m["duration"].split()[0]),
                tuple((place, rate / 60) for place, rate in _effects(m["effects"], "per min")), _effects(m["effects"], "while in force"),
            )
            for m in measures
        ),
        rules=tuple(Rule(r["id"], *_threshold(r["when"]), ids.index(r["do"])) for r in data["policies"][0]["rules"]),
        levels=tuple(_threshold(level["when"])[1] for level in data["levels"][1:]),
        teams=int(data["resources"][0]["amount"]),
    )  # fmt: skip


def _effects(written: dict[str, str], ending: str = "points") -> Effects:
    return tuple(
        (NAMES.index(name), float(change.split()[0])) for name, change in written.items() if change.endswith(ending)
    )


def _threshold(condition: str) -> tuple[int, float]:
    name, _, threshold = condition.split()
    return NAMES.index(name), float(threshold)


def _hazard(inject: dict[str, Any]) -> Hazard:
    name, above, divisor = re.findall(r"max\(0, (\w+) - (\d+)\) / (\d+) per h", inject["rate"])[0]
    return Hazard(inject["id"], NAMES.index(name), float(above), float(divisor), _effects(inject["effects"]))
