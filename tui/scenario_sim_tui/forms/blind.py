"""What one seat says before anybody hears the others: of a behaviour, or of a dilemma."""

from __future__ import annotations

from collections.abc import Sequence

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import AdviseOption, JudgeBehaviour
from scenario_sim.model.goals import Norm
from scenario_sim.model.injects import Dilemma
from scenario_sim.model.scenario import Scenario
from scenario_sim_tui.agreements import COLOURS, colour_text
from scenario_sim_tui.forms.form import Answers, Field, Form, Line, Pick
from scenario_sim_tui.words import role_title

SURE = tuple((str(number), str(number)) for number in range(1, 6))


def judging(norm: Norm, by: str, texts: Scenario) -> Form[JudgeBehaviour]:
    def make(given: Answers) -> JudgeBehaviour:
        return JudgeBehaviour.model_validate({"by": by, "norm": norm.id, "colour": _answer(given), **_how(given)})

    answers = [(colour, colour_text(colour)) for colour in COLOURS]
    return Form(_keyboard(by, texts), norm.behaviour, _fields(answers), make, button=translate(N_("Say it")))


def advising(dilemma: Dilemma, by: str, texts: Scenario) -> Form[AdviseOption]:
    def make(given: Answers) -> AdviseOption:
        return AdviseOption.model_validate({"by": by, "dilemma": dilemma.id, "option": _answer(given), **_how(given)})

    answers = [(option.id, option.text) for option in dilemma.options]
    return Form(_keyboard(by, texts), dilemma.question, _fields(answers), make, button=translate(N_("Say it")))


def _keyboard(by: str, texts: Scenario) -> str:
    return translate(N_("Give the keyboard to: {role}")).format(role=role_title(texts, by))


def _fields(answers: Sequence[tuple[str, str]]) -> list[Field]:
    return [
        Pick("answer", translate(N_("Answer")), answers),
        Pick("sure", translate(N_("How sure are you? 1 to 5")), SURE),
        Line("why", translate(N_("Why, in one sentence"))),
    ]


def _answer(given: Answers) -> str:
    return given.chosen("answer", translate(N_("Choose an answer with space first.")))[0]


def _how(given: Answers) -> dict[str, object]:
    sure = given.chosen("sure", translate(N_("Choose a number from 1 to 5.")))[0]
    return {"confidence": int(sure), "why": given.text("why")}
