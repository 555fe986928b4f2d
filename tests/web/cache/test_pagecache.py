"""The page cache: conditional answers, encodings, freshness, and what happens without a store."""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import brotli
import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.errors import StoreError
from statuspage.store import db
from statuspage.web.cache.pagecache import PageCache
from tests.helpers.processes import wait_until
from tests.helpers.stores import away, hanging

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
ADA = Actor("ada")


class Visitor:
    """Asks a page cache as a server would, without one."""

    def __init__(self, **options: int) -> None:
        self.app = PageCache(lambda _, __: [b"behind"], [("X-Common", "yes")], **options)

    def get(self, path: str, method: str = "GET", **headers: str) -> Any:
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        answer: dict[str, Any] = {}

        def start(status: str, found: list[tuple[str, str]]) -> None:
            answer.update(status=status, headers=dict(found))

        answer["body"] = b"".join(self.app(environ, start))
        return answer


@pytest.fixture
def visitor(store: Path) -> Visitor:
    return Visitor()


def test_page_carries_the_headers_that_caches_need(visitor: Visitor) -> None:
    headers = visitor.get("/changelog")["headers"]
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["ETag"].startswith('"')
    assert headers["Last-Modified"].endswith("GMT")
    assert headers["Vary"] == "Accept-Encoding"
    assert "stale-while-revalidate" in headers["Cache-Control"]
    assert "stale-if-error" in headers["Cache-Control"]
    assert headers["X-Common"] == "yes"


def test_known_etag_is_answered_with_304_and_no_body(visitor: Visitor) -> None:
    etag = visitor.get("/changelog")["headers"]["ETag"]
    for sent in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        answer = visitor.get("/changelog", if_none_match=sent)
        assert answer["status"] == "304 Not Modified"
        assert answer["body"] == b""
        assert answer["headers"]["ETag"] == etag
    assert visitor.get("/changelog", if_none_match='"other"')["status"] == "200 OK"


def test_modified_since_is_asked_only_without_an_etag(visitor: Visitor) -> None:
    modified = visitor.get("/changelog")["headers"]["Last-Modified"]
    assert visitor.get("/changelog", if_modified_since=modified)["status"].startswith("304")
    earlier = "Thu, 01 Jan 2004 00:00:00 GMT"
    assert visitor.get("/changelog", if_modified_since=earlier)["status"].startswith("200")
    both = visitor.get("/changelog", if_modified_since=modified, if_none_match='"x"')
    assert both["status"].startswith("200")
    for unreadable in ("yesterday", f"{earlier[:-3]}+{'9' * 20}"):
        answer = visitor.get("/changelog", if_modified_since=unreadable)
        assert answer["status"].startswith("200"), unreadable


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.1, gzip;q=1", "gzip"),
        ("*", "br"),
        ("identity", None),
        ("gzip;q=oops", None),
    ],
)
def test_best_accepted_encoding_is_sent(
    visitor: Visitor, accepted: str, chosen: str | None
) -> None:
    plain = visitor.get("/changelog")
    answer = visitor.get("/changelog", accept_encoding=accepted)
    unpack = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}[chosen]
    assert answer["headers"].get("Content-Encoding") == chosen
    assert unpack(answer["body"]) == plain["body"]
    assert int(answer["headers"]["Content-Length"]) == len(answer["body"])
    assert (answer["headers"]["ETag"] == plain["headers"]["ETag"]) is (chosen is None)


def test_head_has_the_headers_of_get_and_no_body(visitor: Visitor) -> None:
    get, head = visitor.get("/changelog"), visitor.get("/changelog", "HEAD")
    assert head["headers"] == get["headers"]
    assert head["body"] == b""


def test_other_methods_and_unknown_addresses_are_handed_on(visitor: Visitor) -> None:
    assert visitor.get("/admin/sign-in", "POST")["body"] == b"behind"
    assert visitor.get("/admin")["body"] == b"behind"


def test_public_page_takes_no_other_method(visitor: Visitor) -> None:
    answer = visitor.get("/", "POST")
    assert answer["status"].startswith("405")
    assert answer["headers"]["Allow"] == "GET, HEAD"


def test_date_of_a_page_moves_with_its_bytes_even_within_a_second(store: Path) -> None:
    with clock.standing_at(NOON):
        visitor = Visitor()
        modified = visitor.get("/")["headers"]["Last-Modified"]
        open_incident("Search is slow", NewUpdate("We are looking."), ADA)
        assert visitor.get("/", if_modified_since=modified)["status"].startswith("200")


def test_address_of_nothing_gets_the_page_that_helps(visitor: Visitor) -> None:
    answer = visitor.get("/incidents/nothing")
    assert answer["status"] == "404 Not Found"
    assert b"<main" in answer["body"]


