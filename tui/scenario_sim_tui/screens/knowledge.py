"""Who knew what: every message against every role, with the time at which the role learned it."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Static

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.scenario import Scenario
from scenario_sim.session.table import Delivery
from scenario_sim_tui.messages import wording_of
from scenario_sim_tui.screens.session_page import SessionPage
from scenario_sim_tui.widgets.foot import Foot
from scenario_sim_tui.words import QUIET, fitted, plain, role_short

NOT_YET = "·"
LEAST = 6
"""Characters for a role at least: a time takes five, and one more says that it was heard from another."""


class KnowledgeScreen(SessionPage):
    """Read with the arrow keys; the names of the messages stay in sight."""

    HELP = N_(
        "Each row is a message, oldest first, and each column is a role: when it learned of it. The arrow keys scroll."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,w,escape", "app.back", N_("Back"), key_display="q", tooltip=N_("back to the page before"))
    ]

    def compose(self) -> ComposeResult:
        yield self.title_line(translate(N_("Who knew what, and when")), self.session.view().clock)
        yield DataTable(id="matrix", fixed_columns=1, zebra_stripes=True, cursor_type="cell")
        yield Static(plain(translate(N_("· not yet   * heard from another role")), QUIET))
        yield Foot()

    def on_mount(self) -> None:
        texts, view = self.session.texts(), self.session.view()
        matrix = self.query_one("#matrix", DataTable)
        matrix.clear(columns=True)
        names = [role_short(texts, role.id) for role in texts.roles]
        columns = [max(len(name), LEAST) + 1 for name in names]
        width = max(min(self.app.size.width - sum(columns) - 1, 60), 20)  # one column is the scrollbar's
        matrix.add_column(Text(translate(N_("Message"))), width=width)
        matrix.cell_padding = 0
        for name, column in zip(names, columns, strict=True):
            matrix.add_column(Text(name), width=column)
        for delivery in view.feed:
            title = wording_of(delivery, texts, view.reworded).title
            cells = (Text(_learned(delivery, role.id, texts)) for role in texts.roles)
            matrix.add_row(Text(fitted(title, width - 1)), *cells)
        matrix.focus()

    def spoken(self) -> None:
        self.on_mount()


def _learned(delivery: Delivery, role: str, texts: Scenario) -> str:
    """``20:05``, ``20:05*`` when it heard it from another, the day (``10-03``) when that was not today."""
    if role not in delivery.known:
        return NOT_YET
    day, _, time = texts.clock(delivery.known[role]).rpartition(" ")
    shown = "-".join(reversed(day.split("-")[1:])) if day else time
    return shown + ("*" if role in delivery.told_by else "")
