"""Commands: what somebody at the table wishes. Imperative; the engine decides what comes of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from scenario_sim.model.amounts import Change

FACILITATOR = "facilitator"
"""Who leads the exercise; not a role of the scenario."""

ShortText = Annotated[str, Field(max_length=5000)]
Name = Annotated[str, Field(min_length=1, max_length=60)]
Colour = Literal["green", "amber", "red"]
Confidence = Annotated[int, Field(ge=1, le=5)]
"""How sure somebody is: 1 not at all, 5 completely."""


class _Command(BaseModel):
    """*by* is a role, or the facilitator; *why* is the rationale, kept in the log and never read by the run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: Name
    why: ShortText = ""


class ProposeMeasure(_Command):
    type: Literal["ProposeMeasure"] = "ProposeMeasure"
    measure: Name


class DecideMeasure(_Command):
    type: Literal["DecideMeasure"] = "DecideMeasure"
    measure: Name


class EndMeasure(_Command):
    """End the latest instance of the measure that is waiting, under way or in force."""

    type: Literal["EndMeasure"] = "EndMeasure"
    measure: Name


class ChooseOption(_Command):
    type: Literal["ChooseOption"] = "ChooseOption"
    dilemma: Name
    option: Name


class WearHat(_Command):
    """Act in another capacity from now on."""

    type: Literal["WearHat"] = "WearHat"
    hat: Name


class ShareInject(_Command):
    """Tell other roles what reached this one."""

    type: Literal["ShareInject"] = "ShareInject"
    inject: Name
    to: Annotated[tuple[Name, ...], Field(min_length=1)]


class Improvise(_Command):
    """An action that no author thought of; the facilitator adjudicates it."""

    type: Literal["Improvise"] = "Improvise"
    text: Annotated[str, Field(min_length=1, max_length=5000)]


class Adjudicate(_Command):
    """Set what improvised action *action* (counted from 1) does."""

    type: Literal["Adjudicate"] = "Adjudicate"
    action: Annotated[int, Field(ge=1)]
    effects: dict[str, Change] = Field(default_factory=dict)
    text: ShortText = ""


class FireInject(_Command):
    """Deliver an inject now, whatever its trigger; nothing else on the schedule moves."""

    type: Literal["FireInject"] = "FireInject"
    inject: Name


class PostponeInject(_Command):
    """Let an inject come *delay* seconds from now and not before."""

    type: Literal["PostponeInject"] = "PostponeInject"
    inject: Name
    delay: Annotated[float, Field(gt=0, le=366 * 86400)]


class SkipInject(_Command):
    """Let an inject not come at all; *why* says the reason."""

    type: Literal["SkipInject"] = "SkipInject"
    inject: Name


class TakeSeat(_Command):
    """A person plays *role* from now on."""

    type: Literal["TakeSeat"] = "TakeSeat"
    role: Name


class LeaveSeat(_Command):
    """The policy plays *role* from now on."""

    type: Literal["LeaveSeat"] = "LeaveSeat"
    role: Name


class CloseEpisode(_Command):
    """The open episode is over; *kept* is what the process keeps of it. *played*: by people, not only by policies."""

    type: Literal["CloseEpisode"] = "CloseEpisode"
    episode: Name
    kept: dict[str, Annotated[float, Field(allow_inf_nan=False)]] = Field(default_factory=dict)
    played: bool = False


class AddInject(_Command):
    """Bring something of the moment: a message that no author wrote, with what it does."""

    type: Literal["AddInject"] = "AddInject"
    title: Annotated[str, Field(min_length=1, max_length=200)]
    text: Annotated[str, Field(min_length=1, max_length=5000)]
    channel: Name
    to: Annotated[tuple[Name, ...], Field(min_length=1)]
    effects: dict[str, Change] = Field(default_factory=dict)


class EndExercise(_Command):
    """EndEx: nothing more happens."""

    type: Literal["EndExercise"] = "EndExercise"


