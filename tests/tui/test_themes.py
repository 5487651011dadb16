"""Text can be read in every theme, also by those who see few colours or little contrast."""

from __future__ import annotations

from itertools import product

import pytest
from textual.color import Color
from textual.theme import Theme

from scenario_sim_tui.themes import CONTRAST, THEMES
from tests.tui.screens import at_home


def ratio(one: str, other: str) -> float:
    """The contrast ratio of two colours as WCAG 2.2 defines it, 1 to 21."""
    low, high = sorted(_luminance(Color.parse(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Color) -> float:
    parts = [part / 255 for part in colour.rgb]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_stands_out_from_every_ground(theme: Theme) -> None:
    least = 7.0 if theme is CONTRAST else 4.5
    texts = ("foreground", "primary", "warning", "error", "success")
    for text, ground in product(texts, ("background", "surface", "panel")):
        found = ratio(getattr(theme, text), getattr(theme, ground))
        assert found >= least, (text, ground, round(found, 2))
    assert ratio(theme.variables["footer-key-foreground"], theme.panel or "") >= least


async def test_ctrl_t_goes_round_all_themes() -> None:
    async with at_home((80, 24)) as table:
        seen = []
        for _ in THEMES:
            await table.press("ctrl+t")
            seen.append(table.app.theme)
        assert sorted(seen) == sorted(theme.name for theme in THEMES)
