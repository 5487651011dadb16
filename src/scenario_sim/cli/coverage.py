"""What random plays covered, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from scenario_sim.exploration.plays import Coverage
from scenario_sim.language import translate

_WIDTH = 30


def coverage_lines(id: str, coverage: Coverage) -> Iterator[str]:
    """How often each level was the highest and each inject came, with a bar for the share of plays."""
    yield translate("{id}: {plays} random plays").format(id=id, plays=coverage.plays)
    yield "  " + translate("highest level reached")
    for level, count in coverage.peaks.items():
        yield f"    {level:<28} {_bar(count, coverage.plays)} {count:6}"
    yield "  " + translate("plays in which the inject came")
    for inject, count in sorted(coverage.injects.items(), key=lambda item: -item[1]):
        yield f"    {inject:<28} {_bar(count, coverage.plays)} {count:6}"
    if coverage.silent:
        said = translate("{count} plays fell silent before the end of the main phase")
        yield "  " + said.format(count=len(coverage.silent))


def _bar(count: int, plays: int) -> str:
    full = round(_WIDTH * count / plays) if plays else 0
    return "█" * max(full, count > 0) + "·" * (_WIDTH - max(full, count > 0))
