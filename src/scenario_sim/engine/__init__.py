"""The verbs of a run: a scenario compiled to a plan, and the world that plays it in simulation time."""
