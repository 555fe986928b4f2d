"""Routes without a row, and forms sent in odd ways; the whole matrix is in its own file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.staff.accounts import add_staff
from statuspage.actions.staff.audit import HOST
from statuspage.actions.staff.sign_in import account_named, start_session
from statuspage.domain.desk.staff import Role
from statuspage.store.incidents import incidents
from statuspage.store.published import record
from statuspage.web.admin.access.sign_in import COOKIE
from statuspage.web.admin.routes import ROUTES, Route
from statuspage.web.app import create_desk
from tests.web.conftest import Browser

PARTS = {
    "note": "1",
    "folder": "changelog",
    "name": "nobody",
    "key": "nothing",
    "slug": "none",
    "session": "x",
}
ASKED = [(route, method) for route in ROUTES for method in route.methods]


@pytest.fixture
def flask(store: Path) -> Flask:
    return create_desk([])


def address(route: Route, **parts: str) -> str:
    """An address of a route; its parts lead nowhere, unless they are given."""
    given = PARTS | parts
    return "/admin" + re.sub(
        r"<(?:([^>]*):)?(\w+)>",
        lambda part: given.get(part[2], "0" if part[1] == "int" else "x"),
        route.rule,
    )


def test_no_address_stands_in_two_rows() -> None:
    rules = [route.rule for route in ROUTES]
    assert sorted(set(rules)) == sorted(rules)


def test_only_what_leads_to_being_signed_in_is_open() -> None:
    assert all(route.rule.startswith("/sign-in") for route in ROUTES if route.is_open)


def test_route_without_a_row_is_for_admins_alone(flask: Flask) -> None:
    flask.add_url_rule("/admin/forgotten", "admin.forgotten", lambda: "secret", methods=["GET"])
    add_staff("eve", Role.EDITOR, "a long enough one", HOST)
    eve = start_session(account_named("eve"), "test", "password")
    client = flask.test_client()
    client.set_cookie(COOKIE, eve, path="/admin")
    answer = client.get("/admin/forgotten")
    assert (answer.status_code, "secret" in answer.text) == (403, False)


def test_form_sent_by_head_is_only_opened(signed_in: Callable[..., Browser]) -> None:
    incident = open_incident("Down", NewUpdate("It is down."), Actor("ada"))
    entries = record.size()
    browser = signed_in("vic", Role.VIEWER)
    words = {"body": "Words of a viewer", "status": "resolved", "do": "publish", "why": "x"}
    for route, method in ASKED:
        if method == "POST":
            browser.head(address(route, key=incident.key), words)
    assert record.size() == entries
    assert incidents.by_key(incident.key).updates == incident.updates
