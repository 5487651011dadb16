"""A command of the line mode: the word for it, what it does, and when it may be said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenario_sim_tui.plain_table import PlainTable

DURING, AFTER, ALWAYS = "during", "after", "always"
"""While the exercise goes on; also after its end; also while it stands still for a real incident."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """*word* in both languages, or its first letters, and what it means (msgids); *do* gets the rest of the line.

    What *is_leading* shows what is for the facilitator's eyes only.
    """

    word: str
    meaning: str
    do: Callable[[PlainTable, str], None]
    when: str = DURING
    is_leading: bool = False
