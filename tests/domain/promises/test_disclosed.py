"""What a figure of ratings may say: nothing of fewer than 5, counts up to 29, then everything."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from statuspage.config import CreditTier, Sla
from statuspage.domain.measured.availability import of_events
from statuspage.domain.promises.disclosed import disclosed
from statuspage.domain.promises.figure import (
    Figure,
    Verdict,
    compose,
)
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.window import Period

JULY = Period("2026-07", Span(datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 8, 1, tzinfo=UTC)))
SLA = Sla(
    id="csat",
    title="Happy",
    indicator="csat",
    target=Fraction(1, 2),
    credits=(CreditTier(below=Fraction(9, 10), credit=Fraction(1, 10)),),
)


def figure(good: int, bad: int, now: datetime = datetime(2026, 9, 1, tzinfo=UTC)) -> Figure:
    counts = of_events(good, bad, 0)
    made = compose(SLA, 1, JULY, counts, now=now, coverage=None)
    return disclosed(made, has_credits=True)


@pytest.mark.parametrize(("good", "bad"), [(0, 0), (4, 0), (0, 4), (2, 2)])
def test_fewer_than_five_answers_leave_no_trace_in_any_number(good: int, bad: int) -> None:
    found = figure(good, bad)
    assert found == figure(1, 0)
    assert str(found.headline.words) == "fewer than 5 answers"
    assert found.verdict is Verdict.INSUFFICIENT_DATA
    assert found.credit == "undetermined"


def test_few_answers_of_a_running_period_are_in_progress() -> None:
    assert figure(0, 4, datetime(2026, 7, 9, tzinfo=UTC)).verdict is Verdict.IN_PROGRESS


@pytest.mark.parametrize("total", [5, 29])
def test_up_to_29_answers_give_counts_and_no_percentage(total: int) -> None:
    found = figure(total - 1, 1)
    assert (found.counts.good, found.counts.bad) == (total - 1, 1)
    assert found.value is found.raw_value is found.best_case is found.worst_case is None
    assert found.budget.used_percent is None
    assert found.verdict is Verdict.MET


def test_thirty_answers_are_published_whole() -> None:
    assert figure(27, 3).value == "90.00"
