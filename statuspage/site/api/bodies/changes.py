"""The changelog by programs: what they hand in of a change, and drafts as they are told of them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, StrictBool, StrictStr

from statuspage.actions.measurements.rows import Instant, Word
from statuspage.config.kinds.values import Model
from statuspage.domain.desk.draft import Draft
from statuspage.domain.desk.entry_form import fields_of, front_of
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.site.answers import Answer, At
from statuspage.site.api.bodies.incidents import FurtherWords
from statuspage.site.api.entries import Change

ChangeType = Literal["added", "changed", "deprecated", "removed", "fixed", "security"]


class ChangeBody(Model):
    """A change of the service, of a type of Keep a Changelog."""

    title: StrictStr = Field(default="", description="What changed, in one line.")
    body: StrictStr = Field(default="", description="More about it, in Markdown.")
    texts: dict[StrictStr, FurtherWords] = Field(
        default={}, description="The same in further languages of the site, by their codes."
    )
    type: ChangeType = "changed"
    version: StrictStr = Field(default="", description="The release it comes with.")
    date: StrictStr = Field(
        default="", description="Its day, as 2026-07-01; absent: the day it is published."
    )
    components: tuple[Word, ...] = Field(default=(), description="Ids of those it affects.")
    breaking: StrictBool = Field(default=False, description="It may break what readers built.")
    draft: StrictBool = Field(
        default=False, description="Keep it as a draft at the desk; nothing is published."
    )

    def form(self) -> dict[str, str]:
        """What the form of the desk has in its fields."""
        names = {"title", "type", "version", "date", "breaking"}
        front = self.model_dump(include=names) | {"components": list(self.components)}
        return {name: text for name, text in fields_of(front).items() if text} | {"body": self.body}


class PublicationBody(Model):
    """When a draft is published."""

    at: Instant | None = Field(default=None, description="A time to come; absent: now.")


class ChangeDraft(Answer):
    """A draft of a change, at the desk. `publish_at` is when it publishes itself; while `waits` is
    true, a second person has to read it first.
    """

    id: str
    title: str
    type: str
    version: str | None
    date: date | None
    breaking: bool
    components: list[str]
    body: str
    publish_at: At | None
    waits: bool


class ChangeDrafts(Answer):
    """What is not published yet, the newest first."""

    drafts: list[ChangeDraft]


class Brought(Answer):
    """A draft that was published now, as the change it became; or one that waits for its time."""

    change: Change | None
    draft: ChangeDraft | None


def draft_answer(one: Draft) -> ChangeDraft:
    """A draft of the changelog as programs read it."""
    front = front_of(EntryKind.CHANGELOG, one.fields)
    return ChangeDraft(
        id=one.key,
        title=one.heading,
        type=front.get("type", ""),
        version=one.release or None,
        date=_day(front.get("date", "")),
        breaking=front["breaking"],
        components=front["components"],
        body=one.fields.get("body", ""),
        publish_at=one.publish_at,
        waits=one.waits_since is not None,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:  # of a form that was kept half filled in
        return None
