"""How a credit is claimed: the page of each period, its letter, its last day, and incidents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import icalendar
import pytest

from statuspage import clock
from statuspage.errors import NotFound
from statuspage.site import catalogue
from statuspage.store import db
from tests.helpers import promised
from tests.helpers.pages import rendered, words_of
from tests.helpers.promised import NOW

SEPTEMBER = "/sla/api-availability/2026-09/claim"
JULY = "/sla/api-availability/2026-07/claim"


@pytest.fixture(scope="module", autouse=True)
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    promised.make(tmp_path_factory.mktemp("claims") / "site")
    yield
    db.close_store()


def words(path: str, now: datetime = NOW) -> str:
    return words_of(rendered(path, now))


def test_page_says_what_is_due_why_to_whom_and_until_when() -> None:
    told = words(SEPTEMBER)
    assert "25% of the fee is due. Claim it by Sunday 29 November 2026." in told
    assert "25% of the fee, because the figure is below 99%" in told
    assert "29 November 2026, to the end of the day (Europe/London) 9 days left" in told
    assert "Customers of Acme Cloud" in told
    assert "I claim the service credit for “The API is there” in September 2026." in told
    assert 'href="mailto:support@acme.example?subject=Service%20credit' in body(SEPTEMBER)


def body(path: str) -> str:
    return rendered(path, NOW).body.decode()


def test_last_day_passes_by_itself() -> None:
    before = rendered(SEPTEMBER, NOW)
    assert before.valid_until is not None
    last = datetime(2026, 11, 29, 12, tzinfo=NOW.tzinfo)
    assert "today is the last day" in words(SEPTEMBER, last)
    after = words(SEPTEMBER, last + timedelta(days=1))
    assert "25% of the fee was due. It could be claimed until Sunday 29 November 2026." in after
    assert "A letter to copy" not in after
    assert "It could be claimed until" in words(JULY)


def test_periods_with_nothing_due_are_not_listed_and_running_ones_have_no_page() -> None:
    with clock.standing_at(NOW):
        listed = {one.path for one in catalogue.all_pages() if "/claim" in one.path}
    months = ("2025-10", "2026-07", "2026-09", "2026-10")
    pages = {f"/sla/api-availability/{month}/claim" for month in months}
    assert listed == {f"{page}{ending}" for page in pages for ending in ("", ".ics", ".md")}
    undecided = words("/sla/api-availability/2025-10/claim")
    assert "Whether a credit is due is not decided: too little of the time is known." in undecided
    assert "No credit is due for this period." in words("/sla/api-availability/2026-08/claim")
    for path in ("/sla/api-availability/2026-11/claim", "/sla/docs/2026-09/claim"):
        with pytest.raises(NotFound):
            rendered(path, NOW)


def test_calendar_holds_the_last_day() -> None:
    [event] = icalendar.Calendar.from_ical(body(f"{SEPTEMBER}.ics")).walk("VEVENT")
    assert event["dtstart"].dt.isoformat() == "2026-11-29"
    assert event["url"] == f"https://status.acme.example{SEPTEMBER}"
    assert rendered(f"{SEPTEMBER}.ics", NOW).body == rendered(f"{SEPTEMBER}.ics", NOW).body


def test_page_of_the_promise_leads_to_claims_that_there_are() -> None:
    told = body("/sla/api-availability")
    assert 'href="/sla/api-availability/2026-09/claim"' in told
    assert 'href="/sla/api-availability/2026-11/claim"' not in told


def test_incident_names_the_period_that_it_fell_into() -> None:
    with db.snapshot():
        listed = [one.path for one in catalogue.all_pages() if one.path.startswith("/incidents/")]
    told = {path: words(path) for path in listed if not path.endswith(".md")}
    costly = [text for text in told.values() if "What you get back" in text]
    assert len(costly) == 3
    assert any("The API is there, September 2026 25% of the fee: claim it by" in t for t in costly)
