"""Where everybody needs a second factor: it comes first, words wait, nobody is locked out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyotp
import pytest

from statuspage import clock
from statuspage.actions.staff.accounts import reset_factors
from statuspage.actions.staff.audit import HOST
from statuspage.domain.desk.permissions import Verb
from statuspage.domain.desk.staff import Role
from statuspage.store.desk import factors
from statuspage.store.incidents import incidents
from statuspage.web.admin.routes import ROUTES
from statuspage.web.app import WsgiApp
from tests.helpers.sites import add_to_config
from tests.web.admin.access.test_account import make_passkey, press, set_up_app
from tests.web.conftest import PASSWORD, Browser
from tests.web.test_permissions import address

SignedIn = Callable[..., Browser]
FIRST = "A second factor comes first"


def ask_everybody(site: Path) -> None:
    add_to_config(site, "\n[sign_in]\nrequire_second_factor = true\n")


def test_nothing_opens_but_ones_own_account(signed_in: SignedIn, store: Path) -> None:
    ask_everybody(store)
    root = signed_in("root", Role.ADMIN)
    token = root.get("/admin/account").fields(0)["csrf_token"]
    for route in ROUTES:
        for method, verb in (("GET", route.get), ("POST", route.post)):
            if verb in (None, Verb.OWN):
                continue
            path = address(route, name="root")
            if method == "GET":
                answer = root.get(path)
                assert (answer.code, answer.headers.get("Location")) == (303, "/admin/account")
            else:
                assert root.post(path, {"csrf_token": token}).code == 403, path
    page = root.get("/admin/account")
    assert "This site asks everybody for a second factor." in page.words()
    assert "/admin/settings" not in page.text


@pytest.mark.parametrize("way", [set_up_app, make_passkey])
def test_desk_opens_with_the_first_factor_where_one_was_going(
    browser: Browser, store: Path, signed_in: SignedIn, way: Callable[[Browser], object]
) -> None:
    ask_everybody(store)
    ada = signed_in("ada")
    assert ada.get("/admin/incidents/new?kept=abc").code == 303
    shown = []
    post = ada.post
    ada.post = lambda *given, **more: shown.append(post(*given, **more)) or shown[-1]  # type: ignore[method-assign]
    way(ada)
    [go_on] = shown[-1].tree.xpath("//a[text()='I have kept them']/@href")
    assert go_on == "/admin/incidents/new?kept=abc"
    assert ada.get(go_on).code == 200
    assert ada.get("/admin").code == 200


def test_words_sent_when_the_setting_comes_are_safe(ada: Browser, store: Path) -> None:
    form = ada.get("/admin/incidents/new").fields() | {"title": "Slow", "body": "We look."}
    ask_everybody(store)
    answer = ada.post("/admin/incidents/new", form)
    assert answer.code == 403
    assert FIRST in answer.words()
    assert "your words are safe" in answer.words()
    assert incidents.newest(1) == []
    totp_page = ada.follow(press(ada, "/admin/account/app/begin"))
    [key] = totp_page.tree.xpath("//p[@class='note']/code/text()")
    code = pyotp.TOTP(key.replace(" ", "")).at(clock.now())
    codes = ada.post("/admin/account/app", totp_page.fields() | {"code": code})
    [go_on] = codes.tree.xpath("//a[text()='I have kept them']/@href")
    back = ada.get(go_on)
    assert back.fields()["body"].strip() == "We look."
    assert "before you set up a second factor" in back.words()
    made = ada.post("/admin/incidents/new", back.fields())
    assert made.code == 303
    assert [one.title for one in incidents.newest(1)] == ["Slow"]


def test_last_factor_stays_while_everybody_needs_one(ada: Browser, store: Path) -> None:
    set_up_app(ada)
    ask_everybody(store)
    assert ada.get("/admin").code == 200
    answer = press(ada, "/admin/account/app/remove")
    assert answer.code == 409
    assert "asks everybody for a second factor" in answer.words()
    make_one_more(ada)
    assert press(ada, "/admin/account/app/remove").code == 303
    assert ada.get("/admin").code == 200


def make_one_more(browser: Browser) -> None:
    """A passkey beside what is there."""
    from tests.helpers.authenticator import Authenticator
    from tests.web.admin.access.test_account import ORIGIN, options_of

    page = browser.get("/admin/account")
    answer = Authenticator(ORIGIN, "status.acme.example").make(options_of(page))
    assert press_with(browser, page.fields(0)["csrf_token"], answer) == 303


def press_with(browser: Browser, token: str, answer: str) -> int:
    sent = {"csrf_token": token, "name": "Key", "credential": answer}
    return browser.post("/admin/account/passkeys", sent).code


def test_lost_factors_lock_nobody_out(ada: Browser, store: Path, app: WsgiApp) -> None:
    ask_everybody(store)
    _, codes = set_up_app(ada)
    other = Browser(app)
    step = other.follow(other.sign_in("ada")).fields()
    assert other.post("/admin/sign-in/code", step | {"code": codes[0]}).code == 303
    assert other.get("/admin").code == 200  # a recovery code stands in
    reset_factors("ada", HOST)
    again = Browser(app)
    assert again.sign_in("ada", PASSWORD).code == 303
    assert again.get("/admin").headers["Location"] == "/admin/account"
    set_up_app(again)
    assert again.get("/admin").code == 200
    assert factors.of("ada").codes_left == 10


def test_api_and_public_pages_mind_nothing(ada: Browser, browser: Browser, store: Path) -> None:
    ask_everybody(store)
    assert browser.get("/").code == 200
    assert browser.get("/api/v1/components/api").code == 200
