"""Counts of several processes, in memory that all of them share."""

from __future__ import annotations

import subprocess
import sys

from statuspage import counters

_PROGRAM = """
import os, signal
from statuspage import counters

def part(name, end):
    if (pid := os.fork()) == 0:
        counters.join(name)
        for _ in range(3):
            counters.answered("page", "200", 0.002)
        counters.answered("desk", "418", 60.0)
        end()
    os.waitpid(pid, 0)

counters.share(["one", "two"])
part("one", lambda: os._exit(0))
part("two", lambda: os._exit(0))
part("two", lambda: os.kill(os.getpid(), signal.SIGKILL))
for row in counters.rows():
    pages = row.values[counters.REQUESTS.places["page", "200"]]
    other = row.values[counters.REQUESTS.places["desk", "other"]]
    first = counters.DURATIONS.firsts["page"]
    buckets = row.values[first:first + 3]
    last = row.values[counters.DURATIONS.firsts["desk"] + len(counters.BUCKETS)]
    print(row.name, row.starts, pages, other, buckets, last)
"""


def test_counts_of_processes_are_seen_by_all_also_when_they_have_died() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        "one 1 3.0 1.0 [0.0, 3.0, 0.0] 1.0",
        "two 2 6.0 2.0 [0.0, 6.0, 0.0] 2.0",
    ]


def test_process_that_was_started_alone_counts_for_itself() -> None:
    place = counters.REQUESTS.places["feed", "304"]
    [before] = counters.rows()
    counters.answered("feed", "304", 0.0001)
    [after] = counters.rows()
    assert after.values[place] - before.values[place] == 1


def test_no_two_counts_share_a_place() -> None:
    places = [place for one in counters.COUNTERS for place in one.places.values()]
    for one in counters.HISTOGRAMS:
        for first in one.firsts.values():
            places += range(first, first + len(counters.BUCKETS) + 2)
    assert len(places) == len(set(places))
