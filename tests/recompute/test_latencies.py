"""Percentiles from buckets: rank ceil(q n), never averaged, and "at least" where one gave up."""

from __future__ import annotations

import math
from typing import Any

from tests.recompute.latencies import rows

_LOG = math.log(101 / 99)


def slot(answers: dict[int, int], timeouts: dict[int, int] | None = None) -> dict[str, Any]:
    """A slot as published, from how many took so many milliseconds."""
    return {
        "answers": {str(bucket(took)): count for took, count in answers.items()},
        "timeouts": {str(bucket(took)): count for took, count in (timeouts or {}).items()},
    }


def bucket(milliseconds: int) -> int:
    return math.ceil(math.log(milliseconds) / _LOG) if milliseconds else -1


def test_percentiles_are_of_all_answers_together() -> None:
    [(p50, p95, p99, answers)] = rows([slot({90: 950, 110: 50, 2000: 10})])
    assert (p50, p95, answers) == ("90 ms", "112 ms", "1,010")  # within 1 %, then up
    assert p99 == "112 ms"


def test_timeouts_hide_how_long_it_took() -> None:
    [found] = rows([slot({90: 90}, {10_000: 10})])
    assert found == ("90 ms", "at least 10 s", "at least 10 s", "100")


def test_newest_slot_stands_first_and_one_without_answers_not_at_all() -> None:
    found = rows([slot({0: 1}), slot({}), slot({90: 2})])
    assert [cells[0] for cells in found] == ["90 ms", "0 ms"]
