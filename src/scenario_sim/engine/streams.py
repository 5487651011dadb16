"""Random numbers with an address: seed, replication, purpose and index – never the order of use.

A stream is the output of SHAKE-128 over its address, so the n-th number of a purpose is the same on every
machine and whatever else is drawn. Adding one element to a scenario leaves the numbers of all others untouched,
and two variants can be compared on common random numbers.
"""

from __future__ import annotations

import struct
from hashlib import shake_128

_BLOCK = 16
_SCALE = 2.0**-53


class Stream:
    """The numbers of one purpose, by index from 0."""

    __slots__ = ("_address", "_numbers")

    def __init__(self, address: bytes) -> None:
        self._address = address
        self._numbers: tuple[float, ...] = ()

    def uniform(self, index: int) -> float:
        """Number *index*, uniform in (0, 1): multiples of 2⁻⁵³ plus half a step, never 0 and never 1."""
        if index >= len(self._numbers):
            self._extend(index + 1)
        return self._numbers[index]

    def first(self, count: int) -> tuple[float, ...]:
        """The first *count* numbers."""
        if count > len(self._numbers):
            self._extend(count)
        return self._numbers[:count]

    def _extend(self, least: int) -> None:
        count = max(_BLOCK, 2 * len(self._numbers), least)
        # A longer output of SHAKE begins with the shorter one, so known numbers stay what they were.
        raw = struct.unpack(f"<{count}Q", shake_128(self._address).digest(8 * count))
        self._numbers = tuple([(word >> 12) * 2 * _SCALE + _SCALE for word in raw])


class Streams:
    """All streams of one run; *seed* and *replication* are integers, *purpose* says what is drawn."""

    def __init__(self, seed: int, replication: int = 0) -> None:
        self._prefix = f"scenario-sim/1:{seed}:{replication}:".encode()
        self._streams: dict[str, Stream] = {}

    def renew(self, seed: int, number: int) -> None:
        """From now on give other numbers: those of continuation *number* under *seed*. What was given stays given."""
        self._prefix += f"then:{seed}:{number}:".encode()
        self._streams = {}

    def uniform(self, purpose: str, index: int) -> float:
        """Number *index* of a purpose. The first few, which are all that most purposes need, are not kept."""
        if index >= _BLOCK:
            return self[purpose].uniform(index)
        few = shake_128(self._prefix + purpose.encode()).digest(8 * index + 8)
        return (int.from_bytes(few[-8:], "little") >> 12) * 2 * _SCALE + _SCALE

    def __getitem__(self, purpose: str) -> Stream:
        stream = self._streams.get(purpose)
        if stream is None:
            stream = self._streams[purpose] = Stream(self._prefix + purpose.encode())
        return stream
