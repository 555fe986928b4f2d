"""A public page as ready answers: each encoding compressed once, with its ETag and all headers."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import Any

import brotli
from markupsafe import Markup

from statuspage.publish.lasting import LASTING_CACHE, PAGE_CACHE
from statuspage.render.words.locale import locale
from statuspage.site.page import HTML, Rendering

Header = tuple[str, str]
Answer = tuple[str, list[Header], list[bytes]]

_BROTLI_QUALITY = 5
CROSS_ORIGIN = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag, Link, Deprecation, Sunset, Retry-After, Warning"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
)
"""Programs on pages of anybody may read what is public, and what became of their asking; pages that
isolate themselves may show it (badges, the widget).
"""
PREFLIGHT = (  # https://fetch.spec.whatwg.org/#cors-preflight-fetch
    *CROSS_ORIGIN,
    ("Access-Control-Allow-Methods", "GET, HEAD"),
    ("Access-Control-Allow-Headers", "*"),
    ("Access-Control-Max-Age", "86400"),
    ("Cache-Control", "public, max-age=86400"),
)
_SMALLEST_COMPRESSED = 256
STALE_MARK = b"<!--stale-->"


@dataclass(frozen=True)
class _Variant:
    """One encoding of a page. Header lists are copied: a server may add to the list it is given."""

    etag: str
    body: bytes
    headers: tuple[Header, ...]
    short_headers: tuple[Header, ...] = field(repr=False, default=())  # of a 304


class ReadyPage:
    """The bytes of one page in every encoding, and how to answer a request with them."""

    def __init__(
        self,
        rendering: Rendering,
        common: list[Header],
        *,
        lasts: bool,
        varies: bool = False,
        status: str = "200 OK",
    ) -> None:
        """`varies`: by the language that is asked for, too."""
        self.status = status
        self.rendering = rendering
        self.modified = rendering.modified.astimezone(UTC).replace(microsecond=0)
        self._common = common
        self._lasts = lasts
        self._varies = varies
        body = rendering.body
        self._variants = {"": self._variant("", body)}
        if len(body) >= _SMALLEST_COMPRESSED and not rendering.content_type.startswith("image/png"):
            self._variants["gzip"] = self._variant("gzip", gzip.compress(body, 6, mtime=0))
            packed = brotli.compress(body, quality=_BROTLI_QUALITY)
            self._variants["br"] = self._variant("br", packed)
        self.size = sum(len(variant.body) for variant in self._variants.values())

    def _variant(self, encoding: str, body: bytes) -> _Variant:
        digest = digest_of(self.rendering.body)
        etag = f'"{digest}-{encoding}"' if encoding else f'"{digest}"'
        short = [
            ("ETag", etag),
            ("Last-Modified", format_datetime(self.modified, usegmt=True)),
            ("Cache-Control", LASTING_CACHE if self._lasts else PAGE_CACHE),
            ("Vary", "Accept-Encoding, Accept-Language" if self._varies else "Accept-Encoding"),
            *self._common,
        ]
        if self._varies:
            short.append(("Content-Language", self.rendering.language))
        short += [*self.rendering.headers, *self._cross_origin]
        full = [("Content-Type", self.rendering.content_type), ("Content-Length", str(len(body)))]
        if encoding:
            full.append(("Content-Encoding", encoding))
        return _Variant(etag, body, (*full, *short), tuple(short))

    @property
    def _cross_origin(self) -> tuple[Header, ...]:
        """A page is for people, but that there is none is for programs, too."""
        is_page = self.status == "200 OK" and self.rendering.content_type == HTML
        return () if is_page else CROSS_ORIGIN

    def answer(self, environ: Mapping[str, Any]) -> Answer:
        """The answer to a GET or HEAD request: 200 or 304, in the best encoding it accepts."""
        variant = self._chosen(environ.get("HTTP_ACCEPT_ENCODING", ""))
        if self.status == "200 OK" and self._is_known(environ, variant):
            return "304 Not Modified", list(variant.short_headers), []
        body = [] if environ["REQUEST_METHOD"] == "HEAD" else [variant.body]
        return self.status, list(variant.headers), body

    def stale_answer(self, environ: Mapping[str, Any], seen_at: datetime) -> Answer:
        """The answer while the store is gone: the last page, with a note since when that is so."""
        body = self.rendering.body
        if self.rendering.content_type == HTML:
            body = body.replace(STALE_MARK, _stale_note(seen_at, self.rendering.language), 1)
        headers = [
            ("Content-Type", self.rendering.content_type),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("Warning", '110 - "Response is Stale"'),
            *self._cross_origin,
            *self._common,
        ]
        return self.status, headers, [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _chosen(self, accepted: str) -> _Variant:
        if len(self._variants) > 1 and accepted:
            return self._variants[_best_encoding(accepted)]
        return self._variants[""]

    def _is_known(self, environ: Mapping[str, Any], variant: _Variant) -> bool:
        """Whether the client has these bytes (RFC 9110, 13.1.2 before 13.1.3)."""
        tags = environ.get("HTTP_IF_NONE_MATCH")
        if tags is not None:
            if tags == variant.etag:
                return True
            known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return variant.etag in known or "*" in known
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        if since is None:
            return False
        try:
            asked = parsedate_to_datetime(since)
        except (ValueError, OverflowError):
            return False
        return self.modified <= (asked if asked.tzinfo else asked.replace(tzinfo=UTC))


def digest_of(body: bytes) -> str:
    """What the ETags of some bytes begin with; an encoding adds its name."""
    return hashlib.sha256(body).hexdigest()[:20]


def later_than(former: ReadyPage | None, rendering: Rendering) -> Rendering:
    """Other bytes bear a later date than the former ones, also within one second."""
    if former is None or former.rendering.body == rendering.body:
        return rendering
    earliest = former.modified + timedelta(seconds=1)
    return replace(rendering, modified=max(rendering.modified, earliest))


@lru_cache(1000)  # browsers have few forms of it, and each request brings one
def _best_encoding(header: str) -> str:
    """The encoding to answer an Accept-Encoding header with; "" for none."""
    offered = qualities(header)
    liking = {name: offered.get(name, offered.get("*", 0.0)) for name in ("br", "gzip")}
    best = max(liking, key=liking.__getitem__)  # br where both are liked as much
    return best if liking[best] > 0 else ""


def qualities(header: str) -> dict[str, float]:
    """Name -> quality in a header such as Accept-Encoding; the unreadable is not accepted."""
    found = {}
    for part in header.lower().split(","):
        name, _, parameter = part.partition(";")
        quality = parameter.strip().removeprefix("q=")
        try:
            found[name.strip()] = float(quality) if quality else 1.0
        except ValueError:
            found[name.strip()] = 0.0
    return found


def _stale_note(since: datetime, language: str) -> bytes:
    words = locale(language).markup(
        "{b}This page may be out of date.{end} We cannot reach our own records right now. What "
        "you see was true at {time}.",
        b=Markup("<strong>"),
        end=Markup("</strong>"),
        time=since.strftime("%Y-%m-%d %H:%M UTC"),
    )
    return f'<p class="stale" role="status">{words}</p>'.encode()
