"""Some weeks after something was done, those who asked for it are asked whether it helped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from statuspage import clock
from statuspage.actions.asking.helped import done_at
from statuspage.actions.listening.hearing import same_as
from statuspage.domain.listening.merged import end_of
from statuspage.domain.telling.subscription import Channel, SubscriptionState
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.errors import NotFound
from statuspage.store import db
from statuspage.store.asking import rounds
from statuspage.store.listening import voices
from statuspage.store.published import entries
from statuspage.store.settings import current_settings
from statuspage.store.telling import deliveries, subscriptions

LETTER = "helped"
"""The letter that asks; it is about the slug, and the time it was done."""


def ask_again() -> int:
    """Write to those whose time has come; returns how many letters went out. Raises StoreError."""
    now = clock.now()
    with db.snapshot():
        after = current_settings().feedback.ask_again_after
        asked_for = _asked_for()
        told = entries.by_slugs(EntryKind.OUTCOME, asked_for) if asked_for else {}
        due = [entry for entry in told.values() if _is_due(entry, now - after)]
    return sum(_ask(entry, asked_for[entry.slug], now) for entry in due)


def _asked_for() -> dict[str, list[str]]:
    """The outcomes that people with an address asked for, and those merged into each with it."""
    slugs = voices.outcomes_followed()
    told = entries.by_slugs(EntryKind.OUTCOME, slugs) if slugs else {}

    def leads_to(slug: str) -> str:
        known = told.get(slug)
        return same_as(slug) if known is None else str(known.details.get("same_as", ""))

    found: dict[str, list[str]] = {}
    for slug in slugs:
        found.setdefault(end_of(slug, leads_to), []).append(slug)
    return found


def _is_due(entry: Entry, before: datetime) -> bool:
    """Whether an outcome was done so long ago, and nobody was asked about that time."""
    if entry.details.get("state") != "done" or entry.withdrawn_at is not None:
        return False
    since = done_at(entry)
    return since is not None and since <= before and rounds.outcome_asked(entry.slug) != since


def _ask(entry: Entry, slugs: Sequence[str], now: datetime) -> int:
    """Ask each of its voices that can be written to, once, however many messages they sent."""
    with db.transaction():
        since = done_at(entry)
        if since is None or rounds.outcome_asked(entry.slug) == since:
            return 0
        heard = [one for slug in slugs for one in voices.of_outcome(slug)]
        found = {one.subscription for one in heard if one.subscription}
        reached = [key for key in sorted(found) if _is_reached(key)]
        about = f"{entry.slug}@{int(since.timestamp())}"
        for key in reached:
            deliveries.post_letter(key, LETTER, about, now, Channel.MAIL)
        rounds.note_outcome_asked(entry.slug, since, now, len(reached))
    return len(reached)


def _is_reached(key: str) -> bool:
    try:
        found = subscriptions.by_key(key)
    except NotFound:
        return False
    return found.channel is Channel.MAIL and found.state is SubscriptionState.ACTIVE
