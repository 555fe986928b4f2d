"""What an SLA promises, and by which rule its figure comes about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from statuspage.config import Sla
from statuspage.domain.library.library import Library
from statuspage.domain.promises.sla import SlaVersion
from statuspage.errors import NotFound
from statuspage.figures.indicators import INDICATORS
from statuspage.said import Said, said

_WINDOWS = {
    "month": said("{promise}, in each calendar month."),
    "quarter": said("{promise}, in each quarter."),
    "week": said("{promise}, in each week."),
    "rolling-30d": said("{promise}, in any 30 days."),
    "rolling-90d": said("{promise}, in any 90 days."),
}


def versions_of(library: Library, sla: str) -> Sequence[SlaVersion]:
    """All versions of a promise, the newest first. Raises NotFound."""
    found = library.objectives.histories([sla]).get(sla)
    if not found:
        raise NotFound(said("There is no SLA '{sla}'.", sla=sla))
    return found


def promise(sla: Sla) -> Said:
    """One sentence: how much, of what, in which stretch of time."""
    what = INDICATORS[sla.indicator].promise(sla)
    return replace(_WINDOWS[sla.window], params={"promise": what})


def rule(sla: Sla) -> Said:
    """One sentence: how the counts come about."""
    parts = INDICATORS[sla.indicator].rule(sla)
    whole = reduce(lambda some, one: said("{some}; {one}", some=some, one=one), parts)
    return said("{rule}.", rule=whole)
