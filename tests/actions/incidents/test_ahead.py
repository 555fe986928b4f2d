"""A clock that was ahead and is mended: later words are taken, in order, and nothing is to come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary.states import Status
from statuspage.store.incidents import incidents
from statuspage.store.published import record
from tests.helpers.pages import rendered, words_of
from tests.helpers.telling import at, opened, posted, resolved

pytestmark = pytest.mark.usefixtures("store")

SIX_HOURS = 6 * 60


def _bodies(incident: Incident) -> list[str]:
    return [str(update.body) for update in incident.updates]


def test_word_after_the_clock_was_mended_is_taken_and_comes_last() -> None:
    key = opened(SIX_HOURS).key
    posted(SIX_HOURS + 5, key, "Still ahead.", status=Status.IDENTIFIED)
    after = posted(10, key, "In time.")
    assert _bodies(after) == ["In time.", "Still ahead.", "We are looking."]
    assert after.status is Status.IDENTIFIED
    assert after == incidents.by_key(key)
    assert all(update.at <= at(10) for update in after.updates)
    assert after.started_at == at(10)


def test_incident_of_a_clock_ahead_can_be_resolved_at_once() -> None:
    key = opened(SIX_HOURS, impact_from=at(SIX_HOURS - 3)).key
    after = resolved(20, key)
    assert after.status is Status.RESOLVED
    assert after.resolved_at == at(20)
    assert after.impact_from == at(20)


def test_move_of_a_word_that_was_ahead_is_told_with_its_reason() -> None:
    first = opened(SIX_HOURS)
    posted(10, first.key)
    history = record.history(UPDATE.subject(first.updates[0].key))
    assert [entry.reason for entry in history] == ["", "update.clock_was_ahead"]
    page = words_of(rendered(f"/incidents/{first.key}/changes", at(11)))
    assert "our clock was ahead when this was posted" in page


def test_page_never_says_since_a_time_to_come() -> None:
    key = opened(SIX_HOURS).key
    assert "since" not in words_of(rendered("/", at(5)))
    posted(10, key)
    assert "since 13:10 BST" in words_of(rendered("/", at(11)))


def test_clock_that_steps_back_a_little_moves_no_word() -> None:
    key = opened(1).key
    after = posted(0.5, key, "Thirty seconds earlier, by a clock that was set.")
    assert [update.at for update in after.updates] == [at(1), at(1)]
    assert after.updates[0].body.startswith("Thirty")
    assert not after.updates[1].edited_at


def test_past_word_is_put_between_words_that_were_ahead_only_where_it_may_stand() -> None:
    key = opened(0).key
    posted(SIX_HOURS, key, "Ahead.", status=Status.IDENTIFIED)
    after = posted(30, key, "Backdated.", posted_at=at(0) + timedelta(minutes=10))
    assert _bodies(after) == ["Ahead.", "Backdated.", "We are looking."]
    assert after.updates[0].at == at(30)
