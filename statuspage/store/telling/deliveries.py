"""Deliveries as a queue: put in, claimed by row count, noted, let go.

One that somebody tries is due again only when that try must be over: where a process dies, its
deliveries come up again by themselves, behind all that was never tried.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from peewee import SQL

from statuspage.domain.telling.delivery import Delivery, DeliveryState, delivery_key
from statuspage.domain.telling.result import Blame
from statuspage.domain.telling.subscription import Channel
from statuspage.said import Said
from statuspage.store import db
from statuspage.store.fields import InstantField, shared
from statuspage.store.tables.telling import Delivery as Row

_SHARED = shared(Delivery, Row)
_VALUES = Row._meta.fields
_WAITS = SQL("\"state\" = 'waiting'")  # a literal: by it the database knows which index will do
_ENDED = SQL("\"state\" <> 'waiting'")
_FIRST = timedelta(days=1)  # by which letters go before news
_COLUMNS = (
    *("key", "subscription", "channel", "subject", "revision", "topic", "state", "is_gathered"),
    *("tries", "queued_at", "due_at", "batch", "letter", "about", "blame"),
)
_INSERT = (
    f"INSERT INTO delivery ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))}) "  # noqa: S608 fixed names
    "ON CONFLICT (key) DO NOTHING"
)


@dataclass(frozen=True)
class Queued:
    """News for one subscription, to be told at once or gathered until a time."""

    subscription: str
    channel: Channel
    subject: str
    revision: int
    topic: str
    due_at: datetime
    is_gathered: bool = False


def queue(found: Iterable[Queued], now: datetime) -> None:
    """Put deliveries in; one that was put in before stays as it is."""
    queued_at = InstantField().db_value(now)
    db.run_many(
        _INSERT,
        [
            (
                delivery_key(one.subscription, one.subject, one.revision),
                *(one.subscription, str(one.channel), one.subject, one.revision, one.topic),
                *(str(DeliveryState.WAITING), one.is_gathered, 0, queued_at),
                *(InstantField().db_value(one.due_at), "", "", "", ""),
            )
            for one in found
        ],
    )


def post_letter(
    subscription: str,
    letter: str,
    about: str,
    now: datetime,
    channel: Channel = Channel.MAIL,
) -> None:
    """Put a letter in, by the way it shall go; it goes before all news."""
    subject = f"letter/{letter}"
    named = f"{subject}/{about}/{InstantField().db_value(now)}"
    row = {
        "key": delivery_key(subscription, named, 1),
        "subscription": subscription,
        "channel": channel,
        "subject": subject,
        "revision": 1,
        "topic": subject,
        "state": DeliveryState.WAITING,
        "is_gathered": False,
        "tries": 0,
        "queued_at": now,
        "due_at": now - _FIRST,
        "batch": "",
        "letter": letter,
        "about": about,
    }
    Row.insert(**row).on_conflict(conflict_target=[Row.key], action="IGNORE").execute()


def replace_older(topic: str, subject: str, revision: int, act: Collection[str], why: Said) -> int:
    """Drop what waits of a topic for those who are told newer words; returns how many went.

    `act` are the subjects that were entered along with them.
    """
    newer = Row.alias()
    told = newer.select(newer.subscription).where(
        (newer.subject == subject) & (newer.revision == revision)
    )
    older = _WAITS & (Row.topic == topic) & Row.subject.not_in(list(act))
    return _drop(older & Row.subscription.in_(told), why)


def drop_waiting_of(subscription: str, why: Said) -> int:
    """Drop the news that wait for one subscription; its letters stay."""
    return _drop(_WAITS & (Row.subscription == subscription) & (Row.letter == ""), why)


def drop_waiting(channel: Channel | None, why: Said) -> int:
    """Drop the news that wait, by one way or by all; letters stay."""
    chosen = _WAITS & (Row.letter == "")
    return _drop(chosen if channel is None else chosen & (Row.channel == channel), why)


def drop_letters(names: Collection[str], before: datetime, why: Said) -> int:
    """Drop some letters that wait since before an instant: what they speak of is over."""
    return _drop(_WAITS & Row.letter.in_(list(names)) & (Row.queued_at < before), why)


def drop(keys: Collection[str], why: Said) -> int:
    """Drop some that wait."""
    return _drop(_WAITS & Row.key.in_(list(keys)), why)


def _drop(chosen: Any, why: Said) -> int:
    return int(Row.update(state=DeliveryState.DROPPED, reason=why).where(chosen).execute())


def first_due(channel: Channel, now: datetime, busy: Collection[str]) -> Delivery | None:
    """What is due first by a way, but for subscriptions that are being told something."""
    found = db.run(
        f"SELECT {', '.join(_SHARED)} FROM delivery WHERE state = 'waiting' AND channel = ? "  # noqa: S608 fixed names
        f"AND due_at <= ? AND subscription NOT IN ({_gaps(busy)}) ORDER BY due_at LIMIT 1",
        *(str(channel), InstantField().db_value(now), *busy),
    ).fetchone()
    if found is None:
        return None
    kept = zip(_SHARED, found, strict=True)
    return Delivery(**{name: _VALUES[name].python_value(value) for name, value in kept})


def _gaps(values: Collection[object]) -> str:
    return ", ".join("?" * len(values)) or "''"


def count_due(channel: Channel, now: datetime, most: int) -> int:
    """How many are due by a way, up to so many."""
    found = db.run(
        "SELECT 1 FROM delivery WHERE state = 'waiting' AND channel = ? AND due_at <= ? LIMIT ?",
        *(str(channel), InstantField().db_value(now), most),
    )
    return len(found.fetchall())


def along_with(first: Delivery, now: datetime) -> list[Delivery]:
    """The gathered ones that are one message with a gathered one, the newest first.

    Those that were tried together stay together, so that each try says the same.
    """
    chosen = _WAITS & (Row.subscription == first.subscription) & (Row.is_gathered == True)  # noqa: E712
    chosen &= Row.batch == first.batch
    if not first.batch:
        chosen &= Row.due_at <= now
    return [_fact(row) for row in Row.select().where(chosen).order_by(Row.queued_at.desc())]


def begin(found: Sequence[Delivery], batch: str, until: datetime) -> bool:
    """Claim them for one try, which is counted before it is made; False where another did.

    Nobody else tries them until then.
    """
    first = found[0]
    claimed = db.run(
        "UPDATE delivery SET tries = tries + 1, due_at = ?, batch = ?, reason = NULL "  # noqa: S608 gaps alone
        f"WHERE state = 'waiting' AND tries = ? AND batch = ? AND key IN ({_gaps(found)})",
        *(InstantField().db_value(until), batch, first.tries, first.batch),
        *(one.key for one in found),
    )
    return int(claimed.rowcount) == len(found)


def gather(keys: Collection[str], until: datetime) -> None:
    """Have some wait to be told with others."""
    Row.update(is_gathered=True, due_at=until).where(_WAITS & Row.key.in_(list(keys))).execute()


def sent_since(subscription: str, since: datetime) -> list[datetime]:
    """When messages with news were sent to a subscription since an instant, the first one first."""
    rows = db.run(
        "SELECT batch, sent_at FROM delivery WHERE subscription = ? AND sent_at > ? "
        "AND letter = ''",
        *(subscription, InstantField().db_value(since)),
    )
    return sorted(datetime.fromtimestamp(at, UTC) for at in dict(rows.fetchall()).values())


def was_sent(subscription: str) -> bool:
    """Whether a subscription took anything that is still remembered."""
    return bool(
        db.run(
            "SELECT 1 FROM delivery WHERE subscription = ? AND sent_at > 0 LIMIT 1", subscription
        ).fetchone()
    )


def note_sent(keys: Collection[str], now: datetime) -> None:
    """They were taken, whatever was noted of them meanwhile."""
    db.run(
        "UPDATE delivery SET state = 'sent', sent_at = ?, reason = NULL, blame = '' "  # noqa: S608 gaps alone
        f"WHERE key IN ({_gaps(keys)})",
        *(InstantField().db_value(now), *keys),
    )


def note_later(
    keys: Collection[str], until: datetime, why: Said, *, is_counted: bool = True
) -> None:
    """They are tried again; with `is_counted` False the try was none of theirs."""
    tries = Row.tries if is_counted else Row.tries - 1
    values = {"due_at": until, "reason": why, "tries": tries}
    Row.update(**values).where(_WAITS & Row.key.in_(list(keys))).execute()


def note_failed(keys: Collection[str], why: Said, blame: Blame) -> None:
    """No try will help."""
    values = {"state": DeliveryState.FAILED, "reason": why, "blame": str(blame)}
    Row.update(**values).where(_WAITS & Row.key.in_(list(keys))).execute()


def postpone(subscription: str, until: datetime) -> None:
    """Have the rest that waits for a subscription wait, too: it was not reached just now."""
    chosen = _WAITS & (Row.subscription == subscription) & (Row.due_at < until)
    Row.update(due_at=until).where(chosen & (Row.letter == "")).execute()


def bring_forward(subscription: str, now: datetime) -> None:
    """Have the news that wait for a subscription go now: it was reached meanwhile.

    What is being tried, which has no reason yet, is left to whoever tries it.
    """
    is_tried = (Row.tries > 0) & Row.reason.is_null()
    chosen = _WAITS & (Row.subscription == subscription) & (Row.due_at > now) & (Row.letter == "")
    chosen &= ~is_tried & (Row.is_gathered == False)  # noqa: E712
    Row.update(due_at=now).where(chosen).execute()


def ended_before(before: datetime, most: int) -> list[str]:
    """Some of those that were queued before an instant and came to an end, by their keys."""
    rows: Any = Row.select(Row.key).where(_ENDED & (Row.queued_at < before)).limit(most).tuples()
    return [key for (key,) in rows]


def purge(keys: Collection[str]) -> None:
    """Forget some, but none that was made to wait again."""
    Row.delete().where(_ENDED & Row.key.in_(list(keys))).execute()


def forget(subscription: str) -> None:
    """Delete what was delivered to a subscription, or waits for it."""
    Row.delete().where(Row.subscription == subscription).execute()


def newest_of(subscription: str, most: int) -> list[Delivery]:
    """The last deliveries of one subscription, the newest first."""
    rows = Row.select().where(Row.subscription == subscription)
    return [_fact(row) for row in rows.order_by(Row.queued_at.desc(), Row.key).limit(most)]


def _fact(row: Row) -> Delivery:
    return Delivery(**{name: getattr(row, name) for name in _SHARED})
