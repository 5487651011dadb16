"""The situation feed: what reached a role, oldest first, with the newest in sight."""

from __future__ import annotations

from functools import lru_cache

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.scenario import Scenario
from scenario_sim.session.table import Delivery
from scenario_sim.session.view import View
from scenario_sim_tui.messages import wording_of
from scenario_sim_tui.words import QUIET, role_short, role_title


class Feed(OptionList):
    """Enter on a message posts OptionList.OptionSelected with the id ``number``: its place in the feed."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, markup=False, compact=True)
        self._shown: tuple[str, list[Delivery], dict[str, str]] = ("", [], {})

    def show(self, view: View, texts: Scenario) -> None:
        """Bring the feed up to what *view* has; only what is new is added."""
        role, before, reworded = self._shown
        feed = list(view.feed)
        at = None
        if role != view.role or feed[: len(before)] != before or reworded != view.reworded:
            at = self.highlighted if role == view.role and self.highlighted != self.option_count - 1 else None
            self.clear_options()
            before = []
        new = feed[len(before) :]
        if new:
            following = self.highlighted is None or self.highlighted >= self.option_count - 1
            start = self.option_count
            self.add_options(
                [Option(_item(delivery, texts, view), id=str(start + n)) for n, delivery in enumerate(new)]
            )
            if at is not None:  # made anew under the reader's eyes: the cursor stays where it was
                self.highlighted = at
            elif following:
                self.highlighted = self.option_count - 1
                self.scroll_end(animate=False, immediate=True)
        self._shown = (view.role, feed, dict(view.reworded))

    def forget(self) -> None:
        """Make everything anew the next time, as after a change of language."""
        self._shown = ("", [], {})
        self.clear_options()

    def on_resize(self) -> None:
        if self.highlighted == self.option_count - 1:
            self.call_after_refresh(self.scroll_end, animate=False)


def _item(delivery: Delivery, texts: Scenario, view: View) -> Content:
    said = wording_of(delivery, texts, view.reworded)
    told = _told(delivery, texts, view.role)
    clock = texts.clock(delivery.known.get(view.role, delivery.at))
    return _message(f"{clock} {said.channel.icon} {said.title}\n", told + "\n" if told else "", said.text)


@lru_cache(maxsize=2_000)
def _message(head: str, told: str, text: str) -> Content:
    """The same for the same words, so that a message that stays is not wrapped again."""
    return Content.assemble((head, "bold"), (told, QUIET), text)


def _told(delivery: Delivery, texts: Scenario, role: str) -> str:
    """From whom *role* heard it, or whom it told; for the facilitator everybody who heard it from another."""
    if role in delivery.told_by:
        return translate(N_("heard from {role}")).format(role=role_title(texts, delivery.told_by[role]))
    by: dict[str, list[str]] = {}
    for listener, teller in delivery.told_by.items():
        by.setdefault(teller, []).append(role_short(texts, listener))
    pairs = [(role_short(texts, teller), ", ".join(heard)) for teller, heard in by.items()]
    return " · ".join(translate(N_("{by} told {roles}")).format(by=teller, roles=heard) for teller, heard in pairs)


def details(delivery: Delivery, texts: Scenario, view: View) -> Content:
    """All of one message: by which way it came, from whom, and who told it to whom."""
    said = wording_of(delivery, texts, view.reworded)
    lines = [f"{texts.clock(delivery.at)}  {said.channel.title}" + (f"  –  {said.sender}" if said.sender else "")]
    if said.post:
        lines.append(f"{said.post.account}  ({said.post.views})")
    told = _told(delivery, texts, view.role)
    lines += [told] if told else []
    return Content.assemble(("\n".join(lines), QUIET), f"\n\n{said.text}\n")
