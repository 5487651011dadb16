"""What is wrong with a field, said right under it."""

from __future__ import annotations

from textual.widgets import Static


class ErrorLine(Static):
    """Takes no room while there is nothing wrong."""

    def __init__(self, *, id: str) -> None:
        super().__init__("", id=id, classes="error", markup=False)
        self.display = False

    def say(self, text: str) -> None:
        """Show *text*; an empty one takes the line away."""
        self.update(text)
        self.display = bool(text)
