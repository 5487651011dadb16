"""The briefing: what the scenario is about, who sits at this table, and the seed."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, OptionList, Static

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.people import Role
from scenario_sim.model.scenario import Scenario
from scenario_sim_tui.draft import LARGEST_SEED, Draft
from scenario_sim_tui.hanging import Hanging
from scenario_sim_tui.pages import Dialog, Page
from scenario_sim_tui.widgets.choices import Choices
from scenario_sim_tui.widgets.error_line import ErrorLine
from scenario_sim_tui.widgets.foot import Foot
from scenario_sim_tui.words import HEADING, QUIET, plain, role_title


class BriefingScreen(Page):
    """Read, choose seats, go on."""

    HELP = N_(
        "Read what the exercise is about, and choose which seats people at this table play. The computer "
        "plays the empty chairs. The seed is the number from which chance is drawn: the same seed and the "
        "same decisions give the same evening."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "next", N_("Next"), tooltip=N_("on to the diagnosis")),
        Binding("ctrl+a", "everybody", N_("All seats"), priority=True, tooltip=N_("people play all seats, or none")),
        Binding("v", "earlier", N_("Last time"), tooltip=N_("mark what is done of the actions agreed last time")),
        Binding("escape", "app.back", N_("Back"), tooltip=N_("back to the page before")),
    ]

    class Read(Message):
        """The briefing is done; the diagnosis may come."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def compose(self) -> ComposeResult:
        scenario = self.draft.scenario
        seats = [(role.id, plain(role.title)) for role in scenario.roles]
        yield self.title_line(scenario.title, translate(N_("Briefing")))
        with Horizontal(classes="body"):
            with VerticalScroll(id="story", can_focus=True):
                yield Static(earlier_text(self.draft), id="earlier")
                yield Static(briefing_text(scenario))
            with Vertical(id="side"):
                yield Static(plain(translate(N_("Who plays at this table?")), "bold"))
                yield Choices(seats, self.draft.seats, several=True, id="seats")
                yield Static(plain(translate(N_("The computer plays empty chairs.")), QUIET))
                with VerticalScroll(id="role"):
                    yield Static(id="role-text")
                if self.draft.chooses_seed:
                    with Horizontal(classes="line"):
                        yield Static(plain(translate(N_("Seed")) + " "), classes="label")
                        yield Input(str(self.draft.seed), type="integer", max_length=6, id="seed", compact=True)
                    yield ErrorLine(id="seed-error")
                yield Button(translate(N_("Next: diagnosis")), id="next", variant="primary", compact=True)
        yield Foot()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return action != "earlier" or bool(self.draft.earlier)

    def on_mount(self) -> None:
        self.query_one("#seats").focus()

    def spoken(self) -> None:
        self.query_one("#seats").focus()

    def on_choices_changed(self, event: Choices.Changed) -> None:
        self.draft.seats = event.chosen

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id is not None:
            role = self.draft.scenario.role(event.option_id)
            self.query_one("#role-text", Static).update(role_text(role))

    def action_everybody(self) -> None:
        seats = self.query_one("#seats", Choices)
        everybody = tuple(role.id for role in self.draft.scenario.roles)
        seats.choose(() if seats.chosen == everybody else everybody)

    def action_earlier(self) -> None:
        def told(_: None) -> None:
            self.query_one("#earlier", Static).update(earlier_text(self.draft))

        self.app.push_screen(EarlierDialog(self.draft), told)

    def on_button_pressed(self) -> None:
        self.action_next()

    def on_input_submitted(self) -> None:
        self.action_next()

    def action_next(self) -> None:
        if not self.draft.chooses_seed or self._takes_seed():
            self.post_message(self.Read())

    def _takes_seed(self) -> bool:
        """Whether the field holds a seed; if it does not, it says so."""
        field, error = self.query_one("#seed", Input), self.query_one("#seed-error", ErrorLine)
        if not field.value.strip().isdigit():
            error.say(translate(N_("The seed is a number from 0 to {most}.")).format(most=LARGEST_SEED))
            field.focus()
            return False
        error.say("")
        self.draft.seed = int(field.value)
        return True


class EarlierDialog(Dialog[None]):
    """The actions of last time; space marks one as done, or as open again."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def compose(self) -> ComposeResult:
        items = [(str(place), _agreed(self.draft, place)) for place in range(len(self.draft.earlier))]
        done = [str(place) for place in self.draft.done]
        with VerticalScroll(classes="dialog", can_focus=False):
            yield self.heading(translate(N_("Agreed last time: what is done?")))
            yield Choices(items, done, several=True, id="done")
            yield Static(plain(translate(N_("What you mark goes into the log.")), QUIET), classes="foot")

    def on_mount(self) -> None:
        self.query_one("#done").focus()

    def on_choices_changed(self, event: Choices.Changed) -> None:
        self.draft.done = {int(place) for place in event.chosen}


def earlier_text(draft: Draft) -> Hanging:
    """How many actions were agreed last time, and each with its check and how it stands; empty without any."""
    if not draft.earlier:
        return Hanging(Content(""))
    count, done = len(draft.earlier), len(draft.done)
    said = translate(N_("Agreed last time: {count} – done {done}, open {open}. v marks what is done."))
    parts: list[str | Content | tuple[str, str]] = [
        (said.format(count=count, done=done, open=count - done) + "\n", HEADING)
    ]
    for place in range(count):
        mark = "[x] " if place in draft.done else "[ ] "
        parts += [mark, Content("\n    ").join(_agreed(draft, place).split("\n")), "\n"]
    return Hanging(Content.assemble(*parts))


def _agreed(draft: Draft, place: int) -> Content:
    action = draft.earlier[place]
    about = " · ".join(part for part in (role_title(draft.scenario, action.owner), action.due) if part)
    lines = [about]
    if action.check:
        lines.append(translate(N_("Check: {check}")).format(check=action.check))
    return Content.assemble((action.text, "bold"), *(f"\n{line}" for line in lines))


def briefing_text(scenario: Scenario) -> Hanging:
    """The storyline, the goals and the place of the exercise."""
    parts: list[str | tuple[str, str]] = [
        (f"{scenario.place}\n\n", QUIET),
        " ".join(scenario.summary.split()) + "\n\n",
        (translate(N_("The situation")) + "\n", "bold"),
        " ".join(scenario.card.description.split()) + "\n\n",
        (translate(N_("Goals")) + "\n", "bold"),
    ]
    for goal in scenario.goals:
        parts += [(f"• {goal.title}. ", "bold"), " ".join(goal.text.split()) + "\n"]
    parts += ["\n", (translate(N_("Points of attention")) + "\n", "bold")]
    parts += [f"• {' '.join(text.split())}\n" for text in scenario.card.attention]
    said = N_("This is an exercise. Places and people are made up. The outcome holds for this scenario only.")
    parts += ["\n", (translate(said), QUIET)]
    return Hanging(Content.assemble(*parts))


def role_text(role: Role) -> Hanging:
    """What a role does and may decide."""
    parts: list[str | tuple[str, str]] = [(translate(N_("Tasks of {role}")).format(role=role.title) + "\n", "bold")]
    parts += [f"• {task}\n" for task in role.tasks]
    if role.authority:
        parts.append((translate(N_("May decide")) + "\n", "bold"))
        parts += [f"• {text}\n" for text in role.authority]
    return Hanging(Content.assemble(*parts))
