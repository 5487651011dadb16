"""The map of a scenario: its injects on the time axis or with their condition in words, and what they lead to.

One value for every form in which the map is drawn; texts are in the language of the moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Literal

from scenario_sim.engine.plan import compile_plan
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.loading.conditions import constant_value
from scenario_sim.loading.context import default_context
from scenario_sim.loading.workload import known_time
from scenario_sim.model.amounts import Change, Rate
from scenario_sim.model.expressions import Name, walk
from scenario_sim.model.injects import Inject
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.units import DAY, HOUR, MINUTE, WEEK, duration_in_words
from scenario_sim.report.conditions import condition_text

Way = Literal["time", "condition", "chance", "after", "hand"]
"""How an inject comes: at a known time, on a condition, by chance, after something whose time is not known, by hand."""

WAYS: dict[Way, str] = {
    "time": N_("At a time"),
    "condition": N_("On a condition"),
    "chance": N_("By chance"),
    "after": N_("After something else"),
    "hand": N_("By the facilitator"),
}
_UNITS = {1.0: N_("second"), MINUTE: N_("minute"), HOUR: N_("hour"), DAY: N_("day"), WEEK: N_("week")}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase on the axis, from *begins* to *ends* seconds, with the default answers of the diagnosis."""

    id: str
    title: str
    begins: float
    ends: float

    def holds(self, at: float | None) -> bool:
        return at is not None and self.begins <= at < self.ends


@dataclass(frozen=True, slots=True)
class Spot:
    """An inject on the map. *at* is its time in seconds if that is known; *when* says in words when it comes, *briefly*
    in few. *before* is the inject that it follows; *measures*, *dilemma* and *indicators* hold the marks of what it
    leads to, *follows* the marks of the injects that come after it."""

    inject: Inject
    mark: str
    way: Way
    at: float | None
    when: str
    briefly: str
    before: str | None
    follows: tuple[str, ...]
    measures: tuple[str, ...]
    dilemma: str
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScenarioMap:
    """*marks* are the short names on the map of everything that has a list of its own, by id: injects 1, 2 …, measures
    M1 …, dilemmas D1 …, indicators A, B …"""

    scenario: Scenario
    phases: tuple[Stretch, ...]
    spots: tuple[Spot, ...]
    marks: Mapping[str, str]

    def of_way(self, way: Way) -> tuple[Spot, ...]:
        return tuple(spot for spot in self.spots if spot.way == way)


def scenario_map(scenario: Scenario) -> ScenarioMap:
    """The map of *scenario*; times of phases are those of the default answers."""
    planned = compile_plan(scenario, default_context(scenario)).phases
    titles = {phase.id: phase.title for phase in scenario.phases}
    phases = tuple(Stretch(phase.id, titles[phase.id], phase.begins, phase.ends) for phase in planned)
    timed = sorted(_timed(scenario), key=lambda pair: pair[1])
    others = [inject for inject in scenario.injects if inject.id not in {one.id for one, _ in timed}]
    others.sort(key=lambda inject: list(WAYS).index(_way(inject)))
    times = {inject.id: at for inject, at in timed}
    order = [inject for inject, _ in timed] + others
    marks = {inject.id: str(number) for number, inject in enumerate(order, 1)}
    marks |= {measure.id: f"M{number}" for number, measure in enumerate(scenario.measures, 1)}
    marks |= {dilemma.id: f"D{number}" for number, dilemma in enumerate(scenario.dilemmas, 1)}
    marks |= {indicator.id: _letter(number) for number, indicator in enumerate(scenario.indicators)}
    words = _Words(scenario, marks)
    return ScenarioMap(scenario, phases, tuple(words.spot(inject, times.get(inject.id)) for inject in order), marks)


def _timed(scenario: Scenario) -> Iterator[tuple[Inject, float]]:
    for inject in scenario.injects:
        chain, at = known_time(scenario, inject)
        if not chain:
            yield inject, at


def _way(inject: Inject) -> Way:
    ways: dict[str, Way] = {"at": "time", "after": "after", "when": "condition", "rate": "chance", "by_hand": "hand"}
    return ways[inject.trigger]


