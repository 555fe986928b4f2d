"""Messages to readers: by which ways they go, what waits, whom they did not reach, and the switch.

No address stands here: who they are is nobody's business but theirs.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.telling.again import send_again
from statuspage.actions.telling.switch import (
    VARIABLE,
    drop_waiting,
    is_off,
    resume_sending,
    stop_sending,
)
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.telling.delivery import DeliveryState
from statuspage.domain.telling.labels import CHANNELS
from statuspage.domain.telling.outcome import outcome
from statuspage.domain.telling.subscription import Channel
from statuspage.notify.outlets import OUTLETS
from statuspage.said import Said
from statuspage.site import catalogue
from statuspage.site.following.news import Entered, describe
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.settings import current_settings
from statuspage.store.telling import bounces, recipients, subscriptions, switch, told
from statuspage.store.telling.told import FailedFor
from statuspage.web.admin import pages
from statuspage.web.admin.published import confirmation

_MOST = 20  # things that messages failed about
_REFUSED_SINCE = timedelta(days=7)
_AGAIN, _DROP = "again:", "drop:"
_SWITCH: Mapping[str, tuple[Callable[[Actor], Any], str]] = {
    "stop": (stop_sending, "stopped"),
    "resume": (resume_sending, "resumed"),
}


@dataclass(frozen=True)
class Way:
    """How it goes by one way of telling people."""

    channel: Channel
    readers: int
    waiting: int
    is_ready: bool  # it is set up
    oldest: datetime | None  # since when something waits that could go
    held_up: Said | None  # why nothing can be sent by it

    @property
    def label(self) -> Said:
        return CHANNELS[self.channel]


@dataclass(frozen=True)
class ToldWord:
    """What became of the messages about one thing, and why some did not arrive."""

    outcome: list[Said]
    why: list[FailedFor]

    @property
    def can_be_repeated(self) -> bool:
        return any(one.state is DeliveryState.FAILED for one in self.why)


@dataclass(frozen=True)
class FailedThing:
    """Something that messages failed about."""

    subject: str
    title: str
    path: str  # where staff see it
    why: list[FailedFor]


def telling() -> AnyResponse:
    """The page, and its buttons. Raises StoreError."""
    if request.method == "POST":
        done = _carried_out(request.form.get("do", ""), pages.actor())
        back = request.form.get("back", "")
        here = f"/admin/incidents/{back}" if back.isalnum() else "/admin/telling"
        return redirect(f"{here}?done={done}" if done else here, 303)
    return _page()


def told_words(updates: Collection[str]) -> Mapping[str, ToldWord]:
    """What became of the messages about some updates, by their keys; inside a snapshot."""
    keys = {UPDATE.subject(key): key for key in updates}
    why = told.why_failed(keys)
    found = {}
    for subject, counts in told.counts_of(keys).items():
        states = {state: counts.count(state) for state in DeliveryState}
        found[keys[subject]] = ToldWord(outcome(states), why.get(subject, []))
    return found


def _carried_out(do: str, actor: Actor) -> str:
    """What was done, as published.py words it; "" for a button that there is not."""
    if do.startswith(_AGAIN):
        return "sent-again" if send_again(do.removeprefix(_AGAIN), actor) else "none-failed"
    if do.startswith(_DROP) and do.removeprefix(_DROP) in {*Channel}:
        drop_waiting(actor, Channel(do.removeprefix(_DROP)))
        return "dropped"
    if do not in _SWITCH:
        return ""
    act, done = _SWITCH[do]
    act(actor)
    return done


def _page() -> Response:
    now = clock.now()
    with db.snapshot():
        named = {hook.id for hook in current_settings().hooks}
        failed = told.subjects_that_failed(_MOST)
        why = told.why_failed(failed)
        since = now - _REFUSED_SINCE
        text = pages.render(
            "telling.html",
            done=confirmation(),
            ways=_ways(now),
            stopped=switch.stopped(),
            off_by=VARIABLE if is_off(os.environ) else "",
            last_told=told.last_told(),
            failed=[_failed(subject, why.get(subject, []), now) for subject in failed],
            refused=told.last_of_ours(since),
            refused_count=told.count_ours(since),
            hooks=[one for one in recipients.hooks() if one.failing_since and one.hook in named],
            given_up=bounces.count_given_up(),
            suppressed=subscriptions.count_suppressed(),
        )
    return pages.answer(text)


def _ways(now: datetime) -> list[Way]:
    settings = current_settings()
    readers = {**recipients.count_active(), Channel.HOOK: len(settings.hooks)}
    waiting, oldest = told.waiting(), told.oldest_due(now)
    ready = {one.channel for one in OUTLETS if one.is_ready(settings, os.environ)}
    held_up = {one.channel: one.why for one in told.held_up(now)}
    found = [
        Way(
            channel,
            readers.get(channel, 0),
            waiting.get(channel, 0),
            channel in ready,
            oldest.get(channel),
            held_up.get(channel),
        )
        for channel in Channel
    ]
    return [way for way in found if way.is_ready or way.readers or way.waiting]


def _failed(subject: str, why: list[FailedFor], now: datetime) -> FailedThing:
    news = describe(catalogue.present(), Entered(subject, 1, now))
    found = incidents.by_keys([news.incident]) if news is not None and news.incident else {}
    for one in found.values():
        return FailedThing(subject, one.title, f"/admin{one.path}", why)
    return FailedThing(subject, subject, "/admin", why)
