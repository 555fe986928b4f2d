"""Alerts of other systems: what fires, and for a while what is over."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from peewee import fn

from statuspage.domain.alerts.alert import Alert
from statuspage.store.fields import shared
from statuspage.store.tables.incidents import Alert as Row

_SHARED = shared(Alert, Row)
_AT_ONCE = 200  # fingerprints in one question


def known(sender: str, fingerprints: Collection[str], since: datetime) -> dict[str, list[Alert]]:
    """Those of a sender that fire or ended since then, by fingerprint, the newest first."""
    found: dict[str, list[Alert]] = {}
    asked = sorted(set(fingerprints))
    for start in range(0, len(asked), _AT_ONCE):
        chosen = Row.fingerprint.in_(asked[start : start + _AT_ONCE])
        chosen &= (Row.sender == sender) & (Row.ended_at.is_null() | (Row.ended_at >= since))
        rows = Row.select().where(chosen).order_by(Row.started_at.desc())
        for row in rows:
            found.setdefault(row.fingerprint, []).append(_fact(row))
    return found


def put(changed: Iterable[Alert]) -> None:
    """New ones, and others as they stand now."""
    rows = [{name: getattr(one, name) for name in _SHARED} for one in changed]
    for start in range(0, len(rows), 50):
        Row.put(*rows[start : start + 50])


def firing_or_ended_since(instant: datetime) -> list[Alert]:
    """Those that fire, and those that ended from an instant on; the newest first."""
    chosen = Row.ended_at.is_null() | (Row.ended_at >= instant)
    rows = Row.select().where(chosen).order_by(Row.started_at.desc(), Row.sender, Row.fingerprint)
    return [_fact(row) for row in rows]


def firing() -> list[Alert]:
    """Those that fire, the newest first."""
    rows = Row.select().where(Row.ended_at.is_null()).order_by(Row.started_at.desc())
    return [_fact(row) for row in rows]


def forget(ended_before: datetime, most: int) -> None:
    """Delete what ended before an instant, and the oldest words beyond so many."""
    Row.delete().where(Row.ended_at < ended_before).execute()
    count: Any = Row.select(fn.COUNT(Row.sender)).scalar()
    if count > most:
        last: Any = Row.select(Row.heard_at).order_by(Row.heard_at.desc()).offset(most).limit(1)
        Row.delete().where(Row.heard_at <= last.scalar()).execute()


def _fact(row: Row) -> Alert:
    return Alert(**{name: getattr(row, name) for name in _SHARED})
