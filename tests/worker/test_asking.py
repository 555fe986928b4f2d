"""The duty that publishes answers: each turn, and what is old goes once a day."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from statuspage import clock
from statuspage.actions.asking.answering import answer
from statuspage.domain.asking.questions import QuestionKind
from statuspage.store import db
from statuspage.store.asking import answers
from statuspage.store.published import tallies
from statuspage.worker.duties.asking import Asking
from tests.helpers.telling import at, opened

AFFECTED = QuestionKind.AFFECTED


def test_answers_are_published_and_forgotten_in_time(store: Path) -> None:
    key, duty = opened().key, Asking()
    with clock.standing_at(at(1)):
        for nth in range(7):
            answer("affected", key, "yes", by="", submission=str(nth))
        duty.turn()
        answer("affected", key, "yes", by="", submission="one more")
        duty.turn()
    with db.snapshot():
        assert tallies.of(AFFECTED, [key])[key].counts == {"yes": 7}
        assert len(answers.unpublished(AFFECTED, key)) == 1
    with clock.standing_at(at(1) + timedelta(days=366)):
        duty.turn()
    with db.snapshot():
        assert answers.unpublished(AFFECTED, key) == []
        assert tallies.of(AFFECTED, [key])[key].counts == {"yes": 7}
