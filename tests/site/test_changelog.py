"""The changelog by month and by component, and what its pages rest on."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from lxml import html

from statuspage import clock
from statuspage.actions.entries import write_entry
from statuspage.actions.given import Actor
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.errors import NotFound
from statuspage.site import catalogue
from statuspage.store import db
from statuspage.store.settings import site

NOW = datetime(2026, 7, 20, 12, 0, tzinfo=UTC)
ADA = Actor("ada")


def write(title: str, day: str, body: str = "", **more: object) -> None:
    front = {"title": title, "date": day, "type": "added", "components": [], **more}
    with db.snapshot():
        zone = site().zone
    with clock.standing_at(NOW):
        write_entry(EntryKind.CHANGELOG, front, body, ADA, zone=zone)


def page(path: str) -> html.HtmlElement:
    found = catalogue.find(path)
    assert found is not None
    with clock.standing_at(NOW):
        return html.fromstring(catalogue.render(found).body)


def titles(path: str) -> list[str]:
    return [str(one.text_content()) for one in page(path).xpath("//article/*[1]")]


def links(path: str) -> list[str]:
    found = page(path).xpath("//main//a/@href")
    return [str(one) for one in found if "/changelog/month/" in one or "/component/" in one]


@pytest.mark.usefixtures("store")
def test_newest_months_stand_in_front_and_others_are_linked() -> None:
    for number in range(1, 20):
        write(f"Search {number}", f"2026-06-{number:02d}")
    write("New door", "2026-07-01")
    write("Old door", "2026-05-31")
    write("Older door", "2024-02-29")
    front = titles("/changelog")
    assert (len(front), front[0], front[1]) == (20, "New door", "Search 19")
    months = [one.rpartition("/")[2] for one in links("/changelog") if "month" in one]
    assert months == ["2026-07", "2026-06", "2026-05", "2024-02"]
    assert titles("/changelog/month/2026-05") == ["Old door"]
    assert "/changelog/month/2024-02" in {found.path for found in catalogue.all_pages()}


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "path",
    [
        "/changelog/month/2026-04",
        "/changelog/month/2026-13",
        "/changelog/month/2026-Q2",
        "/changelog/component/none",
        "/changelog/component/api/1",
        "/changelog/component/api/0",
    ],
)
def test_what_is_not_there_is_not_found(path: str) -> None:
    write("New door", "2026-07-01")
    with pytest.raises(NotFound):
        page(path)


@pytest.mark.usefixtures("store")
def test_changes_of_a_component_stand_together_the_newest_first() -> None:
    write("New door", "2026-07-01", components=["api"])
    write("Another", "2026-07-02")
    write("Old door", "2024-05-31", components=["api"])
    assert titles("/changelog/component/api") == ["New door", "Old door"]


@pytest.mark.usefixtures("store")
def test_older_changes_of_a_component_stand_on_full_pages() -> None:
    for number in range(53):
        write(
            f"Change {number}",
            f"2025-{1 + number // 28:02d}-{1 + number % 28:02d}",
            components=["api"],
        )
    assert len(titles("/changelog/component/api")) == 50
    assert "/changelog/component/api/1" in page("/changelog/component/api").xpath("//@href")
    with pytest.raises(NotFound):  # it is not full yet, and would shift
        page("/changelog/component/api/2")


@pytest.mark.usefixtures("store")
def test_kind_breaking_version_and_requests_are_told_in_words() -> None:
    write("No more XML", "2026-07-01", type="removed", version="2.0", breaking=True)
    write("Sessions end", "2026-07-02", type="security")
    words = " ".join(page("/changelog").text_content().split())
    assert "Removed Breaking 1 July 2026" in words
    assert "Version 2.0" in words
    assert "Security 2 July 2026" in words


@pytest.mark.usefixtures("store")
def test_feed_has_the_whole_text_and_the_version() -> None:
    write("No more XML", "2026-07-01", type="removed", version="2.0", breaking=True)
    write("Long story", "2026-07-02", body="word " * 2000 + "end")
    found = catalogue.find("/feeds/changelog.json")
    assert found is not None
    with clock.standing_at(NOW):
        items = json.loads(catalogue.render(found).body)["items"]
    told = {one["title"]: one["content_html"] for one in items}
    assert "Version 2.0" in told["No more XML"]
    assert "This may break what you built on it." in told["No more XML"]
    assert "end" in told["Long story"]


@pytest.mark.usefixtures("store")
def test_page_of_a_past_month_rests_on_that_month_alone() -> None:
    write("Old door", "2026-05-31")
    found = catalogue.find("/changelog/month/2026-05")
    assert found is not None
    with clock.standing_at(NOW):
        topics = catalogue.render(found).topics
    assert "changelog@2026-05" in topics
    assert "changelog" not in topics
