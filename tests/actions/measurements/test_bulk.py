"""Bulk cases and ratings: all or nothing, with every fault counted and the first ones shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from statuspage import clock
from statuspage.actions.measurements.cases import import_cases, record_cases
from statuspage.actions.measurements.ratings import import_ratings
from statuspage.actions.measurements.taking import Taken
from statuspage.domain.measured.satisfaction import Survey
from statuspage.domain.measured.support import KeptCase
from statuspage.store import db
from statuspage.store.measured import cases, ratings
from statuspage.store.settings import current_settings

NOW = datetime(2026, 7, 2, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("store")


def case(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"C-{number}", "opened_at": "2026-07-01T09:00:00Z"} | more


def take(*rows: dict[str, Any]) -> Taken:
    numbered = list(enumerate(rows, 1))
    with clock.standing_at(NOW):
        with db.snapshot():
            settings = current_settings()
        return import_cases([numbered[:2], numbered[2:]], settings)


def kept() -> dict[str, KeptCase]:
    with db.snapshot():
        found = cases.running_since(datetime(2020, 1, 1, tzinfo=UTC), NOW)
    return {one.case.id: one for one in found}


def test_cases_of_all_chunks_are_taken_and_the_last_of_an_id_stands() -> None:
    assert take(case(1), case(2), case(1, topic="later")).rows == 3
    assert {key: one.case.topic for key, one in kept().items()} == {"C-1": "later", "C-2": ""}


def test_import_updates_cases_and_leaves_them_their_calendars() -> None:
    with clock.standing_at(NOW):
        with db.snapshot():
            settings = current_settings()
        record_cases([(1, case(1))], settings)
    before = kept()["C-1"].calendars
    take(case(1, resolved_at="2026-07-01T10:00:00Z"))
    assert kept()["C-1"].case.resolved_at == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert kept()["C-1"].calendars == before


def test_one_bad_row_in_any_chunk_refuses_all() -> None:
    found = take(case(1), case(2), case(3, name="Ada"))
    assert [str(fault).split(":")[0] for fault in found.faults] == ["line 3, name"]
    assert kept() == {}


def test_all_faults_are_counted_and_the_first_hundred_kept() -> None:
    found = take(*(case(number, name="Ada") for number in range(150)))
    assert found.fault_count == 150
    assert [fault.line for fault in found.faults] == list(range(1, 101))


@pytest.mark.sqlite("a file beside the store")
def test_ratings_are_taken_and_the_file_beside_the_store_is_gone(store: Path) -> None:
    rows = [
        (n, {"id": f"R-{n}", "at": "2026-07-01T09:00:00Z", "kind": "csat", "score": 1 + n % 5})
        for n in range(10)
    ]
    before = sorted(path.name for path in (store / "var").iterdir())
    with clock.standing_at(NOW):
        assert import_ratings([rows]).rows == 10
    with db.snapshot():
        assert ratings.counts(Survey.CSAT, NOW - timedelta(days=2), NOW) == (2,) * 5
    assert sorted(path.name for path in (store / "var").iterdir()) == before


def test_import_without_rows_takes_nothing() -> None:
    assert take().rows == 0
