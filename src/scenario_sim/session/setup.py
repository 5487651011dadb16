"""The first record: everything a session needs to be played again, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from scenario_sim import __version__
from scenario_sim.errors import LogError
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.loading import ScenarioText
from scenario_sim.model.diagnosis import Context
from scenario_sim.session.records import Entry, Record

FORMAT = 1
"""The format of logs that this version writes; older ones are brought up to it on reading."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How a session begins. *seated* are the roles people play; with *prepare* the policies of empty chairs
    decide their preventive measures at the start. *branched_from* names the log and moment it came from."""

    text: ScenarioText
    seed: int = 0
    replication: int = 0
    context: Context = field(default_factory=dict)
    seated: tuple[str, ...] = ()
    prepare: bool = True
    branched_from: dict[str, Any] | None = None

    def entry(self, at: float) -> Entry:
        data: dict[str, Any] = {
            "format": FORMAT,
            "version": __version__,
            "digest": self.text.digest,
            "seed": self.seed,
            "replication": self.replication,
            "context": self.context,
            "seated": list(self.seated),
            "prepare": self.prepare,
            "scenario": dict(self.text.files),
        }
        if self.branched_from:
            data["branched_from"] = self.branched_from
        return Entry(at, "session", "SessionStarted", data=data)


def setup_of(records: list[Record]) -> Setup:
    """The setup in the first record. Raises LogError if there is none, or if its format is newer than ours."""
    if not records or records[0].entry.kind != "session":
        raise LogError(translate(N_("this file does not begin as a session log does")), 1)
    data = records[0].entry.data
    if data.get("format", FORMAT + 1) > FORMAT:
        raise LogError(
            translate(N_("this log was written by a newer version of scenario-sim ({version})")).format(
                version=data.get("version", "?")
            ),
            1,
        )
    text = ScenarioText(data["scenario"])
    if text.digest != data["digest"]:
        raise LogError(translate(N_("the scenario in this log does not match its digest")), 1)
    return Setup(
        text=text,
        seed=data["seed"],
        replication=data["replication"],
        context=data["context"],
        seated=tuple(data["seated"]),
        prepare=data["prepare"],
        branched_from=data.get("branched_from"),
    )
