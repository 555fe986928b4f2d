"""Figures counted from a Library in memory, without any database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from statuspage.config import Settings
from statuspage.domain.promises.sla import SlaVersion
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.domain.vocabulary.window import parse_period
from statuspage.figures.measure import measure
from tests.helpers.library import SITE, a_library
from tests.helpers.told import a_component, an_incident

SLA = {
    "id": "up",
    "title": "It is up",
    "components": ["api"],
    "indicator": "availability",
    "source": "incidents",
    "target": "99.9%",
    "window": "month",
}
SETTINGS = Settings.model_validate(
    {
        "site": {"name": "Acme", "url": SITE.url, "timezone": "UTC", "contact": "a@acme.example"},
        "components": [{"id": "api", "name": "API"}],
        "slas": [SLA],
    }
)
BEGUN = datetime(2026, 6, 1, tzinfo=UTC)
TEN = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)


def test_overlapping_incidents_count_once_and_by_the_worse() -> None:
    """Vector I1 of numbers.md: 10:00-11:00 major, 10:30-12:00 partial: 78 weighted minutes."""
    half, hour = timedelta(minutes=30), timedelta(hours=1)
    operational = ComponentState.OPERATIONAL
    major = [
        (TEN, Status.INVESTIGATING, ComponentState.MAJOR_OUTAGE, None),
        (TEN + hour, Status.RESOLVED, operational, None),
    ]
    partial = [
        (TEN + half, Status.INVESTIGATING, ComponentState.PARTIAL_OUTAGE, None),
        (TEN + 2 * hour, Status.RESOLVED, operational, None),
    ]
    told = [*an_incident("1", "api", major), *an_incident("2", "api", partial)]
    known = a_library([a_component("api", BEGUN), *told])
    settings: Any = SimpleNamespace(current_settings=lambda: SETTINGS)
    version = SlaVersion("up", 1, BEGUN, SLA, is_withdrawn=False)
    period = parse_period("2026-07", SITE.zone, TEN)
    counted = measure(
        replace(known, settings=settings), [version], period, TEN + timedelta(days=60)
    ).counts
    assert counted.bad == 78 * 60
    assert counted.good == period.span.seconds - 78 * 60
