"""Measured outages that a figure counted from incidents does not contain are told beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.vocabulary.states import ComponentState, Status
from tests.helpers.measurements import record
from tests.helpers.pages import rendered, words_of
from tests.helpers.sites import a_probe, add_to_config, an_sla, change_config
from tests.helpers.telling import ADA

MINUTE = timedelta(minutes=1)
START = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
WATCHED = Watched("api-http", "api", Cadence(MINUTE, 2))
NOW = START + timedelta(hours=3)


@pytest.fixture(autouse=True)
def site(store: Path) -> None:
    """The API is promised by incidents; checks saw it down for ten minutes, and for twenty."""
    both = an_sla("both", "availability", components=["api"], source="worst_of_both")
    add_to_config(store, a_probe(interval="60s"), both)
    change_config(store, 'name = "API"', 'name = "API"\nincidents_since = "2026-01-01"')
    down = {*range(10, 20), *range(60, 80)}
    states = (ProbeState.DOWN if n in down else ProbeState.UP for n in range(180))
    record(WATCHED, (Sample(START + n * MINUTE, state) for n, state in enumerate(states)))


def told(path: str = "/sla/api-availability") -> str:
    return words_of(rendered(path, NOW))


def tell(first: int, last: int) -> None:
    word = NewUpdate(
        "It was down.",
        status=Status.RESOLVED,
        components={"api": ComponentState.MAJOR_OUTAGE},
        impact_from=START + first * MINUTE,
        impact_until=START + last * MINUTE,
    )
    with clock.standing_at(NOW - MINUTE):
        open_incident("Down", word, ADA)


def test_outages_that_no_incident_tells_of_are_counted() -> None:
    for path in ("/sla/api-availability", "/sla/api-availability/2026-07"):
        words = "2 outages that no incident tells of, 30 min in all. They are not in this figure."
        assert words in told(path)


def test_outage_that_an_incident_covers_in_part_is_told() -> None:
    tell(12, 18)
    assert "1 outage that no incident tells of, 20 min long. It is not in this figure." in told()
    tell(60, 80)
    assert "no incident tells of" not in told()


def test_figure_from_checks_contains_what_they_measured() -> None:
    assert "no incident tells of" not in told("/sla/both")
