"""Freeze the figures of closed periods: published once, corrected only by a further revision.

A figure is counted in a snapshot and published in a transaction, and only if nothing that it may
rest on was written between; what it was counted from is kept with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from statuspage import clock
from statuspage.actions import journal
from statuspage.actions.late import TOPIC
from statuspage.actions.record import note
from statuspage.config import Settings
from statuspage.domain.incidents import impact
from statuspage.domain.library.topics import figures_topic
from statuspage.domain.promises import late, news
from statuspage.domain.promises.figure import Figure
from statuspage.domain.promises.frozen import FrozenRevision, reason_for
from statuspage.domain.promises.late import Late, LateMark
from statuspage.domain.promises.sla import SlaVersion
from statuspage.domain.record.kinds.figure import FIGURE
from statuspage.domain.vocabulary.spans import Span, union
from statuspage.domain.vocabulary.window import Period
from statuspage.figures import ledger, periods
from statuspage.figures.evidence import recorded_since
from statuspage.figures.indicators import INDICATORS
from statuspage.figures.measure import compute, in_force, question
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.measured import frozen, slas
from statuspage.store.measured import late as marks
from statuspage.store.published import topics
from statuspage.store.settings import current_settings

_MOST_PERIODS = 36


@dataclass(frozen=True)
class Closed:
    """A period of an SLA of which the figure is to be published, or to be looked at again."""

    sla: str
    name: str


@dataclass(frozen=True)
class Counted:
    """The figure of a closed period as it was counted, and what it rests on."""

    closed: Closed
    figure: Figure
    counted_from: dict[str, Any]
    before: Figure | None  # what was published of it
    marks: tuple[LateMark, ...]
    late: Late
    version: int  # of what is raised by late data


def closed_periods() -> list[Closed]:
    """What waits to be published or reviewed: late data first, then the newest periods first."""
    with db.snapshot():
        return [*reviews(), *unpublished()]


def reviews() -> list[Closed]:
    """The published periods into which data came."""
    return [Closed(sla, name) for sla, name in marks.waiting()]


def unpublished() -> list[Closed]:
    """The newest closed periods of each SLA since records began that were not published yet."""
    now, settings, known = clock.now(), current_settings(), frozen.periods()
    return [
        Closed(version.sla, period.name)
        for version in slas.current()
        for period in _closed(version, settings, now)
        if (version.sla, period.name) not in known
    ]


def _closed(newest: SlaVersion, settings: Settings, now: datetime) -> Iterator[Period]:
    """The closed periods of an SLA that can be published for good, the newest first."""
    sla = newest.promised
    versions = slas.versions(sla.id)
    since = recorded_since(LIBRARY, sla, versions[-1].at)
    wait = max(settings.store.freeze_after, INDICATORS[sla.indicator].settles_after(sla))
    for period in periods.recent(versions, settings.site.timezone, now, _MOST_PERIODS + 1):
        if since < period.span.end <= now - wait and not period.moves:
            yield period


def freeze(closed: Closed) -> int | None:
    """Freeze a period, or correct it; returns the new revision, None when what stands is right.

    It is counted by the definition that was in force when it began, and ever after by that one.
    Raises StoreError.
    """
    return publish([count(closed)]).get(closed)


def count(closed: Closed) -> Counted:
    """The figure of a closed period as it is counted now. Raises StoreError."""
    now = clock.now()
    with db.snapshot():
        settings, versions = current_settings(), slas.versions(closed.sla)
        before = frozen.newest(closed.sla, closed.name)
        if before is None:
            period = periods.named(versions, closed.name, settings.site.timezone, now)
            version = in_force(versions, period)
        else:
            period, version = before.period, slas.version(closed.sla, before.definition_version)
        asked = question(LIBRARY, version.promised, period, settings, now)
        waiting = marks.of_period(closed.sla, closed.name)
        return Counted(
            closed,
            compute(LIBRARY, versions, version, period, settings, now),
            ledger.kept(INDICATORS[version.promised.indicator].ledger(asked)),
            before,
            waiting,
            late.told(waiting, lambda some: _seconds(some, period.span, now)),
            topics.versions([TOPIC]).get(TOPIC, 0),
        )


def publish(counted: Sequence[Counted]) -> dict[Closed, int | None]:
    """Publish figures in one transaction; returns the new revision of each, None when what stands
    is right.

    Those of which what they rest on was written anew meanwhile are left for another time, and are
    not in it. Raises StoreError.
    """
    found: dict[Closed, int | None] = {}
    now = clock.now()
    with db.transaction():
        version = topics.versions([TOPIC]).get(TOPIC, 0)
        for one in counted:
            named = one.closed.sla, one.closed.name
            if one.version != version or one.before != frozen.newest(*named):
                continue
            marks.drop(*named)
            reason = reason_for(one.figure, one.before, has_late_data=bool(one.marks))
            if one.marks:  # the page says no more that a revision follows
                db.raise_topics(figures_topic(one.closed.sla))
            found[one.closed] = None if reason is None else _publish(one, reason, now)
    return found


def _publish(one: Counted, reason: str, now: datetime) -> int:
    number = 1 if one.before is None else one.before.revision + 1
    figure = replace(one.figure, is_provisional=False, revision=number)
    told = one.late if one.before is not None else ()
    revision = FrozenRevision(now, reason, figure, told)
    frozen.add(revision, one.counted_from)
    note([FIGURE.statement(revision)], now, reason)
    at = news.stands_under(revision)
    journal.enter(news.FIGURE, news.figure_key(revision), at, now, (), now)
    db.raise_topics(figures_topic(one.closed.sla), "figures")
    return number


def _seconds(some: Collection[LateMark], period: Span, now: datetime) -> int:
    """How much of a period some data are about: of incidents, how long they are declared."""
    told = [mark for mark in some if mark.kind in (*late.INCIDENTS, *late.MAINTENANCE)]
    subjects = {mark.subject for mark in told if mark.subject}
    spans = [
        run.span(now)
        for incident in LIBRARY.incidents.by_keys(subjects).values()
        for run in impact.runs(incident)
    ]
    spans += [mark.about for mark in some if mark not in told]
    inside = (part for span in spans if (part := span.clip(period)) is not None)
    return sum(part.seconds for part in union(inside))
