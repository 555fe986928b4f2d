"""A form counts only when a page of ours, in this browser, holds what it sends."""

from __future__ import annotations

import pytest
from flask import Flask, session

from statuspage.web.forms import genuine

URL = "https://status.acme.example"


@pytest.fixture
def flask() -> Flask:
    made = Flask("forms")
    made.secret_key = b"kept"
    return made


def test_token_is_the_same_within_a_session_and_another_in_the_next(flask: Flask) -> None:
    with flask.test_request_context():
        first = genuine.token()
        assert genuine.token() == first
        session.clear()
        assert genuine.token() != first


@pytest.mark.parametrize("sent", ["", "x", "ü", None])
def test_form_without_the_token_of_its_session_is_not_ours(flask: Flask, sent: str | None) -> None:
    fields = {} if sent is None else {genuine.FIELD: sent}
    with flask.test_request_context(method="POST", data=fields):
        assert not genuine.has_token()  # no session at all: an empty field must not match it
        genuine.token()
        assert not genuine.has_token()


def test_form_with_the_token_of_its_session_is_ours(flask: Flask) -> None:
    with flask.test_request_context(method="POST", data={genuine.FIELD: "abc"}):
        session[genuine.FIELD] = "abc"
        assert genuine.has_token()


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": URL}, False),
        ({"Origin": URL}, True),
        ({"Origin": "http://localhost"}, True),  # the host that was asked, behind no proxy
        ({"Origin": "https://elsewhere.example"}, False),
        ({"Origin": "null"}, False),
        ({}, True),
    ],
)
def test_browser_says_whether_a_form_is_from_here(
    flask: Flask, headers: dict[str, str], expected: bool
) -> None:
    with flask.test_request_context(method="POST", headers=headers):
        assert genuine.is_from(URL) is expected
