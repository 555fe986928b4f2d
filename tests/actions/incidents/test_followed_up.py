"""The root causes and actions that postmortems promise, and each change of a promise."""

from __future__ import annotations

from datetime import datetime

import pytest
from peewee import IntegrityError

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.pledges import (
    extend_pledge,
    keep_pledge,
    look_again,
    withdraw_pledge,
)
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.domain.promises.pledge import Pledge, PledgeKind
from statuspage.domain.promises.promise import PromiseState
from statuspage.domain.record.kinds.pledge import PLEDGE
from statuspage.domain.vocabulary.states import Status
from statuspage.errors import Conflict, InvalidInput, NotFound
from statuspage.site.promises.closing import not_closed
from statuspage.store import db
from statuspage.store.incidents import incidents, pledges
from statuspage.store.library import LIBRARY
from statuspage.store.published import record
from statuspage.store.tables.base import database
from tests.helpers.postmortems import ADA, DAY, MINUTE, NOON, only, publish, resolved

pytestmark = pytest.mark.usefixtures("store")


def reasons(pledge: Pledge) -> list[str]:
    return [entry.reason for entry in record.history(PLEDGE.subject(pledge.key))]


def test_root_cause_is_promised_with_the_end_and_kept_by_the_postmortem() -> None:
    incident = resolved(by=NOON + 10 * DAY)
    promised = only(incident, PledgeKind.ROOT_CAUSE)
    assert promised.promise.owner == "Ada"
    assert promised.promise.state(NOON + 9 * DAY) is PromiseState.OPEN
    assert promised.promise.state(NOON + 11 * DAY) is PromiseState.LATE
    published = publish(incident, NOON + 5 * DAY)
    kept = only(incident, PledgeKind.ROOT_CAUSE)
    assert kept.promise.state(NOON + 11 * DAY) is PromiseState.KEPT
    assert kept.promise.evidence == f"{incident.path}#update-{published.updates[0].key}"
    assert reasons(kept) == ["", "pledge.postmortem_published"]


def test_postmortem_after_its_day_is_late() -> None:
    incident = resolved(by=NOON + DAY)
    publish(incident, NOON + 3 * DAY)
    assert only(incident, PledgeKind.ROOT_CAUSE).promise.state(NOON + 9 * DAY) is PromiseState.LATE


@pytest.mark.parametrize(
    ("status", "due"), [(Status.MONITORING, NOON + DAY), (Status.RESOLVED, NOON - DAY)]
)
def test_root_cause_is_promised_for_later_and_only_at_the_end(
    status: Status, due: datetime
) -> None:
    with clock.standing_at(NOON):
        key = open_incident("Slow", NewUpdate("Look."), ADA).key
        with pytest.raises(InvalidInput) as caught:
            post_update(key, NewUpdate("So.", status, root_cause_by=due), ADA)
    assert set(caught.value.faults) == {"root_cause_by"}
    assert pledges.of_incident(key) == []


def test_root_cause_is_promised_once() -> None:
    incident = resolved(by=NOON + 10 * DAY)
    with clock.standing_at(NOON + DAY):
        post_update(incident.key, NewUpdate("Again.", Status.INVESTIGATING), ADA)
        word = NewUpdate("Over.", Status.RESOLVED, root_cause_by=NOON + 30 * DAY)
        with pytest.raises(InvalidInput, match="promised already"):
            post_update(incident.key, word, ADA)
    assert len(pledges.of_incident(incident.key)) == 1
    assert incidents.by_key(incident.key).status is Status.INVESTIGATING


def test_action_done_is_kept_with_its_evidence_on_record() -> None:
    incident = publish(resolved(), NOON + DAY)
    key = only(incident, PledgeKind.ACTION).key
    with clock.standing_at(NOON + 19 * DAY):
        kept = keep_pledge(key, "/changelog/alarms", ADA)
    assert kept.promise.state(NOON + 30 * DAY) is PromiseState.KEPT
    assert record.history(PLEDGE.subject(key))[-1].text("evidence") == "/changelog/alarms"
    with pytest.raises(Conflict):
        withdraw_pledge(key, "No.", ADA)


@pytest.mark.parametrize(
    "evidence", ["", "done", "//evil.example/x", "javascript:alert(1)", "/a b"]
)
def test_evidence_is_a_link(evidence: str) -> None:
    key = only(publish(resolved(), NOON + DAY), PledgeKind.ACTION).key
    with pytest.raises(InvalidInput) as caught:
        keep_pledge(key, evidence, ADA)
    assert set(caught.value.faults) == {"evidence"}
    assert pledges.by_key(key).is_owed


