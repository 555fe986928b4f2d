"""When answers are published: in groups so large that no two published tables tell of a few people.

What is published is a sum of whole groups of five answers or more, so whatever somebody subtracts
from whatever else leaves such groups, or nothing (numbers.md, "Surveys").
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from statuspage.domain.asking.questions import UNKNOWN
from statuspage.domain.measured.satisfaction import FEWEST

_SHARE = 10
_AT_LATEST = timedelta(days=1)


@dataclass(frozen=True)
class ReaderAnswer:
    """What one person answered, and nothing about who that was.

    `counted` is the choice as it was published at `released_at`, where it was.
    """

    key: str
    choice: str
    at: datetime
    counted: str | None = None
    released_at: datetime | None = None

    @property
    def is_new(self) -> bool:
        return self.released_at is None


def due(answers: Iterable[ReaderAnswer], now: datetime) -> list[ReaderAnswer]:
    """The answers to one question about one thing whose publication is due, as they then count.

    Empty until five new ones came that say something, and then until they are a tenth of what was
    published, or a day is over: ten thousand answers do not make two thousand entries of the
    record. Of a group that was published, what people changed follows once five of it changed.
    """
    known = list(answers)
    fresh = [one for one in known if one.is_new]
    judging = sum(one.choice != UNKNOWN for one in fresh)
    published = [one for one in known if one.released_at is not None]
    if judging < FEWEST:
        return []
    last = max((one.released_at for one in published if one.released_at), default=None)
    is_small_step = judging * _SHARE < len(published)
    if last is not None and is_small_step and now - last < _AT_LATEST:
        return []
    released = [*fresh, *_changed(published)]
    return [replace(one, counted=one.choice, released_at=one.released_at or now) for one in released]


def _changed(published: Iterable[ReaderAnswer]) -> list[ReaderAnswer]:
    """What was changed since it was published, of groups in which five or more were."""
    groups: dict[datetime | None, list[ReaderAnswer]] = defaultdict(list)
    for one in published:
        if one.counted != one.choice:
            groups[one.released_at].append(one)
    return [one for group in groups.values() if len(group) >= FEWEST for one in group]


def counted(choices: Sequence[str], answers: Iterable[ReaderAnswer]) -> Mapping[str, int]:
    """How many published answers there are of each choice, in their order."""
    found = Counter(one.counted for one in answers if one.counted is not None)
    return {choice: found[choice] for choice in choices}
