"""One message whole, from where it can be passed on."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from scenario_sim.language import mark as N_
from scenario_sim.model.scenario import Scenario
from scenario_sim.session.table import Delivery
from scenario_sim.session.view import View
from scenario_sim_tui.agreements import norm_text
from scenario_sim_tui.messages import wording_of
from scenario_sim_tui.pages import Dialog
from scenario_sim_tui.widgets.feed import details
from scenario_sim_tui.words import plain


class WholeMessage(Dialog[bool]):
    """Gives True when people want to pass the message on."""

    HELP = N_("Read the message. Everybody to whom it was passed on, knows it from then on.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,q,question_mark,f1", "leave", show=False),
        Binding("h", "share", N_("Pass on"), tooltip=N_("tell others")),
    ]

    def __init__(self, delivery: Delivery, texts: Scenario, view: View) -> None:
        super().__init__()
        self.delivery, self.texts, self.view = delivery, texts, view

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog"):
            yield self.heading(wording_of(self.delivery, self.texts, self.view.reworded).title)
            yield Static(details(self.delivery, self.texts, self.view))
            agreed = "" if self.delivery.added else norm_text(self.delivery.inject, self.view, self.texts)
            if agreed:
                yield Static(plain(agreed, "bold"))

    def action_share(self) -> None:
        self.dismiss(True)
