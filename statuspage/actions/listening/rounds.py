"""What time does to requests and voices: what is late is marked, and what is old is forgotten."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.actions import tallies
from statuspage.actions.entries import restate
from statuspage.actions.listening.answer_time import answer_time
from statuspage.actions.listening.hearing import count_anew, same_as
from statuspage.actions.listening.tending import QUIETLY
from statuspage.actions.telling import following
from statuspage.domain.listening.merged import end_of
from statuspage.domain.listening.voice import VoiceState
from statuspage.domain.listening.waiting import (
    GOING_ON,
    WAITING,
    AnswerTime,
    at,
    is_waiting,
)
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.said import said
from statuspage.store import db
from statuspage.store.listening import voices
from statuspage.store.published import entries, topics
from statuspage.store.published import tallies as published
from statuspage.store.settings import current_settings

LOOKED_AT_WITHIN = timedelta(days=3)
"""How soon somebody looks at what people said; later than that, moderation itself is late."""

MODERATION = ("moderation", "feedback")
"""Kind and subject of the tally that says how many wait longer to be looked at."""

_SAID_AGAIN_AFTER = timedelta(days=1)
_RECENT = timedelta(minutes=10)
_AT_ONCE = 500  # voices that one transaction forgets


@dataclass(frozen=True)
class Marked:
    """What was marked as late, and from when on the next one may be, unless requests change."""

    slugs: Sequence[str]
    next_due: datetime | None
    version: int  # of all requests, when they were looked at


def mark_late() -> Marked:
    """Mark what nobody answered in time. Raises StoreError."""
    now = clock.now()
    with db.snapshot():
        version = requests_version()
        waiting = entries.in_states([WAITING])
    found = [one for one in waiting if _is_newly_late(one, now)]
    dues = [due for one in waiting if (due := at(one, "answer_by")) and due >= now]
    for one in found:
        with db.transaction():
            entry = entries.by_slug(EntryKind.OUTCOME, one.slug)
            if _is_newly_late(entry, now):
                details = {**entry.details, "late": True}
                restate(entry, details, now, said("entry.late").key, QUIETLY)
    return Marked([one.slug for one in found], min(dues, default=None), version)


def requests_version() -> int:
    """A number that is another one after requests changed; inside a snapshot."""
    return topics.versions([EntryKind.OUTCOME]).get(EntryKind.OUTCOME, 0)


def count_recent() -> None:
    """Publish the counts of requests for which voices came in lately. Raises StoreError."""
    now = clock.now()
    with db.snapshot():
        slugs = voices.decided_since(now - _RECENT)
    if slugs:
        with db.transaction():
            count_anew(slugs, now)


def tell_moderation() -> int:
    """Publish how many voices wait too long to be looked at; returns how many. Raises StoreError.

    It is said at once that there are any or none, and how many they are once a day.
    """
    now = clock.now()
    with db.transaction():
        rule = answer_time(current_settings())
        count = _unseen(AnswerTime(LOOKED_AT_WITHIN, rule.calendar), now)
        former = published.of(MODERATION[0], [MODERATION[1]]).get(MODERATION[1])
        told = former.total if former else 0
        is_due = former is None or now - former.at >= _SAID_AGAIN_AFTER
        if bool(count) != bool(told) or (count != told and is_due):
            tallies.publish(*MODERATION, {"late": count}, now)
    return count


def forget_old() -> int:
    """Forget words and addresses that were kept long enough; returns how many. Raises StoreError.

    Of what nobody looked at in all that time nothing is left.
    """
    now = clock.now()
    with db.snapshot():
        before = now - current_settings().feedback.keep
        old = voices.with_words(VoiceState.HELD, before, _AT_ONCE)
        over = voices.with_words(VoiceState.TURNED_AWAY, before, _AT_ONCE)
        closed = [one for one in voices.outcomes_with_words(before) if _closed_before(one, before)]
        answered = voices.with_words(VoiceState.HEARD, before, _AT_ONCE, closed)
    with db.transaction():
        for one in (*old, *over, *answered):
            following.let_go(one)
        voices.delete([one.key for one in old])
        voices.forget_words([one.key for one in (*over, *answered)])
    return len(old) + len(over) + len(answered)


def _is_newly_late(entry: Entry, now: datetime) -> bool:
    due = at(entry, "answer_by")
    is_over = due is not None and due < now
    return is_over and is_waiting(entry) and not entry.details.get("late")


def _unseen(rule: AnswerTime, now: datetime) -> int:
    """How many held voices came so long ago that somebody should have looked by now."""
    return bisect_left(voices.held_at(), now, key=rule.due)


def _closed_before(slug: str, instant: datetime) -> bool:
    """Whether a request, or the one it was merged into, has been closed since before an instant;
    those that go on keep their voices, who are to be told how they end."""
    end = end_of(slug, same_as)
    entry = entries.by_slugs(EntryKind.OUTCOME, [end]).get(end)
    if entry is None:
        return True
    is_open = entry.withdrawn_at is None and entry.details.get("state") in (WAITING, *GOING_ON)
    return not is_open and entry.updated_at < instant
