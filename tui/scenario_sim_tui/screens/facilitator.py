"""For the facilitator alone: what is coming and what can be done to it, what can be offered, and the seats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import Command
from scenario_sim.model.events import Event
from scenario_sim.model.injects import Inject
from scenario_sim.model.scenario import Scenario, by_id
from scenario_sim.report.conditions import condition_text
from scenario_sim.session import Coming, Session
from scenario_sim.session.suggestions import Suggestion, offered
from scenario_sim_tui.forms.form import Form
from scenario_sim_tui.forms.lead import adding, adjudicating, firing, postponing, rewording, seats, skipping
from scenario_sim_tui.hanging import Hanging
from scenario_sim_tui.screens.knowledge import KnowledgeScreen
from scenario_sim_tui.screens.session_page import SessionPage
from scenario_sim_tui.screens.stream import StreamScreen
from scenario_sim_tui.widgets.foot import Foot
from scenario_sim_tui.words import MOODS, QUIET, TRIGGERS, USES, role_short, role_titles, span_text, title_of

Parts = list[str | tuple[str, str]]


class FacilitatorScreen(SessionPage):
    """The clock stands still here. *events* collects what came of what the facilitator did, for the table."""

    HELP = N_(
        "The clock stands still here. The list has what can still come: first what is offered now, then by "
        "time, then what waits for something. Beside it stands the message under the cursor, with what is "
        "expected of whom."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f,enter", "fire", N_("Now"), key_display="f", tooltip=N_("bring the message under the cursor now")),
        Binding("p", "postpone", N_("Later"), tooltip=N_("let it come later than it would")),
        Binding("s", "skip", N_("Skip"), tooltip=N_("leave it out; say why")),
        Binding("t", "reword", N_("Text"), tooltip=N_("give it other words")),
        Binding("a", "add", N_("Add"), tooltip=N_("bring a message of your own")),
        Binding("z", "seats", N_("Seats"), tooltip=N_("hand a seat to the computer, or take it over")),
        Binding("w", "knowledge", N_("Who knew"), tooltip=N_("which role knew which message, and since when")),
        Binding("v", "stream", N_("Social"), tooltip=N_("what goes round on social media")),
        Binding("j", "judge", N_("Judge"), show=False, tooltip=N_("judge an own action that waits for it")),
        Binding("q,g,escape", "leave", N_("Back"), key_display="q", tooltip=N_("back to the table")),
    ]

    def __init__(self, session: Session, *, read_only: bool = False) -> None:
        super().__init__(session, read_only=read_only)
        self.events: list[Event] = []

    def compose(self) -> ComposeResult:
        clock = self.texts.clock(self.session.now)
        yield self.title_line(translate(N_("Facilitator")), clock + " ‖ " + translate(N_("paused")))
        yield Static(id="mood", markup=False)
        with Container(classes="body"):
            yield OptionList(id="schedule", markup=False, compact=True)
            with VerticalScroll(id="inject", can_focus=True):
                yield Static(id="inject-text")
        yield Static("", id="said", markup=False)
        yield Foot()

    def on_mount(self) -> None:
        self.look_again()
        self.query_one("#schedule").focus()

    def spoken(self) -> None:
        self.texts = self.session.texts()
        self.on_mount()

    def look_again(self) -> None:
        """Show what can still come now; the cursor stays on its message while that is there."""
        schedule = self.query_one("#schedule", OptionList)
        before = self._at()
        coming, suggested = self.session.view().coming, offered(self.session)
        mood = self.query_one("#mood", Static)
        mood.update(translate(MOODS[suggested[0].mood]) if suggested else "")
        mood.display = bool(suggested)
        schedule.clear_options()
        schedule.add_options(_rows(_sorted(coming, suggested), suggested, self.texts))
        ids = [option.id for option in schedule.options]
        schedule.highlighted = (ids.index(before) if before in ids else 0) if ids else None
        self._show_inject()

    def on_option_list_option_highlighted(self) -> None:
        self._show_inject()

    def on_option_list_option_selected(self) -> None:
        self.action_fire()

    # --- doing ---------------------------------------------------------------------------------------------

    def action_fire(self) -> None:
        inject = self._inject()
        if inject is not None:
            self._change(firing(inject))

    def action_postpone(self) -> None:
        inject = self._inject()
        if inject is not None:
            self._change(postponing(inject))

    def action_skip(self) -> None:
        inject = self._inject()
        if inject is not None:
            self._change(skipping(inject))

    def action_reword(self) -> None:
        inject = self._inject()
        if inject is not None and not self.is_replay():
            text = self.session.view().reworded.get(inject.id, inject.text)
            self.fill(rewording(inject.id, inject.title, text))

    def action_add(self) -> None:
        self._change(adding(self.texts))

    def action_seats(self) -> None:
        self._change(seats(self.texts, self.session.view().seated))

    def action_judge(self) -> None:
        action = self.session.table.unjudged
        if action is not None:
            self._change(adjudicating(action, self.texts))
        else:
            self.say(translate(N_("No own action waits for a judgement.")))

    def action_knowledge(self) -> None:
        self.app.push_screen(KnowledgeScreen(self.session, read_only=self.read_only))

    def action_stream(self) -> None:
        self.app.push_screen(StreamScreen(self.session, read_only=self.read_only))

    def _change(self, form: Form[Command]) -> None:
        """Fill in *form*, which changes the world of the scenario, as long as it goes on."""
        if not self.is_closed():
            self.fill(form)

    def tell(self, events: list[Event]) -> None:
        self.events += events
        super().tell(events)

    def action_leave(self) -> None:
        self.dismiss(None)

    # --- inside --------------------------------------------------------------------------------------------

    def _at(self) -> str | None:
        schedule = self.query_one("#schedule", OptionList)
        at = schedule.highlighted
        return None if at is None else schedule.get_option_at_index(at).id

    def _inject(self) -> Inject | None:
        at = self._at()
        return None if at is None else self.texts.inject(at)

    def _show_inject(self) -> None:
        inject = self._inject()
        text = self.query_one("#inject-text", Static)
        if inject is None:
            text.update(translate(N_("Nothing more can come.")))
            return
        view = self.session.view()
        coming = next(one for one in view.coming if one.inject == inject.id)
        text.update(Content.assemble(*_details(inject, coming, self.texts, view.reworded.get(inject.id, inject.text))))


def _sorted(coming: tuple[Coming, ...], suggested: tuple[Suggestion, ...]) -> list[Coming]:
    """What is offered first, then what has a time, then what waits for something, and by hand last."""
    first = {one.inject: place for place, one in enumerate(suggested)}

    def key(one: Coming) -> tuple[int, float]:
        if one.inject in first:
            return 0, first[one.inject]
        if one.at is not None:
            return 1, one.at
        return (3 if one.trigger in ("by_hand", "at") else 2), 0.0

    return sorted(coming, key=key)


def _rows(coming: Sequence[Coming], suggested: tuple[Suggestion, ...], texts: Scenario) -> list[Option]:
    """Under each other: when, what is offered for what, and the channel and title of the message."""
    times = [texts.clock(one.at) if one.at is not None else translate(TRIGGERS[one.trigger]) for one in coming]
    width = max(map(len, times), default=0)
    rows = (_row(one, f"{time:<{width}}", suggested, texts) for one, time in zip(coming, times, strict=True))
    return [Option(row, id=one.inject) for row, one in zip(rows, coming, strict=True)]


def _row(one: Coming, when: str, suggested: tuple[Suggestion, ...], texts: Scenario) -> Hanging:
    inject = texts.inject(one.inject)
    use = next((translate(USES[offer.use]) for offer in suggested if offer.inject == one.inject), "")
    lead = Content.styled(when, "bold" if one.at is not None else QUIET)
    parts: Parts = [(f" {use} ", "bold reverse"), " "] if use else []
    told = Content.assemble(*parts, f"{by_id(texts.channels, inject.channel).icon} {inject.title}")
    return Hanging.beside([(lead, told)])


def _details(inject: Inject, coming: Coming, texts: Scenario, text: str) -> Parts:
    channel = by_id(texts.channels, inject.channel)
    to = inject.to or tuple(role.id for role in texts.roles if inject.channel in role.channels)
    parts: Parts = [
        (inject.title + "\n", "bold"),
        (_when(inject, coming, texts) + "\n", ""),
        (f"{channel.title}{' – ' + inject.sender if inject.sender else ''} → {role_titles(texts, to)}\n", QUIET),
        " ".join(text.split()) + "\n",
    ]
    if inject.expected:
        parts.append(("\n" + translate(N_("Expected")) + "\n", "bold"))
    for one in inject.expected:
        within = translate(N_("within {span}")).format(span=span_text(one.within.seconds))
        if coming.at is not None:
            within += ", " + translate(N_("before {clock}")).format(clock=texts.clock(coming.at + one.within.seconds))
        parts.append(f"{role_short(texts, one.role)}: {one.text} ({within})\n")
    if inject.dilemma:
        parts += [("\n" + translate(N_("Dilemma")) + "\n", "bold"), title_of(texts, inject.dilemma) + "\n"]
    if inject.norm:
        behaviour = next(norm.behaviour for norm in texts.norms if norm.id == inject.norm)
        parts += [("\n" + translate(N_("Norm")) + "\n", "bold"), behaviour + "\n"]
    goals = {*inject.goals, *(one.goal for one in inject.expected if one.goal)}
    if goals:
        parts.append(("\n" + translate(N_("Goal")) + "\n", "bold"))
        parts += [f"{goal.id} {goal.title}\n" for goal in texts.goals if goal.id in goals]
    return parts


def _when(inject: Inject, coming: Coming, texts: Scenario) -> str:
    """Why and when it comes, in words."""
    match inject.trigger:
        case "after" if inject.after is not None:
            said = translate(N_("After: {what}")).format(what=title_of(texts, inject.after))
        case "when" if inject.when is not None:
            said = translate(N_("When {condition}")).format(condition=condition_text(inject.when, texts))
        case "rate":
            said = translate(N_("By chance, more likely as things get worse"))
        case "by_hand":
            said = translate(N_("Only when you bring it"))
            said += f" ({translate(USES[inject.use])})" if inject.use else ""
        case "at" if coming.at is None:
            said = translate(N_("Its time passed without it; it comes only when you bring it"))
        case _:
            said = translate(N_("At a fixed time"))
    if coming.at is not None:
        said += " · " + translate(N_("due {clock}")).format(clock=texts.clock(coming.at))
    return said
