"""Nothing is said past the catalogue: the desk and the pages of faults in a made-up language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from statuspage import clock
from statuspage.actions.listening.hearing import VoiceWish, hear
from statuspage.actions.staff.accounts import add_staff
from statuspage.domain.desk.staff import PROOF_LASTS, Passkey, Role
from statuspage.store import db
from statuspage.store.desk import factors
from statuspage.web.admin.routes import ROUTES
from statuspage.web.app import create_app
from tests.helpers.foreign import NOW, fill
from tests.helpers.made_up import left_over, made_up
from tests.helpers.shown import shown
from tests.helpers.sites import change_config
from tests.web.conftest import PASSWORD, Browser, Page

NAME = "1"
_CODES = (r"\bUTC\b", r"https?://\S+", r"\bheartbeat\b", r'"said"')
_FILES = (r"\b(changelog|outcomes)/", r"\b(target|site|languages)\b")  # and keys in the audit log
_MACHINE = (r"\s/\S+", r"\bGB\b", r"\bstatuspage\b", r"\bPython\b")  # its disk, its programs
_NAMED = "//*[@class='row act']/h2//bdi"  # in the audit log, whoever and whatever it was
_UNREACHED = {
    *("/sign-in/with", "/sign-in/back", "/sign-in/code", "/prove/with", "/account/app.svg"),
    "/surveys/<kind>/<name>.csv",
}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """An admin at the desk of a filled site."""
    folder = tmp_path_factory.mktemp("foreign")
    (folder / "content").mkdir()
    with made_up(tmp_path_factory.mktemp("words")):
        fill(folder)
        change_config(folder, 'language = "el"', 'language = "el"\nlanguages = ["el", "ar"]')
        with clock.standing_at(NOW):
            add_staff(NAME, Role.ADMIN, PASSWORD)
            add_staff("2", Role.ADMIN, PASSWORD)
            factors.add_passkey(Passkey("2", "2", "2", b"", 0, NOW, None))
            found = Browser(create_app(folder / "config.toml"))
            assert found.sign_in(NAME).code == 303
            yield found
        db.close_store()


@pytest.fixture(scope="module")
def pages(browser: Browser) -> dict[str, Page]:
    """Every page of the desk that links lead to."""
    browser.send("/admin/incidents/new", title="Κάτι", do="draft")
    browser.send("/admin/changelog/new", title="Κάτι", body="Κάτι", do="draft")
    asked = {"title": "Κάτι", "said": "Κάτι", "body": "Κάτι", "quotes": "Κάτι"}
    for state in ("asked", "asked", "planned"):
        browser.send("/admin/outcomes/new", **asked, state=state, due="2020-01-01")
    hear(VoiceWish("Κάτι", may_quote=True), None, NOW - timedelta(days=9))
    browser.post("/admin/account/app/begin", browser.get("/admin/account").fields())
    [place, *_] = browser.get("/admin").tree.xpath("//h3/a[contains(@href, '/incidents/')]/@href")
    browser.send(place.partition("?")[0], do="note", note="1")
    waiting, found = ["/admin", "/admin/sign-in", "/admin/account/app"], {}
    while waiting:
        path = waiting.pop()
        found[path] = browser.get(path)
        links = found[path].tree.xpath("//a[starts-with(@href, '/admin') and not(@download)]/@href")
        waiting += {link.partition("#")[0] for link in links} - found.keys() - set(waiting)
    with clock.standing_at(NOW + PROOF_LASTS * 2):
        found["/admin/prove"] = browser.get("/admin/prove")
    return found


def _words_of(page: Page) -> list[str]:
    return left_over(shown(page.text, _NAMED), *_CODES, *_FILES, *_MACHINE)


def test_links_lead_to_every_page_of_the_desk(pages: dict[str, Page]) -> None:
    rules = {route.rule for route in ROUTES if route.get is not None} - _UNREACHED
    patterns = {rule: re.sub(r"<[^>]+>", ".+", rule) for rule in rules}
    asked = [path.partition("?")[0].removeprefix("/admin") for path in pages]
    missed = {
        rule for rule, form in patterns.items() if not any(re.fullmatch(form, one) for one in asked)
    }
    assert missed == set()


def test_every_page_of_the_desk_speaks_the_language_alone(pages: dict[str, Page]) -> None:
    found = {path: _words_of(page) for path, page in pages.items()}
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize("do", ["preview", "publish"])
@pytest.mark.parametrize("path", ["incidents", "maintenance", "changelog", "outcomes"])
def test_faults_of_an_empty_form_speak_the_language_alone(
    browser: Browser, path: str, do: str
) -> None:
    page = browser.send(f"/admin/{path}/new", do=do)
    assert page.code == 422
    assert _words_of(page) == []


def test_page_that_is_not_there_speaks_the_language_alone(browser: Browser) -> None:
    assert _words_of(browser.get("/admin/incidents/1")) == []
    assert left_over(shown(browser.get("/nothing").text), *_CODES, r"statuspage", r"1@1\S+") == []


def test_page_without_a_store_speaks_the_language_alone(browser: Browser) -> None:
    browser.get("/admin")
    db.close_store()
    assert _words_of(browser.get("/sla")) == []
