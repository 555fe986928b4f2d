"""Feeds are passed on at once: to the programs that our hub knows, or to another hub."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.actions.telling.switch import may_send
from statuspage.domain.telling.hub import FeedFollower, HubMode
from statuspage.domain.vocabulary.site import Site
from statuspage.errors import Unreachable
from statuspage.notify.websub.calling import PUBLIC, PassedOn, Reachable, confirms, ping, send
from statuspage.notify.websub.watching import FeedWatch, digest_of, rendered
from statuspage.render.feeds import documents as forms
from statuspage.site import catalogue
from statuspage.site.following import feeds
from statuspage.site.page import Rendering
from statuspage.store import db
from statuspage.store.settings import site
from statuspage.store.telling import listeners

_AT_ONCE = 8
_IN_A_TURN = 80
_TRY = timedelta(minutes=1)  # longer than any takes
_WAITS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
_CONFIRMING = 2  # tries
_GONE = 410
_PAUSES = (5.0, 300.0)  # seconds after a fault of another hub, doubled each time
_TYPES = (forms.RSS, forms.ATOM, forms.JSON)

Note = Callable[[datetime], None]
"""Notes in the store what a try came to."""


class Hub:
    """Asks back who asked, and sends what changed."""

    def __init__(self, environ: Mapping[str, str], reach: Reachable = PUBLIC) -> None:
        self._environ = environ
        self._reach = reach
        self._watch = FeedWatch()
        self._ping_at, self._pause = 0.0, _PAUSES[0]

    def turn(self) -> None:
        """Raises StoreError, and Unreachable where another hub cannot be told."""
        now = clock.now()
        with db.snapshot():
            if not may_send(self._environ):
                return
            here, followed = site(), listeners.followed(now)
            is_waited_for = bool(listeners.due(now, 1)) or listeners.is_any_over(now)
        if here.hub:
            self._tell_other(here)
            return
        changed = self._watch.changed(followed)
        if not changed and not is_waited_for:
            return
        with db.transaction(rings=False):
            listeners.expire(now)
            for path, digest in changed.items():
                listeners.note_digest(path, digest)
            claimed = [
                one
                for one in listeners.due(now, _IN_A_TURN)
                if listeners.claim(one, one.due_at, now + _TRY)
            ]
        pages = {path: rendered(path) for path in {one.path for one in claimed}}
        with ThreadPoolExecutor(_AT_ONCE, "hub") as pool:
            tries = [pool.submit(self._tried, one, here, pages[one.path]) for one in claimed]
            for done in as_completed(tries):
                with db.transaction(rings=False):
                    done.result()(clock.now())

    def _tried(self, one: FeedFollower, here: Site, page: Rendering | None) -> Note:
        """Call a listener; what is to be noted of it."""
        if page is None:
            return lambda _: listeners.forget(one)
        topic, digest = f"{here.url}{one.path}", digest_of(page)
        if one.asked is not None:
            return self._confirmed(one, topic, digest)
        document = PassedOn(topic, here.hub_address, page.body, page.content_type)
        try:
            status = send(one, document, self._reach)
        except Unreachable:
            status = 0
        if 200 <= status <= 299:
            return lambda now: listeners.sent(one, digest, now)
        if status == _GONE or one.tries >= len(_WAITS):
            return lambda _: listeners.forget(one)
        return lambda now: listeners.failed(one, now + _WAITS[one.tries])

    def _confirmed(self, one: FeedFollower, topic: str, digest: str) -> Note:
        try:
            is_asked = confirms(one, topic, self._reach)
        except Unreachable:
            if one.tries + 1 < _CONFIRMING:
                return lambda now: listeners.failed(one, now + _WAITS[0])
            is_asked = False
        if not is_asked:
            return lambda _: listeners.refuse(one)
        if one.asked is HubMode.UNSUBSCRIBE:
            return lambda _: listeners.forget(one)
        return lambda now: listeners.confirm(one, digest, now)

    def _tell_other(self, here: Site) -> None:
        """Tell the hub of the settings which feeds changed since it was told last."""
        if clock.elapsed() < self._ping_at:
            return
        with db.snapshot():
            paths = list(_all_feeds())
            known = listeners.digests(paths)
        changed = self._watch.changed(paths)
        news = [f"{here.url}{path}" for path in changed if path in known]
        try:
            if news:
                ping(here.hub, news)
        except Unreachable:
            self._ping_at = clock.elapsed() + self._pause
            self._pause = min(2 * self._pause, _PAUSES[1])
            raise
        self._pause = _PAUSES[0]
        with db.transaction(rings=False):
            for path, digest in changed.items():
                listeners.note_digest(path, digest)


def _all_feeds() -> Iterator[str]:
    """The current documents of every feed."""
    context = catalogue.present()
    for page in feeds.PAGES:
        if page.is_narrowed and page.content_type in _TYPES:
            yield from (found.path for found in catalogue.addresses_of(context, page))
