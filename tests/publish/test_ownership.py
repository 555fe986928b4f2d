"""A copy goes into a folder of its own: what somebody else made is neither replaced nor removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.errors import SourceError
from statuspage.publish.ownership import MARK, OURS
from tests.helpers.copies import publish
from tests.helpers.sites import URL, change_config

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "www"
    folder.mkdir()
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file, but for those that are of use to the program alone."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): path.read_bytes() for path in files if path.parent.name != OURS}


@pytest.mark.parametrize("name", ["index.html", "notes.txt", ".env", "keys/signing.key"])
def test_folder_with_anything_in_it_is_refused_untouched(target: Path, name: str) -> None:
    (target / name).parent.mkdir(exist_ok=True)
    (target / name).write_text("mine", "utf-8")
    before = contents(target)
    with pytest.raises(SourceError, match="is not empty, and not an earlier copy"):
        publish(target)
    assert contents(target) == before


def test_empty_folder_and_a_fresh_checkout_are_taken(target: Path) -> None:
    (target / ".git").mkdir()
    (target / ".git" / "config").write_text("mine", "utf-8")
    publish(target)
    assert (target / ".git" / "config").read_text("utf-8") == "mine"
    assert publish(target).written < 30


def test_copy_that_was_cut_short_is_gone_on_with(target: Path) -> None:
    publish(target)
    (target / "record" / "files").unlink()
    (target / "index.html").write_text("half", "utf-8")
    publish(target)
    assert "half" not in (target / "index.html").read_text("utf-8")


def test_copy_from_before_there_were_marks_is_ours(target: Path) -> None:
    publish(target)
    (target / MARK).unlink()
    publish(target)
    assert (target / MARK).is_file()


def test_file_of_somebody_where_a_page_would_go_is_told_and_left(target: Path) -> None:
    publish(target)
    key = open_incident("Slow", NewUpdate("We look."), Actor("ada")).key
    mine = target / "incidents" / key / "index.html"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", "utf-8")
    before = contents(target)
    with pytest.raises(SourceError, match=f"incidents/{key}/index.html"):
        publish(target)
    assert contents(target) == before


def test_link_inside_a_copy_is_not_written_through(target: Path, tmp_path: Path) -> None:
    publish(target)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (target / "incidents").symlink_to(elsewhere)
    open_incident("Slow", NewUpdate("We look."), Actor("ada"))
    with pytest.raises(SourceError, match="incidents"):
        publish(target)
    assert [*elsewhere.iterdir()] == []


def test_copy_of_another_site_is_refused(target: Path, store: Path) -> None:
    publish(target)
    change_config(store, URL, "https://other.example.net")
    before = contents(target)
    with pytest.raises(SourceError, match=f"copy of another site, {URL[8:]}"):
        publish(target)
    assert contents(target) == before


def test_full_copy_writes_what_says_the_same_too(target: Path) -> None:
    first = publish(target)
    again = publish(target, full=True)
    assert again.unchanged == 0
    assert again.written >= first.written
