"""The debrief: hot wash per role, agreed actions, moments to talk about, and the questions of the scenario."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import FACILITATOR, Command
from scenario_sim.model.talk_events import ActionAgreed, ActionReviewed, LookedBack
from scenario_sim_tui.forms.debrief import STANDS, agreeing_action, looking_back, reviewing
from scenario_sim_tui.forms.form import Form
from scenario_sim_tui.forms.table import KINDS, note
from scenario_sim_tui.hanging import Hanging
from scenario_sim_tui.screens.session_page import SessionPage
from scenario_sim_tui.widgets.foot import Foot
from scenario_sim_tui.words import HEADING, QUIET, plain, role_title


class DebriefScreen(SessionPage):
    """Walk down the list; enter opens what stands under the cursor. All of it goes into the log."""

    HELP = N_(
        "Walk down the list together. Enter on a role writes down what surprised, what went well and what to "
        "change; a role nobody played can be skipped. Enter on a moment makes an action of it. Enter on a "
        "question writes down what was said; on an action of last time, how it stands. Everything goes into the log."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "a", "add_action", N_("New action"), tooltip=N_("agree an action: what, who, when, and how you check it")
        ),
        Binding("n", "note", N_("Note"), tooltip=N_("write down what was said")),
        Binding("q,escape", "app.back", N_("Back"), tooltip=N_("back to the outcome")),
    ]

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
        talk, texts = self.session.table.talk, self.texts
        match kind:
            case "role":
                self._fill(looking_back(which, talk.looked_back.get(which), texts))
            case "bookmark":
                self._fill(agreeing_action(texts))
            case "note":
                self._fill(agreeing_action(texts, goal=talk.notes[int(which)].goal))
            case "earlier":
                self._fill(reviewing(self._earlier[int(which)]))
            case "question":
                question = next(question for question in texts.debrief if question.id == which)
                self._note(question.text, question.goal or "")
            case _:
                self.action_add_action()

    def action_add_action(self) -> None:
        """A new action; on one of last time: the same once more."""
        kind, _, which = (self._at() or "").partition(":")
        if kind == "earlier":
            again = self._earlier[int(which)]
            self._fill(agreeing_action(self.texts, text=again.text, owner=again.owner, check=again.check))
        else:
            self._fill(agreeing_action(self.texts))

    def action_note(self) -> None:
        self._note(translate(N_("Note")), "")

    def _note(self, question: str, goal: str) -> None:
        self._fill(note(self.texts, FACILITATOR, title=question, said=translate(N_("What was said?")), goal=goal))

    def _fill(self, form: Form[Command | None]) -> None:
        if not self.is_replay():
            self.fill(form)

    def _at(self) -> str | None:
        list_ = self.query_one("#debrief", OptionList)
        return None if list_.highlighted is None else list_.get_option_at_index(list_.highlighted).id

    def look_again(self) -> None:
        """Show what is in the log now, with the cursor where it was."""
        list_ = self.query_one("#debrief", OptionList)
        place, at = list_.highlighted, self._at()
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
        yield from self._last_time()
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

    @property
    def _earlier(self) -> list[ActionReviewed]:
        return list(self.session.table.talk.reviewed.values())

    def _last_time(self) -> Iterator[Option]:
        """The actions of an earlier session, and how they stand."""
        count, done = len(self._earlier), sum(action.done for action in self._earlier)
        if count:
            said = translate(N_("Agreed last time: {count} – done {done}, open {open}"))
            yield Option(plain(f"  {said.format(count=count, done=done, open=count - done)}", "bold"), disabled=True)
        for place, action in enumerate(self._earlier):
            stands = translate(STANDS["done" if action.done else "open"])
            about = " · ".join(part for part in (role_title(self.texts, action.owner), action.due) if part)
            row = Content.assemble(
                f"  {'[x]' if action.done else '[ ]'} ", (action.text, "bold"), (f"  {stands}", ""), f"\n      {about}"
            )
            yield Option(Hanging(row), id=f"earlier:{place}")

    def _moments(self) -> Iterator[Option]:
        talk, clock = self.session.table.talk, self.texts.clock
        for number, bookmark in enumerate(talk.bookmarks):
            text = bookmark.text or translate(N_("bookmark"))
            row = Content.assemble((f"  {clock(bookmark.at)}  ", "bold"), f"▸ {text}")
            yield Option(Hanging(row), id=f"bookmark:{number}")
        for number, said in enumerate(talk.notes):
            kind = translate(KINDS.get(said.kind, said.kind))
            who = [role_title(self.texts, said.by), kind, self._goal_title(said.goal)]
            about = " · ".join(part for part in who if part)
            row = Content.assemble((f"  {clock(said.at)}  ", "bold"), said.text, (f"  ({about})", QUIET))
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
