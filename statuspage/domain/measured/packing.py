"""All samples of one series in one UTC day as a few bytes, without losing any of them.

A figure is a function of the set of results, so each is kept: in runs of even distance, in runs of
one state, and its latency. A minutely day takes about 1 byte a sample.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from statuspage.domain.measured.samples import ProbeState, Sample

_SECOND = timedelta(seconds=1)
_STATES = (ProbeState.UP, ProbeState.DEGRADED, ProbeState.DOWN, ProbeState.UNKNOWN)
_NUMBERS = {state: number for number, state in enumerate(_STATES)}
_WIDTH = 4  # bytes of a latency


def pack(day: datetime, samples: Sequence[Sample]) -> bytes:
    """Ordered samples of a UTC day, one for each instant, in a compact form; zlib around it.

    Unsigned LEB128 integers: how many runs of even distance, then distance in seconds and length of
    each (the first distance is from midnight); how many runs of one state, then state and length of
    each. Then the latencies, 1 more than they are in ms and 0 for none, as 4-byte integers of which
    all first (least) bytes stand together, then all second ones, and so on.
    """
    seconds = [(sample.at - day) // _SECOND for sample in samples]
    distances = [after - before for before, after in pairwise([0, *seconds])]
    written = bytearray()
    _write_runs(written, distances)
    _write_runs(written, (_NUMBERS[sample.state] for sample in samples))
    known = (0 if one.latency_ms is None else one.latency_ms + 1 for one in samples)
    plain = b"".join(number.to_bytes(_WIDTH, "little") for number in known)
    for place in range(_WIDTH):
        written += plain[place::_WIDTH]
    return zlib.compress(written, 6)


def unpack(day: datetime, packed: bytes) -> list[Sample]:
    """The samples of a day from their compact form, in order."""
    data = zlib.decompress(packed)
    distances, place = _read_runs(data, 0)
    states, place = _read_runs(data, place)
    count = len(states)
    plain = bytearray(count * _WIDTH)
    for byte in range(_WIDTH):
        plain[byte::_WIDTH] = data[place + byte * count : place + (byte + 1) * count]
    latencies = [
        int.from_bytes(plain[at : at + _WIDTH], "little") for at in range(0, len(plain), _WIDTH)
    ]
    found, second = [], 0
    for distance, state, latency in zip(distances, states, latencies, strict=True):
        second += distance
        at = day + timedelta(seconds=second)
        found.append(Sample(at, _STATES[state], latency - 1 if latency else None))
    return found


def _write_runs(written: bytearray, numbers: Iterable[int]) -> None:
    runs = [(number, sum(1 for _ in same)) for number, same in groupby(numbers)]
    _write(written, len(runs))
    for number, length in runs:
        _write(written, number)
        _write(written, length)


def _read_runs(data: bytes, place: int) -> tuple[list[int], int]:
    """The numbers that runs stand for, and the place behind them."""
    count, place = _read(data, place)
    found: list[int] = []
    for _ in range(count):
        number, place = _read(data, place)
        length, place = _read(data, place)
        found += [number] * length
    return found, place


def _write(written: bytearray, number: int) -> None:
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)


def _read(data: bytes, place: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = data[place]
        place += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, place
        shift += 7
