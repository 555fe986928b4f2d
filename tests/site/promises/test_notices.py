"""Notices on their pages, in feeds, in the calendar and as data: the same days everywhere."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from statuspage import clock
from statuspage.actions.entries import write_entry
from statuspage.actions.erasure import erase
from statuspage.actions.given import Actor
from statuspage.actions.sync import sync
from statuspage.domain.telling.filter import Filter
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.site import catalogue
from tests.helpers.pages import rendered, words_of
from tests.helpers.sites import open_site, write_site

ANNOUNCED = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
NOW = datetime(2026, 7, 20, 12, 0, tzinfo=UTC)
LEAVING = """---
title: Version 1 goes
date: 2026-07-01
kind: deprecation
effective: 2026-08-01
removed: 2026-12-31
components: [api]
audience: Whoever calls version 1
reason: Two versions cost twice.
value: You can plan ahead
follows: pages/about
alternative: https://docs.acme.example/v2
notice_period: 30d
operations: [GET /v1/things]
---
Version 2 does *all* of it.
"""
PRICE = """---
title: Prices rise by 3 %
date: 2026-06-01
kind: price
effective: 2026-06-15
reason: Power costs more.
notice_period: 90d
---
"""
CONTENT = {
    "notices/v1-goes.md": LEAVING,
    "notices/prices.md": PRICE,
    "pages/about.md": "---\ntitle: What we stand for\n---\nPlain words.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with clock.standing_at(ANNOUNCED):
        open_site(write_site(tmp_path, content=CONTENT))
    return tmp_path


def change(folder: Path, name: str, text: str, now: datetime) -> None:
    (folder / "content" / "notices" / f"{name}.md").write_text(text, encoding="utf-8")
    with clock.standing_at(now):
        assert not sync(folder / "config.toml", {}).problems


def text(path: str, now: datetime = NOW) -> str:
    return words_of(rendered(path, now))


def body(path: str, now: datetime = NOW) -> str:
    return rendered(path, now).body.decode()


def told(path: str, now: datetime = NOW) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(body(path, now))
    return found


def test_list_has_what_comes_first_then_what_came(folder: Path) -> None:
    del folder
    words = text("/notices")
    assert words.index("Version 1 goes") < words.index("Past") < words.index("Prices rise")
    assert "Announced in 12 days" in words
    assert "Announced 31 days ahead; we promise 30 days." in words
    assert "Announced only 14 days ahead; we promise 90 days." in words
    later = text("/notices", datetime(2026, 8, 2, tzinfo=UTC))
    assert "In effect in 151 days" in later


def test_page_says_why_and_gives_the_headers(folder: Path) -> None:
    del folder
    page = body("/notices/v1-goes")
    words = text("/notices/v1-goes")
    assert "Deprecated from 1 August 2026. Removed on 31 December 2026." in words.replace(
        "\xa0", " "
    )
    assert "Two versions cost twice." in words
    assert 'href="/pages/about"><bdi>What we stand for</bdi>' in page
    assert "Deprecation: @1785538800" in words  # midnight in London
    assert "Sunset: Thu, 31 Dec 2026 00:00:00 GMT" in words
    assert 'rel="deprecation sunset"' in words
    assert "Deprecation:" not in text("/notices/prices")


def test_home_and_component_tell_of_what_comes_soon(folder: Path) -> None:
    del folder
    assert "Version 1 goes" in text("/")
    assert "Version 1 goes" in text("/components/api")
    early = datetime(2026, 7, 1, 13, 0, tzinfo=UTC)
    assert "Version 1 goes" not in text("/", early)
    assert "Prices rise" not in text("/")


def test_day_first_named_stays_readable(folder: Path) -> None:
    moved = LEAVING.replace("effective: 2026-08-01", "effective: 2026-07-25")
    change(folder, "v1-goes", moved, datetime(2026, 7, 10, 12, 0, tzinfo=UTC))
    words = text("/notices/v1-goes").replace("\xa0", " ")
    assert "The day first named was 1 August 2026." in words
    assert "Announced only 15 days ahead; we promise 30 days." in words
    [notice, _] = told("/notices.json")["notices"]
    assert notice["named"] == [
        {"on": "2026-07-01", "effective": "2026-08-01"},
        {"on": "2026-07-10", "effective": "2026-07-25"},
    ]
    assert (notice["lead_days"], notice["kept"]) == (15, False)


def test_what_was_announced_elsewhere_is_stated(folder: Path) -> None:
    change(folder, "old", PRICE.replace("2026-06-15", "2026-09-01"), NOW)
    words = text("/notices/old").replace("\xa0", " ")
    assert (
        "That it was announced on 1 June 2026 is stated by us; it stands here since 20 July 2026."
        in words
    )


def test_cancelled_says_why_everywhere(folder: Path) -> None:
    stays = LEAVING.replace("---\nVersion", "cancelled: 300 of you asked.\n---\nVersion")
    change(folder, "v1-goes", stays, datetime(2026, 7, 10, 12, 0, tzinfo=UTC))
    assert "Cancelled 300 of you asked." in text("/notices/v1-goes")
    assert "Deprecation:" not in text("/notices/v1-goes")
    assert "Cancelled: 300 of you asked." in body("/feeds/notices.json")
    assert "Version 1 goes" not in text("/")
    [notice, _] = told("/notices.json")["notices"]
    assert (notice["state"], notice["cancelled"]) == ("cancelled", "300 of you asked.")
    assert told("/notices.openeox.json")["statements"] == []
    events = Calendar.from_ical(body("/notices.ics")).walk("VEVENT")
    assert {str(one["status"]) for one in events} == {"CANCELLED", "CONFIRMED"}


def test_calendar_has_whole_days_with_an_alarm(folder: Path) -> None:
    del folder
    events = {
        str(one["summary"]): one for one in Calendar.from_ical(body("/notices.ics")).walk("VEVENT")
    }
    assert sorted(events) == [
        "Deprecated: Version 1 goes",
        "In effect: Prices rise by 3 %",
        "Removed: Version 1 goes",
    ]
    gone = events["Removed: Version 1 goes"]
    assert gone.decoded("dtstart") == date(2026, 12, 31)
    assert gone.decoded("dtend") == date(2027, 1, 1)
    assert str(gone["uid"]).endswith("notices/v1-goes/removed")
    assert gone["sequence"] == 0
    [alarm] = gone.walk("VALARM")
    assert alarm.decoded("trigger") == -timedelta(days=7)


def test_calendar_is_narrowed_as_feeds_are(folder: Path) -> None:
    del folder
    found = catalogue.find("/notices.ics")
    assert found is not None
    narrowed = replace(found, wanted=Filter(breaking=True))
    with clock.standing_at(NOW):
        assert catalogue.render(found).body.count(b"BEGIN:VEVENT") == 3
        assert catalogue.render(narrowed).body.count(b"BEGIN:VEVENT") == 2


def test_words_that_are_erased_leave_the_days(folder: Path) -> None:
    del folder
    actor, zone = Actor("ada"), ZoneInfo("Europe/London")
    front = {
        **{"title": "Jane leaves", "date": "2026-07-20", "kind": "policy"},
        **{"effective": "2026-08-10", "reason": "Jane Doe moves."},
    }
    with clock.standing_at(NOW):
        made = write_entry(EntryKind.NOTICE, front, "Ask Jane.", actor, zone=zone)
        words = {"reason": "Somebody moves.", "body": "Ask us.", "title": "Somebody leaves"}
        erase(f"notices/{made.slug}", words, "A name", actor, zone=zone)
    later = NOW + timedelta(days=1)
    shown = text(made.path, later)
    assert "Jane" not in shown
    assert "Announced 21 days ahead." in shown
    assert "Somebody moves." in body("/notices.json", later)


def test_feeds_tell_of_notices_and_of_those_that_break(folder: Path) -> None:
    del folder
    assert {"Version 1 goes", "Prices rise by 3 %"} == {
        one["title"] for one in told("/feeds/notices.json")["items"]
    }
    assert [one["title"] for one in told("/feeds/breaking.json")["items"]] == ["Version 1 goes"]
    assert "Version 1 goes" in body("/feeds/all.atom")
    assert "Version 1 goes" in body("/components/api.atom")
    [item] = [one for one in told("/feeds/notices.json")["items"] if "Version" in one["title"]]
    assert item["_statuspage"]["effective"] == "2026-08-01"
    assert "Version 2 does <em>all</em> of it." in item["content_html"]


def test_documents_agree_with_the_page(folder: Path) -> None:
    del folder
    assert body("/notices.json") == body("/api/v1/notices")
    shown = told("/notices.json")
    assert shown["as_of"] == "2026-07-20"
    [notice, price] = shown["notices"]
    assert notice["id"] == "v1-goes"
    assert (notice["state"], price["state"]) == ("announced", "effective")
    assert (notice["lead_days"], notice["promised_days"], notice["kept"]) == (31, 30, True)
    assert notice["follows"] == "https://status.acme.example/pages/about"
    assert notice["operations"] == ["GET /v1/things"]


def test_openeox_has_the_core_form(folder: Path) -> None:
    """OASIS OpenEoX Core 1.0 CSD01: four keys are needed, no others but two more are allowed."""
    del folder
    [statement] = told("/notices.openeox.json")["statements"]
    core = statement["core"]
    assert (
        core.pop("$schema") == "https://docs.oasis-open.org/openeox/eox-core/v1.0/schema/core.json"
    )
    assert core == {
        "end_of_life": "2026-12-31T00:00:00Z",
        "end_of_security_support": "2026-12-31T00:00:00Z",
        "last_updated": "2026-07-01T12:00:00Z",  # when it was published, on its day
    }
    stamp = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
    assert all(stamp.fullmatch(value) for value in core.values())
