"""Written things: changes, outcomes (you said, we did), notices, stories, pages and the like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED, Wordings
from statuspage.said import Said, said


class EntryKind(StrEnum):
    """Which folder of content/ it belongs to."""

    CHANGELOG = "changelog"
    OUTCOME = "outcomes"
    NOTICE = "notices"
    STORY = "stories"
    PAGE = "pages"
    AGREEMENT = "agreements"
    TEMPLATE = "templates"


CHANGE_TYPES: Mapping[str, Said] = {
    "added": said("Added"),
    "changed": said("Changed"),
    "deprecated": said("Deprecated"),
    "removed": said("Removed"),
    "fixed": said("Fixed"),
    "security": said("Security"),
}
"""The kinds of change of Keep a Changelog 1.1."""

_BREAKING = ("deprecated", "removed", "security")
_NOTICES = ("deprecated", "security")

NOTICE_KINDS: Mapping[str, Said] = {
    "price": said("Price"),
    "policy": said("Policy"),
    "terms": said("Terms"),
    "deprecation": said("Deprecation"),
    "security": said("Security"),
}
"""What a notice announces."""

_BREAKING_NOTICES = ("deprecation", "security")

OUTCOME_STATES: Mapping[str, Said] = {
    "asked": said("Not answered yet"),
    "considering": said("Considering"),
    "planned": said("Planned"),
    "doing": said("Doing"),
    "done": said("Done"),
    "unchanged": said("Nothing changed"),
    "declined": said("Declined"),
}

BECAUSE: Mapping[str, Said] = {
    "cost": said("It costs more than it helps"),
    "scope": said("It is not what this service is for"),
    "conflict": said("It would get in the way of others"),
    "privacy": said("It would harm privacy or security"),
    "exists": said("It is there already"),
    "few": said("Too few need it"),
    "other": said("Another reason"),
}
"""Why something was declined, in one word each; how often is published."""

PATHS = {
    EntryKind.CHANGELOG: "/changelog/",
    EntryKind.OUTCOME: "/you-said-we-did/",
    EntryKind.NOTICE: "/notices/",
    EntryKind.STORY: "/stories/",
    EntryKind.PAGE: "/pages/",
}

OWN_PATHS: Mapping[EntryKind, Mapping[str, str]] = {
    EntryKind.PAGE: {"when-things-break": "/when-things-break"},
}
"""Entries that have a page of their own, by their names: they stand there alone."""

TEXTS: Mapping[EntryKind, tuple[str, ...]] = {
    EntryKind.CHANGELOG: ("title", "body"),
    EntryKind.OUTCOME: ("title", "said", "did", "reason", "channel", "period", "body"),
    EntryKind.NOTICE: ("title", "audience", "reason", "value", "cancelled", "body"),
    EntryKind.STORY: ("title", "quote", "body"),
    EntryKind.PAGE: ("title", "body"),
    EntryKind.AGREEMENT: ("title", "body"),
    EntryKind.TEMPLATE: ("title", "body"),
}
"""What can be said in further languages, by name, in the order of the forms; the rest are facts."""

_MAY_STAY = ("title", "channel", "period")
"""Texts without which the words of an entry are still whole in a language."""


@dataclass(frozen=True)
class Entry:
    """One written thing. `details` holds its kind's front matter, in JSON types (see content/)."""

    kind: EntryKind
    slug: str
    title: str
    at: datetime  # the date it stands under
    details: Mapping[str, Any]
    body: str  # Markdown
    html: str
    file: str  # where it comes from, or "" when it was written in the desk
    published_at: datetime
    updated_at: datetime
    withdrawn_at: datetime | None
    revision: int
    erased: Said | None = None  # that personal data was removed from it
    wordings: Wordings = NOT_TRANSLATED  # its TEXTS in further languages
    title_in: str = ""  # the language of its title, where that is not the reader's
    words_in: str = ""  # and of its words

    @property
    def words(self) -> tuple[Said | str, ...]:
        """What readers read, in paragraphs: Markdown, and a message."""
        return tuple(one for one in (self.body, self.erased) if one)

    @property
    def path(self) -> str:
        own = OWN_PATHS.get(self.kind, {})
        return own.get(self.slug) or PATHS[self.kind] + self.slug

    @property
    def is_breaking(self) -> bool:
        """Whether it may break what readers built: it is marked so, or of a kind that does."""
        if self.kind is EntryKind.NOTICE and self.details.get("kind") in _BREAKING_NOTICES:
            return True
        return self.is_marked_breaking or self.details.get("type") in _BREAKING

    @property
    def is_marked_breaking(self) -> bool:
        return bool(self.details.get("breaking"))

    @property
    def is_notice(self) -> bool:
        """Whether readers have to know it ahead, or act on it."""
        return self.kind is EntryKind.NOTICE or self.details.get("type") in _NOTICES

    @property
    def leads_to(self) -> frozenset[str]:
        """The pages of this site that it names: its evidence, the answers it belongs to, the one
        it was merged into; and of an answer the components it is about."""
        get = self.details.get
        named = [path for path in get("evidence") or () if path.startswith("/")]
        answers = [*(get("feedback") or ()), *filter(None, [get("same_as")])]
        named += [PATHS[EntryKind.OUTCOME] + slug for slug in answers]
        if self.kind is EntryKind.OUTCOME:
            named += [f"/components/{component}" for component in get("components") or ()]
        return frozenset(named)

    @property
    def agreed_until(self) -> date | None:
        """Of a story, the last day for which its teller agreed that it is told."""
        last = self.details.get("until") if self.kind is EntryKind.STORY else None
        return date.fromisoformat(last) if last else None

    @property
    def is_from_file(self) -> bool:
        return bool(self.file)

    @property
    def texts(self) -> Mapping[str, str]:
        """What it says, by name, as far as there is something."""
        told = {"title": self.title, **self.details, "body": self.body}
        return {name: told[name] for name in TEXTS.get(self.kind, ()) if told.get(name)}

    def lacks(self, language: str) -> list[str]:
        """The names of its words that nobody wrote in a further language yet."""
        told = self.wordings.of(language)
        return [name for name in self.texts if name not in _MAY_STAY and not told.get(name)]


@dataclass(frozen=True)
class Published:
    """A row of the journal: what it is, and when it was published and last changed."""

    kind: str
    key: str
    published_at: datetime
    updated_at: datetime


def missing(kind: EntryKind, slug: str) -> Said:
    """That there is no entry of this kind and name."""
    return Said(_MISSING[kind].key, {"slug": slug})


_MISSING = {
    EntryKind.CHANGELOG: said("There is no changelog '{slug}'."),
    EntryKind.OUTCOME: said("There is no outcome '{slug}'."),
    EntryKind.NOTICE: said("There is no notice '{slug}'."),
    EntryKind.STORY: said("There is no story '{slug}'."),
    EntryKind.PAGE: said("There is no page '{slug}'."),
    EntryKind.AGREEMENT: said("There is no agreement '{slug}'."),
    EntryKind.TEMPLATE: said("There is no template '{slug}'."),
}
