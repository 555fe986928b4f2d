"""Programs that are sent feeds when they change: who they are, and what each was sent last.

A try moves `due_at` beyond its end: by the row count two workers tell whose it is, and where a
process dies the listener comes up again by itself.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from peewee import JOIN

from statuspage.domain.telling.hub import FeedFollower, HubMode, HubRequest
from statuspage.store.desk.sealing import seal, unseal
from statuspage.store.tables.hub import FeedListener, FeedTopic

_L = FeedListener
_T = FeedTopic


def ask(path: str, request: HubRequest, now: datetime) -> None:
    """Enter what a program asks; nothing holds before it confirms that it asked."""
    secret = seal(request.secret) if request.secret else ""
    asked = {"asked": request.mode, "asked_lease": request.lease, "asked_secret": secret}
    chosen = (_L.path == path) & (_L.callback == request.callback)
    if _L.update(**asked, tries=0, due_at=now).where(chosen).execute():
        return
    if request.mode is HubMode.SUBSCRIBE:
        place = {"path": path, "callback": request.callback}
        _L.create(**place, **asked, secret="", digest="", tries=0, due_at=now)


def count(callbacks_beginning: str = "") -> int:
    """How many there are, in all or at one server."""
    query = _L.select()
    if callbacks_beginning:
        query = query.where(_L.callback.startswith(callbacks_beginning))
    return int(query.count())


def followed(now: datetime) -> list[str]:
    """The feeds that anybody is sent, by their paths."""
    rows: Any = _L.select(_L.path).distinct().where(_L.lease_until > now).tuples()
    return sorted(path for (path,) in rows)


def digests(paths: Collection[str]) -> dict[str, str]:
    """What each feed said when it last changed, as far as that was noted."""
    rows: Any = _T.select(_T.path, _T.digest).where(_T.path.in_(list(paths))).tuples()
    return dict(rows)


def note_digest(path: str, digest: str) -> None:
    """A feed says something else from now on."""
    _T.put({"path": path, "digest": digest})


def due(now: datetime, most: int) -> list[FeedFollower]:
    """Who has to confirm, or has not been sent what a feed says now."""
    owed = (_L.lease_until > now) & _T.digest.is_null(False) & (_L.digest != _T.digest)
    query: Any = (
        _L.select()
        .join(_T, JOIN.LEFT_OUTER, on=(_L.path == _T.path))
        .where((_L.due_at <= now) & ((_L.asked != "") | owed))
        .order_by(_L.tries, _L.due_at, _L.id)
    )
    return [_fact(row) for row in query.limit(most)]


def claim(one: FeedFollower, due_at: datetime, until: datetime) -> bool:
    """Take one for a try; False where another took it."""
    chosen = (_L.id == one.number) & (_L.due_at == due_at)
    return bool(_L.update(due_at=until).where(chosen).execute())


def confirm(one: FeedFollower, digest: str, now: datetime) -> None:
    """It confirmed that it asked to be sent the feed, which says this now."""
    row = _L.get_by_id(one.number)
    values = {"asked": "", "secret": row.asked_secret, "lease_until": now + one.asked_lease}
    if one.lease_until is None:
        values |= {"digest": digest}
    _L.update(**values, asked_secret="", tries=0, due_at=now).where(_L.id == one.number).execute()
    if not digests([one.path]):
        note_digest(one.path, digest)


def refuse(one: FeedFollower) -> None:
    """It did not confirm what was asked: it stays what it was."""
    if one.lease_until is None:
        forget(one)
    else:
        _L.update(asked="", asked_secret="", tries=0).where(_L.id == one.number).execute()


def sent(one: FeedFollower, digest: str, now: datetime) -> None:
    """It has what the feed says."""
    _L.update(digest=digest, tries=0, due_at=now).where(_L.id == one.number).execute()


def failed(one: FeedFollower, again_at: datetime) -> None:
    """It could not be reached."""
    chosen = _L.id == one.number
    _L.update(tries=one.tries + 1, due_at=again_at).where(chosen).execute()


def forget(one: FeedFollower) -> None:
    """It is sent nothing any more."""
    _L.delete().where(_L.id == one.number).execute()


def is_any_over(now: datetime) -> bool:
    """Whether the time of anybody is over."""
    return _L.select().where(_over(now)).exists()


def expire(now: datetime) -> None:
    """Forget those whose time is over."""
    _L.delete().where(_over(now)).execute()


def _over(now: datetime) -> Any:
    return (_L.lease_until <= now) & (_L.asked == "")


def _fact(row: Any) -> FeedFollower:
    return FeedFollower(
        row.id,
        row.path,
        row.callback,
        (unseal(row.secret) or "") if row.secret else "",
        row.lease_until,
        row.tries,
        HubMode(row.asked) if row.asked else None,
        row.asked_lease,
        row.due_at,
    )
