"""Files of measurements as streams: CSV and JSON lines come out alike, whatever their faults."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from statuspage.actions.measurements.cases import Case
from statuspage.actions.measurements.checks import Check
from statuspage.actions.measurements.ratings import Rating
from statuspage.actions.measurements.rows import Unfit
from statuspage.errors import SourceError
from statuspage.imports.measurements import chunks
from statuspage.progress import Stage

COLUMNS = [*(Check.model_fields | Case.model_fields | Rating.model_fields)]


def rows(data: bytes) -> list[tuple[int, Any]]:
    found = chunks(BytesIO(data), "file.csv", COLUMNS, ZoneInfo("Europe/London"))
    return [row for chunk in found for row in chunk]


def why(value: object) -> str:
    """What is wrong with a value of a row."""
    assert isinstance(value, Unfit)
    return str(value.why)


def test_csv_cells_become_what_json_would_hold() -> None:
    data = (
        b"id,opened_at,resolved_at,waiting,agent_replies,reopened\r\n"
        b'C-1,2026-07-01T09:00:00Z,,"2026-07-01T10:00:00Z/2026-07-01T11:00:00Z;'
        b'2026-07-01T12:00:00Z/",2,false\r\n'
    )
    waiting = [
        ["2026-07-01T10:00:00Z", "2026-07-01T11:00:00Z"],
        ["2026-07-01T12:00:00Z", None],
    ]
    row = {"id": "C-1", "opened_at": "2026-07-01T09:00:00Z", "waiting": waiting}
    assert rows(data) == [(2, row | {"agent_replies": 2, "reopened": False})]


def test_csv_row_with_too_many_cells_has_a_column_that_nothing_knows() -> None:
    assert rows(b"id,score\nR-1,5,Ada\n") == [(2, {"id": "R-1", "score": 5, "column 3": "Ada"})]


def test_json_lines_keep_their_numbers_over_empty_lines() -> None:
    assert rows(b'\xef\xbb\xbf\n{"id": "R-1"}\n\n{"id": "R-2"}\n') == [
        (2, {"id": "R-1"}),
        (4, {"id": "R-2"}),
    ]


def test_line_that_is_no_json_stays_what_it_is() -> None:
    assert rows(b'{"id": "R-1"}\n{"id":\n') == [(1, {"id": "R-1"}), (2, '{"id":\n')]


def test_time_without_a_zone_is_in_that_of_the_site() -> None:
    [(_, row)] = rows(b"id,at\nR-1,2026-07-01 15:00\n")
    assert row["at"] == "2026-07-01T14:00:00Z"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("yesterday", "'yesterday' is not a time; write it like 2026-07-01 15:00."),
        ("2026-07-01", "'2026-07-01' is not a time"),  # a day is no instant
        ("20260701", "is not a time"),
        ("1782864000", "is not a time"),
        ("01.07.2026 15:00", "is not a time"),
        ("2026-03-29 01:30", "does not exist in Europe/London: the clocks go forward then"),
        ("2026-03-29T01:00:00", "does not exist in Europe/London: the clocks go forward then"),
        (
            "2026-10-25 01:30",
            "occurs twice in Europe/London: the clocks go back then. Write it with its offset, "
            "2026-10-25T01:30+01:00 or 2026-10-25T01:30+00:00.",
        ),
        ("0001-01-01T00:00:00+14:00", "is outside the calendar"),
    ],
)
@pytest.mark.parametrize("form", ["id,at\nR-1,{text}\n", '{{"id":"R-1","at":"{text}"}}\n'])
def test_time_that_is_none_or_two_says_why(text: str, said: str, form: str) -> None:
    [(_, row)] = rows(form.format(text=text).encode())
    assert row["at"] == text
    assert said in why(row["at"])


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-10-25 01:30+01:00", "2026-10-25T00:30:00Z"),
        ("2026-10-25 01:30+00:00", "2026-10-25T01:30:00Z"),
        ("2026-10-25 00:59", "2026-10-24T23:59:00Z"),
        ("2026-10-25 02:00", "2026-10-25T02:00:00Z"),
        ("2026-03-29 00:59:59", "2026-03-29T00:59:59Z"),
        ("2026-03-29 02:00", "2026-03-29T01:00:00Z"),
        ("2026-07-01T10:00z", "2026-07-01T10:00:00Z"),
        ("2026-07-01t10:00:00.25+02:00", "2026-07-01T08:00:00Z"),
        ("2026-07-01T10:00:00-00:00", "2026-07-01T10:00:00Z"),
    ],
)
def test_time_beside_a_change_of_clocks_or_with_its_offset_is_that_one(
    text: str, instant: str
) -> None:
    [(_, row)] = rows(f"id,opened_at,waiting\nC-1,{text},{text}/\n".encode())
    assert row["opened_at"] == instant
    assert row["waiting"] == [[instant, None]]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"id,score\n"])
def test_file_without_rows_has_none(data: bytes) -> None:
    assert rows(data) == []


def test_file_is_read_in_chunks_and_says_how_far_it_is() -> None:
    data = b"id,score\n" + b"R-1,5\n" * 12_000
    told: list[Stage] = []
    zone = ZoneInfo("UTC")
    found = chunks(BytesIO(data), "file.csv", COLUMNS, zone, len(data), told.append)
    assert [len(chunk) for chunk in found] == [5000, 5000, 2000]
    assert [stage.total for stage in told] == [len(data)] * 3
    assert told[-1].done == len(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"id,score\nR-1,\xff\n", "line 2: This is not UTF-8"),
        (b'id,score\n"R-1,5\n', "line 2: This is not CSV"),
        (b'id,score\n"R"-1,5\n', "line 2: This is not CSV"),
        (b'id,score\nR-1,5\n"R-2,5\nR-3,5\n', "line 3: This is not CSV"),
        (b"R-1,5\nR-2,4\n", "line 1: The first line must name the columns, such as probe, at"),
        (b'[{"id": "R-1"}]', "line 1: The first line must name the columns"),
        (b"id,score,ID\n", 'line 1: "id" is there twice'),
        (b"id,score\nR-1,5\nR-2,\xed\xa0\x80\n", "line 3: This is not UTF-8"),
        ("id,score\nR-1,5".encode("utf-16")[:-1], "line 2: This is not UTF-8"),
    ],
)
def test_file_that_is_no_text_or_table_is_refused_with_its_line(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        rows(data)
