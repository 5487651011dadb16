"""Three themes: dark for a desk, light for a beamer in a lit room, and one of high contrast; all hold for the
colour-blind.

Colours are Okabe and Ito's on dark, and darker kin of them on white, each with a contrast of 4.5 or more; of 7 or more
in the one of high contrast (WCAG 2.2, 1.4.3 and 1.4.6).
"""

from __future__ import annotations

from textual.theme import Theme

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
    variables={"footer-key-foreground": "#F0E442", "block-cursor-text-style": "bold"},
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
    variables={"footer-key-foreground": "#0072B2", "block-cursor-text-style": "bold"},
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
        "footer-key-foreground": "#FFF04A",
        "block-cursor-text-style": "bold",
        "border": "#FFFFFF",
        "scrollbar": "#FFFFFF",
    },
)

THEMES = (DARK, LIGHT, CONTRAST)
