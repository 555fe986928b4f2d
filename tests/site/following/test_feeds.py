"""The feeds of a site: what each lists, that archives miss nothing, and when documents change."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from statuspage import clock
from statuspage.actions.entries import write_entry
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.actions.sync import sync
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.states import Status
from statuspage.errors import NotFound
from statuspage.render.feeds import documents as forms
from statuspage.render.feeds.documents import Feed
from statuspage.site import catalogue
from statuspage.site.following import feeds, named_feeds
from statuspage.site.page import Context
from statuspage.store.published import topics
from tests.helpers.library import BEGUN, SITE, a_library
from tests.helpers.pages import rendered
from tests.helpers.telling import ADA, NOON, opened, posted

ATOM = "{http://www.w3.org/2005/Atom}"


CHANGES = next(channel for channel in named_feeds.FEEDS if channel.name == "changelog")


def changes(count: int) -> Context:
    """A site with so many changes."""
    told = []
    for number in range(count):
        at = BEGUN - timedelta(minutes=1000 - number)
        title, slug = f"Entry {number}", f"entry-{number}"
        entry = Entry(EntryKind.CHANGELOG, slug, title, at, {}, "words", "", "", at, at, None, 1)
        told.append(ENTRIES[entry.kind].statement(entry))
    return Context(a_library(told), NOON)


def documents_from_current(context: Context) -> list[Feed]:
    """The current feed and all archives a reader finds by following prev-archive."""
    found = [feeds.current(context, CHANGES)]
    while found[-1].previous is not None:
        found.append(feeds.archive(context, CHANGES, str(found[-1].previous)))
    return found


@settings(max_examples=60)
@given(st.integers(0, 400) | st.sampled_from([49, 50, 51, 99, 100, 101, 130]))
def test_following_prev_archive_finds_every_entry(count: int) -> None:
    documents = documents_from_current(changes(count))
    found = [item.title for document in documents for item in document.items]
    assert set(found) == {f"Entry {number}" for number in range(count)}
    archived = [item.id for document in documents[1:] for item in document.items]
    assert len(archived) == len(set(archived))
    assert all(len(document.items) == 50 for document in documents[1:])


def test_current_feed_of_130_holds_the_newest_50_and_two_archives_the_rest() -> None:
    current, second, first = documents_from_current(changes(130))
    assert [item.title for item in current.items[:2]] == ["Entry 129", "Entry 128"]
    assert len(current.items) == 50
    assert (second.items[0].title, second.items[-1].title) == ("Entry 99", "Entry 50")
    assert (first.items[0].title, first.items[-1].title) == ("Entry 49", "Entry 0")
    assert (first.previous, first.following) == (None, 2)
    assert (second.previous, second.following) == (1, None)


def test_archive_keeps_its_bytes_when_a_newer_entry_is_added() -> None:
    for number in ("1", "2"):
        before = forms.atom(feeds.archive(changes(130), CHANGES, number))
        assert before == forms.atom(feeds.archive(changes(131), CHANGES, number))


def test_archive_gains_nothing_but_a_link_when_the_next_one_is_full() -> None:
    before = feeds.archive(changes(149), CHANGES, "2")
    after = feeds.archive(changes(150), CHANGES, "2")
    assert before.items == after.items
    assert (before.following, after.following) == (None, 3)


@pytest.mark.parametrize("number", ["0", "3", "01", "-1", "x", "1.0", "9" * 5000, "١"])
def test_archive_that_is_not_there_is_not_found(number: str) -> None:
    with pytest.raises(NotFound):
        feeds.archive(changes(149), CHANGES, number)


def render(path: str) -> bytes:
    """What the catalogue gives for an address."""
    return rendered(path).body


def items_of(path: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(render(f"{path}.json"))["items"]
    return items


def titles_of(path: str) -> list[str]:
    return [item["title"] for item in items_of(path)]


def plan_at(minutes: int, title: str = "New disks") -> Incident:
    at = NOON + timedelta(minutes=minutes)
    with clock.standing_at(at):
        day = timedelta(days=1)
        return schedule_maintenance(
            title, "We change disks.", at + day, at + 2 * day, ["search"], ADA
        )


def write_at(minutes: int, kind: EntryKind, front: dict[str, Any], body: str = "Words.") -> None:
    with clock.standing_at(NOON + timedelta(minutes=minutes)):
        write_entry(kind, front, body, ADA, zone=SITE.zone)


def fill() -> None:
    """One of each kind, a minute apart."""
    opened(0, "Slow answers")
    plan_at(1)
    change = {"title": "Faster search", "type": "changed", "components": ["search"]}
    write_at(2, EntryKind.CHANGELOG, change | {"date": "2026-07-01T12:02:00Z"})
    wish = {"title": "Weekends", "said": "Answer at weekends", "state": "planned"}
    write_at(3, EntryKind.OUTCOME, wish | {"date": "2026-07-01T12:03:00Z"})


@pytest.mark.parametrize(
    ("path", "titles"),
    [
        ("/feeds/all", ["Planned: Weekends", "Faster search", "New disks", "Slow answers"]),
        ("/feeds/incidents", ["Slow answers"]),
        ("/feeds/maintenance", ["New disks"]),
        ("/feeds/changelog", ["Faster search"]),
        ("/feeds/outcomes", ["Planned: Weekends"]),
        ("/feeds/sla", ["New promise: API availability"]),
        ("/components/search", ["Faster search", "New disks"]),
        ("/components/api", ["Slow answers"]),
        ("/components/docs", []),
        ("/updates", ["Scheduled: New disks", "Investigating: Slow answers"]),
    ],
)
def test_feed_lists_what_it_is_named_for(store: Path, path: str, titles: list[str]) -> None:
    fill()
    assert titles_of(path) == titles


def test_feed_of_an_unknown_component_is_not_found(store: Path) -> None:
    with pytest.raises(NotFound):
        render("/components/nothing.atom")


def test_each_form_has_its_own_type_and_the_time_of_its_newest_entry(store: Path) -> None:
    opened(5, "Slow answers")
    for ending, wanted in (
        (".rss", "application/rss+xml"),
        (".atom", "application/atom+xml"),
        (".json", "application/feed+json"),
    ):
        rendering = rendered(f"/components/api{ending}")
        assert rendering.content_type == f"{wanted}; charset=utf-8"
        assert rendering.modified == NOON + timedelta(minutes=5)
        assert rendering.valid_until is None


def test_published_stays_and_updated_moves_with_each_word(store: Path) -> None:
    key = opened(0, "Slow answers").key
    posted(30, key)
    [item] = items_of("/feeds/incidents")
    assert item["date_published"] == "2026-07-01T12:00:00Z"
    assert item["date_modified"] == "2026-07-01T12:30:00Z"
    posted(60, key, status=Status.FALSE_ALARM)
    [item] = items_of("/feeds/incidents")
    assert item["title"] == "False alarm: Slow answers"
    assert item["date_published"] == "2026-07-01T12:00:00Z"
    assert item["date_modified"] == "2026-07-01T13:00:00Z"


def test_former_updates_keep_their_bytes_when_a_new_one_is_posted(store: Path) -> None:
    key = opened(0, "Slow answers").key
    [before] = items_of("/updates")
    posted(30, key, status=Status.RESOLVED)
    newest, first = items_of("/updates")
    assert first == before
    assert newest["title"] == "Resolved: Slow answers"
    assert newest["id"] != first["id"]


def test_backdated_incident_stands_under_the_time_it_speaks_of(store: Path) -> None:
    opened(0, "Second")
    with clock.standing_at(NOON + timedelta(days=1)):
        past = NewUpdate("It was down.", Status.RESOLVED, posted_at=NOON - timedelta(days=9))
        open_incident("First", past, ADA)
    assert titles_of("/feeds/all") == ["Second", "First"]
    assert "Added afterwards on" in items_of("/feeds/all")[1]["content_text"]


def test_the_clock_alone_changes_no_byte(store: Path) -> None:
    fill()
    for ending in (".rss", ".atom", ".json"):
        with clock.standing_at(NOON + timedelta(hours=1)):
            before = render(f"/feeds/all{ending}")
        with clock.standing_at(NOON + timedelta(days=400)):
            assert render(f"/feeds/all{ending}") == before


def test_every_update_is_found_by_a_reader_who_follows_the_archives(store: Path) -> None:
    said = [opened(0, "Slow answers")]
    for number in range(1, 56):
        said.append(posted(number, said[0].key, f"Word {number}"))
    wanted = {update.key for update in said[-1].updates}
    path = "/updates.atom"
    found: set[str] = set()
    while path:
        document = etree.fromstring(render(path))
        found |= {
            node.text.rpartition("/")[2] for node in document.iterfind(f"{ATOM}entry/{ATOM}id")
        }
        links = {link.get("rel"): link.get("href") for link in document.iterfind(f"{ATOM}link")}
        path = links.get("prev-archive", "").removeprefix(SITE.url)
    assert found == wanted


def stale_after(write: Callable[[], object]) -> set[str]:
    """The feeds that a write makes stale."""
    paths = [channel.atom for channel in named_feeds.FEEDS]
    paths += ["/components/api.atom", "/components/docs.atom"]
    found = [page for path in paths if (page := catalogue.find(path))]
    known = [catalogue.render(page).topics - {"settings"} for page in found]
    before = list(map(topics.versions, known))
    write()
    return {
        page.path
        for page, about, then in zip(found, known, before, strict=True)
        if named(topics.versions(about)) != named(then)
    }


def named(versions: dict[str, int]) -> dict[str, int]:
    """Without the store's own generation, which rises with every write."""
    return {topic: version for topic, version in versions.items() if topic != topics.GENERATION}


