"""How requests stand: what waits longest, what nobody looked at, whose voices count where."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from statuspage.domain.listening.standing import (
    RequestStanding,
    by_state,
    reasons,
    standings,
)
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.tally import Tally

NOW = datetime(2026, 7, 20, 12, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/London")


def entry(slug: str, state: str, *, updated: datetime = NOW, **details: Any) -> Entry:
    return Entry(
        EntryKind.OUTCOME,
        slug,
        slug,
        NOW,
        {"said": "Please.", "state": state, **details},
        "",
        "",
        "",
        published_at=updated,
        updated_at=updated,
        withdrawn_at=None,
        revision=1,
    )


def heard(slug: str, **counts: int) -> Tally:
    return Tally("heard", slug, counts, NOW)


def shown(
    *entries: Entry, tallies: tuple[Tally, ...] = (), now: datetime = NOW
) -> list[RequestStanding]:
    return standings(entries, {one.about: one for one in tallies}, now, ZONE)


def test_what_waits_longest_stands_first() -> None:
    found = shown(
        entry("new", "asked", asked="2026-07-19T08:00:00Z"),
        entry("old", "asked", asked="2026-05-19T08:00:00Z"),
        entry("done", "done"),
    )
    groups = by_state(found)
    assert [one.entry.slug for one in groups["asked"]] == ["old", "new"]
    assert [state for state, some in groups.items() if some] == ["asked", "done"]


def test_state_that_nobody_reviewed_for_90_days_is_unknown() -> None:
    [one] = shown(entry("old", "planned", updated=NOW - timedelta(days=90)))
    assert (one.state, one.stated, one.is_stale) == ("unknown", "planned", True)
    [one] = shown(entry("old", "planned", updated=NOW - timedelta(days=89)))
    assert one.state == "planned"
    assert list(one.turns_at) == [NOW + timedelta(days=1)]
    looked = entry("old", "planned", updated=NOW - timedelta(days=400), reviewed="2026-07-01")
    assert shown(looked)[0].state == "planned"


def test_what_waits_is_never_hidden_as_unknown() -> None:
    long_ago = NOW - timedelta(days=400)
    [one] = shown(entry("old", "asked", updated=long_ago, asked="2025-06-15T12:00:00Z"))
    assert (one.state, one.is_waiting, one.days) == ("asked", True, 400)


def test_voices_of_merged_requests_count_where_they_lead() -> None:
    first, second, third = (
        entry("first", "planned", heard=12),
        entry("second", "considering", same_as="first", heard=3),
        entry("third", "considering", same_as="second"),
    )
    tallies = heard("first", page=2), heard("second", phone=1), heard("third", page=4, mail=0)
    one, two, _ = shown(first, second, third, tallies=tallies)
    assert one.voices.by_channel == {"page": 6, "phone": 1}
    assert one.voices.total == 22
    assert set(one.merged) == {"second", "third"}
    assert (one.is_counted, two.is_counted) == (True, False)


def test_voices_of_what_was_withdrawn_count_nowhere_else() -> None:
    gone = replace(entry("gone", "considering", same_as="first", heard=3), withdrawn_at=NOW)
    one, _ = shown(entry("first", "planned", heard=12), gone, tallies=(heard("gone", page=2),))
    assert (one.voices.total, one.merged) == (12, ())


def test_nobody_counted_is_not_none_who_asked() -> None:
    none, nobody = shown(entry("none", "planned"), entry("nobody", "planned", heard=0))
    assert (none.voices.total, nobody.voices.total) == (None, 0)


def test_merged_request_waits_no_more() -> None:
    [one] = shown(entry("same", "asked", asked="2026-07-01T08:00:00Z", same_as="gone"))
    assert (one.is_waiting, one.days, one.is_late) == (False, None, False)


def test_reasons_are_counted_the_most_frequent_first() -> None:
    found = shown(
        entry("one", "declined", because="cost"),
        entry("two", "declined", because="few"),
        entry("three", "declined", because="few"),
        entry("four", "declined"),
        entry("five", "done", because="few"),
    )
    assert reasons(found) == [("few", 2), ("cost", 1), ("", 1)]
