"""What is stated or changed late: published periods are reviewed, and the reason says why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.freezing import closed_periods, freeze, reviews
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.amend import amend_incident
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import schedule_maintenance, step_maintenances
from statuspage.actions.measurements.checks import record_checks
from statuspage.actions.sync import sync
from statuspage.domain.incidents.edit import heading_of
from statuspage.domain.promises.frozen import FrozenRevision
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.measured import frozen
from statuspage.store.settings import current_settings
from tests.helpers.imported import NOW, TOLD, take
from tests.helpers.sites import a_probe, add_to_config, an_sla, change_config, open_site

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEGUN = datetime(2026, 6, 20, tzinfo=UTC)
JULY = datetime(2026, 7, 10, 12, 0, tzinfo=UTC)
FROZEN = datetime(2026, 8, 9, 12, 0, tzinfo=UTC)
ADA = Actor("ada")
DOWN = {"api": ComponentState.MAJOR_OUTAGE}


@pytest.fixture
def site(site_folder: Path) -> Iterator[Path]:
    """A site that began in June."""
    with clock.standing_at(BEGUN):
        open_site(site_folder)
    yield site_folder
    db.close_store()


def outage(start: datetime, hours: int, component: str = "api") -> str:
    word = NewUpdate(
        "It was down.",
        status=Status.RESOLVED,
        components={component: ComponentState.MAJOR_OUTAGE},
        impact_from=start,
        impact_until=start + hours * HOUR,
    )
    return open_incident("Down", word, ADA).key


def review(now: datetime) -> None:
    with clock.standing_at(now):
        for closed in closed_periods():
            freeze(closed)


def july(sla: str = "api-availability", period: str = "2026-07") -> list[FrozenRevision]:
    with db.snapshot():
        return frozen.revisions([(sla, period)])[sla, period]


def reason(sla: str = "api-availability", period: str = "2026-07") -> str:
    [_, second] = july(sla, period)
    return str(second.why)


def waiting() -> set[tuple[str, str]]:
    with db.snapshot():
        return {(one.sla, one.name) for one in reviews()}


def test_statement_since_when_incidents_are_told_makes_a_revision(site: Path) -> None:
    with clock.standing_at(JULY):
        change_config(
            site, 'id = "docs"', 'id = "new"\nname = "New"\n\n[[components]]\nid = "docs"'
        )
        keys = {"source": "incidents", "components": ["new"], "window": "month"}
        add_to_config(site, an_sla("new", "availability", **keys))
    review(FROZEN)
    [first] = july("new")
    assert first.figure.counts.unknown > 9 * 86_400
    with clock.standing_at(FROZEN + HOUR):
        change_config(site, 'name = "New"', 'name = "New"\nincidents_since = "2026-07-01"')
    assert waiting() == {("new", "2026-07")}
    review(FROZEN + 2 * HOUR)
    assert july("new")[-1].figure.counts.unknown == 0
    assert reason("new") == (
        "1 statement of 2026-08-09 about since when incidents are told here "
        "(9 d 13 h of the period)"
    )


def test_statement_since_when_it_is_promised_gives_a_verdict_and_its_reason(site: Path) -> None:
    with clock.standing_at(BEGUN + HOUR):
        change_config(site, 'since = "2000-01-01"\n', "")
    with clock.standing_at(FROZEN):
        promised = an_sla("new", "availability", components=["api"], source="incidents")
        add_to_config(site, promised.replace('since = "2000-01-01"', "").replace("\n\n", "\n"))
    review(FROZEN)
    [first] = july("new")
    assert first.figure.verdict == "not_promised"
    with clock.standing_at(FROZEN + HOUR):
        change_config(site, 'title = "Promise new"', 'title = "New"\nsince = "2026-07-01"')
    assert ("new", "2026-07") in waiting()
    review(FROZEN + 2 * HOUR)
    assert july("new")[-1].figure.verdict == "met"
    assert july("new")[-1].figure.is_since_stated
    assert reason("new").startswith("1 statement of 2026-08-09 about since when this is promised")


def test_outage_counts_by_the_shortest_length_that_was_in_force_then(site: Path) -> None:
    keys = {"source": "probes", "components": ["docs"], "window": "month", "min_run": "4h"}
    with clock.standing_at(BEGUN):
        add_to_config(
            site,
            a_probe("one", component="docs", interval="1h", fail_after=1),
            an_sla("docs", "availability", **keys),
        )
    end = datetime(2026, 7, 31, 23, tzinfo=UTC)

    def check(*found: tuple[int, str]) -> None:
        rows = [
            {"probe": "one", "at": f"{end + hours * HOUR:%Y-%m-%dT%H:%M:%SZ}", "state": state}
            for hours, state in found
        ]
        record_checks(enumerate(rows, 1), current_settings())

    with clock.standing_at(FROZEN - DAY):
        check((-3, "up"), (-2, "down"), (-1, "down"), (8, "up"))
    review(FROZEN)
    assert july("docs")[-1].figure.counts.bad == 0
    with clock.standing_at(FROZEN + HOUR):
        change_config(site, 'min_run = "4h"', 'min_run = "1m"')
        check((1, "down"), (2, "down"))  # of August, and makes the outage one of five hours
    assert ("docs", "2026-07") in waiting()
    review(FROZEN + 2 * HOUR)
    assert july("docs")[-1].figure.counts.bad == 2 * 3600


def test_incident_that_is_withdrawn_late_counts_no_more(site: Path) -> None:
    with clock.standing_at(JULY + 3 * HOUR):
        word = NewUpdate("Down.", Status.INVESTIGATING, components=DOWN, impact_from=JULY)
        key = open_incident("Down", word, ADA).key
    review(FROZEN)
    assert july()[-1].figure.verdict == "missed"
    with clock.standing_at(FROZEN + HOUR):
        post_update(key, NewUpdate("It was none.", Status.FALSE_ALARM), ADA)
    review(FROZEN + 2 * HOUR)
    assert july()[-1].figure.verdict == "met"
    assert reason().startswith("1 incident changed on 2026-08-09")


def test_incidents_of_an_import_into_published_time_are_named(site: Path) -> None:
    review(FROZEN)
    again = [replace(one, at=one.at + DAY) for one in TOLD.posts]
    second = replace(TOLD, origin="https://s.example/2", origin_id="2", posts=tuple(again))
    taken = take(TOLD, second)
    assert taken.taken == 2
    review(NOW + HOUR)
    assert july()[-1].figure.counts.bad == 2 * 3600
    assert reason() == "2 incidents posted on 2026-09-01 (2 h of the period)"


def test_planned_work_that_is_edited_late_is_left_out_anew(site: Path) -> None:
    with clock.standing_at(BEGUN + HOUR):
        change_config(
            site, 'window = "month"', 'window = "month"\nmaintenance = { notice = "72h" }'
        )
        schedule_maintenance("Disks", "Work.", JULY, JULY + 2 * HOUR, ["api"], ADA)
    for at in (JULY, JULY + 2 * HOUR):
        with clock.standing_at(at):
            step_maintenances()
    review(FROZEN)
    assert july()[-1].figure.counts.excluded == 2 * 3600
    with clock.standing_at(FROZEN + HOUR):
        with db.snapshot():
            [told] = incidents.newest(1)
            heading = heading_of(told, impact_is_stated=False)
        shorter = replace(heading, scheduled_until=JULY + HOUR)
        amend_incident(told.key, shorter, "it took an hour", ADA)
    review(FROZEN + 2 * HOUR)
    assert july()[-1].figure.counts.excluded == 3600
    assert reason().startswith("1 piece of planned work changed on 2026-08-09")


def test_component_that_was_removed_stays_in_a_promise_about_all(site: Path) -> None:
    told = an_sla("notice", "first_notice", within="1h", target="90%", window="month")
    with clock.standing_at(BEGUN):
        add_to_config(site, a_probe("one", component="docs", interval="1h", fail_after=1), told)
    with clock.standing_at(JULY + 5 * HOUR):
        rows = [(JULY, "up"), (JULY + HOUR, "down"), (JULY + 2 * HOUR, "up")]
        named = [
            {"probe": "one", "at": f"{at:%Y-%m-%dT%H:%M:%SZ}", "state": state} for at, state in rows
        ]
        record_checks(enumerate(named, 1), current_settings())
    with clock.standing_at(FROZEN - DAY):
        config = site / "config.toml"
        text = config.read_text("utf-8").replace(
            '\n[[components]]\nid = "docs"\nname = "Docs"\n', ""
        )
        probe = a_probe("one", component="docs", interval="1h", fail_after=1)
        config.write_text(text.replace(probe, ""), "utf-8")
        sync(config, {})
    review(FROZEN)
    assert july("notice")[-1].figure.counts.bad == 1
