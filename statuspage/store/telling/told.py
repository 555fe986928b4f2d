"""What became of deliveries, counted: for staff, for readers, and for the health of sending."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from peewee import SQL, Case, fn

from statuspage.domain.telling.delivery import Delivery, DeliveryState
from statuspage.domain.telling.labels import CHANNELS
from statuspage.domain.telling.result import Blame
from statuspage.domain.telling.subscription import Channel
from statuspage.said import Said
from statuspage.store.fields import shared
from statuspage.store.tables.telling import Delivery as Row

_SHARED = shared(Delivery, Row)
# Literals: by these the database knows that its indexes of few rows will do.
_WAITS = SQL("\"state\" = 'waiting'")
_FAILED = SQL("\"state\" IN ('failed', 'bounced')")


@dataclass(frozen=True)
class DeliveryCounts:
    """How many deliveries are in which state, by their ways."""

    by_way: dict[Channel, dict[DeliveryState, int]] = field(default_factory=dict)

    def count(self, state: DeliveryState, *channels: Channel) -> int:
        """How many are in a state, by some ways or by all."""
        chosen = channels or tuple(self.by_way)
        return sum(self.by_way.get(channel, {}).get(state, 0) for channel in chosen)


def counts_of(subjects: Collection[str]) -> dict[str, DeliveryCounts]:
    """What became of the news of some subjects, of all their revisions; absent where none went."""
    # Of all rows: so the index alone will do, which has no keys.
    columns = (Row.subject, Row.channel, Row.state, fn.COUNT(SQL("*")))
    query = Row.select(*columns).where(Row.subject.in_(list(subjects)))
    rows: Any = query.group_by(Row.subject, Row.channel, Row.state).tuples()
    found: dict[str, DeliveryCounts] = {}
    for subject, channel, state, count in rows:
        counts = found.setdefault(subject, DeliveryCounts())
        counts.by_way.setdefault(channel, {})[state] = int(count)
    return found


@dataclass(frozen=True)
class FailedFor:
    """How many were not reached by a way, for one reason."""

    subject: str
    channel: Channel
    state: DeliveryState  # failed, or bounced
    reason: Said
    count: int

    @property
    def way(self) -> Said:
        return CHANNELS[self.channel]


def why_failed(subjects: Collection[str]) -> dict[str, list[FailedFor]]:
    """Why messages about some subjects failed, by subject; what most of them failed by first."""
    columns = (Row.subject, Row.channel, Row.state, Row.reason)
    chosen = _FAILED & Row.subject.in_(list(subjects)) & Row.reason.is_null(False)
    query = Row.select(*columns, fn.COUNT(Row.key).alias("count")).where(chosen)
    rows: Any = query.group_by(*columns).order_by(SQL("count").desc()).tuples()
    found: dict[str, list[FailedFor]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(FailedFor(*row))
    return found


def subjects_that_failed(most: int) -> list[str]:
    """What some messages failed about that can be sent again, the newest first; no letters."""
    newest = fn.MAX(Row.queued_at)
    chosen = SQL("\"state\" = 'failed'") & (Row.letter == "")
    query = Row.select(Row.subject).where(chosen).group_by(Row.subject)
    rows: Any = query.order_by(newest.desc()).limit(most).tuples()
    return [subject for (subject,) in rows]


def waiting() -> dict[Channel, int]:
    """How many wait, by their ways; letters are among them."""
    query = Row.select(Row.channel, fn.COUNT(Row.key)).where(_WAITS).group_by(Row.channel)
    rows: Any = query.tuples()
    return {channel: int(count) for channel, count in rows}


def oldest_due(now: datetime) -> dict[Channel, datetime]:
    """Since when the delivery that waits longest could have gone, by its way."""
    # Letters are due before they were queued, so that they go before news.
    could_go = Case(None, [(Row.due_at > Row.queued_at, Row.due_at)], Row.queued_at)
    chosen = _WAITS & (Row.due_at <= now) & (Row.queued_at <= now)
    query = Row.select(Row.channel, fn.MIN(could_go)).where(chosen).group_by(Row.channel)
    rows: Any = query.tuples()
    return {channel: datetime.fromtimestamp(due, UTC) for channel, due in rows}


@dataclass(frozen=True)
class HeldUp:
    """A way by which nothing can be sent: since when, and why."""

    channel: Channel
    since: datetime
    why: Said


def held_up(before: datetime) -> list[HeldUp]:
    """The ways out of order: what was queued before an instant is tried, and no try counts."""
    tried = _WAITS & (Row.tries == 0) & Row.reason.is_null(False) & (Row.queued_at < before)
    found = []
    for channel in Channel:
        row = Row.select().where(tried, Row.channel == channel).order_by(Row.queued_at).first()
        if row is not None:
            found.append(HeldUp(channel, row.queued_at, row.reason))
    return found


def count_ours(since: datetime) -> int:
    """How many were refused through a fault of ours, of those queued since an instant."""
    chosen = _FAILED & (Row.blame == str(Blame.US)) & (Row.queued_at >= since)
    return Row.select().where(chosen).count()


def last_of_ours(since: datetime) -> Delivery | None:
    """The newest of those that `count_ours` counts."""
    chosen = _FAILED & (Row.blame == str(Blame.US)) & (Row.queued_at >= since)
    row = Row.select().where(chosen).order_by(Row.queued_at.desc(), Row.key).first()
    return None if row is None else _fact(row)


def last_told() -> datetime | None:
    """When news were last sent to anybody."""
    is_sent = SQL("\"state\" = 'sent'") & (Row.letter == "")
    sent = Row.select(Row.sent_at).where(is_sent).order_by(Row.sent_at.desc()).limit(1).scalar()
    found: datetime | None = sent
    return found


def try_again(subject: str, now: datetime) -> int:
    """Have the news of a subject that failed go once more, to those alone; returns how many."""
    chosen = (Row.subject == subject) & (Row.state == DeliveryState.FAILED)
    afresh = {"tries": 0, "blame": "", "reason": None}  # else it looks as if its way were held up
    values = {"state": DeliveryState.WAITING, "due_at": now, **afresh}
    return int(Row.update(**values).where(chosen).execute())


def _fact(row: Row) -> Delivery:
    return Delivery(**{name: getattr(row, name) for name in _SHARED})
