"""When a hazard fires: once the integral of its rate reaches a threshold."""

from __future__ import annotations

from math import inf, sqrt


def fires_after(within: float, missing: float, rate: float, slope: float) -> float:
    """Seconds until the integral of a rate that changes by *slope* is *missing*; inf if not *within* seconds."""
    if missing <= 0:
        return 0.0
    if (rate + slope * within / 2) * within < missing:
        return inf
    # missing = rate·x + slope·x²/2, in the form that stays exact when the slope is small
    root = sqrt(max(0.0, rate * rate + 2 * slope * missing))
    return min(within, 2 * missing / (rate + root))
