"""A page on a session: it sends commands, asks people, says what came of it, and stands still for a real incident."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static

from scenario_sim.errors import ScenarioSimError
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import FACILITATOR, Command
from scenario_sim.model.events import Event
from scenario_sim.session import Session
from scenario_sim_tui.forms.form import Form
from scenario_sim_tui.forms.table import bookmark, note, stop_word
from scenario_sim_tui.pages import Dialog, Page, ResultT
from scenario_sim_tui.reports import reports
from scenario_sim_tui.screens.form_dialog import FormDialog
from scenario_sim_tui.screens.standstill import StandstillScreen
from scenario_sim_tui.words import plain


class SessionPage(Page):
    """Shows *session* through the eyes of *role*, with *texts* in the language of the moment.

    On every such page, also after the end, people can make a note, bookmark the moment, and stop for a real incident.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "note", N_("Note"), show=False, tooltip=N_("write down what you see or hear")),
        Binding("m", "bookmark", N_("Bookmark"), show=False, tooltip=N_("mark this moment for the debrief")),
        Binding(
            "x",
            "stop_for_real",
            N_("REAL INCIDENT"),
            show=False,
            tooltip=N_("everything stands still and the screen goes blank"),
        ),
    ]

    def __init__(self, session: Session, role: str = FACILITATOR, *, read_only: bool = False) -> None:
        super().__init__()
        self.session = session
        self.role = role
        self.read_only = read_only
        self.texts = session.texts()

    @property
    def observed(self) -> bool:
        return self.session.setup.observed

    async def on_screen_resume(self) -> None:
        self.notice_standstill()

    def look_again(self) -> None:
        """Show the session as it is now."""

    def tell(self, events: list[Event]) -> None:
        """Show what came of a call; a page says of *events* what its people must know."""
        said = [report.text for report in reports(self.texts, events)[:2]]
        if said or self.query("#said"):
            self.say("\n".join(said) or translate(N_("Done; it is in the log.")))
        self.look_again()
        self.notice_standstill()

    def say(self, text: str, loud: bool = False) -> None:
        """One or two lines at the bottom that stay until the next, or a notice where a page has no room for them."""
        for line in self.query("#said").results(Static):
            line.update(plain(text))
            line.set_class(loud, "loud")
            return
        self.notify(text, severity="warning" if loud else "information", markup=False)

    def notice_standstill(self) -> None:
        """While the exercise stands still for a real incident, nothing of it is shown."""
        if self.session.is_stopped and not self.read_only and self.app.screen is self:
            self.app.push_screen(StandstillScreen(self.send))

    # --- sending and asking --------------------------------------------------------------------------------

    def send(self, command: Command | None) -> None:
        if command is not None:
            self.attempt(lambda: self.session.send(command))

    def attempt(self, call: Callable[[], list[Event]]) -> None:
        """Do something with the session and show it; an error becomes words."""
        try:
            events = call()
        except ScenarioSimError as error:
            self.fail(error)
        else:
            self.tell(events)

    def fail(self, error: ScenarioSimError) -> None:
        self.notify(str(error), severity="error", markup=False)
        self.look_again()

    def ask(self, dialog: Dialog[ResultT], then: Callable[[ResultT | None], None]) -> None:
        self.app.push_screen(dialog, then)

    def fill(self, form: Form[Command | None]) -> None:
        """Let people fill in *form*, and send what it makes."""
        self.ask(FormDialog(form), self.send)

    def is_replay(self) -> bool:
        """Whether nothing can be said or done here, which is said aloud."""
        if self.read_only:
            self.notify(translate(N_("This is a replay; nothing can be changed.")))
        return self.read_only

    def is_closed(self) -> bool:
        """Whether nothing more can happen in the world of the scenario, which is said aloud."""
        if not self.is_replay() and self.session.is_over:
            self.notify(translate(N_("The exercise is over; e shows the outcome.")))
        return self.read_only or self.session.is_over

    # --- on every page -------------------------------------------------------------------------------------

    def action_note(self) -> None:
        if not self.is_replay():
            self.fill(note(self.texts, self.role))

    def action_bookmark(self) -> None:
        if not self.is_replay():
            self.fill(bookmark(self.role))

    def action_stop_for_real(self) -> None:
        if not self.is_replay():
            self.fill(stop_word(self.role))
