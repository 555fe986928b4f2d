"""What the processes of one command count, in memory that all of them share.

`share` makes a row for each process before they are forked, and each `join`s its own; who tells of
it adds them up, also those of a process that has died. Counting takes no lock: a row is written by
one process alone, and CPython changes threads at calls and jumps, not within `row[n] += 1`.
"""

from __future__ import annotations

import mmap
import os
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, product

KINDS = ("page", "feed", "file", "record", "api", "desk", "health")
"""What requests ask for."""
STATUSES = (
    *("200", "204", "302", "303", "304", "307", "308", "400", "401", "403", "404", "405", "409"),
    *("408", "410", "411", "412", "413", "415", "422", "428", "429", "500", "503", "other"),
)
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds; one more bucket has all that took longer."""
_SHORTEST = BUCKETS[0]
_SUM = len(BUCKETS) + 1  # how far the sum of seconds stands behind the first bucket

_positions = count()


@dataclass(frozen=True)
class Counter:
    """Some counts under one name, one for each combination of its labels."""

    name: str
    about: str  # for whoever reads the metrics, in English as all of their words
    labels: Sequence[str]
    places: dict[tuple[str, ...], int]  # by the values of the labels

    def add(self, *values: str, by: float = 1.0) -> None:
        """Count one more, or as many as are given."""
        _row[self.places[values]] += by


@dataclass(frozen=True)
class Histogram:
    """How long something took: for each kind a count in each bucket, and the sum of seconds."""

    name: str
    about: str
    label: str
    firsts: dict[str, int]  # the place of the first bucket of a kind; after the last comes the sum

    def add(self, kind: str, seconds: float) -> None:
        """Count one more."""
        first = self.firsts[kind]
        _row[first + _SUM] += seconds
        _row[first + bisect_left(BUCKETS, seconds)] += 1


def _counter(name: str, about: str, **labels: Sequence[str]) -> Counter:
    combined = product(*labels.values())
    return Counter(name, about, tuple(labels), {one: next(_positions) for one in combined})


def _histogram(name: str, about: str, **labels: Sequence[str]) -> Histogram:
    [(label, kinds)] = labels.items()
    firsts = {}
    for kind in kinds:
        firsts[kind], *_ = [next(_positions) for _ in range(_SUM + 1)]
    return Histogram(name, about, label, firsts)


REQUESTS = _counter("http_requests", "Requests answered.", kind=KINDS, status=STATUSES)
DURATIONS = _histogram("http_request_duration_seconds", "Time to an answer.", kind=KINDS)
RENDERINGS = _histogram(
    "page_render_seconds",
    "Time to make a page that memory did not hold.",
    kind=KINDS,
)
TRANSACTIONS = _counter(
    "store_transactions",
    "Transactions that wrote: committed, taken back by who wrote, refused by the store.",
    outcome=("committed", "undone", "failed"),
)
TRANSACTION_SECONDS = _counter("store_transaction_seconds", "Time in transactions that wrote.")
REFUSALS = _counter(
    "sign_in_refusals", "Tries to sign in that were refused.", why=("wrong", "too_many")
)
CHECKS = _counter("checks", "Checks made by probes.", state=("up", "degraded", "down", "unknown"))
STARTS = _counter("process_starts", "Times that a process was started.")
_PROCESS = _counter("process", "The id of a process.")


class _Statuses(dict[str, int]):
    """Where each status of a kind is counted."""

    def __missing__(self, status: str) -> int:
        return self["other"]


_ANSWERS = {
    kind: (
        _Statuses({status: REQUESTS.places[kind, status] for status in STATUSES}),
        DURATIONS.firsts[kind],
    )
    for kind in KINDS
}


def answered(kind: str, status: str, seconds: float) -> None:
    """Count a request that was answered. A fraction of a microsecond: each one costs it."""
    places, first = _ANSWERS[kind]
    row = _row
    row[places[status]] += 1.0
    row[first + _SUM] += seconds
    row[first if seconds <= _SHORTEST else first + bisect_left(BUCKETS, seconds)] += 1.0


COUNTERS = (REQUESTS, TRANSACTIONS, TRANSACTION_SECONDS, REFUSALS, CHECKS)
HISTOGRAMS = (DURATIONS, RENDERINGS)

_SIZE = next(_positions)
_names: Sequence[str] = ("this",)


def _memory(rows: int) -> memoryview[float]:
    return memoryview(mmap.mmap(-1, rows * _SIZE * 8)).cast("d")


_all = _memory(1)
_row = _all


def share(names: Sequence[str]) -> None:
    """Have a row for each of some processes that are about to be forked."""
    global _all, _names
    _all, _names = _memory(len(names)), tuple(names)


def join(name: str) -> None:
    """Be the process of this name from now on: count in its row."""
    global _row
    first = _names.index(name) * _SIZE
    _row = _all[first : first + _SIZE]
    _row[_PROCESS.places[()]] = os.getpid()
    STARTS.add()


@dataclass(frozen=True)
class Row:
    """What one process has counted."""

    name: str
    values: Sequence[float]

    @property
    def process(self) -> int:
        """Its id; 0 before it has begun."""
        return int(self.values[_PROCESS.places[()]])

    @property
    def starts(self) -> int:
        return int(self.values[STARTS.places[()]])


def rows() -> Iterator[Row]:
    """What each process has counted so far."""
    for place, name in enumerate(_names):
        yield Row(name, _all[place * _SIZE : (place + 1) * _SIZE].tolist())
