"""Quantiles and random streams."""

from __future__ import annotations

import math
from itertools import pairwise
from statistics import NormalDist, fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest

from scenario_sim.engine.distributions import delay_quantile, exponential, log, normal
from scenario_sim.engine.streams import Streams
from scenario_sim.model.amounts import Delay


@given(st.floats(1e-300, 1e300))
def test_our_logarithm_is_the_logarithm(x: float) -> None:
    assert math.log(x) == pytest.approx(log(x), rel=4e-15, abs=1e-15)


@given(st.floats(2.0**-54, 1 - 2.0**-53))
def test_our_normal_quantile_is_within_3e_9_relative_of_the_true_one(u: float) -> None:
    assert NormalDist().inv_cdf(u) == pytest.approx(normal(u), rel=3e-9, abs=3e-9)


@given(st.floats(2.0**-54, 1 - 2.0**-53))
def test_our_exponential_quantile_is_the_true_one(u: float) -> None:
    assert -math.log1p(-u) == pytest.approx(exponential(u), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(
    ("written", "mean", "low", "high"),
    [
        ("5 min", 300, 300, 300), ("2 min to 8 min", 300, 120, 480),
        ({"low": "2 min", "mode": "3 min", "high": "10 min"}, 300, 120, 600),
        ({"mean": "5 min"}, 300, 0, math.inf),
    ],
)  # fmt: skip
def test_delays_have_the_mean_and_the_bounds_they_say(written: object, mean: float, low: float, high: float) -> None:
    delay = Delay.model_validate(written)
    points = 20_000
    found = [delay_quantile(delay, (n + 0.5) / points) for n in range(points)]

    assert mean == pytest.approx(fmean(found), rel=1e-3) == delay.expected
    assert low <= found[0]
    assert found[-1] <= high
    assert all(before <= after for before, after in pairwise(found))


def numbers(seed: int, replication: int, purpose: str, count: int) -> list[float]:
    stream = Streams(seed, replication)[purpose]
    return [stream.uniform(n) for n in range(count)]


@pytest.mark.parametrize("purpose", ["inject:shout:rate", "measure:door:lead"])
def test_streams_are_uniform_and_their_neighbours_independent(purpose: str) -> None:
    found = numbers(1, 0, purpose, 20_000)
    pairs = fmean((a - 0.5) * (b - 0.5) for a, b in pairwise(found))

    assert kstest(found, "uniform").pvalue > 0.01
    assert abs(pairs) < 4 / 12 / len(found) ** 0.5
    assert all(0 < x < 1 for x in found)


def test_the_first_numbers_over_many_addresses_are_uniform_too() -> None:
    """What matters to replications: the same index in another seed, replication or purpose."""
    for found in (
        [numbers(seed, 0, "a", 1)[0] for seed in range(3000)],
        [numbers(1, replication, "a", 1)[0] for replication in range(3000)],
        [numbers(1, 0, f"inject:i{n}:rate", 1)[0] for n in range(3000)],
    ):
        assert kstest(found, "uniform").pvalue > 0.01


@given(st.lists(st.integers(0, 500), min_size=1, max_size=30), st.integers(), st.integers(0, 10**9))
def test_a_number_depends_on_its_address_and_never_on_what_was_drawn_before(
    order: list[int], seed: int, replication: int
) -> None:
    streams, fresh = Streams(seed, replication), numbers(seed, replication, "a", 501)
    for index in order:
        streams[f"other{index}"].uniform(index)

        assert fresh[index] == streams["a"].uniform(index) == streams.uniform("a", index)


def test_different_addresses_give_different_numbers() -> None:
    addresses = [(1, 0, "a"), (0, 1, "a"), (1, 1, "a"), (11, 0, "a"), (1, 10, "a"), (1, 0, "b"), (-1, 0, "a")]

    assert len(addresses) == len({numbers(*address, 1)[0] for address in addresses})
