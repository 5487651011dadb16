"""A condition as people read it: titles for ids, and words of their language for functions and names."""

from __future__ import annotations

from collections.abc import Iterator

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.expressions import Binary, Call, Comparison, Expression, Logic, Name, Node, Number, Unary
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.units import MINUTE

CALLS = {
    "in_force": N_("“{0}” is in force"),
    "under_way": N_("“{0}” is under way"),
    "decided": N_("“{0}” was decided"),
    "taken": N_("“{0}” has been in force"),
    "times_decided": N_("times that “{0}” was decided"),
    "delivered": N_("“{0}” has come"),
    "count": N_("times that “{0}” came"),
    "minutes_since": N_("minutes since “{0}”"),
    "chosen": N_("“{1}” was chosen"),
    "answer": N_("the diagnosis says “{1}”"),
    "wearing": N_("{0} acts as {1}"),
    "knows": N_("{0} knows “{1}”"),
    "joined": N_("% that joins in of {0}"),
    "free": N_("free {0}"),
    "phase": N_("the phase is {0}"),
    "closed": N_("“{0}” has been played"),
    "outcome": N_("what was kept of “{0}”"),
    "min": N_("the smaller of {0} and {1}"),
    "max": N_("the larger of {0} and {1}"),
    "abs": N_("{0} without its sign"),
    "clamp": N_("{0}, kept between {1} and {2}"),
    "if_else": N_("{1} if {0}, else {2}"),
}
"""What functions say about their arguments; the numbers are the places of these."""

NAMES = {
    "level": N_("level"),
    "minutes": N_("minutes since the start"),
    "hour_of_day": N_("hour of the day"),
    "visibility": N_("visible security"),
}
SIGNS = {"<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}


def condition_text(condition: Expression, scenario: Scenario) -> str:
    """``Spanning in de zaal > 60 en niet: “Extra bodes” is van kracht``, in the language of the moment."""
    return _Words(scenario).say(condition.root)


class _Words:
    def __init__(self, scenario: Scenario) -> None:
        self.scenario, self.titles = scenario, dict(_titles(scenario))

    def say(self, node: Node) -> str:
        match node:
            case Number(value):
                return f"{value:g}"
            case Name(id):
                return translate(NAMES[id]) if id in NAMES else self.titles.get(id, id)
            case Call(function, arguments):
                words = translate(CALLS.get(function, function + " {0}"))
                return words.format(*(self.say(argument) for argument in arguments))
            case Unary("not", operand):
                return translate(N_("not: {condition}")).format(condition=self._within(operand))
            case Unary(operator, operand):
                return f"{operator}{self._within(operand)}"
            case Binary(operator, left, right):
                return f"{self._within(left)} {operator} {self._within(right)}"
            case Comparison((">" | ">=",), (Name("minutes"), Number(value))):
                return self._time(N_("it is past {clock}"), value)
            case Comparison(("<" | "<=",), (Name("minutes"), Number(value))):
                return self._time(N_("it is before {clock}"), value)
            case Comparison(("<" | "<=",), (Number(value), Name("minutes"))):
                return self._time(N_("it is past {clock}"), value)
            case Comparison(operators, operands):
                first, *rest = (self._within(operand) for operand in operands)
                signs = (SIGNS.get(operator, operator) for operator in operators)
                return first + "".join(f" {sign} {said}" for sign, said in zip(signs, rest, strict=True))
            case Logic(operator, operands):
                word = translate(N_("and")) if operator == "and" else translate(N_("or"))
                return f" {word} ".join(self._within(operand) for operand in operands)

    def _time(self, said: str, minutes: float) -> str:
        return translate(said).format(clock=self.scenario.clock(minutes * MINUTE))

    def _within(self, node: Node) -> str:
        """In brackets where the reading would not be clear without."""
        said = self.say(node)
        return f"({said})" if isinstance(node, Logic | Binary) else said


def _titles(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """The title of everything a condition can name, by its id."""
    for parts in (
        scenario.indicators,
        scenario.measures,
        scenario.injects,
        scenario.resources,
        scenario.phases,
        scenario.crowd.groups if scenario.crowd else (),
        scenario.roles,
        scenario.goals,
        scenario.moments,
    ):
        yield from ((part.id, part.title) for part in parts)
    yield from ((constant.id, constant.meaning) for constant in scenario.constants)
    moments = {moment.id: moment.title for moment in scenario.moments}
    yield from ((episode.id, moments.get(episode.moment, episode.id)) for episode in scenario.episodes)
    for role in scenario.roles:
        yield from ((hat.id, hat.title) for hat in role.hats)
    for dilemma in scenario.dilemmas:
        yield from ((option.id, option.text) for option in dilemma.options)
    for question in scenario.diagnosis:
        yield question.id, question.text
        yield from ((answer.id, answer.text) for answer in question.answers)
