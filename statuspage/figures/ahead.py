"""What several figures will ask of a Library one by one, asked at once: it remembers the answers.

A page with fifty promises costs as many questions as one with five.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from statuspage.figures.reckoning import Question

_Time = TypeVar("_Time")


def by_time(
    questions: Iterable[Question], of: Callable[[Question], _Time]
) -> Iterator[tuple[_Time, Question, list[str]]]:
    """The questions of each time with one of them and all components they are about, in order."""
    found: defaultdict[_Time, list[Question]] = defaultdict(list)
    for question in questions:
        found[of(question)].append(question)
    for time, some in found.items():
        yield time, some[0], sorted({name for one in some for name in one.sla.components})
