"""What people at the table do besides deciding: judge norms, pass on, change hats, say other words."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import FACILITATOR, ShareInject
from scenario_sim.session.table import Delivery
from scenario_sim_tui.forms.lead import rewording
from scenario_sim_tui.forms.table import hats, sharing
from scenario_sim_tui.messages import wording_of
from scenario_sim_tui.screens.card import AgreedCardScreen
from scenario_sim_tui.screens.form_dialog import FormDialog
from scenario_sim_tui.screens.norms import NormsScreen
from scenario_sim_tui.screens.paced_page import PacedPage
from scenario_sim_tui.screens.stream import StreamScreen
from scenario_sim_tui.widgets.feed import Feed
from scenario_sim_tui.words import role_title, role_titles


class TableTalk(PacedPage):
    """The keys of the table that move no clock and decide nothing, but all go into the log."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "b",
            "norms",
            N_("Norms"),
            show=False,
            tooltip=N_("the norm round: judge behaviour together and agree what happens then"),
        ),
        Binding("c", "card", N_("Card"), show=False, tooltip=N_("the scenario card, with what you agreed")),
        Binding("h", "share", N_("Pass on"), show=False, tooltip=N_("tell others the message under the cursor")),
        Binding("i", "stream", N_("Social media"), show=False, tooltip=N_("social media, and when to speak next")),
        Binding(
            "t",
            "reword",
            N_("Text"),
            show=False,
            tooltip=N_("for the facilitator: other words for the message under the cursor"),
        ),
        Binding("w", "hat", N_("Hat"), show=False, tooltip=N_("act in another capacity")),
    ]

    def action_norms(self) -> None:
        """The norm round may come at any moment, also before the evening and after it."""
        self.pace.pause()
        self.app.push_screen(NormsScreen(self.session, read_only=self.read_only), lambda _: self.look_again())

    def action_card(self) -> None:
        """The scenario card, with what this table agreed on."""
        self.app.push_screen(AgreedCardScreen(self.session, read_only=self.read_only))

    def action_stream(self) -> None:
        """What this role saw on social media, and when the municipality should speak next."""
        self.app.push_screen(StreamScreen(self.session, self.role, read_only=self.read_only))

    def action_share(self) -> None:
        """Pass on the message under the cursor in the feed."""
        delivery = self._under_the_cursor()
        if delivery is None or self.is_closed():
            return
        if len(delivery.known) == len(self.texts.roles):
            self.notify(translate(N_("Everybody knows this already.")))
            return
        wording = wording_of(delivery, self.texts, self.session.view(self.role).reworded)
        form = sharing(self.texts, self.role, delivery.inject, wording, tuple(delivery.known))
        self.ask(FormDialog(form), self._pass_on)

    def _pass_on(self, command: ShareInject | None) -> None:
        """Says to whom, but not what: another role may look at this screen next."""
        if command is not None:
            self.send(command)
            self.say(translate(N_("Told: {roles}.")).format(roles=role_titles(self.texts, command.to)))

    def action_reword(self) -> None:
        """For the facilitator: give the message under the cursor other words, also one that was added."""
        delivery = self._under_the_cursor()
        if delivery is None or self.is_replay():
            return
        if self.role != FACILITATOR:
            self.notify(translate(N_("Only the facilitator changes a text.")))
            return
        wording = wording_of(delivery, self.texts, self.session.view().reworded)
        self.fill(rewording(delivery.inject, wording.title, wording.text))

    def action_hat(self) -> None:
        worn = self.session.view(self.role).hats.get(self.role)
        if self.is_closed():
            return
        if worn is None:
            self.notify(translate(N_("{role} has no other hat.")).format(role=role_title(self.texts, self.role)))
        else:
            self.fill(hats(self.texts, self.role, worn))

    def _under_the_cursor(self) -> Delivery | None:
        """The message in the feed that people stand on."""
        feed, at = self.session.view(self.role).feed, self.query_one("#feed", Feed).highlighted
        return feed[at] if at is not None and at < len(feed) else None
