"""Reads bodies before anything else happens, staff's and programs' apart from strangers'.

So slow senders take neither threads that pages need, nor the places of those who are known here:
staff, browsers that signed in before, and programs with a token.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from statuspage.domain.desk.caller import place_of, region_of
from statuspage.said import Said, said
from statuspage.web.bodies import read_within
from statuspage.web.connections import end_silent
from statuspage.web.forms.peers import client_address
from statuspage.web.forms.waiting import SILENT_SECONDS, Waiting
from statuspage.web.language import speaker

_STRANGERS = 16  # bodies of theirs in hand at one time
_STRANGERS_EACH = 3  # from one place
_STRANGERS_REGION = 6  # from the /48 of an IPv6 address
_KNOWN = 8  # bodies of those known here; the rest of the threads is for pages
_BUSY = said("Too many requests are arriving right now. Please try again.")
_SLOW = said("This took too long to arrive, so nothing was done. Please send it again.")
_CUT = said("The connection broke off before everything had arrived, so nothing was done.")
_UNTOLD = said(
    "Send this with a Content-Length; without it nobody can tell whether all of it has arrived."
)
_SEEMS_WHOLE = frozenset(
    ("application/x-ndjson", "application/x-www-form-urlencoded", "multipart/form-data")
)
"""What still seems whole when its end is missing. The server tells an end from a break by lengths
alone."""

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


class Uploads:
    """A WSGI application that hands on requests whose bodies are all here."""

    def __init__(
        self,
        behind: Callable[[Environ, StartResponse], Iterable[bytes]],
        headers: list[tuple[str, str]],
        largest: int,
        *,
        is_known: Callable[[Environ, str], bool],
        patience: float = 20.0,
        silence: float = SILENT_SECONDS,
    ) -> None:
        """`largest`: bytes of a body that are read; longer ones are handed on to be refused.

        `is_known`: whether staff or a program with a token send a request from an address.
        `patience`: seconds that a body may take; `silence`: within them, before a sender is left.
        """
        self._behind = behind
        self._headers = headers
        self._largest = largest
        self._is_known = is_known
        self._lock = threading.Lock()
        self._in_hand: Counter[str] = Counter()
        self._waiting = Waiting(patience, silence, end_silent)
        self._patience = patience

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        told = _length(environ)
        if told is None or told > self._largest:  # Flask refuses what is too large, unread
            return self._behind(environ, start_response)
        if told == 0 and _kind(environ) in _SEEMS_WHOLE:
            return self._refuse(start_response, "411 Length Required", _UNTOLD)
        places = self._places(environ)
        if not self._enter(places):
            return self._refuse(start_response, "503 Service Unavailable", _BUSY)
        try:
            # Not a byte beyond a length that is told: a server may wait for it for ever.
            most = told or self._largest + 1
            with self._waiting.body_from(str(environ.get("REMOTE_ADDR", ""))):
                body = read_within(self._patience, environ.pop("wsgi.input"), most)
            if body is None:
                return self._refuse(start_response, "408 Request Timeout", _SLOW)
            if len(body) < told:
                return self._refuse(start_response, "400 Bad Request", _CUT)
            environ.pop("HTTP_TRANSFER_ENCODING", None)
            environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
            return self._behind(environ, start_response)
        finally:
            self._leave(places)

    def _refuse(self, start_response: StartResponse, status: str, why: Said) -> Iterable[bytes]:
        kind = ("Content-Type", "text/plain; charset=utf-8")
        start_response(status, [kind, ("Retry-After", "5"), *self._headers])
        return [f"{speaker().say(why)}\n".encode()]

    def _places(self, environ: Environ) -> dict[str, int]:
        """What a request counts among, with how many of that may be in hand."""
        address = client_address(environ)
        if self._is_known(environ, address):
            return {"known": _KNOWN}
        places = {"strangers": _STRANGERS, place_of(address): _STRANGERS_EACH}
        if region := region_of(address):
            places[region] = _STRANGERS_REGION
        return places

    def _enter(self, places: dict[str, int]) -> bool:
        with self._lock:
            if any(self._in_hand[place] >= most for place, most in places.items()):
                return False
            self._in_hand.update(places.keys())
            return True

    def _leave(self, places: dict[str, int]) -> None:
        with self._lock:
            self._in_hand.subtract(places.keys())
            self._in_hand += Counter()  # without those that are at nought


def _length(environ: Environ) -> int | None:
    """The bytes that a request says it sends; 0 when it does not say, None without a body."""
    told = str(environ.get("CONTENT_LENGTH") or "")
    if told.isdecimal() and told != "0":
        return int(told)
    return 0 if environ.get("HTTP_TRANSFER_ENCODING") else None


def _kind(environ: Environ) -> str:
    return str(environ.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower()
