"""What staff keep to themselves: words that are not published yet, and notes that never are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from statuspage.domain.vocabulary.text import one_line
from statuspage.said import Said

_WORDS = ("title", "body", "said")


@dataclass(frozen=True)
class Draft:
    """A form of the desk with what was written in it so far."""

    key: str
    path: str  # of its form
    label: Said  # what publishing it makes, such as "New incident"
    fields: Mapping[str, str]  # by the names of the form
    writers: tuple[str, ...]  # everybody who saved it, the last one last
    version: int  # rises each time it is saved, from 1
    saved_at: datetime
    waits_since: datetime | None  # it waits for the approval of somebody who did not write it
    source: str = ""  # where it stands in the changelog that it was imported from
    publish_at: datetime | None = None  # it publishes itself then, once it waits for nobody
    approver: str = ""  # who read it, where it is published later than that
    fault: Said | None = None  # why it could not publish itself when it was time

    @property
    def heading(self) -> str:
        """Its title, or how its words begin; "" when nothing is written in it."""
        named = [self.fields.get(name, "") for name in _WORDS]
        # A field of another name holds words when it holds more than a choice or a time.
        others = [text for text in self.fields.values() if len(text.split()) > 1]
        return next((line for text in (*named, *others) if (line := one_line(text))), "")

    @property
    def is_named_by_its_label(self) -> bool:
        """Whether it has no title, and its label names what it is about."""
        return bool(self.label.params) and not self.fields.get("title")

    @property
    def release(self) -> str:
        """The version that it came with, where it names one."""
        return self.fields.get("version", "").strip()

    @property
    def place(self) -> tuple[str, int]:
        """The file and line that it was imported from, to keep the order of these."""
        file, _, line = self.source.rpartition(":")
        return (file, int(line)) if line.isdecimal() else (self.source, 0)

    @property
    def writer(self) -> str:
        """Who saved it last, in whose name it is published."""
        return self.writers[-1]

    def may_approve(self, name: str) -> bool:
        """Whether somebody is a second pair of eyes for it."""
        return self.waits_since is not None and name not in self.writers


@dataclass(frozen=True)
class PrivateNote:
    """A note of staff on an incident. It is never shown outside the desk."""

    number: int
    author: str
    at: datetime
    text: str
    former: tuple[PrivateNote, ...] = ()  # what it said before it was corrected, the newest first
    is_corrected: bool = False  # other words stand in its place
