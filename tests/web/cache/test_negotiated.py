"""Which language an address is answered in, and what caches are told of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import html
from werkzeug.test import Client, TestResponse

from statuspage.web.app import create_app
from tests.helpers.made_up import made_up
from tests.helpers.sites import URL, change_config
from tests.helpers.stores import away

Get = Callable[..., TestResponse]


@pytest.fixture
def get(store: Path, tmp_path: Path) -> Iterator[Get]:
    """Asks a site in three languages, for one that a browser prefers."""
    words = tmp_path / "words"
    words.mkdir()
    with made_up(words, "de", "ar"):
        change_config(store, "[site]", '[site]\nlanguages = ["en", "de", "ar"]')
        app = create_app(store / "config.toml")
        client = Client(app)

        def ask(path: str, asked: str | None = None, **headers: str) -> TestResponse:
            given = headers if asked is None else {"Accept-Language": asked} | headers
            return client.get(path, headers=given)

        vars(ask)["app"] = app
        yield ask


def _language(answer: TestResponse) -> str:
    return str(html.document_fromstring(answer.text).get("lang"))


def test_first_page_speaks_the_language_of_the_site_to_everybody_else(get: Get) -> None:
    for asked in (None, "", "en", "fr", "*", "en, de;q=0.9", "de;q=0", "d\xff;q"):
        answer = get("/", asked)
        assert (answer.status_code, _language(answer)) == (200, "en"), asked
        assert answer.headers["Vary"] == "Accept-Encoding, Accept-Language", asked
        assert "s-maxage" in answer.headers["Cache-Control"], asked


def test_first_page_leads_to_the_language_that_is_preferred(get: Get) -> None:
    for asked, place in (("de-AT, en;q=0.5", "/de/"), ("ar", "/ar/")):
        answer = get("/?from=mail", asked)
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{place}?from=mail")
        assert answer.headers["Vary"] == "Accept-Language"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert _language(get(place, "fr")) == place.strip("/")


def test_address_with_a_language_is_never_left(get: Get) -> None:
    assert get("/en/", "de").status_code == 200
    assert _language(get("/en/", "de")) == "en"
    assert get("/sla", "de").status_code == 200
    assert get("/de/sla").headers["Vary"] == "Accept-Encoding"


def test_first_page_of_one_language_depends_on_none(store: Path) -> None:
    answer = Client(create_app(store / "config.toml")).get("/", headers={"Accept-Language": "de"})
    assert answer.status_code == 200
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_redirect_stays_below_the_path_of_the_site(get: Get, store: Path) -> None:
    change_config(store, f'"{URL}"', f'"{URL}/at"')
    assert get("/at/", "de").headers["Location"] == "/at/de/"
    tree = html.document_fromstring(get("/at/de/").text)
    assert tree.xpath("//p[@class='name']/a/@href") == ["/at/de/"]
    assert tree.xpath("//nav[@class='languages']/a/@href") == ["/at/en/", "/at/ar/"]


def test_documents_speak_the_language_that_is_asked_for(get: Get) -> None:
    path = "/api/v1/slas"
    english, german = (json.loads(get(path, asked).text) for asked in ("en", "de"))
    rules = [found["slas"][0]["promise"] for found in (english, german)]
    assert rules[0].isascii()
    assert not rules[1].isascii()
    assert german["slas"][0]["url"].startswith(f"{URL}/de/")
    for asked in (None, "de", "en"):
        assert get(path, asked).headers["Vary"] == "Accept-Encoding, Accept-Language"
    assert get(path, "de").headers["Content-Language"] == "de"
    etag = get(path, "de").headers["ETag"]
    assert get(path, "de", **{"If-None-Match": etag}).status_code == 304
    assert get(path, "en", **{"If-None-Match": etag}).status_code == 200


def test_what_has_no_language_is_the_same_for_all(get: Get) -> None:
    for path in ("/record/checkpoint", "/robots.txt", "/sitemap.xml"):
        answers = [get(path, asked) for asked in ("de", "en")]
        assert answers[0].data == answers[1].data
        assert answers[0].headers["Vary"] == "Accept-Encoding"
    assert get("/de/robots.txt").status_code == 404
    assert get("/de/api/v1/slas").status_code == 404


def test_missing_page_speaks_the_language_of_its_address(get: Get) -> None:
    missing = {"/de/nothing": "de", "/nothing": "en", "/fr/sla": "en", "/ar/sla/nothing": "ar"}
    for path, language in missing.items():
        answer = get(path)
        assert (answer.status_code, _language(answer)) == (404, language), path


def test_slash_too_few_or_too_many_leads_on(get: Get) -> None:
    for path, place in {"/de": "/de/", "/de/sla/": "/de/sla"}.items():
        answer = get(path)
        assert (answer.status_code, answer.headers["Location"]) == (308, place)
    assert get("/fr").status_code == 404


def test_page_without_a_store_speaks_the_language_of_its_address(get: Get, store: Path) -> None:
    assert get("/de/").status_code == 200
    with away(store):
        vars(get)["app"]._outlook._look_again = 0.0
        stale, gone = get("/de/"), get("/de/sla")
    assert stale.status_code == 200
    note = html.document_fromstring(stale.text).xpath("//p[@class='stale']")[0].text_content()
    assert not note.isascii()
    assert (gone.status_code, _language(gone)) == (503, "de")


def test_whoever_would_rather_have_markdown_is_led_to_the_twin(get: Get) -> None:
    page = get("/sla")
    assert page.headers["Link"] == '</sla.md>; rel="alternate"; type="text/markdown"'
    assert get("/de/").headers["Link"].startswith("</de/index.md>")
    assert "Link" not in get("/feeds/all.json").headers
    for accepted in (
        "text/markdown",
        "text/markdown, text/html, */*",
        "text/html;q=0.8,text/markdown",
    ):
        led = get("/sla", Accept=accepted)
        assert (led.status_code, led.headers["Location"]) == (302, "/sla.md")
        assert (led.headers["Vary"], led.headers["Cache-Control"]) == ("Accept", "no-store")
    for accepted in ("text/html, text/markdown;q=0.5", "text/html,*/*", "text/markdown;q=0"):
        assert get("/sla", Accept=accepted).status_code == 200
    twin = get("/sla.md", Accept="text/markdown")
    assert twin.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert twin.headers["Access-Control-Allow-Origin"] == "*"
    assert get("/subscribe", Accept="text/markdown").headers["Content-Type"].startswith("text/html")
