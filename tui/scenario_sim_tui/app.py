"""The app: which screen comes after which, and the session that is open."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable
from functools import partial
from importlib import import_module
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme

from scenario_sim.errors import ScenarioSimError, UnreadableInput
from scenario_sim.language import LANGUAGES, Language, current_language, translate, use_language
from scenario_sim.language import mark as N_
from scenario_sim_tui.keys import key_name
from scenario_sim_tui.pages import KeyScreen, LocalScreen, Message
from scenario_sim_tui.screens.home import HomeScreen
from scenario_sim_tui.themes import DARK, THEMES
from scenario_sim_tui.words import plain

if TYPE_CHECKING:
    from textual.command import Provider

    from scenario_sim.loading import ScenarioText
    from scenario_sim.model.diagnosis import Context
    from scenario_sim.session import Playback, Session
    from scenario_sim.session.following import Follower
    from scenario_sim_tui.draft import Draft
    from scenario_sim_tui.screens.outcome import OutcomeScreen
    from scenario_sim_tui.screens.play import PlayScreen
    from scenario_sim_tui.screens.process import ProcessScreen
    from scenario_sim_tui.screens.work import Ending

NEW_OBJECTS = 10_000
"""After so many Python looks for garbage: with its usual 700 people wait for that at every tenth key."""

AHEAD = (
    "scenario_sim.loading.reading",
    "scenario_sim.session",
    "scenario_sim_tui.draft",
    "scenario_sim_tui.screens.briefing",
    "scenario_sim_tui.screens.play",
)
"""What is needed after home, imported while people read it; one at a time, so that a key never waits for all."""

CLOSE = ("q", "escape")
"""The keys that close a beamer on a screen of its own."""


def _key_commands() -> type[Provider]:
    from scenario_sim_tui.commands import KeyCommands  # not above: only for who opens the list of commands

    return KeyCommands


class ScenarioApp(App[None]):
    """Home → briefing → the four steps of the guide → preparation → play → outcome → debrief, and back home."""

    TITLE = "scenario-sim"
    CSS_PATH = "app.tcss"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_key_commands}
    theme: Reactive[str] = Reactive(DARK.name)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "language", N_("Nederlands/English"), show=False, tooltip=N_("the other language")),
        Binding("ctrl+t", "light", N_("Colours"), show=False, tooltip=N_("dark, light or high contrast")),
        Binding(
            "ctrl+q",
            "quit",
            N_("Quit"),
            show=False,
            priority=True,
            tooltip=N_("close the app; a session is saved"),
        ),
    ]

    def __init__(
        self,
        *,
        draft: Draft | None = None,
        session: Session | None = None,
        playback: Playback | None = None,
        follower: Follower | None = None,
        meeting: Session | None = None,
        beamer: bool = False,
    ) -> None:
        """Opens at home, at the briefing of *draft*, at *session*, or at the replay in *playback*; with *beamer*, play
        begins with the page for the room. With *follower* that page is all there is, with *meeting* the page on which a
        real evening is written down."""
        super().__init__()
        self.beamer = beamer
        self.draft, self.session, self.playback, self.follower = draft, session, playback, follower
        self.meeting = meeting

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Ours, from the beginning: after a change of theme all styles are read again."""
        return {theme.name: theme for theme in THEMES}

    def get_default_screen(self) -> Screen[None]:
        return HomeScreen()

    async def on_mount(self) -> None:
        if hasattr(signal, "SIGHUP"):  # a lost terminal: leave in order, so that the log knows where the clock stood
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self.exit)
        if self.follower is not None:
            from scenario_sim_tui.screens.beamer import BeamerScreen

            await self.push_screen(BeamerScreen(partial(_on_the_table, self.follower), CLOSE), lambda _: self.exit())
        elif self.meeting is not None:
            from scenario_sim_tui.screens.meeting import MeetingScreen

            self.session = self.meeting
            await self.push_screen(MeetingScreen(self.meeting))
        elif self.playback is not None:
            await self._replay(self.playback)
        elif self.session is not None:
            await self._open(self.session)
        elif self.draft is not None:
            from scenario_sim_tui.screens.briefing import BriefingScreen

            await self.push_screen(BriefingScreen(self.draft))
        else:
            self.call_after_refresh(lambda: self.run_worker(self._get_ready()))

    async def _get_ready(self) -> None:
        for module in AHEAD:
            await asyncio.sleep(0.1)
            import_module(module)

    # --- from screen to screen -----------------------------------------------------------------------------

    async def on_home_screen_scenario_chosen(self, message: HomeScreen.ScenarioChosen) -> None:
        from scenario_sim_tui.draft import Draft
        from scenario_sim_tui.screens.briefing import BriefingScreen

        try:
            self.draft = Draft.of(message.entry.folder)
        except ScenarioSimError as error:
            await self.push_screen(Message(translate(N_("This scenario cannot be played")), plain(str(error))))
        else:
            await self.push_screen(BriefingScreen(self.draft))

    async def on_home_screen_session_chosen(self, message: HomeScreen.SessionChosen) -> None:
        from scenario_sim.session import resuming
        from scenario_sim_tui.screens.work import carry_out

        carry_out(self, translate(N_("Opening the session")), resuming(message.saved.path), self._opened)

    async def on_home_screen_replay_chosen(self, message: HomeScreen.ReplayChosen) -> None:
        from scenario_sim.session import Playback, read_log

        try:
            playback = Playback(read_log(message.saved.path))
            playback.run(0.0)
        except ScenarioSimError as error:
            await self.push_screen(Message(translate(N_("This session cannot be opened")), plain(str(error))))
        else:
            await self._replay(playback)

    def _opened(self, ending: Ending[Session]) -> None:
        if ending.error is not None:
            self.push_screen(Message(translate(N_("This session cannot be opened")), plain(str(ending.error))))
        elif ending.result is not None:
            self.call_later(self._open, ending.result)

    async def on_briefing_screen_read(self) -> None:
        from scenario_sim_tui.screens.diagnosis import DiagnosisScreen

        assert self.draft is not None
        await self.push_screen(DiagnosisScreen(self.draft))

    async def on_diagnosis_screen_answered(self) -> None:
        from scenario_sim_tui.screens.goals import GoalsScreen

        assert self.draft is not None
        await self.push_screen(GoalsScreen(self.draft))

    async def on_goals_screen_weighed(self) -> None:
        from scenario_sim_tui.screens.moments import MomentsScreen

        assert self.draft is not None
        await self.push_screen(MomentsScreen(self.draft))

    async def on_moments_screen_seen(self) -> None:
        from scenario_sim_tui.screens.card import CardScreen

        assert self.draft is not None
        await self.push_screen(CardScreen(self.draft))

    async def on_card_screen_read(self) -> None:
        from scenario_sim_tui.screens.preparation import PreparationScreen

        assert self.draft is not None
        if not self.draft.preventive():  # as in a process, which prepares while it goes on
            await self.on_preparation_screen_prepared()
            return
        try:
            screen = PreparationScreen(self.draft)
        except ScenarioSimError as error:
            await self.push_screen(Message(translate(N_("This scenario cannot be played")), plain(str(error))))
        else:
            await self.push_screen(screen)

    async def on_preparation_screen_prepared(self) -> None:
        from scenario_sim_tui.screens.play import PlayScreen

        assert self.draft is not None
        try:
            session = self.draft.begin()
        except ScenarioSimError as error:
            await self.push_screen(Message(translate(N_("The session cannot begin")), plain(str(error))))
            return
        if self.process_screen is None:
            await self._go_home()
            await self._open(session)
        else:
            await self._back_to_process()
            await self._show(session)
        play = next(screen for screen in reversed(self.screen_stack) if isinstance(screen, PlayScreen))
        self.call_after_refresh(play.begin)

    async def on_play_screen_stopped(self) -> None:
        from scenario_sim.session import JsonlLog

        if self.process_screen is not None:
            await self._back_to_process()
            return
        path = self.session.log.path if self.session and isinstance(self.session.log, JsonlLog) else None
        await self._go_home()
        if path is not None:
            self.notify(translate(N_("The session is saved; you can go on with it here.")), timeout=4)

    async def on_play_screen_ended(self, message: PlayScreen.Ended) -> None:
        from scenario_sim_tui.screens.outcome import OutcomeScreen

        if not isinstance(self.screen, OutcomeScreen):
            if not message.read_only:
                message.session.mark()
            await self._show_outcome(message.session, message.read_only)

    async def on_outcome_screen_debrief_wanted(self, message: OutcomeScreen.DebriefWanted) -> None:
        from scenario_sim_tui.screens.debrief import DebriefScreen

        await self.push_screen(DebriefScreen(message.session, read_only=message.read_only))

    async def on_outcome_screen_closed(self) -> None:
        if self.process_screen is None:
            await self._go_home()
        else:
            await self._back_to_process()

    async def _open(self, session: Session) -> None:
        """Play *session*; the moment of it that was being played lies on top."""
        from scenario_sim_tui.screens.process import ProcessScreen

        self.session = session
        gc.freeze()  # what was read and played so far stays: no looking for garbage in it until it is closed
        await self._show(session)
        if session.inner is not None:
            await self.push_screen(ProcessScreen(session))
            await self._show(session.inner)

    async def _show(self, session: Session) -> None:
        """The table of *session*, and its outcome if it is over."""
        from scenario_sim_tui.screens.play import PlayScreen

        await self.push_screen(PlayScreen(session))
        if self.beamer and isinstance(self.screen, PlayScreen):
            self.screen.action_beamer()
        if session.is_over:
            await self._show_outcome(session, read_only=False)

    async def _show_outcome(self, session: Session, read_only: bool) -> None:
        from scenario_sim_tui.screens.outcome import EpisodeOutcomeScreen, OutcomeScreen

        kind = OutcomeScreen if self.process_screen is None else EpisodeOutcomeScreen
        await self.push_screen(kind(session, read_only=read_only))

    # --- moments of a process ------------------------------------------------------------------------------

    @property
    def process_screen(self) -> ProcessScreen | None:
        """The page with the moments, while one of them is prepared, played or looked back at."""
        from scenario_sim_tui.screens.process import ProcessScreen

        return next((screen for screen in self.screen_stack if isinstance(screen, ProcessScreen)), None)

    async def on_process_screen_play_wanted(self, message: ProcessScreen.PlayWanted) -> None:
        from scenario_sim_tui.draft import EpisodeDraft
        from scenario_sim_tui.screens.briefing import BriefingScreen

        if message.process.inner is not None:
            await self._show(message.process.inner)
            return
        try:
            self.draft = EpisodeDraft.of_process(message.process)
        except ScenarioSimError as error:
            await self.push_screen(Message(translate(N_("This scenario cannot be played")), plain(str(error))))
        else:
            await self.push_screen(BriefingScreen(self.draft))

    async def on_process_screen_replay_wanted(self, message: ProcessScreen.ReplayWanted) -> None:
        from scenario_sim.session import Playback, records_of_episode
        from scenario_sim_tui.screens.play import PlayScreen

        playback = Playback(records_of_episode(message.process, message.episode))
        playback.run(0.0)
        await self.push_screen(PlayScreen(playback.session, read_only=True, playback=playback))

    async def _back_to_process(self) -> None:
        """Back to the page with the moments; what was played to its end there is carried over."""
        from scenario_sim.session import end_episode

        page = self.process_screen
        assert page is not None
        process, episode = page.session, page.session.open_episode
        over = not page.read_only and process.inner is not None and process.inner.is_over
        while self.screen is not page:
            await self.pop_screen()
        if over:
            page.attempt(lambda: end_episode(process))
        await page.renew(episode)

    async def _replay(self, playback: Playback) -> None:
        from scenario_sim_tui.screens.play import PlayScreen

        self.playback = playback
        gc.freeze()
        await self.push_screen(PlayScreen(playback.session, read_only=True, playback=playback))

    async def _go_home(self) -> None:
        """Close the session, and every screen above home."""
        try:
            self.close_session()
        except ScenarioSimError as error:
            self.notify(str(error), severity="error", markup=False)
        self.draft = self.playback = None
        gc.unfreeze()
        while not isinstance(self.screen, HomeScreen):
            await self.pop_screen()
        await self.screen.renew()

    def close_session(self) -> None:
        """Let go of the log; whatever happened is in it already."""
        if self.session is not None:
            session, self.session = self.session, None
            session.close()

    # --- everywhere ----------------------------------------------------------------------------------------

    async def action_back(self) -> None:
        if not isinstance(self.screen, HomeScreen):
            await self.pop_screen()

    async def action_language(self) -> None:
        """The other language; a window with something half filled in is closed first."""
        if isinstance(self.screen, LocalScreen):
            use_language(LANGUAGES[1 - LANGUAGES.index(current_language())])
            await self.screen.speak()
        else:
            self.notify(translate(N_("Close this window first.")))

    def action_light(self) -> None:
        """On to the next theme: dark, light, high contrast."""
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    def action_explain(self) -> None:
        if isinstance(self.screen, KeyScreen):
            self.push_screen(Message(translate(N_("Help")), *self.screen.help_text()))

    def action_help_quit(self) -> None:
        """Ctrl+c copies here; whoever wants to leave with it, reads how."""
        self.notify(translate(N_("ctrl+q closes the app; a session is saved.")))

    def action_command_palette(self) -> None:
        from scenario_sim_tui.commands import Commands

        if not isinstance(self.screen, Commands):
            self.push_screen(Commands())

    def get_key_display(self, binding: Binding) -> str:
        return key_name(binding)


