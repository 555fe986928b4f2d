"""One's own account in the desk: second factors, the second step of signing in, and sessions."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pyotp
import pytest
from webauthn.helpers import base64url_to_bytes

from statuspage import clock
from statuspage.actions.staff.accounts import add_staff
from statuspage.domain.desk.staff import Role
from statuspage.store import db
from statuspage.store.desk import factors
from statuspage.web.app import WsgiApp
from tests.helpers.authenticator import Authenticator
from tests.web.conftest import PASSWORD, Browser, Page

SignedIn = Callable[..., Browser]
ORIGIN = "https://status.acme.example"


def press(browser: Browser, path: str, **fields: str) -> Page:
    """Send a button's form from the account page."""
    token = browser.get("/admin/account").fields(0)["csrf_token"]
    return browser.post(path, {"csrf_token": token, **fields})


def set_up_app(browser: Browser) -> tuple[pyotp.TOTP, list[str]]:
    """Set an app up as a person would; gives it and the recovery codes."""
    page = browser.follow(press(browser, "/admin/account/app/begin"))
    assert browser.get("/admin/account/app.svg").headers["Content-Type"].startswith("image/svg")
    [key] = page.tree.xpath("//p[@class='note']/code/text()")
    app = pyotp.TOTP(key.replace(" ", ""))
    shown = browser.send("/admin/account/app", code=app.at(clock.now() - timedelta(seconds=30)))
    codes = [str(code) for code in shown.tree.xpath("//ol/li/code/text()")]
    return app, codes


def test_app_is_asked_for_after_the_password(ada: Browser, app: WsgiApp) -> None:
    totp, codes = set_up_app(ada)
    assert len(codes) == 10
    other = Browser(app)
    fields = other.get("/admin/sign-in?next=/admin/changelog").fields()
    step = other.post("/admin/sign-in", fields | {"name": "ada", "password": PASSWORD})
    assert step.headers["Location"] == "/admin/sign-in/code?next=%2Fadmin%2Fchangelog"
    assert other.get("/admin").code == 303  # not signed in yet
    form = other.follow(step).fields()
    wrong = other.post("/admin/sign-in/code", form | {"code": "000000"})
    assert wrong.code == 401
    assert "not right, or it has been used" in wrong.words()
    right = other.post("/admin/sign-in/code", wrong.fields() | {"code": totp.at(clock.now())})
    assert right.headers["Location"] == "/admin/changelog"
    assert other.get("/admin").code == 200


def test_recovery_code_stands_in_for_a_lost_phone(ada: Browser, app: WsgiApp) -> None:
    _, codes = set_up_app(ada)
    for expected in (303, 401):
        other = Browser(app)
        step = other.follow(other.sign_in("ada"))
        answer = other.post("/admin/sign-in/code", step.fields() | {"code": codes[0]})
        assert answer.code == expected


def test_second_step_needs_the_first(browser: Browser, ada: Browser) -> None:
    totp, _ = set_up_app(ada)
    assert browser.get("/admin/sign-in/code").headers["Location"] == "/admin/sign-in"
    token = browser.get("/admin/sign-in").fields()["csrf_token"]
    fields = {"csrf_token": token, "code": totp.at(clock.now())}
    assert browser.post("/admin/sign-in/code", fields).headers["Location"] == "/admin/sign-in"
    assert browser.get("/admin").code == 303


def test_second_step_must_follow_soon(ada: Browser, app: WsgiApp) -> None:
    set_up_app(ada)
    other = Browser(app)
    other.sign_in("ada")
    with clock.standing_at(clock.now() + timedelta(minutes=11)):
        assert other.get("/admin/sign-in/code").code == 303


def test_many_codes_are_slowed_down_from_wherever_they_come(ada: Browser, app: WsgiApp) -> None:
    set_up_app(ada)
    other = Browser(app)
    form = other.follow(other.sign_in("ada")).fields()
    tries = [
        other.post(
            "/admin/sign-in/code",
            form | {"code": "000000"},
            environ_overrides={"REMOTE_ADDR": f"203.0.113.{n}"},
        ).code
        for n in range(6)
    ]
    assert tries == [401] * 5 + [429]


def test_secret_of_an_app_is_gone_from_pages_once_it_is_confirmed(ada: Browser) -> None:
    totp, _ = set_up_app(ada)
    assert ada.get("/admin/account/app").headers["Location"] == "/admin/account"
    assert ada.get("/admin/account/app.svg").code == 404
    page = ada.follow(press(ada, "/admin/account/app/begin"))
    assert totp.secret not in page.text.replace(" ", "")  # of another phone, in its place


def test_wrong_first_code_sets_nothing_up(ada: Browser) -> None:
    press(ada, "/admin/account/app/begin")
    page = ada.send("/admin/account/app", code="123")
    assert page.code == 422
    assert "That code is not right" in page.words()
    assert not factors.of("ada").are_set


def options_of(page: Page) -> str:
    [form] = page.tree.xpath("//form[@data-passkey]")
    challenge = page.tree.xpath("string(//form/@data-options)").partition('"challenge": "')[2]
    assert form.get("hidden") is not None  # without script nobody is offered what cannot work
    return str(challenge.partition('"')[0])


