"""Signing in over plain http at a site that is served over https."""

from __future__ import annotations

import pytest
from werkzeug.test import Client

from statuspage.actions.staff.accounts import add_staff
from statuspage.domain.desk.staff import Role
from statuspage.web.app import WsgiApp
from tests.web.conftest import PASSWORD, Browser, Page

URL = "https://status.acme.example/admin/sign-in"
NOTE = "came over plain http"
PROXY = {"REMOTE_ADDR": "127.0.0.1"}


def test_browser_is_led_to_https_once_where_a_proxy_tells_the_scheme(app: WsgiApp) -> None:
    visitor = Client(app)
    plain = {"X-Forwarded-Proto": "http"}
    led = visitor.get(
        "/admin/sign-in?next=/admin/incidents/new", headers=plain, environ_overrides=PROXY
    )
    assert led.status_code == 307
    assert led.headers["Location"] == f"{URL}?next=%2Fadmin%2Fincidents%2Fnew&plain=1"
    again = Page(visitor.get("/admin/sign-in?plain=1", headers=plain, environ_overrides=PROXY))
    assert (again.code, NOTE in again.words()) == (200, True)
    assert again.tree.xpath(f'//a[@href="{URL}"]')


@pytest.mark.parametrize(
    ("headers", "is_told"),
    [
        ({}, True),
        ({"X-Forwarded-Proto": "https"}, False),
        ({"Sec-Fetch-Mode": "navigate"}, False),
        ({"Cookie": "statuspage_form=x"}, False),
    ],
)
def test_page_says_so_unless_something_shows_https(
    app: WsgiApp, headers: dict[str, str], is_told: bool
) -> None:
    visitor = Client(app, use_cookies=False)
    page = Page(visitor.get("/admin/sign-in", headers=headers, environ_overrides=PROXY))
    assert (NOTE in page.words()) is is_told


def test_stranger_who_says_http_is_not_believed_and_not_led(app: WsgiApp) -> None:
    elsewhere = {"REMOTE_ADDR": "203.0.113.7"}
    headers = {"X-Forwarded-Proto": "http"}
    answer = Client(app).get("/admin/sign-in", headers=headers, environ_overrides=elsewhere)
    assert answer.status_code == 200


def test_form_whose_cookie_did_not_come_back_names_the_address(app: WsgiApp) -> None:
    add_staff("ada", Role.EDITOR, PASSWORD)
    fields = Browser(app).get("/admin/sign-in").fields() | {"name": "ada", "password": PASSWORD}
    page = Page(Client(app, use_cookies=False).post("/admin/sign-in", data=fields))
    assert page.code == 400
    assert NOTE in page.words()
    assert "open for too long" not in page.words()
    assert page.tree.xpath(f'//a[@href="{URL}"]')
    assert page.fields()["name"] == "ada"
