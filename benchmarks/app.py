"""What the terminal app costs: its first frames beside that of a bare Textual app, and keys on a long log.

    python benchmarks/app.py [ROUNDS]

Each start is a new process in a pseudo-terminal of 120 × 40 cells: a Textual app with one label, ours at home, and ours
at the briefing of a scenario, in turn. Measured is from starting Python to the moment at which the text that people
wait for is on the screen – at home the list of scenarios – and the processor's time until then; what is given are
medians, and medians of the ratios within a round. One round before it is not counted: it writes the byte code, for all
of them in the same temporary folder, as an installation would.

The key presses go to our app in such a terminal, with an evening of 2,000 records open, which is opened from home with
enter: from the press to the first and to the last of what the app writes, until it has been quiet for a tenth of a
second.
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
from statistics import median, quantiles
from time import perf_counter

SIZE = (120, 40)
RECORDS = 2_000
SCENARIO = "disrupted-council-meeting"
TITLE = b"Verstoorde raadsvergadering"
PLAY = b"Wat u bereikt"
BARE = """
from textual.app import App
from textual.widgets import Label
class Bare(App):
    def compose(self):
        yield Label("Thuis")
Bare().run()
"""
OURS = "from scenario_sim.cli import main; main({arguments})"
HOME = OURS.format(arguments=["--lang", "nl"])
STARTS = {
    "a bare Textual app": (BARE, b"Thuis"),
    "home": (HOME, TITLE),
    "play SCENARIO": (OURS.format(arguments=["--lang", "nl", "play", SCENARIO]), TITLE),
}
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
def terminal(code: str, home: Path) -> Iterator[tuple[int, int]]:
    """Python on *code* in a terminal of its own: its process id, and the end of the terminal to read and write."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"TERM": "xterm-256color", "SCENARIO_SIM_HOME": str(home), "XDG_DATA_HOME": str(home)}
    environment |= {"PYTHONPYCACHEPREFIX": str(home / "bytecode")}
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
    )
    os.close(slave)
    try:
        yield process.pid, master
    finally:
        if process.returncode is None:
            process.kill()
            process.wait()
        os.close(master)


def await_text(master: int, awaited: bytes, within: float = 60.0) -> float:
    """Seconds until *awaited* is on the screen."""
    start, seen = perf_counter(), b""
    while awaited not in seen:
        if perf_counter() - start > within:
            raise SystemExit(f"the screen never showed {awaited!r}")
        if select.select([master], [], [], 1)[0]:
            seen += os.read(master, 65536)
    return perf_counter() - start


def first_frame(code: str, awaited: bytes, home: Path) -> tuple[float, float]:
    """Seconds of the room and of the processor from starting Python on *code* until *awaited* is on its screen."""
    start = perf_counter()
    with terminal(code, home) as (pid, master):
        await_text(master, awaited)
        taken = perf_counter() - start
        os.kill(pid, 9)
        _, _, used = os.wait4(pid, 0)
    return taken, used.ru_utime + used.ru_stime


def compare_first_frames(rounds: int, home: Path) -> None:
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in STARTS}
    for counted in range(-1, rounds):
        for name, (code, awaited) in STARTS.items():
            seconds = first_frame(code, awaited, home)
            if counted >= 0:
                taken[name].append(seconds)
    bare = next(iter(taken.values()))
    for name, ours in taken.items():
        said = []
        for place, of in enumerate(("room", "processor")):
            ratio = median(one[place] / other[place] for one, other in zip(ours, bare, strict=True))
            said.append(f"{median(one[place] for one in ours):.2f} s of the {of} ({ratio:.2f} ×)")
        print(f"first frame of {name}: {', '.join(said)}")


def press_keys(rounds: int, home: Path) -> None:
    """Open the newest session at home and press every key *rounds* times."""
    taken: dict[str, list[tuple[float, float]]] = {key: [] for key in KEYS}
    with terminal(HOME, home) as (_, master):
        await_text(master, TITLE)
        until_quiet(master, wait=2.0, quiet=1.0)
        os.write(master, b"\x1b[F\r")  # end, enter
        print(f"from enter at home to a log of {RECORDS} records in play: {await_text(master, PLAY):.2f} s")
        until_quiet(master, wait=2.0, quiet=1.0)
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
        every = [one for some in times.values() for one in some]
        print(
            f"from a key to {name}: median {median(every):.0f} ms, nine in ten within {quantiles(every, n=10)[-1]:.0f} "
            f"ms, slowest key {worst} {median(times[worst]):.0f} ms"
        )


def until_quiet(master: int, wait: float, quiet: float = 0.1) -> tuple[float, float] | None:
    """When the first and the last output came, of a burst that begins within *wait* seconds; None if nothing came."""
    times: list[float] = []
    while select.select([master], [], [], quiet if times else wait)[0]:
        os.read(master, 65536)
        times.append(perf_counter())
    return (times[0], times[-1]) if times else None


def long_evening(path: Path) -> None:
    """Write the log of an evening of the council with *RECORDS* records, as a lively table would make it."""
    from scenario_sim.loading import read_package
    from scenario_sim.model.commands import AddNote
    from scenario_sim.session import JsonlLog, Session, Setup

    text = read_package(SCENARIO)
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


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        compare_first_frames(rounds, home)
        (home / "sessions").mkdir()
        long_evening(home / "sessions" / f"{SCENARIO}-20260312-190000.jsonl")
        press_keys(rounds, home)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
