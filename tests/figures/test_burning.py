"""Burn rates for staff: from what is declared, measured and counted, by the published pairs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.measurements.results import pack_old_samples, record_samples
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.promises.burn import ALERTS
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.figures.burning import Burning, burning
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.settings import current_settings
from statuspage.store.tables.site import Component
from tests.helpers.sites import a_probe, add_to_config, an_sla

NOW = datetime(2026, 7, 20, 12, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
URGENT, SERIOUS, SLOW = ALERTS
MORE = (
    a_probe()
    + an_sla("quick", "latency", components=["api"], under="200ms")
    + an_sla(
        "rolling",
        "availability",
        components=["api"],
        source="incidents",
        target="99%",
        window="rolling-30d",
    )
)


@pytest.fixture(autouse=True)
def site(store: Path) -> None:
    Component.update({Component.added_at: NOW - timedelta(days=10)}).execute()
    with clock.standing_at(NOW - timedelta(days=10)):
        add_to_config(store, MORE)


def seen() -> dict[str, Burning]:
    with db.snapshot():
        return {one.version.sla: one for one in burning(LIBRARY, current_settings(), NOW)}


def test_calm_site_burns_nothing() -> None:
    found = seen()["api-availability"]
    assert found.alerts == []
    assert [(long, short) for _, long, short in found.rates] == [(0, 0)] * 3


def test_outage_that_goes_on_alerts_the_most_urgent_pair_first() -> None:
    with clock.standing_at(NOW - 30 * MINUTE):
        down = {"api": ComponentState.MAJOR_OUTAGE}
        open_incident("Down", NewUpdate("Look.", components=down), Actor("ada"))
    found = seen()
    assert next(iter(found)) == "api-availability"
    assert found["api-availability"].alerts == [URGENT, SERIOUS, SLOW]
    assert found["api-availability"].rates[0] == (URGENT, 500, 1000)


def test_rolling_promise_has_no_running_period() -> None:
    assert "rolling" not in seen()


def test_latency_burns_by_whole_hours_without_raw_results() -> None:
    watched = Watched("api-http", "api", Cadence(MINUTE))
    first = NOW - timedelta(days=4)
    samples = [
        # The last two and a half hours are slow.
        (watched, Sample(at, ProbeState.UP, 900 if at >= NOW - 150 * MINUTE else 100))
        for at in (first + n * MINUTE for n in range(4 * 24 * 60))
    ]
    with clock.standing_at(NOW):
        record_samples(samples)
    before = seen()["quick"]
    assert before.rates[0] == (URGENT, None, None)  # 90 answers are too few
    assert before.rates[1] == (SERIOUS, Fraction(150, 390) * 20, 20)
    assert before.alerts == [SERIOUS]
    with clock.standing_at(NOW + timedelta(hours=2)):
        pack_old_samples(timedelta(0))
    assert seen()["quick"].rates == before.rates
