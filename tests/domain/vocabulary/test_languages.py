"""Which language is asked for, and which addresses have one."""

from __future__ import annotations

import pytest

from statuspage.domain.vocabulary.languages import Place, has_language, split, wanted
from statuspage.render.calendar import CALENDAR
from statuspage.render.feeds.documents import ATOM, JSON, RSS
from statuspage.render.feeds.opml import OPML
from statuspage.site import catalogue
from statuspage.site.page import HTML

WORDED = ("/badges/", "/embed.json", "/llms.txt")
"""Words in forms that mostly hold none."""

OFFERED = ("en", "de", "ar", "pt-BR")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", None),
        ("de", "de"),
        ("DE", "de"),
        ("de-AT", "de"),
        ("pt", "pt-BR"),
        ("pt-PT", None),
        ("fr", None),
        ("fr, de;q=0.3", "de"),
        ("en-GB,en;q=0.9,de;q=0.8", "en"),
        ("en;q=0.5, de;q=0.9", "de"),
        ("de; q=0.4 , ar;q = 0.6", "ar"),
        ("de;q=0", None),
        ("de;q=0.000, ar;q=0.001", "ar"),
        ("*", "en"),
        ("*;q=0.5, en;q=0.1", "de"),
        ("fr, *;q=0.1", "en"),
        ("de, ar", "de"),
        ("ar, de", "de"),
        ("de;q=high, ar;q=0.1", "ar"),
        ("de;q=1.001, ar;q=0.1", "ar"),
        ("de;q=-1", None),
        (";q=1,,;;, ", None),
        ("\x00\xff;q=1", None),
        (f"{'xx,' * 100}de", None),
    ],
)
def test_language_that_is_liked_best_is_wanted(header: str, language: str | None) -> None:
    assert wanted(header, OFFERED) == language


def test_pages_feeds_and_calendars_have_a_language_and_nothing_else_has() -> None:
    spoken = {HTML, RSS, ATOM, JSON, OPML, CALENDAR, "application/manifest+json"}
    spoken.add("text/markdown; charset=utf-8")
    for page in catalogue.PAGES:
        is_spoken = page.content_type in spoken or page.pattern.startswith(WORDED)
        assert page.has_language == is_spoken, page.pattern


@pytest.mark.parametrize("address", ["/admin", "/admin/incidents", "/healthz", "/record/files"])
def test_what_is_beside_the_catalogue_has_no_language(address: str) -> None:
    assert not has_language(address)


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("/de/", ("de", "/")),
        ("/pt-BR/sla/x", ("pt-BR", "/sla/x")),
        ("/de", ("", "/de")),
        ("/de/api/v1/slas", ("", "/de/api/v1/slas")),
        ("/de/static/style.css", ("", "/de/static/style.css")),
        ("/history", ("", "/history")),
    ],
)
def test_address_is_split_into_its_language_and_the_rest(
    address: str, parts: tuple[str, str]
) -> None:
    assert split(address) == parts


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/", "/at/de/"),
        ("/sla/x?a=1#b", "/at/de/sla/x?a=1#b"),
        ("/ar/sla", "/at/ar/sla"),
        ("/api/v1/slas", "/at/api/v1/slas"),
        ("/static/style.css", "/at/static/style.css"),
        ("/sla/x/2026-10.csv", "/at/sla/x/2026-10.csv"),
    ],
)
def test_addresses_stay_in_the_language_they_stand_in(address: str, path: str) -> None:
    assert Place("/at", "/de", OFFERED).path(address) == path
