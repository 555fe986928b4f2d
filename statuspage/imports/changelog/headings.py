"""What headings of changelogs say: a release with its day, or a kind of change."""

from __future__ import annotations

import re
from dataclasses import dataclass

from statuspage.imports.changelog.dates import find_day
from statuspage.imports.changelog.plain import plain

_UNRELEASED = re.compile(
    r"(?:unreleased|tbd|tba|next|upcoming|unstable|head|main|master|develop(?:ment)?|trunk|"
    r"in development|future|wip)(?:\s+(?:changes|release|version))?",
    re.IGNORECASE,
)
_VERSION = re.compile(
    r"(?P<before>(?:[A-Za-z@][\w@/.+-]*\s+){0,2}?)"
    r"(?P<version>v?\d+(?:\.\d+)+(?:[-+._]?[0-9A-Za-z]+)*|v\d+|\d{1,6})",
    re.IGNORECASE,
)
_RELEASE_WORDS = re.compile(r"(?:version|release|ver\.?|v\.?)", re.IGNORECASE)
_YANKED = re.compile(r"[\[(]?\byanked\b[\])]?", re.IGNORECASE)
_EDGES = " \t-\u2013\u2014/,:|()[]"

_KINDS = {
    "added": (
        *("add", "addition", "new", "feature", "new feature", "features added", "minor change"),
        *("whats new", "feature enhancement", "new addition"),
    ),
    "changed": (
        *("change", "improvement", "improved", "enhancement", "updated", "update", "modified"),
        *("other change", "performance", "performance improvement", "miscellaneous", "misc"),
    ),
    "deprecated": ("deprecation", "deprecate"),
    "removed": (
        *("removal", "remove", "dropped", "deleted", "deprecation and removal"),
        "removal and deprecation",
    ),
    "fixed": (
        *("fix", "bug fix", "bugfix", "bug", "bugs fixed", "fixed bug", "patch change", "patch"),
        *("hotfix", "fixe", "bug fixe", "bugfixe", "hotfixe"),
    ),
    "security": ("security fix", "security fixe", "vulnerability", "vulnerabilitie"),
}
_WORDS = {word: kind for kind, words in _KINDS.items() for word in (kind, *words)}
_NEUTRAL = ("whats changed", "changelog", "release notes", "all changes")
_BREAKING = re.compile(
    r"\bbreaking\b|backwards?[- ]incompatible|\bincompatible changes?|^major changes?$",
    re.IGNORECASE,
)
_BREAKING_ALONE = re.compile(
    r"(?:breaking|(?:(?:api )?breaking|(?:backwards?[- ])?incompatible|major)(?: api)? changes?)"
)
_TAG = re.compile(r"\W*([A-Za-z]+)")


@dataclass(frozen=True)
class Release:
    """What the heading of a release says. Without a version its changes are not released yet."""

    version: str = ""
    day: str = ""
    is_yanked: bool = False
    remark: str = ""  # what else it says

    @property
    def is_bare(self) -> bool:
        """Whether the heading was a number alone, which may as well be something else."""
        return self.version.isdigit() and not self.day


def release_of(heading: str) -> Release | None:
    """The release that a heading names; None for other headings."""
    bracketed = re.match(r"\s*\[((?:\\.|[^\]\\])+)\](?![(\[])", heading)
    text = plain(heading)
    day, rest = find_day(text)
    rest, yanked = _YANKED.subn(" ", rest)
    if bracketed and (day or yanked):
        named = plain(bracketed[1])
        if not _UNRELEASED.fullmatch(named) and _is_name(named):
            remark = rest.replace(named, "", 1).strip(_EDGES)
            return Release(_bare(named), day, bool(yanked), remark)
    rest = " ".join(rest.split()).strip(_EDGES)
    words = [word for word in re.split(r"\s*[-/|,:()\[\]]+\s*", rest) if word]
    if words and all(_UNRELEASED.fullmatch(word) for word in words):
        return Release("", day)
    if not rest:
        return Release("", day, bool(yanked)) if day else None
    found = _VERSION.match(rest)
    if found is None or not _is_release(found, rest, has_day=bool(day)):
        return None
    return Release(_bare(found["version"]), day, bool(yanked), rest[found.end() :].strip(_EDGES))


def _is_name(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _is_release(found: re.Match[str], rest: str, *, has_day: bool) -> bool:
    """Whether a number is that of a release: nothing follows but remarks in brackets or a name."""
    after = rest[found.end() :]
    if after and after[0].isalnum():
        return False
    before = found["before"].split()
    if before and not (_RELEASE_WORDS.fullmatch(before[-1]) or has_day or len(before) == 1):
        return False
    return has_day or not after.strip() or after.lstrip()[0] in "([\"'-\u2013\u2014:/\u201c"


def _bare(version: str) -> str:
    """A version without the v that some write before it."""
    return re.sub(r"^v(?=\d)", "", version, flags=re.IGNORECASE)


def kind_of(heading: str) -> tuple[str, bool, bool]:
    """The kind of change that a heading names, whether it breaks, and whether that is all it says.

    The kind is "" where it names none.
    """
    text = re.sub(r"[^\w\s'-]+", " ", plain(heading)).strip().casefold().replace("'", "")
    text = " ".join(text.split())
    if _BREAKING.search(text):
        return "changed", True, bool(_BREAKING_ALONE.fullmatch(text))
    if text in _NEUTRAL:
        return "", False, True
    for form in (text, text.removesuffix("s"), text.removesuffix("es")):
        if form in _WORDS:
            return _WORDS[form], False, True
    first = text.partition(" ")[0]
    kind = _WORDS.get(first) or _WORDS.get(first.removesuffix("s"), "")
    return kind, False, False


_BEGINNINGS = {
    "added": ("add", "adds", "added", "adding", "feat", "feature", "new", "introduce"),
    "fixed": ("fix", "fixes", "fixed", "bug", "bugfix", "bugfixes"),
    "removed": ("remove", "removes", "removed", "drop", "drops", "dropped"),
    "deprecated": ("deprecate", "deprecates", "deprecated"),
    "security": ("security", "cve"),
}
_BEGINS = {word: kind for kind, words in _BEGINNINGS.items() for word in words}


def guessed_kind(words: str) -> str:
    """The kind of change by how its words begin: "Fixed ...", "[BUGFIX] ...", "feat(api): ..."."""
    found = _TAG.match(words)
    return _BEGINS.get(found[1].casefold(), "changed") if found else "changed"


def is_breaking(words: str) -> bool:
    """Whether words say of themselves that they break something."""
    return bool(re.search(r"\bBREAKING\b|\*\*breaking|\[breaking|^breaking:", words)) or bool(
        re.match(r"\W*breaking\b\W*(?:change)?\W*:", words, re.IGNORECASE)
    )
