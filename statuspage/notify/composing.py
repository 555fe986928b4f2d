"""From a claim to a message: news with their words as they stand now, or a letter."""

from __future__ import annotations

from threading import Lock

from statuspage import clock
from statuspage.domain.library.library import Notes
from statuspage.domain.telling.delivery import Delivery
from statuspage.errors import NotFound
from statuspage.notify.claiming import Claimed
from statuspage.notify.outlet import Letter, Message
from statuspage.render.told import ToldNews
from statuspage.site import news
from statuspage.site.news import Entered
from statuspage.site.page import Context
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.published import topics
from statuspage.store.settings import site

_Made = tuple[str, int, str]  # a subject, its revision, a language


class Composer:
    """Makes messages; what one storm tells thousands in a language is rendered once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._generation = -1
        self._made: dict[_Made, ToldNews | None] = {}

    def message(self, claim: Claimed) -> Message | None:
        """The message of a claim; None when there is nothing left to tell. Raises StoreError."""
        first, subscription = claim.deliveries[-1], claim.subscription
        with db.snapshot():
            own = site()
            other = subscription.language in own.languages and subscription.language != own.language
            language = subscription.language if other else ""
            told = [] if first.letter else self._told(claim, language)
            spoken = own.spoken(language) if language else own
        if not told and not first.letter:
            return None
        return Message(
            key=claim.key,
            subscription=subscription,
            site=spoken,
            attempt=claim.attempt,
            queued_at=first.queued_at,
            told=tuple(told),
            is_summary=claim.is_summary,
            letter=Letter(first.letter, first.about) if first.letter else None,
        )

    def _told(self, claim: Claimed, language: str) -> list[ToldNews]:
        with self._lock:
            generation = topics.generation()
            if generation != self._generation:
                self._made, self._generation = {}, generation
            made = self._made
        found = []
        for delivery in claim.deliveries:
            key = (delivery.subject, delivery.revision, language)
            if key not in made:
                made[key] = _words(delivery, language)
            one = made[key]
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
