"""Late data mark the published periods they touch for review, in the transaction that writes them.

A mark says of what kind they are, how many, and what time they speak of: the reason of a revision
that may come of it. Everything here runs inside that transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from statuspage.config import Sla
from statuspage.domain.library.topics import figures_topic
from statuspage.domain.promises.late import (
    INCIDENTS,
    MAINTENANCE,
    WITHIN,
    LateKind,
    LateMark,
    Reach,
)
from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.spans import Span
from statuspage.store import db, settings
from statuspage.store.measured import frozen, late, slas
from statuspage.store.measured.frozen import PublishedPeriod

TOPIC = "late"
"""Raised when data of published time come: what is being counted meanwhile may be outdated."""

_MOST_AROUND = {
    **dict.fromkeys(INCIDENTS, timedelta(days=15)),
    **dict.fromkeys(MAINTENANCE, timedelta(days=31)),
    LateKind.CASES: timedelta(days=400),
}
"""No data of a kind change the figure of a period that lies further away from their time."""


@dataclass(frozen=True)
class _Concerned:
    """A published period that rests on some data, and the time around it that they may be of."""

    published: PublishedPeriod
    around: Span


def mark(
    kind: LateKind,
    about: Span,
    now: datetime,
    *,
    components: Collection[str],
    subject: str = "",
    around: Reach = WITHIN,
    how_many: Callable[[Span], int] = lambda _: 1,
) -> None:
    """Mark the published periods that may change by data about some components and some time.

    They reach further than what they are about by `around`; `how_many` tells how many of them are
    of the time of a period.
    """
    reached = Span(about.start - around[0], about.end + around[1])
    for one in _concerned(kind, reached, now):
        named = _definition(one.published).components
        if not named or set(named) & set(components):
            count = max(1, how_many(one.published.span))
            _put(one.published, LateMark(kind, _day(now), subject, count, about))


def mark_counted(
    kind: LateKind,
    about: Span,
    now: datetime,
    how_many: Callable[[Span], int],
    *,
    sla: str | None = None,
) -> None:
    """Mark published periods by how many of some data are of the time around each.

    All of them lie within `about`. With an SLA only its periods are in question.
    """
    for one in _concerned(kind, about, now):
        if sla in (None, one.published.sla) and (count := how_many(one.around)):
            _put(one.published, LateMark(kind, _day(now), "", count, about))


def _concerned(kind: LateKind, about: Span, now: datetime) -> Iterator[_Concerned]:
    """The published periods that data of a kind about some time may change."""
    most = _most_around(kind)
    if about.start - most > now - settings.current_settings().store.freeze_after:
        return  # of that nothing is published
    db.raise_topics(TOPIC)
    touched = frozen.touching(about.start - most, about.end + most)
    if touched:
        # What counts figures is a fifth of all modules; most words touch none that is published.
        from statuspage.figures.indicators import INDICATORS
    for published in touched:
        sla = _definition(published)
        is_of_any = kind is LateKind.PROMISED_SINCE
        reach = WITHIN if is_of_any else INDICATORS[sla.indicator].rests_on(sla, kind)
        if reach is not None:
            span = published.span
            around = Span(span.start - reach[0], span.end + reach[1])
            if about.start < around.end and about.end >= around.start:
                yield _Concerned(published, around)


def _most_around(kind: LateKind) -> timedelta:
    if kind is LateKind.CHECKS:
        return slas.longest_min_run()  # of any time: a figure keeps the definition it was judged by
    return _MOST_AROUND.get(kind, timedelta(0))


def _definition(published: PublishedPeriod) -> Sla:
    return slas.version(published.sla, published.version).promised


def _day(now: datetime) -> date:
    return window.local_date(now, settings.site().zone)


def _put(published: PublishedPeriod, what: LateMark) -> None:
    late.put(published.sla, published.period, what)
    db.raise_topics(figures_topic(published.sla))
