"""Step 2 of the guide: what the municipality wants, what weighs most, and where goals pull apart."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, OptionList, Static

from scenario_sim.language import mark as N_
from scenario_sim.language import source_mark, translate
from scenario_sim.model.goals import Goal
from scenario_sim.model.scenario import Scenario
from scenario_sim.report.conflicts import Conflict, conflicts
from scenario_sim_tui.draft import Draft
from scenario_sim_tui.hanging import Hanging
from scenario_sim_tui.pages import Page
from scenario_sim_tui.steps import step_line
from scenario_sim_tui.widgets.foot import Foot
from scenario_sim_tui.widgets.weights import Weights
from scenario_sim_tui.words import HEADING, QUIET, title_of

MOST_CONFLICTS, MOST_EXAMPLES = 5, 2

Parts = list[str | tuple[str, str]]


class GoalsScreen(Page):
    """Weigh the goals; beside them stands what each means and what it costs the others."""

    HELP = N_(
        "Talk about what matters most to you tonight, and give each goal a weight. Beside the list stands "
        "what the goal means and how it is measured, and where goals pull apart: a measure that helps one "
        "goal can cost another. The weights go into the log and come back in the outcome."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "next", N_("Next"), tooltip=N_("on to the timeline")),
        Binding("escape", "app.back", N_("Back"), tooltip=N_("back to the page before")),
        Binding("pageup", "read(-1)", show=False, priority=True),
        Binding(
            "pagedown",
            "read(1)",
            N_("Read on"),
            key_display="pgdn",
            priority=True,
            tooltip=N_("scroll the text beside the list"),
        ),
    ]

    class Weighed(Message):
        """The weights stand; the timeline may come."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def compose(self) -> ComposeResult:
        scenario = self.draft.scenario
        yield self.title_line(step_line(2), scenario.title)
        with Horizontal(classes="body"):
            with Vertical(id="weighing"):
                yield Weights(scenario.goals, self.draft.weights, id="weights")
                yield Button(translate(N_("Next: timeline")), id="next", variant="primary", compact=True)
            with VerticalScroll(id="about-goal", can_focus=True):
                yield Static(id="goal-text")
                yield Static(id="conflicts-text")
        yield Foot()

    def on_mount(self) -> None:
        self.spoken()

    def spoken(self) -> None:
        self._show_conflicts()
        self.query_one("#weights").focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        goal = next(goal for goal in self.draft.scenario.goals if goal.id == event.option_id)
        self.query_one("#goal-text", Static).update(goal_text(goal))

    def on_weights_changed(self, event: Weights.Changed) -> None:
        self.draft.weights[event.goal] = event.weight
        self._show_conflicts()

    def on_button_pressed(self) -> None:
        self.action_next()

    def action_read(self, direction: int) -> None:
        """Scroll the text beside the list, wherever the cursor is."""
        self.query_one("#about-goal").scroll_relative(y=direction * 8, animate=False)

    def action_next(self) -> None:
        self.post_message(self.Weighed())

    def _show_conflicts(self) -> None:
        scenario = self.draft.scenario
        text = conflicts_text(scenario, conflicts(scenario, self.draft.weights))
        self.query_one("#conflicts-text", Static).update(text)


def goal_text(goal: Goal) -> Content:
    """What a goal means, how it is measured and where it comes from."""
    return Content.assemble(
        (goal.title + "\n", "bold"),
        " ".join(goal.text.split()) + "\n",
        (translate(N_("Measured by")) + ": ", "bold"),
        " ".join(goal.measured_by.split()) + "\n",
        (translate(N_("Source: {source}")).format(source=source_mark(goal.source)) + "\n", QUIET),
    )


def conflicts_text(scenario: Scenario, found: list[Conflict]) -> Hanging:
    """The heaviest conflicts, each with a few measures that show it."""
    parts: Parts = [(translate(N_("Where goals pull apart")) + "\n", HEADING)]
    if not found:
        parts.append(translate(N_("In this scenario no measure for one goal costs another.")))
    titles = {goal.id: goal.title for goal in scenario.goals}
    for conflict in found[:MOST_CONFLICTS]:
        said = translate(N_("More of “{more}” costs “{less}”."))
        parts.append((said.format(more=titles[conflict.more], less=titles[conflict.less]) + "\n", "bold"))
        examples = "; ".join(title_of(scenario, measure) for measure in conflict.measures[:MOST_EXAMPLES])
        lost = ", ".join(title_of(scenario, indicator) for indicator in conflict.indicators[:MOST_EXAMPLES])
        said = translate(N_("What suffers: {indicators}. For example through: {measures}."))
        parts.append("  " + said.format(measures=examples, indicators=lost) + "\n")
    return Hanging(Content.assemble(*parts).rstrip())
