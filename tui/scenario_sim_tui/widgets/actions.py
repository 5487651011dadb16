"""The list of measures: those within a role's authority first, the others marked but open to choose."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Blur, Key
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.measures import Measure
from scenario_sim.model.scenario import Scenario
from scenario_sim.session.view import View
from scenario_sim_tui.hanging import Hanging
from scenario_sim_tui.words import MARKS, OBSTACLES, may_decide, needs_text, plain, role_short, state_word


class Actions(OptionList):
    """Enter on a measure posts OptionList.OptionSelected with the measure's id.

    After / what people type searches: only measures with it in their title stay. Enter keeps it, escape takes it away.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "slash",
            "search",
            N_("Search"),
            key_display="/",
            tooltip=N_("only actions with these letters in their name"),
        )
    ]

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, markup=False, compact=True)
        self._order: list[str | None] = []
        self._role = ""
        self._wanted = ""
        self._typing = False
        self._given: tuple[View, Scenario] | None = None

    def show(self, view: View, texts: Scenario) -> None:
        """Bring states and order up to date; the cursor stays on its measure, unless another role looks."""
        self._given = (view, texts)
        options = _options(view, texts, self._wanted)
        order = [option.id for option in options]
        if order == self._order:
            for place, option in enumerate(options):
                if self.get_option_at_index(place).prompt != option.prompt:
                    self.replace_option_prompt_at_index(place, option.prompt)
            return
        kept = None if self.highlighted is None or self._role != view.role else self._order[self.highlighted]
        self._order, self._role = order, view.role
        self.set_options(options)
        first = next((place for place, option in enumerate(options) if not option.disabled), None)
        self.highlighted = order.index(kept) if kept in order and kept is not None else first

    # --- searching -----------------------------------------------------------------------------------------

    def action_search(self) -> None:
        self._search("", typing=True)

    def on_key(self, event: Key) -> None:
        """While searching, keys are text and nothing else."""
        if not self._typing or event.key in ("up", "down"):
            return
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self._search("", typing=False)
        elif event.key == "enter":
            self._search(self._wanted, typing=False)
        elif event.key == "backspace":
            self._search(self._wanted[:-1], typing=True)
        elif event.is_printable and event.character:
            self._search(self._wanted + event.character, typing=True)

    def on_blur(self, _: Blur) -> None:
        self._search(self._wanted, typing=False)

    def _search(self, wanted: str, *, typing: bool) -> None:
        self._wanted, self._typing = wanted, typing
        said = f"/ {wanted}{'▏' if typing else ''}" if wanted or typing else ""
        self.border_subtitle = plain(said)
        if self._given is not None:
            self.show(*self._given)


def _options(view: View, texts: Scenario, wanted: str) -> list[Option]:
    measures = [
        measure
        for measure in texts.measures
        if (measure.kind == "response" or view.at < 0) and wanted.casefold() in measure.title.casefold()
    ]
    mine = [measure for measure in measures if may_decide(measure, view.role)]
    others = [measure for measure in measures if not may_decide(measure, view.role)]
    options = []
    if mine:
        options.append(Option(plain(translate(N_("You may decide")), "bold"), disabled=True))
        options += [Option(_row(measure, view, texts, True), id=measure.id) for measure in mine]
    if others:
        options.append(Option(plain(translate(N_("Not your authority")), "bold"), disabled=True))
        options += [Option(_row(measure, view, texts, False), id=measure.id) for measure in others]
    if not measures:
        said = translate(N_("No action has '{word}' in its name.")).format(word=wanted)
        options.append(Option(plain(said), disabled=True))
    return options


def _row(measure: Measure, view: View, texts: Scenario, mine: bool) -> Hanging:
    state = view.measures[measure.id]
    details = [measure.lead_time.in_words()]
    if state != "open":
        details.insert(0, state_word(state))
    needs = needs_text(texts, measure.needs, view.resources)
    if needs:
        details.append(needs)
    obstacle = OBSTACLES.get(view.obstacles.get(measure.id, ""))
    if obstacle is not None:
        details.append("! " + translate(obstacle))
    if not mine:
        roles = ", ".join(role_short(texts, role) for role in measure.decided_by)
        details.append(translate(N_("not yours: {roles}")).format(roles=roles))
    return _two_lines(f"{MARKS[state]} ", measure.title + "\n", "  " + " · ".join(details))


@lru_cache(maxsize=1_000)
def _two_lines(mark: str, title: str, details: str) -> Hanging:
    """The same for the same words, so that a measure that stays as it is is not wrapped again."""
    return Hanging(Content.assemble(mark, (title, "bold"), details))
