"""What the log costs, as ratios within one run: appending with a sync for every call, opening, verifying, looking.

    python benchmarks/log.py [RECORDS]

The measure of reading is the bare parsing of the file's JSON lines; that of writing is the same write without a sync.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from statistics import median
from time import perf_counter

from scenario_sim.loading import ScenarioText
from scenario_sim.model.commands import AddNote, ProposeMeasure
from scenario_sim.session import JsonlLog, Log, Session, Setup, verify
from scenario_sim.session.log import read_records

STARTER = (files("scenario_sim.loading.starter") / "scenario.yaml").read_text(encoding="utf-8")


def seconds(action: Callable[[], object], times: int = 3) -> float:
    """The median time that *action* takes."""
    taken = []
    for _ in range(times):
        start = perf_counter()
        action()
        taken.append(perf_counter() - start)
    return median(taken)


def session_of(records: int, log: Log) -> tuple[Session, list[float]]:
    """A session with at least *records* records, and how long each of its commands took."""
    session = Session(Setup(ScenarioText({"scenario.yaml": STARTER}), seated=("mayor",)), log)
    taken = []
    while len(log.records) < records:
        number = len(log.records)
        command = (
            AddNote(by="mayor", text=f"observation {number}", why="because")
            if number % 8
            else ProposeMeasure(by="mayor", measure="suspend")
        )
        start = perf_counter()
        session.send(command)
        taken.append(perf_counter() - start)
        session.run(session.now + 0.5)
    return session, taken


def main(records: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "session.jsonl"
        session, on_disk = session_of(records, JsonlLog(path))
        _, in_memory = session_of(records, Log())
        session.close()

        content = path.read_bytes()
        parse = seconds(lambda: [json.loads(line) for line in content.splitlines()])
        opening = seconds(lambda: read_records(path))
        verifying = seconds(lambda: verify(path), 1)
        view = seconds(session.view, 9)
        role_view = seconds(lambda: session.view("mayor"), 9)

    print(f"{len(session.log.records)} records, {len(content) / 1e6:.1f} MB, {len(session.events)} events")
    print(f"parsing the JSON lines      {parse * 1e3:8.1f} ms     1.0 ×")
    print(f"opening, chain checked      {opening * 1e3:8.1f} ms {opening / parse:7.1f} ×")
    print(f"verifying, played again     {verifying * 1e3:8.1f} ms {verifying / parse:7.1f} ×")
    early, late = median(in_memory[: len(in_memory) // 10]), median(in_memory[-len(in_memory) // 10 :])
    memory, disk = median(in_memory), median(on_disk)
    print(f"a command, log in memory    {memory * 1e6:8.0f} µs     1.0 ×")
    print(f"a command, log on disk      {disk * 1e6:8.0f} µs {disk / memory:7.1f} ×")
    print(f"the last tenth of commands against the first tenth {late / early:7.1f} ×")
    print(f"a view of everything        {view * 1e6:8.0f} µs")
    print(f"a view of one role          {role_view * 1e6:8.0f} µs")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
