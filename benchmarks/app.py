"""What the terminal app costs: its first frame beside that of a bare Textual app, and a key press on a long log.

    python benchmarks/app.py [ROUNDS]

Each start is a new process in a pseudo-terminal of 120 × 40 cells, ours and the bare one in turn; measured is from
starting Python to the first text on the screen, and the processor's time until then. The key presses go to our app in
such a terminal, with an evening of 2,000 records open: from the press to the first and to the last of what it writes.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

SIZE = (120, 40)
RECORDS = 2_000
BARE = """
from textual.app import App
from textual.widgets import Label
class Bare(App):
    def compose(self):
        yield Label("Thuis")
Bare().run()
"""
OURS = "from scenario_sim.cli import main; main(['--lang', 'nl'])"
KEYS = {
    "role": "r",
    "actions": "a",
    "down": "\x1b[B",
    "feed": "f",
    "up": "\x1b[A",
    "state": "s",
    "police": "2",
    "pace": "+",
    "beamer": "v",
    "back": "z",
    "next": "n",
}


@contextmanager
def terminal(code: str, home: str) -> Iterator[tuple[int, int]]:
    """Python on *code* in a terminal of its own: its process id, and the end of the terminal to read and write."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "SCENARIO_SIM_HOME": home, "XDG_DATA_HOME": home}
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
    )
    os.close(slave)
    try:
        yield process.pid, master
    finally:
        process.kill()
        process.wait()
        os.close(master)


def first_frame(code: str, awaited: bytes, home: str) -> tuple[float, float]:
    """Seconds of the room and of the processor from starting Python on *code* until *awaited* is on its screen."""
    start, seen = perf_counter(), b""
    with terminal(code, home) as (pid, master):
        while awaited not in seen and perf_counter() - start < 20:
            if select.select([master], [], [], 1)[0]:
                seen += os.read(master, 65536)
        taken = perf_counter() - start, _cpu_of(pid)
    if awaited not in seen:
        raise SystemExit(f"the screen never showed {awaited!r}")
    return taken


def _cpu_of(pid: int) -> float:
    """Seconds of processor a process has used, as Linux tells; elsewhere 0."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def compare_first_frames(rounds: int, home: str) -> None:
    ours, bare = [], []
    for _ in range(rounds):
        bare.append(first_frame(BARE, b"Thuis", home))
        ours.append(first_frame(OURS, b"Verder met", home))
    for number, name in enumerate(("room", "processor")):
        one, other = median(pair[number] for pair in ours), median(pair[number] for pair in bare)
        ratio = median(a[number] / b[number] for a, b in zip(ours, bare, strict=True) if b[number])
        print(f"first frame, seconds of the {name}: {one:.2f}, a bare Textual app {other:.2f}: ratio {ratio:.2f}")


def press_keys(log: Path, rounds: int, home: str) -> None:
    from scenario_sim.session import resume

    start = perf_counter()
    session = resume(log)
    print(f"opening a log of {len(session.log.records)} records: {perf_counter() - start:.2f} s")
    session.close()
    taken: dict[str, list[tuple[float, float]]] = {key: [] for key in KEYS}
    with terminal(OURS.replace("'nl'", f"'nl', 'play', {str(log)!r}"), home) as (_, master):
        until_quiet(master, wait=2.0)
        for _ in range(rounds):
            for key, typed in KEYS.items():
                begin = perf_counter()
                os.write(master, typed.encode())
                burst = until_quiet(master, wait=0.5)
                if burst is not None:
                    taken[key].append((burst[0] - begin, burst[1] - begin))
    for place, name in enumerate(("the first change on the screen", "the last change on the screen")):
        times = {key: [pair[place] * 1000 for pair in pairs] for key, pairs in taken.items() if pairs}
        worst = max(times, key=lambda key: median(times[key]))
        middle = median(one for some in times.values() for one in some)
        print(f"from a key to {name}: median {middle:.0f} ms, slowest key {worst} {median(times[worst]):.0f} ms")


def until_quiet(master: int, wait: float, quiet: float = 0.1) -> tuple[float, float] | None:
    """When the first and the last output came, of a burst that begins within *wait* seconds; None if nothing came."""
    times: list[float] = []
    while select.select([master], [], [], quiet if times else wait)[0]:
        os.read(master, 65536)
        times.append(perf_counter())
    return (times[0], times[-1]) if times else None


def long_evening(folder: Path) -> Path:
    """The log of an evening of the council with *RECORDS* records, as a lively table would make it."""
    from scenario_sim.loading import read_package
    from scenario_sim.model.commands import AddNote
    from scenario_sim.session import JsonlLog, Session, Setup

    path = folder / "evening.jsonl"
    text = read_package("disrupted-council-meeting")
    session = Session(Setup(text, seed=7, seated=("mayor", "police", "clerk")), JsonlLog(path))
    session.run(0)
    while len(session.log.records) < RECORDS and not session.is_over:
        session.run(session.now + 20)
        session.send(AddNote(by="clerk", text=f"observation {len(session.log.records)}"))
        if session.now > 2.5 * 3600:
            session.send(AddNote(by="mayor", text="another"))
        while session.now > 3 * 3600 and len(session.log.records) < RECORDS:
            session.send(AddNote(by="mayor", text=f"observation {len(session.log.records)}"))
    session.close()
    return path


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        os.environ["SCENARIO_SIM_HOME"] = home
        compare_first_frames(rounds, home)
        press_keys(long_evening(Path(home)), rounds, home)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
