"""What accounts post: within limits, links counted in bytes, names that follow from the message."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import escape

from hypothesis import given
from hypothesis import strategies as st

from statuspage.render.feeds.told import ToldNews
from statuspage.render.hooks.social import record, record_key, toot
from tests.render.facts import SITE
from tests.render.hooks.told import news, told_item, told_update

AT = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
TEXTS = st.text(st.sampled_from("ab (.)\n@é🚀👩‍🚀"), max_size=400)
PIECES = st.lists(TEXTS | st.just(" https://a.example/ü?b=1. "), max_size=5).map("".join)


def told(words: str) -> ToldNews:
    """An update that says this."""
    incident, _ = told_update()
    return ToldNews(news(), told_item(f"<p>{escape(words)}</p>"), incident)


@given(PIECES)
def test_links_of_a_post_stand_where_their_bytes_are(words: str) -> None:
    made = record(SITE, told(words), AT, None)
    text = made["text"]
    assert len(text) <= 300
    assert len(text.encode()) <= 3000
    for facet in made["facets"]:
        index, [feature] = facet["index"], facet["features"]
        shown = text.encode()[index["byteStart"] : index["byteEnd"]]
        assert shown.decode() == feature["uri"]
    assert made["facets"][-1]["features"][0]["uri"] == told(words).item.url


@given(PIECES)
def test_toot_calls_nobody_and_ends_with_its_link(words: str) -> None:
    status = toot(SITE, told(words))["status"]
    assert len(status) <= 500
    assert status.endswith(f"\n\n{told(words).item.url}")
    assert re.search(r"(?<![=/\w])@\w", status) is None


@given(st.integers(0, 10**8), st.text(max_size=30))
def test_name_of_a_record_is_a_time_and_stays(seconds: int, key: str) -> None:
    at = AT + timedelta(seconds=seconds)
    name = record_key(at, key)
    assert re.fullmatch("[234567abcdefghij][234567a-z]{12}", name)
    assert name == record_key(at, key)
    assert name < record_key(at + timedelta(seconds=1), key)


def test_name_of_a_record_says_its_time() -> None:
    digits = "234567abcdefghijklmnopqrstuvwxyz"
    number = 0
    for sign in record_key(AT, "m1"):
        number = number * 32 + digits.index(sign)
    assert number // 1024 // 1_000_000 == AT.timestamp()
