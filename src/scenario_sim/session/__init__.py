"""One run of a scenario with people: the session, its log, its views, and playing it again."""

from scenario_sim.session.decisions import Decision, decisions_in
from scenario_sim.session.episodes import (
    begin_episode,
    end_episode,
    play_through,
    records_of_episode,
    setup_of_episode,
    simulating,
)
from scenario_sim.session.log import JsonlLog, Log, read_log
from scenario_sim.session.playback import Playback
from scenario_sim.session.replay import Verification, branch, replay, replay_file, resume, resuming, verify
from scenario_sim.session.session import Session
from scenario_sim.session.setup import Setup
from scenario_sim.session.view import Coming, View

__all__ = [
    "Coming",
    "Decision",
    "JsonlLog",
    "Log",
    "Playback",
    "Session",
    "Setup",
    "Verification",
    "View",
    "begin_episode",
    "branch",
    "decisions_in",
    "end_episode",
    "play_through",
    "read_log",
    "records_of_episode",
    "replay",
    "replay_file",
    "resume",
    "resuming",
    "setup_of_episode",
    "simulating",
    "verify",
]
