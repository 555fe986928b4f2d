"""Recording pushed ratios: for an SLA that takes them, without overlaps."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from statuspage import clock
from statuspage.actions.measurements.ratios import record_ratios
from statuspage.domain.measured.ratios import Slice
from statuspage.errors import InvalidRows
from statuspage.store import db
from statuspage.store.measured import ratios
from statuspage.store.settings import current_settings
from tests.helpers.sites import add_to_config, an_sla

NOW = datetime(2026, 7, 2, tzinfo=UTC)
SLA = an_sla("requests", "ratio", target="99%")


@pytest.fixture(autouse=True)
def site(store: Path) -> None:
    add_to_config(store, SLA)


def row(start: str, end: str, good: int = 10, total: int = 11, sla: str = "requests") -> Any:
    times = {"from": f"2026-07-01T{start}:00Z", "to": f"2026-07-01T{end}:00Z"}
    return {"sla": sla, **times, "good": good, "total": total}


def record(*rows: Any) -> int:
    with clock.standing_at(NOW):
        with db.snapshot():
            settings = current_settings()
        return record_ratios(enumerate(rows, 1), settings)


def kept() -> list[Slice]:
    with db.snapshot():
        return ratios.starting_between("requests", datetime(2026, 7, 1, tzinfo=UTC), NOW)


def test_slice_with_the_same_start_is_replaced() -> None:
    record(row("10:00", "10:05"), row("10:05", "10:10"))
    record(row("10:00", "10:05", good=9))
    assert [one.good for one in kept()] == [9, 10]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (row("10:00", "10:05", good=12), "is not between 0 and the total"),
        (row("10:05", "10:00"), "It is not after from"),
        (row("10:00", "10:05", sla="api-availability"), "has the indicator ratio"),
        (row("10:02", "10:07"), "It overlaps the one from 2026-07-01T10:05:00Z"),
        (row("10:06", "10:07"), "It overlaps the one from 2026-07-01T10:05:00Z"),
    ],
)
def test_ratio_that_cannot_be_is_refused_with_its_batch(wrong: Any, said: str) -> None:
    record(row("10:05", "10:10"))
    before = kept()
    with pytest.raises(InvalidRows) as refused:
        record(row("11:00", "11:05"), wrong)
    [fault] = refused.value.rows
    assert fault.line == 2
    assert said in str(fault)
    assert kept() == before
