"""What can happen in a scenario, and between which times, as far as its text tells: the ground under the advice on
injects and measures that can never be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import inf

from scenario_sim.language import mark as N_
from scenario_sim.loading.bounds import ANYTHING, Fact, Interval, Known, assume, can_fail, can_hold, interval
from scenario_sim.model.amounts import Delay
from scenario_sim.model.injects import Inject
from scenario_sim.model.measures import Measure
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.units import MINUTE, duration_text

MOMENT = 1.0
"""Seconds that make a difference between before and at the same moment."""

NEVER_SINCE = 1_000_000.0
"""What ``minutes_since`` gives for what has not happened (see model.expressions)."""


@dataclass(frozen=True)
class Obstacle:
    """Why something can never be: at which key of its part, what is wrong, and how to mend it."""

    key: str
    message: str
    hint: str
    values: Mapping[str, object] = field(default_factory=dict)


Finding = Interval | Obstacle
"""Between which seconds something can happen, or why it cannot."""


class Possible:
    """What can happen. *injects* and *measures* (coming into force) hold the seconds between which they can, of every
    context and course together, or the obstacle; *phases* the seconds between which each can be going on."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.numbers = _numbers(scenario)
        self.phases = _phases(scenario, self._known({}, frozenset()))
        self.begins = min(low for low, _ in self.phases.values())
        self.ends = max(high for _, high in self.phases.values())
        self.preparation = -self.begins
        self.injects: dict[str, Finding] = {}
        self.measures: dict[str, Finding] = {}
        self.times: dict[str, Interval] = {}
        self._grow()

    def _grow(self) -> None:
        """Add what can happen given what can, until nothing is added: things that wait for each other stay out."""
        while True:
            self.measures = {measure.id: self._of_measure(measure) for measure in self.scenario.measures}
            self.injects = {inject.id: self._of_inject(inject) for inject in self.scenario.injects}
            found = {id: one for id, one in (self.measures | self.injects).items() if not isinstance(one, Obstacle)}
            for inject in self.scenario.injects:
                if inject.dilemma and inject.id in found:
                    found[inject.dilemma] = _hull(found.get(inject.dilemma), (found[inject.id][0], self.ends))
            for episode in self.scenario.episodes:
                if episode.opened_by in found:
                    found[episode.id] = found[episode.opened_by][0], self.ends
            if found == self.times:
                return
            self.times = found

    # --- one measure, one inject ---------------------------------------------------------------------------------

    def _of_measure(self, measure: Measure) -> Finding:
        least = _least(measure.lead_time)
        if measure.available is not None and not can_hold(measure.available.root, self.everywhere()):
            return Obstacle(
                "available",
                N_("this can never hold, so '{id}' can never be decided"),
                N_("widen the condition, or remove the measure"),
                {"id": measure.id},
            )
        there = self.preparation if measure.kind == "preventive" else self.ends
        needed = measure.lead_time.expected if measure.kind == "preventive" else least
        if needed > there:
            return Obstacle("lead_time", *self._too_late(measure), {
                "id": measure.id, "needed": duration_text(needed), "there": duration_text(there),
            })  # fmt: skip
        return self.begins + least, self.ends

    def _too_late(self, measure: Measure) -> tuple[str, str]:
        if measure.kind == "preventive":
            return (
                N_("'{id}' takes {needed}; the preparation never lasts longer than {there}"),
                N_("shorten the lead time, or lengthen the phases before the main phase"),
            )
        return (
            N_("'{id}' takes at least {needed}; from its beginning the play never lasts longer than {there}"),
            N_("shorten the lead time, or make it a preventive measure"),
        )

    def _of_inject(self, inject: Inject) -> Finding:
        came = self._triggered(inject)
        if isinstance(came, Obstacle):
            return came
        if inject.until is not None and self._over_before(inject, came):
            return Obstacle(
                "until",
                N_("this holds whenever '{id}' could come, so it never comes"),
                N_("narrow the condition, or remove the inject"),
                {"id": inject.id},
            )
        here = self._within(inject, came)
        if inject.only_if is not None and not can_hold(inject.only_if.root, here):
            return _cannot_hold("only_if", inject)
        return came

    def _over_before(self, inject: Inject, came: Interval) -> bool:
        """Whether *until* holds all the time that it could come, and already before: what begins to hold at the very
        moment may be too late."""
        assert inject.until is not None
        before = came[0] - MOMENT
        if before < self.begins:
            return False
        known = self._known(self._phases_of(None, (before, came[1])), frozenset())
        known = replace(known, numbers={**known.numbers, "minutes": (before / MINUTE, came[1] / MINUTE)})
        return not can_fail(inject.until.root, known)

    def _within(self, inject: Inject, came: Interval) -> Known:
        """What is known when it comes."""
        known = self._known(self._phases_of(inject, came), frozenset())
        return replace(known, numbers={**known.numbers, "minutes": (came[0] / MINUTE, came[1] / MINUTE)})

    def _triggered(self, inject: Inject) -> Finding:
        match inject.trigger:
            case "at":
                return self._at(inject)
            case "after":
                return self._after(inject)
            case "when":
                return self._when(inject)
            case "rate":
                return self._rate(inject)
            case _:
                return self.begins, self.ends

    def _at(self, inject: Inject) -> Finding:
        assert inject.at is not None
        at = self.scenario.moment(inject.at)
        if not self.begins <= at <= self.ends:
            return Obstacle(
                "at",
                N_("at that time the scenario is never being played: it goes from {begins} to {ends} at most"),
                N_("choose a time within the phases, or lengthen them"),
                {"begins": self.scenario.clock(self.begins), "ends": self.scenario.clock(self.ends)},
            )
        pause = inject.repeat.pause.seconds if inject.repeat and inject.repeat.pause else 0.0
        if pause and inject.only_if is not None:
            return at, self.ends  # as long as it is held back it is tried again
        return at, min(at + pause * (_times(inject) - 1), self.ends)

    def _after(self, inject: Inject) -> Finding:
        assert inject.after is not None
        before = self.times.get(inject.after)
        if before is None:
            return Obstacle(
                "after",
                N_("'{id}' waits for '{before}', which can never happen"),
                N_("mend '{before}', or let '{id}' wait for something else"),
                {"id": inject.id, "before": inject.after},
            )
        low, high = (_least(inject.delay), _most(inject.delay)) if inject.delay else (0.0, 0.0)
        if before[0] + low > self.ends:
            return Obstacle(
                "delay" if inject.delay else "after",
                N_("'{id}' comes at {earliest} at the earliest, after the end at {ends}"),
                N_("shorten the delay, or lengthen the phases"),
                {"id": inject.id, "earliest": self.scenario.clock(before[0] + low),
                 "ends": self.scenario.clock(self.ends)},
            )  # fmt: skip
        return before[0] + low, min(before[1] + high, self.ends)

    def _when(self, inject: Inject) -> Finding:
        assert inject.when is not None
        windows = []
        for phase in self._named(inject):
            known = assume(inject.when.root, self._in_phase(phase), True)
            if known is not None:
                low, high = known.numbers["minutes"]
                windows.append((low * MINUTE, high * MINUTE))
        if not windows:
            return _cannot_hold("when", inject)
        hold = inject.hold.seconds if inject.hold else 0.0
        first, last = min(low for low, _ in windows), max(high for _, high in windows)
        if first + hold > last:
            return Obstacle(
                "for",
                N_("the condition can hold for {there} at most, so it never holds for {hold}"),
                N_("shorten 'for', or widen the condition"),
                {"there": duration_text(last - first), "hold": duration_text(hold)},
            )
        return first + hold, last

    def _rate(self, inject: Inject) -> Finding:
        assert inject.rate is not None
        rate = inject.rate.amount.root
        windows = [self.phases[id] for id in self._named(inject) if interval(rate, self._in_phase(id))[1] > 0]
        if not windows:
            return Obstacle(
                "rate",
                N_("the rate is never above 0, so '{id}' never comes"),
                N_("widen the rate, or remove the inject"),
                {"id": inject.id},
            )
        return _hull(*windows)

    # --- what is known -------------------------------------------------------------------------------------------

    def everywhere(self) -> Known:
        """What is known at any time of any run."""
        return self._known(self.phases, frozenset())

    def _named(self, inject: Inject) -> tuple[str, ...]:
        return inject.phases or (self.scenario.main_phase.id,)

    def _phases_of(self, inject: Inject | None, window: Interval) -> dict[str, Interval]:
        """The phases that can be going on in the *window*; of an inject those in which it can come."""
        named = self._named(inject) if inject and inject.trigger in ("when", "rate") else tuple(self.phases)
        there = {id: self.phases[id] for id in named}
        return {id: (low, high) for id, (low, high) in there.items() if low <= window[1] and window[0] <= high}

    def _in_phase(self, id: str) -> Known:
        return self._known({id: self.phases[id]}, frozenset({("phase", id)}))

    def _known(self, phases: Mapping[str, Interval], true: frozenset[Fact]) -> Known:
        known = Known(
            numbers=self.numbers,
            number_of=self._number_of,
            truth_of=lambda fact: (
                (fact[1] in phases, len(phases) > 1 or fact[1] not in phases)
                if fact[0] == "phase"
                else (self._can_be(fact), True)
            ),
            facts=dict.fromkeys(true, True),
        )
        if not phases:
            return known
        begins, ends = min(low for low, _ in phases.values()), max(high for _, high in phases.values())
        return replace(known, numbers={**self.numbers, "minutes": (begins / MINUTE, ends / MINUTE)})

    def _can_be(self, fact: Fact) -> bool:
        """Whether something that is asked about can ever be true."""
        function, *ids = fact
        match function:
            case "delivered" | "in_force" | "taken" | "closed" | "chosen":
                return ids[0] in self.times
            case "knows":
                return ids[1] in self.times
            case "decided" | "under_way":
                found = self.measures.get(ids[0])
                return not (isinstance(found, Obstacle) and found.key == "available")
            case _:
                return True

    def _number_of(self, fact: Fact) -> Interval:
        """The bounds of what a function gives."""
        function, *ids = fact
        match function:
            case "count":
                inject = self.scenario.inject(ids[0])
                return 0.0, float(_times(inject)) if ids[0] in self.times or inject.by_hand else 0.0
            case "times_decided":
                return 0.0, inf if self._can_be(("decided", *ids)) else 0.0
            case "minutes_since":
                return (0.0 if ids[0] in self.times else NEVER_SINCE), NEVER_SINCE
            case "joined" | "goal":
                return 0.0, 100.0
            case "mean" | "lowest" | "highest":
                return self.numbers.get(ids[0], ANYTHING)
            case "free" | "missed" | "met":
                return 0.0, inf
            case _:
                return ANYTHING


