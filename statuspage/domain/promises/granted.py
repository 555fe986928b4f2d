"""Credits that were granted for a period, as sums: to how many customers, and how many unasked.

They are published as a tally, so a later entry stands beside the one it replaces; sums are whole
thousandths, so that every currency is exact. Who the customers are is not kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from statuspage.domain.vocabulary.tally import Tally
from statuspage.said import Said, said

CREDIT = "credit"
"""The kind of these tallies."""

_CUSTOMERS, _UNASKED, _DAY = "customers", "unasked", "day"
_SUM = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,3})?) ?([A-Za-z]{3})", re.ASCII)
_PARTS = 1000


@dataclass(frozen=True)
class GrantedCredits:
    """What was granted for one period of one promise; `sums` by currency, in thousandths."""

    customers: int
    unasked: int  # of them: who did not have to ask
    sums: Mapping[str, int]
    day: date  # on which, or up to which, they were granted

    @property
    def counts(self) -> dict[str, int]:
        """The same as a tally holds it."""
        day = (self.day.year * 100 + self.day.month) * 100 + self.day.day
        return {_CUSTOMERS: self.customers, _UNASKED: self.unasked, _DAY: day, **self.sums}

    @property
    def amounts(self) -> dict[str, Decimal]:
        """By currency, in its own unit."""
        return {code: Decimal(sum_) / _PARTS for code, sum_ in sorted(self.sums.items())}


@dataclass(frozen=True)
class GrantedInPeriod:
    """What was granted for a period of time, of all promises together."""

    period: str
    credits: GrantedCredits


def about(sla: str, period: str) -> str:
    """What a tally of credits is about."""
    return f"{sla}/{period}"


def granted(tally: Tally | None) -> GrantedCredits | None:
    """What a tally of credits says."""
    if tally is None:
        return None
    year, day = divmod(tally.counts[_DAY], 10_000)
    return GrantedCredits(
        tally.counts[_CUSTOMERS],
        tally.counts[_UNASKED],
        {code: found for code, found in tally.counts.items() if code.isupper()},
        date(year, day // 100, day % 100),
    )


def by_period(tallies: Mapping[str, Tally]) -> list[GrantedInPeriod]:
    """What was granted for each period of any promise, the newest first."""
    found: dict[str, list[GrantedCredits]] = {}
    for named, tally in tallies.items():
        told = granted(tally)
        if told is not None and told.customers:
            found.setdefault(named.partition("/")[2], []).append(told)
    in_order = sorted(found, key=lambda name: max(one.day for one in found[name]), reverse=True)
    return [GrantedInPeriod(name, _together(found[name])) for name in in_order]


def _together(found: Iterable[GrantedCredits]) -> GrantedCredits:
    each = list(found)
    sums: Counter[str] = Counter()
    for one in each:
        sums.update(one.sums)
    return GrantedCredits(
        sum(one.customers for one in each),
        sum(one.unasked for one in each),
        dict(sums),
        max(one.day for one in each),
    )


def parse_sums(text: str) -> dict[str, int] | Said:
    """Thousandths by currency of "1340.00 EUR + 20 USD"; what is wrong with it, where it is not."""
    sums: dict[str, int] = {}
    for part in text.split("+") if text.strip() else ():
        found = _SUM.fullmatch(part.strip())
        if found is None:
            return said("Write a sum and its currency, such as 1340.00 EUR; join several with +.")
        code = found[2].upper()
        if code in sums:
            return said("{code} stands there twice; add the two up.", code=code)
        sums[code] = int(Decimal(found[1]) * _PARTS)
    return sums