def test_update_is_in_the_very_next_answer(visitor: Visitor) -> None:
    visitor.get("/")
    incident = open_incident("Search is slow", NewUpdate("We are looking."), ADA)
    assert b"Search is slow" in visitor.get("/")["body"]
    page = visitor.get(incident.path)["body"]
    post_update(incident.key, NewUpdate("Words of the second update."), ADA)
    assert b"second update" not in page
    for path in ("/", incident.path):
        assert b"Words of the second update." in visitor.get(path)["body"]


def test_page_that_a_write_does_not_concern_is_not_made_again(visitor: Visitor) -> None:
    first = open_incident("Search is slow", NewUpdate("We are looking."), ADA)
    second = open_incident("Docs are slow", NewUpdate("We are looking."), ADA)
    visitor.get(first.path)
    kept = visitor.app._kept.get(first.path)
    post_update(second.key, NewUpdate("More."), ADA)
    visitor.get(first.path)
    assert visitor.app._kept.get(first.path) is kept
    post_update(first.key, NewUpdate("More."), ADA)
    visitor.get(first.path)
    assert visitor.app._kept.get(first.path) is not kept


def test_promise_turns_late_by_itself_when_its_time_passes(store: Path) -> None:
    with clock.standing_at(NOON):
        visitor = Visitor()
        word = NewUpdate("We are looking.", next_due=NOON + timedelta(minutes=30))
        incident = open_incident("Search is slow", word, ADA)
        on_time = visitor.get(incident.path)["body"]
    with clock.standing_at(NOON + timedelta(minutes=32)):
        late = visitor.get(incident.path)["body"]
    assert b"late" not in on_time
    assert b"late" in late


def test_clock_that_steps_back_makes_the_page_anew(store: Path) -> None:
    with clock.standing_at(NOON):
        visitor = Visitor()
        assert b"13:00" in visitor.get("/")["body"]  # noon UTC is one o'clock in London
    with clock.standing_at(NOON - timedelta(hours=5)):
        assert b"08:00" in visitor.get("/")["body"]


def test_page_without_its_store_is_served_stale_with_a_note(visitor: Visitor, store: Path) -> None:
    visitor.get("/")
    with away(store):
        visitor.app._outlook._look_again = 0.0
        answer = visitor.get("/")
        assert answer["status"] == "200 OK"
        assert b'<p class="stale"' in answer["body"]
        assert answer["headers"]["Cache-Control"] == "no-store"
        never_seen = visitor.get("/changelog")
        assert never_seen["status"].startswith("503")
        assert never_seen["headers"]["Retry-After"] == "30"
        assert b"try again in half a minute" in never_seen["body"]
    visitor.app._outlook._look_again = 0.0
    assert b'<p class="stale"' not in visitor.get("/")["body"]


