"""The timeline of a session: levels, indicators, injects and decisions on one time axis."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.scenario import Scenario, by_id
from scenario_sim.report.process import MARKS, STATES, process_picture
from scenario_sim.report.timeline import Timeline, Trace, timeline
from scenario_sim.session import Decision, Session
from scenario_sim.session.table import Delivery
from scenario_sim_tui.screens.session_page import SessionPage
from scenario_sim_tui.widgets.foot import Foot
from scenario_sim_tui.words import HEADING, QUIET, fitted, plain, role_short, title_of, unit_word

LABELS, WIDE_LABELS, WIDE = 17, 27, 110
"""Columns for the names of the rows, on a screen narrower than *WIDE* columns and on a wide one."""

BLOCKS = " ▁▂▃▄▅▆▇█"

Row = tuple[str, str]


class TimelineScreen(SessionPage):
    """Look at the evening as a whole; numbers are injects, letters are decisions."""

    HELP = N_(
        "The evening from left to right. The row of digits is the highest level at each moment. Below it "
        "stand the indicators that moved most: a higher block is a higher value. A number is an inject and a "
        "letter is a decision; the lists under the picture say which. Of a process you see first how high each of its "
        "moments went."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape,t", "app.back", N_("Back"), tooltip=N_("back to the page before"))
    ]

    def compose(self) -> ComposeResult:
        yield self.title_line(self.session.texts().title, translate(N_("Timeline")))
        with VerticalScroll(classes="body form", id="timeline", can_focus=True):
            yield Static(id="timeline-text")
        yield Foot()

    def on_mount(self) -> None:
        self.spoken()

    def on_resize(self, event: Resize) -> None:
        self._draw(event.size.width)

    def spoken(self) -> None:
        self._draw(self.app.size.width)
        self.query_one("#timeline").focus()

    def _draw(self, width: int) -> None:
        text = timeline_text(self.session, self.session.texts(), width - 4)
        self.query_one("#timeline-text", Static).update(text)


def timeline_text(session: Session, texts: Scenario, width: int) -> Content:
    """The picture in lines of at most *width* characters, and the lists of what its marks mean."""
    labels = WIDE_LABELS if width >= WIDE else LABELS
    drawn = timeline(session, width - labels)
    if drawn is None:
        return plain(translate(N_("The evening itself has not begun, so there is nothing to draw.")))
    parts = _process(session, texts, width, labels)
    parts.append("\n")
    for label, row in _rows(drawn, texts, labels - 1):
        style = "$primary" if row.strip(BLOCKS) == "" else ""
        parts += [(fitted(label, labels - 1) + " ", "bold"), (row + "\n", style)]
    parts += ["\n", (translate(N_("Injects")) + "\n", HEADING)]
    parts += [_inject(number, delivery, texts) for number, delivery in drawn.injects]
    parts += ["\n", (translate(N_("Decisions")) + "\n", HEADING)]
    parts += [_decision(letter, decision, texts) for letter, decision in drawn.decisions]
    if not drawn.decisions:
        parts.append(translate(N_("Nothing was decided.")) + "\n")
    return Content.assemble(*parts)


def _process(session: Session, texts: Scenario, width: int, labels: int) -> list[str | tuple[str, str]]:
    """The moments of a process with the level that each of them reached; nothing for another scenario."""
    if not texts.episodes:
        return []
    parts: list[str | tuple[str, str]] = ["\n", (translate(N_("The moments of the process")) + "\n\n", HEADING)]
    for label, row in process_picture(session, texts, width - labels):
        shown = label.rjust(labels - 1) if label.isdigit() else fitted(label, labels - 1)
        parts += [(shown + " ", "bold"), (row + "\n", "$primary" if row.strip("█ ") == "" else "")]
    legend = "   ".join(f"{MARKS[state]} {translate(word)}" for state, word in STATES.items())
    parts.append(("\n" + "\n".join(wrap(legend, width)) + "\n", QUIET))
    return parts


def _rows(drawn: Timeline, texts: Scenario, labels: int) -> Iterator[Row]:
    """Each row with its label of *labels* columns; that of an indicator may go on beside its numbers."""
    yield translate(N_("Time")), drawn.axis
    yield translate(N_("Level (0-5)")), drawn.levels
    if drawn.moment_lanes:
        yield from _named(translate(N_("Moments")), drawn.moment_lanes)
    for trace in drawn.traces:
        label, *more = wrap(title_of(texts, trace.indicator), labels)
        yield label, trace.row
        yield " ".join(more), _in_numbers(trace, texts)
    yield from _named(translate(N_("Injects")), drawn.inject_lanes)
    yield from _named(translate(N_("Decisions")), drawn.decision_lanes)


def _named(label: str, lanes: tuple[str, ...]) -> Iterator[Row]:
    for number, lane in enumerate(lanes or ("",)):
        yield ("" if number else label), lane.replace(" ", "·")  # dots lead the eye to the mark's own column


def _in_numbers(trace: Trace, texts: Scenario) -> str:
    said = translate(N_("from {first} to {last} {unit} (lowest {low}, highest {high})"))
    return said.format(
        first=f"{trace.first:.0f}",
        last=f"{trace.last:.0f}",
        unit=unit_word(by_id(texts.indicators, trace.indicator).unit),
        low=f"{trace.low:.0f}",
        high=f"{trace.high:.0f}",
    )


def _inject(number: str, delivery: Delivery, texts: Scenario) -> str:
    title = delivery.added.title if delivery.added is not None else title_of(texts, delivery.inject)
    return f"{number:>3}  {texts.clock(delivery.at)}  {title}\n"


def _decision(letter: str, decision: Decision, texts: Scenario) -> str:
    what = decision.what if decision.kind == "improvised" else title_of(texts, decision.what)
    if decision.kind == "ended":
        what = translate(N_("ended: {what}")).format(what=what)
    who = role_short(texts, decision.by) if decision.by else translate(N_("nobody; time ran out"))
    if decision.bot:
        who += " " + translate(N_("[computer]"))
    return f"{letter:>3}  {texts.clock(decision.at)}  {what}  – {who}\n"
