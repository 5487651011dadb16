"""The moments of a process in lines: what they are, and playing the one that stands open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenario_sim.errors import ScenarioSimError
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.report.handover import came_back, handover, moment_of
from scenario_sim.report.process import process_lines
from scenario_sim.session import Session, end_episode, simulating
from scenario_sim_tui.draft import EpisodeDraft
from scenario_sim_tui.lines import Leave, choose, heading, tell
from scenario_sim_tui.plain_before import get_ready
from scenario_sim_tui.spoken import ALWAYS, Spoken
from scenario_sim_tui.words import unit_word

if TYPE_CHECKING:
    from scenario_sim.report.handover import Change
    from scenario_sim_tui.plain_table import PlainTable


def moments(table: PlainTable, _: str) -> None:
    """All moments of the process; the open one can be played."""
    process = table.session
    if not process.scenario.episodes:
        tell(translate(N_("This scenario plays one moment; it is no process.")))
        return
    for line in process_lines(process, table.texts):
        tell(line)
    open_moment(table)


def open_moment(table: PlainTable) -> None:
    """What stands open, if anything does, and the ways on."""
    process = table.session
    if process.open_episode is None or process.is_over or process.is_stopped:
        return
    _tell_handover(table)
    if process.inner is not None:
        options = [translate(N_("Go on with it")), translate(N_("Later"))]
        doing = [lambda: _play(table, process.inner, True)]
    else:
        options = [translate(word) for word in (N_("Play it here"), N_("Let the computer play it"), N_("Later"))]
        doing = [lambda: _begin(table), lambda: _simulate(table)]
    place = choose(translate(N_("What do you do with this moment?")), options, 0) or 0
    if place < len(doing):
        doing[place]()
    else:
        tell(translate(N_("The process waits for this moment. Type moments to come back to it.")))


def _begin(table: PlainTable) -> None:
    try:
        draft = EpisodeDraft.of_process(table.session)
        get_ready(draft)
        _play(table, draft.begin(), False)
    except ScenarioSimError as error:
        tell(str(error))


def _play(table: PlainTable, inner: Session | None, begun: bool) -> None:
    """Play *inner* until the person leaves it; when it is over, the process goes on."""
    process, episode = table.session, table.session.open_episode
    if inner is None or episode is None:
        return
    tell(translate(N_("Type quit to go back to the process.")))
    type(table)(inner).play(begun)
    heading(table.texts.title)
    if inner.is_over:
        table.attempt(lambda: end_episode(process))
        _tell_return(table, episode)
    else:
        tell(translate(N_("The process waits for this moment. Type moments to come back to it.")))


def _simulate(table: PlainTable) -> None:
    process, episode = table.session, table.session.open_episode
    if episode is None:
        return
    tell(translate(N_("The computer plays this moment")) + " …")
    try:
        for _ in simulating(process):
            pass
    except ScenarioSimError as error:
        tell(str(error))
    except KeyboardInterrupt:
        raise Leave from None
    else:
        _tell_return(table, episode)


def _tell_handover(table: PlainTable) -> None:
    process, texts = table.session, table.texts
    moment, over = moment_of(texts, process.open_episode or ""), handover(process, texts)
    heading(f"{moment.id} {moment.title}")
    tell(translate(N_("It opens now, as the scenario: {title}")).format(title=over.plays.title))
    if process.inner is None:
        tell(over.plays.summary)
    tell(translate(N_("The process so far, from its start to now")) + ":")
    _tell_changes(over.changed)
    tell(translate(N_("What the process takes into it")) + ":")
    for given in over.given:
        tell(f"{given.question.text} {given.in_words(given.now)}")
    prepared = ", ".join(over.prepared) or translate(N_("nothing"))
    tell(translate(N_("Ready because the process prepared it: {titles}")).format(titles=prepared))


def _tell_return(table: PlainTable, episode: str) -> None:
    back = came_back(table.session, table.texts, episode)
    if back is not None:
        level = translate(N_("{level} of 5, {title}"))
        level = level.format(level=back.level, title=back.plays.levels[back.level].title)
        tell(translate(N_("Highest level: {level}")).format(level=level))
        tell(translate(N_("What came back into the process")) + ":")
        _tell_changes(back.changes)


def _tell_changes(changes: tuple[Change, ...]) -> None:
    for change in changes:
        said = translate(N_("{what}: from {before} to {after} {unit}"))
        unit = unit_word(change.indicator.unit)
        tell(
            said.format(
                what=change.indicator.title, before=f"{change.before:.0f}", after=f"{change.after:.0f}", unit=unit
            )
        )


COMMANDS = {
    "moments": Spoken(N_("moments"), N_("the moments of a process, and the one that stands open"), moments, ALWAYS),
}
