"""Random plays of a scenario: what can come, how high it can go, and where it falls silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random

from scenario_sim.errors import Problem, ScenarioError
from scenario_sim.exploration.workers import Tick, spread
from scenario_sim.language import mark as N_
from scenario_sim.loading import ScenarioText, scenario_from_text
from scenario_sim.model.commands import FACILITATOR, ChooseOption, Command, DecideMeasure, FireInject
from scenario_sim.model.diagnosis import Context
from scenario_sim.model.events import DilemmaRaised, InjectDelivered, PhaseBegan
from scenario_sim.model.scenario import Scenario
from scenario_sim.session import Session, Setup, play_through

MOST_ACTIONS = 40
SILENT_SHARE = 0.4
"""A play whose main phase brings nothing more for so large a part of it, at its end, is a dead end."""


@dataclass(frozen=True, slots=True)
class RandomPlay:
    """One play at random. *silent* is the share of the main phase, at its end, in which nothing came any more;
    *undecided* the dilemmas that were left open at the end; *fault* what stopped it, if anything did."""

    number: int
    delivered: frozenset[str]
    peak_level: int
    silent: float
    undecided: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What random plays together came to: in how many each inject came and each level was the highest; the numbers of
    those that ended in silence, left a dilemma open, or stopped at a fault."""

    plays: int
    injects: dict[str, int]
    peaks: dict[int, int]
    reached: dict[int, int]
    silent: tuple[int, ...] = ()
    undecided: dict[str, int] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)


def play_at_random(
    text: ScenarioText, plays: int, *, seed: int = 0, workers: int | None = None, tick: Tick = lambda _: None
) -> Coverage:
    """Play *plays* times with answers, seats and actions at random; the same seed gives the same plays."""
    scenario = scenario_from_text(text)
    return _covered(scenario, spread(partial(_play, text, seed), range(plays), workers=workers, tick=tick))


def gaps(coverage: Coverage) -> list[Problem]:
    """W805 an inject that never came, W806 a level that was never reached, W807 dead ends, E511 or another error that
    stopped a play."""
    problems = [
        Problem("W805", N_("the inject '{id}' came in none of {plays} random plays"),
                {"id": id, "plays": coverage.plays}, N_("look at its trigger and 'only_if'"), severity="warning")
        for id, count in coverage.injects.items() if not count
    ]  # fmt: skip
    problems += [
        Problem("W806", N_("level {level} was reached in none of {plays} random plays"),
                {"level": level, "plays": coverage.plays}, N_("look at its 'when'"), severity="warning")
        for level, count in coverage.reached.items() if not count
    ]  # fmt: skip
    if len(coverage.silent) * 4 > coverage.plays:
        problems.append(Problem(
            "W807", N_("in {count} of {plays} random plays nothing came in the last {share} % of the main phase"),
            {"count": len(coverage.silent), "plays": coverage.plays, "share": f"{100 * SILENT_SHARE:.0f}",
             "first": coverage.silent[0]},
            N_("the first is play {first}"), severity="warning",
        ))  # fmt: skip
    problems += [
        Problem("E513", N_("random play {number} stopped: {fault}"), {"number": number, "fault": fault})
        for number, fault in coverage.faults.items()
    ]
    return problems


def _covered(scenario: Scenario, plays: Sequence[RandomPlay]) -> Coverage:
    injects = Counter(inject for play in plays for inject in play.delivered)
    peaks = Counter(play.peak_level for play in plays)
    undecided = Counter(dilemma for play in plays for dilemma in play.undecided)
    return Coverage(
        plays=len(plays),
        injects={inject.id: injects[inject.id] for inject in scenario.injects},
        peaks={level: peaks[level] for level in range(6)},
        reached={level: sum(peaks[higher] for higher in range(level, 6)) for level in range(1, 6)},
        silent=tuple(play.number for play in plays if play.silent >= SILENT_SHARE),
        undecided=dict(undecided),
        faults={play.number: play.fault for play in plays if play.fault},
    )


def _play(text: ScenarioText, seed: int, number: int) -> RandomPlay:
    chance = Random(f"{seed}:{number}")
    scenario = scenario_from_text(text)
    seated = tuple(role.id for role in scenario.roles if chance.random() < 0.5)
    setup = Setup(text, seed, number, _context(scenario, chance), seated, prepare=chance.random() < 0.5)
    session = Session(setup)
    fault = ""
    try:
        _act(session, chance)
    except ScenarioError as error:
        fault = "; ".join(str(problem) for problem in error.problems)
    return _result(session, number, fault)


def _context(scenario: Scenario, chance: Random) -> Context:
    """Half of the questions keep their default; the others get any answer they allow."""
    context: Context = {}
    for question in scenario.diagnosis:
        if chance.random() < 0.5:
            continue
        if question.range is not None:
            context[question.id] = round(chance.uniform(*question.range), 3)
        else:
            context[question.id] = chance.choice(question.answers).id
    return context


def _act(session: Session, chance: Random) -> None:
    """Let people at the table do things at random times, and every dilemma be decided by chance."""
    times = sorted(chance.uniform(session.begins, session.ends) for _ in range(chance.randrange(MOST_ACTIONS)))
    for at in [*times, session.ends]:
        play_through(session, at)
        if session.is_over:
            return
        command = _command(session, chance)
        if command is not None:
            session.send(command)


def _command(session: Session, chance: Random) -> Command | None:
    scenario, view = session.scenario, session.view()
    by_hand = [coming.inject for coming in view.coming if coming.trigger == "by_hand"]
    if by_hand and chance.random() < 0.25:
        return FireInject(by=FACILITATOR, inject=chance.choice(by_hand))
    if view.dilemmas and chance.random() < 0.7:
        dilemma = scenario.dilemma(chance.choice(view.dilemmas).dilemma)
        return ChooseOption(by=dilemma.decided_by, dilemma=dilemma.id, option=chance.choice(dilemma.options).id)
    if not session.table.seated:
        return None
    role = chance.choice(sorted(session.table.seated))
    own = [measure.id for measure in scenario.measures if role in measure.decided_by]
    measures = own if own and chance.random() < 0.9 else [measure.id for measure in scenario.measures]
    return DecideMeasure(by=role, measure=chance.choice(measures))


def _result(session: Session, number: int, fault: str) -> RandomPlay:
    delivered = {event.inject: event.at for event in session.events if isinstance(event, InjectDelivered)}
    end = _main_end(session)
    last = max([0.0, *(at for at in delivered.values() if at <= end)])
    raised = {event.dilemma for event in session.events if isinstance(event, DilemmaRaised)}
    still = tuple(sorted(raised & set(session.table.dilemmas)))
    silent = (end - last) / end if end > 0 and not fault else 0.0
    return RandomPlay(number, frozenset(delivered), session.table.peak_level, silent, still, fault)


def _main_end(session: Session) -> float:
    """When the main phase ended, or the run if that was before."""
    ids = [phase.id for phase in session.scenario.phases]
    later = ids[ids.index(session.scenario.main_phase.id) + 1 :]
    begun = [event.at for event in session.events if isinstance(event, PhaseBegan) and event.phase in later]
    return min([session.now, *begun])
