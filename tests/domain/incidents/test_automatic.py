"""What becomes of confirmed failures: one word for each, none twice, and no storm of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from statuspage.domain.incidents.automatic import (
    COOL_DOWN,
    Alarm,
    OngoingFailure,
    Open,
    Recover,
    Relapse,
    Sight,
    Standing,
    Step,
    Wish,
    steps,
)
from statuspage.domain.vocabulary.states import ComponentState

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FAILURE = OngoingFailure(NOW - 2 * MINUTE, ComponentState.MAJOR_OUTAGE)
DOWN = Sight("api-http", "api", Wish.DRAFT, FAILURE, None)
UP = replace(DOWN, failure=None, works_since=NOW - MINUTE)
SILENT = replace(DOWN, failure=None)
ALARM = Alarm(
    key="a",
    component="api",
    probe="api-http",
    state=ComponentState.MAJOR_OUTAGE,
    standing=Standing.DRAFT,
    failing_since=NOW - 9 * MINUTE,
    recovered_at=None,
    spoke_at=NOW - 8 * MINUTE,
    title="t",
    body="b",
    next_update=None,
    incident=None,
)
RECOVERED = replace(ALARM, recovered_at=NOW - 5 * MINUTE, spoke_at=NOW - 5 * MINUTE)


def taken(*sights: Sight, alarm: Alarm | None = None, covered: str = "", at: int = 0) -> list[Step]:
    alarms = {} if alarm is None else {"api": alarm}
    return steps(sights, alarms, {covered}, NOW + at * MINUTE)


def test_new_failure_is_opened() -> None:
    assert taken(DOWN) == [Open(DOWN, FAILURE)]


def test_nothing_is_done_without_the_wish_or_while_staff_speak_of_it() -> None:
    assert taken(replace(DOWN, wish=Wish.NOTHING)) == []
    assert taken(DOWN, covered="api") == []
    assert taken(DOWN, covered="docs") == [Open(DOWN, FAILURE)]


def test_failure_that_is_spoken_of_is_not_opened_twice() -> None:
    assert taken(DOWN, alarm=ALARM) == []
    assert taken(DOWN, alarm=replace(ALARM, standing=Standing.PUBLISHED, incident="i")) == []


def test_several_probes_of_a_component_open_one_and_publishing_goes_first() -> None:
    loud = replace(DOWN, probe="api-tcp", wish=Wish.PUBLISH)
    assert taken(DOWN, loud) == [Open(loud, FAILURE)]


def test_recovery_is_told_when_its_probe_works_and_no_other_fails() -> None:
    assert taken(UP, alarm=ALARM) == [Recover(ALARM, NOW - MINUTE, resolves=False)]
    assert taken(SILENT, alarm=ALARM) == []
    assert taken(UP, replace(DOWN, probe="api-tcp"), alarm=ALARM) == []
    assert taken(replace(UP, probe="api-tcp"), alarm=ALARM) == []


def test_flapping_target_speaks_again_only_after_the_pause() -> None:
    spoke_ago = NOW - RECOVERED.spoke_at
    rest = (COOL_DOWN - spoke_ago) // MINUTE
    assert taken(DOWN, alarm=RECOVERED, at=rest - 1) == []
    assert taken(DOWN, alarm=RECOVERED, at=rest) == [Relapse(RECOVERED, FAILURE)]
    over = replace(RECOVERED, standing=Standing.OVER)
    assert taken(DOWN, alarm=over, at=rest - 1) == []
    assert taken(DOWN, alarm=over, at=rest) == [Open(DOWN, FAILURE)]


def test_failure_that_staff_closed_stays_closed_until_it_is_a_new_one() -> None:
    closed = replace(ALARM, standing=Standing.OVER, failing_since=FAILURE.since)
    assert taken(DOWN, alarm=closed, at=60) == []
    later = replace(DOWN, failure=replace(FAILURE, since=NOW + 30 * MINUTE))
    assert taken(later, alarm=closed, at=60) == [
        Open(later, OngoingFailure(NOW + 30 * MINUTE, DOWN.failure.state))
    ]


def test_discarded_failure_is_not_spoken_of_while_it_lasts() -> None:
    assert taken(DOWN, alarm=replace(ALARM, standing=Standing.DISCARDED), at=60) == []
