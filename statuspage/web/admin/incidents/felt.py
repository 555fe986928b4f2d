"""When an incident began and ended, as the form asks it of whoever resolves it.

The answers that are proposed state nothing until somebody changes them or the word resolves it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.site.form import Values
from statuspage.store.settings import site
from statuspage.web.admin.incidents import unspoken
from statuspage.web.admin.writing.fields import local

PROPOSED = "proposed:"
"""Before the name of a field: what it held when the form was opened."""

_FIELDS = ("impact_from", "impact_until")


def times(incident: Incident, now: datetime) -> Mapping[str, datetime | None]:
    """Beginning and end of an incident by the gaps of prepared texts, as far as they are known."""
    end = incident.impact_until or unspoken.ended(incident, now)
    return {"start": incident.impact_from or incident.started_at, "end": end or now}


def asked(incident: Incident, now: datetime) -> Values:
    """The fields with what is proposed. Call it inside a snapshot."""
    if incident.kind is not Kind.INCIDENT or not incident.is_open:
        return {}
    zone = site().zone
    begin = local(incident.impact_from or incident.started_at, zone)
    end = local(incident.impact_until or unspoken.ended(incident, now), zone)
    found = dict(zip(_FIELDS, (begin, end), strict=True))
    return found | {PROPOSED + name: text for name, text in found.items()}


def answered(values: Values) -> Values:
    """The fields without what was only proposed; an end that stands when it resolves is stated."""
    resolves = values.get("status") == Status.RESOLVED
    left = {
        name
        for name in _FIELDS
        if values.get(name, "") == values.get(PROPOSED + name, "")
        and not (resolves and name == "impact_until")
    }
    return {name: text for name, text in values.items() if name not in left}
