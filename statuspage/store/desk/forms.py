"""What keeps forms safe: submissions carried out, words kept for a lost session."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from statuspage.store import keys
from statuspage.store.tables import staff as tables

_ALL = 2**31  # SQLite skips rows only where there is an end
_REMEMBER = timedelta(days=7)


def answer_to(submission: str) -> str | None:
    """What a submission led to, or None when it is new."""
    row = tables.Submission.get_or_none(tables.Submission.id == submission)
    return None if row is None else str(row.answer)


def remember(submission: str, answer: str, now: datetime) -> None:
    """Note what a submission led to, unless that is known; week-old ones are forgotten with it."""
    tables.Submission.delete().where(tables.Submission.at < now - _REMEMBER).execute()
    row = tables.Submission.insert(id=submission, answer=answer, at=now)
    row.on_conflict_ignore().execute()  # a verb within a verb was quicker


def keep_newest(prefix: str, most: int) -> None:
    """Forget the oldest submissions whose ids begin so, beyond so many of them."""
    table = tables.Submission
    after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    named = table.select(table.id).where((table.id >= prefix) & (table.id < after))
    older = named.order_by(table.at.desc()).limit(_ALL).offset(most)
    table.delete().where(table.id.in_(older)).execute()


def keep(path: str, fields: Mapping[str, list[str]], now: datetime) -> str:
    """Keep the fields of a form that could not be taken; returns the id to ask for them."""
    tables.KeptForm.delete().where(tables.KeptForm.at < now - _REMEMBER).execute()
    form = keys.new_key() + keys.new_key()
    tables.KeptForm.create(id=form, path=path, fields=dict(fields), at=now)
    return form


def kept(form: str, path: str) -> dict[str, list[str]] | None:
    """The fields kept for a form at a path, or None."""
    row = tables.KeptForm.get_or_none((tables.KeptForm.id == form) & (tables.KeptForm.path == path))
    return None if row is None else dict(row.fields)
