"""A real terminal: the program runs in a pseudo-terminal, keys go in as bytes, and a screen is read back from it.

Nothing here waits for a time: after a key it waits until the program waits for the next one (as Linux tells in /proc),
and then until the screen shows what it should; or it gives up and shows the screen.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pyte

PATIENCE = 120.0
"""Seconds after which a screen will not come any more, on a machine that has much else to do."""

LOOK, QUIET, TICK = 0.03, 3, 1_000_000
"""A program that ran for no more than TICK nanoseconds between so many looks, so many seconds apart, waits for a key:
a clock that looks whether its time has come takes less, and what comes of a key takes more."""

KEYS = {
    "enter": "\r", "escape": "\x1b[27u", "tab": "\t", "backspace": "\x7f", "space": " ",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pagedown": "\x1b[6~", "f7": "\x1b[18~",
    "ctrl+a": "\x01", "ctrl+l": "\x0c", "ctrl+n": "\x0e", "ctrl+q": "\x11", "ctrl+s": "\x13", "ctrl+u": "\x15",
}  # fmt: skip
"""Escape as a terminal sends it that tells it from the start of another key; a bare one needs a wait behind it."""

_KEYBOARD_PROTOCOL = re.compile(rb"\x1b\[[<>=][0-9;]*u")
"""Asks a terminal for more about its keys; this one does not know it, and would show the u."""

_IN_A_TERMINAL_OF_ITS_OWN = """
import fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from scenario_sim.cli import main
main()
"""


class Terminal:
    """``scenario-sim`` with *arguments* in a terminal of *size* (columns, lines), at home in *folder*."""

    def __init__(self, *arguments: str, size: tuple[int, int], folder: Path) -> None:
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = os.openpty()
        self._set_size(size)
        given = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "LINES", "COLUMNS")}
        self.process = subprocess.Popen(
            [sys.executable, "-c", _IN_A_TERMINAL_OF_ITS_OWN, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=folder,
            start_new_session=True,
            env={
                **given,
                "TERM": "xterm-256color",
                "PYTHONUTF8": "1",
                "TEXTUAL_ANIMATIONS": "none",
                "SCENARIO_SIM_HOME": str(folder),
            },
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.hang_up()

    # --- what a person sees --------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The screen as it is now, without the spaces at the ends of its lines."""
        self._read(0.0)
        rows = (self._screen.buffer[y] for y in range(self._screen.lines))  # Screen.display breaks on half a wide one
        return "\n".join("".join(row[x].data for x in range(self._screen.columns)).rstrip() for row in rows)

    def wait_for(self, *texts: str, without: str = "") -> str:
        """Wait until the screen shows all of *texts*, and not *without*; gives the screen."""

        def is_there(screen: str) -> bool:
            return all(text in screen for text in texts) and not (without and without in screen)

        return self.wait_until(is_there, f"{texts} and not {without!r}" if without else str(texts))

    def wait_until(self, holds: Callable[[str], bool], what: str) -> str:
        ends = monotonic() + PATIENCE
        while not holds(self.text):
            assert monotonic() < ends, f"the screen never showed {what}; it shows:\n{self.text}"
            self._read(0.5)
        return self.text

    # --- what a person does --------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press *keys* one after the other, as names or as characters; each when the one before has been dealt with."""
        for key in keys:
            self._write(KEYS.get(key, key))

    def type(self, text: str) -> None:
        """Type *text*, and wait until its end stands on the screen."""
        self._write(text)
        self.wait_for(text[-12:])

    def settle(self) -> None:
        """Wait until the program has nothing to do."""
        ends, quiet = monotonic() + PATIENCE, 0
        while quiet < QUIET:
            assert monotonic() < ends, f"the program never comes to rest; it shows:\n{self.text}"
            before = self._worked()
            self._read(LOOK)
            after = self._worked()
            quiet = quiet + 1 if before is not None and after is not None and after - before < TICK else 0
            if self.process.poll() is not None:
                return

    def resize(self, size: tuple[int, int]) -> None:
        self._screen.resize(columns=size[0], lines=size[1])
        self._set_size(size)

    def hang_up(self) -> None:
        """The terminal is lost, as when a window is closed or a connection breaks."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def wait_for_end(self) -> int:
        """Wait until the program ends; gives its exit code."""
        ends = monotonic() + PATIENCE
        while self.process.poll() is None:
            assert monotonic() < ends, f"the program does not end; it shows:\n{self.text}"
            self._read(0.1)
        return self.process.returncode

    # --- inside --------------------------------------------------------------------------------------------

    def _write(self, keys: str) -> None:
        """Pass on *keys*, wait until the program has read them, and until it has dealt with them."""
        taken = self._has_read() + os.write(self._master, keys.encode())
        ends = monotonic() + PATIENCE
        while self._has_read() < taken and self.process.poll() is None:
            assert monotonic() < ends, f"the program takes no keys; it shows:\n{self.text}"
            self._read(LOOK)
        self.settle()

    def _has_read(self) -> int:
        """Bytes that the program has read so far, from wherever."""
        try:
            told = Path(f"/proc/{self.process.pid}/io").read_text()
        except OSError:  # it has ended
            return 0
        return int(told.split("rchar:")[1].split()[0])

    def _set_size(self, size: tuple[int, int]) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def _worked(self) -> int | None:
        """Nanoseconds for which the program has run so far; None while it runs."""
        worked = 0
        try:
            for task in Path(f"/proc/{self.process.pid}/task").iterdir():
                if (task / "stat").read_text().rpartition(")")[2].split()[0] != "S":
                    return None
                worked += int((task / "schedstat").read_text().split()[0])
        except OSError:  # a thread has ended meanwhile
            return None
        return worked

    def _read(self, seconds: float) -> None:
        """Take in what the program wrote, waiting at most *seconds* for it."""
        while self._master >= 0 and select.select([self._master], [], [], seconds)[0]:
            seconds = 0.0
            try:
                self._stream.feed(_KEYBOARD_PROTOCOL.sub(b"", os.read(self._master, 65536)))
            except OSError:  # the program has ended
                return
