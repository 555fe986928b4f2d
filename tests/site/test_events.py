"""Support, satisfaction and ratios from the store: the vectors of numbers.md, pages, privacy."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from statuspage import clock
from statuspage.actions.measurements.cases import record_cases
from statuspage.actions.measurements.ratings import record_ratings
from statuspage.actions.measurements.ratios import record_ratios
from statuspage.actions.sync import sync
from statuspage.domain.promises.figure import Figure, Verdict
from statuspage.domain.vocabulary.window import parse_period
from statuspage.figures.measure import measure, zone_of
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.measured import slas
from statuspage.store.settings import current_settings
from tests.helpers.pages import rendered

AFTER = datetime(2026, 12, 1, tzinfo=UTC)
HEAD = """
[[calendars]]
id = "office"
hours = { mon-fri = "09:00-17:00" }
holidays = ["2026-04-03", "2026-04-06"]
"""


@pytest.fixture
def config(store: Path) -> Path:
    return store / "config.toml"


def promise(config: Path, text: str) -> None:
    """Add an SLA with the id `it`."""
    sla = f'\n[[slas]]\nid = "it"\ntitle = "It"\nsince = "2000-01-01"\n{text}\n'
    config.write_text(config.read_text("utf-8") + HEAD + sla, "utf-8")
    sync(config, {})


def case(number: int, opened: str, answered: str | None = None, **more: Any) -> dict[str, Any]:
    row = {"id": f"C-{number}", "opened_at": opened, "first_response_at": answered}
    return row | more


def record(*rows: dict[str, Any], at: datetime = AFTER) -> None:
    with clock.standing_at(at):
        with db.snapshot():
            settings = current_settings()
        record_cases(enumerate(rows, 1), settings)


def rate(*scores: int, day: str = "2026-07-01", kind: str = "csat") -> None:
    rows = [
        {"id": f"{kind}-{number}", "at": f"{day}T09:00:00Z", "kind": kind, "score": score}
        for number, score in enumerate(scores)
    ]
    with clock.standing_at(AFTER):
        record_ratings(enumerate(rows, 1))


def figure(period: str, now: datetime = AFTER) -> Figure:
    with db.snapshot():
        versions = slas.versions("it")
        settings = current_settings()
        zone = zone_of(versions[0].promised, settings.site.timezone)
        return measure(LIBRARY, versions, parse_period(period, zone, now), now)


def page(now: datetime, path: str = "/sla/it") -> str:
    return rendered(path, now).body.decode()


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


def test_satisfaction_is_published_with_its_interval(config: Path) -> None:
    promise(config, 'indicator = "csat"\ntarget = "80%"')
    rate(*[1] * 10, *[2] * 18, *[3] * 40, *[4] * 152, *[5] * 260)
    assert figure("2026-07").value == "85.83"
    text = page(datetime(2026, 7, 5, tzinfo=UTC))
    assert "82.42%" in text
    assert "88.66%" in text
    assert ">260<" in text


def test_few_ratings_stay_private_on_the_page_and_in_json(config: Path) -> None:
    promise(config, 'indicator = "csat"\ntarget = "80%"')
    rate(5, 5, 1, 4)
    now = datetime(2026, 7, 5, tzinfo=UTC)
    found = figure("2026-07", now)
    assert (found.counts.good, found.counts.total, found.value) == (0, 0, None)
    text = page(now)
    assert "fewer than 5 answers" in text
    assert ">1 of 5<" not in text


def test_up_to_29_ratings_show_counts_only(config: Path) -> None:
    promise(config, 'indicator = "csat"\ntarget = "80%"')
    rate(*[5] * 10, *[1] * 2)
    now = datetime(2026, 7, 5, tzinfo=UTC)
    assert figure("2026-07", now).value is None
    text = page(now)
    assert "10 of 12" in text
    assert "12 answers are too few for a percentage" in text
    assert "95% confidence" not in text


def also(now: datetime = datetime(2026, 7, 5, tzinfo=UTC)) -> dict[str, Any]:
    """The surveys of the SLA in the API, by kind."""
    shown = json.loads(rendered("/api/v1/slas/it", now).body)["surveys"]
    return {survey["kind"]: survey for survey in shown}


def test_recommendation_and_effort_stand_beside_satisfaction(config: Path) -> None:
    promise(config, 'indicator = "csat"\ntarget = "80%"')
    rate(*[5] * 30)
    rate(*[10] * 120, *[7] * 50, *[3] * 30, kind="nps")
    rate(*[7] * 30, *[1] * 10, kind="ces")
    assert also()["nps"]["score"] == "+45"
    assert (also()["ces"]["percent"], also()["ces"]["mean"]) == ("75.00", "5.50")
    for path in ("/sla/it", "/sla"):
        text = page(datetime(2026, 7, 5, tzinfo=UTC), path)
        assert "<strong>+45 ± 10.3</strong>" in text
        assert "120 would recommend us (9 or 10 of 10), 50 gave 7 or 8, 30 gave less" in text
        assert "<strong>75.00%</strong> found it easy" in text


def test_few_recommendations_stay_private_and_some_are_counts_only(config: Path) -> None:
    promise(config, 'indicator = "csat"\ntarget = "80%"')
    rate(*[10] * 4, kind="nps")
    rate(*[7] * 20, kind="ces")
    assert also()["nps"] == {
        "kind": "nps",
        "shown": "nothing",
        "answers": None,
        "suppressed": True,
    }
    assert "percent" not in also()["ces"]
    text = page(datetime(2026, 7, 5, tzinfo=UTC))
    assert "Fewer than 5 answers" in text
    assert "recommend us" not in text
    assert "20 answers, too few for a percentage" in text


def test_page_without_a_promise_of_satisfaction_never_shows_recommendation(config: Path) -> None:
    promise(config, 'indicator = "ratio"\ntarget = "80%"')
    rate(*[10] * 100, kind="nps")
    assert "recommend" not in page(datetime(2026, 7, 5, tzinfo=UTC), "/sla")
    assert also() == {}


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
