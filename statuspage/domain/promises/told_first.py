"""Whether readers heard of an incident from us before we heard of it from them.

It is so where we noticed it ourselves and our first notice was there before their first report.
Where nobody has stated who noticed it, nobody can tell; such incidents are counted as unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.domain.measured.availability import Counts, of_events
from statuspage.domain.vocabulary.states import Kind


def told_first(incident: Incident) -> bool | None:
    """Whether we told readers before they told us; None while that is not known."""
    reported = incident.first_report_at
    if incident.noticed_by is NoticedBy.READER:
        return False
    if reported is not None and reported < incident.announced_at:
        return False
    return None if incident.noticed_by is None else True


def counts(incidents: Iterable[Incident]) -> Counts:
    """Of some incidents: those we told first, those readers told us first, and unknown ones.

    Planned work and false alarms are no incidents.
    """
    real = (one for one in incidents if one.kind is Kind.INCIDENT and not one.is_struck)
    found = Counter(told_first(one) for one in real)
    return of_events(found[True], found[False], found[None])
