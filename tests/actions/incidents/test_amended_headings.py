"""Editing headings and windows, and withdrawing words: each a revision with its reason."""

from __future__ import annotations

import pytest

from statuspage import clock
from statuspage.actions.incidents.amend import withdraw_update
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary.states import Impact, Status
from statuspage.errors import Conflict, InvalidInput
from statuspage.store import db
from statuspage.store.published import record
from tests.helpers.amending import WHY, edited, headed, runs, texts
from tests.helpers.telling import ADA, PARTIAL, at, opened, posted

pytestmark = pytest.mark.usefixtures("store")


def test_edited_heading_is_a_revision_of_it() -> None:
    incident = opened(owner="Ada")
    after = headed(60, incident, title="Search errors", owner="Grace", impact=Impact.MINOR)
    assert (after.title, after.owner, after.impact) == ("Search errors", "Grace", Impact.MINOR)
    assert after.edited_at == after.updated_at == at(60)
    assert texts(INCIDENT.subject(incident.key), "title") == ["API errors", "Search errors"]
    assert texts(INCIDENT.subject(incident.key), "reason") == ["", WHY]
    assert headed(70, after, impact=None).impact is Impact.MAJOR


def test_edited_impact_window_moves_the_runs() -> None:
    incident = opened()
    incident = posted(60, incident.key, status=Status.RESOLVED)
    headed(90, incident, impact_from=at(-10), impact_until=at(20))
    assert runs() == [(PARTIAL, at(-10), at(20))]


def test_who_noticed_it_is_stated_kept_and_corrected_in_the_record() -> None:
    incident = opened(noticed_by=NoticedBy.STAFF)
    incident = posted(5, incident.key, first_report_at=at(3))
    assert (incident.noticed_by, incident.first_report_at) == (NoticedBy.STAFF, at(3))
    after = headed(60, incident, noticed_by=NoticedBy.READER, first_report_at=at(-3))
    assert (after.noticed_by, after.first_report_at) == (NoticedBy.READER, at(-3))
    with db.snapshot():
        entries = record.history(INCIDENT.subject(incident.key))
    facts = [entry.leaf.facts.get("noticed_by") for entry in entries]
    assert facts == ["staff", "staff", "reader"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "title"),
        ({"title": ""}, "title"),
        ({"impact_from": at(900)}, "impact_from"),
        ({"first_report_at": at(900)}, "first_report_at"),
        ({"impact_from": at(20), "impact_until": at(10)}, "impact_until"),
        ({"scheduled_for": at(10)}, "scheduled_for"),
    ],
)
def test_edited_heading_with_a_fault_is_refused(changes: dict[str, object], field: str) -> None:
    incident = opened()
    with pytest.raises(InvalidInput) as caught:
        headed(60, incident, **changes)
    assert list(caught.value.faults) == [field]


def test_window_of_planned_work_is_corrected_only_when_it_is_over() -> None:
    with clock.standing_at(at(0)):
        planned = schedule_maintenance("Work", "We work.", at(60), at(120), ["api"], ADA)
    with pytest.raises(InvalidInput, match="Extend it instead"):
        headed(10, planned, scheduled_until=at(180))
    posted(60, planned.key, status=Status.IN_PROGRESS)
    over = posted(100, planned.key, status=Status.COMPLETED)
    with pytest.raises(InvalidInput, match="an end after it"):
        headed(200, over, scheduled_until=at(30))
    for wider in ({"scheduled_until": at(121)}, {"scheduled_for": at(59)}):
        with pytest.raises(InvalidInput, match="never longer"):
            headed(200, over, **wider)
    corrected = headed(200, over, scheduled_until=at(100))
    assert corrected.scheduled_until == at(100)
    assert corrected.impact is Impact.MAINTENANCE


def test_withdrawn_update_is_a_stub_and_its_states_stand() -> None:
    incident = opened(next_due=at(30))
    with clock.standing_at(at(120)):
        after = withdraw_update(incident.key, incident.updates[0].key, "Not our fault", ADA)
    [update] = after.updates
    assert update.body == "Not our fault"
    assert list(map(str, update.words)) == ["Withdrawn 2 hours later: Not our fault"]
    assert update.withdrawn_at == update.updated_at == at(120)
    assert update.published_at == at(0)
    assert after.declared == {"api": PARTIAL}
    assert after.next_due == at(30)
    assert runs() == [(PARTIAL, at(0), None)]
    assert texts(UPDATE.subject(update.key), "body")[0] == "We are looking."


def test_withdrawn_update_is_neither_edited_nor_withdrawn_again() -> None:
    incident = opened()
    [update] = incident.updates
    withdraw_update(incident.key, update.key, WHY, ADA)
    with pytest.raises(Conflict, match="was withdrawn"):
        withdraw_update(incident.key, update.key, WHY, ADA)
    with pytest.raises(Conflict, match="was withdrawn"):
        edited(500_000, incident, update, body="Back.")
