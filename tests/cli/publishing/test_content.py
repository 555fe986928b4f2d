"""`init`, `check` and `sync`: a site's files."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

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


@pytest.mark.parametrize(
    ("slug", "ours"), [("vision", "We serve people"), ("when-things-break", "first_notice: 15m")]
)
def test_examples_publish_no_instruction_and_are_told_until_they_are_ours(
    tmp_path: Path, slug: str, ours: str
) -> None:
    config = tmp_path / "new" / "config.toml"
    run(None, "init", str(config.parent))
    page = config.parent / "content" / "pages" / f"{slug}.md"
    text = page.with_name(f"{page.name}.example").read_text("utf-8")
    assert ".example" not in text.split("---")[2]
    page.write_text(text, "utf-8")
    told = run(config, "check")
    assert (told.exit_code, f"content/pages/{slug}.md still holds" in told.stderr) == (0, True)
    text = text.replace(ours, ours.replace("15m", "20m").replace("people", "bakers"))
    page.write_text(text.replace("We tell you", "We will tell you"), "utf-8")
    assert run(config, "check").stderr == ""


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
