"""A site in several languages: each page and feed in each of them, and links that stay there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree, html

from statuspage import clock
from statuspage.domain.vocabulary.languages import has_language
from statuspage.errors import NotFound
from statuspage.site import catalogue
from statuspage.store import db
from tests.helpers.busy import NOW, make_busy
from tests.helpers.made_up import made_up
from tests.helpers.pages import rendered
from tests.helpers.sites import URL, change_config, write_site

LANGUAGES = ("en", "de", "ar")


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, bytes]]:
    """Every address of a busy site in three languages with its bytes."""
    folder = write_site(tmp_path_factory.mktemp("spoken") / "site")
    file = folder / "config.toml"
    with made_up(tmp_path_factory.mktemp("words"), "de", "ar"):
        make_busy(folder)
        with clock.standing_at(NOW):
            change_config(folder, "[site]", f"[site]\nlanguages = {list(LANGUAGES)}")
            yield {one.path: catalogue.render(one).body for one in catalogue.all_pages()}
        assert file.exists()
        db.close_store()


@pytest.fixture(scope="module")
def pages(bodies: dict[str, bytes]) -> dict[str, html.HtmlElement]:
    """The pages as elements."""
    return {
        path: html.document_fromstring(body)
        for path, body in bodies.items()
        if body.startswith(b"<!doctype html>")
    }


def test_each_page_and_feed_stands_below_each_language(bodies: dict[str, bytes]) -> None:
    bare = {path for path in bodies if not path.startswith(("/en/", "/de/", "/ar/"))}
    spoken = {path for path in bare if has_language(path)}
    assert len(spoken) > 60
    assert set(bodies) - bare == {f"/{one}{path}" for one in LANGUAGES for path in spoken}


def test_page_names_its_language_and_direction(pages: dict[str, html.HtmlElement]) -> None:
    for path, tree in pages.items():
        language = next((one for one in LANGUAGES if path.startswith(f"/{one}/")), "en")
        assert tree.get("lang") == language, path
        assert tree.get("dir") == ("rtl" if language == "ar" else None), path


def test_words_follow_the_address(pages: dict[str, html.HtmlElement]) -> None:
    bare, own, other = (pages[f"{one}/changelog"].findtext(".//h1") for one in ("", "/en", "/de"))
    assert bare == own
    assert bare.isascii()
    assert other != bare


def test_links_of_a_page_stay_in_its_language(
    pages: dict[str, html.HtmlElement], bodies: dict[str, bytes]
) -> None:
    for path, tree in pages.items():
        if not path.startswith("/de/"):
            continue
        for address in tree.xpath("//a[not(@hreflang)]/@href | //link[@rel!='canonical']/@href"):
            parts = urlsplit(address)
            if parts.netloc or parts.scheme or not parts.path:
                continue
            if parts.path.startswith("/de/ask/"):  # a question is asked by the program alone
                continue
            assert parts.path in bodies, (path, address)
            assert parts.path.startswith("/de/") or not has_language(parts.path), (path, address)


def test_alternates_name_each_other(pages: dict[str, html.HtmlElement]) -> None:
    for path, tree in pages.items():
        links = _alternates(tree)
        assert set(links) == {*LANGUAGES, "x-default"}, path
        [canonical] = tree.xpath("//link[@rel='canonical']/@href")
        assert canonical in links.values(), path
        for address in links.values():
            assert _alternates(pages[address.removeprefix(URL)]) == links, path


def test_switch_leads_to_the_same_page_in_each_language(
    pages: dict[str, html.HtmlElement],
) -> None:
    for path, tree in pages.items():
        language, bare = _split(path)
        here = "/" if bare == "/404.html" else bare
        found = tree.xpath("//nav[@class='languages']/a")
        wanted = [one for one in LANGUAGES if one != (language or "en")]
        assert [one.get("href") for one in found] == [f"/{one}{here}" for one in wanted], path
        assert [one.get("hreflang") for one in found] == wanted
        assert [one.get("lang") for one in found] == wanted
    names = pages["/sla"].xpath("//nav[@class='languages']")[0].text_content().split()
    assert names == ["English", "Deutsch", "العربية"]


def test_feeds_of_each_language_have_their_own_id_and_address(bodies: dict[str, bytes]) -> None:
    ids = set()
    for prefix in ("", "/de", "/ar"):
        tree = etree.fromstring(bodies[f"{prefix}/feeds/all.atom"])
        names = {"a": "http://www.w3.org/2005/Atom"}
        [own] = tree.xpath("a:link[@rel='self']/@href", namespaces=names)
        assert own == f"{URL}{prefix}/feeds/all.atom"
        assert tree.get("{http://www.w3.org/XML/1998/namespace}lang") == (prefix[1:] or "en")
        ids.add(tree.findtext("a:id", namespaces=names))
        for address in tree.xpath("a:entry/a:link/@href", namespaces=names):
            assert address.startswith(f"{URL}{prefix}/")
    assert len(ids) == 3


def test_entries_of_feeds_are_the_same_in_each_language(bodies: dict[str, bytes]) -> None:
    for path in ("/feeds/all", "/updates", "/components/api"):
        for ending in ("atom", "rss"):
            found = [
                [entry.id for entry in _parsed(bodies[f"{prefix}{path}.{ending}"]).entries]
                for prefix in ("", "/en", "/de", "/ar")
            ]
            assert found[0]
            assert found.count(found[0]) == 4


def test_links_in_the_words_of_a_feed_stay_in_its_language(bodies: dict[str, bytes]) -> None:
    for path in ("/de/feeds/all.atom", "/de/feeds/sla.rss"):
        found = re.findall(rf"{URL}(/[^\"&<]*)", bodies[path].decode())
        assert found
        for address in found:
            assert address.startswith("/de/") or not has_language(address), (path, address)


def test_site_map_lists_each_page_with_its_alternates(bodies: dict[str, bytes]) -> None:
    tree = etree.fromstring(bodies["/sitemap/site.xml"])
    space = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "x": "http://www.w3.org/1999/xhtml",
    }
    found = {
        url.findtext("s:loc", namespaces=space): {
            link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", space)
        }
        for url in tree.iterfind("s:url", space)
    }
    assert f"{URL}/de/sla" in found
    assert f"{URL}/en/sla" not in found  # the same words as /sla, which is the one to index
    for address, alternates in found.items():
        assert address in alternates.values()
        assert all(found[one] == alternates for one in alternates.values())


def test_language_that_the_site_does_not_have_is_no_address(bodies: dict[str, bytes]) -> None:
    assert bodies
    with pytest.raises(NotFound):
        rendered("/fr/sla", NOW)


def _alternates(tree: html.HtmlElement) -> dict[str, str]:
    links = tree.xpath("//link[@rel='alternate'][@hreflang]")
    return {one.get("hreflang"): one.get("href") for one in links}


def _split(path: str) -> tuple[str, str]:
    first, _, rest = path[1:].partition("/")
    return (first, f"/{rest}") if first in LANGUAGES else ("", path)


def _parsed(body: bytes) -> feedparser.FeedParserDict:
    found = feedparser.parse(body)
    assert not found.bozo
    return found
