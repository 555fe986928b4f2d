"""The permission matrix over every route of the application: none is forgotten, each is obeyed."""

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
from statuspage.domain.desk.permissions import LOWEST, may
from statuspage.domain.desk.staff import Role
from statuspage.store.incidents import incidents
from statuspage.store.published import record
from statuspage.web.admin.access.sign_in import COOKIE
from statuspage.web.admin.routes import ROUTES, Route
from statuspage.web.app import create_desk
from tests.web.conftest import Browser

# Not of the desk: the API has tokens with scopes, anybody may ask for the health check, and the
# forms of public pages are for everybody.
ELSEWHERE = ("api.", "public.", "health")
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


def test_every_route_of_the_application_has_a_row(flask: Flask) -> None:
    rows = {(f"/admin{route.rule}", method) for route, method in ASKED}
    there = {
        (rule.rule, method)
        for rule in flask.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if not rule.endpoint.startswith(ELSEWHERE)
    }
    assert there == rows


def test_no_address_stands_in_two_rows() -> None:
    rules = [route.rule for route in ROUTES]
    assert sorted(set(rules)) == sorted(rules)


@pytest.mark.parametrize("role", list(Role))
def test_every_route_answers_each_role_as_its_verb_says(
    signed_in: Callable[..., Browser], role: Role
) -> None:
    browser = signed_in("ada", role)
    token = browser.get("/admin").fields(0)["csrf_token"]
    wrong = []
    for route, method in sorted(ASKED, key=lambda asked: asked[0].rule == "/sign-out"):
        if route.is_open or route.rule.endswith("/end-others"):
            continue
        verb = route.get if method == "GET" else route.post
        assert verb is not None
        path = address(route)
        answer = browser.get(path) if method == "GET" else browser.post(path, {"csrf_token": token})
        if (answer.code == 403) == may(role, verb) or answer.code >= 500:
            wrong.append(f"{role}: {method} {path} answers {answer.code}, needs {LOWEST[verb]}")
    assert wrong == []


def test_strangers_are_led_to_sign_in_from_every_route(browser: Browser) -> None:
    for route, method in ASKED:
        if not route.is_open:
            path = address(route)
            answer = browser.get(path) if method == "GET" else browser.post(path, {})
            assert answer.code in (303, 401), (method, path, answer.code)
            assert answer.code == 401 or "/admin/sign-in" in answer.headers["Location"]


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
