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
    Spread,
    Standing,
    Step,
    Wish,
    step_words,
    steps,
)
from statuspage.domain.vocabulary.states import ComponentState

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DOWN_STATE = {"api": ComponentState.MAJOR_OUTAGE}
FAILURE = OngoingFailure(NOW - 2 * MINUTE, DOWN_STATE)
DOWN = Sight("api-http", "api", Wish.DRAFT, FAILURE, None)
UP = replace(DOWN, failure=None, works_since=NOW - MINUTE)
SILENT = replace(DOWN, failure=None)
ALARM = Alarm(
    key="a",
    subject="api",
    source="api-http",
    states=DOWN_STATE,
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
    loud = replace(DOWN, source="api-tcp", wish=Wish.PUBLISH)
    assert taken(DOWN, loud) == [Open(loud, FAILURE)]


def test_recovery_is_told_when_its_probe_works_and_no_other_fails() -> None:
    assert taken(UP, alarm=ALARM) == [Recover(ALARM, NOW - MINUTE, resolves=False)]
    assert taken(SILENT, alarm=ALARM) == []
    assert taken(UP, replace(DOWN, source="api-tcp"), alarm=ALARM) == []
    assert taken(replace(UP, source="api-tcp"), alarm=ALARM) == []


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
        Open(later, OngoingFailure(NOW + 30 * MINUTE, DOWN_STATE))
    ]


def test_discarded_failure_is_not_spoken_of_while_it_lasts() -> None:
    assert taken(DOWN, alarm=replace(ALARM, standing=Standing.DISCARDED), at=60) == []


GROUP_DOWN = replace(
    DOWN,
    subject="rule/",
    failure=OngoingFailure(FAILURE.since, DOWN_STATE | {"web": ComponentState.PARTIAL_OUTAGE}),
)
WAITING = replace(ALARM, subject="rule/")


def test_failure_of_several_components_is_one_and_leaves_out_what_is_spoken_of() -> None:
    [opened] = taken(GROUP_DOWN, covered="api")
    assert isinstance(opened, Open)
    assert opened.failure.states == {"web": ComponentState.PARTIAL_OUTAGE}


def test_draft_of_another_subject_holds_back_a_draft_but_not_what_is_published() -> None:
    lone = replace(GROUP_DOWN, failure=FAILURE)
    assert taken(lone, alarm=ALARM) == []
    loud = replace(lone, wish=Wish.PUBLISH)
    assert taken(loud, alarm=ALARM) == [Open(loud, FAILURE)]


def test_group_that_grows_says_so_after_the_pause() -> None:
    later = COOL_DOWN // MINUTE
    new = {"web": ComponentState.PARTIAL_OUTAGE}
    alarms = {"rule/": WAITING}
    assert steps([GROUP_DOWN], alarms, (), WAITING.spoke_at + MINUTE) == []
    assert steps([GROUP_DOWN], alarms, (), NOW + later * MINUTE) == [Spread(WAITING, new)]
    assert steps([GROUP_DOWN], alarms, {"web"}, NOW + later * MINUTE) == []


def test_log_names_a_rule_that_groups_by_nothing_as_it_is_called() -> None:
    [opened] = taken(GROUP_DOWN)
    grown = Spread(WAITING, {"web": ComponentState.PARTIAL_OUTAGE})
    assert [*map(step_words, (opened, grown, Recover(ALARM, NOW, False)))] == [
        "rule fails: draft",
        "rule fails for web too",
        "api works again",
    ]
