"""What people at the table fill in: passing on, hats, own actions, notes, bookmarks, norms, and the stop word."""

from __future__ import annotations

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import (
    FACILITATOR,
    AddNote,
    AgreeNorm,
    GoOn,
    Improvise,
    SetBookmark,
    ShareInject,
    SkipNorm,
    StopForReal,
    WearHat,
)
from scenario_sim.model.goals import Norm
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.talk_events import NormAgreed
from scenario_sim_tui.agreements import COLOURS, colour_text
from scenario_sim_tui.forms.form import WHY, Answers, Form, Line, Lines, Pick
from scenario_sim_tui.messages import Wording
from scenario_sim_tui.words import role_title

KINDS = {"strength": N_("Strength"), "improvement": N_("To improve"), "remark": N_("Remark")}
NONE = "-"
"""Stands for no goal in a list to choose from; no id of a scenario looks like it."""


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


def own_action(by: str) -> Form[Improvise]:
    def make(given: Answers) -> Improvise:
        return Improvise(by=by, text=given.text("text", translate(N_("Say what you do."))), why=given.text("why"))

    return Form(
        translate(N_("Own action")),
        translate(N_("What do you do? The facilitator judges what comes of it.")),
        [Line("text", translate(N_("Action")), max_length=2000), Line("why", translate(WHY))],
        make,
        button=translate(N_("Do it")),
    )


def note(texts: Scenario, by: str, *, title: str = "", said: str = "", goal: str = "") -> Form[AddNote]:
    """An observation of *by*, about *goal* if it belongs to one."""

    def make(given: Answers) -> AddNote:
        text = given.text("text", translate(N_("Say what you saw or heard.")))
        kind, about = given.chosen("kind")[0], given.chosen("goal")[0]
        return AddNote.model_validate({"by": by, "text": text, "kind": kind, "goal": None if about == NONE else about})

    return Form(
        title or translate(N_("Note of {who}")).format(who=role_title(texts, by)),
        said or translate(N_("What did you see or hear? Only you and the facilitator see this before the debrief.")),
        [
            Line("text", translate(N_("Note")), max_length=2000),
            Pick("kind", translate(N_("Kind")), [(id, translate(word)) for id, word in KINDS.items()], ("remark",)),
            goal_field(texts, goal),
        ],
        make,
        button=translate(N_("Save")),
    )


def goal_field(texts: Scenario, chosen: str = "") -> Pick:
    """The goals to choose one from, or none (the id ``-``)."""
    goals = [(NONE, translate(N_("no goal"))), *((goal.id, f"{goal.id}  {goal.title}") for goal in texts.goals)]
    return Pick("goal", translate(N_("For which goal?")), goals, (chosen or NONE,))


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


def agreeing(norm: Norm, before: NormAgreed | None, texts: Scenario) -> Form[AgreeNorm]:
    """What the table agrees on: filled in with what was agreed *before*, or with the scenario's proposal."""

    def make(given: Answers) -> AgreeNorm:
        response = given.text("response", translate(N_("Say what happens then.")))
        return AgreeNorm.model_validate({
            "by": FACILITATOR, "norm": norm.id, "colour": given.chosen("colour")[0],
            "response": " ".join(response.split()), "who": given.chosen("who"),
        })  # fmt: skip

    start = before or norm
    colours = [(colour, colour_text(colour)) for colour in COLOURS]
    return Form(
        translate(N_("We agree: {behaviour}")).format(behaviour=norm.behaviour),
        "",
        [
            Pick("colour", translate(N_("What do you think of this behaviour?")), colours, (start.colour,)),
            Lines("response", translate(N_("What happens then?")), " ".join(start.response.split()), max_length=2000),
            Pick("who", translate(N_("Who acts?")), [(role.id, role.title) for role in texts.roles], start.who, True),
        ],
        make,
        button=translate(N_("Agree")),
    )


def skipping_norm(norm: Norm) -> Form[SkipNorm]:
    return Form(
        translate(N_("Skip: {title}")).format(title=norm.behaviour),
        translate(N_("You go on without an agreement. You can come back to it.")),
        [Line("why", translate(N_("Why? (may stay empty)")))],
        lambda given: SkipNorm(by=FACILITATOR, norm=norm.id, why=given.text("why")),
        button=translate(N_("Skip")),
    )
