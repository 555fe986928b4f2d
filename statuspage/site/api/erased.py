"""The answer to an erasure: what else of the desk held the words."""

from __future__ import annotations

from statuspage.site.answers import Answer


class DroppedDraft(Answer):
    """A draft that held the words, and goes whole."""

    label: str
    writers: list[str]


class Erased(Answer):
    """What holds the words besides what was published, before they go; with `erased` false nothing
    was done yet. The words are taken out of `notes`, `alarms` (drafts that checks began) and
    `answers` (that the API remembers); lines of the audit log cannot be changed.
    """

    erased: bool
    drafts: list[DroppedDraft]
    kept_forms: int
    notes: int
    alarms: int
    answers: int
    audit_lines: int
