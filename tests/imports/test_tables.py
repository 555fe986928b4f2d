"""CSV of any spreadsheet in any country is the same table."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.actions.measurements.rows import Unfit
from statuspage.imports import tables
from statuspage.imports.lines import Lines, readable

COLUMNS = ("id", "at", "kind", "score", "topic", "latency_ms", "reopened")
_WORD = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1).filter(
    lambda word: word == word.strip()
)
_TOPIC = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]) | st.sampled_from('\n,;\t|"')
)
_MARKED = {"utf-8": "utf-8", "utf-8 with a mark": "utf-8-sig", "utf-16": "utf-16"}
_BARE = {"utf-16 le": "utf-16-le", "utf-16 be": "utf-16-be"}


def rows(data: bytes) -> list[tuple[int, dict[str, Any]]]:
    lines = Lines(BytesIO(data), "file.csv")
    read = readable(lines)
    return list(tables.rows(next(read, ""), read, lines, COLUMNS))


def test_semicolons_and_tabs_are_found_with_the_words_that_hold_commas() -> None:
    for separator in ",;\t|":
        text = f'id{separator}score{separator}topic\r\nR-1{separator}5{separator}"a,b;c\td|e"\r\n'
        assert rows(text.encode()) == [(2, {"id": "R-1", "score": 5, "topic": "a,b;c\td|e"})]


def test_first_line_of_excel_names_the_separator() -> None:
    assert rows(b"sep=;\r\nid;score\r\nR-1;5\r\n") == [(3, {"id": "R-1", "score": 5})]
    assert rows(b'sep=\t\r\n"id"\t"score"\r\nR-1\t5\r\n') == [(3, {"id": "R-1", "score": 5})]


def test_separators_at_the_end_of_a_row_say_nothing_and_a_word_there_has_a_place() -> None:
    assert rows(b"id;score\nR-1;5;;\n") == [(2, {"id": "R-1", "score": 5})]
    assert rows(b"id;score;\nR-1;5;x;y\n") == [
        (2, {"id": "R-1", "score": 5, "column 3": "x", "column 4": "y"})
    ]


def test_names_of_columns_are_known_in_any_case_and_between_blanks() -> None:
    assert rows(b'ID, "Score",\nR-1, 5 ,\n') == [(2, {"id": "R-1", "score": 5})]


def test_row_begins_where_its_first_letter_stands() -> None:
    data = b'id,topic\nR-1,"two\nlines"\n\nR-2,"a\r\nb\rc"\n,\nR-3,x\n'
    assert [line for line, _ in rows(data)] == [2, 5, 9]
    assert rows(data)[1][1]["topic"] == "a\r\nb\rc"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_way(end: str) -> None:
    data = end.join(["id,score", "R-1,5", "", "R-2,4"]).encode()
    assert rows(data) == [(2, {"id": "R-1", "score": 5}), (4, {"id": "R-2", "score": 4})]


@pytest.mark.parametrize(
    ("cell", "value"),
    [("5", 5), ("+5", 5), ("5,0", 5), ("5.00", 5), ("007", 7), (" 5\u00a0", 5)],
)
def test_number_is_whole_in_every_country(cell: str, value: int) -> None:
    [(_, row)] = rows(f"id;score\nR-1;{cell}\n".encode())
    assert row["score"] == value


@pytest.mark.parametrize("cell", ["1.234", "1,234", "4,5", "4.5", "-1", "1 234", "5 ms", "\u0665"])
def test_number_that_reads_in_two_ways_or_in_none_says_why(cell: str) -> None:
    [(_, row)] = rows(f"id;latency_ms\nR-1;{cell}\n".encode())
    assert isinstance(row["latency_ms"], Unfit)
    assert "is not a whole number; write it in digits alone" in str(row["latency_ms"].why)


@pytest.mark.parametrize(
    ("cell", "value"), [("TRUE", True), ("False", False), ("yes", True), ("0", False)]
)
def test_truth_is_read_in_english(cell: str, value: bool) -> None:
    assert rows(f"id,reopened\nC-1,{cell}\n".encode())[0][1]["reopened"] is value


def test_truth_in_another_language_says_why() -> None:
    [(_, row)] = rows(b"id,reopened\nC-1,WAHR\n")
    assert str(row["reopened"].why) == "'WAHR' is neither true nor false."


@given(
    table=st.lists(st.tuples(_WORD, st.integers(0, 10), _TOPIC), min_size=1, max_size=8),
    separator=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from([*_MARKED.values(), *_BARE.values()]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
)
def test_table_is_the_same_however_it_was_saved(
    table: list[tuple[str, int, str]], separator: str, end: str, encoding: str, quoting: int
) -> None:
    written = StringIO(newline="")
    writer = csv.writer(written, delimiter=separator, lineterminator=end, quoting=quoting)
    writer.writerow(["id", "score", "topic"])
    writer.writerows(table)
    found = [row for _, row in rows(written.getvalue().encode(encoding))]
    assert found == [
        {"id": word, "score": score} | ({"topic": topic.strip()} if topic.strip() else {})
        for word, score, topic in table
    ]
