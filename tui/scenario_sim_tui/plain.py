"""The line mode: the same exercise in plain lines, for a screen reader, a slow line or a pipe. No textual here."""

from __future__ import annotations

from pathlib import Path

from scenario_sim.language import Language, translate, use_language
from scenario_sim.language import mark as N_
from scenario_sim.loading import ScenarioText
from scenario_sim.model.diagnosis import Context
from scenario_sim.session import JsonlLog, Session, resume
from scenario_sim_tui.draft import Draft
from scenario_sim_tui.lines import Leave, tell
from scenario_sim_tui.plain_before import get_ready
from scenario_sim_tui.plain_table import PlainTable


def main(
    language: Language,
    *,
    scenario: ScenarioText | None = None,
    roles: tuple[str, ...] | None = None,
    seed: int | None = None,
    context: Context | None = None,
    log: Path | None = None,
) -> None:
    """Play *scenario*, or go on with the session in *log*, with lines in and lines out.

    Ends when the person quits, when the input ends, or when the exercise is over; the session is saved. Raises
    UnreadableInput, ScenarioError or LogError when there is nothing to play.
    """
    use_language(language)
    if log is not None and log.exists() and log.stat().st_size:
        _play(resume(log), begun=True)
        return
    assert scenario is not None
    draft = Draft.of(scenario, roles=roles, seed=seed, context=context, log=log)
    try:
        get_ready(draft)
    except Leave:
        tell(translate(N_("Stopped before the exercise began; nothing is saved.")))
        return
    _play(draft.begin(), begun=False)


def _play(session: Session, begun: bool) -> None:
    try:
        PlainTable(session).play(begun)
    finally:
        session.close()
    if isinstance(session.log, JsonlLog):
        said = translate(N_("The session is saved. Go on, or look back, with: scenario-sim play {path} --plain"))
        tell(said.format(path=session.log.path))
