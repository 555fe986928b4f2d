"""What was promised after incidents and what it came from, for the pages that show it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from statuspage.domain.incidents.cause import LOOK_BACK, Cause, Finding, seen_before, tally
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.promises.pledge import Pledge
from statuspage.domain.record.kinds.pledge import PLEDGE
from statuspage.domain.record.kinds.postmortem import POSTMORTEM
from statuspage.domain.vocabulary import window
from statuspage.render.views import PledgeView
from statuspage.site.page import Context
from statuspage.store import postmortems, record


def views(found: Sequence[Pledge], now: datetime) -> list[PledgeView]:
    """Promises with what became of them, and each public change of them."""
    histories = record.histories([PLEDGE.subject(one.key) for one in found])
    return [
        PledgeView(one, one.promise.state(now), histories[PLEDGE.subject(one.key)]) for one in found
    ]


def of_incident(incident: Incident, made: Sequence[Pledge], now: datetime) -> dict[str, Any]:
    """Facts of an incident's page: the `pledges` made after it, and its `postmortem` or None.

    `again` are the incidents of the year before with the same cause, newest first; `cause_mark` is
    the entry of its cause in the record.
    """
    postmortem = postmortems.of_incident(incident.number)
    subject = POSTMORTEM.subject(incident.key)
    return {
        "pledges": views(made, now),
        "postmortem": postmortem,
        "again": seen_by_cause(incident).get(postmortem.cause, []) if postmortem else [],
        "cause_mark": record.marks([subject]).get(subject),
    }


def seen_by_cause(incident: Incident) -> dict[Cause, list[Finding]]:
    """What struck any of its components in the year before it, by cause, the newest first."""
    start = incident.started_at
    former = postmortems.findings(start - LOOK_BACK, start)
    return seen_before(former, start, [component for component, _ in incident.components])


def causes(context: Context) -> dict[str, Any]:
    """What the incidents of the last 12 months came from: `causes` by count, and of how many.

    The days are whole ones, so that the table holds until midnight.
    """
    zone = context.site.zone
    since = window.start_of(window.local_date(context.now - LOOK_BACK, zone), zone)
    until = window.next_midnight(context.now, zone)
    return {
        "causes": tally(postmortems.findings(since, until)),
        "incident_count": postmortems.count_incidents(since, until),
    }
