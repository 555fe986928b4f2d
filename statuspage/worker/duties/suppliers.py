"""The pages of suppliers are read now and then; what they said last is kept for ours."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from statuspage import clock
from statuspage.addresses import is_public_address
from statuspage.config.suppliers import Supplier
from statuspage.domain.suppliers.supplier import SupplierStanding, summary_of
from statuspage.errors import Unreachable
from statuspage.net.connect import OUTSIDE
from statuspage.net.exchange import Answer, Limits
from statuspage.net.fetch import answer_to
from statuspage.net.names import web_address
from statuspage.net.proxy import outside_for
from statuspage.net.request import Request
from statuspage.net.rules import anywhere
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.published import suppliers
from statuspage.store.settings import current_settings
from statuspage.troubles import Troubles

EVERY = 15.0
"""Seconds from look to look."""

_log = logging.getLogger(__name__)
_LIMITS = Limits(seconds=15.0, size=5_000_000)
_SUMMARY = "/api/v2/summary.json"
_LONGEST_WAIT = timedelta(hours=1)
_ASK_LATER = frozenset({429, 503})


class ReadingSuppliers:
    """Asks each supplier of the settings when its time has come."""

    def __init__(self) -> None:
        self._troubles = Troubles(_log)
        self._not_before: dict[str, datetime] = {}  # who asked to be left alone for a while

    def turn(self) -> None:
        """Raises StoreError. What goes wrong outside is kept, logged, and tried again."""
        with db.snapshot():
            named = current_settings().suppliers
            known = {one.id: one for one in suppliers.standings()}
        if known.keys() - {one.id for one in named}:
            with db.transaction():
                suppliers.keep_only([one.id for one in named])
                db.raise_topics("suppliers")
        for one in named:
            former = known.get(one.id)
            if former is not None and former.url != one.url:
                former = None  # it was another page
            if self._is_due(one, former):
                self._ask(one, former)

    def _is_due(self, one: Supplier, former: SupplierStanding | None) -> bool:
        now = clock.now()
        if now < self._not_before.get(one.id, now):
            return False
        return former is None or not former.tried_at <= now < former.tried_at + one.interval

    def _ask(self, one: Supplier, former: SupplierStanding | None) -> None:
        now = clock.now()
        found = self._found(one, former, now)
        is_news = former is None or (former.summary, former.fault) != (found.summary, found.fault)
        if found.fault is None:
            self._troubles.good(one.id)
        else:
            self._troubles.met(one.id, f"{one.id}: {found.fault}")
        with db.transaction(rings=is_news):
            suppliers.keep(found)
            if is_news:
                db.raise_topics("suppliers")

    def _found(
        self, one: Supplier, former: SupplierStanding | None, now: datetime
    ) -> SupplierStanding:
        """What it says now, or why it cannot be read beside what it said last."""
        before = former or SupplierStanding(one.id, one.url, now)
        try:
            answer = asked(one, before.etag if before.summary else "")
            if answer.status == 304 and before.summary is not None:
                return replace(before, tried_at=now, read_at=now, fault=None)
            self._wait_as_told(one, answer, now)
            summary = summary_of(_body(one, answer))
            etag = answer.header(b"etag") or ""
            is_plain = etag.isascii() and etag.isprintable() and len(etag) <= 200
            return SupplierStanding(
                one.id, one.url, now, now, summary, etag=etag if is_plain else ""
            )
        except Unreachable as error:
            fault: Said = error.said
        except ValueError as error:
            fault = error.args[0]
        return replace(before, tried_at=now, fault=fault)

    def _wait_as_told(self, one: Supplier, answer: Answer, now: datetime) -> None:
        """Whoever is busy says for how long to leave it alone."""
        told = answer.header(b"retry-after") or ""
        if answer.status in _ASK_LATER and told.isdecimal() and len(told) < 9:
            wait = min(timedelta(seconds=int(told)), _LONGEST_WAIT)
            self._not_before[one.id] = now + wait


def asked(one: Supplier, etag: str) -> Answer:
    """What its page answers. Raises Unreachable.

    Where the environment names a proxy, that decides what may be reached.
    """
    url = web_address(f"{one.url.rstrip('/')}{_SUMMARY}")
    if url is None:
        text = said("{url} cannot be fetched; give an http:// or https:// address.", url=one.url)
        raise Unreachable(text, is_permanent=True)
    headers = [("Accept", "application/json"), *([("If-None-Match", etag)] if etag else [])]
    outside = outside_for(urlsplit(url.geturl()))
    may_reach = anywhere if one.allow_private or outside is not OUTSIDE else is_public_address
    return answer_to(Request(url, headers=tuple(headers)), _LIMITS, outside, may_reach=may_reach)


def _body(one: Supplier, answer: Answer) -> bytes:
    """Raises Unreachable for an answer that is not a whole document."""
    if answer.status != 200:
        where = answer.header(b"location")
        if 300 <= answer.status <= 399 and where and where.isascii() and where.isprintable():
            text = said("It redirects to {url}; name that address.", url=where[:200])
        else:
            text = said(
                "{url} answers with status {status}.", url=one.url, status=str(answer.status)
            )
        raise Unreachable(text)
    if not answer.is_whole:
        most = f"{_LIMITS.size:,}"
        raise Unreachable(said("{url} is longer than {size} bytes.", url=one.url, size=most))
    return answer.body
