"""Text that moves only when it must: screens are looked at again after each key, and most of what they show stays."""

from __future__ import annotations

from textual.content import Content
from textual.visual import VisualType
from textual.widgets import Static


class Still(Static):
    """A Static that is painted anew only for other text than it shows, and laid out anew only for another size."""

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        shown = self.visual
        if isinstance(content, Content) and isinstance(shown, Content):
            if content.is_same(shown):
                return
            layout = layout and self._fits_otherwise(content)
        super().update(content, layout=layout)

    def _fits_otherwise(self, content: Content) -> bool:
        """Whether *content* can have another size than the widget has now."""
        if not self.styles.auto_dimensions:
            return False
        size, width = self.content_size, self.styles.width
        if not size or (width is not None and width.is_auto):
            return True
        return content.get_height(self.styles.get_render_rules(), size.width) != size.height
