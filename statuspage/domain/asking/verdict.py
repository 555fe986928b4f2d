"""When what was done is looked at once more: enough people say that it did not help."""

from __future__ import annotations

from collections.abc import Mapping

_FEWEST = 2
_JUDGING = ("yes", "partly", "no")


def is_reopened(counts: Mapping[str, int]) -> bool:
    """Whether two or more say no, and they are at least half of those who know."""
    no = counts.get("no", 0)
    return no >= _FEWEST and 2 * no >= sum(counts.get(choice, 0) for choice in _JUDGING)
