"""What every model gives for one replication."""

from __future__ import annotations

from typing import NamedTuple


class Result(NamedTuple):
    peak_level: int
    calm: float
    trusted: float
    deliveries: int
    decisions: int
