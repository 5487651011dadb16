"""The debrief: hot wash per role, agreed actions, moments to talk about, and the questions of the scenario."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from scenario_sim.errors import ScenarioSimError
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import Command
from scenario_sim.model.talk_events import ActionAgreed, LookedBack
from scenario_sim.session import Session
from scenario_sim_tui.hanging import Hanging
from scenario_sim_tui.pages import Page
from scenario_sim_tui.screens.debrief_dialogs import NOTE_KINDS, AgreeActionDialog, DebriefNoteDialog, LookBackDialog
from scenario_sim_tui.widgets.foot import Foot
from scenario_sim_tui.words import HEADING, QUIET, plain, role_title


class DebriefScreen(Page):
    """Walk down the list; enter opens what stands under the cursor. All of it goes into the log."""

    HELP = N_(
        "Walk down the list together. Enter on a role writes down what surprised, what went well and what to "
        "change; a role nobody played can be skipped. Enter on a moment makes an action of it. Enter on a "
        "question writes down what was said. Everything goes into the log."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "a", "add_action", N_("New action"), tooltip=N_("agree an action: what, who, when, and how you check it")
        ),
        Binding("n", "note", N_("Note"), tooltip=N_("write down what was said")),
        Binding("q,escape", "app.back", N_("Back"), tooltip=N_("back to the outcome")),
    ]

    def __init__(self, session: Session, *, read_only: bool = False) -> None:
        super().__init__()
        self.session, self.read_only = session, read_only
        self.texts = session.texts()

    def compose(self) -> ComposeResult:
        self.texts = self.session.texts()
        yield self.title_line(self.texts.title, translate(N_("Debrief")))
        yield OptionList(*self._rows(), id="debrief", classes="body", markup=False)
        yield Foot()

    def on_mount(self) -> None:
        self.spoken()

    def spoken(self) -> None:
        self.query_one("#debrief").focus()

    # --- what one does -------------------------------------------------------------------------------------

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        kind, _, which = (event.option_id or "").partition(":")
        talk = self.session.table.talk
        match kind:
            case "role":
                self._ask(LookBackDialog(which, self.texts, talk.looked_back.get(which)))
            case "bookmark":
                self._ask(AgreeActionDialog(self.texts))
            case "note":
                note = talk.notes[int(which)]
                self._ask(AgreeActionDialog(self.texts, goal=note.goal))
            case "question":
                question = next(question for question in self.texts.debrief if question.id == which)
                self._ask(DebriefNoteDialog(self.texts, question.text, question.goal or ""))
            case _:
                self.action_add_action()

    def action_add_action(self) -> None:
        self._ask(AgreeActionDialog(self.texts))

    def action_note(self) -> None:
        self._ask(DebriefNoteDialog(self.texts, translate(N_("Note"))))

    def _ask(self, dialog: LookBackDialog | AgreeActionDialog | DebriefNoteDialog) -> None:
        if self.read_only:
            self.notify(translate(N_("This is a replay; nothing can be changed.")))
        else:
            self.app.push_screen(dialog, self._send)

    def _send(self, command: Command | None) -> None:
        if command is None:
            return
        try:
            self.session.send(command)
        except ScenarioSimError as error:
            self.notify(str(error), severity="error", markup=False)
        self._look_again()

    def _look_again(self) -> None:
        """Show what is in the log now, with the cursor where it was."""
        list_ = self.query_one("#debrief", OptionList)
        place = list_.highlighted
        at = None if place is None else list_.get_option_at_index(place).id
        rows = list(self._rows())
        list_.clear_options()
        list_.add_options(rows)
        list_.highlighted = next((number for number, row in enumerate(rows) if at and row.id == at), place)

    # --- what it shows -------------------------------------------------------------------------------------

    def _rows(self) -> Iterator[Option]:
        yield _heading(translate(N_("1 Hot wash: every role looks back")))
        yield from self._roles()
        yield _heading(translate(N_("2 Agreed actions")))
        yield from (Option(self._action(action), id=f"action:{action.action}") for action in self._actions)
        yield Option(plain(f"  + {translate(N_('New action'))}"), id="new")
        yield _heading(translate(N_("3 Moments to talk about")))
        yield from self._moments()
        yield _heading(translate(N_("4 Questions")))
        yield from self._questions()

    @property
    def _actions(self) -> list[ActionAgreed]:
        return self.session.table.talk.actions

    def _roles(self) -> Iterator[Option]:
        said, seated = self.session.table.talk.looked_back, self.session.table.seated
        for role in sorted(self.texts.roles, key=lambda role: role.id not in seated):
            mark = "[x]" if role.id in said else "[ ]"
            here = "" if role.id in seated else f"  ({translate(N_('not at the table; may be skipped'))})"
            parts: list[str | tuple[str, str]] = [f"  {mark} ", (role.title, "bold"), (here, QUIET)]
            if role.id in said:
                parts += [f"\n      {line}" for line in _looked_back(said[role.id])]
            yield Option(Hanging(Content.assemble(*parts)), id=f"role:{role.id}")

    def _action(self, action: ActionAgreed) -> Hanging:
        owner = role_title(self.texts, action.owner)
        parts = [owner, action.due, self._goal_title(action.goal)]
        lines = [" · ".join(part for part in parts if part)]
        if action.check:
            lines.append(translate(N_("Check: {check}")).format(check=action.check))
        indented = "".join(f"\n      {line}" for line in lines)
        return Hanging(Content.assemble((f"  {action.action}. {action.text}", "bold"), indented))

    def _moments(self) -> Iterator[Option]:
        talk, clock = self.session.table.talk, self.texts.clock
        for number, bookmark in enumerate(talk.bookmarks):
            text = bookmark.text or translate(N_("bookmark"))
            row = Content.assemble((f"  {clock(bookmark.at)}  ", "bold"), f"▸ {text}")
            yield Option(Hanging(row), id=f"bookmark:{number}")
        for number, note in enumerate(talk.notes):
            kind = translate(NOTE_KINDS.get(note.kind, note.kind))
            who = [role_title(self.texts, note.by), kind, self._goal_title(note.goal)]
            about = " · ".join(part for part in who if part)
            row = Content.assemble((f"  {clock(note.at)}  ", "bold"), note.text, (f"  ({about})", QUIET))
            yield Option(Hanging(row), id=f"note:{number}")
        if not talk.bookmarks and not talk.notes:
            yield _said(translate(N_("No bookmarks or notes were made.")))

    def _questions(self) -> Iterator[Option]:
        goals = [("", translate(N_("In general"))), *((goal.id, goal.title) for goal in self.texts.goals)]
        for goal, title in goals:
            asked = [question for question in self.texts.debrief if (question.goal or "") == goal]
            if asked:
                yield Option(plain(f"  {title}", "bold"), disabled=True)
            for question in asked:
                yield Option(Hanging(plain(f"    ? {question.text}")), id=f"question:{question.id}")
        if not self.texts.debrief:
            yield _said(translate(N_("This scenario has no questions of its own.")))

    def _goal_title(self, goal: str) -> str:
        return next((known.title for known in self.texts.goals if known.id == goal), "")


def _looked_back(said: LookedBack) -> Iterator[str]:
    answers = [
        (N_("Surprised"), said.surprised),
        (N_("Went well"), said.went_well),
        (N_("To change"), said.change),
    ]
    yield from (f"{translate(label)}: {answer}" for label, answer in answers if answer)


def _heading(text: str) -> Option:
    return Option(Content.assemble("\n", (text, HEADING)), disabled=True)


def _said(text: str) -> Option:
    return Option(plain(f"  {text}", QUIET), disabled=True)
