"""Estimates as commands print them: as JSON, and as a range in percent."""

from __future__ import annotations

from scenario_sim.exploration.estimates import Estimate


def estimate_json(estimate: Estimate) -> dict[str, float]:
    return {"mean": round(estimate.value, 6), "low": round(estimate.low, 6), "high": round(estimate.high, 6)}


def percent_range(estimate: Estimate) -> str:
    return f"{100 * estimate.low:.1f}% – {100 * estimate.high:.1f}%"
