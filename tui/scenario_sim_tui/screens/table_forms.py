"""The forms of the table: passing on, hats, notes, bookmarks, the stop word, and what the facilitator does."""

from __future__ import annotations

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import (
    FACILITATOR,
    AddInject,
    AddNote,
    FireInject,
    GoOn,
    LeaveSeat,
    PostponeInject,
    RewordInject,
    SetBookmark,
    ShareInject,
    SkipInject,
    StopForReal,
    TakeSeat,
    WearHat,
)
from scenario_sim.model.faults import Fault
from scenario_sim.model.injects import Inject
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.units import MINUTE
from scenario_sim_tui.effects import UnclearEffect, effects_from, example
from scenario_sim_tui.messages import Wording
from scenario_sim_tui.screens.forms import WHY, Answers, Form, Line, Lines, Pick, Unfit
from scenario_sim_tui.words import role_title

KINDS = {"strength": N_("Strength"), "improvement": N_("To improve"), "remark": N_("Remark")}
NONE = "-"
"""Stands for no goal in a list to choose from; no id of a scenario looks like it."""

LONGEST = 366 * 24 * 60
"""Minutes that an inject can be postponed at most."""


def sharing(texts: Scenario, by: str, inject: str, wording: Wording, knows: tuple[str, ...]) -> Form[ShareInject]:
    """Who is told; only those who do not know it yet can be chosen."""

    def make(given: Answers) -> ShareInject:
        to = given.chosen("to", translate(N_("Choose somebody with space first.")))
        return ShareInject(by=by, inject=inject, to=to, why=given.text("why"))

    roles = [(role.id, role.title) for role in texts.roles if role.id not in knows and role.id != by]
    return Form(
        translate(N_("Pass on: {title}")).format(title=wording.title),
        wording.text,
        [Pick("to", translate(N_("To whom?")), roles, several=True), Line("why", translate(WHY))],
        make,
        button=translate(N_("Pass on")),
    )


def hats(texts: Scenario, role: str, worn: str) -> Form[WearHat]:
    def make(given: Answers) -> WearHat:
        return WearHat(by=role, hat=given.chosen("hat")[0], why=given.text("why"))

    items = [(hat.id, hat.title) for hat in texts.role(role).hats]
    return Form(
        translate(N_("In which capacity does {role} act?")).format(role=role_title(texts, role)),
        "",
        [Pick("hat", translate(N_("Hat")), items, (worn,)), Line("why", translate(WHY))],
        make,
    )


def note(texts: Scenario, by: str) -> Form[AddNote]:
    def make(given: Answers) -> AddNote:
        text = given.text("text", translate(N_("Say what you saw or heard.")))
        kind, goal = given.chosen("kind")[0], given.chosen("goal")[0]
        return AddNote.model_validate({"by": by, "text": text, "kind": kind, "goal": None if goal == NONE else goal})

    goals = [(NONE, translate(N_("no goal"))), *((goal.id, f"{goal.id}  {goal.title}") for goal in texts.goals)]
    return Form(
        translate(N_("Note of {who}")).format(who=role_title(texts, by)),
        translate(N_("What did you see or hear? Only you and the facilitator see this before the debrief.")),
        [
            Line("text", translate(N_("Note")), max_length=2000),
            Pick("kind", translate(N_("Kind")), [(id, translate(word)) for id, word in KINDS.items()], ("remark",)),
            Pick("goal", translate(N_("Goal")), goals, (NONE,)),
        ],
        make,
    )


def bookmark(by: str) -> Form[SetBookmark]:
    return Form(
        translate(N_("Bookmark this moment")),
        translate(N_("You come back to it in the debrief.")),
        [Line("text", translate(N_("What for? (may stay empty)")))],
        lambda given: SetBookmark(by=by, text=given.text("text")),
    )


def stop_word(by: str) -> Form[StopForReal]:
    return Form(
        translate(N_("REAL INCIDENT: stop the exercise?")),
        translate(N_("Everything stands still and the screen goes blank, until the facilitator goes on.")),
        [Line("why", translate(N_("What is going on?")))],
        lambda given: StopForReal(by=by, why=given.text("why")),
        button=translate(N_("Stop now")),
    )


def going_on() -> Form[GoOn]:
    return Form(
        translate(N_("Facilitator: does the exercise go on?")),
        translate(N_("Go on only when everybody knows that the incident is over.")),
        [Line("why", translate(WHY))],
        lambda given: GoOn(by=FACILITATOR, why=given.text("why")),
        button=translate(N_("Go on")),
    )


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


def rewording(inject: Inject, text: str) -> Form[RewordInject]:
    """*text* is how it reads now."""

    def make(given: Answers) -> RewordInject:
        new = given.text("text", translate(N_("Give a text.")))
        return RewordInject(by=FACILITATOR, inject=inject.id, text=new, why=given.text("why"))

    return Form(
        translate(N_("Other words: {title}")).format(title=inject.title),
        translate(N_("Everybody reads this text from now on, also who has the message already.")),
        [Lines("text", translate(N_("Text")), " ".join(text.split())), Line("why", translate(WHY))],
        make,
    )


def adding(texts: Scenario) -> Form[AddInject]:
    def make(given: Answers) -> AddInject:
        title = given.text("title", translate(N_("Give it a title.")))
        text = given.text("text", translate(N_("Give a text.")))
        to = given.chosen("to", translate(N_("Choose somebody with space first.")))
        try:
            effects = effects_from(given.text("effects"), texts)
        except UnclearEffect as unclear:
            raise Unfit("effects", str(unclear)) from None
        except Fault as fault:
            raise Unfit("effects", translate(fault.message).format(**fault.values)) from None
        channel = given.chosen("channel")[0]
        why = given.text("why")
        return AddInject(by=FACILITATOR, title=title, text=text, channel=channel, to=to, effects=effects, why=why)

    lines = translate(N_("What does it do? One line for each change, such as {example}; may stay empty"))
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
            Lines("effects", lines.format(example=example(texts))),
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
