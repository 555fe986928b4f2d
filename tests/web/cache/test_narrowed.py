"""Feeds with a query: answered from memory like others, refused in one line, and bounded."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from statuspage.web.cache.kept import KeptPage, KeptPages
from statuspage.web.cache.pagecache import PageCache
from tests.helpers.telling import PARTIAL, opened

FEED = "/feeds/all.json"


def ask(app: PageCache, path: str, query: str = "", method: str = "GET", **more: str) -> Any:
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, **more}
    answer: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        answer.update(status=status, headers=dict(headers))

    answer["body"] = b"".join(app(environ, start))
    return answer


@pytest.fixture
def app(store: Path) -> PageCache:
    return PageCache(lambda _, __: [b"behind"], [("X-Common", "yes")])


def test_query_narrows_and_is_told_apart_by_its_etag(app: PageCache) -> None:
    opened(0, "Slow answers")
    whole, docs = ask(app, FEED), ask(app, FEED, "component=docs")
    assert b"Slow answers" in whole["body"]
    assert b"Slow answers" not in docs["body"]
    etag = docs["headers"]["ETag"]
    assert ask(app, FEED, "component=docs", HTTP_IF_NONE_MATCH=etag)["status"][:3] == "304"
    assert ask(app, FEED, HTTP_IF_NONE_MATCH=etag)["status"][:3] == "200"
    opened(1, "Bad links", components={"docs": PARTIAL})
    assert b"Bad links" in ask(app, FEED, "component=docs")["body"]


def test_same_choice_is_one_page_however_it_is_written(app: PageCache) -> None:
    first = ask(app, FEED, "severity=major&component=docs&component=api")
    again = ask(app, FEED, "component=api&component=docs&component=api&severity=major&breaking=0")
    assert first["body"] == again["body"]
    assert b"component=api&component=docs&severity=major" in first["body"]
    assert ask(app, FEED, "breaking=0")["body"] == ask(app, FEED)["body"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("component=nothing", b"component: There is no component 'nothing'.\n"),
        ("componet=api", b"componet: 'componet' is not known here."),
        ("severity=bad", b"severity: 'bad' is not known here. Known: minor, major, critical."),
        ("component=", b"component: There is no component ''."),
        ("&".join(["component=api"] * 51), b"query: A feed takes at most 50 choices.\n"),
        ("component=%ff%00%0d%0aX:y", b"component: There is no component"),
    ],
)
def test_query_that_nobody_can_answer_is_refused_in_one_line(
    app: PageCache, query: str, words: bytes
) -> None:
    answer = ask(app, FEED, query)
    assert answer["status"] == "400 Bad Request"
    assert answer["headers"]["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["headers"]["Cache-Control"] == "no-store"
    assert answer["body"].startswith(words)
    assert answer["body"].count(b"\n") == 1
    assert ask(app, FEED, query, "HEAD")["body"] == b""


def test_other_pages_do_not_mind_a_query(app: PageCache) -> None:
    for path in ("/changelog", "/feeds", "/feeds.opml"):
        assert ask(app, path, "utm_source=feed")["body"] == ask(app, path)["body"]


@pytest.mark.parametrize("more", ["utm_source=feed", "fbclid=1&ref=a", "=", "&&", "%ff=%00"])
def test_names_that_are_not_ours_change_nothing(app: PageCache, more: str) -> None:
    whole, docs = ask(app, FEED), ask(app, FEED, "component=docs")
    assert ask(app, FEED, more)["body"] == whole["body"]
    assert ask(app, FEED, f"{more}&component=docs")["body"] == docs["body"]
    assert list(app._kept._pages) == [FEED, "?component=docs /feeds/all.json"]


def test_address_that_looks_like_a_query_is_no_key_of_one(app: PageCache) -> None:
    assert ask(app, FEED, "component=docs")["status"][:3] == "200"
    assert ask(app, f"{FEED}?component=docs")["body"] == b"behind"


def test_narrowed_feeds_are_kept_up_to_a_number(app: PageCache) -> None:
    ask(app, FEED)
    page = app._kept.get(FEED)
    assert page is not None
    kept = KeptPages(largest=10**9)
    kept.keep(FEED, KeptPage(page.page, {}, 0))
    for number in range(500):
        kept.keep(f"?{number} {FEED}", KeptPage(page.page, {}, 0))
    assert kept.get("?299 /feeds/all.json") is None
    assert kept.get("?300 /feeds/all.json") is not None
    assert kept.get(FEED) is not None
    assert kept.size == 201 * page.size


def test_ever_new_choices_do_not_take_the_threads_of_other_pages(app: PageCache) -> None:
    app._making.update({f"?{number} {FEED}": Future() for number in range(8)})
    answer = ask(app, FEED, "component=docs")
    assert answer["status"] == "503 Service Unavailable"
    assert answer["headers"]["Retry-After"] == "120"
    assert ask(app, FEED)["status"] == "200 OK"
    app._making.popitem()
    assert ask(app, FEED, "component=docs")["status"] == "200 OK"


def test_incident_is_in_each_feed_on_the_very_next_request(app: PageCache) -> None:
    opened(0, "Before")
    names = ("/updates", "/feeds/all", "/feeds/incidents", "/components/api")
    asked = [(f"{name}.{form}", "") for name in names for form in ("rss", "atom", "json")]
    asked += [("/feeds/all.atom", "component=api"), ("/updates.json", "severity=minor")]
    for path, query in asked:
        assert b"Before" in ask(app, path, query)["body"], path
    opened(1, "Slow answers")
    for path, query in asked:
        assert b"Slow answers" in ask(app, path, query)["body"], path
