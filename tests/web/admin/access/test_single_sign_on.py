"""Signing in with another system, against a real local provider: who gets in, and who does not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import RSAKey

from statuspage.actions.staff.accounts import add_staff, disable_staff
from statuspage.domain.desk.staff import Role
from statuspage.web.app import create_app
from statuspage.web.oidc import SECRET_VARIABLE
from tests.helpers.oidc_provider import CLIENT, SECRET, OidcProvider, providing
from tests.helpers.processes import get
from tests.helpers.sites import add_to_config
from tests.web.conftest import PASSWORD, Browser, Page

SETTINGS = """
[sign_in]
oidc_issuer = "{issuer}"
oidc_client_id = "{client}"
oidc_label = "Acme login"
oidc_accounts = {{ "Ada.L@acme.example" = "ada" }}
"""


@pytest.fixture
def provider(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OidcProvider]:
    """A provider that the site trusts, and ada, who has an account here."""
    monkeypatch.setenv(SECRET_VARIABLE, SECRET)
    with providing() as found:
        more = SETTINGS.format(issuer=found.issuer, client=CLIENT)
        add_to_config(store, more)
        add_staff("ada", Role.EDITOR, PASSWORD)
        found.claims["email"] = "ada.l@acme.example"
        yield found


def away(browser: Browser, query: str = "") -> str:
    """Off to the provider; gives the address that it sends the browser back to."""
    left = browser.get(f"/admin/sign-in/with{query}")
    assert left.code == 303, left.words()
    back = get(left.headers["Location"]).headers["Location"]
    assert back.startswith("https://status.acme.example/admin/sign-in/back?")
    return back.removeprefix("https://status.acme.example")


def came_back(browser: Browser) -> Page:
    return browser.get(away(browser))


def test_verified_mail_signs_its_account_in(provider: OidcProvider, browser: Browser) -> None:
    assert "Sign in with Acme login" in browser.get("/admin/sign-in").words()
    back = browser.get(away(browser, "?next=/admin/incidents/new"))
    assert back.headers["Location"] == "/admin/incidents/new"
    assert "Sign out ada" in browser.get("/admin").words()


def test_account_named_like_the_mail_needs_no_setting(
    provider: OidcProvider, browser: Browser
) -> None:
    add_staff("bob@acme.example", Role.VIEWER, PASSWORD)
    provider.claims["email"] = "Bob@Acme.example"
    assert came_back(browser).code == 303
    assert "Sign out bob@acme.example" in browser.get("/admin").words()


@pytest.mark.parametrize(
    "spoiled",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-client"},
        {"iss": "https://evil.example"},
        {"exp": 1_600_000_000},
        {"exp": None},
        {"email": "eve@acme.example"},
        {"email": None},
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
    ],
    ids=str,
)
def test_token_that_does_not_hold_opens_nothing(
    provider: OidcProvider, browser: Browser, spoiled: dict[str, object]
) -> None:
    provider.spoil = spoiled
    refused = came_back(browser)
    assert refused.code == 401
    assert browser.get("/admin").code == 303


def test_token_signed_with_another_key_opens_nothing(
    provider: OidcProvider, browser: Browser
) -> None:
    provider.signing_key = RSAKey.generate_key(2048, {"kid": "k1"})
    assert came_back(browser).code == 401
    assert browser.get("/admin").code == 303


def test_answer_with_another_state_is_refused_unread(
    provider: OidcProvider, browser: Browser
) -> None:
    back = away(browser)
    code = parse_qs(urlsplit(back).query)["code"][0]
    assert browser.get(f"/admin/sign-in/back?code={code}&state=forged").code == 400
    assert provider.tokens_asked == 0
    assert browser.get(back).code == 400  # what was asked is forgotten by the first answer


def test_answer_in_another_browser_is_refused(
    provider: OidcProvider, browser: Browser, app: object
) -> None:
    back = away(browser)
    other = Browser(app)  # type: ignore[arg-type]
    assert other.get(back).code == 400
    assert provider.tokens_asked == 0


def test_client_without_the_right_secret_is_refused(
    provider: OidcProvider, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET_VARIABLE, "a wrong one")
    assert came_back(browser).code == 401


def test_closed_account_is_refused_without_saying_why(
    provider: OidcProvider, browser: Browser
) -> None:
    disable_staff("ada")
    closed = came_back(browser).words()
    provider.claims["email"] = "nobody@acme.example"
    assert came_back(browser).words() == closed


def test_provider_that_is_away_costs_one_clear_line(
    provider: OidcProvider, browser: Browser
) -> None:
    provider.issuer += "/another"
    answer = browser.get("/admin/sign-in/with")
    assert answer.code == 502
    assert "use a password" in answer.words()


def test_site_without_a_provider_has_no_such_way(browser: Browser) -> None:
    assert "/admin/sign-in/with" not in browser.get("/admin/sign-in").text
    assert browser.get("/admin/sign-in/with").code == 404


def seconds_ago(seconds: float) -> dict[str, object]:
    return {"auth_time": int(time.time() - seconds)}


def test_word_of_the_provider_alone_is_no_proof(provider: OidcProvider, browser: Browser) -> None:
    """It knows its visitors for hours, and whoever finds the browser open could use that."""
    for spoiled, code in (({}, 303), (seconds_ago(3600), 303), (seconds_ago(5), 200)):
        provider.spoil = spoiled
        assert came_back(browser).code == 303
        assert browser.get("/admin/account/password").code == code


def test_provider_that_asks_anew_is_a_proof(provider: OidcProvider, browser: Browser) -> None:
    assert came_back(browser).code == 303
    former = browser.cookie("statuspage_session")
    page = browser.follow(browser.get("/admin/account/password"))
    [link] = page.tree.xpath("//a[contains(@href, '/prove/with')]/@href")
    left = browser.get(link).headers["Location"]
    asked = parse_qs(urlsplit(left).query)
    assert (asked["max_age"], asked["prompt"]) == (["0"], ["login"])
    provider.spoil = seconds_ago(1)
    back = get(left).headers["Location"].removeprefix("https://status.acme.example")
    assert browser.get(back).headers["Location"] == "/admin/account/password"
    assert browser.get("/admin/account/password").code == 200
    assert Browser(create_app(), former).get("/admin").code == 303


def test_provider_that_does_not_ask_anew_proves_nothing(
    provider: OidcProvider, browser: Browser
) -> None:
    assert came_back(browser).code == 303
    provider.spoil = seconds_ago(3600)
    left = browser.get("/admin/prove/with?next=/admin/account/password").headers["Location"]
    back = get(left).headers["Location"].removeprefix("https://status.acme.example")
    refused = browser.get(back)
    assert refused.code == 401
    assert "did not ask you" in refused.words()
    assert browser.get("/admin/account/password").code == 303


def test_button_of_an_account_leads_back_to_its_page(
    provider: OidcProvider, browser: Browser
) -> None:
    assert came_back(browser).code == 303
    token = browser.get("/admin/account").fields(0)["csrf_token"]
    page = browser.post("/admin/account/codes", {"csrf_token": token})
    assert page.code == 401
    assert "/admin/prove/with?next=%2Fadmin%2Faccount" in page.text
