"""A page on a session: it sends commands, asks people, and says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from textual.widgets import Static

from scenario_sim.errors import ScenarioSimError
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import Command
from scenario_sim.model.events import Event
from scenario_sim.session import Session
from scenario_sim_tui.pacing import Pace
from scenario_sim_tui.pages import Dialog, Page
from scenario_sim_tui.words import plain

ResultT = TypeVar("ResultT")


class SessionPage(Page):
    """Shows *session* through the eyes of *role*, with *texts* in the language of the moment."""

    def __init__(self, session: Session, role: str, *, read_only: bool) -> None:
        super().__init__()
        self.session = session
        self.role = role
        self.read_only = read_only
        self.pace = Pace()
        self.texts = session.texts()

    def look_again(self) -> None:
        """Show the table as it is now."""

    def tell(self, events: list[Event]) -> None:
        """Show what came of a call; a page says of *events* what its people must know."""
        if events:
            self.look_again()

    def _send(self, command: Command | None) -> None:
        if command is not None:
            self._attempt(lambda: self.session.send(command))

    def _attempt(self, call: Callable[[], list[Event]]) -> None:
        """Do something with the session and show it; an error becomes words, and the clock stops."""
        try:
            self.tell(call())
        except ScenarioSimError as error:
            self.pace.pause()
            self.notify(str(error), severity="error", markup=False)
            self.look_again()

    def _ask(self, dialog: Dialog[ResultT], then: Callable[[ResultT | None], None]) -> None:
        """Open *dialog*; the clock stands still until it closes."""
        was_running = self.pace.running
        self.pace.pause()

        def closed(result: ResultT | None) -> None:
            if was_running and not self.session.is_over:
                self.pace.start()
            then(result)

        self.app.push_screen(dialog, closed)

    def _is_closed(self) -> bool:
        """Whether nothing can be done any more, which is said aloud."""
        if self.read_only:
            self.notify(translate(N_("This is a replay; nothing can be changed.")))
        elif self.session.is_over:
            self.notify(translate(N_("The exercise is over; e shows the outcome.")))
        return self.read_only or self.session.is_over

    def _say(self, text: str, loud: bool) -> None:
        """One or two lines at the bottom, with the time they belong to; they stay until the next."""
        said = self.query_one("#said", Static)
        said.update(plain(f"{self.texts.clock(self.session.now)}  {text}"))
        said.set_class(loud, "loud")
