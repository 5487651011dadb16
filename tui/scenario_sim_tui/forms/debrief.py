"""What people fill in after the exercise: looking back, an action they agree on, and how earlier ones stand."""

from __future__ import annotations

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import FACILITATOR, AgreeAction, LookBack, ReviewAction
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.talk_events import ActionReviewed, LookedBack
from scenario_sim_tui.forms.form import Answers, Form, Line, Pick
from scenario_sim_tui.forms.table import NONE, goal_field
from scenario_sim_tui.words import role_title

DONE, OPEN = "done", "open"
STANDS = {DONE: N_("done"), OPEN: N_("open")}
"""How an action of last time can stand."""


def looking_back(role: str, before: LookedBack | None, texts: Scenario) -> Form[LookBack | None]:
    """The hot wash of one role: three short answers, none of them obliged; nothing said makes nothing."""

    def make(given: Answers) -> LookBack | None:
        said = {id: given.text(id) for id in ("surprised", "went_well", "change")}
        return LookBack(by=role, **said) if any(said.values()) else None

    return Form(
        translate(N_("Looking back: {role}")).format(role=role_title(texts, role)),
        "",
        [
            Line("surprised", translate(N_("What surprised you?")), before.surprised if before else "", 2000),
            Line("went_well", translate(N_("What went well?")), before.went_well if before else "", 2000),
            Line("change", translate(N_("What would you change?")), before.change if before else "", 2000),
        ],
        make,
        button=translate(N_("Save")),
    )


def agreeing_action(
    texts: Scenario, *, text: str = "", owner: str = "", check: str = "", goal: str = ""
) -> Form[AgreeAction]:
    """What will be done, whose it is, by when, and how people will see that it was done."""

    def make(given: Answers) -> AgreeAction:
        text = given.text("text", translate(N_("Say what you will do.")))
        owner = given.chosen("owner", translate(N_("Choose who owns it.")))[0]
        due, check, about = given.text("due"), given.text("check"), given.chosen("goal")[0]
        goal = None if about == NONE else about
        return AgreeAction(by=FACILITATOR, text=text, owner=owner, due=due, check=check, goal=goal)

    roles = [(role.id, role.title) for role in texts.roles]
    known = (owner,) if owner in dict(roles) else ()
    return Form(
        translate(N_("New action")),
        "",
        [
            Line("text", translate(N_("What will you do?")), text, 2000),
            Line("due", translate(N_("When is it done?")), max_length=60),
            Line("check", translate(N_("How do we check it?")), check, 2000),
            Pick("owner", translate(N_("Who owns it?")), roles, known),
            goal_field(texts, goal),
        ],
        make,
        button=translate(N_("Save")),
    )


def reviewing(action: ActionReviewed) -> Form[ReviewAction]:
    """Whether an action of last time was done."""

    def make(given: Answers) -> ReviewAction:
        done = given.chosen("stands")[0] == DONE
        kept = {"owner": action.owner, "due": action.due, "check": action.check}
        return ReviewAction(by=FACILITATOR, text=action.text, done=done, why=given.text("why"), **kept)

    items = [(id, translate(word)) for id, word in STANDS.items()]
    return Form(
        translate(N_("Agreed last time: {text}")).format(text=action.text),
        translate(N_("Check: {check}")).format(check=action.check) if action.check else "",
        [
            Pick("stands", translate(N_("How does it stand?")), items, (DONE if action.done else OPEN,)),
            Line("why", translate(N_("What do you see of it? (may stay empty)"))),
        ],
        make,
        button=translate(N_("Save")),
    )
