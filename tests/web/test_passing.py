"""Each request has an id, in its answer, in what is logged of it, and on the page of a fault."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import Client

from statuspage import logs
from statuspage.actions.staff.tokens import create_token
from statuspage.store import db
from statuspage.web.app import WsgiApp, create_app
from statuspage.web.passing import kind_of, logging_each
from tests.web.conftest import Browser

ID = "0af7651916cd43dd"


class Kept(logging.Handler):
    """What is logged, with the request that it belongs to."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append((logs.request_id(), record.getMessage()))


@pytest.fixture
def app(store: Path) -> WsgiApp:
    return create_app(store / "config.toml")


@pytest.fixture
def kept() -> Iterator[Kept]:
    handler, root = Kept(), logging.getLogger("statuspage")
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.parametrize("path", ["/", "/admin/sign-in", "/healthz", "/api/v1/nothing", "/nothing"])
def test_id_of_the_proxy_comes_back(app: WsgiApp, path: str) -> None:
    client = Client(app)
    for _ in range(2):  # when it is made, and from memory
        answer = client.get(path, headers={"X-Request-ID": ID})
        assert answer.headers.getlist("X-Request-ID") == [ID]


def test_request_without_an_id_gets_one(app: WsgiApp) -> None:
    client = Client(app)
    ids = {client.get("/healthz").headers["X-Request-ID"] for _ in range(3)}
    assert len(ids) == 3
    assert client.get("/", headers={"X-Request-ID": "not sane"}).headers["X-Request-ID"] != ID


def test_page_of_a_fault_names_the_number_that_the_log_has(app: WsgiApp, kept: Kept) -> None:
    db.run("ALTER TABLE rate_bucket RENAME TO moved")
    page = Browser(app).sign_in("ada")
    db.run("ALTER TABLE moved RENAME TO rate_bucket")  # other tests have the database after this
    number = page.headers["X-Request-ID"]
    assert page.code == 500
    assert f"give this number: {number}" in page.words()
    assert [name for name, text in kept.lines if "a fault of ours" in text] == [number]


def test_access_log_has_no_secret(app: WsgiApp, kept: Kept) -> None:
    secret = create_token("prometheus", ["metrics"], ())
    client = Client(logging_each(app))
    client.get("/?token=in-a-query", headers={"X-Request-ID": ID, "Cookie": "a=in-a-cookie"})
    client.get("/metrics", headers={"Authorization": f"Bearer {secret}"})
    client.post("/admin/sign-in", data={"name": "ada", "password": "in-a-body"})
    client.post(f"/api/v1/heartbeats/{secret}")
    client.get("/de/subscribe/me/in-a-mail")
    lines = [text for _, text in kept.lines if text.startswith(("GET", "POST"))]
    assert len(lines) == 5
    assert lines[0].startswith("GET / 200 ")
    assert (ID, lines[0]) in kept.lines
    assert lines[3].startswith("POST /api/v1/heartbeats/... 404 ")
    assert lines[4].startswith("GET /de/subscribe/me/... 404 ")
    for told in (secret, "in-a-query", "in-a-cookie", "in-a-body", "in-a-mail"):
        assert told not in "\n".join(text for _, text in kept.lines)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "page"),
        ("/incidents/abc", "page"),
        ("/feeds/all.atom", "feed"),
        ("/components/api.rss", "feed"),
        ("/api/v1/incidents", "api"),
        ("/sla/api/2026-07.json", "api"),
        ("/static/style-0.css", "file"),
        ("/record/tile/0/000", "record"),
        ("/admin/sign-in", "desk"),
        ("/healthz", "health"),
    ],
)
def test_kind_of_an_address(path: str, kind: str) -> None:
    assert kind_of(path) == kind