def _on_the_table(follower: Follower) -> Session:
    """What is played now in the log that *follower* reads: the moment of a process, if one is."""
    session = follower.refresh()
    return session.inner or session


def main(
    language: Language,
    *,
    scenario: ScenarioText | None = None,
    roles: tuple[str, ...] | None = None,
    seed: int | None = None,
    context: Context | None = None,
    log: Path | None = None,
    replay: Path | None = None,
    at: float | None = None,
    beamer: bool = False,
    meeting: Session | None = None,
) -> None:
    """Open the terminal app in *language*.

    *scenario* goes straight to its briefing, with *roles* as the seats at this table (none given:
    all seats; the briefing asks either way), *context* as the answers of the diagnosis to begin with, *seed* and *log*
    as the file for the new session. A *log* that exists already is resumed. *replay* shows a log as it stood at *at*
    (simulation seconds; the end if None), without changing it. *beamer* begins play with the page for the room; with
    a *log* that exists, or with nothing else, it shows that page alone and follows the log (the newest in the sessions
    folder) while another program writes it. *meeting* is an observed session, in which a real evening is written down.
    Raises UnreadableInput, ScenarioError or LogError before anything is drawn.
    """
    use_language(language)
    if meeting is not None:
        opening: dict[str, object] = {"meeting": meeting}
    elif beamer and scenario is None:
        from scenario_sim.session.following import Follower

        opening = {"follower": Follower(log if log is not None else _newest())}
    else:
        opening = _opening(scenario, roles, seed, context, log, replay, at)
    gc.set_threshold(NEW_OBJECTS)
    app = ScenarioApp(beamer=beamer, **opening)  # type: ignore[arg-type]
    try:
        app.run()
    finally:
        app.close_session()


def _opening(
    scenario: ScenarioText | None,
    roles: tuple[str, ...] | None,
    seed: int | None,
    context: Context | None,
    log: Path | None,
    replay: Path | None,
    at: float | None,
) -> dict[str, object]:
    if scenario is None and log is None and replay is None:
        return {}
    from scenario_sim.session import Playback, read_log, resume
    from scenario_sim_tui.draft import Draft

    if replay is not None:
        playback = Playback(read_log(replay))
        playback.run(inf if at is None else at)
        return {"playback": playback}
    if log is not None and log.exists() and log.stat().st_size:
        return {"session": resume(log)}
    if scenario is not None:
        return {"draft": Draft.of(scenario, roles=roles, seed=seed, context=context, log=log)}
    return {}


def _newest() -> Path:
    """The log that was written last in the sessions folder. Raises UnreadableInput if there is none."""
    from scenario_sim_tui.sessions import saved_sessions

    saved = saved_sessions()
    if not saved:
        raise UnreadableInput(translate(N_("there is no session yet that a beamer can follow")))
    return saved[0].path
