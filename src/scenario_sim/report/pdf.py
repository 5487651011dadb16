"""A document as a tagged PDF, printed from its HTML: by a browser that is here already, which is quick, or by
WeasyPrint."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from scenario_sim.errors import UnreadableInput
from scenario_sim.language import mark as N_
from scenario_sim.language import translate

_BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "brave-browser",
)
_WINDOWS = (r"Microsoft\Edge\Application\msedge.exe", r"Google\Chrome\Application\chrome.exe")
_MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_SECONDS = 120


def pdf_bytes(html: str) -> bytes:
    """The page as PDF. Raises UnreadableInput, with what to do, when nothing here can make one."""
    for browser in _browsers():
        made = _by_browser(browser, html)
        if made:
            return made
    try:
        return _by_weasyprint(html)
    except (ImportError, OSError):  # OSError: the library is there, the program that sets its letters is not
        pass
    raise UnreadableInput(translate(N_(
        "nothing here can make a PDF; make the report as .html and print it from your browser, or install what makes "
        "one: pip install 'scenario-sim[pdf]'"
    )))  # fmt: skip


def _by_weasyprint(html: str) -> bytes:
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it knows no rules for screens, and says so
    from weasyprint import HTML  # not above: an extra, and slow to load

    made: bytes = HTML(string=html, url_fetcher=_no_network).write_pdf(pdf_variant="pdf/ua-1")
    return made


def _no_network(url: str, *_: object, **__: object) -> dict[str, object]:
    raise ValueError(url)


def _by_browser(browser: str, html: str) -> bytes:
    """Empty when it did not work."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        page, target = Path(folder, "report.html"), Path(folder, "report.pdf")
        page.write_text(html, encoding="utf-8")
        options = ["--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                   "--no-pdf-header-footer", f"--user-data-dir={Path(folder, 'profile')}"]  # fmt: skip
        options += ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        command = [browser, *options, f"--print-to-pdf={target}", page.as_uri()]
        try:
            subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)
            return target.read_bytes()
        except (OSError, subprocess.SubprocessError):
            return b""


def _browsers() -> Iterator[str]:
    yield from filter(None, map(shutil.which, _BROWSERS))
    roots = [os.environ.get(name, "") for name in ("PROGRAMFILES(X86)", "PROGRAMFILES", "LOCALAPPDATA")]
    places = [Path(root, name) for root in roots if root for name in _WINDOWS] + [Path(name) for name in _MACOS]
    yield from (str(place) for place in places if place.is_file())
