"""Ten dialects of changelogs: no line is lost, and as many entries as there are items."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from statuspage.domain.desk.imported_change import ChangeBatch
from statuspage.imports.changelog.markdown import read

FOLDER = Path(__file__).parents[2] / "data" / "changelogs"
FILES = sorted(path for path in FOLDER.iterdir() if path.name != "README.md")
LENIENT = {"tags.md": 2}  # items whose bullet lacks its space: by the letter they are none
KINDS = re.compile(
    r"added|removed|security|fix|changed|features?|enhancements|breaking|(minor|patch|major) ch"
    r"|miscellaneous|unreleased|tbd|main",
    re.IGNORECASE,
)


def batch(path: Path) -> ChangeBatch:
    return read(path.read_text("utf-8"), path.name, {"api": "api"})


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def kept(found: ChangeBatch) -> str:
    """All that the changes say, in letters alone."""
    return letters(
        "\n".join(f"{one.title}\n{one.body}\n{one.version}\n{one.day}" for one in found.changes)
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_line_of_a_changelog_is_lost(path: Path) -> None:
    found = batch(path)
    told = {note.line for note in found.notes}
    all_kept = kept(found)
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if letters(line) in all_kept or number in told:
            continue
        # What is left are headings that are understood: a release with its day, a kind of change.
        version = re.search(r"\d+\.\d+\.\d+(rc\d)?", line)
        is_day = re.match(r"(Released|Unreleased)\b", line) is not None
        assert (version and letters(version[0]) in all_kept) or KINDS.search(line) or is_day, line


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_changelog_has_as_many_changes_as_a_parser_of_markdown_finds_items(path: Path) -> None:
    tokens = MarkdownIt().parse(path.read_text("utf-8"))
    items = sum(one.type == "list_item_open" and one.level == 1 for one in tokens)
    found = batch(path)
    prose = sum("text without a list" in str(note) for note in found.notes)
    assert len(found.changes) - prose == items + LENIENT.get(path.name, 0)


def facts(name: str) -> list[tuple[str, str, str, str, bool]]:
    found = batch(FOLDER / name)
    return [(one.version, one.day, one.type, one.title, one.breaking) for one in found.changes]


@pytest.mark.parametrize(
    ("name", "first", "kinds"),
    [
        (
            "brackets.md",
            ("", "", "added", "Turkish pages.", False),
            {"added": 3, "removed": 1, "security": 1, "fixed": 1, "changed": 1},
        ),
        (
            "stars.md",
            ("", "", "added", "Added a retry argument. (#311)", False),
            {"added": 1, "changed": 4, "fixed": 2},
        ),
        (
            "underlined.md",
            ("", "", "added", "Added a way out", False),
            {"added": 2, "changed": 2, "fixed": 1, "removed": 1, "deprecated": 1},
        ),
        (
            "labels.md",
            (
                *("", "", "changed"),
                "Not released yet. These notes are not written yet.",
                False,
            ),
            {"changed": 4, "fixed": 2, "added": 2},
        ),
        (
            "tags.md",
            (
                "1.4.0",
                "2024-07-14",
                "changed",
                "[CHANGE] Names of metrics end in their unit #300",
                False,
            ),
            {"changed": 3, "added": 2, "fixed": 2, "removed": 1},
        ),
        (
            "links.md",
            (
                *("2.0.0", "2025-11-02", "fixed"),
                "types: the answer has its type again; (#86) (2a71f49)",
                False,
            ),
            {"fixed": 3, "changed": 3, "added": 1},
        ),
        (
            "first-level.md",
            (
                *("1.17.0", "2022-02-15", "changed"),
                "This version asks for a newer compiler, and brings a few fixes.",
                False,
            ),
            {"changed": 6, "fixed": 2, "added": 1},
        ),
        (
            "flask.rst",
            ("2.2.0", "2022-08-01", "removed", "Remove what was deprecated. :pr:4337", False),
            {"removed": 1, "changed": 1, "added": 2},
        ),
        (
            "bumps.md",
            ("4.3.0", "", "added", "#98 58f9e39 Thanks @ada! - Adds a new Props export.", False),
            {"added": 2, "fixed": 1, "changed": 1},
        ),
    ],
)
def test_changelog_is_read_as_it_is_meant(
    name: str, first: tuple[str, str, str, str, bool], kinds: dict[str, int]
) -> None:
    found = facts(name)
    assert found[0] == first
    assert Counter(kind for _, _, kind, _, _ in found) == kinds


def test_breaking_changes_are_marked_by_section_and_by_word() -> None:
    marked = {
        title
        for name in ("labels.md", "links.md", "first-level.md", "bumps.md")
        for _, _, _, title, breaking in facts(name)
        if breaking
    }
    assert marked == {
        "-A1 -B2 was the same as -B2, and is now what it says.",
        "core: get asks for an address",
        "Unstable: rt: breaking change metrics have other names (#4373)",
        "Drops the old server.",
    }


def test_links_that_stand_elsewhere_go_with_their_change() -> None:
    found = batch(FOLDER / "first-level.md")
    [sleep] = [one for one in found.changes if "sleep" in one.title]
    assert sleep.body.endswith("\n\n[#4495]: https://example.com/pull/4495")
    assert [str(one) for one in found.notes if "4300" in str(one)] == [
        "first-level.md:27: left out: [#4300]: https://example.com/pull/4300"
    ]


def test_area_that_is_a_component_names_it_and_others_stand_before_the_title() -> None:
    found = read("## 1.0\n\n### API\n\n- Faster\n\n### Docs\n\n- More\n", "C.md", {"api": "api"})
    assert [(one.title, one.components) for one in found.changes] == [
        ("Faster", ("api",)),
        ("Docs: More", ()),
    ]


def test_words_understood_as_a_kind_do_not_stay_in_the_title() -> None:
    text = "## 1.0\n\n- fix: crash at night\n- BREAKING CHANGE: feat: new door\n- feat(x): y\n"
    text += "- **fix: as written**\n\n### Added\n\n- fix: stays\n"
    found = read(text, "C.md", {}).changes
    assert [(one.title, one.type, one.breaking) for one in found] == [
        ("Crash at night", "fixed", False),
        ("New door", "added", True),
        ("feat(x): y", "added", False),
        ("fix: as written", "fixed", False),
        ("fix: stays", "added", False),
    ]
