"""Many runs: design points, replications on common random numbers, and what they say with their intervals."""

from scenario_sim.exploration.estimates import Estimate, mean, paired, proportion
from scenario_sim.exploration.points import DesignPoint, Played, play, world_of
from scenario_sim.exploration.workers import cores, spread

__all__ = ["DesignPoint", "Estimate", "Played", "cores", "mean", "paired", "play", "proportion", "spread", "world_of"]
