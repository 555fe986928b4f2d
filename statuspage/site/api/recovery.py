"""Documents of the recovery log: what became of the incidents of a year."""

from __future__ import annotations

from statuspage.domain.incidents.cause import Cause
from statuspage.domain.incidents.recovery import WATCHED, Recovery, Return
from statuspage.said import said
from statuspage.site.answers import Answer, At
from statuspage.site.api import incident_shapes as shapes
from statuspage.site.api.promises import of_pledge
from statuspage.site.api.reading import document, reading
from statuspage.site.page import Context, Facts
from statuspage.site.promises.recoveries import BY_YEAR, all_years, modified, recoveries_of


class RepeatedCause(Answer):
    """A later incident with the same cause on the same components."""

    id: str
    title: str
    started_at: At


class RecoveryAnswer(Answer):
    """An incident, what was promised because of it, and whether it came back."""

    id: str
    title: str
    started_at: At
    resolved_at: At | None
    impact_from: At | None
    impact_until: At | None
    cause: Cause | None
    state: Return
    watched_until: At | None
    came_back: list[RepeatedCause]
    promises: list[shapes.Promise]
    url: str


class Recoveries(Answer):
    """The incidents that began in a year, what came back first, then the newest first."""

    year: str
    watched_days: int
    recoveries: list[RecoveryAnswer]


def recovery_document(context: Context, year: str) -> Facts:
    """One year of the recovery log."""
    found = recoveries_of(context, year)
    told = [_answer(context, one) for one in found]
    shown = Recoveries(year=year, watched_days=WATCHED.days, recoveries=told)
    return document(shown, modified(context, found))


def _answer(context: Context, one: Recovery) -> RecoveryAnswer:
    incident = one.incident
    again = [
        RepeatedCause(id=two.incident, title=two.title, started_at=two.started_at)
        for two in one.again
    ]
    return RecoveryAnswer(
        id=incident.key,
        title=incident.title,
        started_at=incident.started_at,
        resolved_at=incident.resolved_at,
        impact_from=incident.impact_from,
        impact_until=incident.impact_until,
        cause=one.cause,
        state=one.state,
        watched_until=one.watched_until,
        came_back=again,
        promises=[of_pledge(context, made) for made in one.pledges],
        url=context.site.address(incident.path),
    )


READINGS = (
    reading(
        "/recovery/{year}",
        recovery_document,
        said("The incidents of a year, what we promised to do about them, and what came back."),
        Recoveries,
        all_years,
        BY_YEAR,
        sums_up=True,
    ),
)
