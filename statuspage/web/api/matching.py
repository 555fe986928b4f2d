"""If-Match (RFC 9110, 13.1.1): who edits says which state of it they have read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import request

from statuspage.errors import NotFound
from statuspage.site import catalogue
from statuspage.site.api import BASE, Write
from statuspage.store.settings import site
from statuspage.web.api.problems import Refused
from statuspage.web.cache.answer import digest_of

_ANY = "*"


def require_named(write: Write) -> None:
    """An edit writes over what stands there, so it must say what it knew of it.

    Raises Refused with 428 (RFC 6585) for one without If-Match; `*` stands for whatever is there.
    """
    if write.needs_match and "If-Match" not in request.headers:
        raise Refused(428)


def require_match(parts: Mapping[str, str]) -> None:
    """Inside the transaction of a write. Raises Refused with 412 where something else is there.

    Where nothing is there, what the write itself says of that goes before (RFC 9110, 13.2.1).
    """
    named = request.headers.get("If-Match")
    if named is None or named.strip() == _ANY:
        return
    tags = {tag.strip() for tag in named.split(",")}
    path = f"{BASE}/incidents/{parts['incident']}" if "incident" in parts else request.path
    digests = [*_digests(path)]
    if digests and not any(_is_meant(tag, digest) for digest in digests for tag in tags):
        raise Refused(412)


def _is_meant(tag: str, digest: str) -> bool:
    """A weak tag never is; each encoding of an answer has a tag of its own."""
    return tag in (f'"{digest}"', f'"{digest}-br"', f'"{digest}-gzip"')


def _digests(path: str) -> Iterator[str]:
    """Of what is there now, in each language that it is read in."""
    found = catalogue.find(path)
    if found is None:
        return
    for language in ("", *site().languages):
        try:
            asked = catalogue.Found(found.page, found.path, found.params, language)
            yield digest_of(catalogue.render(asked).body)
        except NotFound:
            return
