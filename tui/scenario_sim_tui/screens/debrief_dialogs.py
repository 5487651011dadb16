"""What people fill in after the exercise: looking back, an action they agree on, and a note."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import FACILITATOR, AddNote, AgreeAction, LookBack
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.talk_events import LookedBack
from scenario_sim_tui.pages import Dialog, ResultT
from scenario_sim_tui.widgets.choices import Choices
from scenario_sim_tui.widgets.error_line import ErrorLine
from scenario_sim_tui.words import plain, role_title

NO_GOAL = "-"


class _Form(Dialog[ResultT]):
    """Fields under each other: enter goes to the next one, and saves from the last if that is a text."""

    ends_with_text: ClassVar[bool] = True

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "send", N_("Save"))]

    def field(self, id: str, label: str, value: str = "", longest: int = 2000) -> Iterator[Widget]:
        yield Static(plain(label, "bold"))
        yield Input(value, id=id, max_length=longest, compact=True)

    def buttons(self) -> Iterator[Widget]:
        with Horizontal(classes="line buttons"):
            yield Button(translate(N_("Save")), id="send", variant="primary", compact=True)
            yield Button(translate(N_("Back")), id="back", compact=True)

    def said(self, id: str) -> str:
        return self.query_one(f"#{id}", Input).value.strip()

    def on_mount(self) -> None:
        self.query(Input).first().focus()
        self.call_after_refresh(self.query_one(".dialog").scroll_home, animate=False)  # lists scroll to their choice

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if self.ends_with_text and event.input is self.query(Input).last():
            self.action_send()
        else:
            self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "send":
            self.action_send()
        else:
            self.dismiss(None)

    def action_send(self) -> None:
        raise NotImplementedError

    def chosen_goal(self) -> str | None:
        chosen = self.query_one("#goal", Choices).chosen
        return chosen[0] if chosen and chosen[0] != NO_GOAL else None

    def needs(self, id: str, why: str) -> None:
        """Say under field *id* why it cannot stay empty."""
        self.query_one(f"#{id}-error", ErrorLine).say(why)
        self.query_one(f"#{id}").focus()


class LookBackDialog(_Form[LookBack]):
    """The hot wash of one role: three short answers, none of them obliged."""

    def __init__(self, role: str, texts: Scenario, before: LookedBack | None) -> None:
        super().__init__()
        self.role, self.texts, self.before = role, texts, before

    def compose(self) -> ComposeResult:
        before = self.before
        with VerticalScroll(classes="dialog", can_focus=False):
            said = translate(N_("Looking back: {role}"))
            yield self.heading(said.format(role=role_title(self.texts, self.role)))
            yield from self.field("surprised", translate(N_("What surprised you?")), before.surprised if before else "")
            yield from self.field("went_well", translate(N_("What went well?")), before.went_well if before else "")
            yield from self.field("change", translate(N_("What would you change?")), before.change if before else "")
            yield from self.buttons()

    def action_send(self) -> None:
        said = {id: self.said(id) for id in ("surprised", "went_well", "change")}
        self.dismiss(LookBack(by=self.role, **said) if any(said.values()) else None)


class AgreeActionDialog(_Form[AgreeAction]):
    """What will be done, whose it is, by when, and how people will see that it was done."""

    ends_with_text = False

    def __init__(self, texts: Scenario, goal: str = "", text: str = "") -> None:
        super().__init__()
        self.texts, self.goal, self.text = texts, goal, text

    def compose(self) -> ComposeResult:
        roles = [(role.id, plain(role.title)) for role in self.texts.roles]
        with VerticalScroll(classes="dialog", can_focus=False):
            yield self.heading(translate(N_("New action")))
            yield from self.field("text", translate(N_("What will you do?")), self.text)
            yield ErrorLine(id="text-error")
            yield from self.field("due", translate(N_("When is it done?")), longest=60)
            yield from self.field("check", translate(N_("How do we check it?")))
            yield Static(plain(translate(N_("Who owns it?")), "bold"))
            yield Choices(roles, (), id="owner")
            yield ErrorLine(id="owner-error")
            yield from goal_field(self.texts, self.goal)
            yield from self.buttons()

    def action_send(self) -> None:
        text, owner = self.said("text"), self.query_one("#owner", Choices).chosen
        self.query_one("#text-error", ErrorLine).say("")
        if not text:
            self.needs("text", translate(N_("Say what you will do.")))
        elif not owner:
            self.needs("owner", translate(N_("Choose who owns it.")))
        else:
            goal = self.chosen_goal()
            due, check = self.said("due"), self.said("check")
            self.dismiss(AgreeAction(by=FACILITATOR, text=text, owner=owner[0], due=due, check=check, goal=goal))


class DebriefNoteDialog(_Form[AddNote]):
    """What was said on a question, as a strength, an improvement or a remark."""

    ends_with_text = False

    def __init__(self, texts: Scenario, question: str, goal: str = "") -> None:
        super().__init__()
        self.texts, self.question, self.goal = texts, question, goal

    def compose(self) -> ComposeResult:
        kinds = [(kind, plain(translate(word))) for kind, word in NOTE_KINDS.items()]
        with VerticalScroll(classes="dialog", can_focus=False):
            yield self.heading(self.question)
            yield from self.field("text", translate(N_("What was said?")))
            yield ErrorLine(id="text-error")
            yield Static(plain(translate(N_("What is it?")), "bold"))
            yield Choices(kinds, ("remark",), id="kind")
            yield from goal_field(self.texts, self.goal)
            yield from self.buttons()

    def action_send(self) -> None:
        text, kind = self.said("text"), self.query_one("#kind", Choices).chosen[0]
        if not text:
            self.needs("text", translate(N_("Write down what was said.")))
            return
        note = {"text": text, "kind": kind, "goal": self.chosen_goal()}
        self.dismiss(AddNote.model_validate({"by": FACILITATOR, **note}))


NOTE_KINDS = {"strength": N_("strength"), "improvement": N_("improvement"), "remark": N_("remark")}


def goal_field(texts: Scenario, chosen: str) -> Iterator[Widget]:
    """The goals to choose one from, or none."""
    goals = [(NO_GOAL, plain(translate(N_("no goal")))), *((goal.id, plain(goal.title)) for goal in texts.goals)]
    yield Static(plain(translate(N_("For which goal?")), "bold"))
    yield Choices(goals, (chosen or NO_GOAL,), id="goal")
