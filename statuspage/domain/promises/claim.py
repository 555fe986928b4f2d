"""Until when a reader may claim the credit that a period earned.

Source: numbers.md, "Service credits"; the settings say how long after a period (`claim_within`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from statuspage.domain.promises.credit import NONE, UNDETERMINED
from statuspage.domain.promises.figure import Figure
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

    @property
    def is_due(self) -> bool:
        """Whether anything can be claimed, or could be."""
        return self.credit not in (NONE, UNDETERMINED)


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
    if within is None or not is_final:
        return CreditClaim(figure.credit, None, None, is_final, is_over=False)
    end = figure.period.span.end
    first = local_date(end, zone)
    is_of_days = not within % _DAY and end == start_of(first, zone)
    until = start_of(first + within, zone) if is_of_days else end + within
    last_day = local_date(until - timedelta(seconds=1), zone)
    return CreditClaim(figure.credit, until, last_day, is_final, is_over=now >= until)
