"""Writing down a real evening while it happens: one key for what is common, words for the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from string import ascii_lowercase, ascii_uppercase
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

from scenario_sim.errors import LogError
from scenario_sim.interchange import Entry
from scenario_sim.interchange.observing import command_of, matcher_of
from scenario_sim.language import mark as N_
from scenario_sim.language import translate, translate_plural
from scenario_sim.model.commands import FACILITATOR, Command, DecideMeasure, FireInject, Withdraw
from scenario_sim.model.injects import Inject
from scenario_sim.model.scenario import Scenario
from scenario_sim.session import Session
from scenario_sim.session.records import Record
from scenario_sim_tui.forms.meeting import Noted, noting
from scenario_sim_tui.hanging import Hanging
from scenario_sim_tui.pages import Page
from scenario_sim_tui.screens.form_dialog import FormDialog
from scenario_sim_tui.widgets.foot import Foot
from scenario_sim_tui.words import HEADING, QUIET, plain, title_of

SHOWN = 4
"""Lines of what was written down last."""


_MEANT = ("FireInject", "DecideMeasure", "AddNote")


def _rarely(inject: Inject, scenario: Scenario) -> int:
    """0 for what can come at any time of the evening, 1 for what has its own time, 2 for what belongs to other days."""
    elsewhere = inject.phases is not None and scenario.main_phase.id not in inject.phases
    return 2 if elsewhere else int(inject.trigger == "at")


class MeetingScreen(Page):
    """What happens on the left, what is decided on the right, each behind its key; below it what was written last."""

    HELP = N_(
        "You write down a real evening. Press the key beside what you see or what is decided; it goes into the log "
        "with the time of now. Enter is for words of your own, another time, or who it was; words that fit something "
        "in the list become that. The last line was a mistake? ctrl+z withdraws it, and that is written down too."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "note", N_("Words"), tooltip=N_("words of your own, another time, or who it was")),
        Binding("ctrl+z", "undo", N_("Withdraw"), tooltip=N_("the last line was a mistake")),
        Binding("pageup", "read(-1)", show=False, priority=True),
        Binding("pagedown", "read(1)", N_("Read on"), key_display="pgdn", tooltip=N_("scroll both lists")),
        Binding("escape", "finish", N_("Stop"), tooltip=N_("close the log; you can go on with it later")),
        Binding("f1", "app.explain", N_("Help"), tooltip=N_("this help")),
    ]

    def __init__(self, session: Session, clock: Callable[[], datetime] = datetime.now) -> None:
        super().__init__()
        self.session, self.clock, self.matcher = session, clock, matcher_of(session)
        self.day = clock().date()
        if clock().hour < 12 <= session.scenario.starts.hour:  # it is past midnight already
            self.day -= timedelta(days=1)
        scenario = session.scenario
        happens = [inject.id for inject in sorted(scenario.injects, key=lambda one: _rarely(one, scenario))]
        decided = [measure.id for measure in scenario.measures if measure.kind == "response"]
        self.happens = dict(zip(ascii_lowercase, happens, strict=False))
        self.decided = dict(zip(ascii_uppercase, decided, strict=False))

    @property
    def observed(self) -> bool:
        return True

    def compose(self) -> ComposeResult:
        texts = self.session.texts()
        yield self.title_line(texts.title)
        with Horizontal(classes="body"):
            for id, heading, keys in (
                ("happens", translate(N_("What happens")), self.happens),
                ("decided", translate(N_("What is decided")), self.decided),
            ):
                with VerticalScroll(id=id, can_focus=False):
                    yield Static(plain(heading, HEADING))
                    rows = [(plain(key, "bold"), plain(title_of(texts, part))) for key, part in keys.items()]
                    yield Static(Hanging.beside(rows))
        yield Static(id="written")
        yield Foot()

    def on_mount(self) -> None:
        self.spoken()

    def spoken(self) -> None:
        self._show()

    def on_key(self, event: Key) -> None:
        key = event.character or ""
        if key in self.happens:
            event.stop()
            self._write(FireInject(by=FACILITATOR, inject=self.happens[key]), None)
        elif key in self.decided:
            event.stop()
            measure = self.session.scenario.measure(self.decided[key])
            self._write(DecideMeasure(by=measure.decided_by[0], measure=measure.id), None)

    # --- keys ----------------------------------------------------------------------------------------------

    def action_note(self) -> None:
        self.app.push_screen(FormDialog(noting(self.session.texts(), self.clock())), self._noted)

    def _noted(self, noted: Noted | None) -> None:
        if noted is not None:
            match = self.matcher.match(noted.text)
            command = command_of(Entry(0, 0.0, noted.text), match, self.session.scenario)
            by = noted.by or command.by
            if isinstance(command, FireInject):
                by = FACILITATOR
            self._write(command.model_copy(update={"by": by}), noted.at)

    def action_undo(self) -> None:
        last = next((record for record in reversed(self._written()) if not self._is_withdrawn(record)), None)
        if last is None:
            self.notify(translate(N_("There is nothing to withdraw.")))
        else:
            self._write(Withdraw(by=FACILITATOR, record=last.n), None)

    def action_read(self, direction: int) -> None:
        for id in ("#happens", "#decided"):
            self.query_one(id).scroll_relative(y=direction * 8, animate=False)

    def action_finish(self) -> None:
        self.app.exit()

    # --- inside --------------------------------------------------------------------------------------------

    def _write(self, command: Command, given: time | None) -> None:
        """Let it happen at the time *given*, or now; the clock of a log never goes back."""
        session = self.session
        at = self._at(given or self.clock().time())
        if at < session.now:
            late = translate(N_("{time}, written down later")).format(time=session.scenario.clock(at))
            command = command.model_copy(update={"why": f"{late}. {command.why}".strip()})
        try:
            session.run(at)
            if session.is_over:
                self.notify(translate(N_("The scenario is over at this time; nothing was written down.")))
                return
            refused = isinstance(command, DecideMeasure) and command.measure in session.view().obstacles
            if refused:
                self.notify(translate(N_("This is going on already; nothing was written down.")))
                return
            session.send(command)
        except LogError as error:
            self.notify(str(error), severity="error", markup=False)
        self._show()

    def _at(self, clock: time) -> float:
        """Simulation seconds of a time of day: of the evening, or of the night after it."""
        starts = self.session.scenario.starts
        seconds = (datetime.combine(self.day, clock) - datetime.combine(self.day, starts.time())).total_seconds()
        first = datetime.combine(self.day, starts.time()) - timedelta(hours=6)
        return seconds if datetime.combine(self.day, clock) >= first else seconds + 86400

    def _written(self) -> list[Record]:
        return [
            record
            for record in self.session.log.records
            if record.entry.kind == "command" and record.entry.type in _MEANT
        ]

    def _is_withdrawn(self, record: Record) -> bool:
        return record.n in self.session.table.talk.withdrawn

    def _show(self) -> None:
        texts, written = self.session.texts(), self._written()
        count = len(written) - sum(map(self._is_withdrawn, written))
        said = translate_plural("{count} line written down", "{count} lines written down", count).format(count=count)
        lines = [Content.assemble((said, HEADING)), *self._lines(texts, written[-SHOWN:])]
        self.query_one("#written", Static).update(Content("\n").join(lines))

    def _lines(self, texts: Scenario, records: list[Record]) -> Iterator[Content]:
        for record in records:
            entry = record.entry
            said = str(
                entry.data.get("text") or title_of(texts, str(entry.data.get("inject") or entry.data["measure"]))
            )
            said = f"{texts.clock(entry.at)}  {said}" + (f" – {entry.why}" if entry.why else "")
            if self._is_withdrawn(record):
                yield plain(" ".join(f"✖ {translate(N_('withdrawn'))}: {said}".split()), f"{QUIET} strike")
            else:
                yield plain(" ".join(said.split()))
