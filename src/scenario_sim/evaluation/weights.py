"""The goals of a session taken together, as the table itself weighed them."""

from __future__ import annotations

from collections.abc import Mapping


def weighted_mean(scores: Mapping[str, float], weights: Mapping[str, int]) -> float | None:
    """The mean of the goals' *scores* (0 to 100), each counted with its weight (0 to 5).

    A goal without a weight does not count. None when nothing weighs anything: nobody weighed the goals.
    """
    total = sum(weights.get(goal, 0) for goal in scores)
    if not total:
        return None
    return sum(score * weights.get(goal, 0) for goal, score in scores.items()) / total
