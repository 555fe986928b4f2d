"""Publishing how many answered what, once there are enough of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from statuspage import clock
from statuspage.actions import tallies
from statuspage.actions.measurements.ratings import record_ratings
from statuspage.domain.asking.questions import QUESTIONS, UNKNOWN, ReaderQuestion
from statuspage.domain.asking.release import ReaderAnswer, counts_with, due
from statuspage.domain.asking.times import FORGOTTEN_AFTER
from statuspage.domain.measured.satisfaction import FEWEST
from statuspage.store import db
from statuspage.store.asking import answers
from statuspage.store.published import tallies as published


def publish_answers() -> int:
    """Publish every tally that is due; returns how many were. Raises StoreError."""
    with db.snapshot():
        waiting = answers.waiting(FEWEST)
    return sum(_publish(QUESTIONS[kind], about) for kind, about in waiting)


def forget_old() -> None:
    """Delete answers of long ago; what was counted of them stays. Raises StoreError."""
    with db.transaction(rings=False):
        answers.forget_before(clock.now() - FORGOTTEN_AFTER)


def _publish(question: ReaderQuestion, about: str) -> bool:
    now = clock.now()
    with db.transaction():
        former = published.of(question.kind, [about]).get(about)
        released = due(answers.unpublished(question.kind, about), former, now)
        if not released:
            return False
        counts = counts_with(question.choices, former, released)
        tallies.publish(question.kind, about, counts, now)
        answers.release(released, now)
        if question.survey is not None:
            _rate(question, released, now)
        return True


def _rate(question: ReaderQuestion, released: Sequence[ReaderAnswer], now: datetime) -> None:
    """Answers to a survey are ratings: of the moment in which they are published together.

    So each stretch of time holds such a group whole, or nothing of it, in every figure alike.
    """
    rows = [
        {
            "id": one.key,
            "at": one.counts_from(now).isoformat(),
            "kind": question.survey,
            "score": int(one.choice),
        }
        for one in released
        if one.choice != UNKNOWN
    ]
    record_ratings(enumerate(rows, 1))
