"""The keys of a screen, in words: for the line at its foot, its help, and the list of all commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from textual.app import App
from textual.binding import ActiveBinding, Binding
from textual.dom import DOMNode
from textual.screen import Screen

from scenario_sim.language import mark as N_
from scenario_sim.language import translate

TEXTUALS = (
    N_("Focus Next"),
    N_("Focus Previous"),
    N_("Copy selected text"),
    N_("palette"),
    N_("Open the command palette"),
)
"""What Textual calls its own keys: msgids of ours, so that they come out in the language of the moment too."""

_ALWAYS_THERE = ("app.focus_next", "app.focus_previous", "screen.copy_text", "command_palette")
"""Actions of Textual's own keys: they stand in the help of every screen, and at the foot of none."""

_ORDER = {"leave": 1, "app.back": 1, "app.explain": 2} | dict.fromkeys(_ALWAYS_THERE, 3)
"""Keys that are much the same on all screens come after those of the screen itself."""

NAMES = {"space": N_("space"), "escape": "esc", "pagedown": "pgdn", "pageup": "pgup"}


@dataclass(frozen=True, slots=True)
class Key:
    """How a key is shown, what it is called in a word or two, and what it does in a sentence; *in_foot* says
    whether it is shown at the foot of its screen."""

    shown: str
    name: str
    does: str
    node: DOMNode
    action: str
    in_foot: bool


def key_name(binding: Binding) -> str:
    """``ctrl+n``, ``esc``, ``+-``: as it is printed on the keyboard."""
    if binding.key_display:
        return translate(binding.key_display)
    *modifiers, key = binding.key.split("+")
    return "+".join([*modifiers, translate(NAMES.get(key, key))])


def in_words(active: ActiveBinding) -> ActiveBinding:
    """The binding with its words in the language of the moment, Textual's own among them."""
    binding = active.binding
    words = replace(binding, description=translate(binding.description), tooltip=translate(binding.tooltip))
    return active._replace(binding=words, tooltip=translate(active.tooltip))


def as_many_as_fit(active: Mapping[str, ActiveBinding], screen: Screen[Any], width: int) -> dict[str, ActiveBinding]:
    """The same bindings, and those of *screen* that are not shown in a narrow foot shown as far as *width* goes."""
    shown, firsts = dict(active), list(_firsts(active.values()))
    room = width - sum(_columns(one.binding) for one in firsts if one.binding.show)
    hidden = {one.binding.key for one in firsts if one.node is screen and _may_be_shown(one.binding)}
    for key, one in active.items():
        if key in hidden and _columns(one.binding) <= room:
            room -= _columns(one.binding)
            shown[key] = one._replace(binding=replace(one.binding, show=True))
    return shown


def keys_of(screen: Screen[Any]) -> list[Key]:
    """All keys that have a word for what they do, of *screen* first and then of the app."""
    known = [one for one in _firsts(screen.active_bindings.values()) if one.binding.description and one.enabled]
    own = [one for one in known if one.node is screen or (one.binding.show and not isinstance(one.node, App))]
    everywhere = [one for one in known if isinstance(one.node, App)]
    ordered = sorted([*own, *everywhere], key=lambda one: _ORDER.get(one.binding.action, 0))
    return [
        Key(
            key_name(one.binding),
            one.binding.description,
            one.binding.tooltip or one.binding.description,
            one.node,
            one.binding.action,
            one.binding.show,
        )
        for one in ordered
    ]


def _may_be_shown(binding: Binding) -> bool:
    return bool(binding.description) and not binding.show and binding.action not in _ALWAYS_THERE


def _firsts(active: Iterable[ActiveBinding]) -> Iterator[ActiveBinding]:
    """One for each action: several keys for the same are shown by the first."""
    seen: set[tuple[DOMNode, str]] = set()
    for one in active:
        action = one.binding.action
        deed = (one.node.app, action[4:]) if action.startswith("app.") else (one.node, action)
        if deed not in seen:
            seen.add(deed)
            yield one


def _columns(binding: Binding) -> int:
    return len(key_name(binding)) + len(binding.description) + 2


def commands_of(screen: Screen[Any]) -> list[Key]:
    """The keys of *screen* and of the app that do something by themselves."""
    return [key for key in keys_of(screen) if key.action not in _ALWAYS_THERE]
