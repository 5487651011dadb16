"""The goals with what each weighs for this table, 0 to 5."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.goals import Goal
from scenario_sim_tui.hanging import Hanging

HEAVIEST = 5


class Weights(OptionList):
    """A goal under the cursor gets a weight with a digit, or one more or less with the arrow keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(weight), f"weigh({weight})", N_("Weight"), key_display="0-5", show=weight == 0)
          for weight in range(HEAVIEST + 1)),
        Binding("right,plus,equals_sign", "shift(1)", N_("More"), key_display="→"),
        Binding("left,minus", "shift(-1)", N_("Less"), key_display="←"),
    ]  # fmt: skip

    class Changed(Message):
        """The table weighs *goal* with *weight* from now on."""

        def __init__(self, goal: str, weight: int) -> None:
            super().__init__()
            self.goal, self.weight = goal, weight

    def __init__(self, goals: tuple[Goal, ...], weights: Mapping[str, int], *, id: str) -> None:
        self._titles = {goal.id: goal.title for goal in goals}
        self._weights = dict(weights)
        super().__init__(*(Option(self._prompt(goal), id=goal) for goal in self._titles), id=id, markup=False)

    def on_mount(self) -> None:
        self.highlighted = 0

    def action_weigh(self, weight: int) -> None:
        if self.highlighted is None:
            return
        goal = self.get_option_at_index(self.highlighted).id or ""
        self._weights[goal] = min(max(weight, 0), HEAVIEST)
        self.replace_option_prompt(goal, self._prompt(goal))
        self.post_message(self.Changed(goal, self._weights[goal]))

    def action_shift(self, by: int) -> None:
        if self.highlighted is not None:
            goal = self.get_option_at_index(self.highlighted).id or ""
            self.action_weigh(self._weights[goal] + by)

    def _prompt(self, goal: str) -> Hanging:
        title, weight = self._titles[goal], weight_text(self._weights[goal])
        return Hanging(Content.assemble((f"{title}\n", "bold"), f"  {weight}\n"))


def weight_text(weight: int) -> str:
    """``weight 3 ■■■□□``: number and mark, so that no colour is needed."""
    said = translate(N_("weight {weight}")).format(weight=weight)
    return f"{said} {'■' * weight}{'□' * (HEAVIEST - weight)}"
