"""Every page does what it says: its commands are run, its Python is executed, its output is compared.

On a page, from top to bottom and in one empty folder:

- ```` ```console ````: lines that start with ``$ `` are run (``scenario-sim …``, or ``python3 run.py …`` as
  the same); what follows is the output to expect, in which ``…`` stands for anything. ``console exit=1``
  expects that exit code. Without lines of output only the exit code counts.
- ```` ```python ````: executed; the names last for the whole page.
- ```` ```yaml file=NAME ```` (any language): written to NAME.

A block marked ``norun`` is for reading: it opens a screen, or needs a person.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PLAYED = [
    pytest.param(page, marks=[pytest.mark.long] if {"how-to", "tutorial"} & set(page.parts) else []) for page in PAGES
]
"""The pages as they are run: those that go through whole evenings take long."""
FENCE = re.compile(r"^```(?P<info>\w+[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
PROGRAM = str(Path(sysconfig.get_path("scripts"), "scenario-sim"))
COMMANDS = ("scenario-sim", "python3 run.py")


@dataclass(frozen=True)
class Block:
    """One fenced piece of a page: *kind* and *marks* are the words after the fence."""

    place: str
    kind: str
    marks: dict[str, str]
    body: str


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for found in FENCE.finditer(text):
        kind, *words = found["info"].split()
        line = text.count("\n", 0, found.start()) + 1
        marks = dict(word.partition("=")[::2] for word in words)
        yield Block(f"{page.relative_to(ROOT).as_posix()}:{line}", kind, marks, found["body"])


@pytest.mark.parametrize("page", PLAYED, ids=[page.relative_to(ROOT).as_posix() for page in PAGES])
def test_every_page_does_what_it_says(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "page"}
    for block in blocks(page):
        if "file" in block.marks:
            Path(block.marks["file"]).parent.mkdir(parents=True, exist_ok=True)
            Path(block.marks["file"]).write_text(block.body, encoding="utf-8")
        elif "norun" in block.marks:
            continue
        elif block.kind == "console":
            for command, expected in commands(block.body):
                assert_gives(block, command, expected)
        elif block.kind == "python":
            exec(compile(block.body, block.place, "exec"), names)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    targets = [target for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def commands(body: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with the output shown below it."""
    for piece in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, output = piece.partition("\n")
        yield command, output


def assert_gives(block: Block, command: str, expected: str) -> None:
    front = next((front for front in COMMANDS if command.startswith(front)), None)
    assert front, f"{block.place}: only {' and '.join(COMMANDS)} can be run here, not: {command}"
    environment = {**os.environ, "LANGUAGE": "en", "NO_COLOR": "1", "COLUMNS": "120", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [PROGRAM, *shlex.split(command.removeprefix(front))],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    shown = f"{block.place}: $ {command}\n--- expected\n{expected}--- got (exit {done.returncode})\n{done.stdout}"
    assert done.returncode == int(block.marks.get("exit", "0")), shown
    assert not expected.strip() or matches(expected, done.stdout), shown


def matches(expected: str, got: str) -> bool:
    """Whether *got* is *expected*, with … for anything; space at the ends of lines does not count."""
    pattern = ".*?".join(re.escape(part) for part in trimmed(expected).split("…"))
    return re.fullmatch(pattern, trimmed(got), re.DOTALL) is not None


def trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
