"""Play: the table through one role's eyes, the clock, and everything people at the table can do."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message as Posted
from textual.visual import Visual
from textual.widgets import OptionList

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import FACILITATOR, EndExercise, Improvise
from scenario_sim.model.events import DilemmaRaised, Event
from scenario_sim.model.units import MINUTE
from scenario_sim.session import Playback, Session
from scenario_sim.session.suggestions import offered
from scenario_sim_tui.agreements import norm_reports
from scenario_sim_tui.forms.lead import adjudicating
from scenario_sim_tui.forms.table import own_action
from scenario_sim_tui.pages import NARROW
from scenario_sim_tui.reports import reports
from scenario_sim_tui.screens.beamer import BeamerScreen
from scenario_sim_tui.screens.decision import Asked, DecisionDialog
from scenario_sim_tui.screens.dialogs import Confirm
from scenario_sim_tui.screens.dilemma import DilemmaDialog, first_open
from scenario_sim_tui.screens.facilitator import FacilitatorScreen
from scenario_sim_tui.screens.form_dialog import FormDialog
from scenario_sim_tui.screens.process import ProcessScreen
from scenario_sim_tui.screens.table_talk import TableTalk
from scenario_sim_tui.screens.whole_message import WholeMessage
from scenario_sim_tui.widgets.actions import Actions
from scenario_sim_tui.widgets.clockline import ClockLine, RoleLine
from scenario_sim_tui.widgets.feed import Feed
from scenario_sim_tui.widgets.foot import Foot
from scenario_sim_tui.widgets.status import Status
from scenario_sim_tui.widgets.still import Still
from scenario_sim_tui.words import hat_title, plain, role_title

ROOM_CLOCK = 10.0
"""Seconds after which the clock of the room is looked at again while nothing happens."""

TREND = 5 * MINUTE
"""A trend compares with what was recorded at least so many simulation seconds ago."""


class PlayScreen(TableTalk):
    """Shows what a role sees, and sends what people wish to the session."""

    HELP = N_(
        "You look through the eyes of one role: what reached it, what it can do, and the state of things. The "
        "letter before a message is its channel. The arrow after a number says which way it went lately; with "
        "! it goes the wrong way. What you decide goes into the log, with your reason."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "actions", N_("Act"), tooltip=N_("actions: choose one with enter, say why, decide")),
        Binding("d", "dilemma", N_("Dilemma"), tooltip=N_("the dilemma on the table")),
        Binding(
            "o",
            "own_action",
            N_("Own"),
            tooltip=N_("an action that is not in the list; the facilitator judges what it does"),
        ),
        Binding(
            "r",
            "next_role",
            N_("Role"),
            show=False,
            tooltip=N_("look through another role’s eyes, as 1, 2, 3 … do; each sees only what reached it"),
        ),
        Binding(
            "f", "feed", N_("Feed"), show=False, tooltip=N_("what reached this role; enter shows one message whole")
        ),
        Binding("s", "status", N_("State"), show=False, tooltip=N_("the state of things; the arrow keys scroll")),
        Binding(
            "v",
            "beamer",
            N_("Beamer"),
            show=False,
            tooltip=N_("the page for the room: only what everybody may see; any key comes back"),
        ),
        Binding("l", "moments", N_("Moments"), tooltip=N_("the moments of the process, and the one that is open")),
        Binding("e", "end", N_("End"), show=False, tooltip=N_("end the exercise and see the outcome")),
        Binding(
            "q", "stop", N_("Stop"), tooltip=N_("stop for now; the session is saved and you can go on with it later")
        ),
        Binding("escape", "feed", show=False),
        Binding(
            "g",
            "facilitate",
            N_("Lead"),
            show=False,
            tooltip=N_("for the facilitator: what is coming, seats, who knew what, social media"),
        ),
        *(Binding(str(digit), f"look_at({digit})", show=False) for digit in range(1, 10)),
    ]

    class Stopped(Posted):
        """People stop for now."""

    class Ended(Posted):
        """The exercise in *session* is over; the outcome may be shown. A replay of it is *read_only*."""

        def __init__(self, session: Session, read_only: bool) -> None:
            super().__init__()
            self.session, self.read_only = session, read_only

    def __init__(self, session: Session, *, read_only: bool = False, playback: Playback | None = None) -> None:
        first = (*session.view().seated, FACILITATOR)[0]
        super().__init__(session, first, read_only=read_only, playback=playback)
        self._shown_dilemmas: set[str] = set()
        self._shown_episodes: set[str] = set()
        self._goes_on = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a process has moments."""
        return super().check_action(action, parameters) and (
            action != "moments" or bool(self.session.scenario.episodes)
        )

    @property
    def viewers(self) -> list[str]:
        """Through whose eyes people at this laptop may look."""
        seated = self.session.table.seated
        return [*(role.id for role in self.session.scenario.roles if role.id in seated), FACILITATOR]

    def compose(self) -> ComposeResult:
        yield ClockLine(id="clock")
        yield RoleLine(id="roles")
        with Horizontal(classes="body"):
            yield Feed(id="feed")
            yield Actions(id="actions")
            yield Status(id="status")
        with Vertical(id="bottom"):
            yield Still("", id="said")
        yield Foot()

    def on_mount(self) -> None:
        self.set_interval(ROOM_CLOCK, self._show_clock)
        self.spoken()

    def on_resize(self) -> None:
        self.look_again()

    def spoken(self) -> None:
        self.texts = self.session.texts()
        self.query_one("#feed").focus()
        self.query_one("#feed").border_title = translate(N_("What reaches you"))
        self.query_one("#actions").border_title = translate(N_("Actions"))
        self.query_one("#status").border_title = translate(N_("State of things"))
        self.look_again()
        self.call_after_refresh(self.notice_standstill)
        self.call_after_refresh(self._notice_episode)

    async def on_screen_resume(self) -> None:
        """A moment that was open may be over: the clock goes on if it ran before."""
        self.look_again()
        if self._goes_on and self.session.open_episode is None and not self.session.is_over:
            self._goes_on = False
            self.pace.start()
            self.look_again()

    def help_text(self) -> tuple[Visual, ...]:
        channels = " · ".join(f"{channel.icon} {channel.title}" for channel in self.texts.channels)
        said, keys = super().help_text()
        return said, plain(translate(N_("Channels: {channels}")).format(channels=channels) + "\n"), keys

    # --- showing -------------------------------------------------------------------------------------------

    def look_again(self) -> None:
        """Show the table as it is now."""
        view = self.session.view(self.role)
        self._show_clock()
        hat = hat_title(self.texts, self.role, view.hats)
        fits = self.query_one("#roles", RoleLine).show(self.viewers, self.role, self.texts, hat)
        self.query_one("#feed", Feed).show(view, self.texts)
        self._name_hat("" if fits else hat)
        self.query_one("#actions", Actions).show(view, self.texts)
        before = self.session.table.recorded_by(view.at - TREND)
        suggested = offered(self.session) if self.role == FACILITATOR and not self.read_only else ()
        self.query_one("#status", Status).show(view, self.texts, before, suggested)

    def _name_hat(self, hat: str) -> None:
        """Under the feed, when there is no room for it on the line of the roles."""
        feed, said = self.query_one("#feed"), Content(hat)
        if (feed.border_subtitle or "") != said.markup:
            feed.border_subtitle = said

    def _show_clock(self) -> None:
        view = self.session.view(self.role)
        self.query_one("#clock", ClockLine).show(view, self.texts, self.pace, self.read_only)

    def say(self, text: str, loud: bool = False) -> None:
        """With the time it belongs to."""
        super().say(f"{self.texts.clock(self.session.now)}  {text}", loud)

    def tell(self, events: list[Event]) -> None:
        """Show what came of it: one line for what people must know, and the dilemmas that were raised."""
        norms = norm_reports(events, self.session.view(self.role), self.texts)
        told = sorted([*norms, *reports(self.texts, events)], key=lambda report: report.weight == "information")
        if told:  # what went wrong goes before what went on, so that it is never cut off
            self.say("\n".join(report.text for report in told[:2]), told[0].weight != "information")
        self.look_again()
        self.notice_standstill()
        if self.session.is_over and not self.read_only:
            self.pace.pause()
            self.post_message(self.Ended(self.session, self.read_only))
        elif not self.read_only:
            self._notice_dilemma(events)
            self._notice_episode()

    def _notice_episode(self) -> None:
        """A moment of the process that opens stops the clock, and its page is shown once by itself."""
        episode = self.session.open_episode
        if episode is None or self.session.inner is not None or episode in self._shown_episodes:
            return
        if self.read_only or self.app.screen is not self:
            return
        self._shown_episodes.add(episode)
        self._goes_on = self.pace.running
        self.pace.pause()
        self.look_again()
        self.action_moments()

    def waits_for_moment(self) -> bool:
        if self.session.open_episode is None:
            return False
        self.action_moments()
        return True

    def _notice_dilemma(self, events: list[Event]) -> None:
        """A dilemma for somebody at this table stops the clock: people decide it, not the pace."""
        for event in events:
            if isinstance(event, DilemmaRaised) and event.to in self.session.table.seated:
                self.pace.pause()
                self.look_again()
                if event.to != self.role:
                    said = translate(N_("A dilemma for {role}: press d.")).format(role=role_title(self.texts, event.to))
                    self.say(said, True)
        new = first_open(self.session.view(self.role).dilemmas, self._shown_dilemmas)
        if new is not None and self.role in self.session.table.seated and self.app.screen is self:
            self.action_dilemma()

    def begin(self) -> None:
        """Play the days before, up to the start of the main phase or the first dilemma for this table."""
        refused: list[Event] = list(self.session.table.refusals)
        self.run_until(0.0)
        for report in reports(self.texts, refused):
            self.notify(report.text, severity="warning", timeout=12, markup=False)

    # --- looking -------------------------------------------------------------------------------------------

    def action_look(self, role: str) -> None:
        self.role = role
        self.refresh_bindings()
        self.look_again()
        self._notice_dilemma([])

    def action_look_at(self, number: int) -> None:
        if number <= len(self.viewers):
            self.action_look(self.viewers[number - 1])

    def action_next_role(self) -> None:
        viewers = self.viewers
        place = viewers.index(self.role) if self.role in viewers else -1
        self.action_look(viewers[(place + 1) % len(viewers)])

    def action_actions(self) -> None:
        self._act(True)
        self.query_one("#actions").focus()

    def action_feed(self) -> None:
        self._act(False)
        self.query_one("#feed").focus()

    def _act(self, acting: bool) -> None:
        """On a narrow screen actions take the place of the feed; on others nothing changes."""
        self.set_class(acting, "acting", update=self.has_class(NARROW))

    def action_status(self) -> None:
        self.query_one("#status").focus()

    def action_beamer(self) -> None:
        """Show what everybody may see; the clock goes on, and a dilemma that came meanwhile waits."""
        self.app.push_screen(BeamerScreen(lambda: self.session), lambda _: self._notice_dilemma([]))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_list.id == "feed":
            self._show_message(int(event.option_id or 0))
        elif event.option_id is not None and not self.is_closed():
            asked = Asked(self.texts.measure(event.option_id), self.session.view(self.role), self.texts)
            self.ask(DecisionDialog(asked), self.send)

    def _show_message(self, number: int) -> None:
        def closed(share: bool | None) -> None:
            if share:
                self.action_share()

        view = self.session.view(self.role)
        self.ask(WholeMessage(view.feed[number], self.texts, view), closed)

    # --- doing ---------------------------------------------------------------------------------------------

    def action_dilemma(self) -> None:
        if self.is_closed():
            return
        raised = self.session.view(self.role).dilemmas
        if not raised:
            for one in self.session.view().dilemmas:
                owner = self.texts.dilemma(one.dilemma).decided_by
                if owner in self.session.table.seated:
                    self._shown_dilemmas.add(one.dilemma)
                    self.role = owner
                    self.look_again()
                    self.ask(DilemmaDialog(one, self.texts, owner, self.session), self.send)
                    return
            self.notify(translate(N_("There is no dilemma on the table now.")))
            return
        self._shown_dilemmas.update(one.dilemma for one in raised)
        self.ask(DilemmaDialog(raised[0], self.texts, self.role, self.session), self.send)

    def action_own_action(self) -> None:
        if self.is_closed():
            return
        if self.role == FACILITATOR and self.session.table.unjudged is not None:
            self._judge()
        else:
            self.ask(FormDialog(own_action(self.role)), self._improvise)

    def _improvise(self, command: Improvise | None) -> None:
        if command is not None:
            self.send(command)
            self._judge()

    def _judge(self) -> None:
        action = self.session.table.unjudged
        if action is not None:
            self.fill(adjudicating(action, self.texts))

    def action_end(self) -> None:
        def end(sure: bool | None) -> None:
            if sure:
                self.send(EndExercise(by=FACILITATOR))

        if self.session.is_over:
            self.post_message(self.Ended(self.session, self.read_only))
        elif not self.read_only:
            said = translate(N_("Then the outcome is shown. The exercise cannot go on after that."))
            self.ask(Confirm(translate(N_("End the exercise?")), said), end)

    def action_moments(self) -> None:
        """The moments of the process."""
        self.app.push_screen(ProcessScreen(self.session, read_only=self.read_only))

    def action_stop(self) -> None:
        self.pace.pause()
        self.post_message(self.Stopped())

    def action_facilitate(self) -> None:
        """What only the facilitator sees; the clock stands still meanwhile."""
        if self.role != FACILITATOR:
            self.action_look(FACILITATOR)
        was_running = self.pace.running
        self.pace.pause()
        screen = FacilitatorScreen(self.session, read_only=self.read_only)

        def closed(_: None) -> None:
            if was_running and not self.session.is_over and not self.session.is_stopped:
                self.pace.start()
            self.tell(screen.events)

        self.app.push_screen(screen, closed)
