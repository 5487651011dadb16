"""Where the logs of sessions are kept, and what their files are called."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import platformdirs

HOME = "SCENARIO_SIM_HOME"
"""The environment variable that names another folder for sessions than the user's own."""

_STAMP = "%Y%m%d-%H%M%S"
_STAMP_LENGTH = len("20260312-190000")


@dataclass(frozen=True, slots=True)
class SavedSession:
    """A log in the sessions folder; *scenario* and *when* are read from its name, which people may change."""

    path: Path
    scenario: str
    when: str


def sessions_folder() -> Path:
    """Where new logs go; it need not exist yet."""
    home = os.environ.get(HOME)
    folder = Path(home) if home else platformdirs.user_data_path("scenario-sim", appauthor=False)
    return folder / "sessions"


def saved_sessions() -> list[SavedSession]:
    """The logs in the sessions folder, the newest first."""
    paths = sessions_folder().glob("*.jsonl")
    return [_saved(path) for path in sorted(paths, key=lambda path: path.stat().st_mtime, reverse=True)]


def new_log_path(scenario: str) -> Path:
    """A file for a new session of *scenario* that does not exist yet; made of the date and time of the room."""
    stem = f"{scenario}-{datetime.now().strftime(_STAMP)}"
    path, number = sessions_folder() / f"{stem}.jsonl", 2
    while path.exists():
        path, number = sessions_folder() / f"{stem}-{number}.jsonl", number + 1
    return path


def _saved(path: Path) -> SavedSession:
    name = path.stem
    for start in range(len(name) - _STAMP_LENGTH, 0, -1):
        try:
            moment = datetime.strptime(name[start : start + _STAMP_LENGTH], _STAMP)
        except ValueError:
            continue
        return SavedSession(path, name[:start].rstrip("-"), moment.strftime("%Y-%m-%d %H:%M"))
    return SavedSession(path, name, "")