def test_extended_action_counts_as_late_against_its_first_day() -> None:
    key = only(publish(resolved(), NOON + DAY), PledgeKind.ACTION).key
    with clock.standing_at(NOON + 18 * DAY):
        extend_pledge(key, NOON + 40 * DAY, "The supplier is late.", ADA)
    with clock.standing_at(NOON + 30 * DAY):
        done = keep_pledge(key, "https://example.org/done", ADA)
    assert done.promise.dues == (NOON + 20 * DAY, NOON + 40 * DAY)
    assert done.promise.state(NOON + 50 * DAY) is PromiseState.LATE
    assert reasons(done) == ["", "The supplier is late.", "pledge.done"]


@pytest.mark.parametrize(
    ("due", "reason", "field"),
    [
        (NOON + 19 * DAY, "Why.", "due"),
        (NOON + 20 * DAY, "Why.", "due"),
        (NOON + 40 * DAY, " ", "reason"),
    ],
)
def test_extension_goes_forward_and_says_why(due: datetime, reason: str, field: str) -> None:
    key = only(publish(resolved(), NOON + DAY), PledgeKind.ACTION).key
    with clock.standing_at(NOON + 2 * DAY), pytest.raises(InvalidInput) as caught:
        extend_pledge(key, due, reason, ADA)
    assert set(caught.value.faults) == {field}
    assert pledges.by_key(key).promise.dues == (NOON + 20 * DAY,)


def test_withdrawn_action_says_why_and_late_ones_are_broken() -> None:
    key = only(publish(resolved(), NOON + DAY), PledgeKind.ACTION).key
    with pytest.raises(InvalidInput):
        withdraw_pledge(key, "", ADA)
    with clock.standing_at(NOON + 19 * DAY):
        gone = withdraw_pledge(key, "The region is gone.", ADA)
    assert gone.promise.state(NOON + 30 * DAY) is PromiseState.WITHDRAWN
    assert reasons(gone)[-1] == "The region is gone."


def test_change_sent_twice_is_made_once() -> None:
    key = only(publish(resolved(), NOON + DAY), PledgeKind.ACTION).key
    sent = Actor("ada", submission="once")
    with clock.standing_at(NOON + 2 * DAY):
        first = keep_pledge(key, "/changelog/a", sent)
        assert keep_pledge(key, "/changelog/a", sent) == first


def test_unknown_promise_is_not_found() -> None:
    with pytest.raises(NotFound):
        keep_pledge("nothing", "/changelog/a", ADA)


def test_resolved_incident_is_closed_when_nothing_is_owed() -> None:
    urgent = resolved(by=NOON + 3 * DAY)
    waiting = publish(resolved(NOON + 60 * MINUTE), NOON + DAY)
    resolved(NOON + 90 * MINUTE)
    assert [one.incident.key for one in not_closed(LIBRARY)] == [urgent.key, waiting.key]
    with clock.standing_at(NOON + 2 * DAY):
        keep_pledge(only(waiting, PledgeKind.ACTION).key, "/changelog/a", ADA)
        post_update(urgent.key, NewUpdate("Again.", Status.INVESTIGATING), ADA)
    assert not_closed(LIBRARY) == []


@pytest.mark.parametrize("table", ["pledge", "postmortem"])
def test_store_deletes_no_promise_and_no_cause(table: str) -> None:
    publish(resolved(), NOON + DAY)
    with pytest.raises(IntegrityError, match="never deleted"), db.transaction():
        database.execute_sql(f"DELETE FROM {table}")


def test_looking_again_is_a_promise_that_turns_late_and_is_kept_in_words() -> None:
    incident = publish(resolved(), NOON + DAY, look_again=NOON + 60 * DAY)
    promised = only(incident, PledgeKind.FOLLOW_UP)
    assert promised.promise.owner == "Ada"
    assert promised.promise.state(NOON + 61 * DAY) is PromiseState.LATE
    with clock.standing_at(NOON + 50 * DAY):
        with pytest.raises(Conflict, match="promised already"):
            look_again(incident.key, NOON + 70 * DAY, ADA)
        kept = keep_pledge(promised.key, "No repetition in 48 days", ADA)
        assert look_again(incident.key, NOON + 90 * DAY, ADA).due == NOON + 90 * DAY
    assert kept.promise.evidence == "No repetition in 48 days"
    assert reasons(kept) == ["", "pledge.looked"]


def test_looking_again_needs_a_day_to_come_and_an_end() -> None:
    with clock.standing_at(NOON):
        going_on = open_incident("Slow", NewUpdate("We look."), ADA).key
        with pytest.raises(Conflict, match="is over"):
            look_again(going_on, NOON + DAY, ADA)
    over = resolved()
    with clock.standing_at(NOON + DAY), pytest.raises(InvalidInput, match="still to come"):
        look_again(over.key, NOON, ADA)
    with pytest.raises(InvalidInput, match="still to come"):
        publish(over, NOON + DAY, look_again=NOON)
    assert pledges.of_incident(over.key) == []
