"""Laws that hold on every screen and in every window: its language, its contrast, and that nothing is cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from rich.segment import Segment

from scenario_sim.language import LANGUAGES, Language
from scenario_sim.loading import known_scenarios, read_package, scenario_from_text
from scenario_sim.model.parts import texts
from scenario_sim_tui.themes import CONTRAST
from scenario_sim_tui.tour import SCENARIO
from tests.tui.test_themes import ratio
from tests.tui.walk import Size, walked

PO = Path(__file__).parents[2] / "src" / "scenario_sim" / "locale" / "nl" / "LC_MESSAGES" / "scenario_sim.po"
NEUTRAL = frozenset(
    [
        *("scenario", "sim", "evening", "jsonl", "veldermonde", "live"),
        *("tab", "shift", "ctrl", "esc", "enter", "pgdn", "pgup"),
    ]
)
"""Words of no language: names of keys, of files and of accounts."""

_WORD = re.compile(r"[^\W\d_]{2,}(?:[’'-][^\W\d_]+)*")
_CUT = re.compile(r"\S*…\S*|\b[0-9a-f]{64}\b|[0-9a-f]{20,}")


pytestmark = pytest.mark.long
BY_SIZE = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")


@BY_SIZE
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_word_on_every_screen_is_of_one_language_and_nothing_is_cut_off(
    tmp_path: Path, language: Language, size: Size
) -> None:
    seen, typed = await walked(tmp_path, language, size)
    known = _words(f"{_corpus(language)} {typed}") | NEUTRAL
    parts = {word[:end] for word in known for end in range(2, len(word))}
    strange = {
        f"{name}: {word}"
        for name, stop in seen.items()
        for word in _words(stop.window) - known - (parts if stop.covered else set())
    }
    assert not strange, "\n".join(sorted(strange))
    cut = {f"{name}: {what}" for name, stop in seen.items() for what in stop.cut}
    assert not cut, "\n".join(sorted(cut))


async def test_every_text_on_every_screen_stands_out_in_every_theme(tmp_path: Path) -> None:
    seen, _ = await walked(tmp_path, "nl", (120, 40), themes=True)
    faint = {
        f"{name}, {theme}: {fault}"
        for name, stop in seen.items()
        for theme, pieces in stop.pieces.items()
        for fault in _faint(pieces, 7.0 if theme == CONTRAST.name else 4.5)
    }
    assert not faint, "\n".join(sorted(faint))


def _corpus(language: Language) -> str:
    """Every text the app and the scenario have in *language*, its sources, and the titles of the other scenarios."""
    scenario = scenario_from_text(read_package(SCENARIO), language)
    said = [text for _, text in texts(scenario)]
    said += [question.source for question in scenario.diagnosis] if language == "en" else []
    said += [entry.in_language(language).title for entry in known_scenarios()]
    with PO.open("rb") as file:
        for message in read_po(file):
            given = message.string if language == "nl" else message.id
            said += [given] if isinstance(given, str) else given
    return " ".join(said)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(_CUT.sub(" ", text))}


def _faint(pieces: list[Segment], least: float) -> Iterator[str]:
    """The pieces of text whose colours differ too little from their ground, as people see them in a terminal."""
    for piece in pieces:
        style = piece.style
        if style is None or not _WORD.search(piece.text) or style.color is None or style.bgcolor is None:
            continue
        colours = [style.color.get_truecolor(), style.bgcolor.get_truecolor()]
        found = ratio(*(f"#{colour.red:02x}{colour.green:02x}{colour.blue:02x}" for colour in colours))
        if found < least or style.dim:
            yield f"{piece.text.strip()!r} has a contrast of {found:.1f}{', and is dim' if style.dim else ''}"
