"""Every text is there in Dutch, with the same gaps as the English."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tools"))

from messages import faults_in  # noqa: E402 - the tools are no package


def test_the_catalogue_is_up_to_date_and_complete() -> None:
    tool = ROOT / "tools" / "messages.py"
    done = subprocess.run([sys.executable, tool, "--check"], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("text", "translation", "fault"),
    [
        ("{count} of {all}", "{count} van {all}", None),
        ("{count} of {all}", "{count} van alle", "placeholders differ"),
        ("{count} of {all}", "{aantal} van {all}", "placeholders differ"),
        ("{count} of {all}", "{count van {all}", "placeholders differ"),
        ("{count} of {all}", "", "not translated"),
        (("{count} error", "{count} errors"), ("een fout", "{count} fouten"), None),
        (("{count} error", "{count} errors"), ("{count} fout", ""), "not translated"),
        (("{count} in {file}", "{count} in {file}"), ("{count}", "{count} in {file}"), "placeholders differ"),
    ],
)
def test_a_translation_that_is_missing_or_has_other_gaps_is_reported(
    text: str | tuple[str, ...], translation: str | tuple[str, ...], fault: str | None
) -> None:
    catalogue = Catalog(locale="nl")
    catalogue.add(text, translation)
    found = list(faults_in(catalogue))
    assert len(found) == (fault is not None)
    assert fault is None or found[0].startswith(fault)