def _letter(number: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    high, low = divmod(number, len(ascii_uppercase))
    return (_letter(high - 1) if high else "") + ascii_uppercase[low]


def direction(change: Change) -> str:
    """Which way a change goes: ▲, ▼, or ◆ where that depends on the state."""
    amount = constant_value(change.amount)
    return "◆" if not amount else "▲" if amount > 0 else "▼"


def unit_of_time(seconds: float) -> str:
    """What follows *per*: ``hour``."""
    return translate(_UNITS[seconds]) if seconds in _UNITS else duration_in_words(seconds)


def moved(effects: Mapping[str, Change], marks: Mapping[str, str]) -> tuple[str, ...]:
    """``▲A``: the marks of the indicators that *effects* move, each with its direction."""
    return tuple(direction(change) + marks[id] for id, change in effects.items())


def answers(inject: Inject) -> Iterator[str]:
    """The measures and dilemmas that meet what *inject* expects, each once, in order."""
    yield from dict.fromkeys(id for expected in inject.expected for id in expected.met_by)


class _Words:
    def __init__(self, scenario: Scenario, marks: Mapping[str, str]) -> None:
        self.scenario, self.marks = scenario, marks
        self.followers: dict[str, list[str]] = {}
        for inject in scenario.injects:
            if inject.after is not None:
                self.followers.setdefault(inject.after, []).append(inject.id)
        self.titles = {inject.id: inject.title for inject in scenario.injects}
        self.titles |= {measure.id: measure.title for measure in scenario.measures}
        self.titles |= {dilemma.id: dilemma.question for dilemma in scenario.dilemmas}
        moments = {moment.id: moment.title for moment in scenario.moments}
        self.titles |= {episode.id: moments.get(episode.moment, episode.id) for episode in scenario.episodes}

    def spot(self, inject: Inject, at: float | None) -> Spot:
        marks = self.marks
        when = "; ".join([self.trigger(inject, at), *self.limits(inject)])
        return Spot(
            inject,
            marks[inject.id],
            "time" if at is not None else _way(inject),
            at,
            when,
            self.briefly(inject, at),
            inject.after if inject.after in self.scenario.injects_by_id else None,
            tuple(marks[id] for id in self.followers.get(inject.id, ())),
            tuple(marks[id] for id in answers(inject)),
            marks[inject.dilemma] if inject.dilemma else "",
            moved(inject.effects, marks),
        )

    def trigger(self, inject: Inject, at: float | None) -> str:
        """When it comes, in words."""
        if inject.after is not None:
            return self.following(inject)
        if inject.when is not None:
            said = translate(N_("when {condition}")).format(condition=condition_text(inject.when, self.scenario))
            hold = duration_in_words(inject.hold.seconds) if inject.hold else ""
            return translate(N_("{condition}, for {time}")).format(condition=said, time=hold) if hold else said
        if inject.rate is not None:
            return self.chance(inject.rate, condition_text(inject.rate.amount, self.scenario))
        return self.scenario.clock(at) if at is not None else translate(N_("when the facilitator wants it"))

    def limits(self, inject: Inject) -> Iterator[str]:
        """What may keep it away, or bring it more than once."""
        if inject.only_if is not None:
            yield translate(N_("only if {condition}")).format(condition=condition_text(inject.only_if, self.scenario))
        if inject.until is not None:
            yield translate(N_("until {condition}")).format(condition=condition_text(inject.until, self.scenario))
        if inject.repeat is not None:
            yield translate(N_("at most {count} times")).format(count=inject.repeat.times)

    def briefly(self, inject: Inject, at: float | None) -> str:
        """The same in as few words as a small box has room for: marks instead of titles."""
        if at is not None:
            said = self.scenario.clock(at)
            return said + ("?" if inject.only_if is not None else "")
        if inject.after is not None:
            delay = inject.delay.in_words() if inject.delay and inject.delay.expected else ""
            before = self.marks.get(inject.after, self.titles.get(inject.after, inject.after))
            return translate(N_("after {before}")).format(before=before) + (f" ({delay})" if delay else "")
        if inject.rate is not None:
            constant = constant_value(inject.rate.amount)
            if constant is not None:
                return self.chance(inject.rate, f"{constant:g}")
            named = dict.fromkeys(node.id for node in walk(inject.rate.amount.root) if isinstance(node, Name))
            letters = ", ".join(sorted({self.marks[i.id] for i in self.scenario.indicators if i.id in named}))
            return (
                translate(N_("by chance, with {names}")).format(names=letters)
                if letters
                else translate(N_("by chance"))
            )
        return self.trigger(inject, at)

    def following(self, inject: Inject) -> str:
        assert inject.after is not None
        said = translate(N_("after “{before}”")).format(before=self.titles.get(inject.after, inject.after))
        if inject.delay is None or not inject.delay.expected:
            return said
        return translate(N_("{time} {after}")).format(time=inject.delay.in_words(), after=said)

    def chance(self, rate: Rate, amount: str) -> str:
        return translate(N_("by chance, {amount} per {unit}")).format(amount=amount, unit=unit_of_time(rate.seconds))
