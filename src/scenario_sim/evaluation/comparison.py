"""The same scenario by several groups, side by side: goals, levels, and who decided what when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenario_sim.errors import Problem, ScenarioError
from scenario_sim.language import mark as N_
from scenario_sim.model.events import EpisodeClosed, MeasureDecided, OptionChosen
from scenario_sim.model.scenario import Scenario
from scenario_sim.session import Session, read_log, replay


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision in one session: when (simulation seconds), by whom, whether a policy decided, and which option."""

    at: float
    by: str
    bot: bool
    option: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What one group came to; *name* is that of its file. *reached* says when each level above 0 was first reached,
    *decided* has by measure or dilemma all decisions in order. The peak of a process is that of its episodes too."""

    name: str
    session: Session
    goals: Mapping[str, float]
    peak_level: int
    reached: Mapping[int, float]
    decided: Mapping[str, tuple[Decided, ...]]


def groups_of(paths: Sequence[str | Path]) -> list[Group]:
    """The groups behind logs of one scenario. Raises as *replay_file*, and ScenarioError E523 when they are of several
    scenarios."""
    sessions = [(Path(path), replay(read_log(path))) for path in paths]
    first = sessions[0][1].scenario.id
    others = [(path, session) for path, session in sessions if session.scenario.id != first]
    if others:
        said = N_("this is a session of '{scenario}', not of '{first}'; only sessions of one scenario can be compared")
        raise ScenarioError([
            Problem("E523", said, {"scenario": session.scenario.id, "first": first}, "", str(path))
            for path, session in others
        ])  # fmt: skip
    return [_group(name, session) for name, (_, session) in zip(_names(paths), sessions, strict=True)]


def subjects(groups: Sequence[Group], scenario: Scenario) -> list[str]:
    """The measures and dilemmas that any group decided, in the order of the scenario."""
    every = [*(measure.id for measure in scenario.measures), *(dilemma.id for dilemma in scenario.dilemmas)]
    return [id for id in every if any(id in group.decided for group in groups)]


def comparison(groups: Sequence[Group]) -> dict[str, Any]:
    """Plain data: what ``compare --json`` prints. Times are ``at`` in seconds and ``clock``."""
    scenario = groups[0].session.scenario
    return {
        "scenario": scenario.id,
        "same_text": len({group.session.setup.text.digest for group in groups}) == 1,
        "groups": [
            {
                "name": group.name,
                "seed": group.session.setup.seed,
                "observed": group.session.setup.observed,
                "head": group.session.log.records[-1].hash,
                "end": _time(scenario, group.session.now),
                "peak_level": group.peak_level,
                "reached": {str(level): _time(scenario, at) for level, at in group.reached.items()},
                "goals": dict(group.goals),
                "decisions": {
                    id: [
                        {**_time(scenario, one.at), "by": one.by, "bot": one.bot}
                        | ({"option": one.option} if one.option else {})
                        for one in group.decided[id]
                    ]
                    for id in subjects([group], scenario)
                },
            }
            for group in groups
        ],
    }


def _time(scenario: Scenario, at: float) -> dict[str, Any]:
    return {"at": at, "clock": scenario.clock(at)}


def _group(name: str, session: Session) -> Group:
    outcome = session.outcome()
    reached: dict[int, float] = {}
    for at, level in session.table.levels:
        for passed in range(1, level + 1):
            reached.setdefault(passed, at)
    decided: dict[str, tuple[Decided, ...]] = {}
    peak = outcome.peak_level
    for event in session.events:
        match event:
            case MeasureDecided(measure=measure):
                decided[measure] = (*decided.get(measure, ()), Decided(event.at, event.by, event.bot))
            case EpisodeClosed(kept=kept):
                peak = max(peak, int(kept["peak_level"]))
            case OptionChosen(dilemma=dilemma, option=option):
                one = Decided(event.at, event.by, event.bot, option)
                decided[dilemma] = (*decided.get(dilemma, ()), one)
            case _:
                pass
    return Group(name, session, outcome.goals, peak, reached, decided)


def _names(paths: Sequence[str | Path]) -> list[str]:
    """The names of the files without their ending; with their folder where they are the same."""
    stems = [Path(path).stem for path in paths]
    if len(set(stems)) == len(stems):
        return stems
    return [f"{number} {stem}" for number, stem in enumerate(stems, 1)]
