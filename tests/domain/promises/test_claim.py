"""Until when a credit can be claimed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from statuspage.config import CreditTier, Sla
from statuspage.domain.measured.availability import of_events
from statuspage.domain.promises.claim import CreditClaim, claim
from statuspage.domain.promises.figure import compose
from statuspage.domain.vocabulary.window import parse_period

LONDON = ZoneInfo("Europe/London")
DAYS = timedelta(days=1)
TIERS = (CreditTier(below=Fraction("0.999"), credit=Fraction("0.1")),)


def claimed(
    name: str,
    now: datetime,
    within: timedelta | None,
    *,
    bad: int = 10,
    tiers: tuple[CreditTier, ...] = TIERS,
) -> CreditClaim | None:
    sla = Sla(id="it", title="It", indicator="ratio", target=Fraction("0.999"), credits=tiers)
    period = parse_period(name, LONDON, now)
    figure = compose(sla, 1, period, of_events(990, bad, 0), now=now, coverage=None)
    return claim(figure, within, LONDON, now)


def test_last_day_is_the_last_of_so_many_after_the_period() -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    found = claimed("2026-09", now, 60 * DAYS)
    assert found is not None
    assert (found.last_day, found.is_over) == (date(2026, 11, 29), False)
    assert found.until == datetime(2026, 11, 30, tzinfo=UTC)  # midnight, though clocks went back


@pytest.mark.parametrize(("second", "is_over"), [(-1, False), (0, True)])
def test_claim_is_over_with_the_end_of_its_last_day(second: int, is_over: bool) -> None:
    now = datetime(2026, 11, 30, tzinfo=UTC) + timedelta(seconds=second)
    found = claimed("2026-09", now, 60 * DAYS)
    assert found is not None
    assert found.is_over is is_over


def test_length_that_is_no_whole_days_is_counted_by_the_clock() -> None:
    now = datetime(2026, 10, 2, tzinfo=UTC)
    found = claimed("2026-09", now, timedelta(hours=36))
    assert found is not None
    assert found.until == datetime(2026, 10, 2, 11, tzinfo=UTC)
    assert found.last_day == date(2026, 10, 2)


@pytest.mark.parametrize("name", ["2026-11", "rolling-30d"])
def test_nothing_can_be_claimed_while_a_period_goes_on(name: str) -> None:
    found = claimed(name, datetime(2026, 11, 20, tzinfo=UTC), 60 * DAYS)
    assert found is not None
    assert (found.credit, found.is_final, found.last_day) == ("10%", False, None)


def test_without_a_stated_time_there_is_no_last_day() -> None:
    found = claimed("2026-09", datetime(2036, 1, 1, tzinfo=UTC), None)
    assert found is not None
    assert (found.is_due, found.last_day, found.is_over) == (True, None, False)


def test_kept_promise_earns_nothing_and_one_without_credits_has_no_claim() -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    kept = claimed("2026-09", now, 60 * DAYS, bad=0)
    assert kept is not None
    assert not kept.is_due
    assert claimed("2026-09", now, 60 * DAYS, tiers=()) is None
