"""Readers answer once, change their mind for a week, and are published in groups."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.asking import links
from statuspage.actions.asking.answering import answer, change
from statuspage.actions.asking.publishing import forget_old, publish_answers
from statuspage.domain.asking.questions import QuestionKind
from statuspage.errors import Conflict, InvalidInput, NotFound
from statuspage.store import db
from statuspage.store.asking import answers
from statuspage.store.library import LIBRARY
from tests.helpers.telling import at, opened, resolved

TOLD = QuestionKind.TOLD
AFTER = at(60)


@pytest.fixture
def incident(store: Path) -> str:
    """One that is over."""
    key = opened().key
    resolved(30, key)
    return key


def _answered(key: str, choice: str, by: str = "", when: datetime = AFTER, nth: object = "") -> str:
    with clock.standing_at(when):
        return answer("told", key, choice, by=by, submission=f"/ask/told/{key} {choice} {nth}")


def _published(kind: str, about: str, minutes: float = 61) -> dict[str, int]:
    with clock.standing_at(at(minutes)):
        publish_answers()
    with db.snapshot():
        found = LIBRARY.tallies.of(kind, [about]).get(about)
    return dict(found.counts) if found else {}


def test_answer_comes_once_by_a_link_and_may_change_for_a_week(incident: str) -> None:
    by = links.token_of_reader(TOLD, incident, "reader")
    key = _answered(incident, "no", by)
    assert _answered(incident, "yes", by) == key
    assert _answered(incident, "partly", by, at(60) + timedelta(days=6)) == key
    with clock.standing_at(at(60) + timedelta(days=7)):
        with pytest.raises(Conflict):
            change(key, "no")
        with pytest.raises(Conflict):
            answer("told", incident, "no", by=by, submission="x")
        change(key, "partly")  # what it says already
    with db.snapshot():
        assert [one.choice for one in answers.unpublished(TOLD, incident)] == ["partly"]


def test_same_form_counts_once_and_others_count(incident: str) -> None:
    assert _answered(incident, "yes") == _answered(incident, "yes")
    assert _answered(incident, "yes", nth=2) != _answered(incident, "yes")


@pytest.mark.parametrize("forged", ["x", "abc234def5" + "a" * 16])
def test_forged_link_is_one_of_anybody(incident: str, forged: str) -> None:
    first = _answered(incident, "yes", forged, nth=1)
    assert first != _answered(incident, "yes", forged, nth=2)


def test_link_of_one_question_answers_no_other(incident: str) -> None:
    by = links.token_of_reader(QuestionKind.HELPED, incident, "reader")
    assert links.whose(TOLD, incident, by) is None
    assert links.whose(QuestionKind.HELPED, incident, by.upper()) is not None


def test_question_is_asked_for_a_month_after_the_end(store: Path) -> None:
    key = opened().key
    with pytest.raises(Conflict):
        _answered(key, "yes")
    resolved(30, key)
    _answered(key, "yes")
    with pytest.raises(Conflict):
        _answered(key, "yes", when=at(30) + timedelta(days=30), nth="late")
    with pytest.raises(NotFound):
        _answered("nothing", "yes")
    with pytest.raises(InvalidInput):
        _answered(key, "maybe")
    with pytest.raises(NotFound):
        answer("nonsense", key, "yes", by="", submission="x")


def test_answers_are_published_from_five_on(incident: str) -> None:
    for nth in range(4):
        _answered(incident, "yes", nth=nth)
    _answered(incident, "unknown")
    assert _published("told", incident) == {}
    _answered(incident, "no")
    assert _published("told", incident) == {"yes": 4, "partly": 0, "no": 1, "unknown": 1}
    for nth in range(4):
        _answered(incident, "partly", nth=nth)
    assert _published("told", incident)["partly"] == 0
    _answered(incident, "partly", nth=5)
    assert _published("told", incident)["partly"] == 5


def test_few_changes_are_published_when_five_of_a_group_changed(incident: str) -> None:
    keys = [_answered(incident, "yes", nth=nth) for nth in range(6)]
    _published("told", incident)
    with clock.standing_at(at(90)):
        for key in keys[:4]:
            change(key, "no")
    for nth in range(10, 15):
        _answered(incident, "yes", nth=nth)
    assert _published("told", incident, 91) == {"yes": 11, "partly": 0, "no": 0, "unknown": 0}
    with clock.standing_at(at(92)):
        change(keys[4], "no")
    for nth in range(20, 25):
        _answered(incident, "yes", nth=nth)
    assert _published("told", incident, 93) == {"yes": 11, "partly": 0, "no": 5, "unknown": 0}


def test_what_is_published_stays_when_answers_are_deleted(incident: str) -> None:
    for nth in range(5):
        _answered(incident, "yes", nth=nth)
    before = _published("told", incident)
    with clock.standing_at(at(60) + timedelta(days=366)):
        forget_old()
    with db.snapshot():
        assert answers.unpublished(TOLD, incident) == []
        assert LIBRARY.tallies.of("told", [incident])[incident].counts == before


def test_affected_ones_are_counted_while_it_goes_on(store: Path) -> None:
    key = opened().key
    with clock.standing_at(at(5)):
        for nth in range(5):
            answer("affected", key, "yes", by="", submission=f"{nth}")
        first = answer("affected", key, "yes", by="", submission="0")
        change(first, "yes")
    assert _published("affected", key, 6) == {"yes": 5}
    resolved(30, key)
    with clock.standing_at(at(31)), pytest.raises(Conflict):
        answer("affected", key, "yes", by="", submission="late")
