"""Home: the scenarios, the sessions to go on with, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from scenario_sim.errors import ScenarioSimError
from scenario_sim.language import current_language, translate
from scenario_sim.language import mark as N_
from scenario_sim.loading import Entry, known_scenarios
from scenario_sim_tui.hanging import Hanging
from scenario_sim_tui.pages import Page
from scenario_sim_tui.sessions import SavedSession, saved_sessions
from scenario_sim_tui.widgets.foot import Foot
from scenario_sim_tui.words import HEADING, QUIET, plain

if TYPE_CHECKING:
    from scenario_sim.model.scenario import Scenario


class HomeScreen(Page):
    """Choose a scenario to begin, or a session to go on with."""

    HELP = N_(
        "Choose a scenario with the arrow keys and press enter to read its briefing. Sessions that were saved "
        "before stand below; enter goes on with one where it stopped."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "replay", N_("Replay"), tooltip=N_("look back at the session under the cursor")),
        Binding("l", "app.language", N_("Nederlands/English"), tooltip=N_("the other language")),
        Binding("t", "app.light", N_("Light/dark"), tooltip=N_("dark, light or high contrast")),
        Binding("q", "app.quit", N_("Quit"), tooltip=N_("close the app")),
    ]

    class ScenarioChosen(Message):
        def __init__(self, entry: Entry) -> None:
            super().__init__()
            self.entry = entry

    class SessionChosen(Message):
        def __init__(self, saved: SavedSession) -> None:
            super().__init__()
            self.saved = saved

    class ReplayChosen(Message):
        def __init__(self, saved: SavedSession) -> None:
            super().__init__()
            self.saved = saved

    def compose(self) -> ComposeResult:
        self.entries = known_scenarios()
        self.saved = saved_sessions()
        yield self.title_line("scenario-sim", translate(N_("Home")))
        yield Static(translate(N_("Play, measure and replay how an evening can go.")), classes="lead", markup=False)
        with Container(classes="body"):
            yield OptionList(*self._options(), id="home", markup=False, compact=True)
            with VerticalScroll(id="summary", can_focus=False):
                yield Static(id="summary-text")
        yield Foot()

    def on_mount(self) -> None:
        self.query_one("#home").focus()

    def spoken(self) -> None:
        self.query_one("#home").focus()

    async def renew(self) -> None:
        """Look again which scenarios and sessions there are."""
        await self.recompose()
        self.query_one("#home").focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        kind, _, number = (event.option_id or "").partition(":")
        text = self._about(self.saved[int(number)]) if kind == "session" else _about(self.entries[int(number)])
        self.query_one("#summary-text", Static).update(text)
        self.query_one("#summary", VerticalScroll).scroll_home(animate=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        kind, _, number = (event.option_id or "").partition(":")
        if kind == "scenario":
            self.post_message(self.ScenarioChosen(self.entries[int(number)]))
        elif kind == "session":
            self.post_message(self.SessionChosen(self.saved[int(number)]))

    def action_replay(self) -> None:
        """Look back at the session under the cursor."""
        option = self.query_one("#home", OptionList).highlighted_option
        kind, _, number = (option.id or "" if option is not None else "").partition(":")
        if kind == "session":
            self.post_message(self.ReplayChosen(self.saved[int(number)]))
        else:
            self.notify(translate(N_("Choose a session below first.")))

    def _options(self) -> list[Option]:
        options = [_header(translate(N_("Scenarios")))]
        options += [
            Option(Hanging(plain(f"  {_title(entry)}")), id=f"scenario:{n}") for n, entry in enumerate(self.entries)
        ]
        if not self.entries:
            options.append(_header(translate(N_("There are no scenarios here yet."))))
        options.append(_header(""))
        options.append(_header(translate(N_("Go on with a session"))))
        options += [Option(Hanging(self._session(saved)), id=f"session:{n}") for n, saved in enumerate(self.saved)]
        if not self.saved:
            options.append(Option(plain("  " + translate(N_("No sessions yet.")), QUIET), disabled=True))
        return options

    def _session(self, saved: SavedSession) -> Content:
        return plain(f"  {saved.when or saved.path.name}  {self._played(saved)}")

    def _played(self, saved: SavedSession) -> str:
        return next((_title(entry) for entry in self.entries if entry.id == saved.scenario), saved.scenario)

    def _about(self, saved: SavedSession) -> Content:
        said = translate(N_("Enter goes on with this session where it stopped; r looks back at it."))
        return Content.assemble((f"{self._played(saved)}\n", HEADING), f"{saved.when}\n\n", said)


def _header(text: str) -> Option:
    return Option(plain(text, "bold"), disabled=True)


def _title(entry: Entry) -> str:
    return entry.in_language(current_language()).title or entry.id


def _about(entry: Entry) -> Content:
    """Title and summary in the user's language, as far as the scenario can be read."""
    said: Entry | Scenario = entry.in_language(current_language())
    if not said.summary:  # a file that is written in another way than most, or a broken one: look at all of it
        from scenario_sim.loading import load_scenario  # not above: home stands there before there is a model

        try:
            said = load_scenario(entry.folder, current_language())
        except ScenarioSimError:
            broken = translate(N_("cannot be read; run: scenario-sim check {folder}")).format(folder=entry.folder)
            return Content.assemble((f"{entry.id}\n", HEADING), broken)
    return Content.assemble((f"{said.title}\n", HEADING), " ".join(said.summary.split()))
