"""When answers are published: in groups so large that no two published tables tell of a few people.

What is published is a sum of whole groups of five answers or more, so whatever somebody subtracts
from whatever else leaves such groups, or nothing (numbers.md, "Surveys").
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from statuspage.domain.asking.questions import UNKNOWN
from statuspage.domain.measured.satisfaction import FEWEST
from statuspage.domain.vocabulary.tally import Tally

_SHARE = 10
_AT_LATEST = timedelta(days=1)


@dataclass(frozen=True)
class ReaderAnswer:
    """What one person answered, and nothing about who that was.

    `counted` is the choice as it is published, since `released_at`, if it is: since it says
    something, where it first did not.
    """

    key: str
    choice: str
    at: datetime
    counted: str | None = None
    released_at: datetime | None = None

    @property
    def is_new(self) -> bool:
        """Whether nothing that says something is published of it."""
        return self.counted in (None, UNKNOWN)

    def counts_from(self, now: datetime) -> datetime:
        """Of which moment it is, once it is published now."""
        return now if self.is_new or self.released_at is None else self.released_at


def due(answers: Iterable[ReaderAnswer], former: Tally | None, now: datetime) -> list[ReaderAnswer]:
    """Which answers to one question about one thing are to be published now.

    `answers`: those that are not published as they are; `former`: what is. None are due until five
    new ones came that say something, and then until they are a tenth of what was published, or a
    day is over: ten thousand answers do not make two thousand entries of the record. Of a group
    that was published, what people changed follows once they changed five of it; who then does not
    know any more stays counted, for what is left of a group might be few. Whoever did not know, and
    now does, joins the new ones: no former group grows.
    """
    known = list(answers)
    fresh = [one for one in known if one.is_new]
    judging = sum(one.counted is None and one.choice != UNKNOWN for one in fresh)
    if judging < FEWEST:
        return []
    if former and judging * _SHARE < former.total and now - former.at < _AT_LATEST:
        return []
    groups: dict[datetime, list[ReaderAnswer]] = defaultdict(list)
    for one in known:
        if one.released_at is not None and not one.is_new and one.choice != UNKNOWN:
            groups[one.released_at].append(one)
    return [*fresh, *(one for some in groups.values() if len(some) >= FEWEST for one in some)]


def counts_with(
    choices: Iterable[str], former: Tally | None, released: Sequence[ReaderAnswer]
) -> Mapping[str, int]:
    """How many chose what, once these are published, too; in the order of the choices."""
    found = Counter(former.counts if former else {})
    found.update(one.choice for one in released)
    found.subtract(one.counted for one in released if one.counted is not None)
    return {choice: found[choice] for choice in choices}
