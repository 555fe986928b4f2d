"""JSON lines: what is taken, and what is refused with its line and the mend."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from statuspage.domain.incidents.imported import Batch, Window
from statuspage.domain.vocabulary.states import ComponentState, Impact, Kind, Status
from statuspage.imports import jsonl

NOW = datetime(2026, 9, 1, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


def post(status: str = "Investigating", at: str = "2026-07-01T10:00:00Z", **more: Any) -> Any:
    return {"at": at, "status": status, "message": "Words."} | more


def entry(**more: Any) -> dict[str, Any]:
    updates = [post(), post("Resolved", "2026-07-01T11:00:00Z")]
    return {"title": "API errors", "updates": updates} | more


def read(*entries: Any) -> Batch:
    text = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in entries)
    return jsonl.read(text.encode(), "history.jsonl", LONDON, NOW)


def faults(*entries: Any) -> list[str]:
    return [str(fault) for fault in read(*entries).faults]


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_entry_keeps_every_fact() -> None:
    [found] = read(
        entry(
            id=17,
            url="https://s.example/17",
            impact="critical",
            components=["API", "search"],
            impact_window={"start_at": "2026-07-01T09:40:00Z", "end_at": "2026-07-01T10:50:00Z"},
        )
    ).incidents
    assert (found.origin, found.origin_id, found.title) == (
        "https://s.example/17",
        "17",
        "API errors",
    )
    assert (found.kind, found.impact) == (Kind.INCIDENT, Impact.CRITICAL)
    assert found.components == ("API", "search")
    assert [p.status for p in found.posts] == [Status.INVESTIGATING, Status.RESOLVED]
    assert found.window == Window(instant("2026-07-01T09:40"), instant("2026-07-01T10:50"))


@pytest.mark.parametrize(
    ("impact", "state"),
    [
        ("critical", ComponentState.MAJOR_OUTAGE),
        ("major", ComponentState.PARTIAL_OUTAGE),
        ("minor", ComponentState.DEGRADED),
        ("none", ComponentState.OPERATIONAL),
    ],
)
def test_impact_declares_one_state_throughout(impact: str, state: ComponentState) -> None:
    [found] = read(entry(impact=impact)).incidents
    assert found.declarations() == {0: state, 1: ComponentState.OPERATIONAL}


def test_entry_that_is_closed_from_its_first_word_still_declares_its_state() -> None:
    updates = [post("Resolved"), post("Postmortem", "2026-07-03T10:00:00Z")]
    [found] = read(entry(impact="major", updates=updates)).incidents
    assert found.declarations() == {0: ComponentState.PARTIAL_OUTAGE}


def test_maintenance_declares_its_state_from_when_it_begins() -> None:
    updates = [
        post("Scheduled"),
        post("In progress", "2026-07-02T10:00:00Z"),
        post("Verifying", "2026-07-02T10:30:00Z"),
        post("Completed", "2026-07-02T11:00:00Z"),
    ]
    [found] = read(entry(impact="maintenance", updates=updates)).incidents
    assert found.kind is Kind.MAINTENANCE
    assert found.scheduled == Window(instant("2026-07-02T10:00"), instant("2026-07-02T11:00"))
    assert found.declarations() == {
        0: ComponentState.OPERATIONAL,
        1: ComponentState.UNDER_MAINTENANCE,
        3: ComponentState.OPERATIONAL,
    }


def test_status_is_read_in_any_case_and_update_keeps_the_former() -> None:
    updates = [
        post("update"),
        post("IDENTIFIED", "2026-07-01T10:10:00Z"),
        post("Update", "2026-07-01T10:20:00Z"),
        post("monitoring", "2026-07-01T10:30:00Z"),
        post("resolved", "2026-07-01T10:40:00Z"),
    ]
    [found] = read(entry(updates=updates)).incidents
    assert [str(p.status.label) for p in found.posts] == [
        "Investigating",
        "Identified",
        "Identified",
        "Monitoring",
        "Resolved",
    ]


@pytest.mark.parametrize("turn", [1, -1])
def test_posts_stand_oldest_first_whichever_way_they_came(turn: int) -> None:
    updates = [
        post("Investigating", message="one"),
        post("Update", message="two"),
        post("Resolved", "2026-07-01T11:00:00Z", message="three"),
    ]
    [found] = read(entry(updates=updates[::turn])).incidents
    assert [p.body for p in found.posts] == ["one", "two", "three"]


def test_time_without_a_zone_is_in_the_given_one() -> None:
    [found] = read(entry(updates=[post("Resolved", "2026-07-01 10:00")])).incidents
    assert found.started_at == instant("2026-07-01T09:00")


def test_window_far_from_the_first_post_is_refused_and_listed() -> None:
    window = {"start_at": "2026-06-16T09:00:00Z", "end_at": "2026-06-16T10:00:00Z"}
    batch = read(entry(impact_window=window))
    assert batch.incidents[0].window == Window()
    assert [str(note) for note in batch.notes] == [
        'history.jsonl:1: "API errors": its stated impact begins 15 days from its first update; '
        "the times of its updates are used instead."
    ]


@pytest.mark.parametrize(
    ("start", "is_taken"), [("2026-06-17T10:00:00Z", True), ("2026-06-17T09:59:59Z", False)]
)
def test_window_may_start_fourteen_days_before_the_first_post(start: str, is_taken: bool) -> None:
    batch = read(entry(impact_window={"start_at": start, "end_at": "2026-07-01T10:00:00Z"}))
    assert bool(batch.notes) is not is_taken
    assert (batch.incidents[0].window != Window()) is is_taken


def test_window_that_ends_before_it_begins_is_refused() -> None:
    window = {"start_at": "2026-07-01T10:00:00Z", "end_at": "2026-07-01T09:00:00Z"}
    batch = read(entry(impact_window=window))
    assert batch.incidents[0].window == Window()
    assert "ends before it begins" in str(batch.notes[0])


def test_window_of_zero_length_is_taken() -> None:
    window = {"start_at": "2026-07-01T10:00:00Z", "end_at": "2026-07-01T10:00:00Z"}
    batch = read(entry(impact_window=window))
    assert not batch.notes
    assert batch.incidents[0].window.start == batch.incidents[0].window.end


def test_other_keys_are_ignored_and_counted() -> None:
    window = {"start_at": None, "end_at": None, "source": "prose"}
    batch = read(
        entry(colour="red", updates=[post("Resolved", mood="good")]),
        entry(colour="blue", impact_window=window),
    )
    assert len(batch.incidents) == 2
    assert batch.ignored == {"colour": 2, "updates.mood": 1, "impact_window.source": 1}


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
        "history.jsonl:1: url: It must begin with http:// or https:// and have no blanks.",
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (entry(updates=[]), "updates: There is none; give at least one."),
        (
            entry(updates=[post("Broken")]),
            "updates[0].status: 'Broken' is no status of an incident",
        ),
        (
            entry(updates=[post("Resolved"), post("Completed")]),
            "updates[0].status: 'Resolved' is no status of a maintenance",
        ),
        (entry(updates=[post(at="yesterday")]), "updates[0].at: 'yesterday' is not a time"),
        (entry(updates=[post(at="2026-09-02T10:00:00Z")]), "cannot be; check the year"),
        (entry(updates=[post(at="1626-09-02T10:00:00Z")]), "cannot be; check the year"),
        (entry(updates=[post(at="0001-01-01T00:00:00+14:00")]), "outside the calendar"),
        (entry(updates=[post(message="x" * 100_001)]), "updates[0].message: It has 100001"),
        (entry(title="x" * 10_001), "title: It has 10001"),
        (entry(impact="huge"), "impact: It must be one of: none, minor"),
        (entry(components="API"), "components: It must be a list"),
        (entry(resolved_at="2026-06-01T10:00:00Z"), "resolved_at: It is before the first update"),
        (
            entry(
                updates=[post(), post("Identified", "2026-07-01T12:00:00Z")],
                resolved_at="2026-07-01T11:00:00Z",
            ),
            "resolved_at: An update after it says that it is still open",
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


def test_day_without_a_time_is_midnight_and_said() -> None:
    batch = read(entry(updates=[post("Resolved", "2026-07-02")]))
    assert batch.incidents[0].started_at == instant("2026-07-01T23:00")
    assert "'2026-07-02' has no time of day; it is read as midnight" in str(batch.notes[0])


def test_line_that_says_a_thing_twice_is_refused() -> None:
    line = json.dumps(entry()).replace('"title"', '"title": "Slow", "title"')
    assert faults(line) == ["history.jsonl:1: title: It stands there twice; keep one of them."]


def test_byte_order_mark_and_windows_line_ends_are_no_fault() -> None:
    line = json.dumps(entry()).encode()
    assert len(jsonl.read(b"\xef\xbb\xbf" + line + b"\r\n", "x", LONDON, NOW).incidents) == 1


def test_entry_that_is_over_without_a_last_word_ends_when_it_says_and_is_noted() -> None:
    batch = read(entry(updates=[post()], resolved_at="2026-07-01t11:00:00z"))
    [found] = batch.incidents
    assert (found.posts[-1].status, found.posts[-1].body) == (Status.RESOLVED, "")
    assert found.posts[-1].at == instant("2026-07-01T11:00")
    assert "it ends at 2026-07-01 11:00 UTC, as resolved_at says" in str(batch.notes[0])


def test_word_after_the_end_leaves_it_closed() -> None:
    updates = [post(), post("Update", "2026-07-01T12:00:00Z")]
    [found] = read(entry(updates=updates, resolved_at="2026-07-01T11:00:00Z")).incidents
    assert [one.status for one in found.posts] == [
        Status.INVESTIGATING,
        Status.RESOLVED,
        Status.RESOLVED,
    ]


@pytest.mark.parametrize("step", [1, -1], ids=["oldest first", "newest first"])
def test_last_word_that_was_missing_turns_no_words_of_one_instant_round(step: int) -> None:
    updates = [
        post(message="a"),
        post("Update", message="b"),
        post("Monitoring", "2026-07-01T10:30:00Z", message="c"),
    ]
    batch = read(entry(updates=updates[::step], resolved_at="2026-07-01T11:00:00Z"))
    assert [one.body for one in batch.incidents[0].posts] == ["a", "b", "c", ""]


def test_maintenance_to_come_keeps_its_stated_window() -> None:
    window = {"start_at": "2026-10-01T10:00:00Z", "end_at": "2026-10-01T11:00:00Z"}
    updates = [post("Scheduled")]
    batch = read(entry(impact="maintenance", updates=updates, impact_window=window))
    assert not batch.notes
    assert batch.incidents[0].scheduled.start == instant("2026-10-01T10:00")


def test_hostile_text_loses_what_no_feed_can_hold() -> None:
    title = "a\u202eb\x00c\nd \ud800\U0001f600 ]]>"
    [found] = read(entry(title=title, updates=[post(message=" \x1b[31mred\r\n\x0b ")])).incidents
    assert found.title == "abc d \ufffd\U0001f600 ]]>"
    assert found.posts[0].body == "[31mred"


def test_empty_message_has_no_body() -> None:
    [found] = read(entry(updates=[post("Resolved", message="  ")])).incidents
    assert found.posts[0].body == ""


def test_states_of_each_update_owner_and_withdrawal_are_taken_as_stated() -> None:
    updates = [
        post(components={"api": "major_outage", "docs": "degraded_performance"}),
        post("Update", "2026-07-01T10:30:00Z", withdrawn_at="2026-07-01T10:40:00Z"),
        post("Resolved", "2026-07-01T11:00:00Z", components={"api": "operational"}),
    ]
    [found] = read(entry(updates=updates, owner=" Ada\n")).incidents
    major, slow = ComponentState.MAJOR_OUTAGE, ComponentState.DEGRADED
    assert found.owner == "Ada"
    assert found.posts[1].withdrawn_at == instant("2026-07-01T10:40")
    assert found.declared({"api": "api-1", "docs": "docs"}) == {
        0: {"api-1": major, "docs": slow},
        2: {"api-1": ComponentState.OPERATIONAL},
    }
    assert found.declared({}) == {}


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


def test_comments_in_the_words_of_a_source_are_not_published() -> None:
    [found] = read(
        entry(updates=[post(message="Seen. <!-- ask Bob -->"), post("Resolved")])
    ).incidents
    assert [one.body.strip() for one in found.posts] == ["Seen.", "Words."]
