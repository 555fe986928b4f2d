"""The permission matrix over every route of the application: none is forgotten, each is obeyed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from statuspage.actions.given import Actor, Word
from statuspage.actions.incidents.posting import open_incident
from statuspage.domain.desk.permissions import LOWEST, may
from statuspage.domain.desk.staff import Role
from statuspage.store import incidents, record
from statuspage.web.admin import verbs
from statuspage.web.app import create_desk
from tests.web.conftest import Browser

# Not of the desk: the API has tokens with scopes, and anybody may ask for the health check.
ELSEWHERE = ("api.", "health")
PARTS = {"folder": "changelog", "name": "nobody", "key": "nothing", "slug": "none", "session": "x"}


@pytest.fixture
def flask(store: Path) -> Flask:
    return create_desk([])


def desk_routes(flask: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Each route with a method it takes and the short name of its endpoint."""
    for rule in flask.url_map.iter_rules():
        if not rule.endpoint.startswith(ELSEWHERE):
            for method in sorted(
                (rule.methods or set()) & {"GET", "POST", "PUT", "DELETE", "PATCH"}
            ):
                yield rule, method, rule.endpoint.removeprefix("admin.")


def address(flask: Flask, rule: Rule) -> str:
    with flask.test_request_context():
        values = {name: PARTS.get(name, "x") for name in rule.arguments}
        return str(flask.url_for(rule.endpoint, **values))


def test_every_route_names_its_verb(flask: Flask) -> None:
    nameless = []
    for rule, method, name in desk_routes(flask):
        named = verbs.READING if method == "GET" else verbs.SENDING
        if name not in verbs.OPEN and name not in named:
            nameless.append(f"{method} {rule} ({name})")
    assert nameless == []


def test_no_verb_is_named_for_a_route_that_is_not_there(flask: Flask) -> None:
    there = {name for _, _, name in desk_routes(flask)}
    assert {*verbs.READING, *verbs.SENDING, *verbs.OPEN} - there == set()


@pytest.mark.parametrize("role", list(Role))
def test_every_route_answers_each_role_as_its_verb_says(
    flask: Flask, signed_in: Callable[..., Browser], role: Role
) -> None:
    browser = signed_in("ada", role)
    token = browser.get("/admin").fields(0)["csrf_token"]
    wrong = []
    routes = sorted(desk_routes(flask), key=lambda found: found[2] == "sign_out")
    for rule, method, name in routes:
        if name in verbs.OPEN or name == "end_other_sessions":
            continue
        verb = verbs.verb_of(rule.endpoint, is_reading=method == "GET")
        path = address(flask, rule)
        fields = {"csrf_token": token}
        answer = browser.get(path) if method == "GET" else browser.post(path, fields)
        is_refused = answer.code == 403
        if is_refused == may(role, verb) or answer.code >= 500:
            wrong.append(f"{role}: {method} {path} answers {answer.code}, needs {LOWEST[verb]}")
    assert wrong == []


def test_strangers_are_led_to_sign_in_from_every_route(flask: Flask, browser: Browser) -> None:
    for rule, method, name in desk_routes(flask):
        if name not in verbs.OPEN:
            path = address(flask, rule)
            answer = browser.get(path) if method == "GET" else browser.post(path, {})
            assert answer.code in (303, 401), (method, path, answer.code)
            assert answer.code == 401 or "/admin/sign-in" in answer.headers["Location"]


def test_unnamed_route_is_for_admins_alone() -> None:
    assert LOWEST[verbs.verb_of("admin.new_and_forgotten", is_reading=True)] is Role.ADMIN
    assert not verbs.is_open(None)


def test_form_sent_by_head_is_only_opened(flask: Flask, signed_in: Callable[..., Browser]) -> None:
    incident = open_incident("Down", Word("It is down."), Actor("ada"))
    entries = record.size()
    browser = signed_in("vic", Role.VIEWER)
    words = {"body": "Words of a viewer", "status": "resolved", "do": "publish", "why": "x"}
    for rule, method, _ in desk_routes(flask):
        if method == "POST":
            values = PARTS | {"key": incident.key}
            with flask.test_request_context():
                path = flask.url_for(
                    rule.endpoint, **{name: values.get(name, "x") for name in rule.arguments}
                )
            browser.head(path, words)
    assert record.size() == entries
    assert incidents.by_key(incident.key).updates == incident.updates
