#!/usr/bin/env python3
"""Start scenario-sim with nothing but Python 3.11 or newer.

    python3 run.py                    open the terminal app          (Windows: py run.py)
    python3 run.py list               any command of scenario-sim
    python3 run.py --test [ARGS]      run the tests on all cores; ARGS go to pytest (-n 0; -m long: the long ones)
    python3 run.py --lint             format, lint, types, imports, message catalogue, scenarios
    python3 run.py --check            --lint, then all tests: everything that must hold
    python3 run.py --messages         update the message catalogue
    python3 run.py --reference        write the reference pages that follow from the code

The first start makes a virtual environment in .venv (or in SCENARIO_SIM_VENV) and needs the network once.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("SCENARIO_SIM_VENV") or ROOT / ".venv").absolute()
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")

LINT = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("lint-imports",),
    ("python", "tools/messages.py", "--check"),
    ("python", "tools/reference.py", "--check"),
    ("scenario-sim", "check", "scenarios"),
)
TOOLS = {"--messages": "tools/messages.py", "--reference": "tools/reference.py"}


def main(arguments: list[str]) -> int:
    first, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    set_up(with_tools=first in ("--test", "--lint", "--check", *TOOLS))
    if first == "--lint":
        return lint()
    if first == "--test":
        return run("python", "-m", "pytest", "-n", "auto", "-m", "not long", *rest, folder=ROOT)
    if first == "--check":
        return max(lint(), main(["--test", *rest]), main(["--test", "-m", "long", *rest]))
    if first in TOOLS:
        return run("python", TOOLS[first], *rest, folder=ROOT)
    if os.name != "nt":
        os.execv(BIN / "scenario-sim", ["scenario-sim", *arguments])
    return run("scenario-sim", *arguments)


def lint() -> int:
    """Run every check, also after one has failed; 1 if any did."""
    failed = [" ".join(command) for command in LINT if run(*command, folder=ROOT)]
    say(f"failed: {', '.join(failed)}" if failed else "format, lint, types, imports, texts, scenarios: good")
    return 1 if failed else 0


def set_up(with_tools: bool) -> None:
    """Make or refresh the environment unless it is what these files and this Python would give."""
    stamps = [VENV / "scenario-sim.stamp", VENV / "scenario-sim-tools.stamp"]
    wanted, asked = digest(), stamps[1] if with_tools else stamps[0]
    if PYTHON.exists() and read(asked) == wanted:
        return
    if importlib.util.find_spec("ensurepip") is None:
        package = "python{}.{}-venv".format(*sys.version_info)
        sys.exit("Python's venv module is missing. On Debian or Ubuntu: sudo apt install " + package)
    say(f"Setting up scenario-sim in {VENV} (once; needs the network) …")
    if not PYTHON.exists() or read(stamps[0]).split()[:1] != wanted.split()[:1]:
        importlib.import_module("venv").create(VENV, clear=True, with_pip=True)
    install = ["-m", "pip", "install", "-qq", "--disable-pip-version-check", "--editable", str(ROOT)]
    pins = ROOT / "constraints.txt"
    install += ["--constraint", str(pins)] if pins.exists() else []
    install += tools() if with_tools else []
    if run("python", *install):
        sys.exit("The installation failed; see above. It needs the network; run this again to retry.")
    for stamp in stamps if with_tools else stamps[:1]:
        stamp.write_text(wanted, encoding="utf-8")


def tools() -> list[str]:
    """The development tools; read here, because the pip that comes with Python 3.11 knows no groups."""
    return list(importlib.import_module("tomllib").loads(read(ROOT / "pyproject.toml"))["dependency-groups"]["dev"])


def digest() -> str:
    """What an installation depends on: this Python, this folder, the packaging files, the catalogue."""
    seen = hashlib.sha256(f"{sys.version} {ROOT}".encode())
    names = ("pyproject.toml", "constraints.txt", "hatch_build.py", "src/scenario_sim/locale/*/*/*.po")
    for path in sorted(path for name in names for path in ROOT.glob(name)):
        seen.update(path.read_bytes())
    return f"{sys.version.split()[0]} {seen.hexdigest()}"


def run(program: str, *arguments: str, folder: Path | None = None) -> int:
    """Run a program of the environment to its end; Ctrl+C is for the program to handle."""
    with subprocess.Popen([str(BIN / program), *arguments], cwd=folder) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python gets this far, and a sentence
        say(f"scenario-sim needs Python 3.11 or newer; this is Python {sys.version.split()[0]}.")
        sys.exit("scenario-sim heeft Python 3.11 of nieuwer nodig: zie python.org of vraag uw beheerder.")
    raise SystemExit(main(sys.argv[1:]))
