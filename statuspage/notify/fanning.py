"""From what was published to deliveries: one for each of the news and each who wants it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from statuspage import clock
from statuspage.config import Settings
from statuspage.config.hooks import SOCIAL, Hook
from statuspage.domain.library.library import Notes
from statuspage.domain.telling.news import News
from statuspage.domain.telling.own import filter_of
from statuspage.domain.telling.subscription import HOOK, Channel
from statuspage.domain.telling.summaries import due
from statuspage.errors import StoreError
from statuspage.notify.claiming import LIMITED
from statuspage.notify.hooks.formats import format_of
from statuspage.said import said
from statuspage.site.following import news as site_news
from statuspage.site.following.news import Entered
from statuspage.site.page import Context
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.published import events
from statuspage.store.published.events import Untold
from statuspage.store.settings import current_settings, site
from statuspage.store.telling import deliveries, recipients
from statuspage.store.telling.deliveries import Queued
from statuspage.store.telling.recipients import HookRow, Recipient

_AT_ONCE = 2000  # recipients in one transaction: none is long
_BY_THEMSELVES = 3  # news of one act, such as the verdicts of a month; more come as one summary
_SUPERSEDED = said("A newer message about the same thing took its place.")


def fan_out() -> int:
    """Pass on everything that was published and not passed on yet; returns how many acts.

    A process that dies on the way is followed by one that goes on: what is queued stays once. An
    act that cannot be passed on keeps no other waiting; it is tried again with the next call.
    Raises StoreError, and the first fault of ours once all others are passed on.
    """
    count, left_out, faults = 0, list[datetime](), list[Exception]()
    while act := _next_act(left_out):
        try:
            _pass_on(act)
            count += 1
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 it is raised when the rest is done
            left_out.append(act[0].at)
            faults.append(error)
    if faults:
        raise faults[0]
    return count


def _next_act(left_out: Sequence[datetime]) -> list[Untold]:
    with db.snapshot():
        return events.next_act(left_out)


def _pass_on(act: Sequence[Untold]) -> None:
    now = clock.now()
    with db.snapshot():
        settings, zone = current_settings(), site().zone
        found = news_in(act, now)
    if found:
        _follow_settings(settings, now)
    for chunk in _recipients() if found else ():
        queued = [
            entry for recipient in chunk for entry in _wanted(recipient, found, settings, now, zone)
        ]
        with db.transaction(rings=False):
            deliveries.queue(queued, now)
    with db.transaction(rings=False):
        subjects = {one.subject for one in found}
        for one in found:
            deliveries.replace_older(_topic(one), one.subject, one.revision, subjects, _SUPERSEDED)
        events.pass_on([event.entry for event in act], now)


def news_in(act: Sequence[Untold], now: datetime) -> list[News]:
    """What an act is as news, the oldest first; of a topic only the newest."""
    context = Context(LIBRARY.noting(Notes(now)), now)
    again = {event.subject for event in act if event.is_told_again}
    loud = [event for event in act if not event.is_quiet]
    entered = [Entered(event.subject, event.revision, event.at) for event in loud]
    found = [
        replace(one, is_edit=False) if one.subject in again else one
        for one in site_news.news_of(context, entered)
    ]
    return list({_topic(one): one for one in found}.values())


def _topic(news: News) -> str:
    """What a delivery is of: an edit takes the place of nothing but an edit of the same."""
    return f"edit/{news.subject}" if news.is_edit else news.topic


def _recipients() -> Iterator[list[Recipient]]:
    after = ""
    while True:
        with db.snapshot():
            chunk = recipients.active(after, _AT_ONCE)
        if not chunk:
            return
        yield chunk
        after = chunk[-1].key


def _wanted(
    recipient: Recipient, found: Sequence[News], settings: Settings, now: datetime, zone: ZoneInfo
) -> Iterator[Queued]:
    wanted = [
        one
        for one in found
        if recipient.filter.takes(one) and (not one.is_edit or _hears_of_edits(recipient, settings))
    ]
    due_at = due(recipient.how_often, now, zone)
    are_many = len(wanted) > _BY_THEMSELVES and recipient.channel in LIMITED
    for one in wanted:
        yield Queued(
            recipient.key,
            recipient.channel,
            one.subject,
            one.revision,
            _topic(one),
            due_at,
            is_gathered=due_at > now or are_many,
        )


_EDITED = frozenset({"standard", *SOCIAL})
"""The formats of hooks by which an edit can be told as one."""


def _hears_of_edits(recipient: Recipient, settings: Settings) -> bool:
    """Programs are told of each edit; people see it on the page, and in their feeds."""
    if recipient.channel is Channel.HOOK:
        named = recipient.key.removeprefix(HOOK)
        return any(hook.id == named and tells_edits(hook) for hook in settings.hooks)
    return recipient.channel is Channel.WEBHOOK and format_of(recipient.address) in _EDITED


def tells_edits(hook: Hook) -> bool:
    """Whether an edit can be told as one in the form of a hook."""
    return hook.format in _EDITED


def _follow_settings(settings: Settings, now: datetime) -> None:
    """Have the hooks of the settings among those who are told."""
    rows = [
        HookRow(hook.id, filter_of(hook, settings), hook.language or "") for hook in settings.hooks
    ]
    with db.transaction(rings=False):
        recipients.follow_settings(rows, now)
