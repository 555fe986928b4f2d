"""Which entries of the record are news: the one rule, by what they say and when."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from statuspage.domain.record.event import Event, events
from statuspage.domain.record.recorded import Addition, Statement, stamp

NOW = datetime(2026, 7, 10, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def said(subject: str, *, revision: int = 1, erases: bool = False, **dated: datetime) -> Addition:
    facts = {name: stamp(at) for name, at in dated.items()}
    return Addition(Statement(subject, facts, {}), revision, erases=erases)


def of_period(end: datetime, revision: int = 1) -> Addition:
    words = {"figure": json.dumps({"to": end.timestamp()})}
    return Addition(Statement("figure/uptime/2026-06", {}, words), revision)


def notice(at: datetime, effective: str, removed: str | None = None) -> Addition:
    words = {"details": json.dumps({"effective": effective, "removed": removed})}
    return Addition(Statement("notices/a", {"at": stamp(at)}, words), 1)


def are_quiet(*additions: Addition, hushed: bool = False) -> list[bool]:
    return [event.is_quiet for event in events(additions, 0, NOW, hushed=hushed)]


def test_events_bear_the_numbers_of_their_entries() -> None:
    found = events([said("promise/a"), said("sla/b")], 7, NOW, hushed=False)
    assert found == [Event(7, "promise/a", False, NOW), Event(8, "sla/b", False, NOW)]


@pytest.mark.parametrize(
    ("addition", "quiet"),
    [
        (said("update/a", at=NOW), False),
        (said("update/a", at=NOW - HOUR), False),
        (said("update/a", at=NOW - HOUR - timedelta(seconds=1)), True),
        (said("update/a", at=NOW - 9 * DAY, revision=2), False),  # an edit is news
        (said("incident/a", started_at=NOW - 2 * HOUR), True),
        (said("changelog/a", at=NOW - DAY), False),
        (said("changelog/a", at=NOW - 3 * DAY), True),
        (said("outcomes/a", at=NOW - 3 * DAY), True),
        (notice(NOW - 30 * DAY, "2026-07-20"), False),  # announced elsewhere, and to come
        (notice(NOW - 30 * DAY, "2026-07-01", "2026-08-01"), False),
        (notice(NOW - 30 * DAY, "2026-07-01"), True),
        (said("site"), True),
        (said("component/api", revision=5), True),
        (said("sla/api"), False),
        (said("update/a", at=NOW, revision=3, erases=True), True),
        (of_period(NOW - 5 * DAY), False),
        (of_period(NOW - 60 * DAY), True),
        (of_period(NOW - 60 * DAY, revision=2), False),  # a correction is news
    ],
)
def test_entry_is_quiet_by_what_it_says_and_when(addition: Addition, quiet: bool) -> None:
    assert are_quiet(addition) == [quiet]


def test_act_with_one_entry_of_the_past_is_quiet_as_a_whole() -> None:
    old = said("update/b", at=NOW - DAY)
    assert are_quiet(said("incident/a", revision=2), old) == [True, True]


def test_set_up_hushes_nothing_beside_it() -> None:
    assert are_quiet(said("component/api"), said("sla/api")) == [True, False]


def test_actor_that_is_quiet_sends_nothing() -> None:
    assert are_quiet(said("update/a", at=NOW), hushed=True) == [True]
