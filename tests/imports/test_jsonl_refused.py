"""JSON lines: what is refused, with its line and the mend; encodings and line ends."""

from __future__ import annotations

import json
from typing import Any

import pytest

from statuspage.domain.incidents.imported import Window
from statuspage.imports import jsonl
from tests.imports.history import LONDON, NOW, entry, faults, instant, post, read


def test_window_far_from_the_first_post_is_refused_and_listed() -> None:
    window = {"start_at": "2026-06-16T09:00:00Z", "end_at": "2026-06-16T10:00:00Z"}
    batch = read(entry(impact_window=window))
    assert batch.incidents[0].window == Window()
    assert [str(note) for note in batch.notes] == [
        'history.jsonl:1: "API errors": its stated impact begins 15 days from its first update; '
        "the times of its updates are used instead."
    ]


def test_window_that_ends_before_it_begins_is_refused() -> None:
    window = {"start_at": "2026-07-01T10:00:00Z", "end_at": "2026-07-01T09:00:00Z"}
    batch = read(entry(impact_window=window))
    assert batch.incidents[0].window == Window()
    assert "ends before it begins" in str(batch.notes[0])


def test_bad_lines_are_listed_with_their_numbers_and_good_ones_taken() -> None:
    batch = read(entry(), "{", "", entry(title=" "), "[1]", entry(title="Slow"))
    assert [found.title for found in batch.incidents] == ["API errors", "Slow"]
    assert batch.refused == 3
    assert [fault.line for fault in batch.faults] == [2, 4, 5]


def test_one_line_shows_all_its_faults() -> None:
    wrong = {"updates": [{"at": 1, "status": "Resolved"}], "url": "javascript:alert(1)"}
    assert faults(wrong) == [
        "history.jsonl:1: title: It is missing; add it.",
        'history.jsonl:1: updates[0].at: It must be text in quotes ("...").',
        "history.jsonl:1: updates[0].message: It is missing; add it.",
        "history.jsonl:1: url: It must begin with http:// or https:// and have no spaces.",
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (entry(updates=[]), "updates: There are none; give at least one."),
        (
            entry(updates=[post("Broken")]),
            "updates[0].status: 'Broken' is not a status of an incident",
        ),
        (
            entry(updates=[post("Resolved"), post("Completed")]),
            "updates[0].status: 'Resolved' is not a status of planned work",
        ),
        (entry(updates=[post(at="yesterday")]), "updates[0].at: 'yesterday' is not a time"),
        (entry(updates=[post(at="2026-09-02T10:00:00Z")]), "cannot be; check the year"),
        (entry(updates=[post(at="1626-09-02T10:00:00Z")]), "cannot be; check the year"),
        (entry(updates=[post(at="0001-01-01T00:00:00+14:00")]), "outside the calendar"),
        (entry(updates=[post(message="x" * 100_001)]), "updates[0].message: This has 100001"),
        (entry(title="x" * 10_001), "title: This has 10001"),
        (entry(impact="huge"), "impact: It must be one of: none, minor"),
        (entry(components="API"), "components: It must be a list"),
        (entry(resolved_at="2026-06-01T10:00:00Z"), "resolved_at: It is before the first update"),
        (
            entry(
                updates=[post(), post("Identified", "2026-07-01T12:00:00Z")],
                resolved_at="2026-07-01T11:00:00Z",
            ),
            "resolved_at: A later update says that it is still open",
        ),
        (
            entry(impact="maintenance", updates=[post("Scheduled")]),
            "impact_window: It is still to come; state its start_at",
        ),
        ("[" * 100_000, "line: It is not JSON"),
        ('"\\ud800', "line: It is not JSON"),
        ('[{"title": "x"}', "Write one object a line."),
    ],
)
def test_fault_is_named_with_its_place(wrong: Any, said: str) -> None:
    batch = read(wrong)
    assert batch.refused == 1
    assert said in str(batch.faults[0])


def test_line_that_is_not_utf_8_is_refused_alone() -> None:
    good = json.dumps(entry()).encode()
    batch = jsonl.read(good + b'\n{"title": "B\xfcro"}\n' + good, "x.jsonl", LONDON, NOW)
    assert len(batch.incidents) == 2
    assert "x.jsonl:2: line: It holds bytes that are not UTF-8" in str(batch.faults[0])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_history_is_the_same_in_any_encoding_and_with_any_line_ends(
    encoding: str, end: str
) -> None:
    lines = [json.dumps(entry(title=title), ensure_ascii=False) for title in ("Störung", "障害 💥")]
    batch = jsonl.read(end.join(lines).encode(encoding), "x.jsonl", LONDON, NOW)
    assert [found.title for found in batch.incidents] == ["Störung", "障害 💥"]


def test_hour_that_clocks_leave_out_or_show_twice_is_refused_with_its_line() -> None:
    times = ("2026-03-29 01:30", "2025-10-26 01:30", "2025-10-26T01:30:00+00:00")
    batch = read(*(entry(updates=[post("Resolved", at)]) for at in times))
    assert [found.started_at for found in batch.incidents] == [instant("2025-10-26T01:30")]
    assert "history.jsonl:1: updates[0].at: '2026-03-29 01:30' does not exist" in str(
        batch.faults[0]
    )
    assert "history.jsonl:2: updates[0].at: '2025-10-26 01:30' occurs twice" in str(batch.faults[1])


def test_line_that_says_a_thing_twice_is_refused() -> None:
    line = json.dumps(entry()).replace('"title"', '"title": "Slow", "title"')
    assert faults(line) == ["history.jsonl:1: title: It is there twice; keep one."]


def test_byte_order_mark_and_windows_line_ends_are_no_fault() -> None:
    line = json.dumps(entry()).encode()
    assert len(jsonl.read(b"\xef\xbb\xbf" + line + b"\r\n", "x", LONDON, NOW).incidents) == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"components": {"api": "broken"}}, "components.api: It must be one of: operational, un"),
        ({"components": ["api"]}, 'components: It must be an object such as {"api": "major_ou'),
        ({"withdrawn_at": "2026-07-01T09:00:00Z"}, "withdrawn_at: It is before the update"),
    ],
)
def test_what_an_update_says_beside_its_words_is_checked(more: Any, said: str) -> None:
    assert f"updates[0].{said}" in faults(entry(updates=[post(**more)]))[0]
