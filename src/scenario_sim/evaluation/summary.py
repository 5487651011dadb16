"""What came of a session, as plain data: the object that ``run --json`` prints."""

from __future__ import annotations

from typing import Any

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.events import (
    AuthorityExceeded,
    EpisodeClosed,
    Event,
    InjectDelivered,
    MeasureDecided,
    OptionChosen,
    RequirementUnmet,
    SessionEnded,
)
from scenario_sim.session import Session

CAVEAT = N_("Under this scenario's assumptions; not a forecast.")


def summary(session: Session) -> dict[str, Any]:
    """The outcome of *session* so far: goals score 0 to 100; ``at`` is seconds from the start of the main phase."""
    outcome, events, clock = session.outcome(), session.events, session.scenario.clock
    ended = next((event for event in events if isinstance(event, SessionEnded)), None)
    return {
        "scenario": session.scenario.id,
        "seed": session.setup.seed,
        "context": session.context,
        "measures": _prepared(session, events),
        "end": {"at": session.now, "clock": clock(session.now), "reason": ended.reason if ended else None},
        "peak_level": outcome.peak_level,
        "levels": [{"at": at, "clock": clock(at), "level": level} for at, level in session.table.levels],
        "goals": outcome.goals,
        "indicators": {
            id: {"start": i.start, "end": i.end, "min": i.low, "max": i.high, "mean": i.mean}
            for id, i in outcome.indicators.items()
        },
        "injects_delivered": [
            {"at": event.at, "clock": clock(event.at), "inject": event.inject}
            for event in events
            if isinstance(event, InjectDelivered)
        ],
        "decisions": decisions(session),
        **({"episodes": episodes(session)} if session.scenario.episodes else {}),
        "events": len(events),
        "digest": session.digest,
        "note": translate(CAVEAT),
    }


def episodes(session: Session) -> list[dict[str, Any]]:
    """What came of every moment that was played in a process, in order: its scenario, the highest level it reached,
    what was kept of it, and whether people played it."""
    found = []
    for event in session.events:
        if isinstance(event, EpisodeClosed):
            episode = session.scenario.episode(event.episode)
            found.append({
                "at": event.at, "clock": session.scenario.clock(event.at), "episode": episode.id,
                "moment": episode.moment, "scenario": episode.plays, "played": event.played,
                "peak_level": int(event.kept["peak_level"]), "kept": dict(event.kept),
            })  # fmt: skip
    return found


def decisions(session: Session) -> list[dict[str, Any]]:
    """Every measure and dilemma decided, in order: when, what, by whom, whether a policy did it, and whether it
    went beyond the decider's authority or before its requirements were met."""
    found: list[dict[str, Any]] = []
    remarks: list[str] = []
    for event in session.events:
        match event:
            case AuthorityExceeded():
                remarks.append("authority_exceeded")
            case RequirementUnmet():
                remarks.append("requirement_unmet")
            case MeasureDecided(measure=what, by=by, bot=bot) | OptionChosen(dilemma=what, by=by, bot=bot):
                found.append(
                    {"at": event.at, "clock": session.scenario.clock(event.at), "what": what}
                    | ({"option": event.option} if isinstance(event, OptionChosen) else {})
                    | {"by": by, "bot": bot, "remarks": remarks}
                )
                remarks = []
            case _:
                pass
    return found


def _prepared(session: Session, events: list[Event]) -> list[str]:
    """The preventive measures that were decided, in the order of deciding."""
    return [
        event.measure
        for event in events
        if isinstance(event, MeasureDecided) and session.scenario.measure(event.measure).kind == "preventive"
    ]
