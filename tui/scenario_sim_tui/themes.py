"""Three themes: dark for a desk, light for a beamer in a lit room, and one of high contrast; all hold for the
colour-blind.

Colours are Okabe and Ito's on dark, and darker kin of them on white. Text has a contrast of 4.5 or more, of 7 or more
in the theme of high contrast; marks such as scrollbars and the edges of fields have 3 or more (WCAG 2.2, 1.4.3, 1.4.6
and 1.4.11).
"""

from __future__ import annotations

from textual.theme import Theme

_SHARED = {"block-cursor-text-style": "bold", "button-focus-text-style": "bold"}
"""What the themes have in common; ``field``, ``edge`` and ``line`` are names of our own, for app.tcss."""


def _scrollbars(bar: str, ground: str) -> dict[str, str]:
    """Bars that can be seen, and that do not jump at the eye when the mouse passes."""
    names = ("scrollbar", "scrollbar-hover", "scrollbar-active")
    grounds = ("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active")
    return {**dict.fromkeys(names, bar), **dict.fromkeys(grounds, ground), "scrollbar-corner-color": ground}


DARK = Theme(
    name="scenario-dark",
    primary="#56B4E9",
    secondary="#CC79A7",
    accent="#F0E442",
    warning="#E69F00",
    error="#F07040",
    success="#2FBF95",
    foreground="#E8EAED",
    background="#101418",
    surface="#171C22",
    panel="#222A33",
    dark=True,
    variables={
        **_SHARED,
        "footer-key-foreground": "#F0E442",
        "field": "#2A333D",
        "edge": "#7E8B99",
        "line": "#45515E",
        **_scrollbars("#66737F", "#101418"),
    },
)

LIGHT = Theme(
    name="scenario-light",
    primary="#0072B2",
    secondary="#8F4A74",
    accent="#0072B2",
    warning="#8A5F00",
    error="#B34A00",
    success="#00694C",
    foreground="#14181D",
    background="#FFFFFF",
    surface="#F5F7F9",
    panel="#EEF2F5",
    dark=False,
    variables={
        **_SHARED,
        "footer-key-foreground": "#005A8C",
        "field": "#E3E9EE",
        "edge": "#66727D",
        "line": "#B6C0C9",
        "block-cursor-background": "#004B75",
        "block-cursor-foreground": "#FFFFFF",
        **_scrollbars("#7B8794", "#FFFFFF"),
    },
)

CONTRAST = Theme(
    name="scenario-contrast",
    primary="#7FD4FF",
    secondary="#F0A8D0",
    accent="#FFF04A",
    warning="#FFC24A",
    error="#FF9E80",
    success="#5CE6BE",
    foreground="#FFFFFF",
    background="#000000",
    surface="#000000",
    panel="#1C1C1C",
    dark=True,
    variables={
        **_SHARED,
        "footer-key-foreground": "#FFF04A",
        "border": "#FFFFFF",
        "field": "#262626",
        "edge": "#FFFFFF",
        "line": "#B0B0B0",
        "block-cursor-background": "#FFF04A",
        "block-cursor-foreground": "#000000",
        **_scrollbars("#FFFFFF", "#000000"),
    },
)

THEMES = (DARK, LIGHT, CONTRAST)
