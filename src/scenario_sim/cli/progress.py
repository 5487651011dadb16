"""A bar for long work, on stderr, if somebody is looking."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from scenario_sim.exploration.workers import Tick


@contextmanager
def progress(label: str, length: int) -> Iterator[Tick]:
    """A bar on stderr with the time that is left, if somebody is looking; nothing otherwise."""
    stream = sys.stderr
    if not stream.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=stream), transient=True) as bar:
        task = bar.add_task(label, total=length)
        yield lambda done: bar.advance(task, done)
