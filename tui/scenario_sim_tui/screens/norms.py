"""The norm round: every role judges behaviours blind, the table sees where it differs and agrees on a response."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import FACILITATOR, JudgeBehaviour, RevealJudgements, SkipNorm
from scenario_sim.model.goals import Norm
from scenario_sim.model.scenario import Scenario
from scenario_sim.session import Session, View
from scenario_sim_tui.agreements import COLOURS, colour_text
from scenario_sim_tui.forms.table import agreeing, skipping_norm
from scenario_sim_tui.hanging import Hanging
from scenario_sim_tui.screens.blind import Round, RoundDialog, Said, agreement, alignment, passed_on, seats_at, voice
from scenario_sim_tui.screens.form_dialog import FormDialog
from scenario_sim_tui.screens.session_page import SessionPage
from scenario_sim_tui.widgets.foot import Foot
from scenario_sim_tui.widgets.norm import colour_content, colour_line, norm_details
from scenario_sim_tui.words import HEADING, QUIET, plain, role_titles


class NormsScreen(SessionPage):
    """The behaviours of the scenario beside what the table says about one of them."""

    HELP = N_(
        "Each role judges by itself, and nobody sees what others say. Law, proposal and source stay hidden "
        "until then. Talk about the differences: behaviours on which the table is divided come first. What "
        "you agree is shown again when it happens."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "j",
            "judge",
            N_("Judge"),
            key_display="enter",
            tooltip=N_("the keyboard goes from seat to seat, and nobody sees what others say"),
        ),
        Binding("v", "reveal", N_("Reveal"), tooltip=N_("show what everybody said, and law, proposal and source")),
        Binding("g", "agree", N_("Agree"), tooltip=N_("agree which colour it has, what happens then, and who acts")),
        Binding("n", "skip", N_("Skip"), tooltip=N_("on to the next behaviour; the log keeps that nothing is agreed")),
        Binding("pageup", "read(-1)", show=False, priority=True),
        Binding("pagedown", "read(1)", show=False, priority=True),
        Binding("escape,q", "back", N_("Back"), tooltip=N_("back to the table")),
    ]

    def __init__(self, session: Session, *, read_only: bool = False) -> None:
        super().__init__(session, read_only=read_only)
        self._at: str | None = None

    def compose(self) -> ComposeResult:
        yield self.title_line(self.texts.title, translate(N_("Norm round")))
        with Horizontal(classes="body"):
            yield OptionList(id="norms", markup=False, compact=True)
            with VerticalScroll(id="norm", can_focus=False):
                yield Static(id="norm-text")
        yield Foot()

    def on_mount(self) -> None:
        self.look_again()
        self.query_one("#norms").focus()

    def spoken(self) -> None:
        self.texts = self.session.texts()
        self.on_mount()

    # --- showing -------------------------------------------------------------------------------------------

    def look_again(self) -> None:
        """The list with differences first, and all about the behaviour under the cursor."""
        view = self.session.view()
        norms = sorted(self.texts.norms, key=lambda norm: not _divided(norm, view))
        shown = self.query_one("#norms", OptionList)
        kept = self._at
        shown.set_options([Option(_row(norm, view, len(seats_at(self.session))), id=norm.id) for norm in norms])
        ids = [norm.id for norm in norms]
        if ids:
            shown.highlighted = ids.index(kept) if kept in ids else 0
        self._show_norm()

    def _show_norm(self) -> None:
        norm = self._norm()
        text = plain(translate(N_("This scenario has no norms to judge.")))
        if norm is not None:
            text = _about(norm, self.session.view(), self.texts, len(seats_at(self.session)))
        self.query_one("#norm-text", Static).update(text)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if self._at != event.option_id:
            self._at = event.option_id
            self._show_norm()
            self.query_one("#norm", VerticalScroll).scroll_home(animate=False)

    def on_option_list_option_selected(self) -> None:
        self.action_judge()

    def action_read(self, direction: int) -> None:
        self.query_one("#norm").scroll_relative(y=direction * 8, animate=False)

    # --- doing ---------------------------------------------------------------------------------------------

    def action_judge(self) -> None:
        norm = self._norm()
        if norm is None or self.is_replay():
            return
        if self.session.view().judgements[norm.id].shown:
            self.notify(translate(N_("This was revealed already; g fixes what you agree.")))
            return
        answers = [(colour, plain(colour_text(colour))) for colour in COLOURS]
        id = norm.id
        round = Round(
            title=translate(N_("What do you think of this behaviour?")),
            question=norm.behaviour,
            answers=answers,
            seats=seats_at(self.session),
            given_by=lambda: self.session.view().judgements[id].given_by,
            say=partial(self._judge, id),
            reveal=partial(self._reveal, id),
        )
        self.app.push_screen(RoundDialog(round, self.texts), lambda _: self.look_again())

    def _judge(self, norm: str, role: str, said: Said) -> bool:
        command = JudgeBehaviour(
            by=role,
            norm=norm,
            colour=said.answer,
            confidence=said.confidence,
            why=said.sentence,
        )
        return passed_on(self, self.session, self.texts, command)

    def _reveal(self, norm: str) -> bool:
        return passed_on(self, self.session, self.texts, RevealJudgements(by=FACILITATOR, norm=norm))

    def action_reveal(self) -> None:
        norm = self._norm()
        if norm is not None and not self.is_replay() and not self.session.view().judgements[norm.id].shown:
            self._reveal(norm.id)
            self.look_again()

    def action_agree(self) -> None:
        norm = self._norm()
        if norm is not None and not self.is_replay():
            self.fill(agreeing(norm, self.session.view().agreed.get(norm.id), self.texts))

    def action_skip(self) -> None:
        """On to the next behaviour without an agreement on this one."""
        norm = self._norm()
        if norm is not None and not self.is_replay():
            self.ask(FormDialog(skipping_norm(norm)), self._skip)

    def _skip(self, command: SkipNorm | None) -> None:
        if command is not None:
            self.send(command)
            self._go_on()

    def _go_on(self) -> None:
        """On to the next behaviour that nothing was decided on; round again at the end of the list."""
        shown, view = self.query_one("#norms", OptionList), self.session.view()
        ids = [option.id or "" for option in shown.options]
        here = ids.index(self._at) + 1 if self._at in ids else 0
        for id in ids[here:] + ids[: max(here - 1, 0)]:
            if id not in view.agreed and id not in view.skipped:
                shown.highlighted = ids.index(id)
                return

    def action_back(self) -> None:
        self.dismiss(None)

    # --- inside --------------------------------------------------------------------------------------------

    def _norm(self) -> Norm | None:
        at = self.query_one("#norms", OptionList).highlighted_option
        return next((norm for norm in self.texts.norms if at is not None and norm.id == at.id), None)


def _divided(norm: Norm, view: View) -> bool:
    return len({said.colour for said in view.judgements[norm.id].shown}) > 1


def _row(norm: Norm, view: View, seats: int) -> Hanging:
    """The behaviour, and under it how far the table is with it."""
    return Hanging(Content.assemble((norm.behaviour + "\n", "bold"), "  ", _state(norm, view, seats)))


def _state(norm: Norm, view: View, seats: int) -> Content:
    """What is agreed, else how it divides the table, else who has spoken; short, to stay on one line."""
    blind, agreed = view.judgements[norm.id], view.agreed.get(norm.id)
    mark, word, _ = alignment([said.colour for said in blind.shown])
    if agreed is not None:
        colour = f"{COLOURS[agreed.colour][0]} {translate(COLOURS[agreed.colour][1])}"
        return plain(f"{f'{mark} ' if blind.shown else ''}✓ {translate(N_('agreed'))} {colour}")
    if norm.id in view.skipped:
        return plain(f"{f'{mark} ' if blind.shown else ''}→ {translate(N_('skipped'))}")
    if blind.shown:
        return plain(f"{mark} {word}", "bold" if _divided(norm, view) else "")
    if blind.given_by:
        said = translate(N_("{count} of {seats} spoke"))
        return plain(said.format(count=len(blind.given_by), seats=max(seats, len(blind.given_by))))
    return plain(translate(N_("not judged yet")), QUIET)


def _about(norm: Norm, view: View, texts: Scenario, seats: int) -> Content:
    """The behaviour; what is agreed; what everybody said; and, once revealed, what scenario and law say."""
    blind, agreed = view.judgements[norm.id], view.agreed.get(norm.id)
    parts: list[Content | str | tuple[str, str]] = [(norm.behaviour + "\n\n", "bold")]
    if agreed is not None:
        parts += [(translate(N_("Agreed")) + "\n", HEADING), colour_line(agreed.colour)]
        parts += ["\n", agreed.response + "\n", (translate(N_("Who acts")) + ": ", "bold")]
        parts += [(role_titles(texts, agreed.who) or "–") + "\n\n"]
    elif norm.id in view.skipped:
        why = view.skipped[norm.id].reason
        parts += [(translate(N_("Skipped, nothing agreed")), HEADING), f"  {why}\n\n" if why else "\n\n"]
    if blind.shown:
        parts += [agreement([said.colour for said in blind.shown], seats), "\n"]
        for said in blind.shown:
            parts += [colour_content(said.colour), "  ", voice(said, texts), "\n"]
        parts.append("\n")
    elif blind.given_by:
        who = translate(N_("Said, not revealed: {roles}"))
        parts.append(who.format(roles=role_titles(texts, blind.given_by)) + "\n\n")
    if blind.shown or agreed is not None:
        parts += [(translate(N_("The scenario proposes")) + "\n", HEADING), norm_details(norm, texts)]
    else:
        hidden = N_("Law, proposal and source stay hidden until the judgements are revealed.")
        parts.append((translate(hidden), QUIET))
    return Content.assemble(*parts)
