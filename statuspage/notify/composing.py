"""From a claim to a message: news with their words as they stand now, or a letter."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

from statuspage import clock
from statuspage.domain.library.library import Notes
from statuspage.domain.telling.delivery import Delivery
from statuspage.domain.vocabulary.site import Site
from statuspage.errors import NotFound
from statuspage.notify.claiming import Claimed
from statuspage.notify.outlet import Letter, Message
from statuspage.render.feeds.told import ToldNews
from statuspage.site.following import news
from statuspage.site.following.news import Entered
from statuspage.site.page import Context
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.published import topics
from statuspage.store.settings import site

_Made = tuple[str, int, str]  # a subject, its revision, a language


@dataclass(frozen=True)
class _Known:
    """What holds as long as nothing new is told in the store."""

    generation: int
    site: Site
    made: dict[_Made, ToldNews | None] = field(default_factory=dict)


class Composer:
    """Makes messages; what one storm tells thousands in a language is rendered once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: _Known | None = None

    def message(self, claim: Claimed) -> Message | None:
        """The message of a claim; None when there is nothing left to tell. Raises StoreError."""
        first, subscription = claim.deliveries[-1], claim.subscription
        with db.snapshot():
            known = self._now()
            own = known.site
            other = subscription.language in own.languages and subscription.language != own.language
            language = subscription.language if other else ""
            told = [] if first.letter else _told(known, claim, language)
        if not told and not first.letter:
            return None
        return Message(
            key=claim.key,
            subscription=subscription,
            site=own.spoken(language) if language else own,
            attempt=claim.attempt,
            queued_at=first.queued_at,
            told=tuple(told),
            is_summary=claim.is_summary,
            letter=Letter(first.letter, first.about) if first.letter else None,
        )

    def _now(self) -> _Known:
        """What was made since the store last told of something new."""
        generation = topics.generation()
        with self._lock:
            if self._known is None or generation != self._known.generation:
                self._known = _Known(generation, site())
            return self._known


def _told(known: _Known, claim: Claimed, language: str) -> list[ToldNews]:
    found = []
    for delivery in claim.deliveries:
        key = (delivery.subject, delivery.revision, language)
        if key not in known.made:
            known.made[key] = _words(delivery, language)
        one = known.made[key]
        if one is not None:
            found.append(one)
    return sorted(found, key=lambda one: one.item.updated, reverse=True)


def _words(delivery: Delivery, language: str) -> ToldNews | None:
    now = clock.now()
    context = Context(LIBRARY.noting(Notes(now)), now, language=language)
    entered = Entered(delivery.subject, delivery.revision, delivery.queued_at)
    try:
        found = news.told(context, entered)
    except NotFound:
        return None  # it is there no more
    return None if found is None or news.is_withdrawn(found) else found
