"""A program that plays a session into the log it is given and acknowledges each call on stdout, until killed.

Each line is ``sent TEXT MOMENT`` or ``ran COUNT MOMENT``, written after the call returned.
"""

from __future__ import annotations

import sys
from pathlib import Path

from scenario_sim.model.commands import AddNote, ProposeMeasure
from scenario_sim.session import JsonlLog, Session, resume
from tests.session.conftest import EVENING


def play(path: Path) -> None:
    session = resume(path) if path.exists() and path.stat().st_size else Session(EVENING, JsonlLog(path))
    print("ready", flush=True)
    number = sum(entry.kind == "command" for entry in session.log.entries)
    while not session.is_over:
        number += 1
        if number % 3:
            session.send(AddNote(by="mayor", text=f"note{number}", why="omdat " * (number % 40)))
        else:
            session.send(ProposeMeasure(by="mayor", measure="suspend", why=f"note{number}"))
        print("sent", f"note{number}", session.now, flush=True)
        events = session.run(session.now + 1.5)
        print("ran", len(events), events[-1].at if events else -1, flush=True)


if __name__ == "__main__":
    play(Path(sys.argv[1]))