def _cannot_hold(key: str, inject: Inject) -> Obstacle:
    return Obstacle(
        key,
        N_("this can never hold, so '{id}' never comes"),
        N_("look at the ranges of what it names, and at parts that contradict each other"),
        {"id": inject.id},
    )


def _times(inject: Inject) -> int:
    return inject.repeat.times if inject.repeat else 1


def _least(delay: Delay) -> float:
    return delay.low.seconds if delay.low else 0.0


def _most(delay: Delay) -> float:
    return delay.high.seconds if delay.high else inf


def _hull(*intervals: Interval | None) -> Interval:
    there = [one for one in intervals if one is not None]
    return min(low for low, _ in there), max(high for _, high in there)


def _numbers(scenario: Scenario) -> dict[str, Interval]:
    """The bounds of every name of a number."""
    found: dict[str, Interval] = {indicator.id: indicator.range for indicator in scenario.indicators}
    found |= {question.id: question.range for question in scenario.diagnosis if question.range is not None}
    found |= {constant.id: (constant.value, constant.value) for constant in scenario.constants}
    for question in scenario.diagnosis:
        for answer in question.answers:
            for id, value in answer.sets.items():
                found[id] = _hull(found.get(id), (value, value))
    visible = float(sum(measure.visibility for measure in scenario.measures if measure.at_once == "one"))
    many = any(measure.visibility and measure.at_once == "many" for measure in scenario.measures)
    return found | {
        "level": (0.0, 5.0),
        "peak_level": (0.0, 5.0),
        "minutes": ANYTHING,
        "hour_of_day": (0.0, 24.0),
        "visibility": (0.0, inf if many else visible),
        "authority_exceeded": (0.0, inf),
        "missed_expectations": (0.0, inf),
    }


def _phases(scenario: Scenario, known: Known) -> dict[str, Interval]:
    """When each phase can be going on, in seconds; the main phase begins at 0."""
    lasts = {}
    for phase in scenario.phases:
        low, high = interval(phase.lasts.amount.root, known)
        lasts[phase.id] = max(low, 0.0) * phase.lasts.seconds, max(high, 0.0) * phase.lasts.seconds
    ids = [phase.id for phase in scenario.phases]
    main = ids.index(scenario.main_phase.id)
    found = {}
    ends = 0.0, 0.0
    for id in reversed(ids[:main]):
        begins = ends[0] - lasts[id][1], ends[1] - lasts[id][0]
        found[id], ends = (begins[0], ends[1]), begins
    begins = 0.0, 0.0
    for id in ids[main:]:
        ends = begins[0] + lasts[id][0], begins[1] + lasts[id][1]
        found[id], begins = (begins[0], ends[1]), ends
    return found
