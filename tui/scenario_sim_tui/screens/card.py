"""The scenario card under the headings of the guide: step 4 before play, and later with what the table agreed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.talk_events import NormAgreed
from scenario_sim.report.card import card_sections
from scenario_sim_tui.draft import Draft
from scenario_sim_tui.pages import Page
from scenario_sim_tui.screens.session_page import SessionPage
from scenario_sim_tui.steps import step_line
from scenario_sim_tui.widgets.foot import Foot
from scenario_sim_tui.words import HEADING


class _Headings(Page):
    """A digit goes to a heading."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "heading(1)", N_("To a heading"), key_display="1-9", tooltip=N_("go to a heading by its number")),
        *(Binding(str(number), f"heading({number})", show=False) for number in range(2, 10)),
    ]

    def on_mount(self) -> None:
        self.query_one("#card").focus()

    def spoken(self) -> None:
        self.query_one("#card").focus()

    def action_heading(self, number: int) -> None:
        for heading in self.query(f"#heading-{number}"):
            heading.scroll_visible(animate=False, top=True)


class CardScreen(_Headings):
    """Read the card, and go on."""

    HELP = N_("This is the worked-out scenario under the six headings of the guide.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "next", N_("Next"), tooltip=N_("on to the preparation")),
        Binding("escape", "app.back", N_("Back"), tooltip=N_("back to the page before")),
    ]

    class Read(Message):
        """The card is known; the preparation may come."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def compose(self) -> ComposeResult:
        scenario = self.draft.scenario
        yield self.title_line(step_line(4), scenario.title)
        with VerticalScroll(classes="body", id="card", can_focus=True):
            yield from _card(scenario, None)
            yield Button(translate(N_("Next: preparation")), id="next", variant="primary", compact=True)
        yield Foot()

    def on_button_pressed(self) -> None:
        self.action_next()

    def action_next(self) -> None:
        self.post_message(self.Read())


class AgreedCardScreen(_Headings, SessionPage):
    """The card during and after play, with the norms that were agreed."""

    HELP = N_("The worked-out scenario, with what this table agreed on behaviour.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,c,escape", "app.back", N_("Back"), key_display="q", tooltip=N_("back to the page before"))
    ]

    def compose(self) -> ComposeResult:
        texts = self.session.texts()
        yield self.title_line(texts.title, translate(N_("Scenario card")))
        with VerticalScroll(classes="body", id="card", can_focus=True):
            yield from _card(texts, self.session.view().agreed)
        yield Foot()


def _card(scenario: Scenario, agreed: Mapping[str, NormAgreed] | None) -> Iterator[Static]:
    for number, (heading, lines) in enumerate(card_sections(scenario, agreed), 1):
        text = Content.assemble((f"{number} {heading}\n", HEADING), "\n".join(lines) + "\n")
        yield Static(text, id=f"heading-{number}")
