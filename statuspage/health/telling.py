"""Whether what is to be told is sent, and taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.domain.telling.labels import CHANNELS
from statuspage.health.health import Condition, Health
from statuspage.said import Said, counted, said
from statuspage.store import db
from statuspage.store.telling import bounces, switch, told

_NAME = "telling"
_PATIENCE = timedelta(minutes=10)  # for what waits; a way that is out of order is tried each 5
_REFUSED_SINCE = timedelta(days=1)


def telling() -> Health:
    """Since when: what waits longest. Raises StoreError."""
    now = clock.now()
    with db.snapshot():
        waiting = sum(told.waiting().values())
        refused = told.count_ours(now - _REFUSED_SINCE)
        figures = {
            "telling_waiting": float(waiting),
            "telling_refused": float(refused),
            "telling_quarantined": float(bounces.count_given_up()),
            "telling_late_seconds": 0.0,
        }
        held_back = _held_back(now)
        if held_back is not None:
            text, since = held_back
            figures["telling_late_seconds"] = (now - since).total_seconds()
            return Health(_NAME, Condition.LATE, text, since, figures)
        if refused:
            return _refused(refused, now, figures)
    if not waiting:
        return Health(_NAME, Condition.OK, said("Nothing waits to be sent."), None, figures)
    text = counted(
        "{count} message waits to be sent.", "{count} messages wait to be sent.", waiting
    )
    return Health(_NAME, Condition.OK, text, None, figures)


def _held_back(now: datetime) -> tuple[Said, datetime] | None:
    """Why something waits that should have gone, and since when."""
    stopped = switch.stopped()
    if stopped is not None:
        text = said(
            "Nothing is sent: {who} stopped it on {time:%Y-%m-%d %H:%M UTC}. What is to be told "
            "waits until `statuspage sending resume`.",
            who=stopped.who,
            time=stopped.at,
        )
        return text, stopped.at
    held_up = min(told.held_up(now - _PATIENCE), key=lambda one: one.since, default=None)
    if held_up is not None:
        text = said(
            "{way}: nothing can be sent since {time:%Y-%m-%d %H:%M UTC}: {why}",
            way=CHANNELS[held_up.channel],
            time=held_up.since,
            why=held_up.why,
        )
        return text, held_up.since
    waiting = told.oldest_due(now - _PATIENCE)
    if waiting:
        way = min(waiting, key=lambda one: waiting[one])
        text = said(
            "{way}: messages have been waiting since {time:%Y-%m-%d %H:%M UTC}. Check that the "
            "worker is running and that `statuspage doctor` finds no fault in its settings.",
            way=CHANNELS[way],
            time=waiting[way],
        )
        return text, waiting[way]
    return None


def _refused(count: int, now: datetime, figures: Mapping[str, float]) -> Health:
    """Whoever reads cannot help it: a spam filter, or a setting that lacks."""
    last = told.last_of_ours(now - _REFUSED_SINCE)
    text = counted(
        "{count} message of the last 24 hours was refused, and its reader is not to blame: {why} "
        "`statuspage doctor` checks what mail servers look at.",
        "{count} messages of the last 24 hours were refused, and their readers are not to blame; "
        "the last one: {why} `statuspage doctor` checks what mail servers look at.",
        count,
        why=(last.reason if last else None) or "",
    )
    return Health(_NAME, Condition.LATE, text, last.queued_at if last else None, figures)
