"""``python -m scenario_sim`` does what ``scenario-sim`` does."""

from scenario_sim.cli import main

if __name__ == "__main__":
    main(prog_name="scenario-sim")
