"""The discrete and continuous state of one run, and how each event changes the discrete part."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scenario_sim.model.events import (
    ActionImprovised,
    AuthorityExceeded,
    DilemmaRaised,
    EpisodeClosed,
    EpisodeOpened,
    Event,
    ExpectationMet,
    ExpectationMissed,
    HatChanged,
    InjectAdded,
    InjectDelivered,
    InjectShared,
    LevelChanged,
    MeasureDecided,
    MeasureEnded,
    MeasureFailed,
    MeasureStarted,
    MeasureTookEffect,
    OptionChosen,
    PhaseBegan,
    RequirementUnmet,
    SeatLeft,
    SeatTaken,
    SessionEnded,
)
from scenario_sim.model.injects import number_of_added

NEVER = -60e6
"""The time of what has not happened: a million minutes ago."""


@dataclass(frozen=True, slots=True)
class Index:
    """Position of every id in the arrays of the state."""

    indicators: dict[str, int]
    measures: dict[str, int]
    injects: dict[str, int]
    dilemmas: dict[str, int]
    options: dict[tuple[str, str], int]
    roles: dict[str, int]
    hats: dict[tuple[str, str], int]
    groups: dict[str, int]
    resources: dict[str, int]
    phases: dict[str, int]
    goals: dict[str, int]
    visibility: tuple[int, ...]
    episodes: dict[str, int]
    kept: dict[tuple[str, str], int]
    midnight: float
    """Seconds from midnight to the start of the main phase."""


@dataclass(slots=True)
class State:
    """What compiled expressions read. Arrays follow the order of the scenario; see Index."""

    in_force: list[int]
    going: list[int]
    decided: list[int]
    taken: list[int]
    force_since: list[float]
    delivered: list[int]
    delivered_at: list[float]
    chosen: list[int]
    raised: list[bool]
    hat: list[int]
    knows: list[list[bool]]
    seated: list[bool]
    joined: list[float]
    free: list[float]
    met: list[int]
    missed: list[int]
    closed: list[bool]
    kept: list[float]
    phase: int = 0
    level: int = 0
    peak_level: int = 0
    visibility: int = 0
    authority_exceeded: int = 0
    missed_expectations: int = 0
    added: list[set[str]] = field(default_factory=list)
    """Who knows each of the injects that the facilitator added, in their order."""
    improvised: list[str] = field(default_factory=list)
    open_episodes: list[str] = field(default_factory=list)
    over: bool = False

    @classmethod
    def at_start(cls, index: Index) -> State:
        measures, injects = len(index.measures), len(index.injects)
        dilemmas, roles = len(index.dilemmas), len(index.roles)
        return cls(
            in_force=[0] * measures,
            going=[0] * measures,
            decided=[0] * measures,
            taken=[0] * measures,
            force_since=[NEVER] * measures,
            delivered=[0] * injects,
            delivered_at=[NEVER] * injects,
            chosen=[-1] * dilemmas,
            raised=[False] * dilemmas,
            hat=[0] * roles,
            knows=[[False] * injects for _ in range(roles)],
            seated=[False] * roles,
            joined=[0.0] * len(index.groups),
            free=[0.0] * len(index.resources),
            met=[0] * len(index.goals),
            missed=[0] * len(index.goals),
            closed=[False] * len(index.episodes),
            kept=[0.0] * len(index.kept),
        )


def evolve(state: State, index: Index, event: Event) -> None:
    """Change the discrete state as *event* says. Indicators move elsewhere: by the effects the event carries."""
    match event:
        case InjectDelivered(inject=inject, to=to):
            state.delivered[index.injects[inject]] += 1
            state.delivered_at[index.injects[inject]] = event.at
            _inform(state, index, inject, to)
        case MeasureDecided(measure=measure):
            state.decided[index.measures[measure]] += 1
            state.going[index.measures[measure]] += 1
        case MeasureTookEffect(measure=measure):
            place = index.measures[measure]
            state.in_force[place] += 1
            state.taken[place] += 1
            state.force_since[place] = event.at
            state.visibility += index.visibility[place]
        case MeasureEnded(measure=measure, was_in_force=was_in_force):
            place = index.measures[measure]
            state.going[place] -= 1
            if was_in_force:
                state.in_force[place] -= 1
                state.visibility -= index.visibility[place]
        case MeasureFailed(measure=measure):
            state.going[index.measures[measure]] -= 1
        case InjectShared(inject=inject, to=to):
            if added := number_of_added(inject):
                state.added[added - 1].update(to)
            else:
                _inform(state, index, inject, to)
        case DilemmaRaised(dilemma=dilemma):
            state.raised[index.dilemmas[dilemma]] = True
        case OptionChosen(dilemma=dilemma, option=option):
            state.chosen[index.dilemmas[dilemma]] = index.options[dilemma, option]
            state.raised[index.dilemmas[dilemma]] = False
        case HatChanged(role=role, hat=hat):
            state.hat[index.roles[role]] = index.hats[role, hat]
        case AuthorityExceeded() | RequirementUnmet():
            state.authority_exceeded += 1
        case ExpectationMissed():
            state.missed_expectations += 1
        case LevelChanged(level=level):
            state.level = level
            state.peak_level = max(state.peak_level, level)
        case PhaseBegan(phase=phase):
            state.phase = index.phases[phase]
        case InjectAdded(to=to):
            state.added.append(set(to))
        case ActionImprovised(text=text):
            state.improvised.append(text)
        case EpisodeOpened(episode=episode):
            state.open_episodes.append(episode)
        case EpisodeClosed(episode=episode, kept=kept):
            state.open_episodes.remove(episode)
            state.closed[index.episodes[episode]] = True
            for name, value in kept.items():
                state.kept[index.kept[episode, name]] = value
        case SeatTaken(role=role):
            state.seated[index.roles[role]] = True
        case SeatLeft(role=role):
            state.seated[index.roles[role]] = False
        case SessionEnded():
            state.over = True
        case ExpectationMet() | _:
            pass


_OF_MEASURES = frozenset(("in_force", "going", "decided", "taken", "force_since"))
_OF_INJECTS = frozenset(("delivered", "delivered_at", "knows"))
_PART = re.compile(r"\bs\.(\w+)(?:\[(\d+)\])?(?:\[(\d+)\])?")


def parts_read(source: str) -> set[str]:
    """The parts of the state that a compiled expression reads, as ``parts_changed`` names them."""
    parts = set()
    for name, first, second in _PART.findall(source):
        if name in _OF_MEASURES:
            parts.add(f"measure {first}")
        elif name in _OF_INJECTS:
            parts.add(f"inject {second or first}")
        else:
            parts.add(name)
    return parts


def parts_changed(index: Index, event: Event) -> tuple[str, ...] | None:
    """The parts of the state that *event*, one of those that come often, changes; None if it may be any."""
    match event:
        case InjectDelivered(inject=inject):
            return (f"inject {index.injects[inject]}",)
        case MeasureDecided(measure=measure):
            return (f"measure {index.measures[measure]}",)
        case MeasureTookEffect(measure=measure) | MeasureEnded(measure=measure):
            return (f"measure {index.measures[measure]}", "visibility")
        case MeasureStarted():
            return ()
        case LevelChanged():
            return ("level", "peak_level")
        case _:
            return None


def _inform(state: State, index: Index, inject: str, roles: tuple[str, ...]) -> None:
    place = index.injects[inject]
    for role in roles:
        state.knows[index.roles[role]][place] = True