def test_store_that_hangs_holds_up_one_request_for_two_seconds_and_no_other(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert visitor.get("/")["status"] == "200 OK"
    monkeypatch.setattr("statuspage.web.cache.outlook._PATIENCE", 0.4)
    with hanging():
        visitor.app._outlook._look_again = 0.0
        for _ in range(3):
            assert b'<p class="stale"' in visitor.get("/")["body"]
        assert visitor.get("/changelog")["status"].startswith("503")
        for begin in (db.snapshot, db.transaction):  # forms, the API, /healthz
            with pytest.raises(StoreError, match="does not answer"), begin():
                pass
    wait_until(lambda: b'<p class="stale"' not in visitor.get("/")["body"])


def test_page_that_is_being_made_when_the_store_hangs_is_not_waited_for(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = visitor.get("/")["body"]
    open_incident("Search is slow", NewUpdate("We are looking."), ADA)
    visitor.app._outlook.look_if_due()
    monkeypatch.setattr("statuspage.web.cache.outlook._PATIENCE", 0.4)
    monkeypatch.setattr("statuspage.web.cache.outlook._LOOK_EVERY", 0.0)
    with hanging():
        answer = visitor.get("/")
    assert b'<p class="stale"' in answer["body"]
    assert len(answer["body"]) > len(former) / 2
    wait_until(lambda: b"Search is slow" in visitor.get("/")["body"])


def test_fault_of_ours_is_logged_answered_kindly_and_not_tried_at_once_again(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.get("/")
    tries = []

    def broken(*_: object) -> None:
        tries.append(1)
        raise ZeroDivisionError

    monkeypatch.setattr("statuspage.web.cache.pagecache.catalogue.render", broken)
    open_incident("Search is slow", NewUpdate("We are looking."), ADA)
    for _ in range(3):
        assert b"This page may be out of date" in visitor.get("/")["body"]
    assert visitor.get("/changelog")["status"].startswith("503")
    assert len(tries) == 2  # once for each address
    assert "ZeroDivisionError" in caplog.text


def test_lost_ring_of_the_bell_is_caught_by_the_slower_look(visitor: Visitor) -> None:
    visitor.get("/")
    heard = db.bell().value
    open_incident("Search is slow", NewUpdate("We are looking."), ADA)
    db.bell()._shared[:8] = heard  # as if the writer had died between its commit and its ring
    visitor.app._outlook._look_again = 0.0
    assert b"Search is slow" in visitor.get("/")["body"]


def test_memory_is_bounded(store: Path) -> None:
    visitor = Visitor(largest=30_000)
    for path in ("/", "/changelog", "/history", "/maintenance", "/sla", "/feeds"):
        visitor.get(path)
    assert visitor.app._kept.size <= 30_000
    assert visitor.get("/")["status"] == "200 OK"


def test_many_who_ask_at_once_all_see_what_was_written_before(visitor: Visitor) -> None:
    paths = ["/", "/", "/", "/history", "/feeds/all.atom", "/"]
    for number in range(3):
        title = f"Search is slow, part {number}"
        open_incident(title, NewUpdate("We are looking."), ADA)
        with ThreadPoolExecutor(len(paths)) as visitors:
            answers = list(visitors.map(visitor.get, paths))
        assert [title.encode() in answer["body"] for answer in answers] == [True] * len(paths)


@pytest.mark.parametrize("path", ["/feeds/all.json", "/api/v1/components", "/feeds/all.atom"])
def test_programs_of_other_origins_may_ask_before_they_read(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path, "OPTIONS")
    headers = answer["headers"]
    assert (answer["status"], answer["body"]) == ("204 No Content", b"")
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert headers["X-Common"] == "yes"


def test_pages_for_people_are_not_for_other_origins(visitor: Visitor) -> None:
    assert "Access-Control-Allow-Origin" not in visitor.get("/changelog")["headers"]
    assert visitor.get("/changelog", "OPTIONS")["status"].startswith("405")


def test_programs_of_other_origins_learn_what_went_wrong(visitor: Visitor, store: Path) -> None:
    assert visitor.get("/incidents/nothing")["headers"]["Access-Control-Allow-Origin"] == "*"
    assert visitor.get("/feeds/all.json", "DELETE")["headers"]["Access-Control-Allow-Origin"] == "*"
    visitor.get("/feeds/all.json")
    with away(store):
        for path in ("/feeds/all.json", "/feeds/all.rss"):
            assert visitor.get(path)["headers"]["Access-Control-Allow-Origin"] == "*"


def test_former_page_is_sent_until_who_wrote_is_answered(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("statuspage.web.cache.outlook._LOOK_EVERY", 60.0)  # told by the bell alone
    key = open_incident("Search is slow", NewUpdate("We look."), ADA).key
    former = visitor.get("/")["body"]
    assert b"It is the index." not in former
    with db.telling_at_the_end():
        post_update(key, NewUpdate("It is the index."), ADA)
        assert visitor.get("/")["body"] == former
        made = visitor.app._making.get("/")  # in the background, by whoever asked
        if made is not None:
            made.result()
        assert b"It is the index." in visitor.get("/")["body"]
        post_update(key, NewUpdate("It was the disk."), ADA)
    assert b"It was the disk." in visitor.get("/")["body"]


def test_page_is_renewed_in_the_background_after_a_write_that_did_not_concern_it(
    visitor: Visitor,
) -> None:
    first, other = (open_incident(title, NewUpdate("We look."), ADA) for title in ("One", "Two"))

    def renewed() -> bytes:
        visitor.get(first.path)
        made = visitor.app._making.get(first.path)
        if made is not None:
            made.result()
        return bytes(visitor.get(first.path)["body"])

    former = renewed()
    with db.telling_at_the_end():
        post_update(other.key, NewUpdate("Nothing to see."), ADA)
        assert renewed() == former
        post_update(first.key, NewUpdate("It is the index."), ADA)
        assert b"It is the index." in renewed()


def test_page_from_memory_is_ready_as_long_as_it_holds(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("statuspage.web.cache.outlook._LOOK_EVERY", 60.0)  # told by the bell alone
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/"}
    assert visitor.app.ready(dict(asked)) is None  # not made yet
    full = visitor.get("/")
    ready = visitor.app.ready(dict(asked))
    assert ready is not None
    status, headers, body = ready
    assert (status, dict(headers), b"".join(body)) == (
        full["status"],
        full["headers"],
        full["body"],
    )
    assert visitor.app.ready({**asked, "REQUEST_METHOD": "POST"}) is None
    assert visitor.app.ready({**asked, "QUERY_STRING": "component=x"}) is None
    open_incident("Search is slow", NewUpdate("We look."), ADA)
    assert visitor.app.ready(dict(asked)) is None
