"""The answer to a what-if, in words and figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from scenario_sim.evaluation.summary import CAVEAT
from scenario_sim.exploration.points import Played
from scenario_sim.exploration.whatif import Compared, WhatIf
from scenario_sim.language import translate, translate_plural
from scenario_sim.model.refusals import short_reason

FIGURES = 50
"""Characters of a line for the figures; the rest is for what they are about."""


def peak(played: Played) -> float:
    return float(played.peak_level)


def at_least(level: int, scale: float = 1.0) -> Callable[[Played], float]:
    return lambda played: scale * (played.peak_level >= level)


def goal_of(goal: str) -> Callable[[Played], float]:
    return lambda played: played.goals[goal]


def indicator_of(id: str) -> Callable[[Played], float]:
    return lambda played: played.indicators[id]


def what_if_lines(found: WhatIf, changes: Sequence[str], width: int = 84) -> Iterator[str]:
    """The answer in lines of at most *width* characters (at least 64), *changes* as they were written."""
    room = width - FIGURES
    session, scenario = found.session, found.session.texts()
    said = translate_plural(
        "{title}: from {clock}, {count} continuation without and with",
        "{title}: from {clock}, {count} continuations without and with",
        found.count,
    )
    yield said.format(title=scenario.title, clock=session.scenario.clock(found.at), count=found.count)
    for change, refused in zip(changes, found.refused, strict=True):
        yield f"  {change}"
        for reason, count in sorted(refused.items()):
            said = translate("this could not be done in {count} of {all}: {reason}")
            yield "    " + said.format(count=count, all=found.count, reason=short_reason(reason))
    head = (translate("without"), translate("with"), translate("difference"), translate("95 % interval"))
    yield ""
    yield f"{'':{room}}{head[0]:>9}{head[1]:>9}{head[2]:>11}   {head[3]}"
    for goal in scenario.goals:
        yield _row(room, f"{goal.id} {goal.title}", found.compared(goal_of(goal.id)))
    yield _row(room, translate("highest level"), found.compared(peak))
    for level in range(1, 6):
        title = translate("level {level} or higher (%)").format(level=level)
        yield _row(room, title, found.compared(at_least(level, 100.0)))
    yield ""
    yield translate("indicators at the end")
    for indicator in scenario.indicators:
        yield _row(room, indicator.title, found.compared(indicator_of(indicator.id)))
    yield ""
    yield translate(CAVEAT)


def _row(room: int, title: str, numbers: Compared) -> str:
    difference = numbers.difference
    means = f"{numbers.without.value:9.2f}{numbers.with_it.value:9.2f}{_signed(difference.value):>11}"
    return f"{title[: room - 1]:{room}}{means}   {_signed(difference.low)} … {_signed(difference.high)}"


def _signed(value: float) -> str:
    """With its sign; what rounds to nought is no minus nought."""
    return f"{round(value, 2) + 0.0:+.2f}"
