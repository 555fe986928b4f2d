"""News: one thing that people are told, as facts; its words are the item of the feeds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from statuspage.domain.vocabulary.states import Impact, Kind


class NewsKind(StrEnum):
    """What news is of, named as the feed that lists it."""

    INCIDENTS = "incidents"
    MAINTENANCE = "maintenance"
    CHANGELOG = "changelog"
    OUTCOMES = "outcomes"
    NOTICES = "notices"
    STORIES = "stories"
    PROMISES = "sla"
    REPORTS = "reports"

    @classmethod
    def of(cls, kind: Kind) -> NewsKind:
        """The kind of what is told of an incident, or of planned work."""
        return cls.MAINTENANCE if kind is Kind.MAINTENANCE else cls.INCIDENTS


@dataclass(frozen=True)
class News:
    """One thing that is told: an update, something written, a reminder, a verdict, a promise."""

    subject: str  # of the record, such as "update/KEY"
    revision: int  # of that subject; a higher one tells of an edit
    at: datetime  # when it was entered
    kind: NewsKind
    topic: str  # what it is about: news of one topic are one thread, and newer ones replace older
    incident: str = ""  # the key of the incident or planned work it belongs to
    outcome: str = ""  # the slug of the outcome it is of
    components: tuple[str, ...] = ()  # the ids of those it touches
    groups: tuple[str, ...] = ()  # the ids of the groups they stand in
    impact: Impact | None = None  # of an incident, the worst it had so far
    is_breaking: bool = False  # a change or notice that may break what readers built
    is_edit: bool = False  # words told before that were changed
    days_ahead: int | None = None  # of a reminder: until what it reminds of
