"""Whether the window of planned work can be moved or extended, and why not."""

from __future__ import annotations

from datetime import datetime

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.planned import LONGEST
from statuspage.domain.vocabulary.states import Status
from statuspage.said import Said, said


def move_fault(
    incident: Incident, status: Status, start: datetime, end: datetime, now: datetime
) -> tuple[str, Said] | None:
    """Why planned work cannot be moved to a window with a word of a status; None: it can.

    With the name of the field at fault.
    """
    former_start, former_end = incident.scheduled_for, incident.scheduled_until
    if former_start is None or former_end is None:
        return "from", said("Only planned work can be moved; leave this empty.")
    if not status.is_open:
        return "from", said("It is over, or this update ends it, so its times stay.")
    if (start, end) == (former_start, former_end):
        return "from", said("It is announced for these times already; give different ones.")
    if start != former_start and incident.status is not Status.SCHEDULED:
        return "from", said("It has begun already; only its end can be moved.")
    if start <= now and status is Status.SCHEDULED:
        return "from", said("That has passed; give a time to come, or begin it now.")
    if end <= start:
        return "until", said("It ends before it begins; give a later end.")
    if end <= now:
        return "until", said("It would be over already; give an end that is still to come.")
    if end - start > LONGEST:
        return "until", said("It lasts more than 31 days; check the dates.")
    return None


def end_fault(incident: Incident, status: Status, until: datetime, now: datetime) -> Said | None:
    """Why planned work cannot be extended to an end with a word of a status; None: it can."""
    start, former = incident.scheduled_for, incident.scheduled_until
    if start is None or former is None:
        return said("Only planned work can be extended; leave this empty.")
    if not status.is_open:
        return said("This update ends it; leave the new end empty.")
    if until <= former:
        return said("That is not later than the end announced already; give a later one.")
    if until <= now:
        return said("It would be over already; give an end that is still to come.")
    return (
        said("It would last more than 31 days; check the date.")
        if until - start > LONGEST
        else None
    )
