"""Logo, colour and home of a site on its pages; icons and pictures of links that tell the state."""

from __future__ import annotations

import struct
from pathlib import Path

import lxml.html
import pytest

from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.config.kinds.colour import PAGES
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.errors import NotFound
from statuspage.render.cards import FACES
from statuspage.site import catalogue
from tests.helpers.pages import rendered
from tests.helpers.sites import change_config
from tests.helpers.telling import ADA

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 20"><path d="M0 0h80v20z"/></svg>'
BRAND = 'logo = "logo.svg"\nhome = "https://www.acme.example/shop"\naccent = "#0b7285"\n'


@pytest.fixture
def branded(store: Path) -> Path:
    (store / "logo.svg").write_text(LOGO, "utf-8")
    change_config(store, "[site]\n", f'[site]\ndescription = "Shops for all"\n{BRAND}')
    return store


def page(path: str = "/") -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(rendered(path).body)


def meta(tree: lxml.html.HtmlElement, name: str) -> str:
    [found] = tree.xpath(f"//meta[@property='{name}' or @name='{name}']/@content")
    return str(found)


def icon(path: str = "/") -> str:
    [found] = page(path).xpath("//link[@rel='icon']/@href")
    return str(found)


@pytest.mark.usefixtures("branded")
def test_logo_stands_for_the_name_and_is_served_at_a_lasting_address() -> None:
    [image] = page().xpath("//header//img")
    assert image.get("alt") == "Acme Cloud"
    assert (image.get("width"), image.get("height")) == ("128", "32")
    found = rendered(image.get("src"))
    assert image.get("src").startswith("/static/logo.")
    assert found.content_type == "image/svg+xml"
    assert b'd="M0 0h80v20z"' in found.body


def test_other_logo_has_another_address(branded: Path) -> None:
    [before] = page().xpath("//header//img/@src")
    (branded / "logo.svg").write_text(LOGO.replace("80 20", "20 20"), "utf-8")
    change_config(branded, "Shops for all", "Shops")
    [image] = page().xpath("//header//img")
    assert image.get("src") != before
    assert image.get("width") == "32"
    with pytest.raises(NotFound):
        rendered(before)


def test_logo_that_changed_alone_is_published(branded: Path) -> None:
    from statuspage.actions.sync import sync

    (branded / "logo.svg").write_text(LOGO.replace("80 20", "60 20"), "utf-8")
    report = sync(branded / "config.toml", {})
    assert report.changed == ("site",)
    assert not sync(branded / "config.toml", {}).did_anything
    [image] = page().xpath("//header//img")
    assert image.get("width") == "96"


@pytest.mark.usefixtures("branded")
def test_home_and_description_are_in_sight() -> None:
    tree = page()
    links = tree.xpath("//a[@href='https://www.acme.example/shop']")
    assert [link.text_content() for link in links] == ["acme.example", "acme.example"]
    assert tree.xpath("string(//header/p[@class='tagline'])") == "Shops for all"


def test_colour_comes_with_the_stylesheet_and_no_further_request(branded: Path) -> None:
    [sheet] = page().xpath("//link[@rel='stylesheet']/@href")
    body = rendered(sheet).body.decode()
    assert "--accent: #0b7285; --on-accent: #ffffff;" in body
    change_config(branded, "#0b7285", "#e8590c")
    [other] = page().xpath("//link[@rel='stylesheet']/@href")
    assert other != sheet
    with pytest.raises(NotFound):
        rendered(sheet)


@pytest.mark.usefixtures("store")
def test_site_without_a_look_has_its_name_and_the_plain_stylesheet() -> None:
    tree = page()
    assert not tree.xpath("//img")
    assert tree.xpath("string(//header/p[@class='name'])").strip() == "Acme Cloud"
    [sheet] = tree.xpath("//link[@rel='stylesheet']/@href")
    assert b"--accent:" not in rendered(sheet).body
    around = [found.lower() for found in tree.xpath("//meta[@name='theme-color']/@content")]
    assert around == [*PAGES.values()]  # what a browser paints goes on as the page does


@pytest.mark.usefixtures("store")
def test_icon_and_picture_of_a_page_tell_its_state() -> None:
    assert icon() == "/icons/ok.svg"
    assert meta(page(), "og:image") == "https://status.acme.example/cards/ok.png"
    down = {"api": ComponentState.MAJOR_OUTAGE}
    incident = open_incident("Down", NewUpdate("Look.", components=down), ADA)
    assert icon() == icon(incident.path) == icon("/components/api") == "/icons/major.svg"
    assert meta(page(incident.path), "og:image").endswith("/cards/major.png")
    assert icon("/history").startswith("/static/favicon.")
    post_update(incident.key, NewUpdate("Over.", Status.RESOLVED), ADA)
    assert icon() == "/icons/ok.svg"
    assert meta(page(incident.path), "og:image").endswith("/cards/resolved.png")


@pytest.mark.usefixtures("store")
def test_link_is_described_in_full() -> None:
    tree = page("/history")
    told = {name: meta(tree, name) for name in ("og:title", "og:url", "og:site_name", "og:type")}
    assert told == {
        "og:title": "History",
        "og:url": "https://status.acme.example/history",
        "og:site_name": "Acme Cloud",
        "og:type": "website",
    }
    assert meta(tree, "twitter:card") == "summary_large_image"
    assert meta(tree, "og:image").endswith("/cards/site.png")


@pytest.mark.usefixtures("branded")
def test_pictures_are_png_of_the_size_that_readers_of_links_want() -> None:
    bodies = {}
    for name in FACES:
        found = rendered(f"/cards/{name}.png")
        assert found.content_type == "image/png"
        assert found.body[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">II", found.body[16:24]) == (1200, 630)
        assert len(found.body) < 100_000
        bodies[name] = found.body
    assert len(set(bodies.values())) == len(FACES)


@pytest.mark.usefixtures("store")
def test_icon_at_the_old_address_follows_the_state() -> None:
    before = rendered("/favicon.ico").body
    down = {"api": ComponentState.MAJOR_OUTAGE}
    open_incident("Down", NewUpdate("Look.", components=down), ADA)
    after = rendered("/favicon.ico").body
    assert before[:6] == after[:6] == struct.pack("<HHH", 0, 1, 1)
    assert before != after


@pytest.mark.usefixtures("branded")
def test_all_of_it_is_in_the_catalogue() -> None:
    paths = {found.path for found in catalogue.all_pages()}
    tree = page()
    shown = [
        *tree.xpath("//img/@src"),
        *tree.xpath("//link[@rel='stylesheet' or @rel='icon']/@href"),
    ]
    assert {"/favicon.ico", "/cards/major.png", "/icons/ok.svg", *shown} <= paths
