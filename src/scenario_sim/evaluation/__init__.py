"""From a session to a judgement of it."""

from scenario_sim.evaluation.summary import summary

__all__ = ["summary"]
