"""Latencies kept as counts that merge: exact shares under a threshold, and log buckets for display.

Source: numbers.md, "Latency"; the buckets are the logarithmic mapping of DDSketch (Masson, Rim and
Lee, VLDB 2019). Of failed probes only timeouts are given to this module.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

RELATIVE_ERROR = 0.01
_GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR)
_LOG_GAMMA = math.log(_GAMMA)

_ZERO = -1
"""The bucket of 0 ms, which has no logarithm; whole milliseconds from 1 on have 0 and up."""


@dataclass(frozen=True)
class Sketch:
    """How many latencies fell into each bucket; timeouts, whose true latency is longer, apart."""

    buckets: Mapping[int, int] = field(default_factory=dict)
    timeouts: Mapping[int, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.buckets.values()) + sum(self.timeouts.values())


@dataclass(frozen=True)
class Percentile:
    """Milliseconds, within 1 % of the exact value; "at least" when a timeout may hide more."""

    milliseconds: float
    is_at_least: bool


def sketch(latencies: Iterable[int], timeouts: Iterable[int] = ()) -> Sketch:
    """Put whole milliseconds into buckets; a timeout is given by the time that was waited."""
    return Sketch(Counter(map(_bucket, latencies)), Counter(map(_bucket, timeouts)))


def surely_within(sketched: Sketch, threshold: int) -> tuple[int, int]:
    """How many answers were at or under a threshold for certain, and how many could be either.

    Only the bucket of the threshold itself holds both; a timeout is never within.
    """
    edge = _bucket(threshold)
    sure = sum(count for bucket, count in sketched.buckets.items() if bucket < edge)
    return sure, sketched.buckets.get(edge, 0)


def merge(sketches: Iterable[Sketch]) -> Sketch:
    """The sketch of all their latencies together. Percentiles are never averaged."""
    buckets: Counter[int] = Counter()
    timeouts: Counter[int] = Counter()
    for one in sketches:
        buckets.update(one.buckets)
        timeouts.update(one.timeouts)
    return Sketch(buckets, timeouts)


def percentile(sketched: Sketch, q: Fraction) -> Percentile | None:
    """The latency at rank ceil(q n), without interpolation; None when there is none.

    `q` is over 0 and at most 1.
    """
    rank = math.ceil(q * sketched.total)
    together = Counter(sketched.buckets) + Counter(sketched.timeouts)
    passed = 0
    for bucket in sorted(together):
        passed += together[bucket]
        if passed >= rank:
            is_at_least = any(timeout <= bucket for timeout in sketched.timeouts)
            return Percentile(_value(bucket), is_at_least)
    return None


def encode(sketched: Sketch) -> bytes:
    """A compact form: for each part the number of buckets, then step and count of each.

    All are unsigned LEB128 integers, and a step is the distance from the bucket before. A month of
    one-minute samples takes under 3 kB.
    """
    written = bytearray()
    for part in (sketched.buckets, sketched.timeouts):
        _write(written, len(part))
        before = _ZERO
        for bucket in sorted(part):
            _write(written, bucket - before)
            _write(written, part[bucket])
            before = bucket
    return bytes(written)


def decode(data: bytes) -> Sketch:
    """A sketch from its compact form."""
    numbers = _read(data)
    return Sketch(_part(numbers), _part(numbers))


def _bucket(milliseconds: int) -> int:
    """The least index i for which gamma^i reaches the value."""
    return math.ceil(math.log(milliseconds) / _LOG_GAMMA) if milliseconds else _ZERO


def _value(bucket: int) -> float:
    """The point of a bucket that is at most 1 % from everything in it."""
    return 2 * math.exp(bucket * _LOG_GAMMA) / (_GAMMA + 1) if bucket != _ZERO else 0.0


def _write(written: bytearray, number: int) -> None:
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)


def _read(data: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in data:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield number
            number = shift = 0


def _part(numbers: Iterator[int]) -> dict[int, int]:
    part = {}
    bucket = _ZERO
    for _ in range(next(numbers)):
        bucket += next(numbers)
        part[bucket] = next(numbers)
    return part
