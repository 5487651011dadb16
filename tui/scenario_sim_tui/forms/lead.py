"""What the facilitator fills in: about what is coming, new messages, seats, and what comes of an own action."""

from __future__ import annotations

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.amounts import Change
from scenario_sim.model.commands import (
    FACILITATOR,
    AddInject,
    Adjudicate,
    FireInject,
    LeaveSeat,
    PostponeInject,
    RewordInject,
    SkipInject,
    TakeSeat,
)
from scenario_sim.model.events import ActionImprovised
from scenario_sim.model.injects import Inject
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.units import MINUTE
from scenario_sim_tui.effects import UnclearEffect, effects_from, example
from scenario_sim_tui.forms.form import WHY, Answers, Form, Line, Lines, Pick, Unfit
from scenario_sim_tui.words import role_title

LONGEST = 366 * 24 * 60
"""Minutes that an inject can be postponed at most."""


def firing(inject: Inject) -> Form[FireInject]:
    return Form(
        translate(N_("Bring now: {title}")).format(title=inject.title),
        " ".join(inject.text.split()),
        [Line("why", translate(WHY))],
        lambda given: FireInject(by=FACILITATOR, inject=inject.id, why=given.text("why")),
        button=translate(N_("Bring now")),
    )


def postponing(inject: Inject) -> Form[PostponeInject]:
    def make(given: Answers) -> PostponeInject:
        said = translate(N_("Give a number of minutes, such as 10."))
        try:
            minutes = float(given.text("minutes", said).replace(",", "."))
        except ValueError as error:
            raise error if isinstance(error, Unfit) else Unfit("minutes", said) from None
        if not 0 < minutes <= LONGEST:
            raise Unfit("minutes", said)
        return PostponeInject(by=FACILITATOR, inject=inject.id, delay=minutes * MINUTE, why=given.text("why"))

    return Form(
        translate(N_("Postpone: {title}")).format(title=inject.title),
        translate(N_("It comes so many minutes from now, and not before.")),
        [Line("minutes", translate(N_("Minutes from now")), "10", 10), Line("why", translate(WHY))],
        make,
    )


def skipping(inject: Inject) -> Form[SkipInject]:
    def make(given: Answers) -> SkipInject:
        why = given.text("why", translate(N_("Say why; the evaluation asks for it.")))
        return SkipInject(by=FACILITATOR, inject=inject.id, why=why)

    return Form(
        translate(N_("Skip: {title}")).format(title=inject.title),
        translate(N_("It does not come any more.")),
        [Line("why", translate(WHY))],
        make,
    )


def rewording(inject: str, title: str, text: str) -> Form[RewordInject]:
    """*inject* is an id, of an added message too; *text* is how it reads now."""

    def make(given: Answers) -> RewordInject:
        new = given.text("text", translate(N_("Give a text.")))
        return RewordInject(by=FACILITATOR, inject=inject, text=new, why=given.text("why"))

    return Form(
        translate(N_("Other words: {title}")).format(title=title),
        translate(N_("Everybody reads this text from now on, also who has the message already.")),
        [Lines("text", translate(N_("Text")), " ".join(text.split())), Line("why", translate(WHY))],
        make,
    )


def adding(texts: Scenario) -> Form[AddInject]:
    def make(given: Answers) -> AddInject:
        title = given.text("title", translate(N_("Give it a title.")))
        text = given.text("text", translate(N_("Give a text.")))
        to = given.chosen("to", translate(N_("Choose somebody with space first.")))
        effects = _effects(given, texts)
        channel = given.chosen("channel")[0]
        why = given.text("why")
        return AddInject(by=FACILITATOR, title=title, text=text, channel=channel, to=to, effects=effects, why=why)

    return Form(
        translate(N_("A new message")),
        "",
        [
            Line("title", translate(N_("Title")), max_length=200),
            Lines("text", translate(N_("Text"))),
            Pick(
                "channel",
                translate(N_("Channel")),
                [(channel.id, channel.title) for channel in texts.channels],
                (texts.channels[0].id,),
            ),
            Pick("to", translate(N_("To whom?")), [(role.id, role.title) for role in texts.roles], several=True),
            _effects_field(texts, translate(N_("What does it do?"))),
            Line("why", translate(WHY)),
        ],
        make,
        button=translate(N_("Bring now")),
    )


def seats(texts: Scenario, seated: tuple[str, ...]) -> Form[TakeSeat | LeaveSeat]:
    """Who plays a role: a person or the computer; what is chosen changes hands."""

    def make(given: Answers) -> TakeSeat | LeaveSeat:
        role = given.chosen("seat", translate(N_("Choose a role with space first.")))[0]
        why = given.text("why")
        if role in seated:
            return LeaveSeat(by=FACILITATOR, role=role, why=why)
        return TakeSeat(by=FACILITATOR, role=role, why=why)

    person, computer = translate(N_("a person → the computer")), translate(N_("the computer → a person"))
    items = [(role.id, f"{role.title}: {person if role.id in seated else computer}") for role in texts.roles]
    return Form(
        translate(N_("Hand over a seat")),
        translate(N_("Choose the role whose seat changes hands.")),
        [Pick("seat", translate(N_("Role")), items), Line("why", translate(WHY))],
        make,
    )


def adjudicating(action: ActionImprovised, texts: Scenario) -> Form[Adjudicate]:
    def make(given: Answers) -> Adjudicate:
        effects, words = _effects(given, texts), given.text("words")
        return Adjudicate(by=FACILITATOR, action=action.action, effects=effects, text=words)

    return Form(
        translate(N_("Facilitator: what comes of this action?")),
        f"{role_title(texts, action.by)}: {action.text}",
        [
            _effects_field(texts, translate(N_("What changes?"))),
            Line("words", translate(N_("What do people see or hear of it?")), max_length=2000),
        ],
        make,
        back=translate(N_("Later")),
    )


def _effects_field(texts: Scenario, question: str) -> Lines:
    how = translate(N_("One line for each change, such as {example}. Leave it empty if nothing changes."))
    return Lines("effects", f"{question} {how.format(example=example(texts))}")


def _effects(given: Answers, texts: Scenario) -> dict[str, Change]:
    try:
        return effects_from(given.text("effects"), texts)
    except UnclearEffect as unclear:
        raise Unfit("effects", str(unclear)) from None
