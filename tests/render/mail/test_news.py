"""News as mail: both forms from the same parts, and what each kind of news says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from statuspage.domain.incidents.incident import Change, Incident, Update
from statuspage.domain.telling.subscription import HowOften
from statuspage.domain.vocabulary.site import Look
from statuspage.domain.vocabulary.states import ComponentState, Impact, Kind, Status
from statuspage.render.feeds.entries import entry_item
from statuspage.render.feeds.incidents import update_item
from statuspage.render.mail.body import MailBody
from statuspage.render.mail.news import Ways, news_mail, summary_mail
from statuspage.said import said
from tests.render.facts import NOON, SITE, an_entry, an_incident, an_update

WELL, SLOW, DOWN = (
    ComponentState.OPERATIONAL,
    ComponentState.DEGRADED,
    ComponentState.MAJOR_OUTAGE,
)
WAYS = Ways("https://status.acme.example/subscribe/me", "https://status.acme.example/u/abc")
LATER = NOON + timedelta(minutes=20)
FIRST = an_update(
    changes=(Change("api", "API", DOWN, WELL, DOWN), Change("web", "Web", SLOW, WELL, SLOW)),
    next_due=NOON + timedelta(minutes=30),
)
SECOND = an_update(
    key="u2",
    status=Status.IDENTIFIED,
    at=LATER,
    entered_at=LATER,
    body="A disk is full.",
    html='<p>A disk is full, see <a href="/pages/about">about</a>.</p>',
    changes=(Change("api", "API", SLOW, DOWN, SLOW),),
)
INCIDENT = an_incident(updates=(SECOND, FIRST))
BOTH_WELL = (Change("api", "API", WELL, WELL, WELL), Change("web", "Web", WELL, WELL, WELL))
PLANNED = an_incident(
    kind=Kind.MAINTENANCE,
    impact=Impact.MAINTENANCE,
    title="Database moves",
    updates=(an_update(status=Status.SCHEDULED, changes=BOTH_WELL),),
    scheduled_for=NOON + timedelta(days=3),
    scheduled_until=NOON + timedelta(days=3, hours=2),
)


class _Words(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.asked: list[str] = []
        self.hidden = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links += [given["href"] or ""] if "href" in given else []
        self.asked += [tag for name in given if name in {"src", "srcset", "background"}]
        self.hidden = tag if tag in {"style", "title"} else ""

    def handle_endtag(self, _: str) -> None:
        self.hidden = ""

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words += data.split()


def mail_of(incident: Incident, update: Update, language: str = "en") -> MailBody:
    site = SITE.spoken(language)
    item = update_item(site, incident, update, "We are looking.")
    return news_mail(site, item, incident, WAYS)


def test_both_forms_hold_the_words_of_the_item_and_the_ways_out() -> None:
    item = update_item(SITE, INCIDENT, FIRST, "We are looking.")
    mail = news_mail(SITE, item, INCIDENT, WAYS)
    assert mail.subject == item.title == "Investigating: Slow answers"
    assert item.text in mail.text
    read = _Words(mail.html)
    assert " ".join(_Words(item.html).words) in " ".join(read.words)
    for address in (item.url, *(WAYS.change, WAYS.leave)):
        assert address in read.links
        assert address in mail.text
    for words in ("Acme Status", "Slow answers", "Next update by 1 July 2026, 13:30 BST."):
        assert words in mail.text
        assert words.replace(" ", "") in "".join(read.words).replace("\N{NO-BREAK SPACE}", "")


def test_a_mail_asks_nobody_for_anything() -> None:
    for mail in (mail_of(INCIDENT, SECOND), mail_of(PLANNED, PLANNED.updates[0])):
        read = _Words(mail.html)
        assert read.asked == []
        assert not re.search(r"url\(|@import|<script|<link|<form", mail.html)
        assert all(link.startswith("https://status.acme.example") for link in read.links)


def test_style_stands_in_the_elements_and_dark_beside_them() -> None:
    html = mail_of(INCIDENT, FIRST).html
    assert re.search(r'<h1 dir="auto" style="[^"]*font-size: 24px', html)
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "@media (prefers-color-scheme: dark)" in html
    assert "border-top-color: #cf2f35" in html


def test_the_button_has_the_colour_of_the_site() -> None:
    site = replace(SITE, look=Look(accent="#0b7285"))
    item = update_item(site, INCIDENT, FIRST, "")
    html = news_mail(site, item, INCIDENT, WAYS).html
    [button] = re.findall(r'class="button" [^>]*style="([^"]*)"', html)
    assert "background: #0b7285;" in button
    assert "#16191a" not in button
    assert "background: #e9ecea !important" not in html


def test_right_to_left_and_links_follow_the_language() -> None:
    site = replace(SITE, languages=("en", "ar"))
    item = update_item(site.spoken("ar"), INCIDENT, FIRST, "")
    html = news_mail(site.spoken("ar"), item, INCIDENT, WAYS).html
    assert '<html lang="ar" dir="rtl">' in html
    assert 'href="https://status.acme.example:8443/ar/incidents/abc#update-u1"' in html


def test_what_an_update_leaves_out_because_it_is_as_before_stands_above() -> None:
    assert "API: degraded performance, Web: degraded performance" in mail_of(INCIDENT, SECOND).text
    assert "API: major outage, Web" not in mail_of(INCIDENT, FIRST).text


def test_what_is_not_well_is_told_as_it_was_with_that_update() -> None:
    third = an_update(key="u3", status=Status.MONITORING, changes=())
    last = an_update(key="u4", changes=(Change("api", "API", WELL, SLOW, WELL),))
    incident = an_incident(updates=(last, third, SECOND, FIRST))
    assert "API: degraded performance, Web" in mail_of(incident, third).text
    assert "Web: degraded performance" in mail_of(incident, last).text


def test_planned_work_says_when_and_what() -> None:
    text = mail_of(PLANNED, PLANNED.updates[0]).text
    assert "Planned for 4 July 2026, 13:00 to 15:00 BST." in text
    assert "Maintenance: API, Web" in text


def test_an_edit_says_so_in_its_subject() -> None:
    item = update_item(SITE, INCIDENT, FIRST, "")
    mail = news_mail(SITE, item, INCIDENT, WAYS, said("Edited"))
    assert mail.subject == "Edited: Investigating: Slow answers"


def test_an_entry_comes_with_its_words() -> None:
    item = entry_item(SITE, an_entry(), NOON, {"api": "API"}, "Search is faster.")
    mail = news_mail(SITE, item, None, WAYS)
    assert mail.subject == "Faster search"
    assert "Search is faster." in mail.text


def test_foot_says_why_the_mail_comes() -> None:
    item = entry_item(SITE, an_entry(), NOON, {"api": "API"}, "Search is faster.")
    assert "because you follow Acme" in news_mail(SITE, item, None, WAYS).text
    asked = replace(WAYS, is_asked_for=True)
    for mail in (
        news_mail(SITE, item, None, asked),
        summary_mail(SITE, [item], HowOften.DAILY, asked),
    ):
        assert "because you asked Acme Status for it" in mail.text
        assert "you follow" not in mail.text


@pytest.mark.parametrize("name", ["<b>&\"'", "Straße", "شركة"])
def test_names_of_people_stay_as_they_are(name: str) -> None:
    site = replace(SITE, name=name, contact="help@acme.example")
    incident = an_incident(title=name, updates=(FIRST,))
    mail = news_mail(site, update_item(site, incident, FIRST, name), incident, WAYS)
    assert f"Investigating: {name}" in mail.text
    assert f"Investigating: {name}" in " ".join(_Words(mail.html).words)
    assert "<b>" not in mail.html


def test_a_summary_lists_each_with_its_beginning_and_its_address() -> None:
    items = [
        update_item(SITE, INCIDENT, SECOND, "A disk is full."),
        entry_item(SITE, an_entry(), NOON, {"api": "API"}, "Search is faster."),
    ]
    mail = summary_mail(SITE, items, HowOften.INSTANT, WAYS)
    assert mail.subject == "Acme Status: 2 updates"
    read = _Words(mail.html)
    for item in items:
        for words in (item.title, item.summary):
            assert words in mail.text
            assert words in " ".join(read.words)
        assert item.url in mail.text
        assert item.url in read.links
    assert WAYS.leave in mail.text
    assert "Much happened" in mail.text
    assert "summary of the day" in summary_mail(SITE, items, HowOften.DAILY, WAYS).text


def test_a_very_long_summary_counts_the_rest() -> None:
    items = [
        update_item(SITE, INCIDENT, an_update(key=f"u{number}"), "Words.") for number in range(60)
    ]
    mail = summary_mail(SITE, items, HowOften.MONTHLY, WAYS)
    assert mail.text.count("#update-") == 50
    assert "And 10 more" in mail.text
    assert len(mail.html) < 100_000  # what is longer is cut by Gmail
