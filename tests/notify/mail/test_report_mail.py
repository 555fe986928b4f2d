"""The mail of a report: byte for byte the same whenever it is made, until a revision stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.reports import NewReport
from statuspage.config.mail.sending import Mail
from statuspage.domain.library.library import Notes
from statuspage.notify.mail.writing import written
from statuspage.render.mail.news import Ways, news_mail
from statuspage.site.following import news
from statuspage.site.following.news import Entered
from statuspage.site.page import Context
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.settings import site as own_site
from tests.helpers.reported import DAY, HOUR, JULY, outage, published, reported_site
from tests.helpers.sites import add_to_config, an_sla

MAIL = Mail.model_validate({"from": "status@acme.example"})
WAYS = Ways("https://status.acme.example/change", "https://status.acme.example/leave")
LATER = DAY + timedelta(days=2)


@pytest.fixture(autouse=True)
def reported(site_folder: Path) -> Iterator[None]:
    """July is reported, with the trend of a promise."""
    with reported_site(site_folder):
        with clock.standing_at(JULY - HOUR):
            promise = an_sla("part", "availability", components=["api"], source="incidents")
            add_to_config(site_folder, promise)
        published(DAY, NewReport("We were *down*.", "Ada"))
        yield


def _mail(revision: int, at: datetime) -> bytes:
    with clock.standing_at(at), db.snapshot():
        here, context = own_site(), Context(LIBRARY.noting(Notes(at)), at)
        told = news.told(context, Entered(f"report/2026-07/{revision}", 1, DAY))
        assert told is not None
        body = news_mail(here, told.item, None, WAYS, report=told.report)
    return written(MAIL, here, body, recipient="a@reader.example", key="k" * 26, at=DAY)


def test_late_data_change_no_byte_of_it() -> None:
    first = _mail(1, DAY)
    assert b"Content-ID" in first
    assert b"\nSubject: Report for July 2026: " in first
    outage(JULY + 24 * HOUR, "Found later", posted_at=LATER)
    assert _mail(1, LATER) == first
    published(LATER, NewReport(reason="An outage was found later."))
    assert b"Found later" in _mail(2, LATER)
    assert b"\nSubject: Corrected: Report for July 2026: " in _mail(2, LATER)
    again = _mail(1, LATER)
    assert b"Found later" not in again
    assert b"Corrected on " in again
