"""Other people's formats: an evening that somebody wrote down, as a log like any other."""

from scenario_sim.interchange.matching import Candidate, Match, Matcher
from scenario_sim.interchange.observing import Imported, import_evening
from scenario_sim.interchange.timelines import Entry, Remark, Timeline, read_timeline

__all__ = [
    "Candidate", "Entry", "Imported", "Match", "Matcher", "Remark", "Timeline", "import_evening", "read_timeline",
]  # fmt: skip
