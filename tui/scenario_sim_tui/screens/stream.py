"""What goes round on social media, newest first, and the rhythm of the municipality's own messages."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.scenario import Scenario
from scenario_sim.session.rhythm import rhythm_of
from scenario_sim.session.view import View
from scenario_sim_tui.messages import posts_of, rhythm_text, wording_of
from scenario_sim_tui.screens.session_page import SessionPage
from scenario_sim_tui.widgets.foot import Foot
from scenario_sim_tui.words import plain

CLAIMS = {"fact": N_("FACT"), "rumour": N_("RUMOUR"), "opinion": N_("OPINION"), "threat": N_("THREAT")}


class StreamScreen(SessionPage):
    """What *role* saw of it; everything for the facilitator."""

    HELP = N_("Newest first, each with its account, how often it was seen, and what kind of claim it is.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,v,i,escape", "app.back", N_("Back"), key_display="q", tooltip=N_("back to the page before"))
    ]

    def compose(self) -> ComposeResult:
        texts, view = self.session.texts(), self.session.view(self.role)
        yield self.title_line(translate(N_("Social media")), view.clock)
        yield Static(plain(rhythm_text(rhythm_of(self.session.table, self.role), texts, view.at), "bold"), id="rhythm")
        with VerticalScroll(id="stream"):
            yield Static(Content.assemble(*_posts(view, texts)))
        yield Foot()

    def on_mount(self) -> None:
        self.query_one("#stream").focus()


def _posts(view: View, texts: Scenario) -> list[str | tuple[str, str]]:
    parts: list[str | tuple[str, str]] = []
    for delivery in posts_of(view, texts):
        said = wording_of(delivery, texts, view.reworded)
        parts.append((f"\n{texts.clock(delivery.known.get(view.role, delivery.at))} ", "bold"))
        if said.post:
            views = translate(N_("{count} views")).format(count=said.post.views)
            parts += [(f"[{translate(CLAIMS[said.post.claim])}] ", "bold"), f"{said.post.account} · {views}"]
        parts += [(f"\n{said.title}\n", "bold"), said.text + "\n"]
    return parts or ["\n" + translate(N_("Nothing yet.")) + "\n"]
