"""People joining in because others do (Granovetter 1978), in circles made by the set-up of the place.

Each person has a join threshold: the share of the people around them that must take part. At every tick each
circle takes one round: a person joins in when the share seen there in the round before, plus the mood of the
group, reaches the threshold. The cost of a round is circles × groups × log(people), not people × people.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from scenario_sim.engine.distributions import normal
from scenario_sim.engine.flow import Flow
from scenario_sim.engine.plan import Plan
from scenario_sim.engine.state import State
from scenario_sim.engine.streams import Stream, Streams
from scenario_sim.model.crowd import Group


@dataclass(slots=True)
class Circle:
    """People who see each other: per group the sorted thresholds, and how many of all take part now."""

    thresholds: dict[int, list[float]]
    people: int
    joined: int = 0


class CrowdModel:
    """All circles of all places; *joined* of the state holds the share of each group in percent."""

    def __init__(self, plan: Plan, state: State, streams: Streams, flow: Flow) -> None:
        self.plan = plan
        self.state = state
        self.flow = flow
        values = flow.values
        self.sizes: list[int] = []
        self.circles: list[Circle] = []
        crowd = plan.scenario.crowd
        self._counts = [0] * len(crowd.groups if crowd else ())
        if crowd is None:
            return
        number = plan.compiler.number
        at = plan.begins
        members: list[list[float]] = []
        for group in crowd.groups:
            size = max(0, round(number(group.size)(values, at, state)))
            self.sizes.append(size)
            members.append(self._thresholds(group, size, streams[f"crowd:{group.id}"]))
        for place in crowd.places:
            circles = max(1, round(number(place.tables)(values, at, state)))
            groups = [n for n, group in enumerate(crowd.groups) if group.place == place.id]
            self.circles += _deal(circles, {n: members[n] for n in groups}, streams[f"seats:{place.id}"])

    def _thresholds(self, group: Group, size: int, stream: Stream) -> list[float]:
        """The threshold of each person of a group, in percent of the people around them."""
        shape = group.join_threshold
        if shape.list is not None:
            return [shape.list[n * len(shape.list) // size] for n in range(size)]
        even = shape.spread == "even"
        shares = [(n + 0.5) / size for n in range(size)] if even else stream.first(size)
        if shape.mean is not None and shape.sd is not None:
            nothing = [0.0] * len(self.plan.ranges)
            number, at = self.plan.compiler.number, self.plan.begins
            mean = number(shape.mean)(nothing, at, self.state)
            sd = max(0.0, number(shape.sd)(nothing, at, self.state))
            return [mean + sd * normal(share) for share in shares]
        assert shape.low is not None and shape.high is not None
        return [shape.low + (shape.high - shape.low) * share for share in shares]

    def round(self) -> bool:
        """Let every circle take one round; True if the share of a group that takes part is another now."""
        moods = self.flow.moods()
        counts = [0] * len(self.sizes)
        for circle in self.circles:
            if circle.people:
                seen = 100.0 * circle.joined / circle.people
                joined = 0
                for group, thresholds in circle.thresholds.items():
                    count = bisect_right(thresholds, seen + moods[group])
                    counts[group] += count
                    joined += count
                circle.joined = joined
        if counts == self._counts:
            return False
        self._counts = counts
        self.state.joined = [100.0 * n / size if size else 0.0 for n, size in zip(counts, self.sizes, strict=True)]
        return True


def _deal(count: int, members: dict[int, list[float]], stream: Stream) -> list[Circle]:
    """Deal all people of a place over *count* circles at random, as evenly as it goes."""
    people = [(group, threshold) for group, thresholds in members.items() for threshold in thresholds]
    if count > 1:
        places = stream.first(len(people))
        order = sorted(range(len(people)), key=lambda n: (places[n], n))
        people = [people[n] for n in order]
    circles = []
    for number in range(count):
        own = people[number::count]
        thresholds = {group: sorted(t for g, t in own if g == group) for group in members}
        circles.append(Circle(thresholds, len(own)))
    return circles
