"""Fragments of towncrier, changesets, releases of GitHub, and how the form is guessed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from statuspage.domain.desk.imported_change import ChangeBatch
from statuspage.errors import InvalidInput, SourceError
from statuspage.imports.changelog.reading import ChangelogForm, read


def put(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")


def told(found: ChangeBatch, folder: Path) -> list[str]:
    return [str(note).replace(f"{folder}/", "") for note in found.notes]


def test_fragments_are_taken_whatever_they_are_called(tmp_path: Path) -> None:
    put(tmp_path, "12.feature.md", "A search.\n")
    put(tmp_path, "13.bugfix", "No crash\nat noon (#13).\n")
    put(tmp_path, "13.bugfix.1.rst", "Nor at night.\n")
    put(tmp_path, "+words.doc.md", "A guide.\n")
    put(tmp_path, "fix-of-14.md", "Said twice.\n")
    put(tmp_path, "breaking/15.breaking.md", "- One\n- Two\n")
    put(tmp_path, "16.removal.md", "\n")
    put(tmp_path, "README.md", "How to write them.\n")
    put(tmp_path, "template.md.jinja", "{{ all }}\n")
    found = read(str(tmp_path), {})
    assert sorted((one.type, one.title, one.breaking) for one in found.changes) == [
        ("added", "A search. (#12)", False),
        ("changed", "A guide.", False),
        ("changed", "One (#15)", True),
        ("changed", "Two (#15)", True),
        ("fixed", "No crash at noon (#13).", False),
        ("fixed", "Nor at night. (#13)", False),
        ("fixed", "Said twice. (#14)", False),
    ]
    assert told(found, tmp_path) == [
        "16.removal.md: holds no words, so nothing was taken",
        "README.md: is about this folder, so it was left out",
        "fix-of-14.md: is not named like 123.added.md; it is a draft all the same",
        "template.md.jinja: is not a fragment, so it was left out",
    ]


def test_changesets_say_which_packages_move_and_how_far(tmp_path: Path) -> None:
    put(tmp_path, "a.md", "---\n'api': major\n---\n\nAsks for a key.\n\nSend it in a header.\n")
    put(tmp_path, "b.md", '---\n"@acme/tool": patch\n"@acme/lib": minor\n---\n\nNew look\n')
    put(tmp_path, "c.md", "---\napi: minor\n---\nFixes the door.\n")
    put(tmp_path, "README.md", "About changesets.\n")
    put(tmp_path, "config.json", "{}")
    found = read(str(tmp_path), {"api": "api"})
    assert [(one.type, one.title, one.breaking, one.components) for one in found.changes] == [
        ("changed", "Asks for a key.", True, ("api",)),
        ("added", "@acme/tool, @acme/lib: New look", False, ()),
        ("fixed", "Fixes the door.", False, ("api",)),
    ]
    assert found.changes[0].body == "Asks for a key.\n\nSend it in a header."


def test_releases_of_github_give_their_items(tmp_path: Path) -> None:
    body = "## What's Changed\r\n* Fix the door by @ada in https://example.com/1\r\n\r\n"
    body += "**Full Changelog**: https://example.com/compare/a...b"
    releases = [
        {"tag_name": "v1.2.0", "name": "Autumn", "published_at": "2025-10-01T08:00:00Z"}
        | {"body": body},
        {"tag_name": "v1.1.0", "name": "v1.1.0", "published_at": None, "body": None},
    ]
    put(tmp_path, "releases.json", json.dumps(releases))
    found = read(str(tmp_path / "releases.json"), {})
    [change] = found.changes
    assert (change.version, change.day, change.type) == ("1.2.0", "2025-10-01", "fixed")
    assert change.title == "Fix the door by @ada in https://example.com/1"
    assert told(found, tmp_path) == [
        "releases.json (v1.2.0): kept as a release: Autumn",
        "releases.json (v1.2.0):4: left out: **Full Changelog**: https://example.com/compare/a...b",
        "releases.json (v1.1.0): holds no words, so nothing was taken",
    ]


def test_folder_of_a_project_is_read_by_its_changelog(tmp_path: Path) -> None:
    put(tmp_path, "CHANGELOG.md", "## 1.0.0\n\n- One\n")
    put(tmp_path, "README.md", "- no change\n")
    assert [one.title for one in read(str(tmp_path), {}).changes] == ["One"]


@pytest.mark.parametrize("text", ["nothing", '{"a": 1}', '[{"body": "x"}]', "[1]"])
def test_what_is_no_list_of_releases_is_refused(tmp_path: Path, text: str) -> None:
    put(tmp_path, "a.json", text)
    with pytest.raises(InvalidInput, match="This is not"):
        read(str(tmp_path / "a.json"), {}, ChangelogForm.RELEASES)


def test_what_is_no_text_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "CHANGELOG.md").write_bytes(b"# A\n\xff\n")
    with pytest.raises(SourceError, match=r"CHANGELOG.md:2: is not UTF-8"):
        read(str(tmp_path / "CHANGELOG.md"), {})


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-3-5", "2024-03-05"),
        ("2024/03/05", "2024-03-05"),
        ("5.3.2024", "2024-03-05"),
        ("03/25/2024", "2024-03-25"),
        ("25/03/2024", "2024-03-25"),
        ("03/05/2024", ""),
        ("March 5th, 2024", "2024-03-05"),
        ("5 Mar 2024", "2024-03-05"),
        ("5th of march 2024", "2024-03-05"),
        ("2024-02-31", ""),
    ],
)
def test_days_are_read_in_many_forms(tmp_path: Path, written: str, day: str) -> None:
    put(tmp_path, "a.md", f"## 1.0.0 ({written})\n\n- One\n")
    [change] = read(str(tmp_path / "a.md"), {}).changes
    assert (change.version, change.day) == ("1.0.0", day)
