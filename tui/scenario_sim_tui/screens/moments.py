"""Step 3 of the guide: the decisive moments of the whole decision, and which one is played."""

from __future__ import annotations

from textwrap import wrap
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
from scenario_sim_tui.draft import Draft
from scenario_sim_tui.pages import Page
from scenario_sim_tui.steps import step_line
from scenario_sim_tui.widgets.foot import Foot
from scenario_sim_tui.words import QUIET, plain

LONGEST_WHEN, WIDTH = 18, 76


class MomentsScreen(Page):
    """Read the timeline from the first talk to the opening; the moment that is played is marked."""

    HELP = N_(
        "These are the moments in the whole decision at which safety may be at stake. The one you play "
        "tonight is marked with an arrow. Talk about where your municipality stands now, and what comes "
        "before and after."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "next", N_("Next"), tooltip=N_("on to the scenario card")),
        Binding("escape", "app.back", N_("Back"), tooltip=N_("back to the page before")),
    ]

    class Seen(Message):
        """The timeline is known; the card may come."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def compose(self) -> ComposeResult:
        scenario = self.draft.scenario
        yield self.title_line(step_line(3), scenario.title)
        with VerticalScroll(classes="body form", id="moments", can_focus=True):
            yield Static(moments_text(scenario))
            yield Button(translate(N_("Next: scenario card")), id="next", variant="primary", compact=True)
        yield Foot()

    def on_mount(self) -> None:
        self.query_one("#moments").focus()

    def spoken(self) -> None:
        self.query_one("#moments").focus()

    def on_button_pressed(self) -> None:
        self.action_next()

    def action_next(self) -> None:
        self.post_message(self.Seen())


def moments_text(scenario: Scenario) -> Content:
    """One line for each moment with its note under it; an arrow marks the one that is played."""
    if not scenario.moments:
        return plain(translate(N_("This scenario has no timeline: it plays one moment by itself.")))
    width = min(max(len(moment.when) for moment in scenario.moments), LONGEST_WHEN)
    under = f"│ {' ' * width}  "
    parts: list[str | tuple[str, str]] = ["\n"]
    for moment in scenario.moments:
        played = moment.id == scenario.plays
        mark, style = ("▶ ", "bold reverse") if played else ("│ ", "bold")
        title, *more = wrap(moment.title, WIDTH - len(under))
        parts += [(mark, "bold"), f"{moment.when:<{width}}  ", (title, style)]
        for line in more:
            parts += ["\n" + under, (line, style)]
        if played:
            parts.append((f"  ◀ {translate(N_('this is what you play'))}", "bold"))
        parts.append("\n")
        parts += [(f"{under}{line}\n", QUIET) for line in wrap(moment.note or "", WIDTH - len(under))]
    return Content.assemble(*parts)
