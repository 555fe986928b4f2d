"""Rules of repeated work in words, and rules from what people choose."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.incidents.recurrence import checked_rule, following
from statuspage.domain.incidents.rhythm import DAYS, Recurrence, rule_of, rule_of_words, told

SUNDAY = datetime.fromisoformat("2026-12-06T02:00")
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "each day"),
        ("FREQ=DAILY;INTERVAL=3", "every 3 days"),
        ("FREQ=WEEKLY", "each Sunday"),
        ("FREQ=WEEKLY;BYDAY=SU,WE", "each Wednesday and Sunday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "every 2 weeks on Sunday"),
        ("FREQ=MONTHLY;BYDAY=1SU", "each first Sunday of the month"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=-1SU", "every 2 months on the last Sunday"),
        ("FREQ=MONTHLY", "on day 6 of each month"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "on the last day of each month"),
        ("FREQ=YEARLY", "each year"),
        ("FREQ=MONTHLY;BYDAY=SU;BYSETPOS=1", "by the rule FREQ=MONTHLY;BYDAY=SU;BYSETPOS=1"),
        ("FREQ=DAILY;UNTIL=20271231", "each day until 2027-12-31"),
    ],
)
def test_rule_is_told_in_words(rule: str, words: str) -> None:
    assert str(told(rule, SUNDAY)) == words


@given(
    every=st.sampled_from(["day", "week", "month", "weekday"]),
    interval=st.integers(1, 4),
    start=st.datetimes(SUNDAY, SUNDAY + 1500 * 24 * HOUR),
    times=st.integers(2, 12),
)
def test_count_becomes_the_day_of_the_last_one(
    every: str, interval: int, start: datetime, times: int
) -> None:
    first = start.replace(microsecond=0)
    rule = checked_rule(rule_of(Recurrence(every, interval, times=times), first), first, HOUR)
    assert len(list(islice(following(rule, first), 400))) == times - 1


def test_earlier_of_two_ends_holds() -> None:
    rhythm = Recurrence("week", until=date(2026, 12, 14), times=9)
    assert rule_of(rhythm, SUNDAY) == "FREQ=WEEKLY;BYDAY=SU;UNTIL=20261214"


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("every sunday", "FREQ=WEEKLY;BYDAY=SU"),
        ("weekly", "FREQ=WEEKLY;BYDAY=SU"),
        ("Every Sunday and Wednesday", "FREQ=WEEKLY;BYDAY=SU,WE"),
        ("each first sunday of the month", "FREQ=MONTHLY;BYDAY=1SU"),
        ("last friday", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("daily", "FREQ=DAILY"),
        ("FREQ=YEARLY", "FREQ=YEARLY"),
        ("now and then", "now and then"),
    ],
)
def test_plain_words_make_a_rule(words: str, rule: str) -> None:
    assert rule_of_words(words, SUNDAY.replace(tzinfo=UTC), ZoneInfo("UTC")) == rule


def test_fifth_weekday_is_the_last_one() -> None:
    first = SUNDAY - 7 * 24 * HOUR
    assert rule_of(Recurrence("weekday"), first) == "FREQ=MONTHLY;BYDAY=-1SU"
    assert DAYS[first.weekday()] == "SU"
