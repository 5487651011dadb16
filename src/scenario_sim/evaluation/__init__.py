"""From a session to a judgement of it."""

from scenario_sim.evaluation.evaluation import Evaluation, evaluate
from scenario_sim.evaluation.ratings import GivenRating, read_ratings
from scenario_sim.evaluation.summary import summary

__all__ = ["Evaluation", "GivenRating", "evaluate", "read_ratings", "summary"]
