"""Who is told of what was published: once, by their filters, and nobody of what is quiet."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.maintenance.planned import schedule_maintenance, step_maintenances
from statuspage.config import Steps
from statuspage.domain.telling.delivery import DeliveryState
from statuspage.domain.telling.filter import Filter
from statuspage.domain.telling.subscription import Channel, HowOften, SubscriptionState
from statuspage.domain.vocabulary.states import ComponentState, Impact
from statuspage.notify.fanning import fan_out
from statuspage.store import db
from statuspage.store.published import events
from statuspage.store.tables.record import Event
from statuspage.store.tables.telling import Delivery, Subscription
from statuspage.store.telling import recipients
from tests.helpers.amending import edited
from tests.helpers.outlets import ONLY_DOCS, add_readers
from tests.helpers.sites import a_table, add_to_config, change_config
from tests.helpers.telling import ADA, NOON, at, opened, posted, resolved


def told(minutes: float = 0) -> list[tuple[str, str]]:
    """Who is told of which subject, of what waits."""
    with clock.standing_at(at(minutes)):
        fan_out()
    with db.snapshot():
        rows = Delivery.select().where(Delivery.state == DeliveryState.WAITING)
        return sorted((row.subscription, row.subject) for row in rows)


def test_each_update_is_told_once_to_each_who_wants_it(store: Path) -> None:
    add_readers("ada", "bob")
    add_readers("carl", filter=ONLY_DOCS)
    incident = opened()
    subject = f"update/{incident.updates[0].key}"
    assert told() == [("ada", subject), ("bob", subject)]
    assert told() == [("ada", subject), ("bob", subject)]
    assert fan_out() == 0


def test_act_that_was_passed_on_in_part_is_passed_on_once(store: Path) -> None:
    add_readers("ada", "bob")
    opened()
    whole = told()
    with db.transaction():  # as if the process had died before it noted the end
        Event.update(told_at=None).where(Event.is_quiet == False).execute()  # noqa: E712
        Delivery.delete().where(Delivery.subscription == "bob").execute()
    assert told() == whole


def test_newer_words_of_a_topic_replace_older_ones_that_wait(store: Path) -> None:
    add_readers("ada")
    incident = opened()
    other = opened(title="Another")
    told()
    last = posted(5, incident.key).updates[0]
    assert told(5) == sorted(
        [("ada", f"update/{last.key}"), ("ada", f"update/{other.updates[0].key}")]
    )


def test_quiet_and_backdated_news_are_told_to_nobody(store: Path) -> None:
    add_readers("ada")
    with clock.standing_at(NOON):
        open_incident("Quiet", NewUpdate("Hush."), replace(ADA, is_quiet=True))
        past = NewUpdate("It was down.", posted_at=NOON - timedelta(days=2))
        open_incident("Past", past, ADA)
    assert told() == []
    with db.snapshot():
        assert events.next_act() == []


def test_severity_counts_the_worst_so_far_so_that_the_end_is_told(store: Path) -> None:
    add_readers("ada", filter=Filter(severity=Impact.MAJOR))
    incident = opened(components={"api": ComponentState.MAJOR_OUTAGE})
    assert len(told()) == 1
    last = resolved(5, incident.key).updates[0]
    assert told(5) == [("ada", f"update/{last.key}")]


def test_groups_are_chosen_as_well_as_components(store: Path) -> None:
    add_readers("ada", filter=Filter(groups=frozenset({"platform"})))
    opened()
    opened(title="Docs", components={"docs": ComponentState.PARTIAL_OUTAGE})
    assert len(told()) == 1


def test_edits_are_told_to_programs_alone_unless_staff_tell_them_again(store: Path) -> None:
    add_readers("ada")
    add_readers("robot", "chat", channel=Channel.WEBHOOK)
    with db.transaction():
        for key, host in (("robot", "acme.example"), ("chat", "hooks.slack.com")):
            address = f"https://{host}/x"
            Subscription.update(address=address).where(Subscription.key == key).execute()
    incident = opened()
    first = incident.updates[0]
    told()
    with db.transaction():
        Delivery.update(state=DeliveryState.SENT).execute()
    edited(5, incident, first, body="Other words.")
    subject = f"update/{first.key}"
    assert told(5) == [("robot", subject)]
    with db.transaction():
        assert events.tell_again(subject)
    assert told(6) == [("ada", subject), ("chat", subject), ("robot", subject)]


@pytest.mark.parametrize(
    ("how_often", "due"),
    [
        (HowOften.DAILY, "2026-07-02T07:00:00+00:00"),
        (HowOften.MONTHLY, "2026-08-01T07:00:00+00:00"),
    ],
)
def test_summaries_are_due_in_the_morning_of_the_site(
    store: Path, how_often: HowOften, due: str
) -> None:
    add_readers("ada", how_often=how_often)
    opened()
    told()
    with db.snapshot():
        [row] = Delivery.select()
        assert (row.is_gathered, row.due_at.isoformat()) == (True, due)


def test_hooks_of_the_settings_are_told_as_long_as_they_stand_there(store: Path) -> None:
    hook = a_table("hooks", id="team", format="ntfy", url="https://ntfy.example/t", kinds=["sla"])
    add_to_config(store, hook)
    opened()
    assert told() == []
    change_config(store, 'kinds = ["sla"]', 'kinds = ["incidents"]')
    opened(1, title="Another")
    [(key, _)] = told(1)
    assert key == "hook/team"
    change_config(store, 'id = "team"', 'id = "other"')
    opened(2, title="A third")
    assert {key for key, _ in told(2)} == {"hook/team", "hook/other"}
    with db.snapshot():
        states = {one.key: one.state for one in recipients.hooks()}
    assert states == {
        "hook/team": SubscriptionState.ENDED,
        "hook/other": SubscriptionState.ACTIVE,
    }


@pytest.mark.parametrize("tells", [True, False])
def test_steps_of_planned_work_are_told_when_that_is_asked(store: Path, tells: bool) -> None:
    add_readers("ada")
    with clock.standing_at(at(0)):
        begins = at(120)
        work = schedule_maintenance(
            *("Tidying", "We tidy up.", begins, at(180), ["docs"], ADA), steps=Steps(tell=tells)
        )
    announced = [("ada", f"update/{work.updates[0].key}")]
    assert told(0) == announced
    newest = announced
    for minute, is_told in ((60, True), (120, tells), (180, tells)):
        with clock.standing_at(at(minute)):
            [work] = step_maintenances()
        if is_told:
            newest = [("ada", f"update/{work.updates[0].key}")]
        assert told(minute) == newest


def test_act_that_fails_keeps_no_later_one_waiting(store: Path) -> None:
    add_readers("ada")
    opened(0)
    with db.transaction():
        Event.update(subject="update/none").where(Event.subject.startswith("update/")).execute()
    made = opened(1, title="Another")
    for _ in range(2):  # it is tried again with each turn
        with clock.standing_at(at(2)), pytest.raises(IndexError):
            fan_out()
    with db.snapshot():
        [queued] = Delivery.select()
        assert queued.subject == f"update/{made.updates[0].key}"
