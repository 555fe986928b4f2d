"""The list of the site's pages and the site map: each address stands in one part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.domain.record.note import Signer, parse_note, parse_signed
from statuspage.domain.vocabulary.states import Status
from statuspage.errors import NotFound
from statuspage.render.twin import MARKDOWN
from statuspage.site import catalogue, lists, record, signing
from tests.helpers.busy import ADA, NOW, SEED, make_busy
from tests.helpers.pages import rendered

OLD = datetime(2024, 3, 1, 12, tzinfo=UTC)
SIGNER = Signer("status.acme.example/record", SEED)
IMPLIED = {page.pattern for page in record.PAGES} - {"/record"}


@pytest.fixture
def site(site_folder: Path) -> Iterator[None]:
    """A busy site in 2026 to which a former year was added."""
    make_busy(site_folder)
    signing.use(SEED)
    with clock.standing_at(NOW):
        found = open_incident("Long ago", NewUpdate("It was.", posted_at=OLD), ADA)
        post_update(
            *(found.key, NewUpdate("Over.", Status.RESOLVED, posted_at=OLD + timedelta(hours=1))),
            ADA,
        )
        yield
    signing.use(None)


def read(path: str) -> list[str]:
    """The lines of a list that is signed."""
    note = parse_signed(rendered(path, NOW).body)
    assert note.is_signed_by(SIGNER.verifier)
    return note.text.splitlines()


def places(path: str) -> list[str]:
    tree = etree.fromstring(rendered(path, NOW).body)
    return [place.text.removeprefix("https://status.acme.example") for place in tree.iter("{*}loc")]


@pytest.mark.usefixtures("site")
def test_each_address_stands_in_one_part_of_the_list() -> None:
    origin, size, root, *parts = read(lists.LIST)
    head = parse_note(rendered("/record/checkpoint", NOW).body).checkpoint
    assert f"{origin}\n{size}\n{root}\n" == head.text.replace("/record\n", "/record/pages\n")
    assert parts == ["site", "2024", "2025", "2026"]
    listed = {part: read(lists.part_path(part)) for part in parts}
    for part, (title, *rows) in listed.items():
        assert title == f"{origin}/{part}"
        assert rows == sorted(rows)
    every = Counter(row for _, *rows in listed.values() for row in rows)
    assert set(every.values()) == {1}
    assert set(every) == {
        found.path
        for found in catalogue.all_pages()
        if found.page.pattern not in {*IMPLIED, "/404.html"}
        and not found.page.is_list
        and found.page.content_type != MARKDOWN  # twins follow from their pages
    }
    assert "/history/2024-03" in listed["2024"]
    assert any(row.startswith("/incidents/") for row in listed["2024"])
    assert "/sla/api-availability/2026-07.csv" in listed["2026"]


@pytest.mark.usefixtures("site")
def test_site_map_leads_to_the_same_addresses_by_its_parts() -> None:
    parts = places("/sitemap.xml")
    assert parts == [f"/sitemap/{part}.xml" for part in ("site", "2024", "2025", "2026")]
    every = Counter(place for part in parts for place in places(part))
    wanted = {found.path for found in catalogue.all_pages() if found.page.in_sitemap}
    assert every == Counter(wanted)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("part", ["1000", "2023", "2027", "9999", "2026x", "other", "00"])
def test_part_that_is_none_is_not_found(part: str) -> None:
    for path in (lists.part_path(part), f"/sitemap/{part}.xml"):
        with pytest.raises(NotFound):
            rendered(path, NOW)


@pytest.mark.usefixtures("site")
def test_year_that_is_over_rests_on_no_news() -> None:
    topics = rendered(lists.part_path("2024"), NOW).topics
    assert not topics & {"record", "incidents", "maintenance", "changelog"}
    assert "incidents@2024-03" in topics
