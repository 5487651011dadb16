"""The dialog about one measure: what it is, who may decide it, why, and deciding, proposing or ending it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from scenario_sim.language import mark as N_
from scenario_sim.language import source_mark, translate
from scenario_sim.model.commands import FACILITATOR, Command, DecideMeasure, EndMeasure, ProposeMeasure
from scenario_sim.model.measures import Measure
from scenario_sim.model.scenario import Scenario
from scenario_sim.session.table import GOING_ON
from scenario_sim.session.view import View
from scenario_sim_tui.pages import Dialog
from scenario_sim_tui.widgets.choices import Choices
from scenario_sim_tui.words import may_decide, needs_text, plain, role_titles, state_word, visibility_text


@dataclass(frozen=True, slots=True)
class Asked:
    """What the dialog shows: a measure, and the table through the eyes of the one who decides."""

    measure: Measure
    view: View
    texts: Scenario


class DecisionDialog(Dialog[Command]):
    """Gives the command that the person chose, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "decide", N_("Decide"), tooltip=N_("decide it as this role, with the reason"))
    ]

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self.asked = asked

    def compose(self) -> ComposeResult:
        measure, view, texts = self.asked.measure, self.asked.view, self.asked.texts
        with VerticalScroll(classes="dialog", can_focus=False):
            yield self.heading(measure.title)
            yield Static(_details(self.asked))
            if view.role == FACILITATOR:
                yield Static(plain(translate(N_("Who decides?")), "bold"))
                roles = [(role.id, plain(role.title)) for role in texts.roles]
                yield Choices(roles, (measure.decided_by[0],), id="by")
            yield Static(plain(translate(N_("Why? (goes into the log)")), "bold"))
            yield Input(id="why", max_length=500, compact=True)
            with Horizontal(classes="line buttons"):
                yield Button(translate(N_("Decide")), id="decide", variant="primary", compact=True)
                yield Button(translate(N_("Propose")), id="propose", compact=True)
                if view.measures[measure.id] in GOING_ON:
                    yield Button(translate(N_("End it")), id="end", compact=True)
                yield Button(translate(N_("Back")), id="back", compact=True)

    def on_mount(self) -> None:
        self.query_one("#why").focus()

    def on_input_submitted(self) -> None:
        self.action_decide()

    def action_decide(self) -> None:
        self._finish("decide")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self._finish(event.button.id or "back")

    def _finish(self, what: str) -> None:
        kinds: dict[str, type[DecideMeasure | ProposeMeasure | EndMeasure]] = {
            "decide": DecideMeasure,
            "propose": ProposeMeasure,
            "end": EndMeasure,
        }
        if what not in kinds:
            self.dismiss(None)
            return
        by = self.asked.view.role
        if by == FACILITATOR:
            by = self.query_one("#by", Choices).chosen[0]
        why = self.query_one("#why", Input).value.strip()
        self.dismiss(kinds[what](by=by, measure=self.asked.measure.id, why=why))


def _details(asked: Asked) -> Content:
    measure, view, texts = asked.measure, asked.view, asked.texts
    parts: list[str | tuple[str, str]] = []
    if not may_decide(measure, view.role):
        said = translate(N_("This is not your authority. You can decide it; that is recorded."))
        parts.append(("! " + said + "\n", "bold $warning"))
    if measure.description:
        parts.append(" ".join(measure.description.split()) + "\n")
    rows = [
        (N_("State"), state_word(view.measures[measure.id])),
        (N_("Lead time"), measure.lead_time.in_words()),
        (N_("Needs"), needs_text(texts, measure.needs, view.resources)),
        (N_("Visible"), visibility_text(measure.visibility) if measure.visibility else ""),
        (N_("Decides"), role_titles(texts, measure.decided_by)),
        (N_("Legal ground"), measure.legal_basis or ""),
        (N_("Requires"), " · ".join(requirement.text for requirement in measure.requires)),
        (N_("Side effect"), measure.side_effects or ""),
        (N_("Typical mistake"), measure.mistake or ""),
        (N_("Source"), source_mark(measure.source)),
    ]
    for label, value in rows:
        if value:
            parts += [(translate(label) + ": ", "bold"), value + "\n"]
    return Content.assemble(*parts)
