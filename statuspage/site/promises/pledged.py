"""What was promised after incidents and what it came from, for the pages that show it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from statuspage.domain.incidents.cause import LOOK_BACK, Cause, PublishedCause, seen_before, tally
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.library.library import Library
from statuspage.domain.promises.pledge import Pledge
from statuspage.domain.record.kinds.pledge import subject_of
from statuspage.domain.record.kinds.postmortem import POSTMORTEM
from statuspage.domain.vocabulary import window
from statuspage.render.views import PledgeView
from statuspage.site.page import Context


def views(context: Context, found: Sequence[Pledge]) -> list[PledgeView]:
    """Promises with what became of them, and each public change of them."""
    histories = context.library.record.histories([subject_of(one) for one in found])
    return [
        PledgeView(one, one.promise.state(context.now), histories[subject_of(one)]) for one in found
    ]


def of_incident(context: Context, incident: Incident, made: Sequence[Pledge]) -> dict[str, Any]:
    """Facts of an incident's page: the `pledges` made after it, and its `postmortem` or None.

    `again` are the incidents of the year before with the same cause, newest first; `cause_mark` is
    the entry of its cause in the record.
    """
    postmortem = context.library.postmortems.of_incident(incident.number)
    subject = POSTMORTEM.subject(incident.key)
    return {
        "pledges": views(context, made),
        "postmortem": postmortem,
        "again": seen_by_cause(context.library, incident).get(postmortem.cause, [])
        if postmortem
        else [],
        "cause_mark": context.library.record.marks([subject]).get(subject),
    }


def seen_by_cause(library: Library, incident: Incident) -> dict[Cause, list[PublishedCause]]:
    """What struck any of its components in the year before it, by cause, the newest first."""
    start = incident.started_at
    former = library.postmortems.findings(start - LOOK_BACK, start)
    return seen_before(former, start, [component for component, _ in incident.components])


def causes(context: Context) -> dict[str, Any]:
    """What the incidents of the last 12 months came from: `causes` by count, and of how many.

    The days are whole ones, so that the table holds until midnight.
    """
    zone = context.site.zone
    since = window.start_of(window.local_date(context.now - LOOK_BACK, zone), zone)
    until = window.next_midnight(context.now, zone)
    found = tally(context.library.postmortems.findings(since, until))
    if found:
        context.library.holds_until(until)
    count = context.library.postmortems.count_incidents(since, until)
    return {"causes": found, "incident_count": count}
