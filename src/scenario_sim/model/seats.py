"""Who sits at the table besides the roles of a scenario."""

FACILITATOR = "facilitator"
"""Who leads the exercise; not a role of the scenario."""
