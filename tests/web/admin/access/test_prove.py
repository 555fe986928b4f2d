"""What opens an account changes only for somebody who has just shown that it is their account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from statuspage import clock
from statuspage.actions.staff.accounts import add_staff
from statuspage.domain.desk.staff import PROOF_LASTS, Role
from statuspage.store.desk import audit, factors, staff
from statuspage.web.admin.routes import ROUTES
from statuspage.web.app import WsgiApp
from tests.helpers.authenticator import Authenticator
from tests.web.admin.access.test_account import make_passkey, options_of, press, set_up_app
from tests.web.conftest import PASSWORD, Browser, Page

SignedIn = Callable[..., Browser]
LATER = PROOF_LASTS + timedelta(minutes=6)
CHANGES = [
    ("/admin/account/app/begin", {}),
    ("/admin/account/app/remove", {}),
    ("/admin/account/codes", {}),
    ("/admin/account/passkeys", {"name": "thief", "credential": "{}"}),
    ("/admin/account/passkeys/x/remove", {}),
    ("/admin/account/password", {"password": "of the thief", "again": "of the thief"}),
    ("/admin/staff/ada/disable", {}),
    ("/admin/staff/ada/enable", {}),
    ("/admin/staff/ada/role", {"role": "admin"}),
    ("/admin/staff/ada/sessions/end", {}),
    ("/admin/staff/ada/sessions/x/end", {}),
    ("/admin/staff/ada/reset-factors", {}),
]


def stolen(browser: Browser) -> str:
    """The cookie of a session, as a thief has it."""
    cookie = browser.cookie("statuspage_session")
    assert cookie
    return cookie


def asked(page: Page) -> bool:
    return page.code == 401 and "Is it still you?" in page.words()


@pytest.mark.parametrize(("path", "fields"), CHANGES)
def test_open_session_alone_changes_nothing(
    signed_in: SignedIn, path: str, fields: dict[str, str]
) -> None:
    add_staff("ada", Role.EDITOR, PASSWORD)
    root = signed_in("root", Role.ADMIN)
    hashed = staff.password_hash("root")
    with clock.standing_at(clock.now() + LATER):
        page = press(root, path, **fields)
        assert asked(page)
        assert all(page.fields()[name] == value for name, value in fields.items())
    assert not factors.of("root").are_set
    assert factors.totp("root") is None
    assert staff.password_hash("root") == hashed
    assert staff.is_enabled("ada")


def test_every_form_about_accounts_asks_for_a_proof() -> None:
    harmless = ("/sign-out", "/prove", "/prove/passkey", "/account/sessions")
    for route in ROUTES:
        about = route.rule.startswith(("/account", "/staff/")) and route.post is not None
        if about and not route.rule.startswith(harmless):
            assert "POST" in route.proof, route.rule


def test_password_proves_and_the_form_that_waited_goes_on(ada: Browser, app: WsgiApp) -> None:
    key = Authenticator("https://status.acme.example", "status.acme.example")
    with clock.standing_at(clock.now() + LATER):
        page = ada.get("/admin/account")
        answer = key.make(options_of(page))
        token = page.fields(0)["csrf_token"]
        sent = {"csrf_token": token, "name": "Ada's phone", "credential": answer}
        page = ada.post("/admin/account/passkeys", sent)
        assert asked(page)
        thief = Browser(app, session=stolen(ada))
        wrong = ada.post("/admin/prove", page.fields() | {"proof_password": "not this"})
        assert wrong.code == 401
        assert wrong.fields()["name"] == "Ada's phone"
        fields = wrong.fields() | {"proof_password": PASSWORD}
        right = ada.post("/admin/prove", fields)
        assert (right.code, right.headers["Location"]) == (307, "/admin/account/passkeys")
        made = ada.post("/admin/account/passkeys", fields)  # as browsers do for a 307
        assert "They are shown only this once" in made.words()
        assert thief.get("/admin").code == 303  # the proof is worth nothing to a copy
        assert ada.get("/admin").code == 200
    assert [one.name for one in factors.of("ada").passkeys] == ["Ada's phone"]
    assert [entry.verb for entry in audit.newest(9)][-1:] == ["add account"]
    proof = next(entry for entry in audit.newest(9) if entry.verb == "prove identity")
    assert proof.after == {"with": "password"}


def test_code_proves(ada: Browser) -> None:
    totp, _ = set_up_app(ada)
    with clock.standing_at(clock.now() + LATER):
        page = press(ada, "/admin/account/codes")
        form = page.fields() | {"proof_code": totp.at(clock.now())}
        proven = ada.post("/admin/prove", form)
        assert (proven.code, proven.headers["Location"]) == (307, "/admin/account/codes")
        assert ada.post("/admin/account/codes", form).code == 200


def test_code_proves_once(ada: Browser) -> None:
    totp, codes = set_up_app(ada)
    now = clock.now() + LATER
    for given in (totp.at(now), codes[0]):
        for at, code in ((now, 303), (now + PROOF_LASTS + timedelta(seconds=1), 401)):
            with clock.standing_at(at):
                page = press(ada, "/admin/account/codes")
                assert asked(page)
                csrf = {name: page.fields()[name] for name in ("csrf_token", "proof_next")}
                assert ada.post("/admin/prove", csrf | {"proof_code": given}).code == code
        now += LATER * 2


def test_passkey_proves_its_own_account_alone(signed_in: SignedIn, ada: Browser) -> None:
    key = make_passkey(ada)
    eve = signed_in("eve")
    make_passkey(eve)
    with clock.standing_at(clock.now() + LATER):
        for browser, code in ((eve, 401), (ada, 303)):
            page = browser.get("/admin/prove?next=/admin/account/password")
            fields = page.fields(1)
            fields["proof_credential"] = key.answer(options_of(page))
            answer = browser.post("/admin/prove/passkey", fields)
            assert answer.code == code
        assert ada.get("/admin/account/password").code == 200
        assert eve.get("/admin/account/password").code == 303


def test_proof_holds_for_minutes_and_in_one_browser(ada: Browser, app: WsgiApp) -> None:
    other = Browser(app)
    other.sign_in("ada")
    now = clock.now() + LATER
    with clock.standing_at(now):
        asked_first = ada.get("/admin/account/password")
        assert asked_first.headers["Location"] == "/admin/prove?next=%2Fadmin%2Faccount%2Fpassword"
        page = ada.follow(asked_first)
        proven = ada.post("/admin/prove", page.fields() | {"proof_password": PASSWORD})
        assert proven.headers["Location"] == "/admin/account/password"
        assert ada.follow(proven).code == 200
        assert other.get("/admin/account/password").code == 303
    with clock.standing_at(now + PROOF_LASTS + timedelta(seconds=1)):
        assert ada.get("/admin/account/password").code == 303
    with clock.standing_at(now - timedelta(minutes=1)):  # a clock that stepped back
        assert ada.get("/admin/account/password").code == 303


def test_proofs_are_slowed_down_like_sign_ins(ada: Browser) -> None:
    with clock.standing_at(clock.now() + LATER):
        form = ada.get("/admin/prove").fields()
        tries = [
            ada.post("/admin/prove", form | {"proof_password": f"guess {n}"}).code
            for n in range(11)
        ]
    assert tries == [401] * 10 + [429]  # as many as a browser has that is known here


def test_proof_needs_a_form_of_ours_and_shows_nothing_of_others(ada: Browser) -> None:
    with clock.standing_at(clock.now() + LATER):
        planted = {"proof_next": "/admin/account/app/remove", "x": "planted"}
        answer = ada.post("/admin/prove", planted | {"proof_password": PASSWORD})
    assert answer.code == 400
    assert "planted" not in answer.text


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/admin/../x", "/x"])
def test_proof_leads_nowhere_but_to_the_desk(ada: Browser, target: str) -> None:
    form = ada.get("/admin/account").fields(0)
    sent = {"csrf_token": form["csrf_token"], "proof_next": target, "proof_password": PASSWORD}
    assert ada.post("/admin/prove", sent).headers["Location"] == "/admin"


def test_pending_secret_of_an_app_is_shown_to_its_owner_alone(ada: Browser) -> None:
    press(ada, "/admin/account/app/begin")
    assert ada.get("/admin/account/app.svg").code == 200
    with clock.standing_at(clock.now() + LATER):
        for path in ("/admin/account/app", "/admin/account/app.svg"):
            assert "/admin/prove" in ada.get(path).headers["Location"]


def test_new_password_signs_other_browsers_out(ada: Browser, app: WsgiApp) -> None:
    other = Browser(app)
    other.sign_in("ada")
    fresh = "another long enough one"
    for words, code in (
        (("short", "short"), 422),
        ((fresh, "mistyped again"), 422),
        ((fresh, fresh), 303),
    ):
        answer = ada.send("/admin/account/password", password=words[0], again=words[1])
        assert answer.code == code
        assert words[0] not in answer.text
    assert (ada.get("/admin").code, other.get("/admin").code) == (200, 303)
    assert other.sign_in("ada").code == 401
    assert other.sign_in("ada", fresh).code == 303


def test_session_id_is_new_at_each_sign_in_and_proof(ada: Browser, app: WsgiApp) -> None:
    planted = Browser(app, session="chosen-by-a-stranger")
    planted.sign_in("ada")
    assert stolen(planted) != "chosen-by-a-stranger"
    before = stolen(ada)
    form = press_for_proof(ada)
    ada.post("/admin/prove", form | {"proof_password": PASSWORD})
    assert stolen(ada) != before
    assert Browser(app, session=before).get("/admin").code == 303


def press_for_proof(browser: Browser) -> dict[str, str]:
    with clock.standing_at(clock.now() + LATER):
        return browser.get("/admin/prove").fields()


def test_app_code_of_a_sign_in_proves_nothing_again(ada: Browser, app: WsgiApp) -> None:
    totp, _ = set_up_app(ada)
    other = Browser(app)
    code = totp.at(clock.now())
    step = other.follow(other.sign_in("ada")).fields()
    assert other.post("/admin/sign-in/code", step | {"code": code}).code == 303
    form = press_for_proof(other)
    assert other.post("/admin/prove", form | {"proof_code": code}).code == 401
