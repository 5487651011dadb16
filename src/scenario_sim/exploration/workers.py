"""Work spread over the cores of this machine: the same results in the same order, however many work on it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")
Tick = Callable[[int], None]
"""Told how many more items are done."""

MOST_TRIES = 3


def cores() -> int:
    """How many workers this machine can feed."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(
    work: Callable[[ItemT], ResultT],
    items: Sequence[ItemT],
    *,
    workers: int | None = None,
    chunk: int = 25,
    tick: Tick = lambda _: None,
    stoppable: bool = False,
) -> list[ResultT]:
    """``[work(item) for item in items]``, done by *workers* processes (all cores if None) in chunks.

    *work* and the items must be picklable. A worker that dies costs time, not results: its chunk is done again, at
    most three times. When it is *stoppable*, Ctrl-C ends it with the results that are there, in order.
    Raises BrokenProcessPool after that, and whatever *work* raises.
    """
    workers = min(cores() if workers is None else workers, max(1, -(-len(items) // chunk)))
    if workers <= 1:
        return _by_itself(work, items, tick, stoppable)
    chunks = {start: items[start : start + chunk] for start in range(0, len(items), chunk)}
    done: dict[int, list[ResultT]] = {}
    for attempt in range(1, MOST_TRIES + 1):
        left = {start: part for start, part in chunks.items() if start not in done}
        try:
            _with_pool(work, left, workers, done, tick)
            break
        except BrokenProcessPool:
            if attempt == MOST_TRIES:
                raise
        except KeyboardInterrupt:
            if not stoppable:
                raise
            break
    return [result for start in chunks for result in done.get(start, ())]


def _by_itself(work: Callable[[ItemT], ResultT], items: Sequence[ItemT], tick: Tick, stoppable: bool) -> list[ResultT]:
    results: list[ResultT] = []
    try:
        for item in items:
            results.append(work(item))
            tick(1)
    except KeyboardInterrupt:
        if not stoppable:
            raise
    return results


def _with_pool(
    work: Callable[[ItemT], ResultT],
    chunks: dict[int, Sequence[ItemT]],
    workers: int,
    done: dict[int, list[ResultT]],
    tick: Tick,
) -> None:
    """Fill *done* with the results of *chunks*; what was done before a failure stays in it."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_leave_stopping_to_the_first)
    try:
        futures: dict[Future[list[ResultT]], int] = {
            pool.submit(_chunk, work, part): start for start, part in chunks.items()
        }
        waiting = set(futures)
        while waiting:
            ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in ready:
                done[futures[future]] = future.result()
                tick(len(chunks[futures[future]]))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _chunk(work: Callable[[ItemT], ResultT], items: Sequence[ItemT]) -> list[ResultT]:
    return [work(item) for item in items]


def _leave_stopping_to_the_first() -> None:
    """Ctrl-C reaches every process of a terminal; the one that spread the work decides what comes of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
