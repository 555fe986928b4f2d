"""What credit a period earned: who may claim it, where, and until when.

Source: numbers.md, "Service credits"; the settings say how long after a period (`claim_within`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from statuspage.config import Claim, CreditTier, Sla
from statuspage.domain.promises.credit import NONE, UNDETERMINED
from statuspage.domain.promises.figure import Figure
from statuspage.domain.vocabulary import display
from statuspage.domain.vocabulary.window import local_date, start_of

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class CreditClaim:
    """What a figure earns, and the last day to claim it; None where no time is set for that."""

    credit: str  # "10%", "none" or "undetermined"
    until: datetime | None
    last_day: date | None
    is_final: bool  # of a period that is over: it earns no more and no less
    is_over: bool  # the time to claim it has passed
    if_unknown_was_bad: str | None = None

    @property
    def is_due(self) -> bool:
        """Whether anything can be claimed, or could be."""
        return self.credit not in (NONE, UNDETERMINED)

    @property
    def may_be_due(self) -> bool:
        """Whether what is unknown decides: about anything at all, or about more of it."""
        is_more = self.if_unknown_was_bad not in (None, NONE, UNDETERMINED, self.credit)
        return self.credit == UNDETERMINED or is_more

    @property
    def has_page(self) -> bool:
        """Whether readers are told how to claim it."""
        return self.is_final and (self.is_due or self.may_be_due)

    def days_left(self, zone: ZoneInfo, now: datetime) -> int | None:
        """Whole local days after today in which it can be claimed; None without a last day."""
        return None if self.last_day is None else (self.last_day - local_date(now, zone)).days


@dataclass(frozen=True)
class ClaimTerms:
    """Who may claim, how, and where to; what is None nobody has stated."""

    who: str | None
    how: str | None
    to: str | None


def terms(judged_by: Sla, newest: Sla, contact: str | None) -> ClaimTerms:
    """By the promise that a period was judged by; where it goes to, by the newest one.

    What a promise said of claims only later holds for the periods before, which said nothing.
    """
    then, now = judged_by.claim or Claim(), newest.claim or Claim()
    return ClaimTerms(then.who or now.who, then.how or now.how, now.to or then.to or contact)


def tier(claim: CreditClaim, tiers: Sequence[CreditTier]) -> CreditTier | None:
    """The tier that a claim earned; None where nothing is due."""
    named = [one for one in tiers if display.percent_text(one.credit) + "%" == claim.credit]
    return max(named, key=lambda one: one.below, default=None)


def claim(
    figure: Figure, within: timedelta | None, zone: ZoneInfo, now: datetime
) -> CreditClaim | None:
    """The claim to a figure's credit as of now; None where no credit is promised.

    A length of whole days counts local days, whatever clocks do in between. A window that moves
    with now never ends, so nothing can be claimed of it yet.
    """
    if figure.credit is None:
        return None
    is_final = not figure.is_running and not figure.period.moves
    found = CreditClaim(
        *(figure.credit, None, None, is_final),
        is_over=False,
        if_unknown_was_bad=figure.credit_if_unknown_was_bad,
    )
    if within is None or not is_final:
        return found
    end = figure.period.span.end
    first = local_date(end, zone)
    is_of_days = not within % _DAY and end == start_of(first, zone)
    until = start_of(first + within, zone) if is_of_days else end + within
    last_day = local_date(until - timedelta(seconds=1), zone)
    return replace(found, until=until, last_day=last_day, is_over=now >= until)
