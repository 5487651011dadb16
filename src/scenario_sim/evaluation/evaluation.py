"""The evaluation of a session: everything that its log says about how it went, in one frozen object.

Numbers hold under the assumptions of the scenario. Ids refer to the scenario, so that a reader in any language finds
the texts; what participants typed is kept as they typed it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scenario_sim.engine.scores import IndicatorOutcome
from scenario_sim.evaluation.evidence import Evidence, evidence
from scenario_sim.evaluation.inviting import Inviting, inviting
from scenario_sim.evaluation.knowledge import Shared, Unaware, spread_of, unaware
from scenario_sim.evaluation.norms import NormShown, norms_shown
from scenario_sim.evaluation.ratings import GivenRating, Rating, Reason, proposed
from scenario_sim.evaluation.reactions import Reaction, reactions
from scenario_sim.evaluation.weights import weighted_mean
from scenario_sim.model.events import EpisodeClosed, IndicatorsRecorded, PhaseBegan, SeatTaken, SessionEnded
from scenario_sim.model.scenario import Scenario
from scenario_sim.model.talk_events import (
    ActionAgreed,
    ActionReviewed,
    BookmarkSet,
    LookedBack,
    NormAgreed,
    NormSkipped,
    NoteAdded,
)
from scenario_sim.session import Decision, Session, decisions_in
from scenario_sim.session.table import Delivery


@dataclass(frozen=True, slots=True)
class Origin:
    """Which session this is: *head* seals the *records* of its log, *digest* is the fingerprint of its events.

    *recorded* are the wall-clock times (UTC) of the first and the last record; *seated* the roles that people played
    at some time. *branched_from* names the log and moment that it came from.
    """

    scenario: str
    scenario_version: str
    scenario_digest: str
    program_version: str
    seed: int
    replication: int
    context: Mapping[str, float | str]
    seated: tuple[str, ...]
    records: int
    head: str
    digest: str
    recorded: tuple[str, str]
    branched_from: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class GoalFinding:
    """One goal: its *score* (0 to 100), what the table let it *weigh* (0 to 5, None when nobody weighed it), the
    evidence, what was expected for it, the rating *proposed* with its *reasons*, and the one *given* by the evaluator.
    """

    goal: str
    score: float
    weight: int | None
    evidence: Evidence
    reactions: tuple[Reaction, ...]
    proposed: Rating
    reasons: tuple[Reason, ...]
    given: GivenRating | None = None


@dataclass(frozen=True, slots=True)
class ConsideredDecision:
    """A decision with the legal *grounds* of what was decided, what its maker did not know, and which roles had
    advised otherwise before it (of dilemmas whose advice was revealed)."""

    decision: Decision
    grounds: tuple[str, ...]
    unaware: tuple[Unaware, ...]
    dissent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Improvised:
    """What participants did beside the scenario, and how the facilitator judged it; *changes* as they were written."""

    at: float
    text: str
    by: str
    judged: str = ""
    changes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """From *begins* to *until* (simulation seconds), with the main phase from 0 to *main_until*; *ended* is the reason
    of the end, None when it goes on.

    *stops* are the times at which the exercise stopped for a real incident. *mean* is that of the goals as the table
    weighed them, None when nobody did. *deliveries* are the injects as they
    came, *recorded* the indicators over time. *inviting* is None when the scenario counts no visible security.
    """

    origin: Origin
    begins: float
    until: float
    main_until: float
    ended: str | None
    stops: tuple[float, ...]
    peak_level: int
    levels: tuple[tuple[float, int], ...]
    goals: tuple[GoalFinding, ...]
    mean: float | None
    indicators: Mapping[str, IndicatorOutcome]
    recorded: tuple[IndicatorsRecorded, ...]
    deliveries: tuple[Delivery, ...]
    reactions: tuple[Reaction, ...]
    decisions: tuple[ConsideredDecision, ...]
    improvised: tuple[Improvised, ...]
    shared: tuple[Shared, ...]
    norms_shown: tuple[NormShown, ...]
    norms_agreed: Mapping[str, NormAgreed]
    norms_skipped: Mapping[str, NormSkipped]
    inviting: Inviting | None
    notes: tuple[NoteAdded, ...]
    looked_back: tuple[LookedBack, ...]
    bookmarks: tuple[BookmarkSet, ...]
    actions: tuple[ActionAgreed, ...]
    reviewed: tuple[ActionReviewed, ...]
    episodes: tuple[EpisodeClosed, ...]


def evaluate(session: Session, ratings: Mapping[str, GivenRating] | None = None) -> Evaluation:
    """The evaluation of *session* as far as it has come, with the *ratings* that the evaluator gave, by goal.

    It depends on the log and on nothing else: a replayed session gives the same.
    """
    table, talk, outcome = session.table, session.table.talk, session.outcome()
    found, main_until = reactions(session), _main_until(session)
    spread = spread_of(table.deliveries, session.scenario)
    ended = next((event.reason for event in session.events if isinstance(event, SessionEnded)), None)
    return Evaluation(
        origin=_origin(session),
        begins=session.begins,
        until=session.now,
        main_until=main_until,
        ended=ended,
        stops=tuple(entry.at for entry in session.log.entries if entry.type == "StoppedForReal"),
        peak_level=outcome.peak_level,
        levels=tuple(table.levels),
        goals=_goals(session, outcome.goals, found, ratings or {}),
        mean=weighted_mean(outcome.goals, talk.weights),
        indicators=outcome.indicators,
        recorded=tuple(table.recorded),
        deliveries=tuple(table.deliveries),
        reactions=found,
        decisions=_decisions(session, spread),
        improvised=_improvised(session),
        shared=spread,
        norms_shown=norms_shown(session, found),
        norms_agreed=dict(talk.agreed),
        norms_skipped=dict(talk.skipped),
        inviting=inviting(session, main_until),
        notes=tuple(talk.notes),
        looked_back=tuple(talk.looked_back.values()),
        bookmarks=tuple(talk.bookmarks),
        actions=tuple(talk.actions),
        reviewed=tuple(talk.reviewed.values()),
        episodes=tuple(event for event in table.episodes if isinstance(event, EpisodeClosed)),
    )


def _main_until(session: Session) -> float:
    """When the phase after the main one began, or how far the main phase has come."""
    main = session.scenario.main_phase.id
    began = (event.at for event in session.events if isinstance(event, PhaseBegan) and event.phase != main)
    return next((at for at in began if at > 0), max(session.now, 0.0))


def _origin(session: Session) -> Origin:
    setup, records = session.setup, session.log.records
    later = {event.role for event in session.events if isinstance(event, SeatTaken)}
    return Origin(
        scenario=session.scenario.id,
        scenario_version=session.scenario.version,
        scenario_digest=setup.text.digest,
        program_version=setup.version,
        seed=setup.seed,
        replication=setup.replication,
        context=session.context,
        seated=tuple(role.id for role in session.scenario.roles if role.id in {*setup.seated, *later}),
        records=len(records),
        head=session.log.head,
        digest=session.digest,
        recorded=(records[0].utc, records[-1].utc),
        branched_from=setup.branched_from,
    )


def _goals(
    session: Session, scores: Mapping[str, float], found: tuple[Reaction, ...], ratings: Mapping[str, GivenRating]
) -> tuple[GoalFinding, ...]:
    known, weights, goals = evidence(session), session.table.talk.weights, []
    for goal in session.scenario.goals:
        own = tuple(one for one in found if one.goal == goal.id)
        rating, reasons = proposed(scores[goal.id], known[goal.id], own)
        goals.append(GoalFinding(
            goal.id, scores[goal.id], weights.get(goal.id), known[goal.id], own, rating, reasons, ratings.get(goal.id)
        ))  # fmt: skip
    return tuple(goals)


def _decisions(session: Session, spread: tuple[Shared, ...]) -> tuple[ConsideredDecision, ...]:
    scenario, talk = session.scenario, session.table.talk
    found = []
    for decision in decisions_in(session.log.entries):
        said = talk.dissent(decision.what, decision.option) if decision.what in talk.advice_shown else ()
        dissent = tuple(one.by for one in said if decision.option and one.at <= decision.at)
        grounds = _grounds(scenario, decision)
        found.append(ConsideredDecision(decision, grounds, unaware(decision, spread, scenario), dissent))
    return tuple(found)


def _grounds(scenario: Scenario, decision: Decision) -> tuple[str, ...]:
    """The grounds of the measure, or of the measures that the chosen option starts."""
    match decision.kind:
        case "measure" | "ended":
            return scenario.measure(decision.what).ground
        case "option":
            options = scenario.dilemma(decision.what).options
            started = next(option for option in options if option.id == decision.option).starts
            return tuple(dict.fromkeys(ground for id in started for ground in scenario.measure(id).ground))
        case _:
            return ()


def _improvised(session: Session) -> tuple[Improvised, ...]:
    judged = session.table.adjudicated
    found = []
    for one in session.table.improvised:
        said = judged.get(one.action)
        found.append(
            Improvised(one.at, one.text, one.by, said.text, dict(said.changes))
            if said is not None
            else Improvised(one.at, one.text, one.by)
        )
    return tuple(found)
