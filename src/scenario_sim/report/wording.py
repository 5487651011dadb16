"""The words of a report: what was evaluated, said with the titles of the scenario in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scenario_sim.evaluation import Evaluation
from scenario_sim.evaluation.ratings import Rating
from scenario_sim.evaluation.reactions import Reaction, Standing
from scenario_sim.language import current_language, translate
from scenario_sim.language import mark as N_
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.units import unit_text
from scenario_sim.report.names import role_title, role_titles, span_text, title_of
from scenario_sim.session import Decision

RATINGS: dict[Rating, str] = {
    "P": N_("P – performed without challenges"),
    "S": N_("S – performed with some challenges"),
    "M": N_("M – performed with major challenges"),
    "U": N_("U – unable to be performed"),
}
STANDINGS: dict[Standing, str] = {
    "in_time": N_("✓ in time"),
    "late": N_("◷ late"),
    "not": N_("✗ not"),
    "not_applicable": N_("– not applicable"),
}
COLOURS = {"green": N_("green"), "amber": N_("amber"), "red": N_("red")}
NOTES = {"strength": N_("Strength"), "improvement": N_("Point of improvement"), "remark": N_("Remark")}
ENDS = {
    "time": N_("the time of the scenario was over"),
    "condition": N_("the scenario came to its end"),
    "exercise": N_("the facilitator ended the exercise"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """*texts* is the scenario of *evaluation* in the language of the reader."""

    evaluation: Evaluation
    texts: Scenario

    def clock(self, at: float) -> str:
        return self.texts.clock(at)

    def role(self, role: str) -> str:
        return role_title(self.texts, role)

    def roles(self, roles: Iterable[str]) -> str:
        return role_titles(self.texts, roles)

    def title(self, id: str) -> str:
        """The title of a measure, inject, dilemma or indicator; of an inject of the moment, what it was called then."""
        for one in self.evaluation.deliveries:
            if one.added is not None and one.inject == id:
                return one.added.title
        return title_of(self.texts, id)

    def goal(self, id: str) -> str:
        return next((f"{goal.id} {goal.title}" for goal in self.texts.goals if goal.id == id), id)

    def level(self, level: int) -> str:
        return f"{level} {self.texts.levels[level].title}"

    def amount(self, value: float, unit: str) -> str:
        return f"{number(value)} {unit_text(unit)}"

    def decider(self, decision: Decision) -> str:
        if not decision.by:
            return translate(N_("nobody; time ran out"))
        return f"{self.role(decision.by)} {translate(N_('[computer]'))}" if decision.bot else self.role(decision.by)

    def decided(self, decision: Decision) -> str:
        """What was decided: a measure, the end of one, an option, or an action of the table's own."""
        if decision.kind == "improvised":
            return translate(N_("own action: {text}")).format(text=decision.what)
        if decision.kind == "ended":
            return translate(N_("ended: {what}")).format(what=self.title(decision.what))
        if decision.kind == "option":
            options = self.texts.dilemma(decision.what).options
            return f"{self.title(decision.what)} → {next(one.text for one in options if one.id == decision.option)}"
        return self.title(decision.what)

    def expected(self, one: Reaction) -> str:
        if one.is_norm:
            agreed = self.evaluation.norms_agreed.get(one.expected)
            return agreed.response if agreed else next(n.response for n in self.texts.norms if n.id == one.expected)
        return next(known.text for known in self.texts.inject(one.inject).expected if known.id == one.expected)

    def standing(self, one: Reaction) -> str:
        """``✓ in time``, ``◷ late: 4 min after the deadline``, ``– not applicable: time was not up yet``."""
        said = translate(STANDINGS[one.standing])
        if one.late_by is not None:
            late = translate(N_("{span} after the deadline")).format(span=span_text(one.late_by))
            return f"{said}: {late}"
        why = {
            "foreseen": N_("was going on already"),
            "did_not_come": N_("the inject did not come"),
            "time_not_up": N_("the session ended before the deadline"),
        }
        return f"{said}: {translate(why[one.why])}" if one.why else said


def number(value: float) -> str:
    """At most one decimal, with the comma of Dutch."""
    said = f"{value:.1f}".removesuffix(".0")
    return said.replace(".", ",") if current_language() == "nl" else said
