"""From latencies in buckets to the percentiles that a page must show."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

_BASE = Fraction(101, 99)
_RANKS = (Fraction(1, 2), Fraction(95, 100), Fraction(99, 100))


def rows(slots: Sequence[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """p50, p95, p99 and the number of answers of each slot that has any, the newest first."""
    found = []
    for slot in reversed(slots):
        answers = {int(bucket): count for bucket, count in slot["answers"].items()}
        timeouts = {int(bucket): count for bucket, count in slot["timeouts"].items()}
        together = Counter(answers) + Counter(timeouts)
        if together:
            first_timeout = min(timeouts, default=max(together) + 1)
            percentiles = (_percentile(together, rank, first_timeout) for rank in _RANKS)
            found.append((*percentiles, f"{together.total():,}"))
    return found


def _percentile(together: Counter[int], q: Fraction, first_timeout: int) -> str:
    """The bucket at rank ceil(q n), in words; it may hide more from the first timeout on."""
    rest = math.ceil(q * together.total())
    for bucket in sorted(together):
        rest -= together[bucket]
        if rest <= 0:
            words = _words(bucket)
            return f"at least {words}" if bucket >= first_timeout else words
    raise AssertionError("a rank is not over the number of answers")


def _words(bucket: int) -> str:
    milliseconds = 2 * float(_BASE) ** bucket / float(_BASE + 1) if bucket >= 0 else 0.0
    if milliseconds < 1000:
        return f"{math.ceil(milliseconds)} ms"
    return f"{math.ceil(milliseconds / 100) / 10:g} s"
