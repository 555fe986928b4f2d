"""A site with one long outage in July, of which a report is published."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from statuspage import clock
from statuspage.actions.freezing import closed_periods, freeze
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.reports import NewReport, publish_report
from statuspage.actions.sync import sync
from statuspage.domain.reports.report import PeriodReport
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store import db
from tests.helpers.stores import store_place

JULY = datetime(2026, 7, 10, 12, 0, tzinfo=UTC)
DAY = datetime(2026, 8, 5, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ADA = Actor("ada")


@contextmanager
def reported_site(folder: Path) -> Iterator[Path]:
    """Its store, open for as long as it is wanted."""
    db.open_store(store_place(folder), create=True)
    db.migrate()
    with clock.standing_at(JULY - HOUR):
        sync(folder / "config.toml", {})
    outage(JULY, "Down")
    yield folder
    db.close_store()


def outage(start: datetime, title: str, posted_at: datetime | None = None) -> str:
    with clock.standing_at(posted_at or start + HOUR):
        word = NewUpdate(
            "It was down.",
            status=Status.RESOLVED,
            components={"api": ComponentState.MAJOR_OUTAGE},
            impact_from=start,
            impact_until=start + HOUR,
        )
        return open_incident(title, word, ADA).key


def published(
    at: datetime, given: NewReport | None = None, actor: Actor = ADA
) -> PeriodReport | None:
    """The figures of July are frozen, and the report is published."""
    with clock.standing_at(at):
        for closed in closed_periods():
            freeze(closed)
        return publish_report("2026-07", given or NewReport(), actor)
