"""Quantile functions that give the same bits on every machine.

The C library's ``log`` and ``exp`` differ in the last bit between processors; these use only
``+ - * /``, ``sqrt`` and ``frexp``, which IEEE 754 defines exactly.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import frexp, sqrt

from scenario_sim.model.amounts import Delay

_LN2 = 0.6931471805599453
_SQRT_HALF = 0.7071067811865476


def log(x: float) -> float:
    """The natural logarithm of *x* > 0, within 1e-15 relative to max(1, |log x|)."""
    mantissa, exponent = frexp(x)
    if mantissa < _SQRT_HALF:
        mantissa, exponent = 2 * mantissa, exponent - 1
    z = (mantissa - 1) / (mantissa + 1)  # |z| < 0.1716, so the series needs ten terms
    square, power, total = z * z, z, 0.0
    for odd in range(1, 23, 2):
        total += power / odd
        power *= square
    return exponent * _LN2 + 2 * total


def exponential(u: float) -> float:
    """Quantile of the exponential distribution with mean 1, for *u* in (0, 1)."""
    return -log(1.0 - u)


_A = (-3.969683028665376e01, 2.209460984245205e02, -2.759285104469687e02, 1.383577518672690e02,
      -3.066479806614716e01, 2.506628277459239e00)  # fmt: skip
_B = (-5.447609879822406e01, 1.615858368580409e02, -1.556989798598866e02, 6.680131188771972e01,
      -1.328068155288572e01)  # fmt: skip
_C = (-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e00, -2.549732539343734e00,
      4.374664141464968e00, 2.938163982698783e00)  # fmt: skip
_D = (7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e00, 3.754408661907416e00)
_LOW = 0.02425


def normal(u: float) -> float:
    """Quantile of the standard normal distribution, for *u* in (0, 1); absolute error below 3e-9.

    P. J. Acklam's rational approximation (2003).
    """
    if u < _LOW:
        q = sqrt(-2 * log(u))
        return _tail(q)
    if u > 1 - _LOW:
        q = sqrt(-2 * log(1 - u))
        return -_tail(q)
    q = u - 0.5
    r = q * q
    top = (((((_A[0] * r + _A[1]) * r + _A[2]) * r + _A[3]) * r + _A[4]) * r + _A[5]) * q
    return top / (((((_B[0] * r + _B[1]) * r + _B[2]) * r + _B[3]) * r + _B[4]) * r + 1)


def normals(shares: Iterable[float]) -> list[float]:
    """``normal`` of each, for crowds: without a call for all but the one in twenty that are far out."""
    a0, a1, a2, a3, a4, a5 = _A
    b0, b1, b2, b3, b4 = _B
    found = []
    for u in shares:
        if u < _LOW or u > 1 - _LOW:
            found.append(normal(u))
        else:
            q = u - 0.5
            r = q * q
            top = (((((a0 * r + a1) * r + a2) * r + a3) * r + a4) * r + a5) * q
            found.append(top / (((((b0 * r + b1) * r + b2) * r + b3) * r + b4) * r + 1))
    return found


def _tail(q: float) -> float:
    top = ((((_C[0] * q + _C[1]) * q + _C[2]) * q + _C[3]) * q + _C[4]) * q + _C[5]
    return top / ((((_D[0] * q + _D[1]) * q + _D[2]) * q + _D[3]) * q + 1)


def delay_quantile(delay: Delay, u: float) -> float:
    """Seconds: the *u* quantile of a delay (fixed, uniform, triangular or exponential)."""
    if delay.mean:
        return delay.mean.seconds * exponential(u)
    assert delay.low and delay.high
    low, high = delay.low.seconds, delay.high.seconds
    if delay.mode is None or high == low:
        return low + (high - low) * u
    mode = delay.mode.seconds
    if u * (high - low) < mode - low:
        return low + sqrt(u * (high - low) * (mode - low))
    return high - sqrt((1 - u) * (high - low) * (high - mode))
