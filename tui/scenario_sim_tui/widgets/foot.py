"""The line at the foot of a screen: its keys with what they do, each of which can be clicked too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual.binding import ActiveBinding
from textual.content import Content
from textual.events import Leave, MouseDown, MouseMove
from textual.screen import Screen
from textual.style import Style

from scenario_sim_tui.widgets.still import Still


class Foot(Still):
    """One widget for all keys, drawn anew only when they are other ones: the cursor often goes to another part of the
    screen, and a widget for each key would be made anew each time."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._keys: tuple[ActiveBinding, ...] = ()
        self._under_mouse = ""

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._look_again)

    def on_resize(self) -> None:
        self._look_again(self.screen)

    def on_unmount(self) -> None:
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _look_again(self, screen: Screen[Any]) -> None:
        if screen.app.app_focus and self.is_attached and screen is self.screen:
            self._show(tuple(_shown(screen)), "")

    def _show(self, keys: tuple[ActiveBinding, ...], under_mouse: str) -> None:
        if (keys, under_mouse) != (self._keys, self._under_mouse):
            self._keys, self._under_mouse = keys, under_mouse
            self.update(Content(" ").join(self._word(key) for key in keys))

    def _word(self, active: ActiveBinding) -> Content:
        binding = active.binding
        shown = f"{self.app.get_key_display(binding)} "
        word = Content.assemble(
            (shown, "bold $footer-key-foreground"), (binding.description, "$footer-description-foreground")
        )
        if not active.enabled:
            word = word.stylize("dim")
        if binding.key == self._under_mouse:
            word = word.stylize("$footer-key-foreground on $block-hover-background")
        return word.stylize(Style.from_meta({"key": binding.key}))

    # --- the mouse -----------------------------------------------------------------------------------------

    def on_mouse_move(self, event: MouseMove) -> None:
        key = event.style.meta.get("key", "")
        self.tooltip = next(
            (one.tooltip or one.binding.description for one in self._keys if one.binding.key == key), None
        )
        self._show(self._keys, key)

    def on_leave(self, _: Leave) -> None:
        self._show(self._keys, "")

    def on_mouse_down(self, event: MouseDown) -> None:
        for active in self._keys:
            if active.binding.key == event.style.meta.get("key"):
                if active.enabled:
                    self.app.simulate_key(active.binding.key)
                else:
                    self.app.bell()


def _shown(screen: Screen[Any]) -> Iterator[ActiveBinding]:
    """The keys that are to be shown; of several for the same the first."""
    actions: set[str] = set()
    for active in screen.active_bindings.values():
        if active.binding.show and active.binding.action not in actions:
            actions.add(active.binding.action)
            yield active
