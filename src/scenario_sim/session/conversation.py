"""What was said at the table so far: a projection of the events of talk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scenario_sim.model.events import Event
from scenario_sim.model.talk_events import (
    ActionAgreed,
    ActionReviewed,
    AdviceRevealed,
    BehaviourJudged,
    BookmarkSet,
    GoalsWeighed,
    InjectReworded,
    JudgementsRevealed,
    LookedBack,
    NormAgreed,
    NormSkipped,
    NoteAdded,
    OptionAdvised,
    RecordWithdrawn,
    StoppedForReal,
    WentOn,
)


@dataclass(slots=True)
class Conversation:
    """Judgements and advice by what they are about and by role (the last one counts), and all that was agreed.

    *skipped* are norms the table went on from without an agreement, *reviewed* the actions of an earlier session,
    *withdrawn* the numbers of records that were mistakes.
    """

    judgements: dict[str, dict[str, BehaviourJudged]] = field(default_factory=dict)
    judgements_shown: set[str] = field(default_factory=set)
    agreed: dict[str, NormAgreed] = field(default_factory=dict)
    skipped: dict[str, NormSkipped] = field(default_factory=dict)
    advice: dict[str, dict[str, OptionAdvised]] = field(default_factory=dict)
    advice_shown: set[str] = field(default_factory=set)
    notes: list[NoteAdded] = field(default_factory=list)
    reworded: dict[str, str] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)
    bookmarks: list[BookmarkSet] = field(default_factory=list)
    looked_back: dict[str, LookedBack] = field(default_factory=dict)
    actions: list[ActionAgreed] = field(default_factory=list)
    reviewed: dict[str, ActionReviewed] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)
    stopped: bool = False

    def on(self, event: Event) -> None:
        """Take in one event."""
        match event:
            case BehaviourJudged(norm=norm, by=by):
                self.judgements.setdefault(norm, {})[by] = event
            case JudgementsRevealed(norm=norm):
                self.judgements_shown.add(norm)
            case NormAgreed(norm=norm):
                self.agreed[norm] = event
                self.skipped.pop(norm, None)
            case NormSkipped(norm=norm):
                self.skipped[norm] = event
            case OptionAdvised(dilemma=dilemma, by=by):
                self.advice.setdefault(dilemma, {})[by] = event
            case AdviceRevealed(dilemma=dilemma):
                self.advice_shown.add(dilemma)
            case NoteAdded():
                self.notes.append(event)
            case InjectReworded(inject=inject, text=text):
                self.reworded[inject] = text
            case GoalsWeighed(weights=weights):
                self.weights = weights
            case BookmarkSet():
                self.bookmarks.append(event)
            case LookedBack(by=by):
                self.looked_back[by] = event
            case ActionAgreed():
                self.actions.append(event)
            case ActionReviewed(text=text):
                self.reviewed[text] = event
            case RecordWithdrawn(record=record):
                self.withdrawn.add(record)
            case StoppedForReal():
                self.stopped = True
            case WentOn():
                self.stopped = False
            case _:
                pass

    def dissent(self, dilemma: str, option: str) -> tuple[OptionAdvised, ...]:
        """The advice of those who would have decided *dilemma* otherwise than *option*."""
        return tuple(said for said in self.advice.get(dilemma, {}).values() if said.option != option)

    def alignment(self, norm: str) -> bool | None:
        """Whether all who judged *norm* chose the same colour; None as long as nobody did."""
        colours = {said.colour for said in self.judgements.get(norm, {}).values()}
        return len(colours) == 1 if colours else None
