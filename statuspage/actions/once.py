"""Whatever is sent twice is done once: forms, requests with a key, answers of passkeys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from statuspage import clock
from statuspage.store import db
from statuspage.store.desk import forms


@dataclass
class Deed:
    """What a submission led to. `answer` is None until it was carried out."""

    answer: str | None


def answered(submission: str) -> str | None:
    """What a submission led to, or None where it was not carried out yet. Raises StoreError."""
    with db.snapshot():
        return forms.answer_to(submission)


@contextmanager
def once(submission: str | None) -> Iterator[Deed]:
    """A transaction in which a submission is carried out, and what it led to is remembered.

    Both or neither: a crash leaves nothing, and of two at once the second finds the answer of the
    first. Where `answer` is set at the beginning, there is nothing left to do but to give it again;
    otherwise set it. None is no submission, and never remembered. Raises StoreError.
    """
    with db.transaction():
        deed = Deed(None if submission is None else forms.answer_to(submission))
        is_new = deed.answer is None
        yield deed
        if submission is not None and is_new and deed.answer is not None:
            forms.remember(submission, deed.answer, clock.now())


def remember_newest(prefix: str, most: int) -> None:
    """Bound how many submissions of one kind are remembered. Raises StoreError."""
    with db.transaction():
        forms.keep_newest(prefix, most)
