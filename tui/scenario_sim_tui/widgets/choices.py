"""A list to choose from, with marks that can be read without colour: ( ) and (•), or [ ] and [x]."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from scenario_sim.language import mark as N_
from scenario_sim_tui.hanging import Hanging


class Choices(OptionList):
    """One choice of *items* (id and text), or any number of them with *several*. Space and enter choose."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "select", N_("Choose"))]

    class Changed(Message):
        """*chosen* are the ids now chosen, in the order of the list."""

        def __init__(self, choices: Choices, chosen: tuple[str, ...]) -> None:
            super().__init__()
            self.choices, self.chosen = choices, chosen

        @property
        def control(self) -> Choices:
            return self.choices

    def __init__(
        self,
        items: Sequence[tuple[str, Content]],
        chosen: Collection[str] = (),
        *,
        several: bool = False,
        id: str | None = None,
        classes: str = "",
    ) -> None:
        self._items = dict(items)
        self._chosen = set(chosen)
        self.several = several
        super().__init__(
            *(Option(self._prompt(key), id=key) for key in self._items),
            id=id,
            classes=f"choices {classes}",
            markup=False,
            compact=True,
        )

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(key for key in self._items if key in self._chosen)

    @property
    def at(self) -> str | None:
        """The id under the cursor."""
        return None if self.highlighted is None else self.get_option_at_index(self.highlighted).id

    def on_mount(self) -> None:
        first = next(iter(self.chosen), None)
        if not self.several and first is not None:
            self.highlighted = self.get_option_index(first)
        elif self._items:
            self.highlighted = 0

    def choose(self, chosen: Collection[str]) -> None:
        """Show *chosen* as the choice, and tell so."""
        self._chosen = set(chosen) & set(self._items)
        for key in self._items:
            self.replace_option_prompt(key, self._prompt(key))
        self.post_message(self.Changed(self, self.chosen))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self.choose(self._chosen ^ {event.option_id} if self.several else {event.option_id})

    def _prompt(self, key: str) -> Hanging:
        if self.several:
            mark = "[x] " if key in self._chosen else "[ ] "
        else:
            mark = "(•) " if key in self._chosen else "( ) "
        first, *rest = self._items[key].split("\n")
        lines = [Content(mark).append(first), *(Content("    ").append(line) for line in rest)]
        return Hanging(Content("\n").join(lines))
