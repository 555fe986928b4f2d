"""How promises stand on every page that shows them: missed, at risk, young, restated, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from lxml import html

from statuspage.store import db
from tests.helpers import promised
from tests.helpers.pages import rendered, words_of
from tests.helpers.promised import NOW
from tests.recompute import pages


@pytest.fixture(scope="module", autouse=True)
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    promised.make(tmp_path_factory.mktemp("promised") / "site")
    yield
    db.close_store()


def page(path: str, now: datetime = NOW) -> str:
    return rendered(path, now).body.decode()


def words(path: str, now: datetime = NOW) -> str:
    return words_of(rendered(path, now))


def section(path: str, name: str, now: datetime = NOW) -> str:
    [found] = html.fromstring(page(path, now)).xpath(f"//section[@aria-labelledby='{name}']")
    return " ".join(found.text_content().split())


VERDICTS = {
    "api-availability": "Missed",
    "first-response": "At risk",
    "search": "At risk",
    "checkout": "Not proven",
    "checkout-latency": "On track",
    "docs": "On track",
    "uploads": "On track",
    "satisfaction": "On track",
    "mobile": "Not enough data",
}


def test_list_says_each_verdict_first_the_most_urgent_ones_at_the_top() -> None:
    cards = pages.cards(page("/sla"))
    assert {sla: verdict for sla, (_, verdict) in cards.items()} == VERDICTS
    assert list(cards)[:4] == ["api-availability", "first-response", "search", "checkout"]
    found = html.fromstring(page("/sla")).xpath("//section[contains(@class, 'scored')]/h2")
    heads = [" ".join(head.text_content().split()) for head in found]
    assert heads == ["Missed 1", "At risk 2", "Not proven 1", "On track 4", "Not enough data 1"]


def test_front_page_shows_those_missed_or_at_risk_and_a_link_to_all() -> None:
    shown = pages.cards(page("/"))
    assert list(shown) == ["api-availability", "first-response", "search"]
    told = section("/", "promises")
    assert "All promises" in told
    assert "Missed 1 At risk 2 Not proven 1 On track 4 Not enough data 1" in told


@pytest.mark.parametrize("sla", VERDICTS)
def test_every_page_of_a_promise_says_one_verdict(sla: str) -> None:
    period = "rolling-30d" if sla == "uploads" else "2026-11"
    listed = pages.cards(page("/sla"))[sla]
    assert pages.figure(page(f"/sla/{sla}")) == listed
    assert pages.figure(page(f"/sla/{sla}/{period}")) == listed
    assert pages.history(page(f"/sla/{sla}"), sla)[period] == listed


def test_budget_is_told_in_plain_words() -> None:
    assert "Used up: 42 min over the 43 min allowed" in words("/sla/api-availability")
    assert "7 min of 43 min of allowed downtime left" in words("/sla/search")
    assert "All 43 min of allowed downtime left" in words("/sla/docs")
    assert "answers may still be slow" in words("/sla/checkout-latency")


def test_one_number_has_one_form() -> None:
    for path in ("/", "/sla", "/sla/docs", "/sla/docs/2026-10", "/sla/docs/2026-11"):
        assert "100%" in words(path)
        assert "100.00%" not in page(path)
    assert '"value": "100.00"' in page("/sla/docs/2026-10.json")


@pytest.mark.parametrize(
    ("hours", "figure"), [(0, "not known yet"), (4, "known since 12:00 GMT today")]
)
def test_first_hours_of_a_promise_say_since_when_it_is_known(hours: int, figure: str) -> None:
    told = section("/sla/mobile", "figure", NOW - timedelta(hours=24 - hours))
    assert f"Not enough data {figure} target 99.9%" in told
    assert "At worst" not in told
    assert "of the time so far" not in told


def test_figure_from_incidents_is_not_called_measured() -> None:
    told = section("/sla/mobile", "figure")
    assert "Counted from incidents, as reported by us, not measured." in told
    assert "Measured" not in told
    assert "That is too little for a verdict" in told


def test_credits_say_how_much_to_whom_and_until_when() -> None:
    told = section("/sla/api-availability", "credits")
    assert "below 99.9%10% of the fee below 99%25% of the fee" in told
    assert "for 60 days after the end of the period" in told
    assert "write to support@acme.example" in told
    assert "November 2026 10% of the fee, if the period ended now" in told
    assert "October 2026 10% of the fee: claim it by 30 December 2026" in told
    assert "September 2026 25% of the fee: claim it by 29 November 2026" in told
    assert "July 2026 10% of the fee was due; it could be claimed until 29 September 2026" in told
    assert "credits" not in page("/sla/docs")


def test_claim_is_over_by_itself() -> None:
    path = "/sla/api-availability/2026-09"
    before = rendered(path, NOW)
    assert "25% of the fee: claim it by 29 November 2026" in words_of(before)
    assert before.valid_until is not None
    assert before.valid_until <= datetime(2026, 11, 30, tzinfo=NOW.tzinfo)
    assert "it could be claimed until 29 November 2026" in words(path, NOW + timedelta(days=10))


def test_page_of_a_period_names_its_promise_and_leads_to_its_neighbours() -> None:
    found = html.fromstring(page("/sla/api-availability/2026-10"))
    assert found.xpath("string(//h1)") == "The API is there, October 2026"
    assert found.xpath("//p[@class='above']/a/@href") == ["/sla/api-availability"]
    assert found.xpath("//nav/a[@rel='prev']/@href") == ["/sla/api-availability/2026-09"]
    assert found.xpath("//nav/a[@rel='next']/@href") == ["/sla/api-availability/2026-11"]


def test_restated_period_shows_both_figures() -> None:
    told = words("/sla/api-availability/2026-10")
    assert "Revision 2 was published on 6 November 2026" in told
    assert "Before: 100%, met." in told
    assert "revision 2" in section("/sla/api-availability", "periods")


def test_withdrawn_promise_keeps_its_last_verdict() -> None:
    told = section("/sla", "former")
    assert "Withdrawn on 11 November 2026" in told
    assert "Met" in told
    assert "We stopped making this promise" in words("/sla/beta")


def test_pages_of_promises_light_their_tab_and_have_a_way_back() -> None:
    for path in ("/sla/docs", "/sla/docs/2026-10", "/promises"):
        found = html.fromstring(page(path))
        assert found.xpath("//header//nav/a[@aria-current]/@href") == ["/sla"]
        assert found.xpath("//p[@class='above']/a/@href")[0].startswith("/sla")
    assert html.fromstring(page("/promises")).xpath("string(//h1)") == "Kept or not"
