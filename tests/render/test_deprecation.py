"""The headers of a deprecation, read back as RFC 9745, RFC 8594 and RFC 8288 have them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.promises.notice import Notice, notice_of
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.render.deprecation import headers
from tests.helpers.library import SITE

AT = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
PAGE = "https://status.acme.example/notices/v1"
ZONES = ("UTC", "Europe/London", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia")


def notice(zone: str, effective: date, removed: date | None, kind: str = "deprecation") -> Notice:
    details = {
        "kind": kind,
        "effective": effective.isoformat(),
        "removed": removed and removed.isoformat(),
    }
    words = {"title": "T", "body": "", "html": "", "file": ""}
    entry = Entry(
        EntryKind.NOTICE,
        "v1",
        at=AT,
        details=details,
        published_at=AT,
        updated_at=AT,
        withdrawn_at=None,
        revision=1,
        **words,
    )
    return notice_of(entry, [], ZoneInfo(zone))


def read(lines: tuple[str, ...]) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in lines)


@given(st.sampled_from(ZONES), st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 1000))
def test_headers_name_the_first_moment_of_each_day(zone: str, day: date, later: int) -> None:
    gone = day + timedelta(days=later)
    site = replace(SITE, timezone=zone)
    found = read(headers(site, notice(zone, day, gone), PAGE))
    date_item = re.fullmatch(r"@(-?[0-9]{1,15})", found["Deprecation"])  # RFC 9651, 3.3.7
    assert date_item is not None
    since = datetime.fromtimestamp(int(date_item[1]), UTC)
    sunset = parsedate_to_datetime(found["Sunset"])
    assert found["Sunset"].endswith(" GMT")  # RFC 9110, 5.6.7
    assert sunset >= since  # RFC 9745, 4
    here = ZoneInfo(zone)
    assert since == datetime.combine(day, time(), here).astimezone(UTC)
    assert sunset == datetime.combine(gone, time(), here).astimezone(UTC)
    link = re.fullmatch(r'<([^>]+)>; rel="([a-z ]+)"; type="text/html"', found["Link"])
    assert link is not None
    assert (link[1], link[2].split()) == (PAGE, ["deprecation", "sunset"])


@pytest.mark.parametrize(
    ("kind", "removed", "names"),
    [
        ("deprecation", None, ["Deprecation", "Link"]),
        ("price", None, []),
    ],
)
def test_headers_say_no_more_than_is_announced(
    kind: str, removed: date | None, names: list[str]
) -> None:
    found = headers(SITE, notice("UTC", date(2026, 9, 1), removed, kind), PAGE)
    assert [line.partition(":")[0] for line in found] == names
