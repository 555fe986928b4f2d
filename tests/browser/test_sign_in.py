"""Signing in in a real browser: with a passkey of its virtual authenticator, and single sign-on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from statuspage.actions.staff.accounts import add_staff
from statuspage.domain.desk.staff import Role
from statuspage.store import db
from statuspage.web.oidc import SECRET_VARIABLE
from tests.browser.conftest import PASSWORD, Watched, sign_in, watched
from tests.helpers.oidc_provider import CLIENT, SECRET, providing
from tests.helpers.processes import free_port, serving
from tests.helpers.sites import open_site, write_site

pytestmark = pytest.mark.slow


@contextmanager
def served_at_localhost(folder: Path, more: str = "") -> Iterator[str]:
    """A site that knows itself as http://localhost, where browsers make passkeys."""
    port = free_port()
    address = f"http://localhost:{port}"
    open_site(write_site(folder, more, url=address))
    add_staff("ada", Role.ADMIN, PASSWORD)
    add_staff("bob", Role.VIEWER, PASSWORD)
    db.close_store()
    with serving(folder / "config.toml", port=port):
        yield address


def plug_in_authenticator(page: Page) -> None:
    """A phone that verifies its owner and keeps passkeys, as chromium's tools can play it."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def leave_it_open(folder: Path) -> None:
    """Have an hour go by since everybody's last proof."""
    with closing(sqlite3.connect(folder / "var" / "statuspage.db")) as store, store:
        store.execute("UPDATE session SET proven_at = proven_at - 3600")


def leave(staff: Watched) -> None:
    staff.page.get_by_role("button", name="Sign out ada").click()
    staff.page.get_by_label("Password").wait_for()


def test_passkey_is_made_and_signs_in_without_a_password(browser: Browser, tmp_path: Path) -> None:
    with (
        served_at_localhost(tmp_path) as address,
        watched(browser, address, viewport={"width": 320, "height": 640}) as staff,
    ):
        plug_in_authenticator(staff.page)
        sign_in(staff)
        page = staff.go("/admin/account")
        page.get_by_label("Name of a new passkey").fill("My phone")
        page.get_by_role("button", name="Make a passkey").click()
        page.get_by_text("They are shown only this once").wait_for()
        assert page.locator("ol code").count() == 10
        page.get_by_role("link", name="I have kept them").click()
        page.get_by_text("My phone").first.wait_for()
        for path in ("/admin/account", "/admin/staff", "/admin/audit"):
            assert_good(staff.go(path), path)
        leave(staff)
        staff.go("/admin/sign-in?next=/admin/audit")
        page.get_by_role("button", name="Use a passkey").click()
        page.get_by_text("ada signed in with a passkey").first.wait_for()
        assert page.url == f"{address}/admin/audit"
        leave(staff)
        sign_in(staff)
        assert "/admin/sign-in/code" in page.url
        assert_good(page, "second step")
        page.get_by_role("button", name="Use a passkey").click()
        page.get_by_role("button", name="Sign out ada").wait_for()
        assert staff.faults == []


def test_open_browser_alone_changes_nothing_and_a_passkey_lets_it_go_on(
    browser: Browser, tmp_path: Path
) -> None:
    with (
        served_at_localhost(tmp_path) as address,
        watched(browser, address, viewport={"width": 320, "height": 640}) as staff,
    ):
        plug_in_authenticator(staff.page)
        sign_in(staff)
        page = staff.go("/admin/account")
        page.get_by_label("Name of a new passkey").fill("My phone")
        page.get_by_role("button", name="Make a passkey").click()
        page.get_by_role("link", name="I have kept them").click()
        leave_it_open(tmp_path)
        page.get_by_role("button", name="Set up an app").click()
        page.get_by_role("heading", name="Is it still you?").wait_for()
        assert_good(page, "proof")
        page.get_by_role("button", name="Use a passkey").click()
        page.get_by_role("heading", name="Set up an app").wait_for()  # with nothing pressed again
        for path in ("/admin/account/password", "/admin/staff/ada"):
            assert_good(staff.go(path), path)
        leave_it_open(tmp_path)
        staff.go("/admin/staff/bob")
        page.get_by_label("Editor").check()
        page.get_by_role("button", name="Change the role").click()
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Continue with the password").click()
        page.get_by_text("The role is changed").wait_for()
        assert page.get_by_label("Editor").is_checked()
        page.get_by_role("link", name="Close this account").click()
        page.get_by_role("button", name="Close the account").click()
        page.get_by_role("button", name="Reopen the account").wait_for()
        assert_good(page, "a closed account")
        assert [fault for fault in staff.faults if "401" not in fault] == []


def test_passkeys_are_not_offered_without_script(browser: Browser, tmp_path: Path) -> None:
    with (
        served_at_localhost(tmp_path) as address,
        watched(browser, address, java_script_enabled=False) as staff,
    ):
        page = staff.go("/admin/sign-in")
        assert not page.get_by_role("button", name="Use a passkey").is_visible()
        assert page.get_by_text("A password and a code work without them.").is_visible()
        sign_in(staff)
        page.get_by_role("link", name="Account").click()
        page.get_by_role("button", name="Set up an app").click()
        picture = page.get_by_role("img", name="The key below as a QR code")
        page.wait_for_load_state("load")
        assert picture.evaluate("image => image.naturalWidth") > 0


def test_single_sign_on_leads_through_the_provider_and_back(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET_VARIABLE, SECRET)
    with providing() as provider:
        table = f'\n[sign_in]\noidc_issuer = "{provider.issuer}"\noidc_client_id = "{CLIENT}"\n'
        more = table + 'oidc_accounts = { "ada@acme.example" = "ada" }\n'
        with (
            served_at_localhost(tmp_path, more) as address,
            watched(browser, address) as staff,
        ):
            page = staff.go("/admin/incidents/new")
            page.get_by_role("link", name="Sign in with single sign-on").click()
            page.get_by_role("heading", name="New incident").wait_for()
            assert page.get_by_role("button", name="Sign out ada").is_visible()
            elsewhere = [fault for fault in staff.faults if provider.issuer not in fault]
            assert elsewhere == []


def assert_good(page: Page, name: str) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, f"{name}: {results.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
