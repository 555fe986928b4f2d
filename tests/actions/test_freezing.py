"""Frozen periods: published once, kept whatever changes, corrected beside what stood."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.freezing import Closed, closed_periods, freeze
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.sync import sync
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence
from statuspage.domain.promises.figure import Figure
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.domain.vocabulary.window import parse_period
from statuspage.figures.measure import measure, zone_of
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.measured import slas
from statuspage.store.published import topics
from statuspage.store.settings import current_settings
from tests.helpers.measurements import record, results
from tests.helpers.pages import rendered
from tests.helpers.sites import add_to_config, an_sla, change_config
from tests.helpers.stores import store_place

JULY = datetime(2026, 7, 10, 12, 0, tzinfo=UTC)
AUGUST = datetime(2026, 8, 3, 0, 0, tzinfo=UTC)
FROZEN = datetime(2026, 8, 3, 23, 0, tzinfo=UTC)  # three days after the end of July in London
HOUR = timedelta(hours=1)
MAJOR = {"api": ComponentState.MAJOR_OUTAGE}


@pytest.fixture(autouse=True)
def site(site_folder: Path) -> Iterator[Path]:
    """A site that is as old as its first incident, in July."""
    db.open_store(store_place(site_folder), create=True)
    db.migrate()
    with clock.standing_at(JULY - HOUR):
        sync(site_folder / "config.toml", {})
    outage(JULY, 1)
    yield site_folder
    db.close_store()


def outage(start: datetime, hours: int, posted_at: datetime | None = None) -> None:
    with clock.standing_at(posted_at or start + hours * HOUR):
        word = NewUpdate(
            "It was down.",
            status=Status.RESOLVED,
            components=MAJOR,
            impact_from=start,
            impact_until=start + hours * HOUR,
        )
        open_incident("Down", word, Actor("ada"))


def due(now: datetime) -> list[Closed]:
    with clock.standing_at(now):
        return closed_periods()


def frozen_at(now: datetime) -> list[int | None]:
    with clock.standing_at(now):
        return [freeze(closed) for closed in due(now)]


def july(now: datetime) -> Figure:
    with db.snapshot():
        versions = slas.versions("api-availability")
        settings = current_settings()
        zone = zone_of(versions[0].promised, settings.site.timezone)
        return measure(LIBRARY, versions, parse_period("2026-07", zone, now), now)


def test_period_is_closed_for_good_when_freeze_after_has_passed() -> None:
    assert due(FROZEN - timedelta(seconds=1)) == []
    assert [closed.name for closed in due(FROZEN)] == ["2026-07"]


def test_periods_of_a_history_that_was_imported_are_frozen_as_well(site: Path) -> None:
    with clock.standing_at(JULY):
        change_config(site, 'source = "incidents"', 'source = "probes"')
    may = datetime(2026, 5, 20, tzinfo=UTC)
    watched = Watched("api-http", "api", Cadence(HOUR))
    record(watched, results(may, may + timedelta(days=1), HOUR))
    names = [closed.name for closed in due(FROZEN)]
    assert names == ["2026-07", "2026-06", "2026-05"]


def test_promise_about_all_components_is_known_since_the_first_incident(site: Path) -> None:
    notice = an_sla("first-notice", "first_notice", within="1h", target="90%", window="month")
    with clock.standing_at(AUGUST):
        add_to_config(site, notice)
    names = [(closed.sla, closed.name) for closed in due(FROZEN)]
    assert ("first-notice", "2026-07") in names


def test_frozen_figure_is_the_provisional_one_and_no_longer_provisional() -> None:
    before = july(FROZEN - HOUR)
    assert before.is_provisional
    assert frozen_at(FROZEN) == [1]
    after = july(FROZEN + HOUR)
    assert not after.is_provisional
    assert (after.counts, after.value, after.revision) == (before.counts, before.value, 1)
    assert after.as_of == FROZEN


def test_freezing_again_changes_nothing() -> None:
    frozen_at(FROZEN)
    with db.snapshot():
        generation = topics.generation()
    assert frozen_at(FROZEN + HOUR) == []
    with db.snapshot():
        assert topics.generation() == generation
    assert july(FROZEN + 2 * HOUR) == july(FROZEN + HOUR)


def test_late_data_make_a_second_revision_beside_the_first() -> None:
    frozen_at(FROZEN)
    first = july(FROZEN)
    outage(JULY + 5 * HOUR, 2, posted_at=FROZEN + HOUR)
    assert july(FROZEN + HOUR) == first
    assert frozen_at(FROZEN + 2 * HOUR) == [2]
    second = july(FROZEN + 3 * HOUR)
    assert (second.revision, second.counts.bad) == (2, 3 * 3600)
    text = rendered("/sla/api-availability", FROZEN + 4 * HOUR).body.decode()
    assert "1 incident posted on 4 August 2026 (2 h of the period)" in text
    assert first.value is not None
    assert first.value in text


def test_changed_definition_changes_no_frozen_figure(site: Path) -> None:
    frozen_at(FROZEN)
    first = july(FROZEN)
    with clock.standing_at(FROZEN + HOUR):
        change_config(site, '"99.9%"', '"90%"')
    assert july(FROZEN + 2 * HOUR) == first
    assert frozen_at(FROZEN + 3 * HOUR) == []
    assert july(FROZEN + 4 * HOUR).target == "99.9"


def test_lowered_target_rejudges_neither_the_running_period_nor_the_closed_one(site: Path) -> None:
    running = JULY + timedelta(days=5)
    with clock.standing_at(running):
        change_config(site, '"99.9%"', '"90%"')
    assert july(running + HOUR).target == "99.9"
    assert july(AUGUST).target == "99.9"
    frozen_at(FROZEN)
    assert (july(FROZEN).target, july(FROZEN).definition_version) == ("99.9", 1)
    with db.snapshot():
        found = compute_august()
    assert (found.target, found.definition_version) == ("90", 2)


def compute_august() -> Figure:
    settings = current_settings()
    versions = slas.versions("api-availability")
    period = parse_period("2026-08", zone_of(versions[0].promised, settings.site.timezone), FROZEN)
    return measure(LIBRARY, versions, period, FROZEN)


def test_period_is_frozen_by_the_definition_at_its_beginning(site: Path) -> None:
    with clock.standing_at(AUGUST):
        change_config(site, '"99.9%"', '"90%"')
    frozen_at(FROZEN)
    assert july(FROZEN).target == "99.9"
    with db.snapshot():
        assert len(slas.versions("api-availability")) == 2
