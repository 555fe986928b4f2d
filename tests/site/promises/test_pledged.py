"""Promises after incidents and causes on their pages: they turn by themselves, and stay bounded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from lxml import html

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.pledges import withdraw_pledge
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.incidents.postmortems import publish_postmortem
from statuspage.domain.incidents.cause import LOOK_BACK, Cause
from statuspage.domain.incidents.postmortem import Written
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.render.record import about
from statuspage.store.incidents import incidents, pledges
from statuspage.store.published import record
from tests.helpers.pages import rendered, words_of

pytestmark = pytest.mark.usefixtures("store")

ADA = Actor("ada")
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
DUE = NOON + 10 * DAY


def resolved(
    at: datetime, *, by: datetime | None = None, component: str = "api", title: str = "Slow"
) -> str:
    with clock.standing_at(at):
        states = {component: ComponentState.DEGRADED}
        key = open_incident(title, NewUpdate("We look.", components=states), ADA).key
        post_update(key, NewUpdate("Over.", Status.RESOLVED, root_cause_by=by), ADA)
    return key


def explained(key: str, at: datetime, cause: Cause = Cause.CAPACITY) -> None:
    told = Written("Slow.", "", cause, "Too many asked at once.", "", "", ())
    with clock.standing_at(at):
        publish_postmortem(key, told, ADA)


def test_promise_turns_late_on_both_pages_without_a_hand() -> None:
    key = resolved(NOON, by=DUE)
    for path in (f"/incidents/{key}", "/promises"):
        late_at = DUE + timedelta(seconds=61)
        before = rendered(path, DUE)
        assert "Open" in words_of(before)
        assert before.valid_until == late_at
        assert "Late" in words_of(rendered(path, late_at))
        assert "Broken" in words_of(rendered(path, DUE + 8 * DAY))


def test_share_counts_those_due_in_the_last_90_days() -> None:
    explained(resolved(NOON, by=DUE), NOON + DAY)
    resolved(NOON, by=DUE)
    assert "1 of 2 kept" in words_of(rendered("/promises", DUE + DAY))
    assert "None is due yet" in words_of(rendered("/promises", DUE + 100 * DAY))


def test_change_of_a_promise_moves_the_time_of_its_pages() -> None:
    key = resolved(NOON, by=DUE)
    with clock.standing_at(NOON + 2 * DAY):
        withdraw_pledge(pledges.of_incident(key)[0].key, "It was no incident of ours.", ADA)
    for path in (f"/incidents/{key}", "/promises"):
        found = rendered(path, NOON + 3 * DAY)
        assert found.modified == NOON + 2 * DAY
        assert "It was no incident of ours." in words_of(found)


def test_cause_seen_before_stands_on_the_later_incident_alone() -> None:
    first, second = resolved(NOON, title="First"), resolved(NOON + 30 * DAY, title="Second")
    elsewhere = resolved(NOON + 40 * DAY, component="docs", title="Third")
    for key in (first, second, elsewhere):
        explained(key, NOON + 50 * DAY)
    shown = {
        key: words_of(rendered(f"/incidents/{key}", NOON + 51 * DAY)) for key in (first, second)
    }
    assert "Capacity: there was more load" in shown[first]
    assert "12 months before" not in shown[first]
    assert "1 time on the same components in the 12 months before" in shown[second]
    assert "12 months before" not in words_of(rendered(f"/incidents/{elsewhere}", NOON + 51 * DAY))


def test_history_counts_the_causes_of_a_year_and_of_how_many_incidents() -> None:
    for number, cause in enumerate((Cause.NETWORK, Cause.CAPACITY, Cause.NETWORK)):
        explained(resolved(NOON + number * DAY), NOON + 5 * DAY, cause)
    resolved(NOON + 6 * DAY)
    found = rendered("/history", NOON + 7 * DAY)
    rows = html.fromstring(found.body).xpath("//section[@aria-labelledby='causes']//tbody/tr")
    assert [(row[0].text, row[2].text) for row in rows] == [("Network", "2"), ("Capacity", "1")]
    assert "From the postmortems of 3 of 4 incidents." in words_of(found)
    assert found.valid_until == datetime(2026, 7, 8, 23, 0, tzinfo=UTC)
    later = rendered("/history", NOON + LOOK_BACK + 10 * DAY)
    assert "Causes in the last 12 months" not in words_of(later)


def test_record_says_what_its_entries_are_about() -> None:
    key = resolved(NOON, by=DUE)
    explained(key, NOON + DAY)
    nouns = {str(about(entry).noun): about(entry).path for entry in record.some(0, 100)}
    assert nouns["Cause of an incident"] == f"/incidents/{key}#postmortem-{key}"
    promised = pledges.of_incident(key)[0].key
    assert nouns["Promise after an incident"] == f"/incidents/{key}#promise-{promised}"
    ids = html.fromstring(rendered(f"/incidents/{key}", NOON + DAY).body).xpath("//@id")
    assert {f"postmortem-{key}", f"promise-{promised}"} <= set(ids)
    assert incidents.by_key(key).status is Status.POSTMORTEM


def test_page_without_promises_says_what_will_stand_there() -> None:
    assert "When an incident ends with a promised root cause" in words_of(
        rendered("/promises", NOON)
    )
