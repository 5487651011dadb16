"""Behaviour that a norm is about, and the reaction it got against the reaction that was agreed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scenario_sim.evaluation.reactions import Reaction
from scenario_sim.model.events import InjectDelivered
from scenario_sim.model.scenario import by_id
from scenario_sim.session import Session


@dataclass(frozen=True, slots=True)
class NormShown:
    """The behaviour of *norm* showed at *at* (simulation seconds) in an inject.

    *agreed*: the table agreed on it before; *response* holds its words, and is empty when those of the scenario count.
    *who* should act. *reaction* is None when the scenario names nothing by which the response could be measured;
    *by_who* says whether one of *who* acted, None when that cannot be told.
    """

    norm: str
    inject: str
    number: int
    at: float
    colour: str
    agreed: bool
    response: str
    who: tuple[str, ...]
    reaction: Reaction | None
    by_who: bool | None


def norms_shown(session: Session, reactions: Iterable[Reaction]) -> tuple[NormShown, ...]:
    """Every time that a behaviour of the norms showed, in order of time."""
    scenario, talk = session.scenario, session.table.talk
    measured = {(one.inject, one.number, one.expected): one for one in reactions if one.is_norm}
    found = []
    for event in session.events:
        if not isinstance(event, InjectDelivered):
            continue
        shown = scenario.inject(event.inject).norm
        if shown is None:
            continue
        norm, said = by_id(scenario.norms, shown), talk.agreed.get(shown)
        who = (said.who if said else ()) or norm.who
        reaction = measured.get((event.inject, event.number, norm.id))
        acted = reaction is not None and bool(reaction.by) and bool(who)
        found.append(NormShown(
            norm.id, event.inject, event.number, event.at,
            colour=said.colour if said else norm.colour, agreed=said is not None,
            response=said.response if said else "", who=who, reaction=reaction,
            by_who=reaction.by in who if reaction is not None and acted else None,
        ))  # fmt: skip
    return tuple(found)
