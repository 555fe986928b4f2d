"""Eight real Statuspage feeds: counts, times and texts equal those of an independent reading."""

from __future__ import annotations

import re
import tarfile
from calendar import timegm
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import feedparser
import pytest

from statuspage.content.markdown import to_html
from statuspage.domain.incidents.imported import ImportedIncident
from statuspage.imports import feed

FEEDS = Path(__file__).parents[1] / "data" / "statuspage-feeds" / "feeds.tar.xz"
COUNTS = {
    "atlassian.atom": 25,
    "digitalocean.atom": 25,
    "github.atom": 25,
    "moonpay.rss": 25,
    "parse.rss": 17,
    "saucelabs.atom": 25,
    "streamyard.atom": 17,
    "symantec.atom": 25,
}
HOURS = {"UTC": 0, "PST": -8, "PDT": -7}
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
POST = re.compile(
    r"<small>(.*?)</small>\s*<br ?/?>\s*<strong>(.*?)</strong>(.*?)(?=<small>|\Z)", re.DOTALL
)


@pytest.fixture(scope="module")
def feeds() -> Mapping[str, bytes]:
    with tarfile.open(FEEDS) as packed:
        return {
            one.name: opened.read()
            for one in packed.getmembers()
            if (opened := packed.extractfile(one)) is not None
        }


class _Words(HTMLParser):
    """The words of some HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""

    def handle_data(self, data: str) -> None:
        self.words += data


def bare(html: str) -> str:
    """Letters and digits of some HTML alone."""
    read = _Words()
    read.feed(html)
    read.close()
    return re.sub(r"[\W_]+", "", unescape(read.words))


def _entries(data: bytes) -> list[tuple[str, list[tuple[Any, str, str]], datetime]]:
    """Title, posts (day and time as printed, label, words) and own time, by another reader."""
    found = []
    for one in feedparser.parse(data, sanitize_html=False).entries:
        content = one.content[0].value if "content" in one else one.summary
        posts = [
            (_printed(day), bare(label), bare(words)) for day, label, words in POST.findall(content)
        ]
        own = one.updated_parsed if "updated" in set(one) else one.published_parsed
        found.append((one.title, posts, datetime.fromtimestamp(timegm(own), UTC)))
    return found


def _printed(text: str) -> tuple[int, int, int, int, str]:
    month, day, hour, minute, zone = re.findall(
        r"(\w{3})\s+(\d+), (\d\d):(\d\d) (\w+)", " ".join(re.sub(r"<[^>]*>", "", text).split())
    )[0]
    return MONTHS.index(month) + 1, int(day), int(hour), int(minute), zone


def _told(one: ImportedIncident) -> list[tuple[datetime, str]]:
    return [(post.at, bare(to_html(post.body))) for post in one.posts]


def test_there_are_eight_of_them(feeds: Mapping[str, bytes]) -> None:
    assert set(feeds) == set(COUNTS)


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_feed_is_read_as_another_reader_reads_it(feeds: Mapping[str, bytes], name: str) -> None:
    batch = feed.read(feeds[name], name, datetime(2026, 11, 1, tzinfo=UTC))
    there = _entries(feeds[name])
    assert (batch.refused, len(batch.incidents), len(there)) == (0, COUNTS[name], COUNTS[name])
    for found, (title, posts, own) in zip(batch.incidents, there, strict=True):
        assert found.title == " ".join(title.split())
        assert sorted(words for _, words in _told(found)) == sorted(words for _, _, words in posts)
        meant = sorted(printed for printed, _, _ in posts)
        assert sorted(_shown(post.at, posts[0][0][4]) for post in found.posts) == meant
        # The year, too, which no post prints; some entries were touched again months later.
        assert abs(found.posts[-1].at - own) < timedelta(days=183)
    assert any(len(found.posts) > 2 for found in batch.incidents)


def _shown(at: datetime, zone: str) -> tuple[int, int, int, int, str]:
    local = at + timedelta(hours=HOURS[zone])
    return local.month, local.day, local.hour, local.minute, zone
