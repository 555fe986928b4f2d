"""Signing in and out: who gets in, what strangers learn, and where one lands."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from werkzeug.test import Client

from statuspage.actions.staff.accounts import add_staff, disable_staff
from statuspage.domain.desk.staff import Role
from statuspage.store.tables.staff import RateBucket
from statuspage.web.admin.access.sign_in import inside
from statuspage.web.app import WsgiApp
from tests.web.conftest import PASSWORD, Browser, Page

SignedIn = Callable[..., Browser]


def test_stranger_is_led_to_sign_in_and_then_to_the_page_asked_for(browser: Browser) -> None:
    add_staff("ada", Role.EDITOR, PASSWORD)
    asked = browser.get("/admin/incidents/new")
    assert asked.headers["Location"] == "/admin/sign-in?next=/admin/incidents/new"
    fields = browser.follow(asked).fields() | {"name": "ada", "password": PASSWORD}
    assert browser.post("/admin/sign-in", fields).headers["Location"] == "/admin/incidents/new"


def test_session_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: Browser) -> None:
    add_staff("ada", Role.EDITOR, PASSWORD)
    cookies = browser.sign_in("ada").headers.getlist("Set-Cookie")
    [cookie] = [text for text in cookies if text.startswith("statuspage_session=")]
    for part in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/admin"):
        assert part in cookie


def test_wrong_password_and_unknown_name_get_the_same_answer(browser: Browser) -> None:
    add_staff("ada", Role.EDITOR, PASSWORD)
    wrong = browser.sign_in("ada", "not this one at all")
    unknown = browser.sign_in("eve", "not this one at all")
    assert wrong.code == unknown.code == 401
    assert "The name or the password is not right." in wrong.words()
    assert wrong.words() == unknown.words()


def test_disabled_account_cannot_sign_in_and_loses_its_session(ada: Browser) -> None:
    disable_staff("ada")
    assert ada.get("/admin").code == 303
    assert ada.sign_in("ada").code == 401


def test_many_tries_are_slowed_down(browser: Browser) -> None:
    codes = [browser.sign_in("ada", f"guess number {n}").code for n in range(5)]
    assert codes == [401] * 5
    refused = browser.sign_in("ada", "guess number 6")
    assert refused.code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "Too many tries" in refused.words()


def test_browser_that_signed_in_before_is_not_slowed_by_strangers(app: WsgiApp) -> None:
    add_staff("ada", Role.EDITOR, PASSWORD)
    mine, strange, theirs = Browser(app), Browser(app), Browser(app)
    kept = mine.sign_in("ada").headers.getlist("Set-Cookie")
    [cookie] = [text for text in kept if text.startswith("statuspage_browser=")]
    for part in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/admin", "Max-Age=15552000"):
        assert part in cookie
    mine.post("/admin/sign-out", mine.get("/admin").fields(0))
    while theirs.sign_in("ada", "a guess").code != 429:  # from the same address
        pass
    while strange.sign_in("bob", "a guess").code != 429:
        pass
    assert strange.sign_in("ada").code == 429
    assert mine.sign_in("ada", "mistyped").code == 401
    assert mine.sign_in("ada").code == 303


def test_made_up_cookie_makes_nobody_a_known_browser(app: WsgiApp) -> None:
    add_staff("ada", Role.EDITOR, PASSWORD)
    browser = Browser(app)
    kept = browser.sign_in("ada").headers.getlist("Set-Cookie")
    [cookie] = [text for text in kept if text.startswith("statuspage_browser=")]
    value = cookie.partition(";")[0].partition("=")[2]
    start, _, signature = value.rpartition(".")
    other = "b" if signature[0] == "a" else "a"  # of the last letter not every bit counts
    stranger = Client(app)
    for made_up in ("", "nonsense", f"{start}.{other}{signature[1:]}"):
        stranger.set_cookie("statuspage_browser", made_up, path="/admin")
        page = Page(stranger.get("/admin/sign-in"))
        fields = page.fields() | {"name": "ada", "password": "a guess"}
        assert stranger.post("/admin/sign-in", data=fields).status_code == 401
    assert {row.kind for row in RateBucket.select()} >= {"sign-in name"}
    assert "sign-in browser" not in {row.kind for row in RateBucket.select()}


def test_sign_out_ends_the_session(ada: Browser) -> None:
    fields = ada.get("/admin").fields(0)
    assert ada.post("/admin/sign-out", fields).code == 303
    assert ada.get("/admin").headers["Location"] == "/admin/sign-in"


def test_sign_out_needs_a_form_of_ours(ada: Browser) -> None:
    assert ada.post("/admin/sign-out", {}).code == 400
    assert ada.get("/admin").code == 200


def test_sign_in_needs_a_form_of_ours(browser: Browser) -> None:
    add_staff("ada", Role.EDITOR, PASSWORD)
    answer = browser.post("/admin/sign-in", {"name": "ada", "password": PASSWORD})
    assert answer.code == 400
    assert answer.fields()["name"] == "ada"
    assert browser.get("/admin").code == 303


def test_viewer_sees_the_desk_but_cannot_publish(ada: Browser, signed_in: SignedIn) -> None:
    made = ada.send("/admin/incidents/new", title="Slow", body="We look.").headers["Location"]
    incident = made.partition("?")[0]
    viewer = signed_in("vic", Role.VIEWER)
    assert viewer.get("/admin").code == 200
    seen = viewer.get(incident)
    assert "We look." in seen.words()
    assert "Publish update" not in seen.words()
    assert viewer.get("/admin/incidents/new").code == 403
    sent = viewer.post(incident, seen.fields(0) | {"body": "I should not."})
    assert sent.code == 403
    assert "I should not." not in viewer.get(incident).words()


@pytest.mark.parametrize(
    "target",
    [
        *("", "/", "https://evil.example/admin", "//evil.example", "/\\evil.example"),
        *(
            "/admin//evil.example",
            "/administrator",
            "/admin/../",
            "/admin\n",
            "javascript:alert(1)",
        ),
    ],
)
def test_sign_in_leads_nowhere_but_to_the_desk(target: str) -> None:
    assert inside(target) == "/admin"


def test_sign_in_leads_back_to_kept_words() -> None:
    target = "/admin/incidents/7kq2m9x4ha?kept=abcdef23"
    assert inside(target) == target
