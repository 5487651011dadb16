"""Talking in lines of plain text: questions with numbered answers, one fact on a line, nothing that moves."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from scenario_sim.language import mark as N_
from scenario_sim.language import translate


class Leave(Exception):
    """The person stops, or there is nothing more to read."""


def tell(*facts: str) -> None:
    """Each fact on a line of its own, whatever line ends its author wrote."""
    for fact in facts:
        print(" ".join(fact.split()), flush=True)


def heading(text: str) -> None:
    """A line that a listener can find back, after an empty one."""
    print(f"\n{' '.join(text.split())}.", flush=True)


def ask(question: str) -> str:
    """What the person types after *question*. Raises Leave at the end of input."""
    try:
        typed = input(f"{question} " if question.endswith(("?", ".")) else f"{question}: ")
    except (EOFError, KeyboardInterrupt):
        raise Leave from None
    finally:
        if not sys.stdin.isatty():
            print(flush=True)
    return typed.strip()


def choose(question: str, options: Sequence[str], default: int | None = None, enter: str = "") -> int | None:
    """The place of the option that the person chooses by its number; enter gives *default*, and *enter* says what
    that means."""
    for number, option in enumerate(options, 1):
        tell(f"{number}. {option}")
    meaning = enter or (translate(N_("enter for {number}")).format(number=default + 1) if default is not None else "")
    while True:
        typed = ask(f"{question} ({meaning})" if meaning else question)
        if not typed and (enter or default is not None):
            return default
        if typed.isdecimal() and 1 <= int(typed) <= len(options):
            return int(typed) - 1
        tell(translate(N_("Type a number from {low} to {high}.")).format(low=1, high=len(options)))


def choose_some(question: str, options: Sequence[str], default: Sequence[int]) -> list[int]:
    """The places of the options whose numbers the person types; enter keeps *default*, 0 takes none."""
    for number, option in enumerate(options, 1):
        tell(f"{number}. {option}")
    usual = " ".join(str(place + 1) for place in default) or "0"
    said = translate(N_("numbers with spaces between, 0 for none, enter for {numbers}")).format(numbers=usual)
    while True:
        typed = ask(f"{question} ({said})").replace(",", " ").split()
        if not typed:
            return list(default)
        if all(word.isdecimal() and int(word) <= len(options) for word in typed):
            return sorted({int(word) - 1 for word in typed if int(word)})
        tell(translate(N_("Type a number from {low} to {high}.")).format(low=0, high=len(options)))
