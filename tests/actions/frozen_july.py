"""A site whose July is frozen, and what arrives for it afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from statuspage import clock
from statuspage.actions.freezing import reviews
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.measurements.cases import record_cases
from statuspage.actions.measurements.checks import record_checks
from statuspage.actions.measurements.ratings import record_ratings
from statuspage.actions.measurements.ratios import record_ratios
from statuspage.actions.sync import sync
from statuspage.domain.promises.frozen import FrozenRevision
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store import db
from statuspage.store.measured import frozen
from statuspage.store.settings import current_settings
from statuspage.worker.duties.freezing import Freezing
from tests.helpers.sites import a_probe, add_to_config, an_sla
from tests.helpers.stores import store_place

HOUR = timedelta(hours=1)
BEGUN = datetime(2026, 6, 1, tzinfo=UTC)
JULY = datetime(2026, 7, 10, 12, 0, tzinfo=UTC)
FROZEN = datetime(2026, 8, 9, 12, 0, tzinfo=UTC)
LATER = FROZEN + HOUR
SLAS = (
    a_probe(interval="1h", fail_after=1),
    an_sla("checked", "availability", source="probes", components=["api"], window="month"),
    an_sla("ratings", "csat", window="month"),
    an_sla("events", "ratio", window="month"),
    an_sla("answers", "first_response", within="4h", window="month"),
    an_sla("docs", "availability", source="incidents", components=["docs"], window="month"),
)


@pytest.fixture(autouse=True)
def site(site_folder: Path) -> Iterator[Path]:
    """A site with data of July, of which July is frozen."""
    db.open_store(store_place(site_folder), create=True)
    db.migrate()
    with clock.standing_at(BEGUN):
        sync(site_folder / "config.toml", {})
        add_to_config(site_folder, *SLAS)
    with clock.standing_at(JULY + 2 * HOUR):
        incident("api", JULY, 1)
        checks(JULY, "up", "up")
        rating("r1", JULY)
        ratio(JULY)
        case("c1", JULY)
    review(FROZEN)
    yield site_folder
    db.close_store()


def stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def incident(component: str, start: datetime, hours: int) -> str:
    word = NewUpdate(
        "It was down.",
        status=Status.RESOLVED,
        components={component: ComponentState.MAJOR_OUTAGE},
        impact_from=start,
        impact_until=start + hours * HOUR,
    )
    return open_incident("Down", word, Actor("ada")).key


def check_rows(start: datetime, states: tuple[str, ...]) -> list[tuple[int, dict[str, Any]]]:
    return [
        (n, {"probe": "api-http", "at": stamp(start + (n - 1) * HOUR), "state": state})
        for n, state in enumerate(states, 1)
    ]


def checks(start: datetime, *states: str) -> None:
    record_checks(check_rows(start, states), current_settings())


def rating(name: str, at: datetime, score: int = 5) -> None:
    record_ratings([(1, {"id": name, "at": stamp(at), "kind": "csat", "score": score})])


def ratio(start: datetime, good: int = 999) -> None:
    row = {"sla": "events", "from": stamp(start), "to": stamp(start + HOUR)}
    record_ratios([(1, row | {"good": good, "total": 1000})], current_settings())


def case(name: str, opened: datetime, **more: str) -> None:
    row = {"id": name, "opened_at": stamp(opened), "first_response_at": stamp(opened + HOUR)}
    record_cases([(1, row | more)], current_settings())


def waiting() -> set[str]:
    with db.snapshot():
        return {one.sla for one in reviews()}


def review(now: datetime) -> None:
    """The worker's turns, until nothing waits."""
    with clock.standing_at(now):
        duty = Freezing()
        done = -1
        while waiting() or duty.counted != done:
            done = duty.counted
            duty.turn()


def july(sla: str = "api-availability") -> list[FrozenRevision]:
    with db.snapshot():
        return frozen.revisions([(sla, "2026-07")])[sla, "2026-07"]