class AddNote(_Command):
    """An observation, tied to a goal if it belongs to one."""

    type: Literal["AddNote"] = "AddNote"
    text: Annotated[str, Field(min_length=1, max_length=5000)]
    kind: Literal["strength", "improvement", "remark"] = "remark"
    goal: Name | None = None


class JudgeBehaviour(_Command):
    """What a role thinks of the behaviour of a norm; nobody sees it before it is revealed. *why* is its sentence."""

    type: Literal["JudgeBehaviour"] = "JudgeBehaviour"
    norm: Name
    colour: Colour
    confidence: Confidence


class RevealJudgements(_Command):
    """Show what everybody thinks of a norm's behaviour."""

    type: Literal["RevealJudgements"] = "RevealJudgements"
    norm: Name


class AgreeNorm(_Command):
    """Fix what the table agreed on a norm: its colour, the response, and who acts."""

    type: Literal["AgreeNorm"] = "AgreeNorm"
    norm: Name
    colour: Colour
    response: Annotated[str, Field(min_length=1, max_length=2000)]
    who: tuple[Name, ...] = ()


class AdviseOption(_Command):
    """What a role would do in a dilemma; nobody sees it before it is revealed. *why* is its sentence."""

    type: Literal["AdviseOption"] = "AdviseOption"
    dilemma: Name
    option: Name
    confidence: Confidence


class RevealAdvice(_Command):
    """Show what everybody would do in a dilemma."""

    type: Literal["RevealAdvice"] = "RevealAdvice"
    dilemma: Name


class RewordInject(_Command):
    """Give an inject another text from now on."""

    type: Literal["RewordInject"] = "RewordInject"
    inject: Name
    text: Annotated[str, Field(min_length=1, max_length=5000)]


class WeighGoals(_Command):
    """How much each goal weighs for this table, 0 to 5."""

    type: Literal["WeighGoals"] = "WeighGoals"
    weights: dict[str, Annotated[int, Field(ge=0, le=5)]]


class SetBookmark(_Command):
    """Mark this moment, to come back to in the debrief."""

    type: Literal["SetBookmark"] = "SetBookmark"
    text: ShortText = ""


class StopForReal(_Command):
    """The stop word: a real incident. Everything stands still until the exercise goes on."""

    type: Literal["StopForReal"] = "StopForReal"


class GoOn(_Command):
    """The exercise goes on after a stop."""

    type: Literal["GoOn"] = "GoOn"


class LookBack(_Command):
    """Hot wash of one role: what surprised, what went well, what to change."""

    type: Literal["LookBack"] = "LookBack"
    surprised: ShortText = ""
    went_well: ShortText = ""
    change: ShortText = ""


class AgreeAction(_Command):
    """A point of improvement: what, which role owns it, by when, and how it is checked."""

    type: Literal["AgreeAction"] = "AgreeAction"
    text: Annotated[str, Field(min_length=1, max_length=2000)]
    owner: Name
    due: Annotated[str, Field(max_length=60)] = ""
    check: ShortText = ""
    goal: Name | None = None


Talk = (
    AddNote
    | JudgeBehaviour
    | RevealJudgements
    | AgreeNorm
    | AdviseOption
    | RevealAdvice
    | RewordInject
    | WeighGoals
    | SetBookmark
    | StopForReal
    | GoOn
    | LookBack
    | AgreeAction
)
"""What people at the table say to each other: kept in the log, without any effect in the world of the scenario,
so it can also come after the end."""

Command = Annotated[
    ProposeMeasure
    | DecideMeasure
    | EndMeasure
    | ChooseOption
    | WearHat
    | ShareInject
    | Improvise
    | Adjudicate
    | FireInject
    | PostponeInject
    | SkipInject
    | TakeSeat
    | LeaveSeat
    | AddInject
    | CloseEpisode
    | EndExercise
    | Talk,
    Field(discriminator="type"),
]

_adapter: TypeAdapter[Command] = TypeAdapter(Command)


def command_from(data: dict[str, Any]) -> Command:
    """The command in *data* (``type`` says which); raises pydantic.ValidationError if it is none."""
    return _adapter.validate_python(data)
