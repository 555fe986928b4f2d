"""Feeds that a query narrows: what it asks for, and one clear line where nobody can answer that."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from difflib import get_close_matches
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode

from statuspage.domain.telling.filter import NAMES, Filter
from statuspage.domain.vocabulary.list_part import NAMES as PARTS
from statuspage.domain.vocabulary.list_part import ListPart
from statuspage.domain.vocabulary.text import one_line
from statuspage.errors import Conflict, InvalidInput, StatusPageError
from statuspage.render.words.locale import locale
from statuspage.said import Said, said
from statuspage.site import catalogue
from statuspage.site.api.openapi import PROBLEM
from statuspage.site.catalogue import Found
from statuspage.web.api import owns
from statuspage.web.api.problems import problem_document
from statuspage.web.cache.answer import CROSS_ORIGIN, Answer, Header
from statuspage.web.cache.kept import NARROWED

_MOST_PARTS = 50
_MOST_MADE = 8  # each holds one of the threads that answer visitors
_AGAIN_IN = 2  # minutes
_ALIKE = 0.8  # of 1, which is the same


def asked_for(path: str, query: str) -> Found | None:
    """The feed or list at an address with what its query asks for; None where that changes nothing.

    Raises InvalidInput.
    """
    found = catalogue.find(path)
    if found is None or not (found.page.is_narrowed or found.page.is_sliced):
        return None
    names = NAMES if found.page.is_narrowed else PARTS
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_PARTS)
    except ValueError:
        most = said("A feed takes at most {count} choices.", count=_MOST_PARTS)
        raise InvalidInput({"query": most}) from None
    meant = [pair for pair in pairs if _is_meant(pair[0], names)]
    if found.page.is_sliced:
        part = ListPart.from_query(meant)
        return None if part.is_everything else replace(found, part=part)
    wanted = Filter.from_query(meant)
    return None if wanted.is_everything else replace(found, wanted=wanted)


def _is_meant(name: str, names: Sequence[str]) -> bool:
    """Whether a name is one of ours, or nearly: then it is a slip, which must not widen a feed.

    All others are for somebody else, such as who counts where readers come from.
    """
    return bool(get_close_matches(name, names, cutoff=_ALIKE))


def key_of(found: Found, key: str) -> str:
    """The key of a narrowed page, beside that of the whole."""
    asked = [*found.wanted.to_query(), *found.part.to_query()]
    return f"{NARROWED}{urlencode(asked)} {key}"


def require_room(making: Collection[str]) -> None:
    """Refuse one more while so many are being made, by their keys, that other pages would wait.

    There are more choices than can be kept, so whoever means harm could ask for ever new ones.
    Raises Conflict.
    """
    if sum(key.startswith(NARROWED) for key in making) >= _MOST_MADE:
        raise Conflict(
            said(
                "Many people ask for this at the moment. Try again in {minutes} minutes.",
                minutes=_AGAIN_IN,
            )
        )


def refused(
    error: StatusPageError, language: str, method: str, path: str, headers: list[Header]
) -> Answer:
    """What is wrong with a query, or that it must wait: one line of text, to programs a problem."""
    is_busy, say = isinstance(error, Conflict), locale(language).say
    status = 503 if is_busy else 400
    kind, body = "text/plain; charset=utf-8", f"{one_line(say(error.said))}\n".encode()
    if owns(path):
        kind, body = PROBLEM, problem_document(status, error.said, say, _faults(error, say))
    told = [
        ("Content-Type", kind),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        *([("Retry-After", str(60 * _AGAIN_IN))] if is_busy else []),
        *CROSS_ORIGIN,
        *headers,
    ]
    return f"{status} {HTTPStatus(status).phrase}", told, [] if method == "HEAD" else [body]


def _faults(error: StatusPageError, say: Callable[[Said], str]) -> list[dict[str, Any]] | None:
    if not isinstance(error, InvalidInput):
        return None
    return [{"field": name, "detail": say(text)} for name, text in error.faults.items()]
