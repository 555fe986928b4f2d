"""Support and ratios from the store: the vectors of numbers.md and the pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.measurements.ratios import record_ratios
from statuspage.domain.promises.figure import Verdict
from statuspage.domain.vocabulary.window import parse_period
from statuspage.figures.measure import measure, zone_of
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.measured import slas
from statuspage.store.settings import current_settings
from tests.site.told_events import AFTER, case, figure, page, promise, record


@pytest.mark.parametrize(
    ("opened", "answered", "minutes"),
    [
        ("2026-03-27T16:30:00Z", "2026-03-30T08:45:00Z", 75),  # T1, over a change of clocks
        ("2026-04-02T15:00:00Z", "2026-04-07T09:00:00Z", 120),  # T2, over Easter
    ],
)
def test_response_is_in_time_by_the_minute_of_the_calendar(
    config: Path, opened: str, answered: str, minutes: int
) -> None:
    text = 'indicator = "first_response"\nwithin = "{}m"\ncalendar = "office"\ntarget = "95%"'
    promise(config, text.format(minutes))
    record(case(1, opened, answered))
    assert figure("2026-03" if minutes == 75 else "2026-04").counts.good == 1


@pytest.mark.parametrize(
    ("opened", "answered", "within", "period"),
    [
        ("2026-03-27T16:30:00Z", "2026-03-30T08:45:00Z", "74m", "2026-03"),
        ("2026-04-02T15:00:00Z", "2026-04-07T09:00:00Z", "119m", "2026-04"),
    ],
)
def test_response_a_minute_after_its_due_date_is_late(
    config: Path, opened: str, answered: str, within: str, period: str
) -> None:
    text = f'indicator = "first_response"\nwithin = "{within}"\ncalendar = "office"\n'
    promise(config, text + 'target = "95%"')
    record(case(1, opened, answered))
    assert figure(period).counts.bad == 1


def test_backlog_cannot_improve_a_figure(config: Path) -> None:
    promise(config, 'indicator = "first_response"\nwithin = "4h"\ntarget = "95%"')
    opened, now = "2026-07-31T10:00:00Z", datetime(2026, 7, 31, 15, tzinfo=UTC)
    good = [case(n, opened, "2026-07-31T11:00:00Z") for n in range(90)]
    late = [case(n, opened, "2026-07-31T14:30:00Z") for n in range(90, 94)]
    overdue = [case(n, opened) for n in range(94, 97)]
    not_due = [case(n, "2026-07-31T14:00:00Z") for n in range(97, 100)]
    record(*good, *late, *overdue, *not_due, at=now)
    found = figure("2026-07", now)
    counts = ("good", "bad", "unknown", "excluded", "future", "total")
    assert [getattr(found.counts, name) for name in counts] == [90, 7, 3, 0, 0, 100]
    assert found.value == "92.78"
    assert (found.worst_case, found.best_case) == ("90.00", "93.00")
    assert found.coverage is None


@pytest.mark.parametrize(("within", "good"), [("240m", 1), ("239m", 0)])
def test_waiting_for_the_customer_pauses_the_solution(config: Path, within: str, good: int) -> None:
    text = 'indicator = "resolution"\nwithin = "{}"\ncalendar = "office"\ntarget = "95%"'
    promise(config, text.format(within))
    waiting = [["2026-07-01T10:00:00Z", "2026-07-02T14:00:00Z"]]
    solved = "2026-07-03T09:00:00Z"
    record(case(1, "2026-07-01T09:00:00Z", resolved_at=solved, waiting=waiting))  # T4
    assert figure("2026-07").counts.good == good


def test_case_that_waited_for_months_counts_in_the_month_it_is_due(config: Path) -> None:
    promise(config, 'indicator = "resolution"\nwithin = "2h"\ntarget = "95%"')
    waiting = [["2026-02-01T10:00:00Z", "2026-07-01T10:00:00Z"]]
    solved = "2026-07-01T10:30:00Z"
    record(case(1, "2026-02-01T09:00:00Z", resolved_at=solved, waiting=waiting))
    assert figure("2026-07").counts.good == 1
    assert figure("2026-02").counts.total == 0


def test_first_contact_counts_those_that_came_back(config: Path) -> None:
    promise(config, 'indicator = "first_contact_resolution"\ntarget = "50%"')
    solved = {"resolved_at": "2026-07-01T12:00:00Z"}
    opened = "2026-07-01T09:00:00Z"
    cases = [case(n, opened, **solved, agent_replies=1 if n < 50 else 2) for n in range(80)]
    back = [case(100 + n, "2026-08-05T09:00:00Z", follow_up_of=f"C-{n}") for n in range(5)]
    soon = [row | {"opened_at": "2026-07-05T09:00:00Z"} for row in back]
    record(*cases, *soon)
    assert figure("2026-07").value == "56.25"  # T5
    record(*back)  # after the window has passed they say nothing any more
    assert figure("2026-07").value == "62.50"


def test_round_the_clock_desk_counts_the_hour_that_comes_twice(config: Path) -> None:
    promise(config, 'indicator = "first_response"\nwithin = "240m"\ntarget = "95%"')
    record(case(1, "2026-10-24T23:30:00Z", "2026-10-25T03:30:00Z"))  # T6
    assert figure("2026-10").counts.good == 1


def test_only_the_priorities_of_the_promise_count(config: Path) -> None:
    text = 'indicator = "first_response"\nwithin = "4h"\npriorities = ["high"]\ntarget = "95%"'
    promise(config, text)
    opened = "2026-07-01T09:00:00Z"
    record(case(1, opened, priority="high"), case(2, opened, opened, priority="low"))
    assert (figure("2026-07").counts.good, figure("2026-07").counts.bad) == (0, 1)


def test_page_splits_cases_by_priority_with_sample_sizes(config: Path) -> None:
    promise(config, 'indicator = "first_response"\nwithin = "4h"\ntarget = "95%"')
    opened, now = "2026-07-01T09:00:00Z", datetime(2026, 7, 2, tzinfo=UTC)
    high = [case(n, opened, priority="high") for n in range(2)]
    low = [case(n, opened, opened, priority="low") for n in range(10, 50)]
    record(*high, *low, at=now)
    text = page(now)
    table = text[text.index('id="shares"') :]
    assert "0 of 2" in table
    assert "100%" in table
    assert "95.23%" in table


def test_fewer_events_than_the_promise_wants_are_left_out(config: Path) -> None:
    text = 'indicator = "first_response"\nwithin = "4h"\nmin_events = 10\ntarget = "95%"'
    promise(config, text)
    record(case(1, "2026-07-01T09:00:00Z"))
    found = figure("2026-07")
    assert found.verdict is Verdict.INSUFFICIENT_DATA
    assert (found.counts.excluded, found.counts.measured) == (1, 0)


def test_removed_calendar_still_judges_the_cases_that_came_under_it(config: Path) -> None:
    text = 'indicator = "first_response"\nwithin = "2h"\ncalendar = "office"\ntarget = "95%"'
    promise(config, text)
    record(case(1, "2026-07-03T15:00:00Z", "2026-07-06T08:30:00Z"))  # over a weekend
    with db.snapshot():
        versions = slas.versions("it")
        settings = current_settings().model_copy(update={"calendars": ()})
        period = parse_period(
            "2026-07", zone_of(versions[0].promised, settings.site.timezone), AFTER
        )
        assert measure(LIBRARY, versions, period, AFTER).counts.good == 1


def test_median_of_the_time_taken_stands_beside_the_share(config: Path) -> None:
    promise(config, 'indicator = "first_response"\nwithin = "4h"\ntarget = "95%"')
    answers = ("2026-07-01T09:10:00Z", "2026-07-01T09:40:00Z", "2026-07-01T15:00:00Z")
    record(*[case(n, "2026-07-01T09:00:00Z", at) for n, at in enumerate(answers)])
    text = page(datetime(2026, 7, 5, tzinfo=UTC))
    assert '<td data-label="Half took at most">40 min</td>' in text


def test_ratio_by_slices_is_their_mean_and_says_so(config: Path) -> None:
    promise(config, 'indicator = "ratio"\nslice = "1h"\ntarget = "99%"')
    row = {"sla": "it", "from": "2026-07-01T00:00:00Z", "to": "2026-07-01T00:05:00Z"}
    with clock.standing_at(AFTER):
        with db.snapshot():
            settings = current_settings()
        record_ratios([(1, row | {"good": 1, "total": 4})], settings)
    found = figure("2026-07")
    assert (found.counts.bad, found.counts.total) == (Fraction(3, 4), 31 * 24)
    assert "as the mean of slices of 1 h" in page(AFTER)


def test_ratio_counts_events_and_leaves_small_slices_out(config: Path) -> None:
    promise(config, 'indicator = "ratio"\nmin_events = 100\ntarget = "99%"')
    start = datetime(2026, 7, 1, tzinfo=UTC)
    rows = []
    for hour, (good, total) in enumerate([(990, 1000), (0, 99), (100, 100)]):
        edges = [start + timedelta(hours=hour), start + timedelta(hours=hour + 1)]
        begin, end = (edge.strftime("%Y-%m-%dT%H:%M:%SZ") for edge in edges)
        rows.append({"sla": "it", "from": begin, "to": end, "good": good, "total": total})
    with clock.standing_at(AFTER):
        with db.snapshot():
            settings = current_settings()
        record_ratios(enumerate(rows, 1), settings)
    found = figure("2026-07")
    assert (found.counts.good, found.counts.bad) == (1090, 10)
    assert found.verdict is Verdict.INSUFFICIENT_DATA  # of 744 hours three were reported


def test_periods_of_the_page_begin_with_the_first_event(config: Path) -> None:
    promise(config, 'indicator = "first_response"\nwithin = "4h"\ntarget = "95%"')
    opened = "2026-05-10T09:00:00Z"
    record(case(1, opened, opened))
    text = page(datetime(2026, 7, 5, tzinfo=UTC))
    table = text[text.index('id="periods"') :]
    assert table.count('scope="row"') == 3
