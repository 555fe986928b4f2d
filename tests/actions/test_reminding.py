"""Readers are reminded of what comes: once for each time and day, and never of what is past."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from statuspage import clock
from statuspage.actions.entries import withdraw_entry, write_entry
from statuspage.actions.given import Actor
from statuspage.actions.reminding import remind_of_notices
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.notify.mail.composing import composed
from statuspage.store import db
from tests.helpers.outlets import Recording, add_readers, tell
from tests.helpers.pages import rendered, words_of
from tests.helpers.sites import add_to_config

ADA = Actor("ada")
ZONE = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
ANNOUNCED = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
MORNING = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)  # 9:00 in London
FRONT = {
    "title": "Version 1 goes",
    "date": "2026-05-01",
    "kind": "deprecation",
    "effective": "2026-07-08",
    "reason": "Two versions cost twice.",
}


def announce(slug: str | None = None, at: datetime = ANNOUNCED, **front: str) -> Entry:
    with clock.standing_at(at):
        why = {} if slug is None else {"reason": "It moved."}
        given: Mapping[str, str] = FRONT | front
        return write_entry(EntryKind.NOTICE, given, "Gone.", ADA, zone=ZONE, slug=slug, **why)


def reminded(at: datetime) -> list[int]:
    with clock.standing_at(at):
        return [one.days for one in remind_of_notices()]


def test_each_reminder_comes_once(store: Path) -> None:
    del store
    announce()
    month = datetime(2026, 6, 8, 8, 0, tzinfo=UTC)
    assert reminded(month - timedelta(seconds=1)) == []
    assert reminded(month) == [30]
    assert reminded(month + DAY) == []
    assert reminded(MORNING) == [7]
    assert reminded(MORNING + DAY) == []
    assert reminded(datetime(2026, 7, 8, 8, 0, tzinfo=UTC)) == []


def test_worker_that_slept_tells_the_last_one_alone(store: Path) -> None:
    del store
    announce()
    assert reminded(MORNING + DAY) == [7]
    assert reminded(MORNING + DAY) == []


def test_late_announcement_and_what_is_called_off_are_not_reminded_of(store: Path) -> None:
    del store
    late = announce(at=datetime(2026, 7, 3, 12, 0, tzinfo=UTC))
    assert reminded(datetime(2026, 7, 4, 12, 0, tzinfo=UTC)) == []
    announce(late.slug, at=datetime(2026, 7, 4, 13, 0, tzinfo=UTC), effective="2026-09-01")
    off = announce(title="Prices", kind="price", effective="2026-09-01")
    with clock.standing_at(datetime(2026, 7, 5, tzinfo=UTC)):
        withdraw_entry(EntryKind.NOTICE, off.slug, "Not needed.", ADA)
    assert reminded(datetime(2026, 8, 25, 12, 0, tzinfo=UTC)) == [7]


def test_day_that_moves_is_reminded_of_anew(store: Path) -> None:
    del store
    entry = announce()
    assert reminded(MORNING) == [7]
    announce(entry.slug, at=MORNING + DAY, effective="2026-08-08")
    assert reminded(MORNING + 2 * DAY) == []
    assert reminded(datetime(2026, 7, 9, 8, 0, tzinfo=UTC)) == [30]


def test_removal_is_reminded_of_too(store: Path) -> None:
    del store
    entry = announce(removed="2026-10-08")
    assert reminded(MORNING) == [7]
    gone = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
    assert reminded(gone - DAY) == [30]
    assert reminded(gone) == [7]
    page = rendered("/feeds/notices.json", gone).body.decode()
    assert "Reminder: 7 days until it is removed." in page
    assert "reminded on 1 October" in words_of(rendered(entry.path, gone)).replace("\xa0", " ")


def test_settings_name_the_days(store: Path) -> None:
    add_to_config(store, '[notices]\nremind = ["1d"]\n')
    announce()
    assert reminded(MORNING) == []
    assert reminded(MORNING + 6 * DAY) == [1]


def test_reminder_is_news_by_every_way(store: Path) -> None:
    add_to_config(store, '[mail]\nfrom = "status@acme.example"\n')
    entry = announce()
    recording = Recording()
    add_readers("r1")
    tell(recording, at=ANNOUNCED)
    assert reminded(MORNING) == [7]
    tell(recording, at=MORNING)
    first, again = recording.sent
    assert first.told[0].item.id == again.told[0].item.id
    with db.snapshot():
        mail = composed(again, MORNING).body
    assert mail.subject == "In 7 days: Version 1 goes"
    assert "Reminder: 7 days until it takes effect." in mail.text
    assert again.told[0].item.updated == MORNING
    assert "reminded on 1 July" in words_of(rendered(entry.path, MORNING)).replace("\xa0", " ")


def test_many_at_once_come_as_one_mail(store: Path) -> None:
    add_to_config(store, '[mail]\nfrom = "status@acme.example"\n')
    for number in range(5):
        announce(title=f"Part {number} goes")
    recording = Recording()
    add_readers("r1")
    tell(recording, at=MORNING - DAY)
    before = len(recording.sent)
    assert reminded(MORNING) == [7] * 5
    tell(recording, at=MORNING)
    assert len(recording.sent) == before + 1
    assert recording.sent[-1].is_summary
    assert len(recording.sent[-1].told) == 5
