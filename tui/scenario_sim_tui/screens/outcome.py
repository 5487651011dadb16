"""The outcome: how each goal fared, how far things went, and who decided what and why."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from scenario_sim.evaluation.evidence import evidence
from scenario_sim.evaluation.weights import weighted_mean
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.scenario import Scenario
from scenario_sim.session import Decision, JsonlLog, Session, decisions_in
from scenario_sim_tui.evidence import evidence_lines
from scenario_sim_tui.hanging import Hanging
from scenario_sim_tui.screens.card import AgreedCardScreen
from scenario_sim_tui.screens.session_page import SessionPage
from scenario_sim_tui.screens.timeline import TimelineScreen
from scenario_sim_tui.widgets.foot import Foot
from scenario_sim_tui.widgets.weights import weight_text
from scenario_sim_tui.words import HEADING, QUIET, bar, level_text, plain, role_title, role_titles, span_text, title_of

Parts = list[str | tuple[str, str]]


class OutcomeScreen(SessionPage):
    """Read what came of it; on to the debrief with d, back home with q."""

    HELP = N_(
        "Each goal has a score from 0 to 100; under it stands how it is measured, and what speaks for and against "
        "it. Below it you find how the level went over time and every decision with its reason. The seal at the "
        "bottom belongs to the log: write it down if you want to prove later that the log was not changed."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "debrief", N_("Debrief"), tooltip=N_("talk about it, and agree actions")),
        Binding("t", "timeline", N_("Timeline"), tooltip=N_("the evening as a picture")),
        Binding("c", "card", N_("Card"), tooltip=N_("the scenario card, with what you agreed")),
        Binding("q,escape", "home", N_("Home"), tooltip=N_("close the session and go home")),
    ]

    class Closed(Message):
        """People have seen it."""

    class DebriefWanted(Message):
        """People want to talk about *session*, or read what was said if it is *read_only*."""

        def __init__(self, session: Session, read_only: bool) -> None:
            super().__init__()
            self.session, self.read_only = session, read_only

    LEAVE: ClassVar[str] = N_("Home")

    def compose(self) -> ComposeResult:
        texts = self.session.texts()
        yield self.title_line(texts.title, translate(N_("Outcome")))
        with VerticalScroll(classes="body", id="outcome", can_focus=True):
            yield Static(plain(translate(N_("Under the assumptions of this scenario; this is no forecast.")), "bold"))
            yield Static(_goals(self.session, texts))
            yield Static(_levels(self.session, texts))
            yield Static(_decisions(self.session, texts))
            yield Static(_log(self.session))
            with Horizontal(classes="line buttons"):
                yield Button(translate(N_("Debrief")), id="talk", variant="primary", compact=True)
                yield Button(translate(self.LEAVE), id="leave", compact=True)
        yield Foot()

    def on_mount(self) -> None:
        self.query_one("#outcome").focus()

    def spoken(self) -> None:
        self.query_one("#outcome").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "talk":
            self.action_debrief()
        else:
            self.action_home()

    def action_debrief(self) -> None:
        self.post_message(self.DebriefWanted(self.session, self.read_only))

    def action_timeline(self) -> None:
        self.app.push_screen(TimelineScreen(self.session, read_only=self.read_only))

    def action_card(self) -> None:
        self.app.push_screen(AgreedCardScreen(self.session, read_only=self.read_only))

    def action_home(self) -> None:
        self.post_message(self.Closed())


class EpisodeOutcomeScreen(OutcomeScreen):
    """The outcome of one moment of a process, which goes on after it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape", "home", N_("Process"), tooltip=N_("this moment is over; back to the process")),
    ]
    LEAVE = N_("Back to the process")


def _goals(session: Session, texts: Scenario) -> Hanging:
    parts: Parts = [(translate(N_("Goals")) + "\n", HEADING)]
    scores, weights, found = session.outcome().goals, session.view().weights, evidence(session)
    for goal in texts.goals:
        score = scores[goal.id]
        parts += [
            (f"{score:3.0f} ", "bold"),
            (bar(score, 0, 100, 10) + " ", "$primary"),
            (goal.title, "bold"),
            (f"  ({weight_text(weights[goal.id])})\n" if goal.id in weights else "\n", ""),
            (f"    {' '.join(goal.measured_by.split())}\n", QUIET),
            *evidence_lines(found[goal.id], texts),
        ]
    mean = weighted_mean(scores, weights)
    if mean is not None:
        said = translate(N_("{mean}, the mean as this table weighed the goals"))
        parts.append((said.format(mean=f"{mean:3.0f}") + "\n", "bold"))
    return Hanging(Content.assemble(*parts).rstrip())


