"""The moments of a process: what each of them was or will be, and playing the one that stands open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.events import Event
from scenario_sim.model.scenario import Scenario
from scenario_sim.report.handover import Change, came_back, handover, scenario_of
from scenario_sim.report.process import MARKS, STATES, Stop, stops
from scenario_sim.session import Session, simulating
from scenario_sim_tui.hanging import Hanging
from scenario_sim_tui.screens.session_page import SessionPage
from scenario_sim_tui.screens.work import Ending, carry_out
from scenario_sim_tui.widgets.foot import Foot
from scenario_sim_tui.words import HEADING, QUIET, level_text, unit_word

Parts = list[str | tuple[str, str]]


class ProcessScreen(SessionPage):
    """All moments of the process beside the one under the cursor; the open one is played or simulated from here."""

    HELP = N_(
        "These are the moments of the process. A moment that opens has a scenario of its own: the clock of the process "
        "waits until it is over. Play it yourselves, or let the computer play it by the policies of the roles. What "
        "the process takes into it stands beside the list, and afterwards what came back. You can leave a moment and "
        "go on with it later."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "play", N_("Play it"), tooltip=N_("play the open moment at this table, or go on with it")),
        Binding("c", "simulate", N_("Computer"), tooltip=N_("let the computer play the open moment")),
        Binding("r", "look_back", N_("Replay"), tooltip=N_("look back at the moment under the cursor")),
        Binding("pageup", "read(-1)", show=False, priority=True),
        Binding(
            "pagedown", "read(1)", show=False, priority=True, tooltip=N_("read on about the moment; page up: back")
        ),
        Binding("q,escape,l", "app.back", N_("Back"), tooltip=N_("back to the process")),
    ]

    class PlayWanted(Message):
        """The open moment of *process* is to be played at this table, or gone on with."""

        def __init__(self, process: Session) -> None:
            super().__init__()
            self.process = process

    class ReplayWanted(Message):
        """People want to look back at *episode* of *process*."""

        def __init__(self, process: Session, episode: str) -> None:
            super().__init__()
            self.process, self.episode = process, episode

    def compose(self) -> ComposeResult:
        self.texts = self.session.texts()
        self.stops = list(stops(self.session, self.texts))
        yield self.title_line(translate(N_("Moments")), self.texts.title)
        with Container(classes="body"):
            yield OptionList(*self._options(), id="stops", markup=False)
            with Vertical(id="moment"):
                with VerticalScroll(id="about-moment", can_focus=False):
                    yield Static(id="moment-text")
                with Horizontal(classes="line buttons", id="ways"):
                    yield Button(id="play", variant="primary", compact=True)
                    yield Button(translate(N_("Let the computer play it")), id="simulate", compact=True)
                    yield Button(translate(N_("Look back")), id="look_back", compact=True)
        yield Foot()

    def on_mount(self) -> None:
        self.spoken()

    def spoken(self) -> None:
        self._go_to(self._current())

    async def renew(self, episode: str | None = None) -> None:
        """Show the process as it is now, with the cursor at *episode*."""
        await self.recompose()
        place = next((place for place, stop in enumerate(self.stops) if stop.episode == episode), None)
        self._go_to(self._current() if episode is None or place is None else place)

    @property
    def stop(self) -> Stop | None:
        """The moment under the cursor."""
        at = self.query_one("#stops", OptionList).highlighted if self.is_mounted else None
        return self.stops[at] if at is not None else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        stop = self.stop if action in ("play", "simulate", "look_back") else None
        match action:
            case "play":
                return stop is not None and stop.state == "open" and not self.read_only
            case "simulate":  # who began to play it, plays it
                return stop is not None and stop.state == "open" and not self.read_only and self.session.inner is None
            case "look_back":
                return stop is not None and stop.level is not None
            case _:
                return True

    # --- showing -------------------------------------------------------------------------------------------

    def on_option_list_option_highlighted(self) -> None:
        stop = self.stop
        if stop is None:
            return
        self.query_one("#moment-text", Static).update(moment_text(self.session, self.texts, stop, self.read_only))
        self.query_one("#about-moment", VerticalScroll).scroll_home(animate=False)
        begun = self.session.inner is not None
        self.query_one("#play", Button).label = translate(N_("Go on with it") if begun else N_("Play it here"))
        for button in self.query(Button):
            button.display = bool(self.check_action(button.id or "", ()))
        self.refresh_bindings()

    def _go_to(self, place: int) -> None:
        options = self.query_one("#stops", OptionList)
        options.focus()
        options.highlighted = place

    def _current(self) -> int:
        """The open moment, or else the last that is over."""
        found = [place for place, stop in enumerate(self.stops) if stop.state == "open"]
        return (found or [place for place, stop in enumerate(self.stops) if stop.level is not None] or [0])[-1]

    def _options(self) -> list[Option]:
        return [Option(Hanging(_row(stop)), id=str(place)) for place, stop in enumerate(self.stops)]

    def action_read(self, direction: int) -> None:
        """Scroll what is said of the moment, with the cursor in the list."""
        self.query_one("#about-moment").scroll_relative(y=direction * 8, animate=False)

    # --- doing ---------------------------------------------------------------------------------------------

    def on_button_pressed(self, event: Button.Pressed) -> None:
        {"play": self.action_play, "simulate": self.action_simulate, "look_back": self.action_look_back}[
            event.button.id or ""
        ]()

    def on_option_list_option_selected(self) -> None:
        """Enter does what is nearest: play the open moment, or look back at one that is over."""
        if self.check_action("play", ()):
            self.action_play()
        elif self.check_action("look_back", ()):
            self.action_look_back()

    def action_play(self) -> None:
        self.post_message(self.PlayWanted(self.session))

    def action_look_back(self) -> None:
        if self.stop is not None and self.stop.episode is not None:
            self.post_message(self.ReplayWanted(self.session, self.stop.episode))

    def action_simulate(self) -> None:
        episode = self.session.open_episode

        def ended(ending: Ending[list[Event]]) -> None:
            if ending.error is not None:
                self.fail(ending.error)
            self.call_later(self.renew, episode)

        carry_out(self.app, translate(N_("The computer plays this moment")), simulating(self.session), ended)


def moment_text(process: Session, texts: Scenario, stop: Stop, read_only: bool = False) -> Hanging:
    """Everything there is to say of one moment: what it is, what goes into it, and what came back."""
    moment = stop.moment
    parts: Parts = [(f"{moment.id}  {moment.title}\n", HEADING), (f"{moment.when}\n", QUIET)]
    if moment.note:
        parts.append(f"{moment.note}\n")
    if stop.episode is None:
        parts.append("\n" + translate(N_("This moment has no scenario; it passes in the process itself.")) + "\n")
    elif stop.state == "open":
        parts += _handed_over(process, texts, read_only)
    elif stop.state == "coming":
        title = scenario_of(process, texts, stop.episode).title
        parts.append("\n" + translate(N_("Still to come. It opens the scenario: {title}")).format(title=title) + "\n")
    else:
        parts += _came_back(process, texts, stop.episode)
    return Hanging(Content.assemble(*parts).rstrip())


def change_lines(changes: Sequence[Change]) -> list[str]:
    """One line for each: ``Trust: 50 → 47 points``."""
    return [
        f"{change.indicator.title}: {change.before:.0f} → {change.after:.0f} {unit_word(change.indicator.unit)}"
        for change in changes
    ]


def _handed_over(process: Session, texts: Scenario, read_only: bool) -> Parts:
    over = handover(process, texts)
    now = translate(N_("It opens now, as the scenario: {title}")).format(title=over.plays.title)
    parts: Parts = ["\n", (now + "\n", "bold"), " ".join(over.plays.summary.split()) + "\n"]
    if read_only:
        parts.append(translate(N_("This is a replay; nothing can be changed.")) + "\n")
    elif process.inner is not None:
        said = translate(N_("You are in it; the clock there stands at {clock}."))
        parts.append((said.format(clock=over.plays.clock(process.inner.now)) + "\n", "bold"))
    parts.append(("\n" + translate(N_("The process so far, from its start to now")) + "\n", HEADING))
    parts += [f"· {line}\n" for line in change_lines(over.changed) or (translate(N_("nothing")),)]
    parts.append(("\n" + translate(N_("What the process takes into it")) + "\n", HEADING))
    for given in over.given:
        parts += [f"· {given.question.text} ", (given.in_words(given.now), "bold")]
        if given.now != given.usual:
            said = translate(N_("without the process: {answer}")).format(answer=given.in_words(given.usual))
            parts.append((f"  ({said})", QUIET))
        parts.append("\n")
    parts.append(("\n" + translate(N_("Ready because the process prepared it")) + "\n", HEADING))
    parts += [f"· {title}\n" for title in over.prepared or (translate(N_("nothing")),)]
    return parts


def _came_back(process: Session, texts: Scenario, episode: str) -> Parts:
    back = came_back(process, texts, episode)
    if back is None:
        return []
    who = translate(N_("Played at this table") if back.played else N_("Played by the computer"))
    highest = translate(N_("Highest level: {level}")).format(level=level_text(back.plays, back.level))
    parts: Parts = [f"\n{who}: {back.plays.title}\n", (highest + "\n\n", "bold")]
    parts.append((translate(N_("What came back into the process")) + "\n", HEADING))
    parts += [f"· {line}\n" for line in change_lines(back.changes) or (translate(N_("nothing")),)]
    parts.append(translate(N_("Under the assumptions of this scenario; this is no forecast.")) + "\n")
    return parts


def _row(stop: Stop) -> Content:
    said = translate(STATES[stop.state])
    if stop.level is not None:
        said = translate(N_("level {level}")).format(level=stop.level) + f" {'■' * stop.level}{'□' * (5 - stop.level)}"
    elif stop.state in ("coming", "quiet"):
        said = stop.moment.when
    return Content.assemble(
        f"{MARKS[stop.state]} ", (f"{stop.moment.id:4} ", "bold"), stop.moment.title, (f"  {said}", QUIET)
    )
