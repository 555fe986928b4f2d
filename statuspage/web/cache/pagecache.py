"""The page cache in front of Flask: a visitor's request costs a look at the bell and a send.

A page is rendered again when one of its topics rose or its words stopped holding, never otherwise.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from functools import partial
from time import perf_counter
from typing import Any

from statuspage import clock, counters, logs
from statuspage.counters import answered
from statuspage.domain.vocabulary.languages import split
from statuspage.domain.vocabulary.site import Site
from statuspage.errors import Conflict, InvalidInput, NotFound, StatusPageError, StoreError
from statuspage.publish.lasting import is_lasting
from statuspage.site import catalogue
from statuspage.store import db
from statuspage.store.published import topics
from statuspage.store.settings import site
from statuspage.troubles import Troubles
from statuspage.web import api
from statuspage.web.cache.answer import Answer, ReadyPage, later_than
from statuspage.web.cache.kept import NARROWED, KeptPage, KeptPages
from statuspage.web.cache.narrowed import asked_for, key_of, refused, require_room
from statuspage.web.cache.negotiated import (
    asked_of_document,
    from_first_page,
    is_negotiated,
    not_found_page,
)
from statuspage.web.cache.other_methods import to_other_method
from statuspage.web.cache.unavailable import unavailable
from statuspage.web.passing import kind_of

_log = logging.getLogger(__name__)

LARGEST = 48 * 1024 * 1024
"""Bytes of pages that one site keeps in memory, in all its processes and encodings together."""

# Each thread that renders holds a connection with its cache, converters and a heap; two are enough
# that a slow page holds up no quick one.
_RENDERERS = 2
_LOOK_EVERY = 1.0  # seconds between looks at the store itself, should a ring of the bell be lost
_REST = 2.0  # seconds before a page that could not be rendered is tried again
_MOST_RESTING = 1000
_STEPS_BACK = 1.0  # a wall clock that steps back further than this makes every page be made anew

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


class PageCache:
    """A WSGI application: answers what the catalogue knows from memory, hands the rest on."""

    def __init__(
        self,
        behind: Callable[[Environ, StartResponse], Iterable[bytes]],
        headers: list[tuple[str, str]],
        largest: int = LARGEST,
    ) -> None:
        """`largest`: how many bytes the pages that are kept may take."""
        self._behind = behind
        self._headers = headers
        self._kept = KeptPages(largest)
        self._lock = threading.Lock()
        self._renderers = ThreadPoolExecutor(_RENDERERS, "renderer")
        self._narrowing = ThreadPoolExecutor(1, "narrowing")  # so that they hold up no page
        self._looker = ThreadPoolExecutor(1, "looker")  # its connection serves all threads
        self._site: Site | None = None  # as it was when its store could be read last
        self._base = ""  # of that site, kept since each request asks for it
        self._spoken: Site | None = None  # the same site where it has more than one language
        self._making: dict[str, Future[KeptPage]] = {}
        self._heard = b""
        self._generation = -1
        self._look_again = 0.0
        self._is_gone = False
        self._seen_at = clock.now()
        self._troubles = Troubles(_log)
        self._rests_until: dict[str, float] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        begun = perf_counter()
        self._look_if_due()
        path = environ["PATH_INFO"]
        if self._base:
            path = environ["PATH_INFO"] = self._within(path)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            answer = to_other_method(path, environ["REQUEST_METHOD"], self._headers)
        else:
            elsewhere = self._spoken and self._elsewhere(self._spoken, path, environ)
            answer = elsewhere or self.answer(path, environ)
        if answer is None:
            return self._behind(environ, start_response)
        status, headers, body = answer
        if "HTTP_X_REQUEST_ID" in environ:  # caches shall not keep one that nobody asked for
            headers.append((logs.HEADER, logs.id_of(environ)))
        start_response(status, headers)
        answered(kind_of(path), status[:3], perf_counter() - begun)
        return body

    def _within(self, path: str) -> str:
        """The path below that of the site, whether or not a proxy has cut that off."""
        if (path + "/").startswith(f"{self._base}/"):
            return path.removeprefix(self._base) or "/"
        return path

    def _elsewhere(self, spoken: Site, path: str, environ: Environ) -> Answer | None:
        """Where / leads whoever prefers another language."""
        found = from_first_page(spoken, path, environ)
        return found and (found[0], [*found[1], *self._headers], found[2])

    def is_language(self, name: str) -> bool:
        """Whether pages of the site stand below this name."""
        return self._spoken is not None and name in self._spoken.languages

    def missing(self, path: str, environ: Environ) -> Answer:
        """The page that says that there is nothing at an address, in its language."""
        found = self.answer(not_found_page(self._site, path), environ, missing=True)
        assert found is not None  # noqa: S101 the catalogue always has this page
        return found

    def answer(self, path: str, environ: Environ, *, missing: bool = False) -> Answer | None:
        """The answer for a public address, or None where others are to answer it.

        With `missing` the page is sent with status 404.
        """
        key = f"!{path}" if missing else path
        language = self._spoken and asked_of_document(self._spoken, path, environ)
        key = f"{language}:{key}" if language else key
        found = None
        if query := environ.get("QUERY_STRING"):
            try:
                found = asked_for(path, query)
            except InvalidInput as error:
                return self._refused(error, path, environ)
            key = key if found is None else key_of(found, key)
        kept = self._kept.get(key)
        if kept is None or not self._holds(kept):
            found = found or catalogue.find(path)
            if found is None or found.page.opens_with is not None:
                return None
            found = replace(found, language=language or found.language)
            if clock.elapsed() < self._rests_until.get(key, 0.0):
                return self._as_it_was(kept, environ)
            with logs.of_request(logs.id_of(environ)):
                return self._made(key, found, environ, kept, missing=missing)
        return kept.page.answer(environ)

    def _made(
        self,
        key: str,
        found: catalogue.Found,
        environ: Environ,
        kept: KeptPage | None,
        *,
        missing: bool,
    ) -> Answer | None:
        """The answer by a page that is made for it, or what is there when that fails."""
        try:
            return self._make(key, found, missing=missing).page.answer(environ)
        except NotFound:
            if api.owns(found.path):
                return None  # its errors are problem documents
            return self.missing("/" if missing else found.path, environ)
        except (InvalidInput, Conflict) as error:
            return self._refused(error, found.path, environ)
        except StoreError as error:
            self._troubles.met("store", error)
        except Exception as error:  # noqa: BLE001 logged; the visitor has the last good page
            text = f"{found.path} could not be rendered: {error}"
            self._troubles.met(found.page.pattern, text, trace=error)
            self._rest(key)
        return self._as_it_was(kept, environ)

    def _refused(self, error: StatusPageError, path: str, environ: Environ) -> Answer:
        language = split(path)[0] or (self._site.language if self._site else "en")
        return refused(error, language, environ["REQUEST_METHOD"], self._headers)

    def _rest(self, key: str) -> None:
        """Do not try a page that failed again at once, so that a fault cannot eat the machine."""
        if len(self._rests_until) > _MOST_RESTING:
            self._rests_until.clear()
        self._rests_until[key] = clock.elapsed() + _REST

    def _holds(self, kept: KeptPage) -> bool:
        """Whether a kept page says the truth by the last look at the store. Nanoseconds, mostly."""
        now = clock.timestamp()
        if self._is_gone or now >= kept.valid_until or now < kept.made_at - _STEPS_BACK:
            return False
        if kept.generation == self._generation:
            return True
        return self._looker.submit(self._still_true, kept).result()

    def _look_if_due(self) -> None:
        """Faults of the store are told by the page that is asked for."""
        try:
            is_due = db.bell().value != self._heard or clock.elapsed() >= self._look_again
        except StoreError:
            is_due = True
        if is_due:
            self._looker.submit(self._look).result()

    def _look(self) -> None:
        """Ask the store for its generation, and at what path the site stands."""
        heard = self._heard
        try:
            heard = db.bell().value
            with db.snapshot():
                self._generation = topics.generation()
                self._site = here = site()
            self._base, self._spoken = here.base, here if here.languages else None
            self._is_gone = False
            self._troubles.good("store")
            self._seen_at = clock.now()
        except StoreError as error:
            self._is_gone = True
            self._troubles.met("store", error)
        self._heard = heard
        self._look_again = clock.elapsed() + _LOOK_EVERY

    def _still_true(self, kept: KeptPage) -> bool:
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

    def _make(self, key: str, found: catalogue.Found, *, missing: bool) -> KeptPage:
        """Have a page rendered, once for all who ask meanwhile.

        A rendering that was under way already may not show what was written a moment ago; the one
        after it does.
        """
        for _ in range(2):
            with self._lock:
                making = self._making.get(key)
                is_ours = making is None
                if making is None:
                    if key.startswith(NARROWED):
                        require_room(self._making)
                    act = partial(copy_context().run, self._render, key, found, missing=missing)
                    renderers = self._narrowing if key.startswith(NARROWED) else self._renderers
                    making = renderers.submit(act)
                    self._making[key] = making
            kept = making.result()
            if is_ours:
                break
            self._look_if_due()
            if self._holds(kept):
                break
        return kept

    def _render(self, key: str, found: catalogue.Found, *, missing: bool) -> KeptPage:
        try:
            kept = self._kept.get(key)
            if kept is not None and self._holds(kept):
                return kept  # it was made between the look and the call
            begun = perf_counter()
            with db.snapshot():
                rendering = later_than(kept.page if kept else None, catalogue.render(found))
                versions = topics.versions(rendering.topics)  # of the same instant as the page
                lasts = not missing and is_lasting(found.path)
                varies = not missing and is_negotiated(site(), found.path)
            generation = versions.pop(topics.GENERATION, 0)
            status = "404 Not Found" if missing else "200 OK"
            page = ReadyPage(rendering, self._headers, lasts=lasts, varies=varies, status=status)
            kept = KeptPage(page, versions, generation)
            self._kept.keep(key, kept)
            counters.RENDERINGS.add(kind_of(found.path), perf_counter() - begun)
            self._troubles.good(found.page.pattern)
            return kept
        finally:
            with self._lock:
                del self._making[key]

    def _as_it_was(self, kept: KeptPage | None, environ: Environ) -> Answer:
        """The last good page with a note, or a page that says what to do when there is none."""
        if kept is not None:
            return kept.page.stale_answer(environ, self._seen_at)
        return unavailable(environ, self._headers)
