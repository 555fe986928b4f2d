"""Admins look after accounts in the desk: roles, browsers, closing, each with its question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from statuspage import clock
from statuspage.actions.staff.accounts import add_staff, change_role
from statuspage.actions.staff.tokens import create_token, note_use, revoke_token, token_of
from statuspage.domain.desk.staff import Role
from statuspage.store.desk import factors, staff
from statuspage.web.app import WsgiApp
from tests.web.admin.access.test_account import press, set_up_app
from tests.web.conftest import PASSWORD, Browser, Page

SignedIn = Callable[..., Browser]
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"}


@pytest.fixture
def root(signed_in: SignedIn) -> Browser:
    return signed_in("root", Role.ADMIN)


def ends(page: Page) -> list[str]:
    return [form.action for form in page.tree.forms if (form.action or "").endswith("/end")]


def test_role_is_changed_in_the_desk_and_holds_at_once(root: Browser, ada: Browser) -> None:
    assert ada.get("/admin/audit").code == 403
    page = root.get("/admin/staff/ada")
    assert "Editor can publish what readers see" in page.words()
    changed = press(root, "/admin/staff/ada/role", role="admin")
    assert "takes effect at once" in root.follow(changed).words()
    assert ada.get("/admin/audit").code == 200
    press(root, "/admin/staff/ada/role", role="viewer")
    assert ada.get("/admin/incidents/new").code == 403
    assert press(root, "/admin/staff/ada/role", role="emperor").code == 422


def test_only_admin_is_told_why_the_role_stays(root: Browser) -> None:
    assert "This is the only admin" in root.get("/admin/staff/root").words()
    answer = press(root, "/admin/staff/root/role", role="editor")
    assert answer.code == 409
    assert "Nothing was changed. 'root' is the last admin." in answer.words()
    assert root.get("/admin/staff").code == 200


def test_admin_who_becomes_less_is_led_to_what_is_left(root: Browser) -> None:
    add_staff("bob", Role.ADMIN, PASSWORD)
    answer = press(root, "/admin/staff/root/role", role="editor")
    assert answer.headers["Location"] == "/admin/account"
    assert root.get("/admin/staff").code == 403


def test_demoted_admin_with_an_open_page_does_no_more(root: Browser, signed_in: SignedIn) -> None:
    bob = signed_in("bob", Role.ADMIN)
    token = bob.get("/admin/staff/root").fields(0)["csrf_token"]
    change_role("bob", Role.EDITOR)
    assert bob.post("/admin/staff/root/disable", {"csrf_token": token}).code == 403
    assert staff.is_enabled("root")


def test_browsers_of_others_are_told_in_words_and_signed_out(root: Browser, app: WsgiApp) -> None:
    add_staff("ada", Role.EDITOR, PASSWORD)
    phones = [Browser(app), Browser(app)]
    for number, phone in enumerate(phones):
        fields = phone.get("/admin/sign-in").fields() | {"name": "ada", "password": PASSWORD}
        place = {"REMOTE_ADDR": f"203.0.11{number}.77"}
        phone.post("/admin/sign-in", fields, headers=FIREFOX, environ_overrides=place)
    page = root.get("/admin/staff/ada")
    assert page.words().count("Firefox on Linux") >= 2
    assert "from 203.0.110.0/24" in page.words()
    assert "203.0.110.77" not in page.text
    first, *_ = ends(page)
    assert press(root, first).code == 303
    assert press(root, first).code == 404  # it is signed out already
    assert sorted(phone.get("/admin").code for phone in phones) == [200, 303]
    press(root, "/admin/staff/ada/sessions/end")
    assert [phone.get("/admin").code for phone in phones] == [303, 303]
    assert "signed in nowhere" in root.get("/admin/staff").words()


def test_account_is_closed_after_a_question_and_opened_again(root: Browser, ada: Browser) -> None:
    page = root.get("/admin/staff/ada")
    [link] = page.tree.xpath("//a[text()='Close this account']/@href")
    question = root.get(link)
    assert "Close the account ada?" in question.words()
    assert ada.get("/admin").code == 200  # a question closes nothing
    root.post(link, question.fields())
    assert ada.get("/admin").code == 303
    closed = root.get("/admin/staff/ada")
    assert "This account is closed" in closed.words()
    root.post("/admin/staff/ada/enable", closed.fields())
    assert ada.sign_in("ada").code == 303


def test_removing_a_factor_signs_other_browsers_out(ada: Browser, app: WsgiApp) -> None:
    set_up_app(ada)
    codes = press(ada, "/admin/account/codes").tree.xpath("//ol/li/code/text()")
    other = Browser(app)
    step = other.follow(other.sign_in("ada")).fields()
    other.post("/admin/sign-in/code", step | {"code": str(codes[0])})
    assert other.get("/admin").code == 200
    press(ada, "/admin/account/app/remove")
    assert (ada.get("/admin").code, other.get("/admin").code) == (200, 303)


def test_last_admin_keeps_the_last_factor(root: Browser) -> None:
    set_up_app(root)
    answer = press(root, "/admin/account/app/remove")
    assert answer.code == 409
    assert "You are the only admin" in answer.words()
    assert factors.of("root").are_set
    assert factors.of("root").codes_left == 10
    add_staff("bob", Role.ADMIN, PASSWORD)
    assert press(root, "/admin/account/app/remove").code == 303


def test_nobody_but_admins_sees_accounts(ada: Browser) -> None:
    add_staff("bob", Role.ADMIN, PASSWORD)
    for path in ("/admin/staff", "/admin/staff/bob", "/admin/staff/nobody"):
        assert ada.get(path).code == 403


def test_admin_sees_tokens_that_are_open_and_when_each_was_used(root: Browser) -> None:
    assert "No program has a token." in root.get("/admin/staff").words()
    used = create_token("monitor", ["incidents", "changelog"], [])
    create_token("guest", ["cases"], [], expires_at=clock.now() + timedelta(days=90))
    create_token("gone", ["cases"], [])
    revoke_token("gone")
    token = token_of(used)
    assert token is not None
    note_use(token)
    found = root.get("/admin/staff")
    shown = [one.text_content() for one in found.tree.xpath("//section[h2/@id='tokens']//h3/..")]
    guest, monitor = (" ".join(one.split()) for one in shown)
    assert "guest cases never used expires" in guest
    assert "monitor incidents, changelog last used" in monitor
    assert used not in found.text
