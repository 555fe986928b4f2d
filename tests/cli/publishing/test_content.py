"""`init`, `check` and `sync`: a site's files."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from statuspage.actions.entries import write_entry
from statuspage.actions.given import Actor
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.store import db
from statuspage.store.published import entries
from tests.helpers.shell import run

ROOT = Path(__file__).parents[3]


def test_sync_says_what_it_did_and_then_that_there_is_nothing(config: Path) -> None:
    page = config.parent / "content" / "pages" / "about.md"
    page.parent.mkdir()
    page.write_text("---\ntitle: About\n---\nWords.\n", "utf-8")
    assert run(config, "sync").stdout == "added pages/about\n"
    assert "Nothing to do" in run(config, "sync").stdout
    page.write_text("---\ntitle: About\n---\nOther words.\n", "utf-8")
    assert run(config, "sync").stdout == "changed pages/about\n"
    page.unlink()
    assert run(config, "sync").stdout == "withdrew pages/about\n"


def test_init_writes_a_site_that_check_finds_good(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert run(None, "init", str(folder)).exit_code == 0
    assert run(folder / "config.toml", "check").exit_code == 0
    again = run(None, "init", str(folder))
    assert again.exit_code == 1
    assert "already holds a site" in again.stderr


def test_check_and_sync_know_the_answers_of_the_desk_and_refuse_others(store: Path) -> None:
    config = store / "config.toml"
    write_entry(
        EntryKind.OUTCOME,
        {"title": "Slow search", "said": "It is slow.", "state": "planned"},
        "We look into it.",
        Actor("ada"),
        zone=ZoneInfo("UTC"),
    )
    (slug,) = entries.slugs_of(EntryKind.OUTCOME)
    db.close_store()
    file = store / "content" / "changelog" / "faster.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    change = f"---\ntitle: Faster\ndate: 2026-06-20\ntype: changed\nfeedback: [{slug}]\n---\n"
    file.write_text(change)
    assert run(config, "check").exit_code == 0
    file.write_text(change.replace(slug, "made-up"))
    for command in ("check", "sync"):
        done = run(config, command)
        assert done.exit_code == 1
        assert 'content/changelog/faster.md:5: there is no answer "made-up"' in done.stderr


def test_this_projects_own_site_is_good() -> None:
    assert run(ROOT / "config.toml", "check").exit_code == 0
