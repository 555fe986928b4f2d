"""What this process knows of the store: how far it has come, and what an answer must say by now."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

from statuspage import clock
from statuspage.domain.vocabulary.site import Site
from statuspage.errors import StoreError
from statuspage.store import db, hanging
from statuspage.store.advice import HANGS
from statuspage.store.published import topics
from statuspage.store.settings import site
from statuspage.troubles import Troubles
from statuspage.web.cache.kept import KeptPage

_LOOK_EVERY = 1.0  # seconds between looks at the store itself, should a ring of the bell be lost
_PATIENCE = 2.0  # seconds for which a request waits for the store; then pages are as they were
_STEPS_BACK = 1.0  # a wall clock that steps back further than this makes every page be made anew


class Outlook:
    """Looks at the store when the bell rings.

    Between a commit and the answer to whoever wrote, pages may say either: `is_bearable` is what
    was true when the last writer was answered, `is_new` what is true now.
    """

    def __init__(self, troubles: Troubles) -> None:
        self._troubles = troubles
        self._looker = ThreadPoolExecutor(1, "looker")  # its connection serves all threads
        self.site: Site | None = None  # as it was when its store could be read last
        self.base = ""  # of that site, kept since each request asks for it
        self.spoken: Site | None = None  # the same site where it has more than one language
        self.seen_at = clock.now()
        self._is_gone = False
        self._heard = b""
        self._told = b""
        self._newest = -1  # the generation of the store
        self._required = -1  # the generation that every answer must know of
        self._look_again = 0.0

    def is_due(self) -> bool:
        """Whether the bell rang, or a ring may have been lost. Nanoseconds, mostly."""
        try:
            return db.bell().state != self._heard or clock.elapsed() >= self._look_again
        except StoreError:  # it is told by the page that is asked for
            return True

    def look_if_due(self) -> None:
        """See how far the store has come, if that may have changed."""
        if self.is_due():
            self._ask(self._look)

    def wait_for(self, making: Future[Any]) -> None:
        """Wait for what is made from the store. Raises StoreError where that hangs."""
        while not wait([making], _PATIENCE / 4).done:
            self.look_if_due()
            if hanging.hangs():
                raise StoreError(HANGS)

    def is_bearable(self, kept: KeptPage) -> bool:
        """Whether a page may be sent, as far as it is known without asking the store."""
        return self._is_in_time(kept) and self._required <= kept.generation <= self._newest

    def is_new(self, kept: KeptPage) -> bool:
        """Whether nothing was written since a page was made, as far as it is known."""
        return kept.generation == self._newest

    def holds(self, kept: KeptPage) -> bool:
        """Whether a page may be sent; the store is asked only where nothing else can tell."""
        if self.is_bearable(kept):
            return True
        return self._is_in_time(kept) and self._ask(_is_still_true, kept) is True

    def is_current(self, kept: KeptPage) -> bool:
        """Whether a page says what is true now."""
        return self._is_in_time(kept) and (self.is_new(kept) or _is_still_true(kept))

    def _is_in_time(self, kept: KeptPage) -> bool:
        now = clock.timestamp()
        if self._is_gone or hanging.hangs():
            return False
        return kept.made_at - _STEPS_BACK <= now < kept.valid_until

    def _ask(self, act: Callable[..., Any], *given: object) -> Any:
        """What the looker finds; None while the store hangs, which only the first waits for."""
        if hanging.hangs():
            return None
        asked = self._looker.submit(act, *given)
        patience = _PATIENCE / 10 if self._is_gone else _PATIENCE  # it was in vain a moment ago
        if not wait([asked], patience).done:
            hanging.tell(asked)
            self._troubles.met("store", StoreError(HANGS))
            return None
        return asked.result()

    def _look(self) -> None:
        heard, told = self._heard, self._told
        try:
            if not self.is_due():
                return  # another one asked for it, too
            heard, told = db.bell().state, db.bell().told
            with db.snapshot():
                self._newest = topics.generation()
                self.site = here = site()
            if told != self._told or clock.elapsed() >= self._look_again:
                self._required = self._newest
                self._look_again = clock.elapsed() + _LOOK_EVERY
            self._required = min(self._required, self._newest)  # another store is here
            self.base, self.spoken = here.base, here if here.languages else None
            self._is_gone = False
            self._troubles.good("store")
            self.seen_at = clock.now()
        except StoreError as error:
            self._is_gone = True
            self._troubles.met("store", error)
            self._look_again = clock.elapsed() + _LOOK_EVERY
        self._heard, self._told = heard, told


def _is_still_true(kept: KeptPage) -> bool:
    """Something was written; see whether it concerns this page."""
    try:
        with db.snapshot():
            versions = topics.versions(kept.page.rendering.topics)
    except StoreError:
        return False
    generation = versions.pop(topics.GENERATION, 0)
    if versions != kept.versions:
        return False
    kept.generation = generation
    return True
