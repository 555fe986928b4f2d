"""Editing the words of an incident: each change is a revision with its reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from statuspage.actions.given import Actor
from statuspage.actions.incidents.amend import amend_incident, amend_update, withdraw_update
from statuspage.domain.incidents.edit import heading_of, wording_of
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary.states import ComponentState, Impact, Status
from statuspage.errors import Conflict, InvalidInput, NotFound, Superseded
from statuspage.store import db
from statuspage.store.incidents import edits
from statuspage.store.published import publications, record
from tests.helpers.amending import GOOD, MAJOR, WHY, edited, runs, shown, texts
from tests.helpers.telling import ADA, PARTIAL, at, opened, posted

pytestmark = pytest.mark.usefixtures("store")


def test_edit_puts_new_words_and_keeps_the_former_with_the_reason() -> None:
    incident = opened()
    after = edited(60, incident, incident.updates[0], body="We **know** the cause.")
    [update] = after.updates
    assert (update.body, update.html) == (
        "We **know** the cause.",
        "<p>We <strong>know</strong> the cause.</p>",
    )
    subject = UPDATE.subject(update.key)
    assert texts(subject, "body") == ["We are looking.", "We **know** the cause."]
    assert texts(subject, "reason") == ["", WHY]
    assert edits.edited_keys() == [incident.key]


def test_edit_moves_updated_and_never_published() -> None:
    incident = opened()
    after = edited(60, incident, incident.updates[0], body="Other words.")
    assert after.updated_at == after.updates[0].updated_at == at(60)
    assert after.updates[0].edited_at == at(60)
    assert after.updates[0].published_at == after.updates[0].at == at(0)
    with db.snapshot():
        [row] = publications.page(["incident"], 0, 5)
    assert (row.published_at, row.updated_at) == (at(0), at(60))


def test_edit_within_the_same_second_still_moves_updated() -> None:
    incident = opened()
    once = edited(0, incident, incident.updates[0], body="One.")
    twice = edited(0, once, once.updates[0], body="Two.")
    assert incident.updated_at < once.updated_at < twice.updated_at


def test_edited_time_moves_the_update_and_not_where_it_was_published() -> None:
    incident = opened()
    incident = posted(60, incident.key, status=Status.MONITORING)
    after = edited(90, incident, incident.updates[0], at=at(30))
    assert after.updates[0].at == at(30)
    assert after.updates[0].published_at == at(60)
    back = edited(95, after, after.updates[0], at=at(60))
    assert back.updates[0].first_at is None


def test_edited_time_of_the_first_update_moves_the_start_of_the_impact() -> None:
    incident = opened()
    posted(60, incident.key, status=Status.RESOLVED)
    after = edited(90, incident, incident.updates[0], at=at(-30))
    assert after.started_at == at(-30)
    assert runs() == [(PARTIAL, at(-30), at(60))]
    with db.snapshot():
        [row] = publications.page(["incident"], 0, 5)
    assert row.published_at == at(0)


def test_edited_time_may_change_the_order_where_the_moves_allow_it() -> None:
    incident = opened()
    posted(10, incident.key, status=Status.IDENTIFIED)
    incident = posted(20, incident.key, status=Status.MONITORING)
    after = edited(30, incident, incident.updates[0], at=at(5))
    assert [update.status for update in after.updates] == [
        *(Status.IDENTIFIED, Status.MONITORING, Status.INVESTIGATING),
    ]
    assert after.status is Status.IDENTIFIED


def test_edited_status_of_the_newest_update_is_that_of_the_incident() -> None:
    incident = opened()
    incident = posted(10, incident.key, status=Status.RESOLVED)
    after = edited(20, incident, incident.updates[0], status=Status.MONITORING)
    assert after.status is Status.MONITORING
    assert after.resolved_at is None
    again = edited(30, after, after.updates[0], status=Status.RESOLVED)
    assert again.resolved_at == at(10)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"status": Status.RESOLVED, "components": {"api": GOOD}}, "cannot become monitoring"),
        ({"status": Status.SCHEDULED}, "cannot become scheduled"),
        ({"at": at(40)}, "cannot become"),
    ],
)
def test_edit_that_makes_a_move_the_life_lacks_is_refused(
    changes: dict[str, object], said: str
) -> None:
    incident = opened()
    posted(10, incident.key, status=Status.IDENTIFIED)
    posted(20, incident.key, status=Status.MONITORING)
    incident = posted(30, incident.key, status=Status.RESOLVED)
    size = record.size()
    with pytest.raises(Conflict, match=said):
        edited(60, incident, incident.updates[2], **changes)
    assert record.size() == size


def test_edit_that_makes_another_beginning_must_begin_as_incidents_do() -> None:
    incident = opened()
    with pytest.raises(Conflict, match="It can begin as: investigating, identified"):
        edited(60, incident, incident.updates[0], status=Status.FALSE_ALARM, components={})


def test_edited_state_is_restated_by_the_words_after_it() -> None:
    incident = opened()
    incident = posted(30, incident.key, status=Status.RESOLVED)
    after = edited(60, incident, incident.updates[1], components={"api": MAJOR})
    assert shown(after) == [(GOOD, MAJOR), (MAJOR, GOOD)]
    assert runs() == [(MAJOR, at(0), at(30))]
    resolving = record.history(UPDATE.subject(incident.updates[0].key))
    assert [entry.reason for entry in resolving] == ["", WHY]
    assert after.updates[0].edited_at == at(60)


def test_edited_state_changes_the_impact_that_follows_from_it() -> None:
    incident = opened(components={"api": MAJOR})
    assert incident.impact is Impact.CRITICAL
    after = edited(60, incident, incident.updates[0], components={"api": PARTIAL})
    assert after.impact is Impact.MAJOR
    assert after.edited_at == at(60)
    stated = opened(5, components={"api": MAJOR}, impact=Impact.MINOR)
    assert edited(60, stated, stated.updates[0], components={}).impact is Impact.MINOR


def test_component_that_was_named_by_mistake_goes_from_all_later_words() -> None:
    incident = opened(components={"api": PARTIAL, "docs": PARTIAL})
    incident = posted(30, incident.key, status=Status.RESOLVED)
    after = edited(60, incident, incident.updates[1], components={"docs": PARTIAL})
    assert after.components == (("docs", "Docs"),)
    assert runs() == [(PARTIAL, at(0), at(30))]


def test_component_that_was_forgotten_is_freed_by_the_word_that_ends_it() -> None:
    incident = opened()
    incident = posted(30, incident.key, status=Status.RESOLVED)
    states = {"api": PARTIAL, "docs": MAJOR}
    after = edited(60, incident, incident.updates[1], components=states)
    assert after.declared == {"api": GOOD, "docs": GOOD}
    assert (MAJOR, at(0), at(30)) in runs()


def test_edited_state_is_told_beside_what_other_incidents_held_then() -> None:
    opened(components={"api": MAJOR})
    incident = opened(10, components={"api": PARTIAL})
    incident = posted(30, incident.key, status=Status.RESOLVED)
    after = edited(60, incident, incident.updates[1], components={"api": GOOD})
    assert shown(after) == [(MAJOR, MAJOR), (MAJOR, MAJOR)]


def test_words_alone_leave_all_states_as_they_were_told() -> None:
    incident = opened()
    opened(10, components={"api": MAJOR}, impact_from=at(-60))
    after = edited(60, incident, incident.updates[0], body="Other words.")
    assert after.updates[0].changes == incident.updates[0].changes


def test_edited_promise_is_the_one_that_stands() -> None:
    incident = opened(next_due=at(30))
    assert edited(5, incident, incident.updates[0], next_due=at(60)).next_due == at(60)
    with pytest.raises(InvalidInput, match="next_update"):
        edited(6, incident, incident.updates[0], next_due=at(-5))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "body"),
        ({"body": "  "}, "body"),
        ({"body": "At {{time}}."}, "body"),
        ({"at": at(900)}, "posted_at"),
        ({"components": {"ftp": PARTIAL}}, "components"),
        ({"components": {"api": ComponentState.UNDER_MAINTENANCE}}, "components"),
    ],
)
def test_edit_with_a_fault_is_refused(changes: dict[str, object], field: str) -> None:
    incident = opened()
    with pytest.raises(InvalidInput) as caught:
        edited(60, incident, incident.updates[0], **changes)
    assert list(caught.value.faults) == [field]


def test_closing_update_cannot_be_edited_to_hold_a_component() -> None:
    incident = opened()
    incident = posted(30, incident.key, status=Status.RESOLVED)
    with pytest.raises(InvalidInput, match="ends the incident"):
        edited(60, incident, incident.updates[0], components={"api": MAJOR})


def test_edits_and_withdrawals_need_a_reason() -> None:
    incident = opened()
    [update] = incident.updates
    wording = replace(wording_of(update), body="Other.")
    for act in (
        lambda: amend_update(incident.key, update.key, wording, " ", ADA),
        lambda: amend_incident(
            incident.key, replace(heading_of(incident, impact_is_stated=False), title="T"), "", ADA
        ),
        lambda: withdraw_update(incident.key, update.key, "", ADA),
    ):
        with pytest.raises(InvalidInput) as caught:
            act()
        assert list(caught.value.faults) == ["reason"]


def test_edit_of_what_is_not_there_is_not_found() -> None:
    incident = opened()
    with pytest.raises(NotFound):
        withdraw_update(incident.key, "nothing", WHY, ADA)
    with pytest.raises(NotFound):
        withdraw_update("nothing", incident.updates[0].key, WHY, ADA)


def test_newer_edit_in_between_is_never_written_over() -> None:
    incident = opened()
    [update] = incident.updates
    edited(10, incident, update, body="From a colleague.", seen=1)
    with pytest.raises(Superseded):
        edited(11, incident, update, body="Mine.", seen=1)
    with pytest.raises(Superseded):
        withdraw_update(incident.key, update.key, WHY, ADA, seen=1)
    assert edited(12, incident, update, body="Mine.", seen=2).updates[0].body == "Mine."


def test_edit_sent_twice_gives_the_first_answer() -> None:
    incident = opened()
    actor = Actor("ada", submission="once")
    first = edited(10, incident, incident.updates[0], body="Other.", actor=actor)
    size = record.size()
    assert edited(11, incident, incident.updates[0], body="Other.", actor=actor) == first
    assert record.size() == size
