"""A page on which time runs: in a session that is played, or back and forth in one that is replayed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from scenario_sim.errors import ScenarioSimError
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import FACILITATOR
from scenario_sim.model.events import Event
from scenario_sim.session import Playback, Session
from scenario_sim_tui.pacing import BEAT, Mover, Pace, running_until, to_next_news
from scenario_sim_tui.pages import WIDEST, Dialog, Message, ResultT
from scenario_sim_tui.screens.beamer import BeamerScreen
from scenario_sim_tui.screens.dialogs import UntilDialog
from scenario_sim_tui.screens.form_dialog import FormDialog
from scenario_sim_tui.screens.session_page import SessionPage
from scenario_sim_tui.screens.work import Ending, carry_out
from scenario_sim_tui.words import plain

if TYPE_CHECKING:
    from scenario_sim.exploration.whatif import WhatIf
    from scenario_sim_tui.forms.whatif import Asked


class PacedPage(SessionPage):
    """The clock runs at the pace of the room, on to the next event, or until a moment; in a replay also back.

    *playback* is what a replay is played from; time stands still while people are asked something.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "run_or_pause", N_("Run"), tooltip=N_("start or stop the clock")),
        Binding("n", "news", N_("Next"), tooltip=N_("on to the next event")),
        Binding("p", "earlier", N_("Back"), tooltip=N_("back to the event before this one")),
        Binding("plus,equals_sign", "faster", N_("Pace"), key_display="+-", tooltip=N_("a faster or slower clock")),
        Binding("minus,underscore", "slower", show=False),
        Binding(
            "y", "what_if", N_("What if"), show=False, tooltip=N_("in a replay: what would a change have come to?")
        ),
        Binding("u", "until", N_("Until"), show=False, tooltip=N_("run until a moment, such as 20:10")),
    ]

    def __init__(
        self, session: Session, role: str = FACILITATOR, *, read_only: bool = False, playback: Playback | None = None
    ) -> None:
        super().__init__(session, role, read_only=read_only)
        self.playback = playback
        self.pace = Pace()

    def on_mount(self) -> None:
        self.set_interval(BEAT, self._beat)

    @property
    def mover(self) -> Mover:
        return self.playback if self.playback is not None else self.session

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return action not in ("earlier", "what_if") or self.playback is not None

    # --- the clock -----------------------------------------------------------------------------------------

    def _beat(self) -> None:
        if self.pace.running and (self.app.screen is self or isinstance(self.app.screen, BeamerScreen)):
            self.attempt(lambda: self.pace.beat(self.mover))
            if self.mover.is_over:
                self.pace.pause()

    def action_run_or_pause(self) -> None:
        if self._stands_still():
            return
        if self.pace.running:
            self.pace.pause()
            self.mover.mark()
        else:
            self.pace.start()
        self.look_again()

    def action_faster(self) -> None:
        self.pace.faster()
        self.look_again()

    def action_slower(self) -> None:
        self.pace.slower()
        self.look_again()

    def action_news(self) -> None:
        if not self._stands_still():
            self.attempt(lambda: to_next_news(self.mover, self.role))

    def action_earlier(self) -> None:
        """In a replay: back to the moment before this one."""
        if self.playback is not None:
            self._replay(self.playback.step_back)

    def action_until(self) -> None:
        def run(until: float | None) -> None:
            if until is not None:
                self.run_until(until)

        if not self._stands_still(also_at_the_end=False):
            self.ask(UntilDialog(self.session.scenario, self.session.now, back=self.playback is not None), run)

    def run_until(self, until: float) -> None:
        """On to *until* (simulation seconds) or the first dilemma for this table; in a replay also back."""
        if self.playback is not None:
            playback = self.playback
            self._replay(lambda: playback.to(until))
            return
        events: list[Event] = []

        def ended(ending: Ending[None]) -> None:
            if ending.error is not None:
                self.fail(ending.error)
            self.tell(events)

        work = running_until(self.session, until, self.session.table.seated, events)
        carry_out(self.app, translate(N_("Playing on")), work, ended)

    def action_what_if(self) -> None:
        """In a replay: pairs of continuations from this moment, without and with changes."""
        from scenario_sim_tui.forms.whatif import asking  # not above: only for who asks

        scenario = self.session.scenario
        self.ask(FormDialog(asking(scenario, scenario.clock(self.session.now))), self._work_out)

    def _work_out(self, asked: Asked | None) -> None:
        from scenario_sim.exploration.whatif import what_if_work
        from scenario_sim.report.whatif import what_if_lines

        if asked is None or self.playback is None:
            return

        def ended(ending: Ending[WhatIf]) -> None:
            if ending.error is not None:
                self.fail(ending.error)
            elif ending.result is not None:
                width = min(self.app.size.width, WIDEST) - 6
                lines = what_if_lines(ending.result, asked.written, width)
                self.app.push_screen(Message(translate(N_("What if?")), plain("\n".join(lines))))

        records, at = self.playback.records, self.session.now
        work = what_if_work(records, at, asked.changes, replications=asked.replications)
        carry_out(self.app, translate(N_("Working it out")), work, ended)

    def _replay(self, move: Callable[[], None]) -> None:
        """Move in the replay: the session may be another one after it."""
        assert self.playback is not None
        try:
            move()
        except ScenarioSimError as error:
            self.fail(error)
        self.session = self.playback.session
        self.look_again()

    def _stands_still(self, *, also_at_the_end: bool = True) -> bool:
        """Whether time cannot move on, which is said aloud."""
        if self.playback is None:
            return self.is_closed() or self.waits_for_moment()
        if also_at_the_end and self.playback.is_over:
            self.notify(translate(N_("This is the end of the replay; p goes back.")))
            return True
        return False

    def waits_for_moment(self) -> bool:
        """Whether a moment of the process has to be played first, which is shown."""
        return False

    # --- standing still meanwhile --------------------------------------------------------------------------

    def ask(self, dialog: Dialog[ResultT], then: Callable[[ResultT | None], None]) -> None:
        was_running = self.pace.running
        self.pace.pause()

        def closed(result: ResultT | None) -> None:
            if was_running and not self.mover.is_over:
                self.pace.start()
            then(result)

        super().ask(dialog, closed)

    def fail(self, error: ScenarioSimError) -> None:
        self.pace.pause()
        super().fail(error)

    def notice_standstill(self) -> None:
        if self.session.is_stopped and not self.read_only:
            self.pace.pause()
        super().notice_standstill()
