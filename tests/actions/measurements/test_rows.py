"""The kinds of value in pushed rows: times with a zone, plain words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from statuspage.actions.measurements.rows import Instant, Word, checked_rows
from statuspage.config.kinds.values import Model
from statuspage.errors import InvalidInput, RowFault
from statuspage.said import said


class Row(Model):
    at: Instant
    name: Word = "x"


def refuse(row: Row) -> None:
    if row.name == "refused":
        raise InvalidInput({"name": said("not this")})


def read(at: object, **more: object) -> tuple[list[datetime], list[str]]:
    faults: list[RowFault] = []
    value: dict[str, Any] = {"at": at, **more}
    rows = checked_rows(Row, [(7, value)], refuse, faults)
    assert all(fault.line == 7 for fault in faults)
    return [row.at for _, row in rows], [str(fault) for fault in faults]


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-01T12:00:00Z",
        "2026-07-01t12:00:00.123456789z",
        "2026-07-01 13:00:00+01:00",
        "2026-06-30T23:30:00.5-12:30",
    ],
)
def test_time_with_a_zone_is_read_to_the_second(text: str) -> None:
    assert read(text) == ([datetime(2026, 7, 1, 12, 0, tzinfo=UTC)], [])


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-01T12:00:00",
        "2026-07-01",
        "1782907200",
        1782907200,
        True,
        None,
        "2026-02-30T12:00:00Z",
        "2026-07-01T12:00:00+99:00",
        "9999-12-31T23:59:59-10:00",
        "0001-01-01T00:00:00+10:00",
        "٢٠٢٦-07-01T12:00:00Z",
        [],
    ],
)
def test_what_is_no_time_with_a_zone_is_a_fault_of_its_line(text: object) -> None:
    rows, faults = read(text)
    assert rows == []
    assert len(faults) == 1
    assert faults[0].startswith('line 7, at: "at":')


@pytest.mark.parametrize("name", ["", " x", "a\nb", "x" * 65, "\x00", "\ud800", 5])
def test_word_is_one_plain_line(name: object) -> None:
    _, faults = read("2026-07-01T12:00:00Z", name=name)
    assert len(faults) == 1
    assert "name" in faults[0]


def test_every_fault_of_a_row_is_named() -> None:
    _, faults = read(5, name="", other=1)
    assert len(faults) == 3


def test_what_is_asked_beyond_the_shape_is_a_fault_of_its_line() -> None:
    assert read("2026-07-01T12:00:00Z", name="refused") == ([], ["line 7, name: not this"])


def test_row_that_is_no_object_is_one_fault() -> None:
    faults: list[RowFault] = []
    assert checked_rows(Row, [(1, "x"), (2, None), (3, [])], refuse, faults) == []
    assert [fault.line for fault in faults] == [1, 2, 3]
