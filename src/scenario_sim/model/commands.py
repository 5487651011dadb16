"""Commands: what somebody at the table wishes. Imperative; the engine decides what comes of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from scenario_sim.model.amounts import Change

FACILITATOR = "facilitator"
"""Who leads the exercise; not a role of the scenario."""

ShortText = Annotated[str, Field(max_length=5000)]
Name = Annotated[str, Field(min_length=1, max_length=60)]


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


class AddNote(_Command):
    """An observation, tied to a goal if it belongs to one."""

    type: Literal["AddNote"] = "AddNote"
    text: Annotated[str, Field(min_length=1, max_length=5000)]
    kind: Literal["strength", "improvement", "remark"] = "remark"
    goal: Name | None = None


class EndExercise(_Command):
    """EndEx: nothing more happens."""

    type: Literal["EndExercise"] = "EndExercise"


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
    | AddNote
    | EndExercise,
    Field(discriminator="type"),
]

_adapter: TypeAdapter[Command] = TypeAdapter(Command)


def command_from(data: dict[str, Any]) -> Command:
    """The command in *data* (``type`` says which); raises pydantic.ValidationError if it is none."""
    return _adapter.validate_python(data)
