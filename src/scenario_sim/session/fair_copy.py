"""The fair copy of an observed evening: the same without what was withdrawn, as a log of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from scenario_sim.errors import LogError
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.commands import Withdraw, command_from
from scenario_sim.session.log import JsonlLog, read_log
from scenario_sim.session.records import command_data
from scenario_sim.session.replay import replay
from scenario_sim.session.session import Session
from scenario_sim.session.setup import setup_of


def fair_copy(path: str | Path, target: str | Path) -> int:
    """Write the log at *path* without the commands that were withdrawn to *target*; returns how many those were.

    Only an evening that was written down can have one: of what was played nothing is taken back. Every record has the
    wall-clock time of the command it comes from. Raises as *verify*, and LogError if *target* exists.
    """
    records = read_log(path)
    withdrawn = replay(records).table.talk.withdrawn
    setup = setup_of(records)
    if not setup.observed:
        raise LogError(translate(N_("only a log of a real evening has a fair copy")))
    origin = {**(setup.origin or {}), "fair_copy": records[-1].hash}
    utc = records[0].utc
    log = JsonlLog(target, new=True, stamp=lambda _: utc)
    try:
        session = Session(replace(setup, origin=origin), log)
        for record in records[1:]:
            utc = record.utc
            session.run(record.entry.at)
            if record.entry.kind == "command" and record.n not in withdrawn:
                command = command_from(command_data(record.entry))
                if not isinstance(command, Withdraw):
                    session.send(command)
        session.mark()
    finally:
        log.close()
    return len(withdrawn)
