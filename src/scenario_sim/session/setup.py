"""The first record: everything a session needs to be played again, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, StrictBool, StrictFloat, StrictInt, StrictStr, ValidationError

from scenario_sim import __version__
from scenario_sim.errors import LogError, Problem, ScenarioError
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.loading import SCENARIO_FILE, ScenarioText
from scenario_sim.model.diagnosis import Context
from scenario_sim.model.scenario import Scenario
from scenario_sim.session.records import Entry, Record

FORMAT = 1
"""The format of logs that this version writes; older ones are brought up to it on reading."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How a session begins. *seated* are the roles people play; with *prepare* the policies of empty chairs
    decide their preventive measures at the start, and so are those in *prepared*, which must be there.
    An *observed* session is an evening that is written down, not played: nothing comes by itself.
    *origin* says where a log came from that was not played: an import, or a log that was made anonymous.
    *branched_from* names the log and moment it came from. *version* is the scenario-sim that began it, kept so that
    an old log replays to the same first record."""

    text: ScenarioText
    seed: int = 0
    replication: int = 0
    context: Context = field(default_factory=dict)
    seated: tuple[str, ...] = ()
    prepare: bool = True
    prepared: tuple[str, ...] = ()
    branched_from: dict[str, Any] | None = None
    version: str = __version__
    observed: bool = False
    origin: dict[str, Any] | None = None

    def check(self, scenario: Scenario) -> None:
        """Raises ScenarioError E401 if a role in *seated* or a measure in *prepared* is not in *scenario*."""
        known = {role.id for role in scenario.roles}, {m.id for m in scenario.measures if m.kind == "preventive"}
        problems = [
            Problem("E401", N_("'{id}' does not exist in this scenario"), {"id": id})
            for ids, there in zip((self.seated, self.prepared), known, strict=True)
            for id in ids
            if id not in there
        ]
        if problems:
            raise ScenarioError(problems)

    def entry(self, at: float) -> Entry:
        data: dict[str, Any] = {
            "format": FORMAT,
            "version": self.version,
            "digest": self.text.digest,
            "seed": self.seed,
            "replication": self.replication,
            "context": self.context,
            "seated": list(self.seated),
            "prepare": self.prepare,
            "scenario": dict(self.text.files),
        }
        if self.prepared:
            data["prepared"] = list(self.prepared)
        if self.observed:
            data["observed"] = True
        if self.origin:
            data["origin"] = self.origin
        if self.branched_from:
            data["branched_from"] = self.branched_from
        return Entry(at, "session", "SessionStarted", data=data)


def setup_of(records: list[Record]) -> Setup:
    """The setup in the first record. Raises LogError if there is none, or if its format is newer than ours."""
    if not records or records[0].entry.kind != "session":
        raise LogError(translate(N_("this file does not begin as a session log does")), 1)
    data = records[0].entry.data
    if isinstance(data.get("format"), int) and data["format"] > FORMAT:
        raise LogError(
            translate(N_("this log was written by a newer version of scenario-sim ({version})")).format(
                version=data.get("version", "?")
            ),
            1,
        )
    try:
        stored = _Stored.model_validate(dict(data))
    except ValidationError:
        raise LogError(translate(N_("this file does not begin as a session log does")), 1) from None
    text = ScenarioText(stored.scenario)
    if text.digest != stored.digest or SCENARIO_FILE not in text.files:
        raise LogError(translate(N_("the scenario in this log does not match its digest")), 1)
    return Setup(
        text=text,
        seed=stored.seed,
        replication=stored.replication,
        context=dict(stored.context),
        seated=stored.seated,
        prepare=stored.prepare,
        prepared=stored.prepared,
        branched_from=stored.branched_from,
        version=stored.version,
        observed=stored.observed,
        origin=stored.origin,
    )


class _Stored(BaseModel):
    """The data of a first record, each of the kind it must be."""

    model_config = ConfigDict(extra="forbid")

    format: Literal[1]
    version: StrictStr
    digest: StrictStr
    seed: StrictInt
    replication: StrictInt
    context: dict[StrictStr, StrictInt | StrictFloat | StrictStr]
    seated: tuple[StrictStr, ...]
    prepare: StrictBool
    scenario: dict[StrictStr, StrictStr]
    prepared: tuple[StrictStr, ...] = ()
    observed: StrictBool = False
    origin: dict[StrictStr, Any] | None = None
    branched_from: dict[StrictStr, Any] | None = None
