"""Hours of planned work by the month, as /maintenance says them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import post_update
from statuspage.actions.maintenance.planned import (
    schedule_maintenance,
    step_maintenances,
)
from statuspage.config import Steps
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.states import Status
from statuspage.domain.vocabulary.window import Period
from statuspage.figures.measure import measure
from statuspage.figures.objectives import versions_of
from statuspage.figures.planned_hours import PlannedMonth, planned_months
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.settings import site
from tests.helpers.pages import rendered, words_of

ADA = Actor("ada")
HOUR = timedelta(hours=1)
FIRST = datetime(2026, 7, 10, 22, tzinfo=UTC)
NOW = datetime(2026, 8, 20, 12, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("store")


def announced(start: datetime, hours: int, component: str = "api") -> Incident:
    with clock.standing_at(start - 100 * HOUR):
        return schedule_maintenance(
            "Upgrade",
            "Pause.",
            start,
            start + hours * HOUR,
            [component],
            ADA,
            steps=Steps(remind=None),
        )


def ran(work: Incident) -> None:
    assert work.scheduled_for is not None
    assert work.scheduled_until is not None
    for instant in (work.scheduled_for, work.scheduled_until):
        with clock.standing_at(instant):
            step_maintenances()


def months(now: datetime = NOW) -> list[PlannedMonth]:
    with clock.standing_at(now), db.snapshot():
        return planned_months(LIBRARY, site().zone, now)


def test_planned_hours_are_counted_by_month_each_time_once() -> None:
    ran(announced(FIRST, 2))
    both = announced(FIRST + 24 * HOUR, 3), announced(FIRST + 25 * HOUR, 3, "search")
    for work in both:
        ran(work)
    announced(NOW + 24 * HOUR, 1)
    assert months() == [
        PlannedMonth("2026-08", 1, 3600, 0),
        PlannedMonth("2026-07", 3, 6 * 3600, 6 * 3600),
    ]


def test_work_across_the_end_of_a_month_is_cut_there_in_the_zone_of_the_site() -> None:
    ran(announced(datetime(2026, 7, 31, 22, tzinfo=UTC), 2))  # 23:00 to 01:00 in London
    assert [(one.name, one.planned) for one in months()] == [("2026-08", 3600), ("2026-07", 3600)]


def test_work_that_was_called_off_before_it_began_is_not_planned_any_more(store: Path) -> None:
    work = announced(NOW + 24 * HOUR, 2)
    with clock.standing_at(NOW):
        post_update(work.key, NewUpdate("Not needed.", Status.CANCELLED), ADA)
    assert months() == []
    assert "Hours a month" not in words_of(rendered("/maintenance", NOW))


def test_page_of_maintenance_says_the_hours() -> None:
    ran(announced(FIRST, 2))
    words = words_of(rendered("/maintenance", NOW))
    assert "Hours a month" in words
    assert "July 202612 h2 h" in words


def test_work_that_overran_into_a_period_weighs_there_though_planned_before_it() -> None:
    work = announced(datetime(2026, 7, 31, 20, tzinfo=UTC), 2)  # to 23:00 in London
    for status, at in (
        (Status.IN_PROGRESS, datetime(2026, 7, 31, 20, tzinfo=UTC)),
        (Status.COMPLETED, datetime(2026, 8, 1, 2, tzinfo=UTC)),
    ):
        with clock.standing_at(at):
            post_update(work.key, NewUpdate("Now.", status), ADA)
    august = Span(datetime(2026, 7, 31, 23, tzinfo=UTC), datetime(2026, 8, 31, 23, tzinfo=UTC))
    with clock.standing_at(NOW), db.snapshot():
        versions = versions_of(LIBRARY, "api-availability")
        counted = measure(LIBRARY, versions, Period("2026-08", august), NOW).counts
    assert counted.bad == 3 * 3600
