"""Texts that must go: from the copies that the desk keeps for a while, and from the disk itself.

What was published is changed by its own modules, the record by store/record.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from statuspage.domain.vocabulary.text import clean_text
from statuspage.said import loaded
from statuspage.store.tables.base import database
from statuspage.store.tables.incidents import Alarm
from statuspage.store.tables.staff import Draft, KeptForm, PrivateNote

_run: Any = database.execute_sql
_TELLING = 20  # characters from which on a text within another one is a copy, not a coincidence


def empty_the_log() -> None:
    """Bring all changes into the database file and cut its log; best effort while others read."""
    _run("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def forget_copies(texts: Collection[str], path: str) -> None:
    """Drop forms for a page of the desk or with one of the texts; blank them elsewhere."""
    for form in KeptForm.select():
        values = [value for field in form.fields.values() for value in field]
        if form.path.startswith(path) or any(_holds(value, texts) for value in values):
            form.delete_instance()
    for draft in Draft.select():
        values = [*map(str, loaded(draft.label).params.values()), *draft.fields.values()]
        if draft.path.startswith(path) or any(_holds(value, texts) for value in values):
            draft.delete_instance()
    for note in PrivateNote.select():
        if _holds(note.text, texts):
            PrivateNote.update(text="").where(PrivateNote.id == note.id).execute()
    rows: Any = Alarm.select()
    for alarm in rows:
        changed = {n: "" for n in ("title", "body") if _holds(getattr(alarm, n), texts)}
        if changed:
            Alarm.update(changed).where(Alarm.key == alarm.key).execute()


def _holds(value: str, texts: Collection[str]) -> bool:
    """Whether a text is one of these, or has one of the longer ones in it."""
    given = clean_text(value).strip()  # browsers send other line ends than are published
    return any(
        given and (text.strip() == given or (len(text) >= _TELLING and text.strip() in given))
        for text in texts
    )
