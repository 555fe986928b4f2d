"""What a word of a sender changes: old alerts and the word in, the rows that change out.

Senders repeat themselves, send in another order than things happened, and forget. The same word
twice changes nothing but when it was heard last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from statuspage.domain.alerts.alert import Alert, AlertWord

OVERTAKEN = timedelta(seconds=60)
"""So long after an end the same alert firing is a word that was overtaken, where words bear no
time of their own; later it fires again."""


def taken(sender: str, told: AlertWord, known: Sequence[Alert], now: datetime) -> list[Alert]:
    """What is to be kept of a word; `known` are those of the same sender and fingerprint."""
    open_one = next((one for one in known if one.is_firing), None)
    if told.is_firing:
        return _firing(sender, told, known, open_one, now)
    return _ended(sender, told, known, open_one, now)


def _firing(
    sender: str, told: AlertWord, known: Sequence[Alert], open_one: Alert | None, now: datetime
) -> list[Alert]:
    same = open_one if told.started_at is None else _begun(known, told.started_at)
    if same is not None:
        if same.ended_at is not None and _is_overtaken(told, same.ended_at, same.heard_at, now):
            return []
        return [_said_anew(same, told, now)]
    start = told.started_at or told.at or now
    if any(_last(one) > start for one in known if one is not open_one):
        return []  # older than what is known already
    if open_one is None:
        return [_new(sender, told, start, None, now)]
    if open_one.started_at > start:
        return []
    lost = replace(open_one, ended_at=start)  # nobody told its end
    return [lost, _new(sender, told, start, None, now)]


def _ended(
    sender: str, told: AlertWord, known: Sequence[Alert], open_one: Alert | None, now: datetime
) -> list[Alert]:
    end = min(told.at or now, now)
    same = open_one if told.started_at is None else _begun(known, told.started_at)
    if same is None and told.started_at is not None and open_one is not None:
        same = open_one if open_one.started_at <= told.started_at else None
    if same is not None and same.ended_at is None:
        if end < same.started_at and told.started_at is None:
            return []  # the end of an earlier one
        return [replace(same, ended_at=max(end, same.started_at), heard_at=now)]
    if same is not None or (told.started_at is None and known):
        return []
    start = min(told.started_at or end, end)  # a firing that comes late finds it over
    return [_new(sender, told, told.started_at or start, max(end, start), now)]


def _is_overtaken(told: AlertWord, ended_at: datetime, heard_at: datetime, now: datetime) -> bool:
    if told.at is not None:
        return told.at <= ended_at
    return now < heard_at + OVERTAKEN


def _said_anew(same: Alert, told: AlertWord, now: datetime) -> Alert:
    return replace(
        same,
        ended_at=None,
        heard_at=now,
        title=told.title,
        labels=told.labels,
        annotations=told.annotations,
        url=told.url,
        left_out=told.left_out,
    )


def _new(
    sender: str, told: AlertWord, start: datetime, end: datetime | None, now: datetime
) -> Alert:
    return Alert(
        sender=sender,
        fingerprint=told.fingerprint,
        started_at=start,
        ended_at=end,
        heard_at=now,
        title=told.title,
        labels=told.labels,
        annotations=told.annotations,
        url=told.url,
        left_out=told.left_out,
    )


def _begun(known: Sequence[Alert], start: datetime) -> Alert | None:
    return next((one for one in known if one.started_at == start), None)


def _last(one: Alert) -> datetime:
    return one.ended_at or one.started_at
