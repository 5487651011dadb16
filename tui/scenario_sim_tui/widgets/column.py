"""A column of text that scrolls, and that can become other text without the screen being laid out anew."""

from __future__ import annotations

from textual.content import Content
from textual.events import Resize
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual


class Column(ScrollView, can_focus=True):
    """Shows the text that it was given last, wrapped at its own width."""

    DEFAULT_CSS = "Column { overflow-x: hidden; scrollbar-gutter: stable; }"

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._text = Content("")
        self._strips: list[Strip] = []

    @property
    def width(self) -> int:
        """Columns for text; 0 before the first layout."""
        return self.scrollable_content_region.width

    def show_text(self, text: Content) -> None:
        if not text.is_same(self._text):
            self._text = text
            self._wrap()

    def render_line(self, y: int) -> Strip:
        line = y + self.scroll_offset.y
        if not self._strips:
            self._strips = Visual.to_strips(self, self._text, self.width, None, self.visual_style, pad=True)
        return self._strips[line] if line < len(self._strips) else Strip.blank(self.width, self.rich_style)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips = []

    def on_resize(self, _: Resize) -> None:
        self._wrap()

    def _wrap(self) -> None:
        self._strips = []
        if self.width:
            height = self._text.get_height(self.styles.get_render_rules(), self.width)
            self.virtual_size = Size(self.width, height)
            self.refresh()
