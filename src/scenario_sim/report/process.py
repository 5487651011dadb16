"""The strategic timeline of a process: its moments in order, each with the level that its episode reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.events import EpisodeClosed
from scenario_sim.model.scenario import Moment, Scenario
from scenario_sim.session import Session

State = Literal["coming", "open", "played", "simulated", "quiet"]
"""*simulated* is played by policies only; *quiet* moments have no episode."""

STATES: dict[State, str] = {
    "coming": N_("still to come"),
    "open": N_("now"),
    "played": N_("played"),
    "simulated": N_("played by the computer"),
    "quiet": N_("without a scenario"),
}
MARKS: dict[State, str] = {"coming": "○", "open": "▶", "played": "●", "simulated": "◐", "quiet": "·"}
_STEPS = 5
_WIDEST = 9
"""Columns for a moment in the picture, where there is much room."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One moment on the way. *at* is when its episode was over (seconds), *level* the highest that it reached;
    both None as long as it has not been played."""

    moment: Moment
    state: State
    episode: str | None = None
    at: float | None = None
    level: int | None = None


def stops(session: Session, texts: Scenario) -> Iterator[Stop]:
    """The moments of the process in the order of its timeline; one with several episodes comes as often."""
    closed = {event.episode: event for event in session.table.episodes if isinstance(event, EpisodeClosed)}
    for moment in texts.moments:
        episodes = [episode for episode in session.scenario.episodes if episode.moment == moment.id]
        for episode in episodes:
            over = closed.get(episode.id)
            if over is not None:
                state: State = "played" if over.played else "simulated"
                yield Stop(moment, state, episode.id, over.at, int(over.kept["peak_level"]))
            else:
                yield Stop(moment, "open" if session.open_episode == episode.id else "coming", episode.id)
        if not episodes:
            yield Stop(moment, "quiet")


def process_lines(session: Session, texts: Scenario) -> Iterator[str]:
    """The same as lines of text: what happened when, and how high it went. Marks and words say it, not colour."""
    width = max((len(moment.title) for moment in texts.moments), default=0)
    for stop in stops(session, texts):
        line = f"{MARKS[stop.state]} {stop.moment.id:5} {stop.moment.title:{width}}  "
        if stop.level is None or stop.at is None:
            line += translate(STATES[stop.state])
        else:
            bar = "█" * stop.level + "·" * (_STEPS - stop.level)
            line += f"{bar} {stop.level}  {texts.clock(stop.at)}  ({translate(STATES[stop.state])})"
        yield line.rstrip()


def process_picture(session: Session, texts: Scenario, width: int) -> list[tuple[str, str]]:
    """The same as a picture of at most *width* columns: the moments from left to right, above each of them as many
    blocks as the level that it reached. Rows with their labels, the highest level first; none if there is no room."""
    way = list(stops(session, texts))
    column = min((width + 1) // max(len(way), 1), _WIDEST)
    if not way or column <= max(len(stop.moment.id) for stop in way):
        return []
    block = "█" * (column - 2)
    rows = [
        (str(height), [block if (stop.level or 0) >= height else "" for stop in way]) for height in range(_STEPS, 0, -1)
    ]
    rows.append((translate(N_("Level reached")), [_said_below(stop) for stop in way]))
    rows.append((translate(N_("Moments")), [stop.moment.id for stop in way]))
    return [(label, "".join(cell.ljust(column) for cell in cells).rstrip()) for label, cells in rows]


def _said_below(stop: Stop) -> str:
    return MARKS[stop.state] + (f" {stop.level}" if stop.level is not None else "")


__all__ = ["MARKS", "STATES", "Stop", "process_lines", "process_picture", "stops"]