def test_feed_goes_stale_with_what_it_lists_and_with_nothing_else(store: Path) -> None:
    everywhere = {"/feeds/all.atom"}
    touched = stale_after(lambda: opened(0, "Slow answers"))
    happened = {"/updates.atom", "/feeds/incidents.atom", "/components/api.atom"}
    assert touched == everywhere | happened
    wish = {"title": "Weekends", "said": "Answer at weekends", "state": "planned"}
    wish["date"] = "2026-07-01T12:03:00Z"
    touched = stale_after(lambda: write_at(3, EntryKind.OUTCOME, wish))
    assert touched == everywhere | {"/feeds/outcomes.atom"}


def walk(pattern: str) -> list[str]:
    """Every address of the catalogue below some pattern's beginning."""
    return [found.path for found in catalogue.all_pages() if found.page.pattern.startswith(pattern)]


def test_catalogue_walks_every_feed_and_each_renders(store: Path) -> None:
    fill()
    paths = [*walk("/feeds/"), *walk("/updates"), *walk("/components/{component}.")]
    paths = [path for path in paths if not path.endswith((".ics", ".md"))]
    assert len(paths) == 3 * (10 + 1 + 3)
    readers: dict[str, Callable[[bytes], Any]] = {"json": json.loads}
    for path in paths:
        readers.get(path.rpartition(".")[2], etree.fromstring)(render(path))


def test_page_of_feeds_links_every_feed(store: Path) -> None:
    page = render("/feeds").decode()
    for channel in named_feeds.FEEDS:
        for address in (channel.rss, channel.atom, channel.json):
            assert f'href="{address}"' in page
    assert 'href="/components/docs.atom"' in page


def test_withdrawn_entry_stays_in_the_feed_and_says_so(store: Path) -> None:
    file = store / "content" / "changelog" / "2026-07-01-search.md"
    file.parent.mkdir()
    file.write_text("---\ntitle: Search\ndate: 2026-07-01\ntype: added\n---\nWords.\n", "utf-8")
    sync(store / "config.toml", {})
    assert titles_of("/feeds/changelog") == ["Search"]
    file.unlink()
    sync(store / "config.toml", {})
    assert titles_of("/feeds/changelog") == ["Withdrawn: Search"]
