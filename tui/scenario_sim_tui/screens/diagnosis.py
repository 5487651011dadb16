"""Step 1 of the guide: the questions of the diagnosis, whose answers set the scenario."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import DescendantFocus
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from scenario_sim.language import mark as N_
from scenario_sim.language import source_mark, translate
from scenario_sim.loading import default_context
from scenario_sim.model.diagnosis import Question
from scenario_sim_tui.draft import Draft
from scenario_sim_tui.pages import Page
from scenario_sim_tui.steps import step_line
from scenario_sim_tui.widgets.choices import Choices
from scenario_sim_tui.widgets.error_line import ErrorLine
from scenario_sim_tui.widgets.foot import Foot
from scenario_sim_tui.words import HEADING, QUIET, plain, unit_word

ASPECTS = {
    "issue": N_("The nature of the issue"),
    "parties": N_("The people involved"),
    "context": N_("The surroundings"),
}


class DiagnosisScreen(Page):
    """Answer the questions, or leave them as they are."""

    HELP = N_(
        "These questions set the scenario to your situation. Under each one stands who knows the answer and "
        "where the numbers come from. What you leave as it is, keeps its default."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "next", N_("Next"), tooltip=N_("on to the goals")),
        Binding("ctrl+r", "defaults", N_("Defaults"), tooltip=N_("put all answers back to their default")),
        Binding("escape", "app.back", N_("Back"), tooltip=N_("back to the page before")),
    ]

    AUTO_FOCUS = ""  # it would scroll the first question to the middle

    class Answered(Message):
        """All answers are possible ones; the goals may come."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def compose(self) -> ComposeResult:
        scenario = self.draft.scenario
        yield self.title_line(step_line(1), scenario.title)
        with VerticalScroll(classes="body form", can_focus=False):
            for aspect, title in ASPECTS.items():
                questions = [question for question in scenario.diagnosis if question.aspect == aspect]
                if questions:
                    yield Static(plain(translate(title), HEADING), classes="aspect")
                for question in questions:
                    yield from self._field(question)
            with Horizontal(classes="line buttons"):
                yield Button(translate(N_("Next: goals")), id="next", variant="primary", compact=True)
                yield Button(translate(N_("Defaults")), id="defaults", compact=True)
        yield Foot()

    def _field(self, question: Question) -> Iterator[Widget]:
        given = self.draft.context[question.id]
        with Vertical(classes="question"):
            yield Static(plain(question.text, "bold"))
            if question.range is None:
                answers = [(answer.id, plain(answer.text)) for answer in question.answers]
                yield Choices(answers, (str(given),), id=f"q-{question.id}")
            else:
                with Horizontal(classes="line"):
                    yield Input(_shown(given), id=f"q-{question.id}", compact=True)
                    yield Static(plain(f" {_between(question)}"), classes="label")
            yield ErrorLine(id=f"e-{question.id}")
            yield Static(_who_knows(question), classes="hint")

    def on_mount(self) -> None:
        self.call_after_refresh(self._focus_first)

    def spoken(self) -> None:
        self.call_after_refresh(self._focus_first)

    def _focus_first(self) -> None:
        questions = self.draft.scenario.diagnosis
        target = f"#q-{_in_order(questions)[0].id}" if questions else "#next"
        self.query_one(target).focus(scroll_visible=False)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Keep the whole question in sight, not only its answers."""
        for widget in event.widget.ancestors:
            if isinstance(widget, Widget) and widget.has_class("question"):
                if widget is self.query(".question").first():
                    widget = self.query(".aspect").first()  # the heading above it belongs in sight too
                self.call_after_refresh(widget.scroll_visible, animate=False, force=True)

    def on_choices_changed(self, event: Choices.Changed) -> None:
        self.draft.context[(event.choices.id or "").removeprefix("q-")] = event.chosen[0]

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is typed is kept when it is possible, and the reason stands beside it when it is not."""
        id = (event.input.id or "").removeprefix("q-")
        question = next(question for question in self.draft.scenario.diagnosis if question.id == id)
        fault = self._fault(question, event.value)
        self.query_one(f"#e-{id}", ErrorLine).say(fault)
        if not fault:
            self.draft.context[id] = _number(event.value)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "defaults":
            self.action_defaults()
        else:
            self.action_next()

    def on_input_submitted(self) -> None:
        self.focus_next()

    def action_defaults(self) -> None:
        self.draft.context = default_context(self.draft.scenario)
        for question in self.draft.scenario.diagnosis:
            field = self.query_one(f"#q-{question.id}")
            if isinstance(field, Choices):
                field.choose((str(question.default),))
            elif isinstance(field, Input):
                field.value = _shown(question.default)

    def action_next(self) -> None:
        for question in _in_order(self.draft.scenario.diagnosis):
            field = self.query_one(f"#q-{question.id}")
            if isinstance(field, Input) and self._fault(question, field.value):
                field.focus()
                return
        self.post_message(self.Answered())

    def _fault(self, question: Question, typed: str) -> str:
        """Why *typed* is no answer, or an empty text."""
        fault = question.problem_with(_number(typed))
        if fault is None:
            return ""
        low, high = question.range or (0.0, 0.0)
        return translate(N_("This must be a number from {low} to {high}.")).format(low=f"{low:g}", high=f"{high:g}")


def _in_order(questions: tuple[Question, ...]) -> list[Question]:
    """As they stand on the screen: by aspect."""
    order = list(ASPECTS)
    return sorted(questions, key=lambda question: order.index(question.aspect))


def _shown(value: float | str) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _between(question: Question) -> str:
    low, high = question.range or (0.0, 0.0)
    said = translate(N_("{unit}, from {low} to {high}"))
    return said.format(unit=unit_word(question.unit), low=f"{low:g}", high=f"{high:g}").lstrip(", ")


def _number(typed: str) -> float | str:
    try:
        return float(typed.strip().replace(",", "."))
    except ValueError:
        return typed


def _who_knows(question: Question) -> Content:
    said = translate(N_("Source: {source}")).format(source=source_mark(question.source))
    if question.ask:
        said = translate(N_("Who knows: {who}")).format(who=question.ask) + " · " + said
    return plain(said, QUIET)
