"""Surveys: each link answers once, and answers become ratings in groups of five."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from statuspage import clock
from statuspage.actions.asking.answering import answer, change
from statuspage.actions.asking.publishing import publish_answers
from statuspage.actions.asking.surveys import make_links, open_to_all
from statuspage.actions.given import Actor
from statuspage.domain.asking.results import ASKED, Results
from statuspage.domain.measured.satisfaction import FEWEST, Survey
from statuspage.errors import Conflict
from statuspage.site import catalogue
from statuspage.site.asking import of_surveys
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.tables.support import Rating
from tests.helpers.telling import at

GRACE = Actor("grace")


@pytest.fixture
def tokens(store: Path) -> list[str]:
    """Forty links of a round about satisfaction."""
    with clock.standing_at(at(0)):
        return make_links("csat", "spring", 40, GRACE)


def _publish(minutes: float) -> None:
    with clock.standing_at(at(minutes)):
        publish_answers()


def _answer(token: str, choice: str, minutes: float = 1) -> str:
    with clock.standing_at(at(minutes)):
        return answer("csat", "spring", choice, by=token, submission="")


def _scores() -> tuple[int, ...]:
    with db.snapshot():
        return LIBRARY.ratings.counts(Survey.CSAT, at(0), at(60 * 24 * 30))


def _results() -> Results:
    with db.snapshot():
        [found] = of_surveys(catalogue.present())
    return found


def test_link_answers_once_and_only_its_own_round(tokens: list[str]) -> None:
    key = _answer(tokens[0], "5")
    assert _answer(tokens[0], "1") == key
    with pytest.raises(Conflict):
        _answer(tokens[1][::-1], "5")
    with clock.standing_at(at(0)), pytest.raises(Conflict):
        answer("csat", "spring", "5", by="", submission="x")
    with clock.standing_at(at(0) + timedelta(days=90)), pytest.raises(Conflict):
        answer("csat", "spring", "5", by=tokens[1], submission="")
    with clock.standing_at(at(0) + timedelta(days=90)), pytest.raises(Conflict):
        make_links("csat", "spring", 1, GRACE)


def test_answers_are_ratings_in_groups_of_five(tokens: list[str]) -> None:
    for token, choice in zip(tokens, ["5", "4", "4", "1", "unknown"], strict=False):
        _answer(token, choice)
    _publish(2)
    assert sum(_scores()) == 0
    _answer(tokens[5], "3")
    _publish(3)
    assert _scores() == (1, 0, 1, 2, 1)
    for token in tokens[6:10]:
        _answer(token, "5", 4)
    _publish(5)
    assert sum(_scores()) == 5
    _answer(tokens[10], "5", 6)
    _publish(7)
    assert _scores() == (1, 0, 1, 2, 6)


def test_changed_ratings_follow_in_groups_too(tokens: list[str]) -> None:
    keys = [_answer(token, "5") for token in tokens[:6]]
    _publish(2)
    with clock.standing_at(at(3)):
        for key, choice in zip(keys, ["1", "1", "1", "1", "2"], strict=False):
            change(key, choice)
    _publish(4)
    assert _scores() == (0, 0, 0, 0, 6)
    for token in tokens[6:11]:
        _answer(token, "3", 5)
    _publish(6)
    assert _scores() == (4, 1, 5, 0, 1)
    assert tuple(_results().counts.values()) == _scores()


def test_who_no_longer_knows_stays_counted_so_that_no_group_gets_small(tokens: list[str]) -> None:
    keys = [_answer(token, "5") for token in tokens[:6]]
    _publish(2)
    with clock.standing_at(at(3)):
        for key in keys[:5]:
            change(key, "unknown")
    for token in tokens[6:11]:
        _answer(token, "3", 5)
    _publish(6)
    assert _scores() == (0, 0, 5, 0, 6)


def test_each_instant_holds_five_ratings_or_more(tokens: list[str]) -> None:
    dice = Random(7)
    keys: list[str] = []
    for minute in range(1, 30):
        for token in tokens[len(keys) : len(keys) + dice.randrange(4)]:
            keys.append(_answer(token, dice.choice(["1", "3", "5", "unknown"]), minute))
        with clock.standing_at(at(minute)):
            for key in dice.sample(keys, min(3, len(keys))):
                change(key, dice.choice(["1", "2", "4", "5", "unknown"]))
            publish_answers()
        with db.snapshot():
            instants = Counter(row.at for row in Rating.select())
            assert all(number >= FEWEST for number in instants.values())
            known = LIBRARY.tallies.of("csat", ["spring"]).get("spring")
        scores = dict(zip("12345", _scores(), strict=True))
        assert scores == {one: known.counts[one] if known else 0 for one in scores}
    assert sum(_scores()) > 20


def test_results_tell_how_many_were_asked_and_answered(tokens: list[str]) -> None:
    with db.snapshot():
        assert LIBRARY.tallies.all_of(ASKED)["csat/spring"].counts == {"links": 40}
    assert _results().document()["suppressed"] is True
    for token in tokens[:30]:
        _answer(token, "5")
    _publish(2)
    told = _results().document()
    assert (told["answers"], told["asked"], told["response_percent"]) == (30, 40, "75.00")
    assert (told["percent"], told["low"]) == ("100.00", "88.64")


def test_open_round_is_answered_by_anybody(store: Path) -> None:
    open_to_all("kept", "website", GRACE)
    with pytest.raises(Conflict):
        make_links("kept", "website", 2, GRACE)
    for nth in range(5):
        answer("kept", "website", "yes", by="", submission=str(nth))
    publish_answers()
    told = _results()
    assert (told.answers, told.asked, told.response_percent) == (5, None, None)
    assert open_to_all("kept", "website", GRACE).is_open
