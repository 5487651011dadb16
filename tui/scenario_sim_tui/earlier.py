"""What was agreed the last time this scenario was played here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scenario_sim.errors import ScenarioSimError
from scenario_sim.model.commands import FACILITATOR, ReviewAction
from scenario_sim.session.log import read_records
from scenario_sim_tui.sessions import saved_sessions

MOST_LOGS = 5
"""How many earlier logs are looked at, the newest first, so that a full folder does not keep people waiting."""


@dataclass(frozen=True, slots=True)
class AgreedBefore:
    """An action from an earlier session; *owner* is a role, *check* how people would see that it was done."""

    text: str
    owner: str
    due: str = ""
    check: str = ""

    def review(self, done: bool) -> ReviewAction:
        """What the log of the new session says about it."""
        return ReviewAction(by=FACILITATOR, text=self.text, done=done, owner=self.owner, due=self.due, check=self.check)


def agreed_before(scenario: str) -> tuple[AgreedBefore, ...]:
    """The actions of the newest finished session of *scenario* that has any; logs that cannot be read are passed."""
    logs = [saved.path for saved in saved_sessions() if saved.scenario == scenario]
    return next((found for found in map(_agreed_in, logs[:MOST_LOGS]) if found), ())


def _agreed_in(log: Path) -> tuple[AgreedBefore, ...]:
    try:
        records, _ = read_records(log)
    except ScenarioSimError:
        return ()
    entries = [record.entry for record in records if record.entry.kind == "event"]
    if not any(entry.type == "SessionEnded" for entry in entries):
        return ()
    agreed = [entry.data for entry in entries if entry.type == "ActionAgreed"]
    return tuple(
        AgreedBefore(data["text"], data["owner"], data.get("due", ""), data.get("check", "")) for data in agreed
    )
