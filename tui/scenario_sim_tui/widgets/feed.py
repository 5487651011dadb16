"""The situation feed: what reached a role, oldest first, with the newest in sight."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from scenario_sim.model.scenario import Scenario, by_id
from scenario_sim.session.table import Delivery
from scenario_sim.session.view import View


class Feed(OptionList):
    """Enter on a message posts OptionList.OptionSelected with the id ``number``: its place in the feed."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, markup=False, compact=True)
        self._shown: tuple[str, list[Delivery]] = ("", [])

    def show(self, view: View, texts: Scenario) -> None:
        """Bring the feed up to what *view* has; only what is new is added."""
        role, before = self._shown
        feed = list(view.feed)
        if role != view.role or feed[: len(before)] != before:
            self.clear_options()
            before = []
        new = feed[len(before) :]
        if new:
            following = self.highlighted is None or self.highlighted >= self.option_count - 1
            start = self.option_count
            self.add_options(
                [Option(_item(delivery, texts, view.role), id=str(start + n)) for n, delivery in enumerate(new)]
            )
            if following:
                self.highlighted = self.option_count - 1
                self.call_after_refresh(self.scroll_end, animate=False)
        self._shown = (view.role, feed)

    def forget(self) -> None:
        """Make everything anew the next time, as after a change of language."""
        self._shown = ("", [])
        self.clear_options()

    def on_resize(self) -> None:
        if self.highlighted == self.option_count - 1:
            self.call_after_refresh(self.scroll_end, animate=False)


def _item(delivery: Delivery, texts: Scenario, role: str) -> Content:
    inject = texts.inject(delivery.inject)
    channel = by_id(texts.channels, inject.channel)
    parts: list[str | tuple[str, str]] = [
        (f"{texts.clock(delivery.known.get(role, delivery.at))} ", "bold"),
        (f"{channel.icon} ", "bold"),
        (inject.title + "\n", "bold"),
        " ".join(inject.text.split()),
    ]
    return Content.assemble(*parts)


def details(delivery: Delivery, texts: Scenario) -> Content:
    """All of one message: by which way it came, from whom, and who knows it."""
    inject = texts.inject(delivery.inject)
    channel = by_id(texts.channels, inject.channel)
    lines = [f"{texts.clock(delivery.at)}  {channel.title}" + (f"  –  {inject.sender}" if inject.sender else "")]
    if inject.post:
        lines.append(f"{inject.post.account}  ({inject.post.views})")
    text = " ".join(inject.text.split())
    return Content.assemble(("\n".join(lines), "dim"), f"\n\n{text}\n")
