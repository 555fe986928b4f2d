"""Changes that each have a file of their own: fragments of towncrier, and changesets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from statuspage.domain.desk.imported_change import ChangeBatch, ImportedChange
from statuspage.errors import Problem
from statuspage.imports.changelog.blocks import BlockKind, blocks
from statuspage.imports.changelog.headings import guessed_kind, kind_of
from statuspage.imports.changelog.words import Section, change_of
from statuspage.said import said

_NAME = re.compile(
    r"(?P<issue>[^.]+)\.(?P<type>(?!(?:md|rst|txt)$)[A-Za-z_-]+)(?:\.\d+)?(?:\.(?:md|rst|txt))?"
)
_APART = re.compile(r"(?:^|(?<=[\W_]))[A-Za-z]+(?=$|[\W_])")
_ISSUE = re.compile(r"\d+")
_FRONT = re.compile(r"\ufeff?---[ \t]*\n(.*?)(?:^|\n)---[ \t]*(?:\n|\Z)(.*)", re.DOTALL)
_BUMP = re.compile(r"""\s*["']?([^"']+?)["']?\s*:\s*["']?(major|minor|patch|none)["']?\s*""")
_BUMPS = {"major": "changed", "minor": "added", "patch": "fixed", "none": "changed"}


def read_fragment(text: str, path: str, known: Mapping[str, str]) -> ChangeBatch:
    """The changes of a fragment of towncrier; its name says of which kind it is.

    One that is named otherwise is taken as well, and told of.
    """
    name = path.rpartition("/")[2]
    named = _NAME.fullmatch(name)
    kind, breaking = _named_kind([named["type"]] if named else _APART.findall(name)[::-1])
    issue = named["issue"] if named else next(iter(_ISSUE.findall(name)), "")
    notes = []
    if named is None:
        text_of_note = said("is not named like 123.added.md; it is a draft all the same")
        notes.append(Problem(path, 0, text_of_note))
    found = _changes(text, Section(kind, breaking), known, path)
    if _ISSUE.fullmatch(issue):
        found = [_with_issue(change, issue) for change in found]
    if not found:
        notes.append(Problem(path, 0, said("holds no words, so nothing was taken")))
    return ChangeBatch(tuple(found), tuple(notes))


def _named_kind(words: Iterable[str]) -> tuple[str, bool]:
    for word in words:
        kind, breaking, _ = kind_of(word)
        if kind:
            return kind, breaking
    return "", False


def _with_issue(change: ImportedChange, issue: str) -> ImportedChange:
    """A change with the issue that its file is named by, where its words do not name it."""
    if re.search(rf"#{issue}\b", f"{change.title} {change.body}"):
        return change
    if change.body:
        return replace(change, body=f"{change.body} (#{issue})")
    return replace(change, title=f"{change.title} (#{issue})")


def is_changeset(text: str) -> bool:
    """Whether a text begins with what a changeset begins with: packages, and how they move on."""
    found = _FRONT.match(text)
    lines = [line for line in found[1].split("\n") if line.strip()] if found else []
    return bool(found) and all(_BUMP.fullmatch(line) for line in lines)


def read_changeset(text: str, path: str, known: Mapping[str, str]) -> ChangeBatch:
    """The change of a changeset: of the packages in its front matter."""
    found = _FRONT.match(text)
    if found is None:
        note = Problem(path, 0, said("has no front matter of a changeset; read as plain text"))
        return ChangeBatch(tuple(_changes(text, Section(), known, path)), (note,))
    notes, bumps = [], dict[str, str]()
    for number, line in enumerate(found[1].split("\n"), 2):
        if bump := _BUMP.fullmatch(line):
            bumps[bump[1]] = bump[2]
        elif line.strip():
            notes.append(Problem(path, number, said("left out: {text}", text=line.strip())))
    words = found[2].strip("\n")
    largest = next((bump for bump in _BUMPS if bump in bumps.values()), "none")
    kind = guessed_kind(words)
    others = [name for name in bumps if name.casefold() not in known]
    section = Section(
        _BUMPS[largest] if kind == "changed" else kind,
        largest == "major",
        (*(name for name in bumps if name.casefold() in known), *filter(None, [", ".join(others)])),
    )
    changes = _changes(words, section, known, path)
    if not changes:
        notes.append(Problem(path, 0, said("holds no words, so nothing was taken")))
    return ChangeBatch(tuple(changes), tuple(notes))


def _changes(
    text: str, section: Section, known: Mapping[str, str], path: str
) -> list[ImportedChange]:
    """The words of one file as one change; a list by itself as one for each item."""
    found = blocks(text)
    if not found:
        return []
    if any(block.kind is not BlockKind.ITEM for block in found):
        parts = [(text.strip("\n"), found[0].paragraph)]
    else:
        parts = [(block.text, block.paragraph) for block in found]
    return [
        replace(change_of(words, first, section, known, {}), place=path) for words, first in parts
    ]
