"""The page cache in front of Flask: a visitor's request costs a look at the bell and a send.

A page is rendered again when one of its topics rose or its words stopped holding, never otherwise.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import replace
from functools import partial
from time import perf_counter
from typing import Any

from statuspage import clock, counters, logs
from statuspage.counters import answered
from statuspage.domain.vocabulary.languages import split
from statuspage.errors import Conflict, InvalidInput, NotFound, StatusPageError, StoreError
from statuspage.publish.lasting import is_lasting
from statuspage.site import catalogue
from statuspage.store import db, hanging
from statuspage.store.published import topics
from statuspage.store.settings import site
from statuspage.troubles import Troubles
from statuspage.web import api
from statuspage.web.cache import negotiated
from statuspage.web.cache.answer import Answer, ReadyPage, later_than
from statuspage.web.cache.kept import NARROWED, KeptPage, KeptPages
from statuspage.web.cache.narrowed import asked_for, key_of, refused, require_room
from statuspage.web.cache.other_methods import to_other_method
from statuspage.web.cache.outlook import Outlook
from statuspage.web.cache.unavailable import unavailable
from statuspage.web.passing import kind_of

_log = logging.getLogger(__name__)

LARGEST = 48 * 1024 * 1024
"""Bytes of pages that one site keeps in memory, in all its processes and encodings together."""

# Each thread that renders holds a connection with its cache, converters and a heap; two are enough
# that a slow page holds up no quick one.
_RENDERERS = 2
_REST = 2.0  # seconds before a page that could not be rendered is tried again
_MOST_RESTING = 1000
_SETTLE = 0.25  # seconds that who wrote waits for pages that are being made

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
        self._making: dict[str, Future[KeptPage]] = {}
        self._troubles = Troubles(_log)
        self._outlook = Outlook(self._troubles)
        self._rests_until: dict[str, float] = {}

    def ready(self, environ: Environ) -> Answer | None:
        """The answer from memory to a plain request; None for all that may have to wait."""
        begun, seen, path = perf_counter(), self._outlook, environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("QUERY_STRING"):
            return None
        if seen.is_due():
            return None
        if seen.base:
            path = self._within(path)
        answer = self._elsewhere(path, environ)
        if answer is None:
            kept = self._kept.get(_key(path, self._language(path, environ)))
            if kept is None or not seen.is_bearable(kept) or self._is_to_be_renewed(kept):
                return None
            answer = kept.page.answer(environ)
        return self._counted(answer, environ, path, begun)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        begun = perf_counter()
        self._outlook.look_if_due()
        path = environ["PATH_INFO"]
        if self._outlook.base:
            path = environ["PATH_INFO"] = self._within(path)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            answer = to_other_method(path, environ["REQUEST_METHOD"], self._headers)
        else:
            answer = self._elsewhere(path, environ) or self.answer(path, environ)
        if answer is None:
            with db.telling_at_the_end():
                found = self._behind(environ, start_response)
                if db.is_untold():
                    self._settle()
                return found
        status, headers, body = self._counted(answer, environ, path, begun)
        start_response(status, headers)
        return body

    def _counted(self, answer: Answer, environ: Environ, path: str, begun: float) -> Answer:
        if "HTTP_X_REQUEST_ID" in environ:  # caches shall not keep one that nobody asked for
            answer[1].append((logs.HEADER, logs.id_of(environ)))
        answered(kind_of(path), answer[0][:3], perf_counter() - begun)
        return answer

    def _settle(self) -> None:
        """Before who wrote is answered: visitors see the former pages until the new are made."""
        with self._lock:
            making = [*self._making.values()]
        wait(making, _SETTLE)

    def _within(self, path: str) -> str:
        """The path below that of the site, whether or not a proxy has cut that off."""
        base = self._outlook.base
        if (path + "/").startswith(f"{base}/"):
            return path.removeprefix(base) or "/"
        return path

    def _elsewhere(self, path: str, environ: Environ) -> Answer | None:
        """Where an address leads whoever prefers another language, or another form."""
        found = negotiated.elsewhere(self._outlook.spoken, self._outlook.base, path, environ)
        return (found[0], [*found[1], *self._headers], found[2]) if found else None

    def _language(self, path: str, environ: Environ) -> str:
        """The language that a document is asked for in; "" where the address says it."""
        spoken = self._outlook.spoken
        return negotiated.asked_of_document(spoken, path, environ) if spoken else ""

    def is_language(self, name: str) -> bool:
        """Whether pages of the site stand below this name."""
        spoken = self._outlook.spoken
        return spoken is not None and name in spoken.languages

    def missing(self, path: str, environ: Environ) -> Answer:
        """The page that says that there is nothing at an address, in its language."""
        found = self.answer(
            negotiated.not_found_page(self._outlook.site, path), environ, missing=True
        )
        assert found is not None  # noqa: S101 the catalogue always has this page
        return found

    def answer(self, path: str, environ: Environ, *, missing: bool = False) -> Answer | None:
        """The answer for a public address, or None where others are to answer it.

        With `missing` the page is sent with status 404.
        """
        language = self._language(path, environ)
        key = _key(f"!{path}" if missing else path, language)
        found = None
        if query := environ.get("QUERY_STRING"):
            try:
                negotiated.require_spoken(self._outlook.site, path, query)
                found = asked_for(path, query)
            except InvalidInput as error:
                return self._refused(error, path, environ)
            key = key if found is None else key_of(found, key)
        kept = self._kept.get(key)
        is_there = kept is not None and self._outlook.holds(kept)
        if kept is not None and is_there and not self._is_to_be_renewed(kept):
            return kept.page.answer(environ)
        found = found or catalogue.find(path)
        if found is None or found.page.opens_with is not None:
            return None
        found = replace(found, language=language or found.language)
        if kept is not None and is_there:
            self._renew(key, found, kept, missing=missing)
            return kept.page.answer(environ)
        if hanging.hangs() or clock.elapsed() < self._rests_until.get(key, 0.0):
            return self._as_it_was(kept, environ)
        with logs.of_request(logs.id_of(environ)):
            return self._made(key, found, environ, kept, missing=missing)

    def _is_to_be_renewed(self, kept: KeptPage) -> bool:
        """Whether a page may say less than is known, and nobody makes it anew yet."""
        return not (kept.is_being_renewed or self._outlook.is_new(kept))

    def _renew(self, key: str, found: catalogue.Found, kept: KeptPage, *, missing: bool) -> None:
        """Have a page made anew that may be sent meanwhile: who wrote is not answered yet."""
        kept.is_being_renewed = True
        try:
            self._begin(key, found, missing=missing)
        except Conflict:  # later, then
            kept.is_being_renewed = False

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
        site, asked = self._outlook.site, self._language(path, environ) or split(path)[0]
        language = asked or (site.language if site else "en")
        return refused(error, language, environ["REQUEST_METHOD"], path, self._headers)

    def _rest(self, key: str) -> None:
        """Do not try a page that failed again at once, so that a fault cannot eat the machine."""
        if len(self._rests_until) > _MOST_RESTING:
            self._rests_until.clear()
        self._rests_until[key] = clock.elapsed() + _REST

    def _make(self, key: str, found: catalogue.Found, *, missing: bool) -> KeptPage:
        """Have a page rendered, once for all who ask meanwhile.

        A rendering that was under way already may not show what was written a moment ago; the one
        after it does.
        """
        for _ in range(2):
            making, is_ours = self._begin(key, found, missing=missing)
            self._outlook.wait_for(making)
            kept = making.result()
            if is_ours:
                break
            self._outlook.look_if_due()
            if self._outlook.holds(kept):
                break
        return kept

    def _begin(
        self, key: str, found: catalogue.Found, *, missing: bool
    ) -> tuple[Future[KeptPage], bool]:
        """A page that is being made, and whether it is from now on. Raises Conflict."""
        with self._lock:
            if (making := self._making.get(key)) is not None:
                return making, False
            if key.startswith(NARROWED):
                require_room(self._making)
            act = partial(copy_context().run, self._render, key, found, missing=missing)
            renderers = self._narrowing if key.startswith(NARROWED) else self._renderers
            making = self._making[key] = renderers.submit(act)
            return making, True

    def _render(self, key: str, found: catalogue.Found, *, missing: bool) -> KeptPage:
        try:
            kept = self._kept.get(key)
            if kept is not None and self._outlook.is_current(kept):
                kept.is_being_renewed = False
                return kept  # it was made between the look and the call, or nothing concerns it
            begun = perf_counter()
            with db.snapshot():
                rendering = later_than(kept.page if kept else None, catalogue.render(found))
                versions = topics.versions(rendering.topics)  # of the same instant as the page
                lasts = not missing and is_lasting(found.path)
                varies = not missing and negotiated.is_negotiated(site(), found.path)
            generation = versions.pop(topics.GENERATION, 0)
            status = "404 Not Found" if missing else "200 OK"
            headers = [*self._headers, *negotiated.twin_link(self._outlook.base, found)]
            page = ReadyPage(rendering, headers, lasts=lasts, varies=varies, status=status)
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
            return kept.page.stale_answer(environ, self._outlook.seen_at)
        return unavailable(environ, self._headers)


def _key(path: str, language: str) -> str:
    """What a page is kept by; without a language the address has it."""
    return f"{language}:{path}" if language else path
