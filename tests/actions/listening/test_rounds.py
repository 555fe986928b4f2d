"""What time does: late requests are marked, and what people said is forgotten when it is time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.listening import rounds
from statuspage.actions.listening.deciding import take, turn_away
from statuspage.actions.listening.hearing import VoiceWish, hear
from statuspage.actions.listening.tending import merge
from statuspage.store import db
from statuspage.store.listening import voices
from statuspage.store.published import events, record, tallies
from statuspage.worker.duties.requests import Requests
from tests.helpers.requests import GRACE, answer, heard, request, standing, voice
from tests.web.conftest import NOON

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


def said(instant: datetime = NOON) -> str:
    return hear(VoiceWish("Please answer at weekends.", subject="Weekends"), None, instant)


def unseen() -> dict[str, int]:
    with db.snapshot():
        found = tallies.of(*rounds.MODERATION[:1], [rounds.MODERATION[1]])
    return dict(found["feedback"].counts) if found else {}


def test_late_request_is_marked_once_and_tells_nobody(store: Path) -> None:
    slug, other = request("Weekends"), request("Answered")
    answer(other, "planned")
    before = standing(slug)
    with clock.standing_at(NOON + 14 * DAY):
        assert rounds.mark_late().slugs == []
    with clock.standing_at(NOON + 14 * DAY + timedelta(seconds=1)):
        assert rounds.mark_late().slugs == [slug]
        assert rounds.mark_late().slugs == []
    told = standing(slug)
    assert (told.details["late"], told.updated_at) == (True, before.updated_at)
    with db.snapshot():
        last = record.some(record.size() - 1, 1)[0]
        assert (last.subject, last.reason) == (f"outcomes/{slug}", "entry.late")
        quiet = {one.entry: one.is_quiet for act in [events.next_act()] for one in act}
        assert quiet.get(last.index, True)
    with clock.standing_at(NOON + 20 * DAY):
        assert answer(slug, "planned").details["late"] is True


def test_messages_nobody_looked_at_are_told_once_a_day(store: Path) -> None:
    said()
    for days, expected in ((3, {}), (4, {"late": 1}), (4.5, {"late": 1}), (8, {"late": 2})):
        with clock.standing_at(NOON + days * DAY):
            if days == 4.5:
                said(NOON + DAY)
            rounds.tell_moderation()
            assert unseen() == expected
    with db.snapshot():
        keys = [one.key for one in voices.held()]
    turn_away(keys, "An advertisement.", GRACE)
    assert rounds.tell_moderation() == 0
    assert unseen() == {"late": 0}


def test_words_are_forgotten_when_they_were_kept_long_enough(store: Path) -> None:
    done, open_one = request("Done"), request("Open")
    held, away, answered, going_on = said(), said(), said(), said()
    turn_away([away], "An advertisement.", GRACE)
    take([answered], done, GRACE)
    take([going_on], open_one, GRACE)
    with clock.standing_at(NOON + 100 * DAY):
        answer(done, "done", done="2026-07-02")
    with clock.standing_at(NOON + 366 * DAY):
        assert rounds.forget_old() == 2
        assert rounds.forget_old() == 0
        kept = [voice(key).text != "" for key in (away, answered, going_on)]
        assert kept == [False, True, True]
        assert voice(away).why == ""
        with db.snapshot():
            assert voices.by_key(held) is None
    with clock.standing_at(NOON + 466 * DAY):
        assert rounds.forget_old() == 1
    assert (voice(answered).text, voice(answered).subject) == ("", "")
    assert voice(going_on).text  # whoever said it is still to be told
    assert heard(done) == {"page": 1}


def test_words_of_what_was_merged_go_with_the_one_that_stands(store: Path) -> None:
    slug, into = request("Nights"), request("Weekends")
    merged = said()
    take([merged], slug, GRACE)
    merge(slug, into, GRACE)
    with clock.standing_at(NOON + 400 * DAY):
        assert rounds.forget_old() == 0
        answer(into, "done", done="2026-07-02")
    with clock.standing_at(NOON + 800 * DAY):
        assert rounds.forget_old() == 1
    assert voice(merged).text == ""
    assert heard(slug) == {"page": 1}


def test_words_of_a_crowd_are_all_forgotten(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "_AT_ONCE", 2)
    slug = request("Weekends")
    take([said() for _ in range(5)], slug, GRACE)
    answer(slug, "planned")
    answer(slug, "declined", reason="We are too few.")
    with clock.standing_at(NOON + 400 * DAY):
        assert [rounds.forget_old() for _ in range(4)] == [2, 2, 1, 0]


def test_duty_does_all_of_it(store: Path) -> None:
    slug = request("Weekends")
    hear(VoiceWish("", outcome=slug), None)
    hear(VoiceWish("", outcome=slug), None)
    said()
    duty = Requests()
    with clock.standing_at(NOON + timedelta(minutes=1)):
        duty.turn()
    assert heard(slug) == {"page": 2}
    early = request("It was asked long ago", asked="2026-01-05")
    duty.turn()
    assert standing(early).details["late"] is True
    with clock.standing_at(NOON + 14 * DAY + timedelta(minutes=1)):
        duty.turn()
    assert standing(slug).details["late"] is True
    with clock.standing_at(NOON + 400 * DAY):
        Requests().turn()
    with db.snapshot():
        assert voices.count_held() == 0
