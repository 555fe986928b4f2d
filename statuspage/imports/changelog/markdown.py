"""One changelog in Markdown, in whatever dialect: releases, kinds of change, and changes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from statuspage.domain.desk.imported_change import ChangeBatch, ImportedChange
from statuspage.errors import Problem
from statuspage.imports.changelog.blocks import BlockKind, ChangelogBlock, blocks
from statuspage.imports.changelog.dates import find_day
from statuspage.imports.changelog.headings import Release, kind_of, release_of
from statuspage.imports.changelog.plain import plain
from statuspage.imports.changelog.words import Section, change_of, words_alone
from statuspage.said import Said, said

_REFERENCE = re.compile(r"\[([^\[\]]+)\]:")
_LABEL = re.compile(r"(?:\*\*|__)?[^\n:]{2,48}(?::?(?:\*\*|__):?|:)")
_LABEL_WORDS = 4
_DAY_LINE = re.compile(r"\W*(?:release[sd]?|date|published)\b(?:\W+(?:on|date))?", re.IGNORECASE)
_COMPARISON = re.compile(r"\W*full changelog\W*https?://\S+", re.IGNORECASE)
_COMMENT = "<!--"
_PSEUDO = 7  # the level of a line that serves as a heading: below all headings


def read(
    text: str, name: str, known: Mapping[str, str], release: Release | None = None
) -> ChangeBatch:
    """The changes of a changelog, and a note of each line that is in none of them.

    `known` has the id of each component by its id and by its name, in small letters. With a
    `release` the text is about that one.
    """
    found = blocks(text)
    links = [block for block in found if block.kind is BlockKind.REFERENCE]
    others = [block for block in found if block.kind is not BlockKind.REFERENCE]
    references = {
        mark[1].casefold(): link.text for link in links if (mark := _REFERENCE.match(link.text))
    }
    has_releases = release is None and _has_releases(found)
    reader = _Reader(name, known, references, has_releases, release)
    for place, block in enumerate(others):
        reader.take(block, others[place + 1] if place + 1 < len(others) else None)
    return reader.batch(links)


def _has_releases(found: Sequence[ChangelogBlock]) -> bool:
    return any(one.kind is BlockKind.HEADING and release_of(one.text) for one in found)


@dataclass
class _Heading:
    """A heading in force: what it says, and whether a change stands below it."""

    block: ChangelogBlock
    level: int
    kind: str = ""
    breaking: bool = False
    name: str = ""
    is_used: bool = False


@dataclass
class _Reader:
    """Goes through the blocks of one file in their order."""

    name: str
    known: Mapping[str, str]
    references: Mapping[str, str]
    has_releases: bool
    release: Release | None = None
    release_at: _Heading | None = None
    above: list[_Heading] = field(default_factory=list)
    changes: list[ImportedChange] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    prose: list[ChangelogBlock] = field(default_factory=list)

    def take(self, block: ChangelogBlock, following: ChangelogBlock | None) -> None:
        if block.kind is BlockKind.TEXT and not self._is_label(block, following):
            self._take_text(block)
            return
        self._end_prose()
        if block.kind is BlockKind.ITEM:
            self._add(block.text, block.paragraph, block)
        elif block.kind is BlockKind.TEXT:
            self._begin_section(block, _PSEUDO)
        elif release := release_of(block.text):
            self._take_release(block, release)
        else:
            self._take_heading(block)

    def batch(self, links: Sequence[ChangelogBlock]) -> ChangeBatch:
        """All that was read; links that no change uses are told of."""
        self._end_prose()
        self._end_above(0)
        self._end_release()
        kept = {line for change in self.changes for line in change.body.split("\n")}
        for link in links:
            if link.text not in kept:
                self._note_lines(link.first, link.lines)
        notes = sorted(self.notes, key=lambda one: one.line)
        return ChangeBatch(tuple(self.changes), tuple(notes))

    def _take_release(self, block: ChangelogBlock, release: Release) -> None:
        deeper = self.release_at is not None and block.level > self.release_at.level
        if deeper and (release.is_bare or not (release.version or release.day)):
            self._take_heading(block)
            return
        self._end_above(0)
        self._end_release()
        if self.release and not release.day and self.release.version == release.version:
            release = replace(release, day=self.release.day)  # its source says it twice
        self.release, self.release_at = release, _Heading(block, block.level)
        if release.is_yanked or release.remark or _COMMENT in block.text:
            self._note(block.first, said("kept as a release: {text}", text=block.text))

    def _take_heading(self, block: ChangelogBlock) -> None:
        kind, _, _ = kind_of(block.text)
        outside = self.release_at is not None and block.level <= self.release_at.level and not kind
        is_title = block.level == 1 and not kind and self.release is None
        if is_title or (self.release is None and self.has_releases) or outside:
            if outside:
                self._end_above(0)
                self._end_release()
                self.release = self.release_at = None
            self._note_lines(block.first, [block.text])
            return
        self._begin_section(block, block.level)

    def _begin_section(self, block: ChangelogBlock, level: int) -> None:
        self._end_above(level)
        if _COMMENT in block.text:
            self._note_lines(block.first, block.lines)
        kind, breaking, is_all = kind_of(block.text)
        name = "" if is_all else words_alone(block.text)
        self.above.append(_Heading(block, level, kind, breaking, name))

    def _end_above(self, level: int) -> None:
        """Headings of this level and below are over; one without a change is told of."""
        while self.above and self.above[-1].level >= level:
            ended = self.above.pop()
            if not ended.is_used:
                self._note_lines(ended.block.first, ended.block.lines)

    def _end_release(self) -> None:
        if self.release_at is not None and not self.release_at.is_used:
            self._note_lines(self.release_at.block.first, self.release_at.block.lines)

    def _is_label(self, block: ChangelogBlock, following: ChangelogBlock | None) -> bool:
        """Whether a line serves as a heading: "Bug fixes:" before a list."""
        return (
            len(block.lines) == 1
            and following is not None
            and following.kind is BlockKind.ITEM
            and bool(_LABEL.fullmatch(block.text.strip()))
            and len(block.text.split()) <= _LABEL_WORDS
            and (self.release is not None or not self.has_releases)
        )

    def _take_text(self, block: ChangelogBlock) -> None:
        is_told = self.release is not None or any(one.kind for one in self.above)
        if not is_told or _COMPARISON.fullmatch(block.text):
            self._note_lines(block.first, block.lines)
        elif not self.prose and not self.above and self._dates_release(block):
            return
        else:
            self.prose.append(block)

    def _dates_release(self, block: ChangelogBlock) -> bool:
        """Whether a line below a release says when it came: "Released 2022-08-01"."""
        release = self.release
        if release is None or len(block.lines) > 1 or release.day:
            return False
        text = plain(block.text)
        if text.strip(" .").casefold() == "unreleased":
            return True
        day, rest = find_day(text)
        begins = _DAY_LINE.match(text)
        if not day or (rest.strip(" ,.()") and not begins):
            return False
        self.release = replace(release, day=day)
        if _DAY_LINE.sub("", rest, count=1).strip(" ,.()"):
            self._note_lines(block.first, block.lines)
        return True

    def _end_prose(self) -> None:
        """Text between lists is a change, too, so that nothing is lost; and it is told of."""
        if not self.prose:
            return
        some, self.prose = self.prose, []
        text = "\n\n".join(block.text for block in some)
        self._add(text, some[0].paragraph, some[0])
        self._note(some[0].first, said("text without a list, kept as a change of its own"))

    def _add(self, words: str, paragraph: str, block: ChangelogBlock) -> None:
        kind = next((one for one in reversed(self.above) if one.kind), None)
        section = Section(
            kind.kind if kind else "",
            any(one.breaking for one in self.above),
            tuple(one.name for one in self.above if one.name),
        )
        for one in self.above:
            one.is_used = True
        if self.release_at is not None:
            self.release_at.is_used = True
        release = self.release or Release()
        change = change_of(words, paragraph, section, self.known, self.references)
        place = f"{self.name}:{block.first}"
        day = change.day or release.day
        self.changes.append(replace(change, version=release.version, day=day, place=place))

    def _note(self, line: int, text: Said) -> None:
        self.notes.append(Problem(self.name, line, text))

    def _note_lines(self, first: int, lines: Sequence[str]) -> None:
        for number, line in enumerate(lines, first):
            if any(letter.isalnum() for letter in line):
                self._note(number, said("left out: {text}", text=line.strip()))
