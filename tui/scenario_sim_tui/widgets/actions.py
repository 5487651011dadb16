"""The list of measures: those within a role's authority first, the others marked but open to choose."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.measures import Measure
from scenario_sim.model.scenario import Scenario
from scenario_sim.session.view import View
from scenario_sim_tui.hanging import Hanging
from scenario_sim_tui.words import MARKS, may_decide, needs_text, plain, role_short, state_word


class Actions(OptionList):
    """Enter on a measure posts OptionList.OptionSelected with the measure's id."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, markup=False, compact=True)
        self._order: list[str | None] = []
        self._role = ""

    def show(self, view: View, texts: Scenario) -> None:
        """Bring states and order up to date; the cursor stays on its measure, unless another role looks."""
        options = _options(view, texts)
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


def _options(view: View, texts: Scenario) -> list[Option]:
    measures = [measure for measure in texts.measures if measure.kind == "response" or view.at < 0]
    mine = [measure for measure in measures if may_decide(measure, view.role)]
    others = [measure for measure in measures if not may_decide(measure, view.role)]
    options = []
    if mine:
        options.append(Option(plain(translate(N_("You may decide")), "bold"), disabled=True))
        options += [Option(_row(measure, view, texts, True), id=measure.id) for measure in mine]
    if others:
        options.append(Option(plain(translate(N_("Not your authority")), "bold"), disabled=True))
        options += [Option(_row(measure, view, texts, False), id=measure.id) for measure in others]
    return options


def _row(measure: Measure, view: View, texts: Scenario, mine: bool) -> Hanging:
    state = view.measures[measure.id]
    details = [measure.lead_time.in_words()]
    if state != "open":
        details.insert(0, state_word(state))
    needs = needs_text(texts, measure.needs, view.resources)
    if needs:
        details.append(needs)
    if not mine:
        roles = ", ".join(role_short(texts, role) for role in measure.decided_by)
        details.append(translate(N_("not yours: {roles}")).format(roles=roles))
    title = (measure.title + "\n", "bold")
    return Hanging(Content.assemble(f"{MARKS[state]} ", title, "  " + " · ".join(details)))
