"""The hub, before a real listener: it asks back, sends what changed, signs it, and gives up."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from statuspage import clock
from statuspage.actions.sync import sync
from statuspage.net.rules import anywhere
from statuspage.notify.websub.calling import Reachable
from statuspage.store import db
from statuspage.store.tables.hub import FeedListener
from statuspage.store.telling import switch
from statuspage.web.app import create_desk
from statuspage.web.cache.other_methods import to_other_method
from statuspage.worker.duties.hub import Hub
from tests.helpers.pages import rendered
from tests.helpers.sites import add_to_config
from tests.helpers.telling import NOON, opened, posted

TOPIC = "https://status.acme.example/updates.atom"
HERE = Reachable(may_reach=anywhere)


class Listening:
    """A program that listens: what it was asked and sent, and how it answers."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.agrees = True
        self.status = 200
        self.asked: list[dict[str, list[str]]] = []
        self.sent: list[tuple[dict[str, str], bytes]] = []


@pytest.fixture
def listening() -> Iterator[Listening]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            found.asked.append(query)
            self._answer(query["hub.challenge"][0].encode() if found.agrees else b"no")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.sent.append((dict(self.headers), body))
            self._answer(b"")

        def _answer(self, body: bytes) -> None:
            self.send_response(found.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Listening(f"http://127.0.0.1:{server.server_port}/call?who=me")
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def ask(listening: Listening, mode: str = "subscribe", **more: str) -> Any:
    client = create_desk([]).test_client()
    fields = {"mode": mode, "topic": TOPIC, "callback": listening.address} | more
    return client.post("/hub", data={f"hub.{name}": value for name, value in fields.items()})


def turned(hub: Hub, minutes: float = 0) -> None:
    with clock.standing_at(NOON + timedelta(minutes=minutes)):
        hub.turn()


def followed(listening: Listening, **more: str) -> Hub:
    """A hub whose listener has confirmed."""
    with clock.standing_at(NOON):
        assert ask(listening, **more).status_code == 202
    hub = Hub({}, HERE)
    turned(hub)
    return hub


def leases() -> list[datetime | None]:
    with db.snapshot():
        return [row.lease_until for row in FeedListener.select()]


def test_listener_that_confirms_is_sent_the_feed_when_it_changes(
    store: Path, listening: Listening
) -> None:
    hub = followed(listening, secret="shared", lease_seconds="3600")
    [asked] = listening.asked
    assert asked["who"] == ["me"]
    assert asked["hub.mode"] == ["subscribe"]
    assert asked["hub.topic"] == [TOPIC]
    assert asked["hub.lease_seconds"] == ["3600"]
    assert leases() == [NOON + timedelta(hours=1)]
    turned(hub)
    assert listening.sent == []
    opened(1, "Slow answers")
    turned(hub, 1)
    turned(hub, 1)
    [(headers, body)] = listening.sent
    assert body == rendered("/updates.atom").body
    assert b"Slow answers" in body
    digest = hmac.digest(b"shared", body, "sha256").hex()
    assert headers["X-Hub-Signature"] == f"sha256={digest}"
    assert headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert f'<{TOPIC}>; rel="self"' in headers["Link"]
    assert '<https://status.acme.example/hub>; rel="hub"' in headers["Link"]


def test_listener_that_does_not_confirm_is_sent_nothing(store: Path, listening: Listening) -> None:
    listening.agrees = False
    hub = followed(listening)
    assert leases() == []
    opened(1)
    turned(hub, 1)
    assert listening.sent == []


def test_nobody_leaves_whom_another_wants_to_leave(store: Path, listening: Listening) -> None:
    hub = followed(listening)
    listening.agrees = False
    with clock.standing_at(NOON):
        assert ask(listening, "unsubscribe").status_code == 202
    turned(hub)
    assert len(leases()) == 1
    listening.agrees = True
    with clock.standing_at(NOON):
        assert ask(listening, "unsubscribe").status_code == 202
    turned(hub)
    assert leases() == []


def test_what_failed_is_tried_later_and_the_newest_is_sent(
    store: Path, listening: Listening
) -> None:
    hub = followed(listening)
    listening.status = 500
    key = opened(1).key
    turned(hub, 1)
    posted(1.2, key, "Found it.")
    turned(hub, 1.5)
    assert len(listening.sent) == 1
    listening.status = 204
    turned(hub, 2.1)
    turned(hub, 20)
    assert len(listening.sent) == 2
    assert b"Found it." in listening.sent[1][1]


def test_listener_is_given_up_when_it_is_gone_or_its_time_is_over(
    store: Path, listening: Listening
) -> None:
    hub = followed(listening)
    listening.status = 410
    opened(1)
    turned(hub, 1)
    assert leases() == []
    listening.status = 200
    hub = followed(listening, lease_seconds="300")
    turned(hub, 6)
    assert leases() == []


def test_renewal_keeps_what_is_owed(store: Path, listening: Listening) -> None:
    hub = followed(listening, secret="old")
    opened(1)
    with clock.standing_at(NOON + timedelta(minutes=2)):
        ask(listening, secret="new")
    turned(hub, 2)
    turned(hub, 2)
    [(headers, body)] = listening.sent
    digest = hmac.digest(b"new", body, "sha256").hex()
    assert headers["X-Hub-Signature"] == f"sha256={digest}"


def test_two_hubs_send_once(store: Path, listening: Listening) -> None:
    first = followed(listening)
    opened(1)
    second = Hub({}, HERE)
    for hub in (first, second, first):
        turned(hub, 1)
    assert len(listening.sent) == 1


def test_nothing_is_sent_while_sending_is_stopped(store: Path, listening: Listening) -> None:
    hub = followed(listening)
    with db.transaction():
        switch.stop("ada", NOON)
    opened(1)
    turned(hub, 1)
    assert listening.sent == []
    with db.transaction():
        switch.resume()
    turned(Hub({"STATUSPAGE_SENDING": "off"}, HERE), 2)
    assert listening.sent == []
    turned(hub, 2)
    assert len(listening.sent) == 1


def test_address_inside_is_never_called(store: Path, listening: Listening) -> None:
    with clock.standing_at(NOON):
        assert ask(listening).status_code == 202
    hub = Hub({})
    turned(hub)
    turned(hub, 2)
    assert listening.asked == []
    assert leases() == []


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"mode": "publish"}, "hub.mode: 'publish' is not known here."),
        ({"topic": "https://elsewhere.example/feed"}, "hub.topic: This is no feed of this site."),
        ({"topic": "https://status.acme.example/"}, "hub.topic: This is no feed of this site."),
        ({"topic": TOPIC.replace("updates", "components/none")}, "hub.topic: This is no feed"),
        ({"topic": TOPIC + "?component=api"}, "hub.topic: This is no feed of this site."),
        ({"topic": "https://status.acme.example/de/updates.atom"}, "hub.topic: This is no feed"),
        ({"callback": "ftp://a.example/"}, "hub.callback: Give a web address"),
        ({"callback": "http://u:p@a.example/"}, "hub.callback: Give a web address"),
        ({"callback": "http://a.example/" + "x" * 1000}, "hub.callback: Give a web address"),
        ({"secret": "x" * 200}, "hub.secret: It must have fewer than 200 bytes."),
        ({"lease_seconds": "-1"}, "hub.lease_seconds: Give a whole number of seconds."),
    ],
)
def test_what_cannot_be_asked_is_refused(
    store: Path, listening: Listening, more: dict[str, str], words: str
) -> None:
    answer = ask(listening, **{"mode": "subscribe"} | more)
    assert answer.status_code == 400
    assert answer.get_data(as_text=True).startswith(words)


