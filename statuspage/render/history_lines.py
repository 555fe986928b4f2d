"""Incidents as JSON lines in the form that `import incidents` reads: a history to take along."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from statuspage.domain.incidents.identity import Origin, given_as
from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.states import Impact, Kind
from statuspage.render.postmortem import told_text

_NO_WORDS = "update.no_words"


def history_line(incident: Incident, origin: Origin | None, site: Site) -> bytes:
    """One incident as it now stands, on a line of UTF-8 that ends in a line feed.

    An imported one keeps the id and address it came with. Words of ours are in the language of the
    site; former words of what was edited, and private notes, are not in it.
    """
    if origin is not None and (origin.identifier or origin.address):
        name = given_as(origin)
    else:
        name = incident.key, site.url + incident.path
    planned = incident.kind is Kind.MAINTENANCE
    window = (
        (incident.scheduled_for, incident.scheduled_until)
        if planned
        else (incident.impact_from, incident.impact_until)
    )
    told = {
        "id": name[0] or None,
        "url": name[1] or None,
        "title": incident.title,
        "impact": Impact.MAINTENANCE if planned else incident.impact,
        "owner": incident.owner or None,
        "components": [component for component, _ in incident.components],
        "started_at": _time(incident.started_at),
        "resolved_at": _time(incident.resolved_at),
        "impact_window": _window(*window),
        "updates": [_update(one, incident, site) for one in reversed(incident.updates)],
    }
    present = {key: value for key, value in told.items() if value is not None}
    return json.dumps(present, ensure_ascii=False).encode() + b"\n"


def _update(update: Update, incident: Incident, site: Site) -> dict[str, Any]:
    told: dict[str, Any] = {
        "at": _time(update.at),
        "status": update.status,
        "message": _message(update, incident, site),
    }
    if update.withdrawn_at is not None:
        told["withdrawn_at"] = _time(update.withdrawn_at)
    if update.changes:
        told["components"] = {one.component: one.declared for one in update.changes}
    return told


def _message(update: Update, incident: Incident, site: Site) -> str:
    """Markdown; of what was withdrawn, the reason."""
    if update.withdrawn_at is not None:
        return update.body
    if update.said is not None and update.said.key == _NO_WORDS and update.erased is None:
        return ""
    return told_text(update, incident, site)


def _window(start: datetime | None, end: datetime | None) -> dict[str, str | None] | None:
    if start is None and end is None:
        return None
    return {"start_at": _time(start), "end_at": _time(end)}


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")