def _levels(session: Session, texts: Scenario) -> Hanging:
    """Every stretch of one level, and the whole as one row of digits."""
    table = session.table
    peak = translate(N_("Highest level: {level}")).format(level=level_text(texts, table.peak_level))
    parts: Parts = [(translate(N_("How it went")) + "\n", HEADING), (peak + "\n", "bold")]
    changes = [(session.begins, 0), *table.levels]
    ends = [at for at, _ in changes[1:]] + [session.now]
    for (at, level), end in zip(changes, ends, strict=True):
        if end > at:
            parts.append(f"{texts.clock(at):>16}  {level_text(texts, level)}  ({span_text(end - at)})\n")
    if session.now > 0:
        said = translate(N_("From {start} to {end}, the level in each of 60 equal parts:"))
        parts.append((said.format(start=texts.clock(0), end=texts.clock(session.now)) + "\n", QUIET))
        parts.append("".join(str(_level_at(changes, session.now * part / 60)) for part in range(1, 61)) + "\n")
    return Hanging(Content.assemble(*parts).rstrip())


def _level_at(changes: list[tuple[float, int]], at: float) -> int:
    return [level for since, level in changes if since <= at][-1]


def _decisions(session: Session, texts: Scenario) -> Hanging:
    parts: Parts = [(translate(N_("Decisions")) + "\n", HEADING)]
    made = decisions_in(session.log.entries)
    for decision in made:
        parts += _decision(decision, texts) + _dissent(session, decision, texts)
    if not made:
        parts.append(translate(N_("Nothing was decided.")) + "\n")
    return Hanging(Content.assemble(*parts).rstrip())


def _decision(decision: Decision, texts: Scenario) -> Parts:
    who = role_title(texts, decision.by) if decision.by else translate(N_("nobody; time ran out"))
    if decision.bot:
        who += " " + translate(N_("[computer]"))
    what = decision.what if decision.kind == "improvised" else title_of(texts, decision.what)
    if decision.kind == "ended":
        what = translate(N_("ended: {what}")).format(what=what)
    if decision.option:
        options = texts.dilemma(decision.what).options
        what += " → " + next(option.text for option in options if option.id == decision.option)
    parts: Parts = [(f"{texts.clock(decision.at)}  ", "bold"), f"{what}", (f"  – {who}\n", QUIET)]
    if decision.why:
        parts.append(f"       {translate(N_('Why'))}: {decision.why}\n")
    if decision.belongs_to:
        said = translate(N_("Outside authority; it belongs to {owners}."))
        parts.append((f"       ! {said.format(owners=role_titles(texts, decision.belongs_to))}\n", "bold $warning"))
    for number in decision.unmet:
        said = translate(N_("Requirement not met: {text}"))
        text = texts.measure(decision.what).requires[number - 1].text
        parts.append((f"       ! {said.format(text=text)}\n", "bold $warning"))
    return parts


def _dissent(session: Session, decision: Decision, texts: Scenario) -> Parts:
    """Who would have decided a dilemma otherwise; what was never revealed stays unsaid."""
    talk = session.table.talk
    if not decision.option or decision.what not in talk.advice_shown:
        return []
    parts: Parts = []
    for said in talk.dissent(decision.what, decision.option):
        option = next(one.text for one in texts.dilemma(decision.what).options if one.id == said.option)
        line = translate(N_("{role} would have chosen: {option}"))
        line = line.format(role=role_title(texts, said.by), option=option)
        parts.append(f"       ≠ {line}{f' – {said.sentence}' if said.sentence else ''}\n")
    return parts


def _log(session: Session) -> Hanging:
    parts: Parts = [(translate(N_("The log")) + "\n", HEADING)]
    if isinstance(session.log, JsonlLog):
        parts.append(translate(N_("File: {path}")).format(path=session.log.path) + "\n")
    parts.append(translate(N_("Seal: {hash}")).format(hash=session.log.head) + "\n")
    parts.append(translate(N_("Seed: {seed}")).format(seed=session.setup.seed) + "\n")
    return Hanging(Content.assemble(*parts).rstrip())
