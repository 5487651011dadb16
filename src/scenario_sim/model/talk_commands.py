"""Commands of talk: what people at the table say to each other, without any effect in the world of the scenario."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenario_sim.model.command import Name, ShortText, Wish

Colour = Literal["green", "amber", "red"]
Confidence = Annotated[int, Field(ge=1, le=5)]
"""How sure somebody is: 1 not at all, 5 completely."""


class AddNote(Wish):
    """An observation, tied to a goal if it belongs to one."""

    type: Literal["AddNote"] = "AddNote"
    text: Annotated[str, Field(min_length=1, max_length=5000)]
    kind: Literal["strength", "improvement", "remark"] = "remark"
    goal: Name | None = None


class JudgeBehaviour(Wish):
    """What a role thinks of the behaviour of a norm; nobody sees it before it is revealed. *why* is its sentence."""

    type: Literal["JudgeBehaviour"] = "JudgeBehaviour"
    norm: Name
    colour: Colour
    confidence: Confidence


class RevealJudgements(Wish):
    """Show what everybody thinks of a norm's behaviour."""

    type: Literal["RevealJudgements"] = "RevealJudgements"
    norm: Name


class AgreeNorm(Wish):
    """Fix what the table agreed on a norm: its colour, the response, and who acts."""

    type: Literal["AgreeNorm"] = "AgreeNorm"
    norm: Name
    colour: Colour
    response: Annotated[str, Field(min_length=1, max_length=2000)]
    who: tuple[Name, ...] = ()


class SkipNorm(Wish):
    """Go on without an agreement on a norm; *why* says the reason."""

    type: Literal["SkipNorm"] = "SkipNorm"
    norm: Name


class AdviseOption(Wish):
    """What a role would do in a dilemma; nobody sees it before it is revealed. *why* is its sentence."""

    type: Literal["AdviseOption"] = "AdviseOption"
    dilemma: Name
    option: Name
    confidence: Confidence


class RevealAdvice(Wish):
    """Show what everybody would do in a dilemma."""

    type: Literal["RevealAdvice"] = "RevealAdvice"
    dilemma: Name


class RewordInject(Wish):
    """Give an inject another text from now on."""

    type: Literal["RewordInject"] = "RewordInject"
    inject: Name
    text: Annotated[str, Field(min_length=1, max_length=5000)]


class WeighGoals(Wish):
    """How much each goal weighs for this table, 0 to 5."""

    type: Literal["WeighGoals"] = "WeighGoals"
    weights: dict[str, Annotated[int, Field(ge=0, le=5)]]


class SetBookmark(Wish):
    """Mark this moment, to come back to in the debrief."""

    type: Literal["SetBookmark"] = "SetBookmark"
    text: ShortText = ""


class Withdraw(Wish):
    """What record number *record* says was a mistake. It stays in the log; a fair copy leaves it out."""

    type: Literal["Withdraw"] = "Withdraw"
    record: Annotated[int, Field(ge=1)]


class StopForReal(Wish):
    """The stop word: a real incident. Everything stands still until the exercise goes on."""

    type: Literal["StopForReal"] = "StopForReal"


class GoOn(Wish):
    """The exercise goes on after a stop."""

    type: Literal["GoOn"] = "GoOn"


class LookBack(Wish):
    """Hot wash of one role: what surprised, what went well, what to change."""

    type: Literal["LookBack"] = "LookBack"
    surprised: ShortText = ""
    went_well: ShortText = ""
    change: ShortText = ""


class AgreeAction(Wish):
    """A point of improvement: what, which role owns it, by when, and how it is checked."""

    type: Literal["AgreeAction"] = "AgreeAction"
    text: Annotated[str, Field(min_length=1, max_length=2000)]
    owner: Name
    due: Annotated[str, Field(max_length=60)] = ""
    check: ShortText = ""
    goal: Name | None = None


class ReviewAction(Wish):
    """How an action stands that was agreed in an earlier session; the last word on the same *text* counts."""

    type: Literal["ReviewAction"] = "ReviewAction"
    text: Annotated[str, Field(min_length=1, max_length=2000)]
    done: bool
    owner: Annotated[str, Field(max_length=60)] = ""
    due: Annotated[str, Field(max_length=60)] = ""
    check: ShortText = ""


Talk = (
    AddNote
    | JudgeBehaviour
    | RevealJudgements
    | AgreeNorm
    | SkipNorm
    | AdviseOption
    | RevealAdvice
    | RewordInject
    | WeighGoals
    | SetBookmark
    | Withdraw
    | StopForReal
    | GoOn
    | LookBack
    | AgreeAction
    | ReviewAction
)
"""What people at the table say to each other: kept in the log, without any effect in the world of the scenario,
so it can also come after the end."""
