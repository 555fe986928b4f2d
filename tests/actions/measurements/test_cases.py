"""Recording pushed support cases: updates, faults by line, calendars that stay with a case."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from statuspage import clock
from statuspage.actions.measurements.cases import record_cases
from statuspage.domain.measured.support import Case, KeptCase
from statuspage.errors import InvalidRows
from statuspage.store import db
from statuspage.store.measured import cases
from statuspage.store.published import topics
from statuspage.store.settings import current_settings
from tests.helpers.sites import add_to_config

NOW = datetime(2026, 7, 2, 12, 0, tzinfo=UTC)
OPENED = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
WHOLE = {
    "id": "C-1",
    "opened_at": "2026-07-01T09:00:00Z",
    "first_response_at": "2026-07-01T10:00:00+01:00",
    "resolved_at": None,
    "waiting": [["2026-07-01T11:00:00Z", "2026-07-01T12:00:00Z"], ["2026-07-01T13:00:00Z", None]],
    "priority": "high",
    "agent_replies": 1,
    "reopened": False,
    "topic": "billing",
    "follow_up_of": None,
}

pytestmark = pytest.mark.usefixtures("store")


def record(*rows: Any) -> int:
    with clock.standing_at(NOW):
        with db.snapshot():
            settings = current_settings()
        return record_cases(enumerate(rows, 1), settings)


def kept() -> list[KeptCase]:
    with db.snapshot():
        return cases.running_since(datetime(2020, 1, 1, tzinfo=UTC), NOW)


def faults(*rows: Any) -> list[str]:
    with pytest.raises(InvalidRows) as refused:
        record(*rows)
    assert kept() == []
    return [str(fault) for fault in refused.value.rows]


def test_case_is_kept_whole() -> None:
    assert record(WHOLE) == 1
    [found] = kept()
    hour = [OPENED.replace(hour=h) for h in range(24)]
    assert found.case == Case(
        id="C-1",
        opened_at=OPENED,
        first_response_at=OPENED,
        resolved_at=None,
        waiting=((hour[11], hour[12]), (hour[13], None)),
        priority="high",
        agent_replies=1,
        topic="billing",
    )


def test_same_id_again_updates_the_case() -> None:
    record(WHOLE)
    record(WHOLE | {"resolved_at": "2026-07-01T14:00:00Z", "reopened": True})
    [found] = kept()
    assert found.case.resolved_at == OPENED.replace(hour=14)
    assert found.case.reopened


def test_only_id_and_opening_are_needed() -> None:
    assert record({"id": "C-2", "opened_at": "2026-07-01T09:00:00Z"}) == 1


def test_one_bad_row_refuses_the_batch_and_every_fault_is_named_by_line() -> None:
    found = faults(
        WHOLE,
        WHOLE | {"id": "C-2", "first_response_at": "2026-06-30T00:00:00Z"},
        WHOLE | {"id": "C-3", "email": "ada@example.com"},
        {"id": "C-4"},
        WHOLE | {"id": "C-5", "opened_at": "yesterday", "agent_replies": -1},
        "C-6",
    )
    places = [text.split(":")[0] for text in found]
    assert places == [
        "line 2, first_response_at",
        "line 3, email",
        "line 4, opened_at",
        "line 5, agent_replies",
        "line 5, opened_at",
        "line 6",
    ]


def test_mail_address_is_refused_for_nothing_about_a_person_is_kept() -> None:
    [fault] = faults(WHOLE | {"id": "ada@example.com"})
    assert "nothing about a person" in fault


def test_case_from_the_future_is_refused() -> None:
    [fault] = faults({"id": "C-1", "opened_at": "2026-07-03T09:00:00Z"})
    assert "in the future" in fault


def test_stretch_of_waiting_that_ends_before_it_begins_is_refused() -> None:
    wrong = [["2026-07-01T11:00:00Z", "2026-07-01T10:00:00Z"]]
    [fault] = faults(WHOLE | {"waiting": wrong})
    assert fault.startswith("line 1, waiting")


def test_case_keeps_the_calendars_it_came_under(store: Path) -> None:
    record(WHOLE)
    more = '\n[[calendars]]\nid = "office"\nhours = { mon-fri = "09:00-17:00" }\n'
    add_to_config(store, more)
    record(WHOLE | {"topic": "other"}, WHOLE | {"id": "C-2"})
    before, after = sorted(kept(), key=lambda one: one.case.id)
    assert before.case.topic == "other"
    assert before.calendars != after.calendars
    with db.snapshot():
        sets = cases.calendar_sets()
    assert set(sets[before.calendars]) == set()
    assert set(sets[after.calendars]) == {"office"}


def test_recording_makes_pages_anew() -> None:
    record(WHOLE)
    with db.snapshot():
        assert topics.versions(["measurements"])["measurements"] > 0
