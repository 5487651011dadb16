"""Commands: what somebody at the table wishes. Imperative; the engine decides what comes of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from scenario_sim.model.amounts import Change
from scenario_sim.model.command import Name, ShortText, Wish
from scenario_sim.model.seats import FACILITATOR
from scenario_sim.model.talk_commands import (
    AddNote,
    AdviseOption,
    AgreeAction,
    AgreeNorm,
    GoOn,
    JudgeBehaviour,
    LookBack,
    RevealAdvice,
    RevealJudgements,
    ReviewAction,
    RewordInject,
    SetBookmark,
    SkipNorm,
    StopForReal,
    Talk,
    WeighGoals,
    Withdraw,
)


class ProposeMeasure(Wish):
    type: Literal["ProposeMeasure"] = "ProposeMeasure"
    measure: Name


class DecideMeasure(Wish):
    type: Literal["DecideMeasure"] = "DecideMeasure"
    measure: Name


class EndMeasure(Wish):
    """End the latest instance of the measure that is waiting, under way or in force."""

    type: Literal["EndMeasure"] = "EndMeasure"
    measure: Name


class ChooseOption(Wish):
    type: Literal["ChooseOption"] = "ChooseOption"
    dilemma: Name
    option: Name


class WearHat(Wish):
    """Act in another capacity from now on."""

    type: Literal["WearHat"] = "WearHat"
    hat: Name


class ShareInject(Wish):
    """Tell other roles what reached this one."""

    type: Literal["ShareInject"] = "ShareInject"
    inject: Name
    to: Annotated[tuple[Name, ...], Field(min_length=1)]


class Improvise(Wish):
    """An action that no author thought of; the facilitator adjudicates it."""

    type: Literal["Improvise"] = "Improvise"
    text: Annotated[str, Field(min_length=1, max_length=5000)]


class Adjudicate(Wish):
    """Set what improvised action *action* (counted from 1) does."""

    type: Literal["Adjudicate"] = "Adjudicate"
    action: Annotated[int, Field(ge=1)]
    effects: dict[str, Change] = Field(default_factory=dict)
    text: ShortText = ""


class FireInject(Wish):
    """Deliver an inject now, whatever its trigger; nothing else on the schedule moves."""

    type: Literal["FireInject"] = "FireInject"
    inject: Name


class PostponeInject(Wish):
    """Let an inject come *delay* seconds from now and not before."""

    type: Literal["PostponeInject"] = "PostponeInject"
    inject: Name
    delay: Annotated[float, Field(gt=0, le=366 * 86400)]


class SkipInject(Wish):
    """Let an inject not come at all; *why* says the reason."""

    type: Literal["SkipInject"] = "SkipInject"
    inject: Name


class TakeSeat(Wish):
    """A person plays *role* from now on."""

    type: Literal["TakeSeat"] = "TakeSeat"
    role: Name


class LeaveSeat(Wish):
    """The policy plays *role* from now on."""

    type: Literal["LeaveSeat"] = "LeaveSeat"
    role: Name


class CloseEpisode(Wish):
    """The open episode is over; *kept* is what the process keeps of it. *played*: by people, not only by policies."""

    type: Literal["CloseEpisode"] = "CloseEpisode"
    episode: Name
    kept: dict[str, Annotated[float, Field(allow_inf_nan=False)]] = Field(default_factory=dict)
    played: bool = False


class AddInject(Wish):
    """Bring something of the moment: a message that no author wrote, with what it does."""

    type: Literal["AddInject"] = "AddInject"
    title: Annotated[str, Field(min_length=1, max_length=200)]
    text: Annotated[str, Field(min_length=1, max_length=5000)]
    channel: Name
    to: Annotated[tuple[Name, ...], Field(min_length=1)]
    effects: dict[str, Change] = Field(default_factory=dict)


class EndExercise(Wish):
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


__all__ = [
    "FACILITATOR",
    "AddInject",
    "AddNote",
    "Adjudicate",
    "AdviseOption",
    "AgreeAction",
    "AgreeNorm",
    "ChooseOption",
    "Command",
    "DecideMeasure",
    "EndExercise",
    "EndMeasure",
    "FireInject",
    "GoOn",
    "Improvise",
    "JudgeBehaviour",
    "LeaveSeat",
    "LookBack",
    "PostponeInject",
    "ProposeMeasure",
    "RevealAdvice",
    "RevealJudgements",
    "ReviewAction",
    "RewordInject",
    "SetBookmark",
    "ShareInject",
    "SkipInject",
    "SkipNorm",
    "StopForReal",
    "TakeSeat",
    "Talk",
    "WearHat",
    "WeighGoals",
    "Withdraw",
    "command_from",
]