def test_who_asks_too_often_waits(store: Path, listening: Listening) -> None:
    with clock.standing_at(NOON):
        codes = [ask(listening, mode="publish").status_code for _ in range(11)]
    assert codes == [400] * 10 + [429]


def test_another_hub_is_told_what_changed(store: Path, listening: Listening) -> None:
    address = listening.address.partition("?")[0]
    add_to_config(store, f'\n[feeds]\nhub = "{address}"\n')
    sync(store / "config.toml", {})
    assert f'<link href="{address}" rel="hub"'.encode() in rendered("/updates.atom").body
    assert ask(listening).status_code == 400
    hub = Hub({}, HERE)
    turned(hub)
    assert listening.sent == []
    opened(1, "Slow answers")
    turned(hub, 1)
    turned(hub, 1)
    [(_, body)] = listening.sent
    told = parse_qs(body.decode())
    assert told["hub.mode"] == ["publish"]
    assert TOPIC in told["hub.url"]
    assert "https://status.acme.example/components/docs.atom" not in told["hub.url"]
    assert urlencode({"hub.url": TOPIC}) in body.decode()


def test_whoever_looks_at_the_hub_reads_what_it_is(store: Path) -> None:
    page = rendered("/hub")
    assert page.content_type == "text/plain; charset=utf-8"
    assert b"https://www.w3.org/TR/websub/" in page.body
    answer = to_other_method("/hub", "POST", [])
    assert answer is None
    refused = to_other_method("/hub", "DELETE", [])
    assert refused is not None
    assert dict(refused[1])["Allow"] == "GET, HEAD, POST"
