"""Sync: config.toml and content/ into the store, idempotent, and never half."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from statuspage.actions.entries import write_entry
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.sync import SyncReport
from statuspage.actions.sync import sync as sync_site
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.errors import ConfigError
from statuspage.store import db
from statuspage.store.desk import problems
from statuspage.store.measured import slas
from statuspage.store.published import components, entries, publications, record, topics
from statuspage.store.settings import site

GOOD = (
    "---\ntitle: Faster search\ndate: 2026-07-01\ntype: changed\ncomponents: [api]\n---\nIt is.\n"
)


def sync(folder: Path) -> SyncReport:
    return sync_site(folder / "config.toml", {})


def write(folder: Path, name: str, text: str) -> Path:
    place = folder / "content" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")
    return place


def edit(folder: Path, old: str, new: str) -> None:
    config = folder / "config.toml"
    text = config.read_text("utf-8")
    assert old in text
    config.write_text(text.replace(old, new), "utf-8")


def test_second_sync_changes_nothing_and_raises_no_topic(store: Path) -> None:
    write(store, "changelog/faster.md", GOOD)
    assert sync(store).added == ("changelog/faster",)
    with db.snapshot():
        before = topics.generation()
    assert not sync(store).did_anything
    with db.snapshot():
        assert topics.generation() == before


def test_changed_file_makes_a_revision_and_keeps_the_former_text(store: Path) -> None:
    place = write(store, "changelog/faster.md", GOOD)
    sync(store)
    place.write_text(GOOD.replace("It is.", "It is faster."), "utf-8")
    assert sync(store).changed == ("changelog/faster",)
    with db.snapshot():
        entry = entries.by_slug(EntryKind.CHANGELOG, "faster")
        revisions = record.history("changelog/faster")
    assert entry.revision == 2
    assert [r.text("body").strip() for r in revisions] == ["It is.", "It is faster."]


def test_vanished_file_is_withdrawn_visibly_and_can_come_back(store: Path) -> None:
    place = write(store, "changelog/faster.md", GOOD)
    sync(store)
    place.unlink()
    assert sync(store).withdrawn == ("changelog/faster",)
    with db.snapshot():
        assert entries.by_slug(EntryKind.CHANGELOG, "faster").withdrawn_at is not None
    assert not sync(store).did_anything
    place.write_text(GOOD, "utf-8")
    assert sync(store).changed == ("changelog/faster",)
    with db.snapshot():
        assert entries.by_slug(EntryKind.CHANGELOG, "faster").withdrawn_at is None


def test_old_entry_stands_by_its_own_date_in_feeds(store: Path) -> None:
    write(store, "changelog/faster.md", GOOD)
    sync(store)
    with db.snapshot():
        [row] = publications.page(["changelog"], 0, 5)
    assert row.published_at.isoformat() == "2026-06-30T23:00:00+00:00"
    assert row.updated_at == row.published_at


def test_broken_file_leaves_its_last_good_state_and_hides_no_other(store: Path) -> None:
    place = write(store, "changelog/faster.md", GOOD)
    sync(store)
    place.write_text("---\ntitle: [\n---\n", "utf-8")
    write(store, "changelog/other.md", GOOD)
    report = sync(store)
    assert report.added == ("changelog/other",)
    assert report.withdrawn == ()
    assert [problem.file for problem in report.problems] == ["content/changelog/faster.md"]
    with db.snapshot():
        assert entries.by_slug(EntryKind.CHANGELOG, "faster").title == "Faster search"
        assert problems.standing() == list(report.problems)
    place.write_text(GOOD, "utf-8")
    sync(store)
    with db.snapshot():
        assert problems.standing() == []


def test_broken_config_changes_nothing_and_is_shown_to_staff(store: Path) -> None:
    edit(store, 'name = "Acme Cloud"', 'nam = "Acme Cloud"')
    with pytest.raises(ConfigError):
        sync(store)
    with db.snapshot():
        assert site().name == "Acme Cloud"
        assert any('"name"' in str(problem.text) for problem in problems.standing())


def test_renamed_component_keeps_its_history(store: Path) -> None:
    open_incident("Slow", NewUpdate("Look."), Actor("ada"))
    edit(store, 'name = "API"', 'name = "Public API"')
    assert sync(store).changed == ("component/api",)
    with db.snapshot():
        assert components.by_id("api").name == "Public API"


def test_component_taken_out_is_withdrawn_not_erased(store: Path) -> None:
    edit(store, '[[components]]\nid = "docs"\nname = "Docs"\n', "")
    assert sync(store).withdrawn == ("component/docs",)
    with db.snapshot():
        assert [c.id for c in components.listed()] == ["api", "search"]
        assert components.by_id("docs").withdrawn_at is not None


def test_changed_definition_is_a_dated_version(store: Path) -> None:
    edit(store, 'target = "99.9%"', 'target = "99.5%"')
    assert sync(store).changed == ("sla/api-availability",)
    with db.snapshot():
        assert [v.number for v in slas.versions("api-availability")] == [2, 1]


def test_file_and_desk_cannot_claim_the_same_address(store: Path) -> None:
    front = {"title": "Faster search", "date": "2026-07-01", "type": "changed"}
    entry = write_entry(EntryKind.CHANGELOG, front, "It is.", Actor("ada"), zone=ZoneInfo("UTC"))
    write(store, f"changelog/{entry.slug}.md", GOOD)
    report = sync(store)
    assert [str(problem.text) for problem in report.problems] == [
        "an entry written in the desk has this name already; rename the file"
    ]
