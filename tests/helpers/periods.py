"""Periods of a promise that come to an end: an outage told when it was over, and the freezing."""

from __future__ import annotations

from datetime import datetime, timedelta

from statuspage import clock
from statuspage.actions.freezing import closed_periods, freeze
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.domain.vocabulary.states import ComponentState, Status
from tests.helpers.telling import ADA


def outage(start: datetime, hours: int, posted_at: datetime | None = None) -> None:
    """A major outage of the API, told at its end unless another time is given."""
    end = start + timedelta(hours=hours)
    with clock.standing_at(posted_at or end):
        word = NewUpdate(
            "It was down.",
            status=Status.RESOLVED,
            components={"api": ComponentState.MAJOR_OUTAGE},
            impact_from=start,
            impact_until=end,
        )
        open_incident("Down", word, ADA)


def freeze_all(now: datetime) -> None:
    """Publish for good whatever may be by then."""
    with clock.standing_at(now):
        for closed in closed_periods():
            freeze(closed)
