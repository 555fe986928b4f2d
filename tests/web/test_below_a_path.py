"""A site whose address has a path: every link, form, cookie and feed stands below it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import feedparser
import pytest
from lxml import html

from statuspage import clock
from statuspage.actions.staff.accounts import add_staff
from statuspage.domain.desk.staff import Role
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import source
from statuspage.site import catalogue
from statuspage.store import db
from statuspage.web.app import WsgiApp, create_app
from tests.helpers.copies import publish
from tests.helpers.pages import rendered
from tests.helpers.sites import change_config, open_site, write_site
from tests.helpers.stores import away
from tests.helpers.telling import at, opened
from tests.web.conftest import PASSWORD, Browser

BASE = "/status"
HERE = f"https://acme.example{BASE}"
WORDS = 'See [the API](sla/api), [all](/sla) and <b href="/x">.'
ADDRESSES = ("href", "src", "action", "formaction")


@pytest.fixture
def below(tmp_path: Path) -> Iterator[Path]:
    """A site at a path, with an open incident and an account; gives its folder."""
    site = open_site(write_site(tmp_path / "site", url=HERE))
    opened(body=WORDS)
    add_staff("ada", Role.ADMIN, PASSWORD)
    yield site
    db.close_store()


@pytest.fixture
def browser(below: Path) -> Browser:
    return Browser(create_app())


def _addresses(page: str) -> set[str]:
    found = html.document_fromstring(page).xpath("//*[@href|@src|@action|@formaction]")
    return {one.get(name) for one in found for name in ADDRESSES if one.get(name)}


def _is_elsewhere(address: str) -> bool:
    return address.startswith(("#", "mailto:")) or urlsplit(address).netloc not in (
        "",
        "acme.example",
    )


@pytest.mark.usefixtures("below")
def test_every_address_on_every_page_leads_to_a_page_of_the_site() -> None:
    with clock.standing_at(at(5)):
        for found in catalogue.all_pages():
            rendering = catalogue.render(found)
            if not rendering.content_type.startswith("text/html"):
                continue
            for address in _addresses(rendering.body.decode()):
                path = urlsplit(urljoin(HERE + found.path, address)).path
                if not _is_elsewhere(address) and "/incidents/sla/" not in path:
                    assert (path + "/").startswith(BASE + "/"), (found.path, address)
                    if path.startswith(f"{BASE}/ask/"):  # by the program alone
                        continue
                    assert catalogue.find(path.removeprefix(BASE) or "/"), (found.path, address)


@pytest.mark.usefixtures("below")
def test_words_of_people_stay_as_they_wrote_them() -> None:
    assert 'href="/x"' in html.document_fromstring(rendered("/").body).text_content()


@pytest.mark.parametrize("prefix", [BASE, ""], ids=["kept by the proxy", "cut off by the proxy"])
@pytest.mark.parametrize("path", ["/", "/sla", "/feeds/all.json", "/api/v1/components", "/healthz"])
def test_pages_are_found_whether_or_not_the_proxy_keeps_the_path(
    browser: Browser, prefix: str, path: str
) -> None:
    assert browser.get(prefix + path).code == 200
    assert browser.get(f"{prefix}/nothing-here").code == 404


def test_path_alone_is_the_first_page_and_others_that_begin_like_it_are_not(
    browser: Browser,
) -> None:
    assert "API errors" in browser.get(BASE).words()
    assert browser.get("/statuses").code == 404


def test_staff_sign_in_and_post_below_the_path(browser: Browser) -> None:
    asked = browser.get(f"{BASE}/admin/incidents/new")
    assert asked.headers["Location"].startswith(f"{BASE}/admin/sign-in")
    form = browser.get(asked.headers["Location"])
    assert form.tree.forms[-1].get("action", f"{BASE}/admin/sign-in").startswith(BASE)
    done = browser.post(
        f"{BASE}/admin/sign-in", form.fields() | {"name": "ada", "password": PASSWORD}
    )
    assert done.headers["Location"] == f"{BASE}/admin/incidents/new"
    cookies = done.headers.getlist("Set-Cookie")
    assert cookies
    assert all(re.search(rf"Path={BASE}/admin(;|$)", cookie) for cookie in cookies)
    desk = browser.get(f"{BASE}/admin/incidents/new")
    assert desk.code == 200
    assert all(
        _is_elsewhere(address) or address.startswith(f"{BASE}/")
        for address in _addresses(desk.text)
    )


@pytest.mark.usefixtures("below")
def test_feeds_and_documents_name_addresses_and_ids_below_the_path() -> None:
    feed = feedparser.parse(rendered("/feeds/all.atom").body)
    assert feed.entries[0].link.startswith(f"{HERE}/incidents/")
    assert re.fullmatch(r"tag:acme\.example,2026:status/incident/\w+", feed.entries[0].id)
    assert f'href="{HERE}/sla"' in feed.entries[0].content[0].value
    document = json.loads(rendered("/feeds/all.json").body)
    assert document["feed_url"] == f"{HERE}/feeds/all.json"
    assert f"Disallow: {BASE}/admin\n" in rendered("/robots.txt").body.decode()


@pytest.mark.usefixtures("below")
def test_copy_of_a_site_below_a_path_verifies(tmp_path: Path) -> None:
    publish(tmp_path / "www")
    assert f'href="{BASE}/sla"' in (tmp_path / "www" / "index.html").read_text("utf-8")
    with source(str(tmp_path / "www")) as copy:
        assert not verify(copy).findings


def test_ids_stay_when_the_path_changes(below: Path) -> None:
    before = feedparser.parse(rendered("/feeds/all.atom").body).entries[0].id
    change_config(below, HERE, "https://status.acme.example")
    after = feedparser.parse(rendered("/feeds/all.atom").body).entries[0]
    assert after.id == before
    assert after.link.startswith("https://status.acme.example/incidents/")


def test_a_page_that_needs_no_store_stands_below_the_path(below: Path) -> None:
    app: WsgiApp = create_app()
    with away(below):
        page = Browser(app).get(f"{BASE}/")
    assert page.code == 503
    assert all(
        _is_elsewhere(address) or address.startswith(f"{BASE}/")
        for address in _addresses(page.text)
    )
