"""Files of measurements as streams: CSV and JSON lines come out alike, whatever their faults."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from statuspage.errors import SourceError
from statuspage.imports.measurements import chunks


def rows(data: bytes) -> list[tuple[int, Any]]:
    def ignore(_: int) -> None:
        pass

    found = chunks(BytesIO(data), "file.csv", ZoneInfo("Europe/London"), ignore)
    return [row for chunk in found for row in chunk]


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


def test_time_that_is_none_is_left_for_who_judges_it() -> None:
    [(_, row)] = rows(b"id,at\nR-1,yesterday\n")
    assert row["at"] == "yesterday"


@pytest.mark.parametrize("data", [b"", b"\n\n", b"id,score\n"])
def test_file_without_rows_has_none(data: bytes) -> None:
    assert rows(data) == []


def test_file_is_read_in_chunks_and_says_how_far_it_is() -> None:
    data = b"id,score\n" + b"R-1,5\n" * 12_000
    progress: list[int] = []
    found = chunks(BytesIO(data), "file.csv", ZoneInfo("UTC"), progress.append)
    assert [len(chunk) for chunk in found] == [5000, 5000, 2000]
    assert sum(progress) == len(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"id,score\nR-1,\xff\n", "line 2: This is not UTF-8"),
        (b'id,score\n"R-1,5\n', "line 2: This is not CSV"),
        (b'id,score\n"R"-1,5\n', "line 2: This is not CSV"),
    ],
)
def test_file_that_is_no_text_or_table_is_refused_with_its_line(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        rows(data)
