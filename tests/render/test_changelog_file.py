"""The changelog as one file, and that importing what was exported gives the same entries."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.vocabulary.entry import CHANGE_TYPES, Entry, EntryKind
from statuspage.domain.vocabulary.text import clean_text, one_line
from statuspage.imports.changelog.markdown import read
from statuspage.render.changelog_file import changelog_file

ZONE = ZoneInfo("Europe/London")
KNOWN = {"api": "api", "website": "website"}


def entry(
    title: str, body: str = "", at: datetime = datetime(2026, 11, 20, tzinfo=UTC), **details: object
) -> Entry:
    told = {"type": "added", "components": [], "feedback": [], **details}
    return Entry(
        kind=EntryKind.CHANGELOG,
        slug="a",
        title=title,
        at=at,
        details=told,
        body=body,
        html="",
        file="",
        published_at=at,
        updated_at=at,
        withdrawn_at=None,
        revision=1,
    )


def facts(one: Entry) -> tuple[object, ...]:
    local = one.at.astimezone(ZONE)
    told = one.details
    return (
        one_line(one.title),
        one.body,
        told["type"],
        told.get("version", ""),
        datetime.combine(local.date(), local.time().replace(microsecond=0)).isoformat(" "),
        bool(told.get("breaking")),
        tuple(told["components"]),
        tuple(told["feedback"]),
    )


def read_back(text: str) -> list[tuple[object, ...]]:
    found = read(text, "CHANGELOG.md", KNOWN)
    return [
        (
            one.title,
            one.body,
            one.type,
            one.version,
            datetime.fromisoformat(one.day).isoformat(" "),
            one.breaking,
            one.components,
            one.feedback,
        )
        for one in found.changes
    ]


def is_clean(text: str) -> bool:
    return clean_text(text).strip() == text and "<!--" not in text and "\r" not in text


lines = st.one_of(
    st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=30),
    st.sampled_from(
        [
            "## [1.0.0] - 2020-01-01",
            "### Added",
            "- an item",
            "  - a nested one",
            "* another",
            "---",
            "====",
            "[1.0]: https://example.com",
            "    code",
            "Bug fixes:",
            "",
            "**Bold**",
            "**Breaking:** all",
            "1. one",
        ]
    ),
)
bodies = st.lists(lines, max_size=6).map("\n".join).filter(is_clean)
titles = (
    st.one_of(lines, st.text("ab *_`[](){}<>!#|~\\.:-", min_size=1, max_size=40))
    .map(one_line)
    .filter(lambda text: text != "" and is_clean(text))
)
versions = st.one_of(
    st.just(""),
    st.from_regex(r"[0-9]{1,2}\.[0-9]{1,2}(\.[0-9])?(-rc[1-9])?", fullmatch=True),
    st.sampled_from(["Autumn release", "2026.1", "[beta] 2", "R*2"]),
)
entries = st.builds(
    entry,
    titles,
    bodies,
    st.integers(631152000, 4102444800).map(lambda stamp: datetime.fromtimestamp(stamp, UTC))
    | st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(
        lambda day: datetime.combine(day, time(), ZONE).astimezone(UTC)
    ),
    type=st.sampled_from([*CHANGE_TYPES]),
    version=versions,
    breaking=st.booleans(),
    components=st.lists(st.sampled_from(["api", "website"]), unique=True),
    feedback=st.lists(st.sampled_from(["weekend-support", "2026-search"]), unique=True),
)


@given(st.lists(entries, max_size=5))
def test_changelog_file_read_back_gives_the_same_entries(given_entries: list[Entry]) -> None:
    text = changelog_file(given_entries, ZONE)
    assert sorted(map(repr, read_back(text))) == sorted(repr(facts(one)) for one in given_entries)


def test_changelog_file_is_what_keep_a_changelog_shows() -> None:
    text = changelog_file(
        [
            entry("Dark pages", version="2.0.0", components=["website"]),
            entry("No more XML", "Use JSON.", type="removed", version="2.0.0", breaking=True),
            entry("Faster search", at=datetime(2026, 10, 1, 12, 30, tzinfo=UTC), type="changed"),
        ],
        ZONE,
    )
    assert (
        text
        == """# Changelog

The form is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).

## [2.0.0] - 2026-11-20

### Added

- Dark pages <!-- components: website -->

### Removed

- **Breaking:** **No more XML**

  Use JSON.

## 2026-10-01 13:30

### Changed

- Faster search
"""
    )


def test_release_has_one_heading_with_its_newest_day() -> None:
    text = changelog_file(
        [
            entry("Dark pages", version="2.0.0", components=["website"]),
            entry("Late news", "Told later.", datetime(2026, 11, 29, tzinfo=UTC), version="2.0.0"),
            entry("Old door", at=datetime(2026, 11, 25, tzinfo=UTC), type="removed"),
        ],
        ZONE,
    )
    assert (
        text.partition("## ")[2]
        == """[2.0.0] - 2026-11-29

### Added

- **Late news**

  Told later.

- Dark pages <!-- day: 2026-11-20; components: website -->

## 2026-11-25

### Removed

- Old door
"""
    )
