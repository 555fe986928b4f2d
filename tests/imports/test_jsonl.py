"""JSON lines: what is taken, and as what."""

from __future__ import annotations

import pytest

from statuspage.domain.incidents.imported import Window
from statuspage.domain.vocabulary.states import ComponentState, Impact, Kind, Status
from tests.imports.history import entry, instant, post, read


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


@pytest.mark.parametrize(
    ("start", "is_taken"), [("2026-06-17T10:00:00Z", True), ("2026-06-17T09:59:59Z", False)]
)
def test_window_may_start_fourteen_days_before_the_first_post(start: str, is_taken: bool) -> None:
    batch = read(entry(impact_window={"start_at": start, "end_at": "2026-07-01T10:00:00Z"}))
    assert bool(batch.notes) is not is_taken
    assert (batch.incidents[0].window != Window()) is is_taken


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


def test_day_without_a_time_is_midnight_and_said() -> None:
    batch = read(entry(updates=[post("Resolved", "2026-07-02")]))
    assert batch.incidents[0].started_at == instant("2026-07-01T23:00")
    assert "'2026-07-02' has no time of day; it is read as midnight" in str(batch.notes[0])


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


def test_comments_in_the_words_of_a_source_are_not_published() -> None:
    [found] = read(
        entry(updates=[post(message="Seen. <!-- ask Bob -->"), post("Resolved")])
    ).incidents
    assert [one.body.strip() for one in found.posts] == ["Seen.", "Words."]
