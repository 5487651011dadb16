"""What the terminal app costs: its first frame beside that of a bare Textual app, and a key press on a long log.

    python benchmarks/app.py [ROUNDS]

Each start is a new process in a pseudo-terminal of 120 × 40 cells, ours and the bare one in turn; measured is from
starting Python to the first text on the screen, and the processor's time until then. The key presses are driven
without a terminal, on an evening of 2,000 records: from the press until the screen is laid out anew.
"""

from __future__ import annotations

import asyncio
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
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
KEYS = ("r", "a", "down", "f", "up", "s", "down", "2", "plus", "v", "x", "n")


def first_frame(code: str, awaited: bytes, home: str) -> tuple[float, float]:
    """Seconds of the room and of the processor from starting Python on *code* until *awaited* is on its screen."""
    import fcntl
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "SCENARIO_SIM_HOME": home, "XDG_DATA_HOME": home}
    start = perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
    )
    os.close(slave)
    seen = b""
    while awaited not in seen and perf_counter() - start < 20:
        if select.select([master], [], [], 1)[0]:
            seen += os.read(master, 65536)
    taken, cpu = perf_counter() - start, _cpu_of(process.pid)
    process.kill()
    process.wait()
    os.close(master)
    if awaited not in seen:
        raise SystemExit(f"the screen never showed {awaited!r}")
    return taken, cpu


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


async def press_keys(log: Path, rounds: int) -> None:
    from scenario_sim.session import resume
    from scenario_sim_tui.app import ScenarioApp

    start = perf_counter()
    session = resume(log)
    opened = perf_counter() - start
    app = ScenarioApp(session=session)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        print(f"opening a log of {len(session.log.records)} records: {opened:.2f} s")
        taken: dict[str, list[float]] = {key: [] for key in KEYS}
        for _ in range(rounds):
            for key in KEYS:
                taken[key].append(await _until_drawn(app, pilot, key))
        app.close_session()
    everything = sorted(one for times in taken.values() for one in times)
    worst = max(taken, key=lambda key: median(taken[key]))
    print(f"from a key to the changed screen: median {median(everything) * 1000:.0f} ms, ", end="")
    print(f"slowest key {worst} {median(taken[worst]) * 1000:.0f} ms, longest {everything[-1] * 1000:.0f} ms")


async def _until_drawn(app: object, pilot: object, key: str) -> float:
    """Seconds from the press until all messages it led to are handled and the screen is laid out anew."""
    from textual.app import App
    from textual.events import Key
    from textual.pilot import Pilot

    assert isinstance(app, App)
    assert isinstance(pilot, Pilot)
    start = perf_counter()
    app.post_message(Key(key, None))
    done = asyncio.Event()
    await asyncio.sleep(0)
    app.screen.call_after_refresh(lambda: app.screen.call_after_refresh(done.set))
    await asyncio.wait_for(done.wait(), 10)
    return perf_counter() - start


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
        asyncio.run(press_keys(long_evening(Path(home)), rounds))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
