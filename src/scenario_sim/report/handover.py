"""What a process carries into the scenario of a moment, and what it gets back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scenario_sim.loading import complete_context, scenario_from_text
from scenario_sim.model.diagnosis import Context, Question
from scenario_sim.model.events import EpisodeClosed, OutcomeCarriedOver
from scenario_sim.model.scenario import Moment, Scenario
from scenario_sim.model.world import Indicator
from scenario_sim.session import Session, setup_of_episode


@dataclass(frozen=True, slots=True)
class Change:
    """An indicator of the process that moved; *before* and *after* are in its unit."""

    indicator: Indicator
    before: float
    after: float

    @property
    def shows(self) -> bool:
        """Whether it can be seen in whole numbers."""
        return f"{self.before:.0f}" != f"{self.after:.0f}"


@dataclass(frozen=True, slots=True)
class Given:
    """A question of the diagnosis that the process answers: *now*, where the scenario by itself says *usual*."""

    question: Question
    usual: float | str
    now: float | str

    def in_words(self, answer: float | str) -> str:
        """The text of *answer*, or its number with the unit."""
        for known in self.question.answers:
            if known.id == answer:
                return known.text
        return f"{float(answer):.0f} {self.question.unit or ''}".strip()


@dataclass(frozen=True, slots=True)
class Handover:
    """What the open moment takes from the process: *changed* since its beginning, the answers that are *given* to the
    diagnosis of *plays*, and the titles of what is *prepared*."""

    plays: Scenario
    changed: tuple[Change, ...]
    given: tuple[Given, ...]
    prepared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Return:
    """What came back from a moment that is over: its highest *level*, in the words of *plays*, and what that did."""

    plays: Scenario
    level: int
    played: bool
    changes: tuple[Change, ...]


def moment_of(texts: Scenario, episode: str) -> Moment:
    id = texts.episode(episode).moment
    return next(moment for moment in texts.moments if moment.id == id)


def scenario_of(process: Session, texts: Scenario, episode: str) -> Scenario:
    """The scenario that *episode* plays, in the language of *texts*."""
    text = process.setup.text.of_episode(texts.episode(episode).plays)
    return scenario_from_text(text, texts.language)


def handover(process: Session, texts: Scenario) -> Handover:
    """What goes into the episode that stands open in *process*; or went into it, when it is being played."""
    episode = process.scenario.episode(process.open_episode or "")
    plays = scenario_of(process, texts, episode.id)
    setup = setup_of_episode(process) if process.inner is None else process.inner.setup
    usual, now = complete_context(plays, {}), complete_context(plays, setup.context)
    asked = [carried.question for carried in episode.context]
    return Handover(
        plays,
        tuple(change for change in _since_the_beginning(process, texts, episode.returns) if change.shows),
        tuple(_given(question, usual, now) for question in plays.diagnosis if question.id in asked),
        tuple(plays.measure(id).title for id in setup.prepared),
    )


def came_back(process: Session, texts: Scenario, episode: str) -> Return | None:
    """What *episode* did in the process; None as long as it is not over."""
    over = {type(event): event for event in process.events if getattr(event, "episode", None) == episode}
    closed, carried = over.get(EpisodeClosed), over.get(OutcomeCarriedOver)
    if not isinstance(closed, EpisodeClosed):
        return None
    effects = carried.effects if isinstance(carried, OutcomeCarriedOver) else {}
    values = _values_at(process, closed.at)
    changes = [
        Change(indicator, values[indicator.id] - effects[indicator.id], values[indicator.id])
        for indicator in texts.indicators
        if indicator.id in effects
    ]
    plays = scenario_of(process, texts, episode)
    seen = tuple(change for change in changes if change.shows)
    return Return(plays, int(closed.kept["peak_level"]), closed.played, seen)


def _given(question: Question, usual: Context, now: Context) -> Given:
    return Given(question, usual[question.id], now[question.id])


def _since_the_beginning(process: Session, texts: Scenario, ids: Iterable[str]) -> Iterable[Change]:
    first, now = process.table.recorded[0].indicators, process.view().indicators
    for indicator in texts.indicators:
        if indicator.id in ids:
            yield Change(indicator, first[indicator.id], now[indicator.id])


def _values_at(process: Session, at: float) -> Mapping[str, float]:
    """The indicators as they stood at *at*, or as they were noted first after it."""
    if process.now <= at:
        return process.view().indicators
    later = [record for record in process.table.recorded if record.at >= at]
    return later[0].indicators if later else process.view().indicators


__all__ = ["Change", "Given", "Handover", "Return", "came_back", "handover", "moment_of", "scenario_of"]
