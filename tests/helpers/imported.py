"""One incident of another system's page, and taking a history of such."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from statuspage import clock
from statuspage.actions.incidents.imported import take_incidents
from statuspage.domain.incidents.imported import Batch, ImportedIncident, Post, Taking
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import Impact, Kind, Status
from statuspage.store.incidents import incidents

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
START = datetime(2026, 7, 1, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

FIRST = Post(Status.INVESTIGATING, "We look.", START)
FOUND = Post(Status.IDENTIFIED, "We found it.", START + 20 * MINUTE)
OVER = Post(Status.RESOLVED, "It is over.", START + 60 * MINUTE)
TOLD = ImportedIncident(
    origin="https://s.example/1",
    origin_id="1",
    title="API errors",
    kind=Kind.INCIDENT,
    impact=Impact.CRITICAL,
    components=("API",),
    posts=(FIRST, FOUND, OVER),
    source="s.example",
)


def take(*told: ImportedIncident) -> Taking:
    with clock.standing_at(NOW):
        return take_incidents(Batch(told, 0, (), (), {}))


def only() -> Incident:
    [found] = incidents.newest(10)
    return found
