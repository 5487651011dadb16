#!/usr/bin/env python3
"""Start scenario-sim with nothing but Python 3.11 or newer.

    python3 run.py                    open the terminal app          (Windows: py run.py)
    python3 run.py list               any command of scenario-sim
    python3 run.py --test [ARGS]      run the tests; ARGS go to pytest
    python3 run.py --lint             format, lint, types, imports, message catalogue, scenarios
    python3 run.py --check            --lint, then --test: everything that must hold
    python3 run.py --messages         bring the message catalogue up to date with the source

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
    ("scenario-sim", "check", "scenarios"),
)


def main(arguments: list[str]) -> int:
    first, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    set_up(with_tools=first in ("--test", "--lint", "--check", "--messages"))
    if first == "--lint":
        return lint()
    if first == "--check":
        return max(lint(), run("python", "-m", "pytest", *rest, folder=ROOT))
    if first == "--test":
        return run("python", "-m", "pytest", *rest, folder=ROOT)
    if first == "--messages":
        return run("python", "tools/messages.py", *rest, folder=ROOT)
    if os.name != "nt":
        os.execv(BIN / "scenario-sim", ["scenario-sim", *arguments])
    return run("scenario-sim", *arguments)


def lint() -> int:
    """Run every check, also after one has failed; 1 if any did."""
    failed = []
    for command in LINT:
        say("$ " + " ".join(command))
        if run(*command, folder=ROOT):
            failed.append("failed: " + " ".join(command))
    say("\n".join(failed) or "all of these hold")
    return 1 if failed else 0


def set_up(with_tools: bool) -> None:
    """Make or refresh the environment unless it is what these files and this Python would give."""
    stamps = [VENV / "scenario-sim.stamp", VENV / "scenario-sim-tools.stamp"]
    wanted, asked = digest(), stamps[1] if with_tools else stamps[0]
    if PYTHON.exists() and asked.exists() and asked.read_text(encoding="utf-8") == wanted:
        return
    if importlib.util.find_spec("ensurepip") is None:
        package = "python{}.{}-venv".format(*sys.version_info)
        stop("Python's venv module is missing. On Debian or Ubuntu: sudo apt install " + package)
    say(f"Setting up scenario-sim in {VENV} (once; needs the network) …")
    made_with = VENV / "pyvenv.cfg"
    this_python = f"version = {sys.version.split()[0]}\n"
    if not PYTHON.exists() or this_python not in made_with.read_text(encoding="utf-8"):
        importlib.import_module("venv").create(VENV, clear=True, with_pip=True)
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", str(ROOT)]
    constraints = ROOT / "constraints.txt"
    install += ["--constraint", str(constraints)] if constraints.exists() else []
    if run("python", *install, *(tools() if with_tools else [])):
        stop("The installation failed; see above. Without a network it cannot be done; run this again to retry.")
    for stamp in stamps if with_tools else stamps[:1]:
        stamp.write_text(wanted, encoding="utf-8")


def tools() -> list[str]:
    """The development tools; read here, because the pip that comes with Python 3.11 knows no groups."""
    pyproject = importlib.import_module("tomllib").loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return list(pyproject["dependency-groups"]["dev"])


def digest() -> str:
    """What an installation depends on: this Python, this folder, the packaging files and the catalogues."""
    seen = hashlib.sha256(f"{sys.version} {ROOT}".encode())
    names = ("pyproject.toml", "constraints.txt", "hatch_build.py", "src/scenario_sim/locale/*/*/*.po")
    for path in sorted(path for name in names for path in ROOT.glob(name)):
        seen.update(path.read_bytes())
    return seen.hexdigest()


def run(program: str, *arguments: str, folder: Path | None = None) -> int:
    """Run a program of the environment to its end; Ctrl+C is for the program to handle."""
    with subprocess.Popen([str(BIN / program), *arguments], cwd=folder) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def stop(text: str) -> None:
    say(text)
    raise SystemExit(2)


if __name__ == "__main__":
    if sys.version_info < (3, 11):
        stop("scenario-sim needs Python 3.11 or newer; this is Python " + sys.version.split()[0] + ".\n"
             "scenario-sim heeft Python 3.11 of nieuwer nodig: zie python.org of vraag uw beheerder.")
    raise SystemExit(main(sys.argv[1:]))
