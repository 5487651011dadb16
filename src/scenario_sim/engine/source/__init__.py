"""The source of the flow: everything a scenario says about its indicators, written out as one Python function.

A loop over lists of drifts, hazards and conditions spends its time on looking things up. So the lists are written
out once per plan, indicator by indicator, hazard by hazard. The text holds nothing but operators, numbers and names
that are made here; docs/topics/speed.md says how to look at it.

Names in the text, with the place of an indicator behind them:
  v value now · a value at ``then``, the next tick · b base, which drifts and takes effects · o offset held by measures
  (without measures that hold it up or down, an indicator is its base) · r rate per second · l, h bounds · R ramps
  i, j no edge changes its sign from i to j · z the bounds have moved since i and j were found · n near a bound
  I integral · S, E first and last value of the main phase · m, M extremes
  within a function: w value now · q rate · k a rate that changes with what it moves · e, c value at the next tick,
  by the first and by the final rates
with the place of a hazard: T, t threshold · L level of its integral; and of hazards that have a rate in common:
  P rate now · Q rate at ``then`` · D slope · G what the integral gains by ``then``
and with a number: f what is the same until the next event.
``calm`` is the time up to which no edge changes its sign by the passing of time, ``fires`` when a hazard fires.
"""

from scenario_sim.engine.source.flow import FlowSource
from scenario_sim.engine.source.hazards import HazardPlan
from scenario_sim.engine.source.names import WatchPlan

__all__ = ["FlowSource", "HazardPlan", "WatchPlan"]
