"""Which of two definitions of one promise is harder to keep."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from statuspage.config import Sla
from statuspage.domain.vocabulary.states import DEFAULT_WEIGHTS, ComponentState

_NONE = timedelta(0)
_FOR_EVER = timedelta(days=100_000)
_SOURCES = (None, "incidents", "probes", "worst_of_both")

Strictness = tuple[
    Fraction, timedelta, timedelta, int, bool, Fraction, timedelta, int, timedelta, timedelta
]


def strictness(sla: Sla) -> Strictness:
    """Of two definitions the one with the greater is harder to keep; the target decides first.

    Then the time that is promised, where it is looked for, how much trouble weighs, and what is
    left out.
    """
    within, under = sla.within or _NONE, sla.under or _NONE
    weights = DEFAULT_WEIGHTS | {ComponentState(name): one for name, one in sla.weights.items()}
    notice, cap = _FOR_EVER, _NONE
    if sla.maintenance is not None:
        notice, cap = sla.maintenance.notice, sla.maintenance.monthly_cap or _FOR_EVER
    return (
        sla.target,
        # Who asks again within so long was not helped: there the longer time asks for more.
        within if sla.indicator == "first_contact_resolution" else -within,
        -under,
        _SOURCES.index(sla.source),
        sla.combine == "worst",
        sum(weights.values(), Fraction()),
        -(sla.min_run or _NONE),
        -(sla.min_events or 0),
        notice,
        -cap,
    )
