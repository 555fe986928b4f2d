"""Promises of a next word are judged by the time first named, whatever is edited afterwards."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.amend import amend_incident, amend_update, withdraw_update
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.content.markdown import to_html
from statuspage.domain.incidents.edit import heading_of, wording_of
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.promises.promise import PromiseState, next_update_promises
from statuspage.domain.record.replay import replay
from statuspage.domain.vocabulary.states import Status
from statuspage.errors import Conflict, InvalidInput
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.published import record
from tests.helpers.telling import ADA, NOON, at, opened, posted

pytestmark = pytest.mark.usefixtures("store")

FAR = NOON + timedelta(days=365)
MINUTES = st.integers(0, 90)
STATUSES = st.sampled_from([None, Status.IDENTIFIED, Status.MONITORING, Status.RESOLVED])


def amended(minutes: float, incident: Incident, place: int, **changes: object) -> Incident:
    """Edit one of its updates, the newest being 0."""
    update = incident.updates[place]
    wording = replace(wording_of(update), **changes)  # type: ignore[arg-type]
    with clock.standing_at(at(minutes)):
        return amend_update(incident.key, update.key, wording, "Typing error", ADA)


def verdicts(incident: Incident, now: datetime = FAR) -> dict[tuple[str, datetime], PromiseState]:
    """What became of each promise that was ever made."""
    found = next_update_promises(incident)
    return {(one.key, one.dues[0]): one.state(now) for one in found}


def test_late_promise_stays_late_when_its_time_is_edited() -> None:
    incident = opened(next_due=at(1))
    after = amended(3, incident, 0, next_due=at(180))
    [promise] = next_update_promises(after)
    assert promise.dues == (at(1), at(180))
    assert promise.state(at(4)) is PromiseState.LATE
    later = posted(5, incident.key, next_due=at(30))
    assert verdicts(later)[incident.updates[0].key, at(1)] is PromiseState.LATE
    assert (after.first_due, after.next_due) == (at(1), at(180))


def test_promise_that_an_edit_takes_out_is_still_owed() -> None:
    incident = opened(next_due=at(10))
    after = amended(3, incident, 0, next_due=None)
    assert after.next_due is None
    assert verdicts(after, at(12)) == {(incident.updates[0].key, at(10)): PromiseState.LATE}


def test_word_added_afterwards_answers_nothing_when_its_time_is_edited() -> None:
    incident = opened(next_due=at(20))
    late = posted(40, incident.key, posted_at=at(15))
    before = verdicts(late)
    assert verdicts(amended(41, late, 0, at=at(40))) == before


def test_word_posted_into_the_past_is_not_answered_by_what_was_said_before_it() -> None:
    incident = opened()
    posted(30, incident.key)
    after = posted(60, incident.key, posted_at=at(20), next_due=at(35))
    [state] = verdicts(after).values()
    assert state is not PromiseState.KEPT


def test_promise_that_an_edit_adds_is_made_then() -> None:
    incident = opened()
    after = amended(5, incident, 0, next_due=at(30))
    [promise] = next_update_promises(after)
    assert (promise.made_at, promise.dues) == (at(5), (at(30),))
    assert verdicts(posted(20, incident.key)) == {(promise.key, at(30)): PromiseState.KEPT}


def test_no_promise_can_be_added_to_words_that_others_followed() -> None:
    incident = opened()
    after = posted(10, incident.key)
    with pytest.raises(InvalidInput, match="next_update"):
        amended(20, after, 1, next_due=at(30))


def test_record_tells_the_same_due_times_as_the_store() -> None:
    incident = opened(next_due=at(10))
    incident = amended(3, incident, 0, next_due=at(20))
    incident = amended(4, incident, 0, next_due=None)
    incident = amended(5, incident, 0, next_due=at(10))
    with db.snapshot():
        told = replay(record.some(0, record.size()), to_html).incidents[incident.key]
        kept = incidents.by_key(incident.key)
    assert told.updates[0].dues == kept.updates[0].dues == incident.updates[0].dues
    assert [one.due for one in kept.updates[0].dues] == [at(10), at(20), at(10)]


STEPS = st.one_of(
    st.tuples(st.just("post"), st.none() | MINUTES, st.none() | MINUTES, STATUSES),
    st.tuples(st.just("edit"), st.integers(0, 4), st.none() | MINUTES, st.integers(-90, 0)),
    st.tuples(st.just("status"), st.integers(0, 4), STATUSES, st.none()),
    st.tuples(st.just("withdraw"), st.integers(0, 4), st.none(), st.none()),
    st.tuples(st.just("head"), st.none(), st.none(), st.none()),
)


def _take(step: tuple[str, object, object, object], key: str, number: int) -> None:
    """One step at the instant that stands now."""
    kind, first, second, third = step
    now = clock.now()
    found = incidents.by_key(key)
    later = now + timedelta(minutes=second) if isinstance(second, int) else None
    place = first if isinstance(first, int) else 0
    if kind == "post":
        past = now - timedelta(minutes=place) if first is not None else None
        status = third if isinstance(third, Status) else None
        post_update(key, NewUpdate("More.", status, next_due=later, posted_at=past), ADA)
    elif kind == "head":
        heading = replace(heading_of(found, impact_is_stated=False), title=f"Title {number}")
        amend_incident(key, heading, "Why", ADA)
    else:
        update = found.updates[place % len(found.updates)]
        wording = wording_of(update)
        if kind == "withdraw":
            withdraw_update(key, update.key, "Why", ADA)
        elif kind == "status" and isinstance(second, Status):
            wording = replace(wording, status=second, next_due=None)
            amend_update(key, update.key, wording, "Why", ADA)
        else:
            moved = now + timedelta(minutes=third) if isinstance(third, int) else wording.at
            wording = replace(wording, at=moved, next_due=later)
            amend_update(key, update.key, wording, "Why", ADA)


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(st.tuples(st.integers(1, 40), STEPS), max_size=8))
def test_no_sequence_of_edits_betters_what_became_of_promises(
    steps: list[tuple[int, tuple[str, object, object, object]]],
) -> None:
    with clock.standing_at(NOON):
        word = NewUpdate("We are looking.", next_due=at(20))
        key = open_incident("API errors", word, ADA).key
    instant = NOON
    for number, (minutes, step) in enumerate(steps):
        instant += timedelta(minutes=minutes)
        with clock.standing_at(instant):
            before = verdicts(incidents.by_key(key), instant)
            with suppress(InvalidInput, Conflict):
                _take(step, key, number)
            after = verdicts(incidents.by_key(key), instant)
        assert before.keys() <= after.keys()
        if step[0] != "post":
            assert {promise: after[promise] for promise in before} == before
            assert PromiseState.KEPT not in {after[one] for one in after.keys() - before.keys()}