def make_passkey(browser: Browser) -> Authenticator:
    key = Authenticator(ORIGIN, "status.acme.example")
    challenge = options_of(browser.get("/admin/account"))
    assert len(base64url_to_bytes(challenge)) >= 16
    token = browser.get("/admin/account")
    challenge = options_of(token)
    fields = {"csrf_token": token.fields(0)["csrf_token"], "name": "Phone"}
    made = browser.post("/admin/account/passkeys", fields | {"credential": key.make(challenge)})
    assert "They are shown only this once" in made.words()
    return key


def test_passkey_alone_signs_in(ada: Browser, app: WsgiApp) -> None:
    key = make_passkey(ada)
    other = Browser(app)
    page = other.get("/admin/sign-in?next=/admin/outcomes")
    answer = key.answer(options_of(page))
    fields = page.fields(0) | {"credential": answer}
    assert other.post("/admin/sign-in/passkey", fields).headers["Location"] == "/admin/outcomes"
    assert other.get("/admin").code == 200
    again = Browser(app)
    fields = again.get("/admin/sign-in").fields(0) | {"credential": answer}
    assert again.post("/admin/sign-in/passkey", fields).code == 401


def test_password_is_not_enough_where_there_is_a_passkey(ada: Browser, app: WsgiApp) -> None:
    key = make_passkey(ada)
    other = Browser(app)
    step = other.follow(other.sign_in("ada"))
    assert other.get("/admin").code == 303
    fields = step.fields(0) | {"credential": key.answer(options_of(step))}
    assert other.post("/admin/sign-in/passkey", fields).code == 303
    assert other.get("/admin").code == 200


@pytest.mark.parametrize("changed", [{"credential": ""}, {"csrf_token": "x"}])
def test_passkey_form_must_be_whole_and_ours(
    ada: Browser, app: WsgiApp, changed: dict[str, str]
) -> None:
    key = make_passkey(ada)
    other = Browser(app)
    page = other.get("/admin/sign-in")
    fields = page.fields(0) | {"credential": key.answer(options_of(page))} | changed
    assert other.post("/admin/sign-in/passkey", fields).code == 400
    assert other.get("/admin").code == 303


def test_passkey_is_removed_by_its_name(ada: Browser) -> None:
    make_passkey(ada)
    [kept] = factors.of("ada").passkeys
    assert press(ada, f"/admin/account/passkeys/{kept.id}/remove").code == 303
    assert "None. A passkey signs you in" in ada.get("/admin/account").words()


def test_sessions_are_listed_and_ended(ada: Browser, app: WsgiApp) -> None:
    phone, laptop = Browser(app), Browser(app)
    for other in (phone, laptop):
        other.sign_in("ada")
    page = ada.get("/admin/account")
    assert page.words().count("last seen") == 3
    assert page.words().count("this browser") == 1
    [first, *_] = [f.action for f in page.tree.forms if f.action and f.action.endswith("/end")]
    assert press(ada, first).code == 303
    assert sorted([phone.get("/admin").code, laptop.get("/admin").code]) == [200, 303]
    press(ada, "/admin/account/sessions/end-others")
    assert [b.get("/admin").code for b in (phone, laptop, ada)] == [303, 303, 200]


def test_nobody_ends_the_session_of_another(ada: Browser, signed_in: SignedIn) -> None:
    bob = signed_in("bob", Role.ADMIN)
    bob.get("/admin")
    other = ada.get("/admin/account").tree
    assert not [f.action for f in other.forms if f.action and f.action.endswith("/end")]
    assert press(ada, "/admin/account/sessions/0123456789abcdef/end").code == 404
    assert bob.get("/admin").code == 200


def test_session_shows_when_it_was_last_seen(ada: Browser) -> None:
    later = clock.now() + timedelta(hours=2)
    with clock.standing_at(later):
        ada.get("/admin")
        shown = ada.get("/admin/account").tree.xpath("//span[starts-with(., 'last seen')]//time")
    assert shown[0].get("datetime").startswith(f"{later:%Y-%m-%dT%H:%M}")


@pytest.mark.sqlite("a trigger in SQL of SQLite")
def test_full_disk_locks_nobody_out_of_reading(ada: Browser) -> None:
    with closing(sqlite3.connect(db.path())) as writer:
        fault = "SELECT RAISE(ABORT, 'database or disk is full')"
        writer.execute(f"CREATE TRIGGER full BEFORE UPDATE ON session BEGIN {fault}; END")
    with clock.standing_at(clock.now() + timedelta(hours=2)):
        assert ada.get("/admin").code == 200


def test_admin_closes_accounts_and_resets_factors(ada: Browser, signed_in: SignedIn) -> None:
    set_up_app(ada)
    root = signed_in("root", Role.ADMIN)
    page = root.get("/admin/staff")
    assert "ada Editor App" in page.words()
    token = {"csrf_token": page.fields(0)["csrf_token"]}
    for question in ("reset-factors", "disable"):
        assert "This signs out 1 browser" in root.get(f"/admin/staff/ada/{question}").words()
    assert root.post("/admin/staff/ada/reset-factors", token).code == 303
    assert not factors.of("ada").are_set
    assert ada.get("/admin").code == 303
    assert root.post("/admin/staff/root/disable", token).code == 409
    assert root.post("/admin/staff/ada/disable", token).code == 303
    assert ada.sign_in("ada").code == 401


def test_record_says_how_many_can_publish(ada: Browser, browser: Browser) -> None:
    add_staff("vic", Role.VIEWER, PASSWORD)
    assert "1 person can publish here, none of them" in browser.get("/record").words()
    set_up_app(ada)
    assert "1 person can publish here, 1 of them" in browser.get("/record").words()
