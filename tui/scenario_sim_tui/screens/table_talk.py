"""What people at the table do besides deciding: judge norms, pass on, change hats, note, and stop for real."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import GoOn, ShareInject
from scenario_sim_tui.messages import wording_of
from scenario_sim_tui.screens.norms import NormsScreen
from scenario_sim_tui.screens.session_page import SessionPage
from scenario_sim_tui.screens.standstill import StandstillScreen
from scenario_sim_tui.screens.table_forms import bookmark, hats, note, sharing, stop_word
from scenario_sim_tui.widgets.feed import Feed
from scenario_sim_tui.words import role_title, role_titles


class TableTalk(SessionPage):
    """The keys of the table that change nothing in the world of the scenario, but all go into the log."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "b",
            "norms",
            N_("Norms"),
            show=False,
            tooltip=N_("the norm round: judge behaviour together and agree what happens then"),
        ),
        Binding(
            "x",
            "stop_for_real",
            N_("REAL INCIDENT"),
            show=False,
            tooltip=N_("everything stands still and the screen goes blank"),
        ),
        Binding("h", "share", N_("Pass on"), show=False, tooltip=N_("tell others the message under the cursor")),
        Binding("w", "hat", N_("Hat"), show=False, tooltip=N_("act in another capacity")),
        Binding("k", "note", N_("Note"), show=False, tooltip=N_("write down what you see or hear")),
        Binding("m", "bookmark", N_("Bookmark"), show=False, tooltip=N_("mark this moment for the debrief")),
    ]

    def action_norms(self) -> None:
        """The norm round may come at any moment, also before the evening and after it."""
        self.pace.pause()
        self.app.push_screen(NormsScreen(self.session, read_only=self.read_only), lambda _: self.look_again())

    def action_share(self) -> None:
        """Pass on the message under the cursor in the feed."""
        view = self.session.view(self.role)
        at = self.query_one("#feed", Feed).highlighted
        if self._is_closed() or at is None or at >= len(view.feed):
            return
        delivery = view.feed[at]
        wording = wording_of(delivery, self.texts, view.reworded)
        if delivery.added is not None:
            said = N_("A message that the facilitator added cannot be passed on; say it with an own action (o).")
            self._say(translate(said), True)
        elif len(delivery.known) == len(self.texts.roles):
            self.notify(translate(N_("Everybody knows this already.")))
        else:
            self._ask(sharing(self.texts, self.role, delivery.inject, wording, tuple(delivery.known)), self._pass_on)

    def _pass_on(self, command: ShareInject | None) -> None:
        """Says to whom, but not what: another role may look at this screen next."""
        if command is not None:
            self._send(command)
            self._say(translate(N_("Told: {roles}.")).format(roles=role_titles(self.texts, command.to)), False)

    def action_hat(self) -> None:
        worn = self.session.view(self.role).hats.get(self.role)
        if self._is_closed():
            return
        if worn is None:
            self.notify(translate(N_("{role} has no other hat.")).format(role=role_title(self.texts, self.role)))
        else:
            self._ask(hats(self.texts, self.role, worn), self._send)

    def action_note(self) -> None:
        if not self._is_closed():
            self._ask(note(self.texts, self.role), self._send)

    def action_bookmark(self) -> None:
        if not self._is_closed():
            self._ask(bookmark(self.role), self._send)

    def action_stop_for_real(self) -> None:
        if not self._is_closed():
            self._ask(stop_word(self.role), self._send)

    def _notice_standstill(self) -> None:
        """While the exercise stands still for a real incident, nothing of it is shown."""

        def go_on(command: GoOn) -> None:
            self._send(command)

        if self.session.is_stopped and not self.read_only and not self.session.is_over:
            self.pace.pause()
            if self.app.screen is self:
                self.app.push_screen(StandstillScreen(go_on))
