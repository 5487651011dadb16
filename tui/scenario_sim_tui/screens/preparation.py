"""The preventive phase: which measures are prepared, against the people and the time there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, OptionList, Static

from scenario_sim.language import mark as N_
from scenario_sim.language import source_mark, translate, translate_plural
from scenario_sim.model.measures import Measure
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.units import duration_in_words
from scenario_sim.report.prices import price
from scenario_sim_tui.draft import Draft
from scenario_sim_tui.pages import Page
from scenario_sim_tui.widgets.choices import Choices
from scenario_sim_tui.widgets.foot import Foot
from scenario_sim_tui.words import needs_text, plain, role_titles, title_of, visibility_text


class PreparationScreen(Page):
    """Choose preventive measures with space; the pane beside the list tells all about one."""

    HELP = N_(
        "Choose what is prepared. In its row stands what a measure costs: time, people, and how inviting the evening "
        "is. Beside the list stands who decides about it, on what ground, and the mistake people make with it. Below "
        "it stands what all chosen measures ask together. Visible security makes an evening less inviting."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "next", N_("Begin"), tooltip=N_("begin the exercise")),
        Binding("ctrl+r", "usual", N_("Usual choice"), tooltip=N_("choose what is usually prepared")),
        Binding("escape", "app.back", N_("Back"), tooltip=N_("back to the page before")),
    ]

    class Prepared(Message):
        """The choice is made; the session may begin."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft
        self._look()

    def _look(self) -> None:
        session = self.draft.rehearsal()
        self.time_left = max(0.0, -session.begins)
        self.resources = session.view().resources

    def compose(self) -> ComposeResult:
        scenario = self.draft.scenario
        measures = self.draft.preventive()
        if self.draft.measures is None:
            usual = self.draft.usual_measures()
            fitting = [measure.id for measure in measures if self._fits(measure)]
            self.draft.measures = tuple(id for id in fitting if id in usual)
        left = translate(N_("Time left: {time}")).format(time=duration_in_words(self.time_left))
        yield self.title_line(scenario.title, f"{translate(N_('Preparation'))}  ·  {left}")
        with Horizontal(classes="body"):
            items = [(measure.id, self._row(measure)) for measure in measures]
            yield Choices(items, self.draft.measures, several=True, id="measures")
            with Vertical(id="side"):
                with VerticalScroll(id="about"):
                    yield Static(id="about-text")
                yield Static(id="totals")
                yield Button(translate(N_("Begin the exercise")), id="next", variant="primary", compact=True)
        yield Foot()

    def on_mount(self) -> None:
        self.spoken()

    def spoken(self) -> None:
        self._show_totals()
        self.query_one("#measures").focus()

    def on_choices_changed(self, event: Choices.Changed) -> None:
        self.draft.measures = event.chosen
        self._show_totals()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id is not None:
            about = self.query_one("#about-text", Static)
            about.update(self._about(self.draft.scenario.measure(event.option_id)))
            self.query_one("#about", VerticalScroll).scroll_home(animate=False)

    def action_usual(self) -> None:
        self.query_one("#measures", Choices).choose(self.draft.usual_measures())

    def on_button_pressed(self) -> None:
        self.action_next()

    def action_next(self) -> None:
        self.post_message(self.Prepared())

    def _fits(self, measure: Measure) -> bool:
        return measure.lead_time.expected <= self.time_left

    def _row(self, measure: Measure) -> Content:
        lead = measure.lead_time.in_words()
        late = "" if self._fits(measure) else " ! " + translate(N_("no time left"))
        needs = sum(measure.needs.values())
        people = translate_plural("{count} person", "{count} people", needs).format(count=needs)
        seen = translate(N_("visible {points}")).format(points=f"{measure.visibility}/5")
        costs = price_text(self.draft.scenario, [measure])
        details = " · ".join([lead + late, *([people] if needs else []), seen, *costs])
        return Content.assemble((measure.title + "\n", "bold"), details)

    def _about(self, measure: Measure) -> Content:
        return measure_text(self.draft, measure, self.time_left, self.resources)

    def _show_totals(self) -> None:
        chosen = [self.draft.scenario.measure(id) for id in self.draft.measures or ()]
        needs: Counter[str] = Counter()
        for measure in chosen:
            needs.update(measure.needs)
        lines = [
            translate(N_("Chosen: {count} · visible security: {points} points")).format(
                count=len(chosen), points=sum(measure.visibility for measure in chosen)
            )
        ]
        if self.draft.prepared:
            titles = ", ".join(self.draft.scenario.measure(id).title for id in self.draft.prepared)
            lines.append(translate(N_("Ready because the process prepared it: {titles}")).format(titles=titles))
        lines += price_text(self.draft.scenario, chosen)
        for id, needed in needs.items():
            there = self.resources[id][1]
            line = f"{title_of(self.draft.scenario, id)}: {needed}/{there}"
            if needed > there:
                line += " ! " + translate(N_("one after another"))
            lines.append(line)
        self.query_one("#totals", Static).update(plain("\n".join(lines)))


def price_text(scenario: Scenario, measures: Iterable[Measure]) -> list[str]:
    """What *measures* together add to what visible security costs: ``Inviting -9``."""
    sums: dict[str, float] = {}
    for measure in measures:
        for id, amount in price(scenario, measure).items():
            sums[id] = sums.get(id, 0.0) + amount
    return [f"{title_of(scenario, id)} {amount:+g}" for id, amount in sums.items() if amount]


def measure_text(draft: Draft, measure: Measure, time_left: float, resources: dict[str, tuple[int, int]]) -> Content:
    """Everything people weigh before they prepare *measure*."""
    scenario = draft.scenario
    parts: list[str | tuple[str, str]] = [(measure.title + "\n", "bold")]
    if measure.description:
        parts.append(" ".join(measure.description.split()) + "\n")
    left = translate(N_("{time} left")).format(time=duration_in_words(time_left))
    rows = [
        (
            N_("Lead time"),
            f"{measure.lead_time.in_words()}  ({left})",
        ),
        (N_("Needs"), needs_text(scenario, measure.needs, resources) or translate(N_("nobody extra"))),
        (N_("In words"), measure.resources or ""),
        (N_("Visible"), " · ".join([visibility_text(measure.visibility), *price_text(scenario, [measure])])),
        (N_("Decides"), role_titles(scenario, measure.decided_by)),
        (N_("Carries out"), role_titles(scenario, measure.carried_out_by)),
        (N_("Legal ground"), measure.legal_basis or ""),
        (N_("Side effect"), measure.side_effects or ""),
        (N_("Typical mistake"), measure.mistake or ""),
        (N_("Source"), source_mark(measure.source)),
    ]
    for label, value in rows:
        if value:
            parts += [(translate(label) + ": ", "bold"), value + "\n"]
    return Content.assemble(*parts)
