"""Verdicts that readers may disagree with, and when enough of them have what was done reopened."""

from __future__ import annotations

from collections.abc import Mapping

from statuspage.domain.promises.figure import Verdict

JUDGED = ("declined", "unchanged", "done")
"""The states of an outcome that say what became of it."""

VERDICTS = (Verdict.MET, Verdict.MISSED, Verdict.NOT_PROVEN)
"""What a published figure says of its target."""

_FEWEST = 2
_JUDGING = ("yes", "partly", "no")


def is_reopened(counts: Mapping[str, int]) -> bool:
    """Whether two or more say no, and they are at least half of those who know."""
    no = counts.get("no", 0)
    return no >= _FEWEST and 2 * no >= sum(counts.get(choice, 0) for choice in _JUDGING)
